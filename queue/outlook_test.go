package queue_test

import (
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAnOutlookCallsAsTheLobbyWould plays random days and has each window call everybody it may, in the Lobby's own
// order and in that of an outlook, now and an hour later. Its memory is used again and again.
func TestAnOutlookCallsAsTheLobbyWould(t *testing.T) {
	var o *queue.Outlook
	called := 0
	for seed := range uint64(12) {
		m := newModel(t)
		for day := script(seed, 400); len(day) >= 4; day = day[4:] {
			m.step(day[0], day[1], day[2], day[3])
			if len(day)%32 != 0 {
				continue
			}
			o = m.lobby.Outlook(m.now, o)
			for w := range m.lobby.Windows() {
				if m.lobby.Rules().Window(w.ID) == nil {
					continue
				}
				for _, now := range []time.Time{m.now, m.now.Add(time.Hour)} {
					o.Begin()
					for _, want := range m.lobby.Candidates(w.ID, w.Staff, now, 1000) {
						if got := o.Next(w.ID, now); got == nil || got.ID != want.ID {
							t.Fatalf("%s calls %v, the lobby would call %d", w.ID, got, want.ID)
						}
						called++
					}
					if got := o.Next(w.ID, now); got != nil {
						t.Fatalf("%s calls %d, whom the lobby wouldn't", w.ID, got.ID)
					}
				}
			}
		}
	}
	if called < 1000 {
		t.Errorf("dull days: %d calls", called)
	}
}

func TestAnOutlookKnowsWhoCallsAndWhoComes(t *testing.T) {
	rules := queuetest.Rules()
	rules.Windows[0].Helps = []queue.Help{{Service: "mediation", AfterS: 300}}
	rules.Policy.OutsideMaxS = 3600
	d := newDutyDay(t, rules, "09:00")
	place := func(id queue.WindowID) queue.OutlookWindow {
		o := d.lobby.Outlook(d.now, nil)
		return o.Places[slices.IndexFunc(o.Places, func(w queue.OutlookWindow) bool { return w.ID == id })]
	}
	if place("w1").Calls {
		t.Error("a closed window calls")
	}
	d.must(anna, queue.OpenWindow{Window: "w1"})
	if p := place("w1"); !p.Calls || !p.From.IsZero() || p.Hand != nil {
		t.Errorf("an open window: %+v", p)
	}
	first := d.issue("legal")
	second := d.issue("legal")
	d.now = d.now.Add(4 * time.Minute)
	d.must(anna, queue.Next{Window: "w1"})
	called := d.now
	d.now = d.now.Add(time.Minute)
	d.must(anna, queue.Start{Window: "w1"})
	if p := place("w1"); p.Hand == nil || p.Hand.ID != first.ID || !p.Taken.Equal(called) || d.now.Sub(p.Hand.Since) != 4*time.Minute {
		t.Errorf("a window with somebody in hand: %+v %+v", p, p.Hand)
	}
	d.must(anna, queue.PauseWindow{Window: "w1", Reason: "break"})
	if place("w1").Calls {
		t.Error("a window that pauses until nobody knows calls")
	}
	d.must(anna, queue.PauseWindow{Window: "w1", Reason: "break", For: 10 * time.Minute})
	if p := place("w1"); !p.Calls || !p.From.Equal(d.now.Add(10*time.Minute)) {
		t.Errorf("a pause: %+v", p)
	}
	d.must(anna, queue.OpenWindow{Window: "w1"}, queue.Hold{Window: "w1", For: 20 * time.Minute})
	d.must(queue.Visitor, queue.StepOut{Ticket: second.ID, For: 5 * time.Minute})
	o := d.lobby.Outlook(d.now, nil)
	if len(o.Waiting) != 0 || len(o.Waking) != 2 || o.Waking[0].Ticket.ID != first.ID || !o.Waking[0].At.Equal(d.now.Add(20*time.Minute)) {
		t.Fatalf("who will wake: %+v", o.Waking)
	}
	if credit := o.Waking[0].At.Sub(o.Waking[0].Ticket.Since); credit != 4*time.Minute {
		t.Errorf("who was put aside comes back with %v of waiting", credit)
	}
	if since := o.Waking[1].Ticket.Since; !since.Equal(second.Since) {
		t.Errorf("who stepped outside comes back waiting since %v, not %v", since, second.Since)
	}

	d.issue("mediation")
	o = d.lobby.Outlook(d.now, o)
	o.Begin()
	if at := o.HelpsAt("w1", d.now); !at.Equal(d.now.Add(5 * time.Minute)) {
		t.Errorf("it helps at %v", at)
	}
	if o.Next("w1", d.now) != nil || o.Next("w1", d.now.Add(5*time.Minute)) == nil || !o.HelpsAt("w1", d.now).IsZero() {
		t.Error("it helps at another time")
	}
}

func TestAWindowThatLetsPeopleWaitIsDeserted(t *testing.T) {
	d := newDutyDay(t, queuetest.Rules(), "09:00")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	calls := func() bool { return d.lobby.Outlook(d.now, nil).Places[0].Calls }
	d.now = d.now.Add(time.Hour)
	if !calls() {
		t.Error("a window is deserted for whom nobody waits")
	}
	d.issue("legal")
	if d.now = d.now.Add(9 * time.Minute); !calls() {
		t.Error("a window is deserted after nine minutes")
	}
	if d.now = d.now.Add(2 * time.Minute); calls() {
		t.Error("nobody is at a window that has let somebody wait for eleven minutes")
	}
	d.must(anna, queue.Next{Window: "w1"})
	if d.now = d.now.Add(time.Hour); !calls() {
		t.Error("a window is deserted with somebody in hand")
	}
}

func TestUntilWhenWaitsCanBeTold(t *testing.T) {
	r := queuetest.Rules()
	r.Centre.Hours = daily(queue.Span{From: 9 * 60, To: 12 * 60}, queue.Span{From: 14 * 60, To: 17 * 60})
	if err := r.Prepare(); err != nil {
		t.Fatal(err)
	}
	at := func(clock string) time.Time {
		v, err := time.ParseInLocation(time.DateTime, "2026-11-23 "+clock+":00", r.Location())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		clock   string
		closing queue.ClosingRule
		want    string
	}{
		{"11:50", "", "12:00"}, {"13:00", "", ""}, {"16:50", "", ""}, {"16:50", queue.ClosingTell, "17:00"}, {"18:00", queue.ClosingTell, ""},
	} {
		s := r.Services[0]
		s.Closing = c.closing
		got := r.Until(&s, at(c.clock))
		if want := c.want; want == "" && !got.IsZero() || want != "" && !got.Equal(at(want)) {
			t.Errorf("%s %s: %v, want %s", c.clock, c.closing, got, want)
		}
	}
}
