package api_test

import (
	"net/http"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// dutiful are rules with a quota, a studio and a judge on call, at ten on a Monday.
func dutiful(b *build) {
	r := queuetest.Rules()
	r.Services[0].Quota = &queue.Quota{Morning: 1, Afternoon: 1}
	r.Services[2].Person, r.Services[2].Anyone = "xiao", "labour"
	r.Staff[1].Public = queue.Text{"zh": "老肖", "en": "Lao Xiao"}
	r.Staff = append(r.Staff, queue.Staff{
		ID: "judge", Roles: []queue.Role{queue.RoleClerk}, Windows: []queue.WindowID{"court"}, Duty: queue.Duty{OnCall: true},
	})
	b.rules = r
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	b.now = func() time.Time { return at }
}

func TestAFullServiceSaysWhenThereAreNumbersAgain(t *testing.T) {
	h := open(t, dutiful)
	h.get("", "/api/v1/services").want(http.StatusOK).has("services.0.quota", 1.0, "services.0.left", 1.0, "services.1.quota", nil)
	h.post("kiosk", "/api/v1/tickets", `{"service":"legal"}`).want(http.StatusCreated)
	h.get("", "/api/v1/services?lang=en").want(http.StatusOK).has(
		"services.0.open", false, "services.0.left", 0.0, "services.0.opens_at", "2026-11-23T12:00:00+08:00",
		"services.0.why", "All numbers for this half-day have been taken; more at 12:00.")
	h.post("kiosk", "/api/v1/tickets", `{"service":"legal"}`).refused(409, "service_closed").has("args.why", "full")
	h.post("xiao", "/api/v1/tickets", `{"service":"legal"}`).refused(409, "service_closed")
	h.post("kiosk", "/api/v1/tickets", `{"service":"legal","over":true}`).refused(409, "service_closed")
	h.post("xiao", "/api/v1/tickets", `{"service":"legal","over":true}`).want(http.StatusCreated)
}

func TestAnyoneWillDo(t *testing.T) {
	h := open(t, dutiful)
	ref := h.post("kiosk", "/api/v1/tickets", `{"service":"mediation"}`).want(http.StatusCreated).str("ref")
	h.get("", "/api/v1/tickets/"+ref+"?lang=en").want(http.StatusOK).has("asked.name", "Lao Xiao")
	h.post("", "/api/v1/tickets/"+ref+"/anyone", "").want(http.StatusOK).has("asked", nil, "service", "labour")
	h.post("", "/api/v1/tickets/"+ref+"/anyone", "").want(http.StatusOK).has("service", "labour")
	number := h.post("kiosk", "/api/v1/tickets", `{"service":"mediation"}`).want(http.StatusCreated).str("number")
	h.post("anna", "/api/v1/desk/anyone", `{"number":"`+number+`"}`).refused(403, "not_allowed")
	h.post("xiao", "/api/v1/desk/anyone", `{"number":"`+number+`"}`).want(http.StatusOK).has("ticket.service", "labour", "ticket.for_staff", nil)
	h.post("kiosk", "/api/v1/tickets", `{"service":"mediation","anyone":true}`).want(http.StatusCreated).has("service", "labour")
}

func TestWhoIsAwayAndWhoIsCalledIn(t *testing.T) {
	h := open(t, dutiful)
	h.act("anna", "w1", "open", "")
	h.post("anna", "/api/v1/staff/xiao/away", `{}`).refused(403, "not_allowed")
	h.post("anna", "/api/v1/staff/anna/away", `{"for_s":1}`).refused(422, "bad_value")
	h.post("anna", "/api/v1/staff/anna/away", `{"for_s":3600,"reason":"meeting"}`).want(http.StatusNoContent)
	h.get("anna", "/api/v1/duty").want(http.StatusOK).has(
		"staff.0.staff", "anna", "staff.0.away.until", "2026-11-23T11:00:00+08:00", "staff.0.away.reason", "meeting", "staff.0.stand_in", "", "staff.1.stand_in", "xiao")
	h.get("", "/api/v1/windows").want(http.StatusOK).has("windows.0.state", "paused", "windows.0.pause.back_at", "2026-11-23T11:00:00+08:00")
	h.post("boss", "/api/v1/windows/w1/open", "").want(http.StatusOK)
	h.post("anna", "/api/v1/windows/w1/next", "").refused(409, "staff_away")
	h.post("boss", "/api/v1/staff/anna/back", "").want(http.StatusNoContent)
	h.post("anna", "/api/v1/windows/w1/next", "").want(http.StatusNoContent)

	h.post("boss", "/api/v1/staff/judge/page/acknowledge", `{"minutes":5}`).refused(409, "too_late")
	ref := h.post("kiosk", "/api/v1/tickets", `{"service":"court"}`).want(http.StatusCreated).str("ref")
	h.get("boss", "/api/v1/duty").want(http.StatusOK).has("staff.3.page.service", "court", "staff.3.page.coming", nil)
	h.post("anna", "/api/v1/staff/judge/page", `{"window":"w1"}`).want(http.StatusNoContent)
	h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("coming_at", nil)
	h.post("judge", "/api/v1/staff/judge/page/acknowledge", `{"minutes":10}`).want(http.StatusNoContent)
	h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("coming_at", "2026-11-23T10:10:00+08:00")
	h.get("anna", "/api/v1/duty").want(http.StatusOK).has("staff.3.page.coming", "2026-11-23T10:10:00+08:00")
}

func TestAPauseSaysUntilWhen(t *testing.T) {
	h := open(t, dutiful)
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "pause", `{"reason":"break","for_s":900}`).has("window.pause.back_at", "2026-11-23T10:15:00+08:00", "window.pause.reason", "break")
	h.post("anna", "/api/v1/windows/w1/pause", `{"for_s":59}`).refused(422, "bad_value")
}
