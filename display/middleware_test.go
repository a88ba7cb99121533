package display

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

// TestAccessLogIsQuiet asks what kiosks, screens and phones ask all day, and does
// what changes something: only that has a line at info.
func TestAccessLogIsQuiet(t *testing.T) {
	k := testKit(t)
	var out bytes.Buffer
	k.log = slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	e := engine(k)
	answer := func(status int) gin.HandlerFunc { return func(c *gin.Context) { c.Status(status) } }
	e.GET("/kiosk/:id/more", answer(http.StatusOK))
	e.GET("/t/:ref", answer(http.StatusOK))
	e.GET("/readyz", answer(http.StatusServiceUnavailable))
	e.GET("/screen/:id", answer(http.StatusForbidden))
	e.POST("/kiosk/:id/beat", answer(http.StatusNoContent))
	e.POST("/kiosk/:id/tickets", answer(http.StatusSeeOther))
	e.POST("/api/v1/windows/:id/next", answer(http.StatusConflict))
	e.POST("/admin/check", answer(http.StatusOK))
	e.POST("/admin/slip/preview", answer(http.StatusOK))
	e.POST("/login", answer(http.StatusUnauthorized))
	e.DELETE("/api/v1/session", answer(http.StatusNoContent))
	for _, c := range []struct{ method, path, level string }{
		{"GET", "/kiosk/main/more", "DEBUG"},
		{"GET", "/t/abc", "DEBUG"},
		{"GET", "/nowhere", "DEBUG"},
		{"GET", "/assets/0/x.css", "DEBUG"},
		{"GET", "/readyz", "WARN"},
		{"GET", "/screen/hall", "WARN"},
		{"POST", "/kiosk/main/beat", "DEBUG"},
		{"POST", "/kiosk/main/tickets", "INFO"},
		{"POST", "/api/v1/windows/3/next", "INFO"},
		{"POST", "/admin/check", "DEBUG"},
		{"POST", "/admin/slip/preview", "DEBUG"},
		{"POST", "/login", "WARN"},
		{"DELETE", "/api/v1/session", "INFO"},
	} {
		out.Reset()
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(c.method, c.path, nil))
		if got := out.String(); !strings.Contains(got, "level="+c.level+" msg=request") || strings.Count(got, "\n") != 1 {
			t.Errorf("%s %s: want one line at %s, got %s", c.method, c.path, c.level, got)
		}
	}
}
