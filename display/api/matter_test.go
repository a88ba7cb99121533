package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"onedoor/queue"
)

// withForms are rules with outcomes that ask for more, and a surge of two.
func withForms(b *build) {
	r := b.rules
	name := func(s string) queue.Text { return queue.Text{"zh": s, "en": s} }
	r.Outcomes[1].Confirm = queue.ConfirmAsked
	r.Outcomes = append(r.Outcomes,
		queue.Outcome{ID: "filed", Name: name("立案"), Counts: queue.CountsAccepted, Field: queue.FieldCase, Needed: true, Confirm: queue.ConfirmRequired},
		queue.Outcome{ID: "referred", Name: name("告知其他单位"), Field: queue.FieldReferred})
	r.Bodies = []queue.Body{{ID: "housing", Name: name("住建局")}}
	r.Policy.Surge = queue.SurgeRule{Count: 2, Days: 14}
}

// try does something at window w1 as anna.
func (h *house) try(what, body string) *answer {
	h.t.Helper()
	return h.post("anna", "/api/v1/windows/w1/"+what, body)
}

// inHand issues a ticket and calls it to w1; earlier is what its visitor has.
func (h *house) inHand(earlier string) *answer {
	h.t.Helper()
	body := `{"service":"legal"}`
	if earlier != "" {
		body = fmt.Sprintf(`{"service":"legal","earlier":%q}`, earlier)
	}
	issued := h.post("anna", "/api/v1/tickets", body).want(http.StatusCreated)
	h.try("next", "").want(http.StatusOK)
	return issued
}

func TestFinishWithMoreThanACode(t *testing.T) {
	h := open(t, withForms)
	h.try("open", "")
	finish := func(body string) *answer { return h.try("finish", body) }
	h.inHand("")
	finish(`{"outcome":"filed","case_number":"2026-18"}`).refused(http.StatusConflict, "confirm_needed")
	finish(`{"outcome":"filed","confirm":true}`).refused(http.StatusUnprocessableEntity, "field_needed")
	finish(`{"outcome":"answered","referred_to":"housing"}`).refused(http.StatusUnprocessableEntity, "bad_value")
	finish(`{"outcome":"answered","confirm":"yes"}`).refused(http.StatusBadRequest, "bad_request")
	if a := finish(`{"outcome":"filed","confirm":true,"case_number":"2026-18"}`).want(http.StatusOK); a.at("ticket.outcome") != "filed" {
		t.Errorf("finished with %s", a.raw)
	}
	h.inHand("")
	// The plain code of a formal act goes on working for programs where the config only asks staff.
	finish(`{"outcome":"accepted"}`).want(http.StatusOK)
	h.inHand("")
	finish(`{"outcome":"referred","referred_to":"市民政局三楼"}`).want(http.StatusOK)
	for _, e := range h.store.Events() {
		if raw, _ := queue.EncodeData(e.Data); strings.Contains(string(raw), "民政局") || strings.Contains(string(raw), "2026-18") {
			t.Errorf("event %d holds what is personal: %s", e.Seq, raw)
		}
	}
	h.inHand("")
	h.try("transfer", `{"service":"court","outcome":"filed","confirm":true,"case_number":"2026-19"}`).want(http.StatusOK)
}

func TestAnOldTicketProposesAndStaffConfirm(t *testing.T) {
	h := open(t, withForms)
	h.try("open", "")
	first := h.inHand("")
	h.try("finish", `{"outcome":"answered"}`)

	h.post("anna", "/api/v1/tickets", `{"service":"legal","earlier":"AAAAAAAAAAAAAAAA"}`).refused(http.StatusNotFound, "unknown_matter")
	h.inHand(first.str("ref"))
	a := h.get("anna", "/api/v1/windows/w1").want(http.StatusOK)
	if a.at("ticket.matter.proposed") != true || a.at("ticket.matter.earlier") != nil || a.at("ticket.matter.id") != nil {
		t.Errorf("before anybody confirms: %v", a.at("ticket.matter"))
	}
	a = h.try("matter/confirm", "").want(http.StatusOK)
	if a.at("ticket.matter.id") != 1.0 || a.at("ticket.matter.repeat") != true || a.at("ticket.matter.earlier.service") != "legal" {
		t.Errorf("confirmed: %v", a.at("ticket.matter"))
	}
	h.try("matter/confirm", "").refused(http.StatusConflict, "no_proposal")
	h.try("matter", `{"case_number":"（2026）宁0105民初18号"}`).want(http.StatusOK)

	h.get("", "/api/v1/matters/1").refused(http.StatusUnauthorized, "no_session")
	h.get("anna", "/api/v1/matters/7").refused(http.StatusNotFound, "unknown_matter")
	h.get("anna", "/api/v1/matters/x").refused(http.StatusNotFound, "unknown_matter")
	a = h.get("anna", "/api/v1/matters/1").want(http.StatusOK)
	visits := a.at("visits").([]any)
	if len(visits) != 2 || a.at("case_numbers").([]any)[0] != "(2026)宁0105民初18号" {
		t.Errorf("the matter: %s", a.raw)
	}
	h.try("matter/drop", "").want(http.StatusOK)
	if a := h.try("matter", `{"case_number":"(2026)宁0105民初18号"}`).want(http.StatusOK); a.at("ticket.matter.id") != 1.0 {
		t.Errorf("found by its number: %s", a.raw)
	}
	h.try("matter", `{"case_number":"1","earlier":"x"}`).refused(http.StatusBadRequest, "bad_request")
	h.try("matter", `{"earlier":"`+first.str("ref")+`"}`).want(http.StatusOK)
	for range 8 {
		h.try("matter", `{"earlier":"7654321"}`).refused(http.StatusNotFound, "unknown_matter")
	}
	h.try("matter", `{"earlier":"7654321"}`).refused(http.StatusNotFound, "unknown_matter")
	h.try("matter", `{"earlier":"7654321"}`).refused(http.StatusTooManyRequests, "slow_down")
}

func TestASurgeIsSeenByTheSupervisor(t *testing.T) {
	h := open(t, withForms)
	h.try("open", "")
	for range 2 {
		h.inHand("")
		h.try("mark", `{"category":"fees","tags":["east"]}`).want(http.StatusOK)
		h.try("finish", `{"outcome":"answered"}`)
	}
	h.inHand("")
	h.try("mark", `{"category":"noise"}`).refused(http.StatusUnprocessableEntity, "bad_value")
	h.try("mark", `{}`).refused(http.StatusBadRequest, "bad_request")
	var seq int64
	h.queue.View(func(l *queue.Lobby) { seq = l.Surges()[0].Seq })
	path := fmt.Sprintf("/api/v1/surges/%d/seen", seq)
	h.post("anna", path, "").refused(http.StatusForbidden, "not_allowed")
	h.post("boss", "/api/v1/surges/1/seen", "").refused(http.StatusNotFound, "unknown_surge")
	h.post("boss", "/api/v1/surges/one/seen", "").refused(http.StatusNotFound, "unknown_surge")
	h.post("boss", path, "").want(http.StatusNoContent)
}
