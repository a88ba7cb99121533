package queue_test

import (
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestLastTicket has numbers end before the hours do.
func TestLastTicket(t *testing.T) {
	rules := func(last queue.LastTicket) *queue.Rules {
		r := queuetest.Rules()
		r.Centre.Hours = daily(queue.Span{From: 9 * 60, To: 17 * 60})
		r.Services[0].Last = &last
		return r
	}
	t.Run("by the clock", func(t *testing.T) {
		d := newDutyDay(t, rules(queue.LastTicket{BeforeS: 20 * 60}), "16:39")
		d.issue("legal")
		d.set("16:40")
		if d.why("legal") != "too_late_today" || d.again("legal") != "2026-11-24 09:00" || d.why("labour") != "" {
			t.Errorf("%s, again %s; labour: %s", d.why("legal"), d.again("legal"), d.why("labour"))
		}
	})
	t.Run("by the estimate of the command", func(t *testing.T) {
		d := newDutyDay(t, rules(queue.LastTicket{Estimate: true}), "16:00")
		within, beyond := &queue.Range{LowS: 60, HighS: 3599}, &queue.Range{LowS: 60, HighS: 3600}
		d.must("kiosk:main", queue.Issue{Service: "legal", Estimate: within, Seed: queuetest.Seed()})
		d.refusedTo("kiosk:main", queue.Issue{Service: "legal", Estimate: beyond}, queue.ErrServiceClosed)
		d.must("staff:boss", queue.Issue{Service: "legal", Estimate: beyond, Seed: queuetest.Seed()})
	})
	t.Run("by what was learnt, and from nothing there is no figure", func(t *testing.T) {
		d := newDutyDay(t, rules(queue.LastTicket{Estimate: true}), "09:00")
		d.must("staff:anna", queue.OpenWindow{Window: "w1"})
		for range 19 { // of ten minutes each
			d.issue("legal")
			d.must("staff:anna", queue.Next{Window: "w1"})
			d.now = d.now.Add(10 * time.Minute)
			d.must("staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
		}
		d.set("16:35")
		for range 3 {
			d.issue("legal")
		}
		if _, known := d.lobby.VisitS("legal"); known || d.why("legal") != "" {
			t.Errorf("nineteen visits teach something: %s", d.why("legal"))
		}
		d.must("staff:anna", queue.Next{Window: "w1"})
		d.now = d.now.Add(10 * time.Minute)
		d.must("staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
		if s, _ := d.lobby.VisitS("legal"); s != 600 || d.why("legal") != "too_late_today" {
			t.Errorf("a visit takes %d s; at 16:45 with two waiting: %q", s, d.why("legal"))
		}
		d.must("staff:boss", queue.OpenWindow{Window: "w2"})
		if d.why("legal") != "" {
			t.Error("a second window changes nothing")
		}
	})
}

// TestClosingTime has the hours end while people wait.
func TestClosingTime(t *testing.T) {
	rules := func(rule queue.ClosingRule) *queue.Rules {
		r := queuetest.Rules()
		r.Centre.Hours = daily(queue.Span{From: 9 * 60, To: 12 * 60}, queue.Span{From: 14 * 60, To: 17 * 60})
		r.Services[0].Closing = rule
		return r
	}
	for rule, c := range map[queue.ClosingRule]struct {
		told   queue.ClosingRule
		after  queue.State // the next day
		called bool        // by a window that goes on
	}{
		"":                 {queue.ClosingServe, queue.Lapsed, true},
		queue.ClosingServe: {queue.ClosingServe, queue.Lapsed, true},
		queue.ClosingCarry: {queue.ClosingCarry, queue.Waiting, true},
		queue.ClosingTell:  {queue.ClosingTell, queue.Lapsed, true},
	} {
		t.Run("they are told: "+string(c.told), func(t *testing.T) {
			d := newDutyDay(t, rules(rule), "16:50")
			first, second := d.issue("legal"), d.issue("legal")
			d.set("16:59")
			if first.Closing != "" {
				t.Error("told too early")
			}
			d.set("17:00")
			d.set("17:01")
			if first.Closing != c.told || second.Closing != c.told || d.told(queue.HoursEnded) != 1 || d.lobby.AtClosing()[c.told] != 2 {
				t.Errorf("told %q, %q in %d events; %v", first.Closing, second.Closing, d.told(queue.HoursEnded), d.lobby.AtClosing())
			}
			d.must("staff:anna", queue.OpenWindow{Window: "w1"}, queue.Next{Window: "w1"}, queue.Finish{Window: "w1", Outcome: "answered"})
			if first.State != queue.Done {
				t.Errorf("the window that goes on gives %s", first.State)
			}
			d.must(queue.Clock, queue.CloseDay{Day: "2026-11-24"})
			if second.State != c.after || second.State == queue.Waiting && second.Closing != "" {
				t.Errorf("the day after it is %s and was told %q", second.State, second.Closing)
			}
		})
	}
	t.Run("a noon break is no closing", func(t *testing.T) {
		d := newDutyDay(t, rules(""), "11:50")
		d.issue("legal")
		d.set("12:30")
		if d.told(queue.HoursEnded) > 0 {
			t.Error("told at noon")
		}
	})
	t.Run("who can't be reached by any luck is told before", func(t *testing.T) {
		d := newDutyDay(t, rules(queue.ClosingTell), "09:00")
		d.must("staff:anna", queue.OpenWindow{Window: "w1"})
		for range 20 {
			d.issue("labour")
			d.issue("legal")
			for range 2 {
				d.must("staff:anna", queue.Next{Window: "w1"})
				d.now = d.now.Add(4 * time.Minute)
				d.must("staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
			}
		}
		d.set("16:55")
		for range 4 { // 2 minutes each at least: the fourth has 6 before it
			d.issue("legal")
		}
		d.set("16:55")
		var told []string
		for x := range d.lobby.Tickets() {
			if x.Closing == queue.ClosingTell {
				told = append(told, x.Number)
			}
		}
		if !slices.Equal(told, []string{"A044"}) {
			t.Errorf("told: %v", told)
		}
	})
}

// TestWhoWasToldToKeepTheNumberKeepsIt has the day close on somebody who was put aside and told
// so: the number holds, as it does for those who wait.
func TestWhoWasToldToKeepTheNumberKeepsIt(t *testing.T) {
	rules := queuetest.Rules()
	rules.Services[0].Hours, rules.Services[0].Closing = daily(queue.Span{From: 9 * 60, To: 17 * 60}), queue.ClosingCarry
	d := newDutyDay(t, rules, "16:50")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	v := d.issue("legal")
	d.must(anna, queue.Next{Window: "w1"}, queue.Hold{Window: "w1"})
	d.set("17:00")
	if v.Closing != queue.ClosingCarry {
		t.Fatalf("told: %q", v.Closing)
	}
	d.must(queue.Clock, queue.CloseDay{Day: "2026-11-24"}) // the machine was off in the evening
	d.set("09:00")
	if v.State != queue.Waiting || d.lobby.ByNumber(v.Number) != v {
		t.Errorf("in the morning %s is %s", v.Number, v.State)
	}
}

// TestASideOfASessionIsToldNothingOfClosing has the hours end while people sit in a session.
func TestASideOfASessionIsToldNothingOfClosing(t *testing.T) {
	rules := hearings()
	rules.Services[3].Hours, rules.Services[3].Closing = daily(queue.Span{From: 9 * 60, To: 17 * 60}), queue.ClosingTell
	d := newDutyDay(t, rules, "16:40")
	d.must(queue.System, queue.PlanSessions{Sessions: []queue.PlannedSession{hearing("7", d.now, "applicant", "respondent")}, Seed: queuetest.Seed()})
	for side := range 2 {
		d.must(queue.System, queue.CheckIn{Session: 1, Side: side + 1, Seed: queuetest.Seed()})
	}
	d.must("staff:xiao", queue.OpenWindow{Window: "court"}, queue.CallSession{Window: "court", Session: 1}, queue.Start{Window: "court"})
	d.set("17:00")
	if n := d.told(queue.HoursEnded); n != 0 {
		t.Errorf("they are told %d times that it won't be today", n)
	}
}

// TestTheClockDoesntGoThroughAllWhoWait has a tick cost no more when many wait whom the service
// can all reach.
func TestTheClockDoesntGoThroughAllWhoWait(t *testing.T) {
	rules := queuetest.Rules()
	rules.Services[0].Hours, rules.Services[0].Closing = daily(queue.Span{From: 9 * 60, To: 17 * 60}), queue.ClosingTell
	d := newDutyDay(t, rules, "09:00")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	for range 20 {
		d.issue("legal")
		d.must(anna, queue.Next{Window: "w1"})
		d.now = d.now.Add(time.Second)
		d.must(anna, queue.Finish{Window: "w1", Outcome: "answered"})
	}
	tick := func() float64 {
		in := queue.Input{Actor: queue.Clock, Now: d.now.UTC(), Wall: d.now}
		return testing.AllocsPerRun(10, func() {
			if _, err := queue.Decide(d.lobby, queue.Tick{}, in); err != nil {
				t.Fatal(err)
			}
		})
	}
	few := tick()
	for range 1000 {
		d.issue("legal")
	}
	if many := tick(); many > few {
		t.Errorf("%v allocations with a thousand waiting, %v with none", many, few)
	}
}
