package console_test

import (
	"slices"
	"testing"
	"time"

	"onedoor/queue"
)

// TestAnEmergencyStandsOverTheConsoleAndTheDesk: its words on the page, and by the socket as it comes and goes.
func TestAnEmergencyStandsOverTheConsoleAndTheDesk(t *testing.T) {
	h := open(t, houseOptions{})
	anna, boss := h.login(t, "anna"), h.login(t, "boss")
	ws, _ := h.dial(t, anna, "/ws/console/w1?lang=en")
	told := func() []string {
		t.Helper()
		for {
			var m struct {
				Type        string
				Emergencies []string
			}
			_ = ws.SetReadDeadline(time.Now().Add(10 * time.Second))
			if err := ws.ReadJSON(&m); err != nil {
				t.Fatal(err)
			}
			if m.Type == "emergency" {
				return m.Emergencies
			}
		}
	}
	n := h.as(t, "boss", queue.PostNotice{Kind: queue.NoticeEmergency, Text: queue.Text{"zh": "请从楼梯离开", "en": "Leave by the stairs"}}).Notice
	got := told()
	for len(got) == 0 { // that there was none may be told first
		got = told()
	}
	if !slices.Equal(got, []string{"Leave by the stairs"}) {
		t.Errorf("the console is told %q", got)
	}
	if _, d := h.get(t, anna, "/window/w1?lang=zh"); words(d.Find("[data-part=emergency]")) != "紧急 请从楼梯离开" {
		t.Errorf("the console says %q", words(d.Find("[data-part=emergency]")))
	}
	if _, d := h.get(t, boss, "/desk?lang=zh"); words(d.Find("[data-part=emergency]")) != "紧急 请从楼梯离开" {
		t.Errorf("the desk says %q", words(d.Find("[data-part=emergency]")))
	}
	h.as(t, "boss", queue.TakeNotice{Notice: n.ID})
	if got = told(); len(got) > 0 {
		t.Errorf("once it is over the console is told %q", got)
	}
	if _, d := h.get(t, boss, "/desk"); words(d.Find("[data-part=emergency]")) != "" {
		t.Error("it stays over the desk")
	}
}
