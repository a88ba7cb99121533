package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// alerting are rules that tell at once when people wait.
func alerting(b *build) { b.rules.Alerts = &queue.AlertRules{Queue: 2, AgainS: 60} }

func TestASupervisorMovesAWindowToOtherServices(t *testing.T) {
	h := open(t)
	h.post("boss", "/api/v1/windows/w1/open", `{"staff":"xiao"}`).refused(http.StatusConflict, "not_served")
	h.post("anna", "/api/v1/windows/w1/open", `{"staff":"boss"}`).refused(http.StatusForbidden, "not_allowed")
	h.post("boss", "/api/v1/windows/w1/open", `{"staff":"anna"}`).want(http.StatusOK)
	h.queue.View(func(l *queue.Lobby) {
		if w := l.Window("w1"); w.Staff != "anna" || w.State != queue.WindowOpen {
			t.Errorf("opened for anna it is %+v", w)
		}
	})
	h.issue("labour")
	const path = "/api/v1/windows/w1/services"
	h.post("anna", path, `{"services":["mediation"]}`).refused(http.StatusForbidden, "not_allowed")
	h.post("boss", path, `{"services":["moon"]}`).refused(http.StatusNotFound, "unknown_service")
	h.post("boss", path, `{"services":["mediation"]}`).refused(http.StatusConflict, "confirm_needed")
	h.post("boss", path, `{"services":["mediation"],"sure":true}`).want(http.StatusOK)
	if r := h.rules().Window("w1"); !r.Serves("mediation") || r.Serves("labour") {
		t.Errorf("window 1 takes %v", r.Services)
	}
	h.post("boss", path, `{}`).want(http.StatusOK)
	if r := h.rules().Window("w1"); r.Serves("mediation") || !r.Serves("labour") {
		t.Errorf("by the file window 1 takes %v", r.Services)
	}
}

func TestASupervisorMovesTicketsAndClosesAService(t *testing.T) {
	h := open(t)
	_, first := h.issue("legal")
	h.issue("legal")
	h.post("anna", "/api/v1/services/legal/move", `{"service":"labour"}`).refused(http.StatusForbidden, "not_allowed")
	h.post("boss", "/api/v1/services/legal/move", `{"service":"labour","numbers":["Z999"]}`).refused(http.StatusNotFound, "unknown_ticket")
	h.post("boss", "/api/v1/services/legal/move", `{"service":"labour"}`).refused(http.StatusConflict, "confirm_needed")
	h.post("boss", "/api/v1/services/legal/move", fmt.Sprintf(`{"service":"labour","numbers":[%q]}`, first)).want(http.StatusOK)
	h.queue.View(func(l *queue.Lobby) {
		if l.WaitingFor("legal") != 1 || l.WaitingFor("labour") != 1 {
			t.Errorf("%d wait for legal, %d for labour", l.WaitingFor("legal"), l.WaitingFor("labour"))
		}
	})
	h.post("anna", "/api/v1/services/legal/close", `{"then":"serve"}`).refused(http.StatusForbidden, "not_allowed")
	h.post("boss", "/api/v1/services/legal/close", `{"then":"forget"}`).refused(http.StatusUnprocessableEntity, "bad_value")
	refusal := h.post("boss", "/api/v1/services/legal/close", `{"then":"move","to":"labour","reason":"system"}`)
	refusal.refused(http.StatusConflict, "confirm_needed")
	if s := refusal.str("detail"); !strings.Contains(s, "法律援助") || !strings.Contains(s, "1 位") {
		t.Errorf("it asks %q", s)
	}
	h.post("boss", "/api/v1/services/legal/close", `{"then":"move","to":"labour","reason":"system","sure":true}`).want(http.StatusOK)
	shut := h.post("kiosk", "/api/v1/tickets", `{"service":"legal","kiosk":"main"}`)
	shut.refused(http.StatusConflict, "service_closed")
	if s := shut.str("detail"); !strings.Contains(s, "系统") {
		t.Errorf("the kiosk says %q", s)
	}
	h.post("boss", "/api/v1/services/legal/open", ``).want(http.StatusOK)
	h.issue("legal")
}

func TestASupervisorAcknowledgesAnAlert(t *testing.T) {
	h := open(t, alerting)
	h.issue("legal")
	h.issue("legal")
	var id queue.AlertID
	queuetest.Do(t, h.queue, queue.Clock, queue.Tick{})
	h.queue.View(func(l *queue.Lobby) { id = l.Alerts()[0].ID })
	path := fmt.Sprintf("/api/v1/alerts/%d/seen", id)
	h.post("anna", path, "").refused(http.StatusForbidden, "not_allowed")
	h.post("boss", "/api/v1/alerts/999/seen", "").refused(http.StatusNotFound, "unknown_alert")
	h.post("boss", "/api/v1/alerts/one/seen", "").refused(http.StatusNotFound, "unknown_alert")
	h.post("boss", path, "").want(http.StatusNoContent)
	list := h.get("anna", "/api/v1/alerts")
	list.want(http.StatusOK)
	if s := list.raw; !strings.Contains(s, `"kind":"queue"`) || !strings.Contains(s, `"seen_by":"boss"`) || !strings.Contains(s, `"quiet_until"`) {
		t.Errorf("the alerts are %s", s)
	}
}

func TestASupervisorReloadsAScreen(t *testing.T) {
	h := open(t)
	h.post("anna", "/api/v1/screens/hall/reload", "").refused(http.StatusForbidden, "not_allowed")
	h.post("boss", "/api/v1/screens/moon/reload", "").refused(http.StatusNotFound, "not_found")
	before := h.kit.Now()
	if h.board.ScreenAsked("hall", before) {
		t.Error("wished by nobody")
	}
	h.post("boss", "/api/v1/screens/hall/reload", "").want(http.StatusNoContent)
	if !h.board.ScreenAsked("hall", before) || h.board.ScreenAsked("hall", h.kit.Now().Add(time.Second)) || h.board.ScreenAsked("floor1", before) {
		t.Error("the wish is for those who were here before, at this screen")
	}
}
