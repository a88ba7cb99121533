package display

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

func deviceSite(t *testing.T, demo bool) *gin.Engine {
	t.Helper()
	k := testKit(t, func(r *queue.Rules) { r.Centre.Demo = demo })
	hash := func(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) }
	d, err := NewDevices(DeviceOptions{
		Kit:     k,
		Kiosks:  map[queue.KioskID]string{"main": hash("kiosk-token")},
		Screens: map[queue.ScreenID]string{"hall": hash("screen-token")},
	})
	if err != nil {
		t.Fatal(err)
	}
	e := engine(k)
	ok := func(c *gin.Context) { c.Status(http.StatusOK) }
	e.GET("/kiosk/:id", d.KioskPage, ok)
	e.GET("/screen/:id", d.ScreenPage, ok)
	e.GET("/ws/screen/:id", d.ScreenSocket, ok)
	return e
}

func TestDeviceTakesItsTokenOnceAndKeepsIt(t *testing.T) {
	e := deviceSite(t, false)
	for _, path := range []string{"/kiosk/main", "/kiosk/bare", "/screen/hall", "/ws/screen/hall"} {
		if w := get(e, path); w.Code != http.StatusUnauthorized {
			t.Errorf("%s without a token: %d", path, w.Code)
		}
	}
	w := get(e, "/kiosk/main?token=kiosk-token&lang=en")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/kiosk/main?lang=en" {
		t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	c := w.Result().Cookies()[0]
	if w := get(e, "/kiosk/main", "Cookie", c.Name+"="+c.Value); w.Code != http.StatusOK {
		t.Errorf("with the cookie: %d", w.Code)
	}
	if w := get(e, "/kiosk/bare", "Cookie", c.Name+"="+c.Value); w.Code != http.StatusUnauthorized {
		t.Errorf("another kiosk: %d", w.Code)
	}
	if w := get(e, "/ws/screen/hall", "Authorization", "Bearer screen-token"); w.Code != http.StatusOK {
		t.Errorf("bearer: %d", w.Code)
	}
	w = get(e, "/kiosk/main?token=wrong")
	if len(w.Result().Cookies()) != 0 || w.Header().Get("Location") != "/kiosk/main" {
		t.Errorf("a wrong token: %v", w.Header())
	}
}

func TestDemoAsksNoTokens(t *testing.T) {
	e := deviceSite(t, true)
	for _, path := range []string{"/kiosk/main", "/kiosk/bare", "/screen/hall", "/ws/screen/hall"} {
		if w := get(e, path); w.Code != http.StatusOK {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestBadDeviceHashesAreReportedTogether(t *testing.T) {
	_, err := NewDevices(DeviceOptions{Kiosks: map[queue.KioskID]string{"a": "x"}, Screens: map[queue.ScreenID]string{"b": "00"}})
	if err == nil || len(err.Error()) < 60 {
		t.Errorf("got %v", err)
	}
}
