package console_test

import (
	"slices"
	"strings"
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

// TestTheDeskAsksBeforeItGivesANumberInAnEmergency, with the emergency's words, and gives it with a reason.
func TestTheDeskAsksBeforeItGivesANumberInAnEmergency(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "boss", queue.PostNotice{Kind: queue.NoticeEmergency, Text: queue.Text{"zh": "请从楼梯离开"}})
	b := newTab(t, h)
	b.Open("/language/zh?to=/login")
	b.login("desk", "/desk")
	b.See(".services")
	b.Typed(`[name="find"]`, "法律")
	b.Until(`document.querySelector(".give.over").innerText.startsWith("仍要取号")`)
	b.Typed(`[name="find"]`, "\r\r")
	b.See("#over[open]")
	if got := value[string](b, `document.querySelector("#over").innerText`); !strings.Contains(got, "请从楼梯离开") {
		t.Errorf("it asks %q", got)
	}
	b.Click(`[data-over-why="urgent"]`)
	b.See(".lastly")
	h.queue.View(func(l *queue.Lobby) {
		if x := l.ByNumber("A001"); x == nil || x.Service != "legal" {
			t.Errorf("given out is %+v", x)
		}
	})
}
