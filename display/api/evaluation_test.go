package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// ended issues a ticket, serves it and ends the visit.
func (h *house) ended() (ref string) {
	h.t.Helper()
	h.act("anna", "w1", "open", "")
	ref, _ = h.issue("legal")
	h.act("anna", "w1", "next", "")
	a := h.act("anna", "w1", "finish", `{"outcome":"answered"}`)
	if _, told := a.at("ticket").(map[string]any)["evaluation"]; told {
		h.t.Error("the window is told of the evaluation")
	}
	return ref
}

func TestAVisitIsEvaluatedByItsRef(t *testing.T) {
	clock := morning()
	h := open(t, func(b *build) { b.now = clock.now })
	h.get("", "/api/v1/evaluation?lang=en").want(http.StatusOK).has(
		"days", 7, "levels.0.id", "5", "levels.0.reasons.0", nil, "levels.1.name", "Very dissatisfied", "levels.1.reasons.0.text", "The wait was too long")
	waits, _ := h.issue("court")
	h.get("", "/api/v1/tickets/"+waits).want(http.StatusOK).has("evaluation", nil)
	h.post("", "/api/v1/tickets/"+waits+"/evaluation", `{"level":"5"}`).refused(http.StatusConflict, "not_finished")
	ref := h.ended()
	mine := "/api/v1/tickets/" + ref
	h.get("", mine).want(http.StatusOK).has("evaluation", "open")
	h.post("", mine+"/evaluation", `{}`).refused(http.StatusBadRequest, "bad_request")
	h.post("", mine+"/evaluation", `{"level":"7"}`).refused(http.StatusUnprocessableEntity, "bad_value")
	h.post("", mine+"/evaluation", `{"level":"1","reasons":["waited"],"words":"等了一个小时","via":"window"}`, "Idempotency-Key", "once").want(http.StatusOK).has("evaluation", "done")
	h.post("", mine+"/evaluation", `{"level":"1","reasons":["waited"],"words":"等了一个小时","via":"window"}`, "Idempotency-Key", "once").want(http.StatusOK).has("evaluation", "done")
	h.post("", mine+"/evaluation", `{"level":"5"}`).refused(http.StatusConflict, "evaluated_already")
	h.get("", mine).want(http.StatusOK).has("evaluation", "done")
	for _, staff := range []string{"/api/v1/windows/w1", "/api/v1/windows/w1/candidates"} {
		if got := h.get("anna", staff).want(http.StatusOK).raw; strings.Contains(got, "evaluat") {
			t.Errorf("%s tells of it: %s", staff, got)
		}
	}
	h.post("", "/api/v1/tickets/AAAAAAAAAAAAAAAA/evaluation", `{"level":"5"}`).refused(http.StatusNotFound, "unknown_ticket")
}

func TestAVisitOfThePastIsEvaluatedForDays(t *testing.T) {
	clock := morning()
	h := open(t, func(b *build) { b.now = clock.now })
	first, second := "/api/v1/tickets/"+h.ended(), "/api/v1/tickets/"+h.ended()
	clock.move(50 * time.Hour)
	h.issue("court") // the Lobby lets go of both
	h.get("", first).want(http.StatusOK).has("evaluation", "open")
	h.post("", first+"/evaluation", `{"level":"1"}`, "Idempotency-Key", "x").want(http.StatusOK).has("evaluation", "done", "state", "done")
	h.post("", first+"/evaluation", `{"level":"1"}`, "Idempotency-Key", "x").want(http.StatusOK).has("evaluation", "done")
	h.post("", first+"/evaluation", `{"level":"5"}`, "Idempotency-Key", "y").refused(http.StatusConflict, "evaluated_already")
	h.get("", first).want(http.StatusOK).has("evaluation", "done")
	clock.move(6 * 24 * time.Hour)
	h.get("", second).want(http.StatusOK).has("evaluation", "closed")
	h.post("", second+"/evaluation", `{"level":"5"}`).refused(http.StatusConflict, "too_late")
	left, _ := h.issue("court")
	h.post("", "/api/v1/tickets/"+left+"/cancel", "").want(http.StatusOK).has("evaluation", "closed")
	h.post("", "/api/v1/tickets/"+left+"/evaluation", `{"level":"5"}`).refused(http.StatusConflict, "not_offered")
}
