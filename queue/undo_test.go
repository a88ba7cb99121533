package queue_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestUndo has the last act at a window taken back: the ticket stands where it stood.
func TestUndo(t *testing.T) {
	at := func(c queue.Command) moment { return moment{0, c} }
	next := at(queue.Next{Window: "w1"})
	for name, c := range map[string]struct {
		day  []moment
		want queue.State
		code queue.Code // of the refusal; empty: it is taken back
	}{
		"a call":                        {[]moment{next}, queue.Waiting, ""},
		"a call and its recall":         {[]moment{next, at(queue.Recall{Window: "w1"})}, queue.Waiting, ""},
		"the end of a visit":            {[]moment{next, at(queue.Start{Window: "w1"}), at(queue.Finish{Window: "w1", Outcome: "answered"})}, queue.Serving, ""},
		"an end without a start":        {[]moment{next, at(queue.Finish{Window: "w1", Outcome: "answered"})}, queue.Called, ""},
		"a missed call":                 {[]moment{next, at(queue.Pass{Window: "w1"})}, queue.Called, ""},
		"putting aside":                 {[]moment{next, at(queue.Hold{Window: "w1"})}, queue.Called, ""},
		"sending on":                    {[]moment{next, at(queue.Transfer{Window: "w1", Service: "labour"})}, queue.Called, ""},
		"the call of who had been away": {[]moment{next, at(queue.Pass{Window: "w1"}), at(queue.Call{Window: "w1", Number: "A001"})}, queue.NoShow, ""},
		"once only":                     {[]moment{next, at(queue.Undo{Window: "w1"})}, "", queue.ErrTooLate},
		"not after the bound":           {[]moment{next, {121 * time.Second, queue.Tick{}}}, "", queue.ErrTooLate},
		"not once service has begun":    {[]moment{next, at(queue.Start{Window: "w1"})}, "", queue.ErrTooLate},
		"not with another in hand": {
			[]moment{next, at(queue.Finish{Window: "w1", Outcome: "answered"}), next}, queue.Waiting, "",
		},
		"not where nothing was done": {nil, "", queue.ErrTooLate},
		"not when it was called elsewhere": {
			[]moment{next, at(queue.Hold{Window: "w1"}), at(queue.Call{Window: "w2", Number: "A001"})}, "", queue.ErrTooLate,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, queuetest.Rules())
			d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
			d.do(queue.Issue{Service: "legal", Seed: queuetest.Seed()}, queue.Issue{Service: "legal", Seed: queue.Seed{9, 12: 7}})
			for _, m := range c.day {
				d.now = d.now.Add(m.after)
				d.do(m.command)
			}
			last := d.lobby.Window("w1").Last.Ticket
			if c.code != "" {
				d.refused(queue.Undo{Window: "w1"}, c.code)
				return
			}
			if _, state := d.lobby.Undoable("w1", d.now); state != c.want {
				t.Errorf("the console would say it comes back as %q, want %s", state, c.want)
			}
			d.do(queue.Undo{Window: "w1"})
			if s := d.lobby.Ticket(last).State; s != c.want {
				t.Errorf("it is %s, want %s", s, c.want)
			}
			if inHand := d.lobby.Window("w1").Ticket == last; inHand != c.want.InHand() {
				t.Errorf("in hand at the window: %v", inHand)
			}
		})
	}
}

func TestAnUndoneCallLeavesTheScreens(t *testing.T) {
	d := newHallDay(t, queuetest.Rules())
	d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()})
	d.do(queue.Next{Window: "w1"}, queue.Recall{Window: "w1"}, queue.Undo{Window: "w1"})
	for c := range d.lobby.Calls() {
		t.Errorf("still on the screens: %+v", c)
	}
}

// TestAnUndoneMissIsGivenItsTimeAgain takes back a call that was passed by itself: the clock
// must not pass it again with its next tick.
func TestAnUndoneMissIsGivenItsTimeAgain(t *testing.T) {
	for name, c := range map[string]struct {
		act   []moment
		after time.Duration // from the undoing until it is missed
	}{
		"passed by itself":       {[]moment{{time.Minute, queue.Tick{}}}, time.Minute},
		"passed before its time": {[]moment{{20 * time.Second, queue.Pass{Window: "w1"}}}, 30 * time.Second},
		"put aside meanwhile":    {[]moment{{50 * time.Second, queue.Hold{Window: "w1"}}, {time.Minute, queue.Tick{}}}, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, caring())
			d.do(queue.OpenWindow{Window: "w1"})
			v := d.comes(queue.Issue{})
			d.do(queue.Next{Window: "w1"})
			for _, m := range c.act {
				d.now = d.now.Add(m.after)
				d.do(m.command)
			}
			d.now = d.now.Add(10 * time.Second)
			d.do(queue.Undo{Window: "w1"})
			d.now = d.now.Add(c.after - time.Second)
			if d.do(queue.Tick{}); v.State != queue.Called {
				t.Fatalf("it is %s again", v.State)
			}
			d.now = d.now.Add(time.Second)
			if d.do(queue.Tick{}); v.State != queue.NoShow {
				t.Errorf("it is %s for ever", v.State)
			}
		})
	}
}

// TestUndoOfWhoWasCarriedOver takes back a call of the day after; nothing of the day before can be.
func TestUndoOfWhoWasCarriedOver(t *testing.T) {
	d := newHallDay(t, queuetest.Rules())
	d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "court"})
	v := d.comes(queue.Issue{})
	d.do(queue.Next{Window: "w1"}, queue.Transfer{Window: "w1", Service: "court"}, queue.CloseDay{Day: "2026-11-24"})
	d.refused(queue.Undo{Window: "w1"}, queue.ErrTooLate)
	d.do(queue.Next{Window: "court"}, queue.Undo{Window: "court"})
	if v.State != queue.Waiting || v.Service != "court" {
		t.Errorf("it is %s for %s", v.State, v.Service)
	}
	d.do(queue.Next{Window: "court"}, queue.Finish{Window: "court", Outcome: "answered"})
	d.refused(queue.Undo{Window: "court"}, queue.ErrTooLate) // the number may be another's
}

// TestWhatIsToldDoesntStandInTheWayOfUndoing sends somebody on by mistake; the hours end, or
// somebody called in says when they come, before the window notices.
func TestWhatIsToldDoesntStandInTheWayOfUndoing(t *testing.T) {
	for name, c := range map[string]struct {
		clock string
		told  queue.Command
		event queue.Type
	}{
		"the hours end":      {"16:59", queue.Tick{}, queue.HoursEnded},
		"who is coming says": {"10:00", queue.AnswerPage{Staff: "xiao", Minutes: 10}, queue.PageAnswered},
	} {
		t.Run(name, func(t *testing.T) {
			rules := queuetest.Rules()
			rules.Staff[1].OnCall = true
			rules.Services[2].Hours = daily(queue.Span{From: 9 * 60, To: 17 * 60})
			d := newDutyDay(t, rules, c.clock)
			d.must(anna, queue.OpenWindow{Window: "w1"})
			v := d.issue("legal")
			d.must(anna, queue.Next{Window: "w1"}, queue.Transfer{Window: "w1", Service: "mediation"})
			d.must(queue.Clock, queue.Tick{})
			d.now = d.now.Add(time.Minute)
			d.must(queue.System, c.told)
			if d.told(c.event) == 0 {
				t.Fatalf("nothing is told: %v", typesOf(d.events))
			}
			d.must(anna, queue.Undo{Window: "w1"})
			if v.State != queue.Called || v.Closing != "" || !v.Coming.IsZero() {
				t.Errorf("it is %s, told %q, %v", v.State, v.Closing, v.Coming)
			}
		})
	}
}

// TestUndoOpensAClosedWindow closes the window after the act: with the visitor in hand again it is open, for whoever
// was there. Without one it stays closed.
func TestUndoOpensAClosedWindow(t *testing.T) {
	for name, c := range map[string]struct {
		act  []queue.Command
		want queue.State
	}{
		"the end of a visit": {[]queue.Command{queue.Start{Window: "w1"}, queue.Finish{Window: "w1", Outcome: "answered"}}, queue.Serving},
		"a missed call":      {[]queue.Command{queue.Pass{Window: "w1"}}, queue.Called},
		"putting aside":      {[]queue.Command{queue.Hold{Window: "w1"}}, queue.Called},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, queuetest.Rules())
			d.do(queue.OpenWindow{Window: "w1"})
			v, at := d.comes(queue.Issue{}), d.lobby.Window("w1").Staff
			d.do(queue.Next{Window: "w1"})
			d.do(c.act...)
			d.do(queue.CloseWindow{Window: "w1"}, queue.Undo{Window: "w1"})
			if w := d.lobby.Window("w1"); w.State != queue.WindowOpen || w.Ticket != v.ID || w.Staff != at || v.State != c.want {
				t.Errorf("the ticket is %s, the window %+v", v.State, w)
			}
		})
	}
}
