package api_test

import (
	"net/http"
	"testing"
)

// TestColleagues has help asked for in silence, priority said on the spot, a note written, and a ticket handed over; and
// nothing done to another ticket than the one that was seen.
func TestColleagues(t *testing.T) {
	h := open(t)
	h.post("anna", "/api/v1/windows/w1/open", "").want(http.StatusOK)
	h.post("anna", "/api/v1/windows/w2/open", "").want(http.StatusOK)
	for range 2 {
		h.post("anna", "/api/v1/tickets", `{"service":"legal"}`).want(http.StatusCreated)
	}
	h.post("anna", "/api/v1/windows/w1/silent-help", "").want(http.StatusOK).has("help.silent", true, "help.asker", "anna", "help.window", "w1")
	h.post("anna", "/api/v1/windows/w1/silent-help", "").want(http.StatusOK).has("help.id", 1)
	h.post("xiao", "/api/v1/windows/w1/silent-help", "").refused(http.StatusForbidden, "not_allowed")
	h.get("xiao", "/api/v1/desk/help").want(http.StatusOK).has("calls.0.silent", true)

	h.post("anna", "/api/v1/windows/w1/class", `{"number":"A002","class":"priority","reason":"elderly"}`).want(http.StatusOK).has("ticket.class", "priority")
	h.post("anna", "/api/v1/windows/w1/class", `{"number":"A002","class":"priority"}`).refused(http.StatusUnprocessableEntity, "bad_value")
	h.post("anna", "/api/v1/windows/w1/next", "").want(http.StatusOK).has("ticket.number", "A002")
	h.post("anna", "/api/v1/windows/w1/start", "", "If-Ticket", "A001").refused(http.StatusConflict, "not_in_hand")
	h.post("anna", "/api/v1/windows/w1/start", "", "If-Ticket", "A002").want(http.StatusOK).has("ticket.state", "serving")
	h.post("anna", "/api/v1/windows/w1/note", `{"note":"has the contract along"}`).want(http.StatusOK).has("ticket.notes", 1)
	h.post("anna", "/api/v1/windows/w1/hand-over", `{"window":"w2"}`).want(http.StatusOK).has("window.ticket", nil)
	h.get("anna", "/api/v1/windows/w2").want(http.StatusOK).has("window.ticket", "A002", "ticket.state", "serving")
	h.post("anna", "/api/v1/windows/w1/finish", `{"outcome":"answered"}`, "If-Ticket", "A002").refused(http.StatusConflict, "not_in_hand")
}
