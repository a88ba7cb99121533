package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
)

// court has a court that holds sessions; it is 9:00 on a Monday.
func court(b *build) {
	b.rules.Services[3].Sides = []queue.SideRule{
		{ID: "plaintiff", Name: queue.Text{"zh": "原告", "en": "Plaintiff"}, Wait: queue.Text{"zh": "西侧等候区", "en": "the west side"}},
		{ID: "defendant", Name: queue.Text{"zh": "被告", "en": "Defendant"}},
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 8*3600))
	b.now = func() time.Time { return now }
}

const docketOfTheDay = "编号,时间,事项,身份,远程,姓名,案号\n7,9:30,共享法庭,原告,,王某,(2026)宁0105民初7号\n7,,,被告,是,李某,\n8,10:00,court,plaintiff,,,\n"

func (h *house) importList(who, list string) *answer {
	h.t.Helper()
	return h.call(who, http.MethodPost, "/api/v1/sessions/import?lang=en", list, "Content-Type", "text/csv")
}

// TestASessionByAPI goes the way of a hearing: the list, checking in, the call, the end.
func TestASessionByAPI(t *testing.T) {
	h := open(t, court)
	h.importList("boss", docketOfTheDay).want(200).has("listed", 2, "changed", 2, "sessions.0.key", "7", "sessions.0.case", "(2026)宁0105民初7号")
	h.importList("boss", docketOfTheDay).want(200).has("listed", 2, "changed", 0)

	list := h.get("xiao", "/api/v1/sessions?lang=en").want(200)
	list.has("sessions.0.at", "2026-11-23T09:30:00+08:00", "sessions.0.room.id", "court", "sessions.0.parties.0.role_name", "Plaintiff",
		"sessions.0.parties.0.name", "王某", "sessions.0.parties.1.remote", true, "sessions.0.parties.0.state", "expected")
	code := list.str("sessions.0.code")

	a := h.post("kiosk", "/api/v1/sessions/check-in", `{"code":"`+code+`","party":1,"kiosk":"main","lang":"en"}`).want(201)
	a.has("state", "held", "number", "H001", "wait.place", "西侧等候区")
	h.post("kiosk", "/api/v1/sessions/check-in", `{"code":"`+code+`","party":1}`).refused(409, "bad_state")
	h.post("kiosk", "/api/v1/sessions/check-in", `{"code":"000000","party":1}`).refused(404, "unknown_session")
	h.post("kiosk", "/api/v1/sessions/check-in", `{"code":"7","party":2}`).refused(404, "unknown_session") // the list's key, which is easily guessed
	h.post("kiosk", "/api/v1/sessions/check-in", `{"session":1,"party":2}`).refused(400, "bad_request")
	b := h.post("xiao", "/api/v1/sessions/check-in", `{"code":"7","party":2}`).want(201)

	h.get("xiao", "/api/v1/sessions").want(200).has("sessions.0.parties.0.number", "H001", "sessions.0.parties.1.state", "here",
		"sessions.0.ready_at", "2026-11-23T09:00:00+08:00")
	h.act("xiao", "court", "open", "")
	h.get("xiao", "/api/v1/windows/court/candidates").want(200).has("sessions.0.id", 1, "sessions.1", nil, "candidates.0", nil)
	h.post("xiao", "/api/v1/windows/court/next", "").want(204)
	h.post("xiao", "/api/v1/windows/court/call", `{"number":"H002"}`).refused(409, "in_session")
	h.act("xiao", "court", "call-session", `{"session":1}`).has("ticket.number", "H001", "ticket.side", "plaintiff", "ticket.session.state", "called")

	h.get("", "/api/v1/tickets/"+b.str("ref")).want(200).has("state", "held", "session.state", "called", "window.id", "court", "hold.reason", "session")
	h.act("xiao", "court", "start", "")
	h.get("", "/api/v1/tickets/"+b.str("ref")).want(200).has("session.state", "serving")
	h.act("xiao", "court", "finish", `{"outcome":"concluded"}`)
	for _, one := range []*answer{a, b} {
		h.get("", "/api/v1/tickets/"+one.str("ref")).want(200).has("state", "done", "window", nil)
	}
	h.get("xiao", "/api/v1/sessions").want(200).has("sessions.0.state", "over", "sessions.0.why", "finished")
	if strings.Contains(h.log.String(), "王某") {
		t.Error("a name stands in the log")
	}
}

func TestABadListIsRefusedWithAllItsMistakes(t *testing.T) {
	h := open(t, court)
	a := h.importList("boss", "key,time,service,party\n1,25:00,court,judge\n2,9:30,legal,plaintiff\n").refused(422, "bad_list")
	a.has("detail", "The list has 3 mistakes; no session was imported. Please mend them and import it again.",
		"problems.0.line", 2, "problems.0.column", 2, "problems.0.code", "bad_time", "problems.0.detail", "Line 2, column 2: “25:00” is not a time; write 9:30.",
		"problems.2.line", 3, "problems.1.args.known", "plaintiff, defendant",
		"problems.1.detail", "Line 2, column 4: There is no party “judge”; there are: Plaintiff, Defendant.")
	h.get("boss", "/api/v1/sessions").want(200).has("sessions.0", nil)
	h.importList("anna", docketOfTheDay).refused(403, "not_allowed")
	h.importList("", docketOfTheDay).refused(401, "no_session")
}

func TestASessionByHand(t *testing.T) {
	h := open(t, court)
	body := `{"service":"court","room":"court","at":"2026-11-23T10:00:00+08:00","case":"(2026)7","parties":[{"role":"plaintiff","name":"王某"},{"role":"defendant","remote":true,"heads":2}]}`
	h.post("boss", "/api/v1/sessions", body).want(201).has("session.case", "(2026)7", "session.parties.0.name", "王某", "session.parties.1.heads", 2)
	h.post("xiao", "/api/v1/sessions/1/parties/2", `{"state":"connected"}`).want(200).has("session.parties.1.state", "connected")
	h.post("xiao", "/api/v1/sessions/1/parties/9", `{"state":"connected"}`).refused(422, "bad_value")
	h.post("xiao", "/api/v1/sessions/1/parties/1", `{"state":"here"}`).refused(422, "bad_value")
	h.post("boss", "/api/v1/sessions/1/cancel", "").want(200).has("session.state", "over", "session.why", "cancelled")
	h.post("boss", "/api/v1/sessions/9/cancel", "").refused(404, "unknown_session")
	for _, bad := range []string{`{"role":"judge"}`, `{"role":"plaintiff","heads":-1}`} {
		h.post("boss", "/api/v1/sessions", fmt.Sprintf(`{"service":"court","room":"court","at":"2026-11-23T10:00:00+08:00","parties":[%s]}`, bad)).refused(422, "bad_value")
	}
	h.post("boss", "/api/v1/sessions", `{"service":"court","room":"court","at":"2026-11-23T10:00:00+08:00","parties":[{"part":"plaintiff"}]}`).refused(400, "bad_request")
	h.post("boss", "/api/v1/sessions", `{"service":"court","room":"w1","at":"2026-11-23T10:00:00+08:00","parties":[{"role":"plaintiff"}]}`).refused(409, "not_served")
}

func TestASessionOnTheSpot(t *testing.T) {
	h := open(t, court)
	_, one := h.issue("court")
	_, two := h.issue("court")
	h.act("xiao", "court", "open", "")
	h.act("xiao", "court", "make-session", fmt.Sprintf(`{"numbers":[%q,%q]}`, one, two)).has("ticket", nil)
	h.get("xiao", "/api/v1/sessions").want(200).has("sessions.0.spot", true, "sessions.0.parties.0.number", one, "sessions.0.parties.1.role", "defendant")
	h.act("xiao", "court", "call-session", `{"session":1}`).has("ticket.number", one)
}
