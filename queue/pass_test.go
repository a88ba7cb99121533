package queue_test

import (
	"errors"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// passing are rules by which a ticket is passed by itself: a minute after its second
// call, and two more for the way to floor 3.
func passing() *queue.Rules {
	r := queuetest.Rules()
	r.Policy.NoShowCalls, r.Policy.NoShowAfterS = 2, 60
	r.Centre.Floors[1].WalkS = 120
	return r
}

// moment is a command and how long after the one before it is given.
type moment struct {
	after   time.Duration
	command queue.Command
}

// TestPassedByItself (过号) has visitors called who don't come.
func TestPassedByItself(t *testing.T) {
	next := moment{0, queue.Next{Window: "w1"}}
	recall := func(d time.Duration) moment { return moment{d, queue.Recall{Window: "w1"}} }
	tick := func(d time.Duration) moment { return moment{d, queue.Tick{}} }
	for name, c := range map[string]struct {
		rules *queue.Rules
		day   []moment
		want  queue.State
		after time.Duration // from the last moment but the tick, when it is passed; 0: it isn't
	}{
		"one call isn't enough":          {passing(), []moment{next, tick(time.Hour)}, queue.Called, 0},
		"a minute after the second call": {passing(), []moment{next, recall(10 * time.Second), tick(time.Minute)}, queue.NoShow, time.Minute},
		"not a second before":            {passing(), []moment{next, recall(10 * time.Second), tick(59 * time.Second)}, queue.Called, 0},
		"a third call gives a minute more": {
			passing(), []moment{next, recall(10 * time.Second), recall(50 * time.Second), tick(59 * time.Second)}, queue.Called, 0,
		},
		"who has come is served":        {passing(), []moment{next, recall(0), {0, queue.Start{Window: "w1"}}, tick(time.Hour)}, queue.Serving, 0},
		"who is put aside isn't missed": {passing(), []moment{next, recall(0), {0, queue.Hold{Window: "w1"}}, tick(2 * time.Minute)}, queue.Held, 0},
		"by key before the clock":       {passing(), []moment{next, {0, queue.Pass{Window: "w1"}}, tick(2 * time.Minute)}, queue.NoShow, 0},
		"never, where the rules don't say": {
			queuetest.Rules(), []moment{next, recall(0), recall(0), tick(time.Hour)}, queue.Called, 0,
		},
		"a return counts its calls anew": {
			passing(), []moment{next, {0, queue.Pass{Window: "w1"}}, {0, queue.Call{Window: "w1", Number: "A001"}}, tick(10 * time.Minute)}, queue.Called, 0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, c.rules)
			d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()})
			for _, m := range c.day {
				d.now = d.now.Add(m.after)
				d.do(m.command)
			}
			ticket := d.lobby.Ticket(1)
			if ticket.State != c.want {
				t.Fatalf("it is %s, want %s", ticket.State, c.want)
			}
			if c.after == 0 {
				return
			}
			last := d.events[len(d.events)-1]
			if p, ok := last.Data.(queue.PassedData); !ok || last.Actor != queue.Clock || p.Window != "w1" || !p.Until.Equal(d.now.Add(30*time.Minute)) {
				t.Errorf("the clock's event is %+v", last)
			}
			if d.lobby.Window("w1").Ticket != 0 {
				t.Error("the window still has it in hand")
			}
		})
	}
}

func TestTheWayUpstairsTakesItsTime(t *testing.T) {
	d := newHallDay(t, passing())
	d.do(queue.OpenWindow{Window: "court"}, queue.Issue{Service: "court", Seed: queuetest.Seed()})
	d.do(queue.Next{Window: "court"}, queue.Recall{Window: "court"})
	for minutes, want := range []queue.State{queue.Called, queue.Called, queue.Called, queue.NoShow} {
		d.do(queue.Tick{})
		if s := d.lobby.Ticket(1).State; s != want {
			t.Errorf("after %d minutes it is %s, want %s", minutes, s, want)
		}
		d.now = d.now.Add(time.Minute)
	}
}

// hallDay is a lobby whose time stands still between commands.
type hallDay struct {
	t      *testing.T
	lobby  *queue.Lobby
	now    time.Time
	events []queue.Event
}

func newHallDay(t *testing.T, rules *queue.Rules) *hallDay {
	t.Helper()
	d := &hallDay{t: t, lobby: queue.NewLobby(), now: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)}
	d.do(queue.SetRules{Rules: rules}, queue.CloseDay{Day: "2026-11-23"})
	return d
}

// refused has a command refused with a code.
func (d *hallDay) refused(c queue.Command, want queue.Code) {
	d.t.Helper()
	_, err := queue.Decide(d.lobby, c, queue.Input{Actor: queue.System, Now: d.now})
	if !errors.Is(err, &queue.Error{Code: want}) {
		d.t.Errorf("%#v: %v, want %s", c, err, want)
	}
}

// do has commands decided and applied, the clock's as the clock, all others as the house. It
// gives the personal rows that came of them.
func (d *hallDay) do(commands ...queue.Command) (rows []queue.Personal) {
	d.t.Helper()
	for _, c := range commands {
		in := queue.Input{Actor: queue.System, Now: d.now}
		if _, clock := c.(queue.Tick); clock {
			in.Actor = queue.Clock
		}
		decision, err := queue.Decide(d.lobby, c, in)
		if err != nil {
			d.t.Fatalf("%#v: %v", c, err)
		}
		for _, e := range decision.Events(d.lobby, in) {
			d.lobby.Apply(&e)
			d.events = append(d.events, e)
		}
		rows = append(rows, decision.Personal...)
	}
	return rows
}

// TestTheWaitingOfALegIsNeverLost has somebody come back at the end of the queue after a
// missed call: the order forgets the waiting, the leg doesn't.
func TestTheWaitingOfALegIsNeverLost(t *testing.T) {
	rules := queuetest.Rules()
	rules.Policy.NoShowReturn = queue.ReturnBack
	d := newHallDay(t, rules)
	d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()})
	d.now = d.now.Add(10 * time.Minute)
	d.do(queue.Next{Window: "w1"}, queue.Transfer{Window: "w1", Service: "labour"})
	d.now = d.now.Add(5 * time.Minute)
	d.do(queue.Next{Window: "w2"}, queue.Pass{Window: "w2"}, queue.Return{Number: "A001"})
	d.now = d.now.Add(2 * time.Minute)
	if waited := d.now.Sub(d.lobby.Ticket(1).Since); waited != 2*time.Minute {
		t.Errorf("in the order it has waited %s, want 2 minutes", waited)
	}
	d.do(queue.Next{Window: "w2"})
	for i, want := range []int64{600, 420} {
		if got := d.lobby.Ticket(1).Legs[i].WaitedS; got != want {
			t.Errorf("leg %d waited %d s, want %d", i+1, got, want)
		}
	}
}
