package api_test

import (
	"net/http"
	"testing"
)

// inHand is a house where A001 is in hand at window 1, window 2 is open.
func inHand(t *testing.T) *house {
	h := open(t)
	h.issue("legal")
	h.act("anna", "w1", "open", "")
	h.act("boss", "w2", "open", "")
	h.act("anna", "w1", "next", "")
	return h
}

func TestAJointConsultation(t *testing.T) {
	h := inHand(t)
	h.get("anna", "/api/v1/windows/w1").want(http.StatusOK).has("consultation", nil, "invitations.0", nil)
	h.act("anna", "w1", "consultation", `{"windows":["w2",{"window":"court","staff":"xiao"}],"room":"w3","timeout_s":120}`).has("window.ticket", "A001")
	h.get("anna", "/api/v1/windows/w1?lang=en").want(http.StatusOK).has(
		"consultation.number", "A001", "consultation.lead.id", "w1", "consultation.lead_staff", "anna", "consultation.place.label", "Mediation room",
		"consultation.posts.0.window", "w2", "consultation.posts.0.answer", "open", "consultation.posts.1.staff", "xiao",
		"consultation.may_begin", false, "consultation.began_at", nil)
	h.get("xiao", "/api/v1/windows/court").want(http.StatusOK).has("invitations.0.number", "A001", "invitations.0.service", "legal", "consultation", nil)
	h.post("anna", "/api/v1/windows/w1/consultation/begin", "").refused(http.StatusConflict, "nobody_accepted")
	h.act("xiao", "court", "consultation/answer", `{"accept":true}`)
	h.act("boss", "w2", "consultation/answer", `{"accept":false,"consultation":1}`)
	h.act("anna", "w1", "consultation/begin", "").has("ticket.state", "serving", "ticket.consultation", true, "ticket.window.id", "w3", "window.ticket", "A001")
	h.get("xiao", "/api/v1/windows/court").want(http.StatusOK).has(
		"window.state", "paused", "window.reason", "consultation", "consultation.number", "A001", "invitations.0", nil)
	h.post("xiao", "/api/v1/windows/court/open", "").refused(http.StatusConflict, "in_consultation")
	h.act("anna", "w1", "finish", `{"outcome":"concluded"}`)
	h.get("xiao", "/api/v1/windows/court").want(http.StatusOK).has("window.state", "closed", "consultation", nil)
}

func TestWhoIsBusyIsNamed(t *testing.T) {
	h := inHand(t)
	h.issue("legal")
	h.act("boss", "w2", "next", "")
	h.act("anna", "w1", "consultation", `{"windows":["w2"]}`)
	h.act("anna", "w2", "consultation/answer", `{"accept":true}`)
	a := h.post("anna", "/api/v1/windows/w1/consultation/begin?lang=en", "").refused(http.StatusConflict, "posts_busy")
	a.has("args.windows", "w2", "detail", "Not free now: Window 2. The consultation can’t begin yet.")
	h.act("anna", "w1", "consultation/cancel", "")
	h.post("anna", "/api/v1/windows/w1/consultation/cancel", "").refused(http.StatusConflict, "no_consultation")
	h.post("anna", "/api/v1/windows/w2/consultation/answer", `{"accept":true}`).refused(http.StatusConflict, "no_consultation")
}

func TestConsultationsThatAreRefused(t *testing.T) {
	h := inHand(t)
	for name, c := range map[string]struct {
		who, path, body string
		status          int
		code            string
	}{
		"nobody invited":      {"anna", "w1/consultation", `{"windows":[]}`, 422, "bad_value"},
		"no list":             {"anna", "w1/consultation", `{"windows":"w2"}`, 400, "bad_request"},
		"an unknown field":    {"anna", "w1/consultation", `{"windows":[{"windw":"w2"}]}`, 400, "bad_request"},
		"no such window":      {"anna", "w1/consultation", `{"windows":["w9"]}`, 404, "unknown_window"},
		"the lead itself":     {"anna", "w1/consultation", `{"windows":["w1"]}`, 422, "bad_value"},
		"no time to answer":   {"anna", "w1/consultation", `{"windows":["w2"],"timeout_s":0}`, 422, "bad_value"},
		"nobody in hand":      {"boss", "w2/consultation", `{"windows":["w1"]}`, 409, "not_in_hand"},
		"at another's window": {"xiao", "w1/consultation", `{"windows":["w2"]}`, 403, "not_allowed"},
		"an answer to none":   {"anna", "w2/consultation/answer", `{"accept":true}`, 409, "no_consultation"},
		"no answer":           {"anna", "w2/consultation/answer", `{}`, 400, "bad_request"},
		"a begin of none":     {"anna", "w1/consultation/begin", "", 409, "no_consultation"},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.post(c.who, "/api/v1/windows/"+c.path, c.body).refused(c.status, c.code)
		})
	}
}
