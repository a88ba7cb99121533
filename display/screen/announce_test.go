package screen

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/display/voice"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestEveryScreenOfAZoneHearsOneAnnouncement has two screens hang on floor 1 and one on floor 3.
func TestEveryScreenOfAZoneHearsOneAnnouncement(t *testing.T) {
	rules := demoRules()
	rules.Screens = append(rules.Screens, queue.Screen{ID: "floor3", Name: queue.Text{"zh": "三楼"}, Windows: []queue.WindowID{"court"}})
	h := newHouse(t, rules)
	hall, floor1, floor3 := h.glass("/ws/screen/hall"), h.glass("/ws/screen/floor1?lang=en"), h.glass("/ws/screen/floor3")
	for _, g := range []*glass{hall, floor1, floor3} {
		g.next("snapshot")
	}
	a := queuetest.Issue(t, h.Queue, "legal")
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.OpenWindow{Window: "court"})
	called := h.do(queue.Next{Window: "w1"})
	for _, g := range []*glass{hall, floor1} {
		if m := g.next("call"); m.Seq != called.Seq {
			t.Fatalf("call %+v", m)
		}
		m := g.next("announce")
		if m.Call != called.Seq || m.Number != a.Number || m.Length < 1000 || len(m.Lines) != 2 {
			t.Errorf("announce %+v", m)
		}
		if m.Lines[0].Text != "请 A 零零幺号，到一楼一号窗口。" || m.Lines[0].Lang != "zh-CN" {
			t.Errorf("says %+v", m.Lines)
		}
	}
	late := h.glass("/ws/screen/hall").next("snapshot")
	if late.Saying == nil || late.Saying.Call != called.Seq || late.Saying.Number != a.Number {
		t.Errorf("who comes late isn't told what is being said: %+v", late.Saying)
	}
	h.do(queue.Undo{Window: "w1"})
	for _, g := range []*glass{hall, floor1} {
		if m := g.next("hush"); m.Call != called.Seq {
			t.Errorf("hush %+v", m)
		}
	}
	b := queuetest.Issue(t, h.Queue, "court")
	h.do(queue.Next{Window: "court"})
	if m := floor3.next("announce"); m.Number != b.Number { // its first: it heard nothing of floor 1
		t.Errorf("floor 3 hears %+v", m)
	}
}

// TestOneBrowserOfAZoneSpeaks has two screens of one floor, and one of another.
func TestOneBrowserOfAZoneSpeaks(t *testing.T) {
	rules := demoRules()
	rules.Screens = append(rules.Screens, queue.Screen{ID: "floor3", Name: queue.Text{"zh": "三楼"}, Windows: []queue.WindowID{"court"}})
	h := newHouse(t, rules)
	type alive struct {
		Type  string        `json:"type"`
		Sound display.Sound `json:"sound"`
	}
	hall, floor1, floor3 := h.glass("/ws/screen/hall"), h.glass("/ws/screen/floor1"), h.glass("/ws/screen/floor3")
	speaks := func(g *glass, want bool) {
		t.Helper()
		if m := g.next("voice"); m.Speak == nil || *m.Speak != want {
			t.Fatalf("voice %+v, want %v", m, want)
		}
	}
	hall.say(alive{"alive", display.SoundNoVoice})
	speaks(hall, true)
	floor1.say(alive{"alive", display.SoundOn}) // better sound, same ears
	speaks(hall, false)
	speaks(floor1, true)
	floor3.say(alive{"alive", display.SoundNoVoice})
	speaks(floor3, true)
	_ = floor1.ws.Close()
	speaks(hall, true)
}

// TestABrowserSaysWhatALoudspeakerCant has the server's loudspeaker lack words: one browser has the
// word for this announcement, and for no other.
func TestABrowserSaysWhatALoudspeakerCant(t *testing.T) {
	h := buildHouse(t, demoRules())
	h.screens.words.other = func(queue.ZoneID) bool { return true }
	h.run()
	g := h.glass("/ws/screen/hall")
	g.next("snapshot")
	g.say(map[string]any{"type": "alive", "sound": display.SoundOn})
	zone := h.Rules().ZoneOf(h.Rules().Screen("hall"))
	listens := func() bool {
		h.screens.words.mu.Lock()
		defer h.screens.words.mu.Unlock()
		return len(h.screens.words.zone(zone).browsers) > 0
	}
	for !listens() {
		runtime.Gosched()
	}
	said := func() (kinds []string, m anyMessage) {
		for m.Type != "announce" {
			m = anyMessage{}
			if err := g.ws.ReadJSON(&m); err != nil {
				t.Fatal(err)
			}
			if m.Type == "voice" || m.Type == "announce" {
				kinds = append(kinds, m.Type)
			}
			if m.Type == "voice" {
				kinds[len(kinds)-1] += fmt.Sprint(" ", *m.Speak)
			}
		}
		return kinds, m
	}
	h.screens.Say(zone, voice.Announcement{Aside: true, Behind: 2 * time.Second, Length: 5 * time.Second, Lines: []voice.Line{{Text: "请离开", Local: true}}})
	if kinds, m := said(); !slices.Equal(kinds, []string{"voice true", "announce"}) || m.Behind != 2000 || m.Audio != nil || !m.Lines[0].Local {
		t.Errorf("is told %q, %+v", kinds, m)
	}
	h.screens.Say(zone, voice.Announcement{Audio: "/voice/call/x.wav"})
	if kinds, m := said(); !slices.Equal(kinds, []string{"voice false", "announce"}) || m.Behind != 0 {
		t.Errorf("then it is told %q, %+v", kinds, m)
	}
}
