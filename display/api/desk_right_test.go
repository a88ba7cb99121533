package api_test

import (
	"net/http"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestTheDeskPutsANumberRight gives one to another service, gives it priority and ends it; a number in a
// window's hand is the window's.
func TestTheDeskPutsANumberRight(t *testing.T) {
	h := open(t)
	h.post("kiosk", "/api/v1/tickets", `{"service":"mediation"}`).want(http.StatusCreated).has("number", "A001")
	h.post("anna", "/api/v1/desk/service", `{"number":"A001","service":"legal"}`).refused(403, "not_allowed")
	h.post("xiao", "/api/v1/desk/service", `{"number":"A001"}`).refused(400, "bad_request")
	h.post("xiao", "/api/v1/desk/service", `{"number":"A001","service":"nonsense"}`).refused(404, "unknown_service")
	h.post("xiao", "/api/v1/desk/service", `{"number":"A001","service":"legal"}`).want(http.StatusOK).has("ticket.service", "legal", "ticket.number", "A001")
	h.post("xiao", "/api/v1/desk/class", `{"number":"A001","class":"priority"}`).refused(422, "bad_value")
	h.post("xiao", "/api/v1/desk/class", `{"number":"A001","class":"priority","reason":"elderly"}`).want(http.StatusOK).has("ticket.class", "priority")
	h.post("xiao", "/api/v1/desk/cancel", `{"number":"A001"}`).refused(400, "bad_request")
	h.post("xiao", "/api/v1/desk/cancel", `{"number":"A001","reason":"Not a code"}`).refused(422, "bad_value")
	h.post("anna", "/api/v1/desk/cancel", `{"number":"A001","reason":"double"}`).refused(403, "not_allowed")
	h.post("xiao", "/api/v1/desk/cancel", `{"number":"A001","reason":"double"}`).want(http.StatusOK).has("ticket.state", "cancelled")

	h.post("anna", "/api/v1/desk/undo", `{"number":"A001"}`).refused(403, "not_allowed")
	h.post("xiao", "/api/v1/desk/undo", `{"number":"A007"}`).refused(409, "too_late")
	h.post("xiao", "/api/v1/desk/undo", `{"number":"A001"}`).want(http.StatusOK).has("ticket.state", "waiting", "ticket.class", "priority")
	h.post("xiao", "/api/v1/desk/undo", `{"number":"A001"}`).refused(409, "bad_state")
	h.post("xiao", "/api/v1/desk/cancel", `{"number":"A001","reason":"gone"}`).want(http.StatusOK)

	h.post("kiosk", "/api/v1/tickets", `{"service":"legal"}`).want(http.StatusCreated).has("number", "A002")
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "next", "")
	h.post("xiao", "/api/v1/desk/cancel", `{"number":"A002","reason":"double"}`).refused(409, "bad_state")
	h.post("xiao", "/api/v1/desk/service", `{"number":"A002","service":"mediation"}`).refused(409, "bad_state")
}

// TestTheDeskGivesOutWhatIsClosed does so knowingly and says why.
func TestTheDeskGivesOutWhatIsClosed(t *testing.T) {
	h := open(t)
	queuetest.Do(t, h.queue, queue.ByStaff("boss"), queue.ShutService{Service: "legal", Then: queue.ShutServe})
	h.post("xiao", "/api/v1/tickets", `{"service":"legal"}`).refused(409, "service_closed")
	h.post("xiao", "/api/v1/tickets", `{"service":"legal","over":true,"reason":"A word"}`).refused(422, "bad_value")
	h.post("xiao", "/api/v1/tickets", `{"service":"legal","reason":"urgent"}`).refused(409, "service_closed")
	h.post("xiao", "/api/v1/tickets", `{"service":"mediation","reason":"urgent"}`).refused(422, "bad_value")
	h.post("xiao", "/api/v1/tickets", `{"service":"legal","over":true,"reason":"urgent"}`).want(http.StatusCreated)
	h.post("kiosk", "/api/v1/tickets", `{"service":"mediation"}`).want(http.StatusCreated).has("number", "A002")
	h.post("xiao", "/api/v1/desk/service", `{"number":"A002","service":"legal"}`).refused(409, "service_closed")
}
