package api_test

import (
	"net/http"
	"testing"
	"time"

	"onedoor/queue"
)

// codeOf gives the desk code of a ticket by its number.
func (h *house) codeOf(number string) (code string) {
	h.queue.View(func(l *queue.Lobby) { code = l.ByNumber(number).Code })
	return code
}

func TestAGroupOnTheWay(t *testing.T) {
	h := open(t)
	issued := h.post("kiosk", "/api/v1/tickets", `{"service":"legal","party":12}`).want(http.StatusCreated)
	code := h.codeOf("A001")
	h.post("kiosk", "/api/v1/groups/join?lang=en", `{"code":"`+code[:4]+"-"+code[4:]+`","heads":3}`).want(http.StatusOK).has(
		"number", "A001", "state", "waiting", "service_name", "Legal aid", "party", 15, "representatives", 5, "window", nil,
		"wait.place", "the hall on floor 1")
	h.act("anna", "w1", "open", "")
	h.act("anna", "w1", "next", "").has("ticket.party", 15, "ticket.representatives", 5)
	h.get("", "/api/v1/tickets/"+issued.str("ref")).want(http.StatusOK).has("representatives", 5, "party", 15)
	h.act("anna", "w1", "start", `{"party":17}`).has("ticket.party", 17)
	h.post("xiao", "/api/v1/groups/join", `{"number":"A001","heads":1}`).want(http.StatusOK).has("party", 18, "window.id", "w1")
	h.act("anna", "w1", "finish", `{"outcome":"answered"}`).has("ticket.party", 18)
	h.post("kiosk", "/api/v1/groups/join", `{"code":"`+code+`","heads":1}`).refused(http.StatusNotFound, "unknown_ticket")
}

func TestWhoMayJoinAGroup(t *testing.T) {
	h := open(t)
	h.issue("legal")
	code := h.codeOf("A001")
	for name, c := range map[string]struct {
		who, body string
		status    int
		code      string
	}{
		"nobody known":           {"", `{"code":"` + code + `","heads":1}`, 401, "no_device"},
		"a number at a kiosk":    {"kiosk", `{"number":"A001","heads":1}`, 400, "bad_request"},
		"nothing at a kiosk":     {"kiosk", `{"heads":1}`, 400, "bad_request"},
		"no heads":               {"kiosk", `{"code":"` + code + `"}`, 400, "bad_request"},
		"none":                   {"kiosk", `{"code":"` + code + `","heads":0}`, 422, "bad_value"},
		"more than may come":     {"kiosk", `{"code":"` + code + `","heads":300}`, 422, "bad_value"},
		"a code that isn't one":  {"kiosk", `{"code":"12","heads":1}`, 404, "unknown_ticket"},
		"both of them, by staff": {"anna", `{"code":"` + code + `","number":"A001","heads":1}`, 400, "bad_request"},
	} {
		t.Run(name, func(t *testing.T) {
			h.t = t
			h.post(c.who, "/api/v1/groups/join", c.body).refused(c.status, c.code)
		})
	}
}

func TestGuessedCodesAreSlowedDown(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	h := open(t, func(b *build) { b.now = func() time.Time { return now } })
	h.issue("legal")
	code := h.codeOf("A001")
	wrong := "1" + code[1:]
	if wrong == code {
		wrong = "2" + code[1:]
	}
	for range 10 {
		h.post("kiosk", "/api/v1/groups/join", `{"code":"`+wrong+`","heads":1}`).refused(http.StatusNotFound, "unknown_ticket")
	}
	a := h.post("kiosk", "/api/v1/groups/join", `{"code":"`+code+`","heads":1}`).refused(http.StatusTooManyRequests, "slow_down")
	if a.header.Get("Retry-After") != "600" {
		t.Errorf("retry after %q", a.header.Get("Retry-After"))
	}
	h.post("xiao", "/api/v1/groups/join", `{"code":"`+code+`","heads":1}`).want(http.StatusOK)
	now = now.Add(10 * time.Minute)
	h.post("kiosk", "/api/v1/groups/join", `{"code":"`+code+`","heads":1}`).want(http.StatusOK).has("party", 3)
}
