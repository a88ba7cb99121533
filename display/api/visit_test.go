package api_test

import (
	"net/http"
	"strings"
	"testing"

	"onedoor/queue"
)

func TestAVisitAllTheWay(t *testing.T) {
	h := open(t)
	issued := h.post("kiosk", "/api/v1/tickets?lang=en", `{"service":"legal","kiosk":"main","party":2,"lang":"zh-CN"}`).want(http.StatusCreated)
	issued.has("number", "A001", "service", "legal", "service_name", "Legal aid", "ahead", 0, "estimate", nil, "print.state", "queued",
		"state", "waiting", "party", 2, "lang", "zh", "wait.place", "the hall on floor 1")
	ref := issued.str("ref")
	if issued.str("status_url") != public+"/t/"+ref || issued.header.Get("Location") != "/api/v1/tickets/"+ref {
		t.Errorf("addresses: %s", issued.raw)
	}
	h.post("kiosk", "/api/v1/tickets", `{"service":"legal"}`).want(http.StatusCreated).has("number", "A002", "ahead", 1, "print.state", "none")
	h.get("", "/api/v1/services?lang=en").want(http.StatusOK).has(
		"services.0.id", "legal", "services.0.name", "Legal aid", "services.0.department", "law", "services.0.prefix", "A",
		"services.0.open", true, "services.0.why", nil, "services.0.waiting", 2, "services.0.estimate", nil, "services.1.waiting", 0)

	h.act("anna", "w1", "open", "").has("window.state", "open", "window.staff", "anna", "ticket", nil)
	called := h.act("anna", "w1", "next?lang=en", "{}")
	called.has("ticket.number", "A001", "ticket.state", "called", "ticket.window.id", "w1", "ticket.class", "ordinary",
		"window.ticket", "A001", "reason", "A001 has waited 0 min, the longest.")
	h.get("", "/api/v1/tickets/"+ref, "Accept-Language", "en-GB,en;q=0.8").want(http.StatusOK).has(
		"number", "A001", "state", "called", "window.id", "w1", "window.label", "Window 1", "window.floor", "f1", "ahead", 0,
		"legs.0.service", "legal", "legs.0.window.id", "w1", "legs.0.calls", 1, "print.state", "queued", "may_cancel", true)
	h.get("", "/api/v1/windows").want(http.StatusOK).has("windows.0.id", "w1", "windows.0.label", "1 号窗口", "windows.0.floor", "f1",
		"windows.0.state", "open", "windows.0.services.1", "labour", "windows.0.ticket", "A001", "windows.1.ticket", nil)

	h.act("anna", "w1", "recall", "").has("ticket.calls", 2)
	h.act("anna", "w1", "start", "").has("ticket.state", "serving")
	h.act("anna", "w1", "hold", `{"reason":"copying","for_s":600,"note":"has one more paper"}`).has(
		"ticket.state", "held", "ticket.hold.reason", "copying", "ticket.notes", 1, "window.ticket", nil)
	h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("state", "held", "window", nil, "legs.0.window", nil)
	h.act("anna", "w1", "call", `{"number":"A001"}`).has("ticket.state", "called", "ticket.hold", nil)
	console := h.get("anna", "/api/v1/windows/w1?lang=en").want(http.StatusOK)
	console.has("window.id", "w1", "ticket.number", "A001", "candidates.0.number", "A002", "candidates.0.service_name", "Legal aid",
		"waiting", 1, "notes.0.text", "has one more paper")
	h.get("anna", "/api/v1/windows/w1?limit=0").want(http.StatusOK).has("candidates.0", nil, "waiting", 1)
	h.get("anna", "/api/v1/windows/w1/candidates?lang=en").want(http.StatusOK).has("candidates.0.number", "A002", "candidates.0.reason", "A002 has waited 0 min and was the only one waiting.", "candidates.1", nil)
	h.get("xiao", "/api/v1/windows/w1/candidates").want(http.StatusForbidden)
	h.get("anna", "/api/v1/windows/w9/candidates").want(http.StatusNotFound)

	h.act("anna", "w1", "transfer", `{"service":"court","note":"wants a hearing"}`).has(
		"ticket.state", "waiting", "ticket.service", "court", "ticket.number", "A001", "window.ticket", nil)
	h.get("", "/api/v1/tickets/"+ref+"?lang=en").want(http.StatusOK).has("wait.floor", "f3", "wait.way", "Take the lift to floor 3",
		"legs.0.end", "transferred", "legs.1.service", "court", "window", nil)
	h.act("xiao", "court", "open", "")
	h.act("xiao", "court", "next", "").has("ticket.number", "A001")
	h.act("xiao", "court", "finish", `{"outcome":"concluded"}`).has("ticket.state", "done", "ticket.outcome", "concluded", "window.ticket", nil)
	h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("state", "done", "legs.1.end", "done", "legs.1.window.id", "court", "may_cancel", false)

	h.post("xiao", "/api/v1/windows/court/next", "").want(http.StatusNoContent)
	h.act("xiao", "court", "pause", `{"reason":"break"}`).has("window.state", "paused", "window.reason", "break")
	h.act("xiao", "court", "close", "").has("window.state", "closed", "window.staff", nil)
}

func TestAMissedCallIsPutRightAtTheDesk(t *testing.T) {
	h := open(t)
	ref, number := h.issue("legal")
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "next", "")
	h.act("anna", "w1", "no-show", "").has("ticket.state", "no_show", "window.ticket", nil)
	missed := h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK).has("state", "no_show", "window", nil, "may_return", true)
	if missed.str("lapses_at") == "" {
		t.Error("nobody says when it lapses")
	}
	h.get("xiao", "/api/v1/desk/ticket?number="+number).want(http.StatusOK).has("ticket.state", "no_show")
	h.post("xiao", "/api/v1/desk/return", `{"number":"`+number+`"}`).want(http.StatusOK).has("ticket.state", "waiting", "ticket.returned", true)
	h.act("anna", "w1", "next", "").has("ticket.number", number)
}

func TestTheDeskFindsAndPrintsALostTicket(t *testing.T) {
	h := open(t)
	ref, number := h.issue("legal")
	code := ""
	for _, ticket := range h.store.Tickets() {
		code = ticket.Code
	}
	h.get("xiao", "/api/v1/desk/ticket?code="+code).want(http.StatusOK).has("ticket.number", number)
	h.post("xiao", "/api/v1/desk/reprint", `{"code":"`+code+`","kiosk":"main"}`).want(http.StatusOK).has("ticket.print.state", "queued", "ticket.print.copies", nil)
	h.post("xiao", "/api/v1/desk/reprint", `{"number":"`+number+`","kiosk":"main"}`).want(http.StatusOK).has("ticket.print.copies", 1)
	h.post("xiao", "/api/v1/tickets/"+ref+"/reprint", `{"kiosk":"main"}`).want(http.StatusOK).has("ticket.print.copies", 2)
}

func TestLeavingAndTakingItBack(t *testing.T) {
	h := open(t)
	ref, number := h.issue("legal")
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "next", "")
	left := h.post("", "/api/v1/tickets/"+ref+"/cancel", "").want(http.StatusOK).has("state", "cancelled", "window", nil, "may_cancel", false)
	if left.str("undo_until") == "" {
		t.Error("nobody says until when")
	}
	h.get("", "/api/v1/windows").has("windows.0.ticket", nil)
	h.post("", "/api/v1/tickets/"+ref+"/undo", "{}").want(http.StatusOK).has("state", "waiting", "number", number)
	h.act("anna", "w1", "next", "").has("ticket.number", number)
}

func TestPriorityAsTrueOrByName(t *testing.T) {
	h := open(t)
	for body, want := range map[string]string{
		`{"service":"legal","priority":true}`:       "priority",
		`{"service":"legal","priority":false}`:      "ordinary",
		`{"service":"legal","priority":null}`:       "ordinary",
		`{"service":"legal","priority":"priority"}`: "priority",
		`{"service":"legal","priority":"ordinary"}`: "ordinary",
	} {
		number := h.post("boss", "/api/v1/tickets", body).want(http.StatusCreated).str("number")
		h.get("boss", "/api/v1/desk/ticket?number="+number).has("ticket.class", want)
	}
}

// What a visitor's page may be looked at over the shoulder must not tell, and
// what staff must not have.
func TestWhoSeesWhat(t *testing.T) {
	h := open(t)
	issued := h.post("kiosk", "/api/v1/tickets", `{"service":"legal","priority":true,"staff":"anna"}`).want(http.StatusCreated)
	ref := issued.str("ref")
	h.act("anna", "w1", "open", "")
	var staff strings.Builder
	for _, step := range [][2]string{
		{"next", ""},
		{"hold", `{"note":"quarrels with the brother"}`},
		{"call", `{"number":"A001"}`},
		{"start", ""},
		{"transfer", `{"window":"w2","note":"the brother again"}`},
	} {
		staff.WriteString(h.act("anna", "w1", step[0], step[1]).raw)
		staff.WriteString(h.get("anna", "/api/v1/windows/w1").raw)
		visitor := h.get("", "/api/v1/tickets/"+ref).want(http.StatusOK)
		for _, secret := range []string{"anna", "brother", "priority", "class", "notes", `"staff`, "for_", ref} {
			if strings.Contains(visitor.raw, secret) {
				t.Errorf("after %s the visitor's page tells %q: %s", step[0], secret, visitor.raw)
			}
		}
	}
	if waiting := h.get("", "/api/v1/tickets/"+ref); strings.Contains(waiting.raw, "w2") {
		t.Errorf("the window shows before the call: %s", waiting.raw)
	}
	h.act("anna", "w2", "open", "")
	h.act("anna", "w2", "next", "")
	staff.WriteString(h.act("anna", "w2", "finish", `{"outcome":"accepted"}`).raw)
	if done := h.get("", "/api/v1/tickets/"+ref); strings.Contains(done.raw, "accepted") {
		t.Errorf("the outcome shows: %s", done.raw)
	}
	if strings.Contains(staff.String(), ref) {
		t.Error("staff were given the visitor's key")
	}
	if strings.Contains(h.log.String(), ref) || strings.Contains(h.log.String(), pin) {
		t.Error("a ref or a PIN is in the log")
	}
}

// A reason in words is kept apart from the events, which hold a code only.
func TestAReasonInWordsIsKeptApart(t *testing.T) {
	h := open(t)
	h.issue("legal")
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "next", "")
	h.act("anna", "w1", "hold", `{"reason":"回去拿身份证"}`).has("ticket.state", "held", "ticket.hold.reason", "other")
	h.act("anna", "w1", "pause", `{"reason":"午休"}`).has("window.state", "paused", "window.reason", "other")
	notes, err := h.store.Notes(t.Context(), []int64{1, 2})
	if err != nil || len(notes) != 2 || notes[0].Value != "回去拿身份证" || notes[1].Value != "午休" {
		t.Fatalf("notes %+v, %v", notes, err)
	}
	for _, e := range h.store.Events() {
		raw, err := queue.EncodeData(e.Data)
		if err != nil || strings.Contains(string(raw), "身份证") || strings.Contains(string(raw), "午休") {
			t.Errorf("event %s holds %s, %v", e.Type, raw, err)
		}
	}
}
