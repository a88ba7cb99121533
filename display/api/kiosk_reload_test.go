package api_test

import (
	"net/http"
	"testing"
	"time"

	"onedoor/display"
)

func TestASupervisorReloadsAKiosk(t *testing.T) {
	h := open(t)
	h.post("anna", "/api/v1/kiosks/main/reload", `{}`).refused(http.StatusForbidden, "not_allowed")
	h.post("boss", "/api/v1/kiosks/moon/reload", `{}`).refused(http.StatusNotFound, "unknown_kiosk")
	h.post("boss", "/api/v1/kiosks/main/reload", `{"now":1}`).refused(http.StatusBadRequest, "bad_request")
	before := time.Now().Add(-time.Hour)
	if got := h.board.ReloadOf("main", before); got != display.ReloadNone {
		t.Errorf("wished %q by who may not", got)
	}
	h.post("boss", "/api/v1/kiosks/main/reload", ``).want(http.StatusNoContent)
	if got := h.board.ReloadOf("main", before); got != display.ReloadIdle {
		t.Errorf("wished %q", got)
	}
	h.post("boss", "/api/v1/kiosks/main/reload", `{"now":true}`).want(http.StatusNoContent)
	if got := h.board.ReloadOf("main", before); got != display.ReloadNow {
		t.Errorf("wished %q", got)
	}
	h.post("boss", "/api/v1/screens/hall/reload", ``).want(http.StatusNoContent)
	if a := h.audit; len(a) != 3 || a[0].Act != "kiosk_reloaded" || a[0].Staff != "boss" || a[0].Subject != "main" || a[2].Act != "screen_reloaded" || a[2].Subject != "hall" {
		t.Errorf("written down: %+v", a)
	}
}
