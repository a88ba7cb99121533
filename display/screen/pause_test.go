package screen

import (
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAWindowsScreenSaysWhyItPauses looks at the screen of one window, and at that of several.
func TestAWindowsScreenSaysWhyItPauses(t *testing.T) {
	rules := demoRules()
	rules.Screens = append(rules.Screens, queue.Screen{ID: "one", Name: queue.Text{"zh": "1 号窗口", "en": "Window 1"}, Windows: []queue.WindowID{"w1"}})
	h := newHouse(t, rules)
	one, hall := h.glass("/ws/screen/one"), h.glass("/ws/screen/floor1")
	one.next("snapshot")
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.PauseWindow{Window: "w1", Reason: "copying", For: 10 * time.Minute})
	for {
		if rows := one.next("waiting").Waiting; strings.HasPrefix(rows[0].Pause, "去复印、送材料，") && strings.HasSuffix(rows[0].Pause, "回来") {
			break
		}
	}
	if rows := hall.next("waiting").Waiting; rows[0].Pause != "" {
		t.Errorf("the screen of several windows says %q", rows[0].Pause)
	}
	h.do(queue.OpenWindow{Window: "w1"})
	for one.next("waiting").Waiting[0].Pause != "" {
	}
}

// TestTheScreensSayWhatBecomesOfWhoStillWaits has the hours of legal aid end.
func TestTheScreensSayWhatBecomesOfWhoStillWaits(t *testing.T) {
	h := newHouse(t, demoRules())
	g := h.glass("/ws/screen/floor1")
	h.do(queue.Issue{Service: "legal", Seed: queuetest.Seed()})
	rules := demoRules()               // the hours end now, by rules of which the clock has seen nothing yet
	if time.Now().UTC().Hour() == 16 { // midnight in Shanghai
		rules.Centre.TimeZone = "UTC"
	}
	night := queue.Span{From: 0, To: 1} // over for today
	rules.Services[0].Hours = &queue.Hours{Week: [7][]queue.Span{{night}, {night}, {night}, {night}, {night}, {night}, {night}}}
	queuetest.Do(t, h.Queue, queue.System, queue.SetRules{Rules: rules})
	queuetest.Do(t, h.Queue, queue.Clock, queue.Tick{})
	for { // in a snapshot or by itself, whichever comes first
		var m anyMessage
		if err := g.ws.ReadJSON(&m); err != nil {
			t.Fatalf("it is never said: %v", err)
		}
		if len(m.Waiting) > 0 && m.Waiting[0].Serve == 1 {
			return
		}
	}
}
