package console_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// hearings has a court that holds sessions.
func hearings(r *queue.Rules) {
	r.Services[3].Sides = []queue.SideRule{
		{ID: "plaintiff", Name: queue.Text{"zh": "原告", "en": "Plaintiff"}},
		{ID: "defendant", Name: queue.Text{"zh": "被告", "en": "Defendant"}},
	}
}

// TestTheReadinessBoard says who is here and who is missing, and offers the call to who may
// serve in the room.
func TestTheReadinessBoard(t *testing.T) {
	h := open(t, houseOptions{rules: hearings})
	queuetest.Do(t, h.queue, queue.Clock, queue.Tick{}) // the day begins
	name := "王某"
	h.as(t, "boss", queue.PlanSessions{Seed: queuetest.Seed(), Sessions: []queue.PlannedSession{{
		At: h.queue.Now(), Service: "court", Room: "court",
		Sides: []queue.PlannedSide{{Role: "plaintiff", Name: &name}, {Role: "defendant", Remote: true}},
	}}})
	h.as(t, "boss", queue.CheckIn{Session: 1, Side: 1, Seed: queuetest.Seed()})

	boss := h.login(t, "boss")
	if _, page := h.get(t, boss, "/sessions?lang=zh"); page.Find(`nav a[href="/hall"], nav a[href="/desk"], nav a[href="/window"]`).Length() != 3 || page.Find(`#plan [name="heads"]`).Length() != 2 {
		t.Error("the supervisor's page leads nowhere, or plans no heads")
	}
	if status, sample := h.get(t, boss, "/sessions/sample.csv?lang=zh"); status != http.StatusOK || !strings.Contains(sample.Text(), "编号,日期,时间,业务,窗口,身份") || !strings.Contains(sample.Text(), "原告,1,否") {
		t.Errorf("%d: %s", status, sample.Text())
	}

	clerk := h.login(t, "xiao")
	status, page := h.get(t, clerk, "/sessions?lang=zh")
	if status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	row := page.Find(`[data-session="1"]`)
	if got := words(row); !strings.Contains(got, "缺 1 方") || !strings.Contains(got, "原告 王某 已到 H001") || !strings.Contains(got, "被告 远程，未连线") {
		t.Error(got)
	}
	if row.Find(`[data-do="call"]`).Length() != 1 || row.Find(`[data-party="2"] [data-do="connected"]`).Length() != 1 || row.Find(`[data-party="1"] [data-do]`).Length() != 0 {
		t.Error("the keys aren't as they should be")
	}
	h.as(t, "xiao", queue.MarkSide{Session: 1, Side: 2, State: queue.SideConnected})
	if _, page = h.get(t, clerk, "/sessions?lang=zh"); !page.Find(`[data-session="1"]`).HasClass("ready") {
		t.Error("it isn't ready")
	}
	if _, page = h.get(t, h.login(t, "anna"), "/sessions?lang=zh"); page.Find(`[data-do="call"], #import, #plan`).Length() != 0 {
		t.Error("a clerk of other windows is offered the call, or the planning")
	}
	h.as(t, "xiao", queue.OpenWindow{Window: "court"})
	_, page = h.get(t, clerk, "/window/court?lang=zh")
	if got := words(page.Find(`[data-slot="nobody-title"]`)); !strings.Contains(got, "已到 2 方，共 2 方") || page.Find(`[data-key="l"][href="/sessions?lang=zh"]`).Length() != 1 {
		t.Errorf("before the call the room says %q", got)
	}
	h.as(t, "xiao", queue.CallSession{Window: "court", Session: 1})
	if _, page = h.get(t, clerk, "/sessions?lang=zh"); !page.Find(`[data-session="1"]`).HasClass("called") || page.Find(`[data-do="call"]`).Length() != 0 {
		t.Error("it isn't shown as called")
	}
	if _, page = h.get(t, clerk, "/window/court?lang=zh"); words(page.Find(`[data-slot="sides"] li`)) != "H001 原告被告 已连线" {
		t.Errorf("in the room: %q", words(page.Find(`[data-slot="sides"] li`)))
	}
}

// TestTheBoardRings has the board fetch itself when somebody checks in.
func TestTheBoardRings(t *testing.T) {
	h := open(t, houseOptions{rules: hearings})
	queuetest.Do(t, h.queue, queue.Clock, queue.Tick{})
	h.as(t, "boss", queue.PlanSessions{Seed: queuetest.Seed(), Sessions: []queue.PlannedSession{{
		At: h.queue.Now(), Service: "court", Room: "court", Sides: []queue.PlannedSide{{Role: "plaintiff"}},
	}}})
	ws, status := h.dial(t, h.login(t, "xiao"), "/ws/sessions")
	if ws == nil {
		t.Fatalf("%d", status)
	}
	read := func(want string) {
		t.Helper()
		var m struct {
			Type string `json:"type"`
		}
		_ = ws.SetReadDeadline(time.Now().Add(10 * time.Second))
		for m.Type != want {
			if err := ws.ReadJSON(&m); err != nil {
				t.Fatal(err)
			}
		}
	}
	read("snapshot")
	h.as(t, "boss", queue.CheckIn{Session: 1, Side: 1, Seed: queuetest.Seed()})
	read("changed")
}
