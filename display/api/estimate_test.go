package api_test

import (
	"net/http"
	"testing"

	"onedoor/queue"
)

// estimates tells of legal aid alone.
type estimates struct{}

func (estimates) Ticket(queue.TicketID) (queue.Range, bool) {
	return queue.Range{LowS: 480, HighS: 900}, true
}

func (estimates) Service(id queue.ServiceID, class queue.Class) (queue.Range, bool) {
	if class == queue.ClassPriority {
		return queue.Range{LowS: 0, HighS: 300}, id == "legal"
	}
	return queue.Range{LowS: 600, HighS: 1200}, id == "legal"
}

// What a visitor is told with the number stands in the event, and a repeated request tells the same.
func TestARangeIsToldAndKept(t *testing.T) {
	h := open(t, func(b *build) { b.told = estimates{} })
	h.get("", "/api/v1/services").want(http.StatusOK).has(
		"services.0.id", "legal", "services.0.estimate.low_s", 600, "services.0.estimate.high_s", 1200, "services.1.estimate", nil)
	issued := h.post("kiosk", "/api/v1/tickets", `{"service":"legal"}`).want(http.StatusCreated).has("estimate.low_s", 600, "estimate.high_s", 1200)
	h.post("kiosk", "/api/v1/tickets", `{"service":"legal","priority":"priority"}`).want(http.StatusCreated).has("estimate.low_s", 0, "estimate.high_s", 300)
	h.post("kiosk", "/api/v1/tickets", `{"service":"labour"}`).want(http.StatusCreated).has("estimate", nil)
	h.post("kiosk", "/api/v1/tickets", `{"service":"legal","window":"w1"}`).want(http.StatusCreated).has("estimate", nil)
	ref := issued.str("ref")
	h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("state", "waiting", "estimate.low_s", 480, "estimate.high_s", 900)
	h.queue.View(func(l *queue.Lobby) {
		if told := l.ByRef(ref).Estimate; told == nil || *told != (queue.Range{LowS: 600, HighS: 1200}) {
			t.Errorf("the ticket keeps %v of what was told", told)
		}
	})
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "call", `{"number":"`+issued.str("number")+`"}`)
	h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("state", "called", "estimate", nil)
}
