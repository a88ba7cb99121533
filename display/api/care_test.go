package api_test

import (
	"net/http"
	"strings"
	"testing"

	"onedoor/queue/queuetest"
)

// caring are the test centre's rules with what a visitor may be offered.
func caring(b *build) {
	b.rules = queuetest.Rules()
	p := &b.rules.Policy
	p.OutsideMaxS, p.PostponePlaces, p.PostponeTimes = 900, 3, 2
}

func TestNeedsAreForStaffAlone(t *testing.T) {
	h := open(t, caring)
	given := h.post("kiosk", "/api/v1/tickets", `{"service":"legal","needs":["hearing","fetch"]}`).want(http.StatusCreated)
	ref := given.str("ref")
	h.act("anna", "w1", "open", "")
	h.get("anna", "/api/v1/windows/w1").want(http.StatusOK).has("candidates.0.needs.0", "hearing", "candidates.0.needs.1", "fetch")
	h.get("anna", "/api/v1/windows/w1/candidates").want(http.StatusOK).has("candidates.0.needs.0", "hearing")
	h.get("xiao", "/api/v1/desk/ticket?number=A001").want(http.StatusOK).has("ticket.needs.1", "fetch")
	h.post("xiao", "/api/v1/desk/needs", `{"number":"A001","needs":["sight","fetch"]}`).want(http.StatusOK).has("ticket.number", "A001")
	h.act("anna", "w1", "next", "")
	h.get("anna", "/api/v1/windows/w1").want(http.StatusOK).has("ticket.needs.0", "sight")
	mine := h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK)
	for _, a := range []*answer{given, mine, h.get("", "/api/v1/windows")} {
		if strings.Contains(a.raw, "sight") || strings.Contains(a.raw, "hearing") || strings.Contains(a.raw, "fetch") {
			t.Errorf("told to others: %s", a.raw)
		}
	}
	h.post("anna", "/api/v1/windows/w1/needs", `{"needs":[]}`).want(http.StatusOK).has("ticket.needs", nil, "ticket.fetching_since", nil)
	h.get("anna", "/api/v1/windows/w1").want(http.StatusOK).has("ticket.needs", nil)

	h.post("kiosk", "/api/v1/tickets", `{"service":"legal","needs":["rich"]}`).refused(http.StatusUnprocessableEntity, "bad_value")
	h.post("kiosk", "/api/v1/tickets", `{"service":"legal","needs":"sight"}`).refused(http.StatusBadRequest, "bad_request")
	h.post("anna", "/api/v1/windows/w2/needs", `{"needs":["sight"]}`).refused(http.StatusConflict, "not_in_hand")
	h.post("xiao", "/api/v1/windows/w1/needs", `{"needs":["sight"]}`).refused(http.StatusForbidden, "not_allowed")
	h.post("anna", "/api/v1/windows/w1/needs", `{"number":"A099","needs":["sight"]}`).refused(http.StatusNotFound, "unknown_ticket")
	h.post("anna", "/api/v1/desk/needs", `{"number":"A001","needs":[]}`).refused(http.StatusForbidden, "not_allowed")
}

func TestACallIsNotMissedWhileSomebodyFetches(t *testing.T) {
	h := open(t, caring)
	h.post("kiosk", "/api/v1/tickets", `{"service":"legal","needs":["fetch"]}`).want(http.StatusCreated)
	h.act("anna", "w1", "open", "")
	called := h.act("anna", "w1", "next", "")
	if called.str("ticket.fetching_since") == "" {
		t.Errorf("nobody is sent: %s", called.raw)
	}
	h.post("anna", "/api/v1/windows/w1/no-show", "").refused(http.StatusConflict, "being_fetched")
	h.post("xiao", "/api/v1/desk/fetched", `{"number":"A001","found":false}`).want(http.StatusOK).has("ticket.fetching_since", nil, "ticket.state", "called")
	h.post("xiao", "/api/v1/desk/fetched", `{"number":"A001"}`).refused(http.StatusConflict, "bad_state")
	h.act("anna", "w1", "no-show", "").has("ticket.state", "no_show")
}

func TestSomebodyIsAskedFor(t *testing.T) {
	h := open(t, caring)
	h.get("kiosk", "/api/v1/kiosks/main/help").want(http.StatusOK).has("help", nil)
	h.post("", "/api/v1/kiosks/main/help", "").refused(http.StatusUnauthorized, "no_device")
	h.post("kiosk", "/api/v1/kiosks/none/help", "").refused(http.StatusNotFound, "unknown_kiosk")
	h.post("kiosk", "/api/v1/kiosks/main/help", "{}").want(http.StatusOK).has("help.id", 1, "help.state", "asked", "help.place", "主机")
	h.post("kiosk", "/api/v1/kiosks/main/help", "").want(http.StatusOK).has("help.id", 1)
	h.post("anna", "/api/v1/windows/w1/help", "").want(http.StatusOK).has("help.id", 2, "help.window", "w1")
	h.post("xiao", "/api/v1/windows/w1/help", "").refused(http.StatusForbidden, "not_allowed")
	h.get("anna", "/api/v1/desk/help").refused(http.StatusForbidden, "not_allowed")
	h.get("xiao", "/api/v1/desk/help?lang=en").want(http.StatusOK).has("calls.0.place", "Main", "calls.1.place", "Window 1")

	h.post("xiao", "/api/v1/desk/help/1/take", "").want(http.StatusOK).has("help.state", "coming", "help.staff", "xiao")
	h.post("boss", "/api/v1/desk/help/1/take", "").want(http.StatusOK).has("help.staff", "xiao")
	h.get("kiosk", "/api/v1/kiosks/main/help").want(http.StatusOK).has("help.state", "coming", "help.staff", nil)
	h.call("anna", http.MethodDelete, "/api/v1/desk/help/1/take", "").refused(http.StatusForbidden, "not_allowed")
	h.call("xiao", http.MethodDelete, "/api/v1/desk/help/1/take", "").want(http.StatusOK).has("help.state", "asked")
	h.post("xiao", "/api/v1/desk/help/1/over", "").want(http.StatusOK).has("help", nil)
	h.post("xiao", "/api/v1/desk/help/1/over", "").refused(http.StatusNotFound, "unknown_help")
	h.post("xiao", "/api/v1/desk/help/one/take", "").refused(http.StatusNotFound, "unknown_help")
}

func TestAVisitorStepsOutsideAndLetsOthersGo(t *testing.T) {
	h := open(t, caring)
	ref, number := h.issue("legal")
	mine := "/api/v1/tickets/" + ref
	h.get("", mine).want(http.StatusOK).has("may_postpone", 3, "may_step_out_s", 900, "may_come_back", nil)
	h.post("", mine+"/postpone", "").refused(http.StatusConflict, "nobody_behind")
	for range 3 {
		h.issue("legal")
	}
	h.post("", mine+"/postpone", `{"places":2}`).want(http.StatusOK).has("ahead", 2, "state", "waiting")
	h.post("", mine+"/postpone", `{"places":4}`).refused(http.StatusUnprocessableEntity, "bad_value")
	h.post("", mine+"/postpone", "").want(http.StatusOK).has("ahead", 3, "may_postpone", nil)
	h.issue("legal")
	h.post("", mine+"/postpone", "").refused(http.StatusConflict, "too_late")

	h.post("", mine+"/outside", `{"for_s":901}`).refused(http.StatusUnprocessableEntity, "bad_value")
	h.post("", mine+"/outside", `{"for_s":0}`).refused(http.StatusUnprocessableEntity, "bad_value")
	h.post("", mine+"/outside", `{"for_s":600}`).want(http.StatusOK).has("state", "held", "hold.reason", "outside", "may_come_back", true)
	h.post("", mine+"/outside", "").refused(http.StatusConflict, "bad_state")
	h.post("", mine+"/back", "").want(http.StatusOK).has("state", "waiting", "ahead", 3)
	h.post("xiao", "/api/v1/desk/outside", `{"number":"`+number+`"}`).want(http.StatusOK).has("ticket.state", "held")
	h.post("xiao", "/api/v1/desk/back", `{"number":"`+number+`"}`).want(http.StatusOK).has("ticket.state", "waiting")

	plain := open(t)
	ref, _ = plain.issue("legal")
	plain.post("", "/api/v1/tickets/"+ref+"/outside", "").refused(http.StatusConflict, "not_offered")
	plain.post("", "/api/v1/tickets/"+ref+"/postpone", "").refused(http.StatusConflict, "not_offered")
}

func TestAMissedCallIsPutRightByTheVisitor(t *testing.T) {
	h := open(t)
	ref, number := h.issue("legal")
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "next", "")
	h.post("", "/api/v1/tickets/"+ref+"/return", "").refused(http.StatusConflict, "bad_state")
	h.act("anna", "w1", "no-show", "")
	h.post("", "/api/v1/tickets/"+ref+"/return", "").want(http.StatusOK).has("state", "waiting", "number", number, "returned", true)
	h.act("anna", "w1", "next", "")
	h.act("anna", "w1", "no-show", "")
	h.post("", "/api/v1/tickets/"+ref+"/return", "").refused(http.StatusConflict, "too_late")
}

func TestAWalkInIsOneAct(t *testing.T) {
	h := open(t)
	h.post("anna", "/api/v1/windows/w1/walk-in", "").refused(http.StatusConflict, "window_closed")
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "walk-in?lang=en", `{"service":"labour","party":2,"priority":true,"needs":["children"]}`).has(
		"ticket.state", "serving", "ticket.service", "labour", "ticket.number", "A001", "ticket.party", 2, "ticket.class", "priority",
		"ticket.print.state", "none", "reason", "A001 came straight to the window.")
	h.post("anna", "/api/v1/windows/w1/walk-in", "").refused(http.StatusConflict, "window_busy")
	h.act("anna", "w1", "finish", `{"outcome":"answered"}`)
	h.act("anna", "w1", "walk-in", "").has("ticket.service", "legal", "ticket.number", "A002")
	h.act("anna", "w1", "finish", `{"outcome":"answered"}`)
	h.post("anna", "/api/v1/windows/w1/walk-in", `{"service":"court"}`).refused(http.StatusConflict, "not_served")
	h.post("anna", "/api/v1/windows/w1/walk-in", `{"party":0}`).refused(http.StatusUnprocessableEntity, "bad_value")
}
