package api_test

import (
	"testing"
	"time"
)

// TestAppointment has a kiosk and the desk issue for visitors who come before their time.
func TestAppointment(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 40, 0, 0, time.FixedZone("", 8*3600))
	h := open(t, func(b *build) { b.now = func() time.Time { return now } })
	a := h.post("kiosk", "/api/v1/tickets", `{"service":"legal","at":"2026-11-23T10:00:00+08:00","kiosk":"main"}`).want(201)
	a.has("state", "held", "ahead", 0)
	h.get("", "/api/v1/tickets/"+a.str("ref")).want(200).
		has("state", "held", "hold.reason", "appointment", "hold.until", "2026-11-23T10:00:00+08:00", "due_at", "2026-11-23T10:00:00+08:00")

	h.post("boss", "/api/v1/tickets", `{"service":"legal","at":"2026-11-23T11:00:00+08:00"}`).refused(409, "too_early").
		has("args.from", "2026-11-23T10:00:00+08:00")
	h.post("boss", "/api/v1/tickets", `{"service":"legal","at":"ten"}`).refused(400, "bad_request")
	h.post("boss", "/api/v1/tickets", `{"service":"legal","at":"2026-11-22T11:00:00+08:00"}`).refused(422, "bad_value")
}
