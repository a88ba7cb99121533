package api_test

import (
	"net/http"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestAJourneyFromWindowToWindow(t *testing.T) {
	h := open(t)
	rules := queuetest.Rules()
	rules.Bundles = []queue.Bundle{{
		ID: "wages", Name: queue.Text{"zh": "讨薪一条龙", "en": "Wages"}, Steps: []queue.ServiceID{"legal", "mediation", "court"},
	}}
	queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: rules})
	h.get("", "/api/v1/bundles?lang=en").want(http.StatusOK).has("bundles.0.id", "wages", "bundles.0.name", "Wages", "bundles.0.steps.2", "court")
	h.post("kiosk", "/api/v1/tickets", `{"bundle":"nonsense"}`).refused(404, "unknown_bundle")
	h.post("kiosk", "/api/v1/tickets", `{}`).refused(400, "bad_request")
	ref := h.post("kiosk", "/api/v1/tickets", `{"bundle":"wages"}`).want(http.StatusCreated).has("service", "legal").str("ref")
	h.get("", "/api/v1/tickets/"+ref+"?lang=en").want(http.StatusOK).has("plan.0.service_name", "Mediation", "plan.1.floor_name", "Floor 3")

	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "next", "")
	h.act("anna", "w1", "finish", `{"outcome":"answered"}`).has("ticket.state", "waiting", "ticket.service", "mediation", "window.ticket", nil)
	h.act("anna", "w1", "undo", "").has("ticket.state", "called", "ticket.service", "legal", "window.ticket", "A001")
	h.act("anna", "w1", "plan", `{"steps":["court"]}`).has("ticket.plan.0.service", "court", "ticket.plan.1", nil)
	h.post("anna", "/api/v1/windows/w1/transfer", `{"service":"mediation","front":true}`).refused(422, "bad_value")
	h.act("anna", "w1", "transfer", `{"service":"mediation","back":true,"front":true,"reason":"sent_wrong"}`).has(
		"ticket.service", "mediation", "ticket.plan.0.service", "legal", "ticket.plan.1.service", "court")
	h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("legs.0.end", "transferred", "plan.0.service", "legal")
	h.post("xiao", "/api/v1/desk/skip", `{"number":"A001"}`).want(http.StatusOK).has("ticket.service", "legal", "ticket.legs.1.end", "skipped")

	h.post("anna", "/api/v1/windows/w1/undo", "").refused(409, "too_late")
	h.act("anna", "w1", "next", "")
	h.act("anna", "w1", "finish", `{"outcome":"answered","end":true}`).has("ticket.state", "done", "ticket.plan", nil)
}
