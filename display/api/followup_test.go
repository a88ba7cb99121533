package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
)

// TestHowAnEvaluationCameIsNotTheCallersWord: a kiosk's token says a kiosk, the tablet's of the window where the visit
// ended a window, and whoever has none has a phone, whatever is claimed.
func TestHowAnEvaluationCameIsNotTheCallersWord(t *testing.T) {
	h := open(t)
	for token, want := range map[string]queue.Via{"": queue.ViaQR, kioskToken: queue.ViaKiosk, tabletToken: queue.ViaWindow, "somebody's": queue.ViaQR} {
		ref := h.ended()
		var more []string
		if token != "" {
			more = []string{"Authorization", "Bearer " + token}
		}
		h.post("", "/api/v1/tickets/"+ref+"/evaluation", `{"level":"5","via":"window"}`, more...).want(http.StatusOK)
		x, _, err := h.store.Ticket(t.Context(), ref)
		must(t, err)
		if e, ok, err := h.store.Evaluation(t.Context(), x.ID); err != nil || !ok || e.Via != want {
			t.Errorf("with %q it came by %q, %v", token, e.Via, err)
		}
	}
}

// TestFollowUpsAreASupervisorsAndTheirOwners: everybody else, and whoever served most of all, learns nothing.
func TestFollowUpsAreASupervisorsAndTheirOwners(t *testing.T) {
	clock := morning()
	h := open(t, func(b *build) { b.now = clock.now })
	ref := h.ended()
	h.post("", "/api/v1/tickets/"+ref+"/evaluation", `{"level":"1","reasons":["waited"],"words":"等了一个小时","contact":"13900001234"}`).want(http.StatusOK)
	x, _, err := h.store.Ticket(t.Context(), ref)
	must(t, err)
	mine := fmt.Sprintf("/api/v1/follow-ups/%d", x.ID)
	h.get("", "/api/v1/follow-ups").refused(http.StatusUnauthorized, "no_session")
	h.get("boss", "/api/v1/follow-ups?lang=zh").want(http.StatusOK).has("follow_ups.0.id", int(x.ID), "follow_ups.0.level_name", "非常不满意",
		"follow_ups.0.words", "等了一个小时", "follow_ups.0.contact", "13900001234", "follow_ups.0.reasons.0", "等得太久", "follow_ups.0.state", "open",
		"follow_ups.0.window.label", "1 号窗口", "follow_ups.0.owner", nil, "follow_ups.0.results.0", nil)
	for _, staff := range []string{"anna", "xiao"} {
		h.get(staff, "/api/v1/follow-ups").want(http.StatusOK).has("follow_ups.0", nil)
		h.post(staff, mine+"/calls", `{"reached":true}`).refused(http.StatusNotFound, "unknown_follow_up")
		h.post(staff, mine+"/owner", `{"owner":"xiao"}`).refused(http.StatusForbidden, "not_allowed")
	}
	h.post("boss", mine+"/owner", `{"owner":"anna"}`).refused(http.StatusConflict, "own_visit")
	h.post("boss", "/api/v1/follow-ups/none/owner", `{"owner":"xiao"}`).refused(http.StatusNotFound, "unknown_follow_up")
	h.post("boss", mine+"/owner", `{"owner":"xiao"}`).want(http.StatusOK).has("follow_up.owner", "xiao")
	h.post("xiao", mine+"/close", `{"result":"settled","note":"x"}`).refused(http.StatusConflict, "call_first")
	h.post("xiao", mine+"/calls", `{"reached":false,"note":"没人接"}`, "Idempotency-Key", "once").want(http.StatusOK).has("follow_up.calls.0.note", "没人接", "follow_up.calls.0.staff", "xiao")
	h.post("xiao", mine+"/calls", `{"reached":false,"note":"没人接"}`, "Idempotency-Key", "once").want(http.StatusOK).has("follow_up.calls.1", nil)
	clock.move(5 * 24 * time.Hour)
	h.issue("court") // the clock looks
	if _, err := h.queue.Do(t.Context(), queue.Request{Command: queue.Tick{}, Actor: queue.Clock}); err != nil {
		t.Fatal(err)
	}
	h.get("xiao", "/api/v1/follow-ups?state=overdue").want(http.StatusOK).has("follow_ups.0.state", "overdue")
	h.post("xiao", mine+"/calls", `{"reached":true}`).want(http.StatusOK).has("follow_up.results.0", "settled", "follow_up.results.3", nil)
	h.post("xiao", mine+"/close", `{"result":"explained"}`).refused(http.StatusBadRequest, "bad_request")
	h.post("xiao", mine+"/close", `{"result":"explained","note":"材料还缺一份，已告知"}`).want(http.StatusOK).has("follow_up", nil)
	h.get("xiao", "/api/v1/follow-ups").want(http.StatusOK).has("follow_ups.0", nil)
	h.get("boss", "/api/v1/follow-ups?state=closed").want(http.StatusOK).has("follow_ups.0.result", "explained", "follow_ups.0.note", "材料还缺一份，已告知",
		"follow_ups.0.by", "xiao", "follow_ups.0.contact", nil, "follow_ups.0.calls.1.reached", true)
	h.get("anna", "/api/v1/follow-ups?state=closed").want(http.StatusOK).has("follow_ups.0", nil)

	h.get("boss", "/api/v1/follow-ups?state=closed").has("follow_ups.0.may_reopen", true)
	h.post("xiao", mine+"/reopen", `{"reason":"promise"}`).refused(http.StatusForbidden, "not_allowed")
	h.post("boss", mine+"/reopen", `{}`).refused(http.StatusBadRequest, "bad_request")
	h.post("boss", mine+"/reopen", `{"reason":"so"}`).refused(http.StatusUnprocessableEntity, "bad_value")
	h.post("boss", "/api/v1/follow-ups/99999/reopen", `{"reason":"news"}`).refused(http.StatusNotFound, "unknown_follow_up")
	for range 2 { // the second is the first's answer
		h.post("boss", mine+"/reopen", `{"reason":"promise","note":"还没收到","contact":"13900001234"}`, "Idempotency-Key", "again").want(http.StatusOK).
			has("follow_up.state", "open", "follow_up.owner", "xiao", "follow_up.contact", "13900001234", "follow_up.overdue_at", nil,
				"follow_up.calls.2.result", "explained", "follow_up.calls.2.note", "材料还缺一份，已告知", "follow_up.calls.3.reopened", "promise",
				"follow_up.calls.3.note", "还没收到", "follow_up.calls.3.staff", "boss", "follow_up.results.0", nil, "follow_up.calls.4", nil)
	}
	h.get("boss", "/api/v1/follow-ups?state=closed").want(http.StatusOK).has("follow_ups.0", nil)
	h.get("boss", "/api/v1/follow-ups?state=all").refused(http.StatusUnprocessableEntity, "bad_value")
	if strings.Contains(h.log.String(), "13900001234") || strings.Contains(h.log.String(), "等了") {
		t.Error("the log has what is personal")
	}
}

func TestAWindowTakesLonger(t *testing.T) {
	h := open(t)
	h.act("anna", "w1", "open", "")
	h.post("anna", "/api/v1/windows/w1/longer", `{"for_s":1200}`).refused(http.StatusConflict, "not_in_hand")
	h.issue("legal")
	h.act("anna", "w1", "next", "")
	a := h.act("anna", "w1", "longer", `{"for_s":1200}`)
	if until, _ := a.at("window.longer_until").(string); until == "" {
		t.Errorf("the answer: %s", a.raw)
	}
	h.act("anna", "w1", "longer", "").has("window.longer_until", nil)
	h.post("anna", "/api/v1/windows/w1/longer", `{"for_s":86400}`).refused(http.StatusUnprocessableEntity, "bad_value")
	h.post("xiao", "/api/v1/windows/w1/longer", `{"for_s":1200}`).refused(http.StatusForbidden, "not_allowed")
}
