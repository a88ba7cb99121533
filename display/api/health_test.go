package api_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"onedoor/display/api"
	"onedoor/queue"
)

func TestHealth(t *testing.T) {
	var failing error
	h := open(t, func(b *build) {
		b.checks = []api.Check{{Name: "store", Check: func(context.Context) error { return failing }}}
	})
	h.get("", "/healthz").want(http.StatusOK).has("alive", true)
	h.get("", "/readyz").want(http.StatusOK).has("ready", true, "checks.0.name", "queue", "checks.1.name", "store", "checks.1.ok", true)
	failing = &queue.Error{Code: queue.ErrDiskFull, Cause: errors.New("/var/lib/onedoor: no space left")}
	h.get("", "/readyz").want(http.StatusServiceUnavailable).has("ready", false, "checks.1.ok", false, "checks.1.why", "disk_full")
	h.get("", "/healthz").want(http.StatusOK)
}

func TestMetrics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- h.metrics.Run(ctx) }()
		synctest.Wait()
		h.figures(t, `onedoor_tickets_issued_total{service="court"} 0`)
		ref, _ := h.issue("legal")
		h.issue("legal")
		h.act("anna", "w1", "open", "")
		h.act("anna", "w1", "next", "")
		h.act("anna", "w1", "recall", "")
		synctest.Wait()
		text := h.figures(
			t, `onedoor_tickets_issued_total{service="legal"} 2`, `onedoor_calls_total{window="w1"} 2`,
			`onedoor_events_total{type="issued"} 2`, `onedoor_waiting{service="legal"} 1`, `onedoor_tickets{state="called"} 1`,
			`onedoor_windows{state="open"} 1`, `onedoor_windows{state="closed"} 3`, `onedoor_print_jobs{state="queued"} 0`,
			`onedoor_sockets 7`, `onedoor_damaged 0`,
		)
		if strings.Contains(text, ref) {
			t.Error("a ref is in the figures")
		}
		if problems, err := testutil.CollectAndLint(h.metrics); err != nil || len(problems) > 0 {
			t.Error(problems, err)
		}
		cancel()
		must(t, <-done)
	})
}

// figures fails the test unless /metrics has the lines.
func (h *house) figures(t *testing.T, lines ...string) string {
	t.Helper()
	text := h.get("", "/metrics").want(http.StatusOK).raw
	for _, line := range lines {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("no %s in\n%s", line, text)
		}
	}
	return text
}
