package api_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestLoggingInAndOut(t *testing.T) {
	h := open(t)
	in := h.post("", "/api/v1/session", `{"staff":"anna","pin":"246810"}`).want(http.StatusOK).has("staff", "anna", "roles.0", "clerk", "windows.1", "w2")
	bearer := []string{"Authorization", "Bearer " + in.str("token")}
	cookie, _, _ := strings.Cut(in.header.Get("Set-Cookie"), ";")
	if cookie != "onedoor_session="+in.str("token") {
		t.Errorf("cookie %s", cookie)
	}
	h.post("", "/api/v1/windows/w1/open", "", bearer...).want(http.StatusOK)
	h.post("", "/api/v1/windows/w1/open", "", "Cookie", cookie).want(http.StatusOK)
	h.call("", http.MethodDelete, "/api/v1/session", "", bearer...).want(http.StatusNoContent)
	h.post("", "/api/v1/windows/w1/open", "", bearer...).refused(401, "no_session")
	h.post("", "/api/v1/windows/w1/open", "", "Cookie", cookie).refused(401, "no_session")
	h.call("", http.MethodDelete, "/api/v1/session", "").want(http.StatusNoContent)
}

func TestGuessingAPINIsSlowedDown(t *testing.T) {
	h := open(t, func(b *build) { b.now = morning().now }) // a clock that stands: a slow machine is no excuse
	for range 4 {
		h.post("", "/api/v1/session", `{"staff":"anna","pin":"000000"}`).refused(401, "bad_pin")
	}
	a := h.post("", "/api/v1/session", `{"staff":"anna","pin":"246810"}`).refused(429, "slow_down")
	if a.header.Get("Retry-After") == "" {
		t.Error("nobody says when to come again")
	}
}

func TestInTheDemoAnybodyTakesATicket(t *testing.T) {
	h := open(t, demo)
	h.post("", "/api/v1/tickets", `{"service":"legal"}`).want(http.StatusCreated).has("print.state", "none")
	h.post("", "/api/v1/tickets", `{"service":"legal","kiosk":"main"}`).want(http.StatusCreated).has("print.state", "queued")
	h.post("", "/api/v1/tickets", `{"service":"legal","kiosk":"x"}`).refused(404, "unknown_kiosk")
	h.post("", "/api/v1/windows/w1/open", "").refused(401, "no_session") // staff calls always need a session
	actors := map[string]bool{}
	for _, e := range h.store.Events() {
		actors[string(e.Actor)] = true
	}
	if !actors["visitor"] || !actors["kiosk:main"] {
		t.Errorf("actors %v", actors)
	}
}

func TestTheClockIsTrustedAgain(t *testing.T) {
	clock := morning()
	h := open(t, func(b *build) { b.now = clock.now })
	h.post("boss", "/api/v1/clock/trust", "").want(http.StatusNoContent)
	h.post("boss", "/api/v1/clock/trust", "{}", "Idempotency-Key", "1").want(http.StatusNoContent)
}
