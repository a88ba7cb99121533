package screen

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// counted gives the next message of the group: those that are counted, and snapshots.
func (g *glass) counted() anyMessage {
	g.t.Helper()
	for {
		var m anyMessage
		if err := g.ws.ReadJSON(&m); err != nil {
			g.t.Fatal(err)
		}
		if m.N != 0 || m.Type == "snapshot" {
			return m
		}
	}
}

// TestMessagesAreCounted has a screen hear each message's number, one after the other from its snapshot's,
// and ask for a snapshot anew.
func TestMessagesAreCounted(t *testing.T) {
	h := newHouse(t, demoRules())
	early := h.glass("/ws/screen/hall")
	early.next("snapshot")
	h.do(queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, h.Queue, "legal")
	h.do(queue.Next{Window: "w1"})
	early.next("call")
	late := h.glass("/ws/screen/hall")
	last := late.counted()
	if last.Type != "snapshot" || last.N == 0 || last.Rules == "" {
		t.Fatalf("first %+v", last)
	}
	h.do(queue.Recall{Window: "w1"})
	h.do(queue.Start{Window: "w1"})
	h.do(queue.Finish{Window: "w1", Outcome: "answered"})
	for range 2 {
		m := late.counted()
		if m.Type != "snapshot" && m.N != last.N+1 {
			t.Errorf("%s has the number %d after %d", m.Type, m.N, last.N)
		}
		last = m
	}
	late.say(map[string]string{"type": "again"})
	for m := late.counted(); m.Type != "snapshot"; m = late.counted() {
		last = m
	}
}

func TestAGroupsHeadsAreTold(t *testing.T) {
	h := newHouse(t, demoRules())
	g := h.glass("/ws/screen/hall")
	g.next("snapshot")
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.Issue{Service: "legal", Party: 17, Seed: queuetest.Seed()})
	h.do(queue.Next{Window: "w1"})
	if m := g.next("call"); m.Party != 17 || m.Send != 5 || m.Kind != "" {
		t.Errorf("%+v", m)
	}
	if m := h.glass("/ws/screen/hall").next("snapshot"); m.Calls[0].Party != 17 {
		t.Errorf("who comes later is told %+v", m.Calls)
	}
}

// TestNoticesReachTheirScreens posts one for every screen and one for one floor, and takes one back.
func TestNoticesReachTheirScreens(t *testing.T) {
	rules := demoRules()
	rules.Notices = []queue.NoticeText{
		{ID: "lift", Text: queue.Text{"zh": "电梯停用", "en": "The lift is out of order"}},
		{ID: "leave", Text: queue.Text{"zh": "请离开", "en": "Please leave"}, Emergency: true},
	}
	h := newHouse(t, rules)
	hall, floor := h.glass("/ws/screen/hall"), h.glass("/ws/screen/floor1")
	hall.next("snapshot")
	floor.next("snapshot")
	h.do(queue.PostNotice{Code: "lift", Screens: []queue.ScreenID{"floor1"}})
	if m := floor.next("notices").Notices; len(m) != 1 || m[0].Kind != queue.NoticeNote || m[0].Text["en"] != "The lift is out of order" {
		t.Errorf("floor 1 is told %+v", m)
	}
	h.do(queue.PostNotice{Code: "leave"})
	if m := floor.next("notices").Notices; len(m) != 2 || m[0].Kind != queue.NoticeEmergency {
		t.Errorf("floor 1 is told %+v", m)
	}
	m := hall.next("notices").Notices
	if len(m) != 1 || m[0].Kind != queue.NoticeEmergency {
		t.Errorf("the hall is told %+v", m)
	}
	if late := h.glass("/ws/screen/floor1").next("snapshot").Notices; len(late) != 2 {
		t.Errorf("who comes later is told %+v", late)
	}
	h.do(queue.TakeNotice{Notice: m[0].ID})
	if m := hall.next("notices").Notices; m == nil || len(m) != 0 {
		t.Errorf("taken back, the hall is told %+v", m)
	}
}

// busy is rows on a disk that is too busy for so many readings.
type busy struct {
	display.Rows
	left atomic.Int32
}

func (b *busy) Notes(ctx context.Context, ids []int64) ([]queue.Personal, error) {
	if b.left.Add(-1) >= 0 {
		return nil, context.DeadlineExceeded
	}
	return b.Rows.Notes(ctx, ids)
}

// TestWordsThatCantBeReadAtOnceAreShownLater posts a free text while the disk is busy, and nothing after it.
func TestWordsThatCantBeReadAtOnceAreShownLater(t *testing.T) {
	store := &queuetest.Store{}
	rows := &busy{Rows: store}
	rows.left.Store(1)
	h := buildHouseOn(t, queuetest.Start(t, demoRules(), queue.Options{Store: store}), rows)
	h.run()
	g := h.glass("/ws/screen/hall")
	g.next("snapshot")
	h.do(queue.PostNotice{Kind: queue.NoticeEmergency, Text: queue.Text{"zh": "请离开"}})
	if m := g.next("notices").Notices; len(m) != 1 || m[0].Text["zh"] != "请离开" {
		t.Errorf("shows %+v", m)
	}
}

// hoursFromNow are hours of every day the same, so that a test at midnight knows what today is.
func hoursFromNow(from, to time.Duration) *queue.Hours {
	local := time.Now().UTC()
	at := func(d time.Duration) int { return max(0, local.Hour()*60+local.Minute()+int(d/time.Minute)) % 1440 }
	s := queue.Span{From: at(from), To: at(to)}
	if s.To <= s.From {
		s.To = 1440
	}
	return &queue.Hours{Week: [7][]queue.Span{{s}, {s}, {s}, {s}, {s}, {s}, {s}}}
}

// TestTheHouseSleepsOutsideItsHours has hours that are over, that begin soon, and somebody who still waits.
func TestTheHouseSleepsOutsideItsHours(t *testing.T) {
	for state, c := range map[string]struct{ from, to time.Duration }{
		"open": {-time.Minute, 2 * time.Hour}, "break": {90 * time.Minute, 3 * time.Hour}, "closed": {10 * time.Hour, 11 * time.Hour},
	} {
		rules := demoRules()
		rules.Centre.TimeZone = "UTC"
		rules.Centre.Hours = hoursFromNow(c.from, c.to)
		h := newHouse(t, rules)
		m := h.glass("/ws/screen/hall").next("snapshot").House
		if m.State != state || (m.Words == "") != (state == "open") {
			t.Errorf("%s: %+v", state, m)
		}
	}
}

// TestNoScreenSleepsWhileTheClockIsDoubted has the wall clock jump outside of the hours: no hours
// hold then, the kiosk gives out numbers, and a screen that slept would call nobody.
func TestNoScreenSleepsWhileTheClockIsDoubted(t *testing.T) {
	rules := demoRules()
	rules.Centre.TimeZone = "UTC"
	rules.Centre.Hours = hoursFromNow(10*time.Hour, 11*time.Hour)
	var jump atomic.Int64
	start := time.Now()
	h := buildHouseOn(t, queuetest.Start(t, rules, queue.Options{
		Now:  func() time.Time { return time.Now().Round(0).Add(time.Duration(jump.Load())) },
		Mono: func() time.Duration { return time.Since(start) },
	}), nil)
	h.run()
	if m := h.glass("/ws/screen/hall").next("snapshot").House; m.State != "closed" {
		t.Fatalf("outside of the hours: %+v", m)
	}
	jump.Store(int64(30 * time.Hour))
	if !h.Wall().IsZero() {
		t.Fatal("the clock isn't doubted")
	}
	if m := h.glass("/ws/screen/hall").next("snapshot").House; m.State != "open" {
		t.Errorf("while the clock is doubted: %+v", m)
	}
}

// TestAFloorsScreenSaysWhichWindowsPause names them, and why.
func TestAFloorsScreenSaysWhichWindowsPause(t *testing.T) {
	h := newHouse(t, demoRules())
	g := h.glass("/ws/screen/floor1")
	g.next("snapshot")
	h.do(queue.OpenWindow{Window: "w2"})
	h.do(queue.PauseWindow{Window: "w2", Reason: "copying"})
	for {
		if p := g.next("waiting").Paused; len(p) == 1 && p[0].Window == "w2" && p[0].Label == "2 号窗口" && p[0].Words != "" {
			return
		}
	}
}

// TestATicketsLanguageIsOnTheCall has an English ticket called before a Chinese screen and before an English one.
func TestATicketsLanguageIsOnTheCall(t *testing.T) {
	h := newHouse(t, demoRules())
	zh, en := h.glass("/ws/screen/hall?lang=zh"), h.glass("/ws/screen/hall?lang=en")
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.Issue{Service: "legal", Lang: "en", Seed: queuetest.Seed()})
	h.do(queue.Issue{Service: "legal", Lang: "zh", Seed: queuetest.Seed()})
	h.do(queue.Next{Window: "w1"})
	want := other{Lang: "en", Go: "Please go to", Label: "Window 1", Floor: "Floor 1"}
	if m := zh.next("call"); m.Other == nil || *m.Other != want || m.Window.Label != "1 号窗口" {
		t.Errorf("an English ticket before a Chinese screen: %+v, other %+v", m.Window, m.Other)
	}
	if m := en.next("call"); m.Other != nil {
		t.Errorf("an English ticket before an English screen: other %+v", m.Other)
	}
	h.do(queue.Recall{Window: "w1"})
	if m := zh.next("call"); m.Other == nil || *m.Other != want {
		t.Errorf("called again: other %+v", m.Other)
	}
	if m := h.glass("/ws/screen/hall?lang=zh").next("snapshot"); m.Calls[0].Other == nil {
		t.Error("who comes later isn't told in the ticket's language")
	}
	h.do(queue.Finish{Window: "w1", Outcome: "answered"})
	h.do(queue.Next{Window: "w1"})
	en.next("call") // again
	if m := en.next("call"); m.Other == nil || m.Other.Go != "请前往" || m.Other.Lang != "zh-CN" {
		t.Errorf("a Chinese ticket before an English screen: other %+v", m.Other)
	}
}
