package sim

import (
	"fmt"
	"reflect"
	"strconv"
	"testing"
	"time"

	"onedoor/queue"
)

// hall is a lobby that commands are given to by hand.
type byHand struct {
	t     *testing.T
	lobby *queue.Lobby
	now   time.Time
	seeds byte
}

const (
	clerk = queue.Actor("staff:anna")
	desk  = queue.System
)

// newHall is a hall with windows w1 and w2 for papers and advice, w3 for advice and talks, of which no minutes are told, and
// room, which helps with papers after five minutes; w1 is low.
func newHall(t *testing.T, change func(*queue.Rules)) *byHand {
	t.Helper()
	r := usual().rules()
	r.Services = []queue.Service{{ID: "papers", Prefix: "A"}, {ID: "advice", Prefix: "A"}, {ID: "talks", Prefix: "K", NoMinutes: true}}
	r.Windows = []queue.WindowRule{
		{ID: "w1", Services: []queue.ServiceID{"papers", "advice"}, Low: true},
		{ID: "w2", Services: []queue.ServiceID{"papers", "advice"}},
		{ID: "w3", Services: []queue.ServiceID{"advice", "talks"}},
		{ID: "room", Services: []queue.ServiceID{"talks"}, Helps: []queue.Help{{Service: "papers", AfterS: 300}}},
	}
	r.Staff = []queue.Staff{{ID: "anna", Roles: []queue.Role{queue.RoleSupervisor}}}
	r.Policy.HoldMaxS, r.Policy.UndoS, r.Policy.OutsideMaxS = 3600, 120, 3600
	if change != nil {
		change(r)
	}
	h := &byHand{t: t, lobby: queue.NewLobby(), now: time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)}
	h.do(desk, queue.SetRules{Rules: r}, queue.CloseDay{Day: queue.DayOf(h.now, time.UTC)})
	return h
}

func (h *byHand) do(actor queue.Actor, commands ...queue.Command) {
	h.t.Helper()
	for _, c := range commands {
		in := queue.Input{Actor: actor, Now: h.now, Wall: h.now}
		d, err := queue.Decide(h.lobby, c, in)
		if err != nil {
			h.t.Fatalf("%T: %v", c, err)
		}
		for _, e := range d.Events(h.lobby, in) {
			h.lobby.Apply(&e)
		}
	}
}

// issue gives a number.
func (h *byHand) issue(c queue.Issue) queue.TicketID {
	h.t.Helper()
	h.seeds++
	c.Seed[0], c.Seed[12] = h.seeds, h.seeds
	h.do(desk, c)
	return h.lobby.Outlook(h.now, nil).Last
}

// learn has n visits to a service of so long each end at a window, one after another.
func (h *byHand) learn(w queue.WindowID, s queue.ServiceID, n int, took time.Duration) {
	h.t.Helper()
	h.do(clerk, queue.OpenWindow{Window: w})
	for range n {
		h.issue(queue.Issue{Service: s})
		h.do(clerk, queue.Next{Window: w})
		h.now = h.now.Add(took)
		h.do(clerk, queue.Finish{Window: w, Outcome: "done", End: true})
	}
	h.do(clerk, queue.CloseWindow{Window: w})
}

func (h *byHand) forecast() *Forecast {
	f := forecaster{seed: 1}
	return f.make(h.lobby.Outlook(h.now, nil), h.now)
}

// is holds when a ticket is called, in minutes after now: a forecast of visits that all take as long has hardly any width.
func (h *byHand) is(what string, s span, want float64) {
	h.t.Helper()
	low, high := s.low.Minutes(), s.high.Minutes()
	if low > 1.1*want+0.5 || high < want-0.5 || high-low > 1.5+want/6 {
		h.t.Errorf("%s: from %.1f to %.1f min, want about %.1f", what, low, high, want)
	}
}

// The truth is known where all visits take ten minutes: who is called when is counted by hand.
func TestAForecastCallsByThePolicy(t *testing.T) {
	base := func(t *testing.T, change func(*queue.Rules)) *byHand {
		h := newHall(t, change)
		for _, s := range []queue.ServiceID{"papers", "advice"} {
			h.learn("w1", s, 60, 10*time.Minute)
		}
		return h
	}
	open := func(h *byHand, windows ...queue.WindowID) {
		for _, w := range windows {
			h.do(clerk, queue.OpenWindow{Window: w})
		}
	}
	t.Run("one after another, at two windows", func(t *testing.T) {
		h := base(t, nil)
		open(h, "w1", "w2")
		for range 2 {
			h.issue(queue.Issue{Service: "papers"})
		}
		h.do(clerk, queue.Next{Window: "w1"}, queue.Next{Window: "w2"})
		h.now = h.now.Add(4 * time.Minute)
		var ids []queue.TicketID
		for range 4 {
			ids = append(ids, h.issue(queue.Issue{Service: "papers"}))
		}
		f := h.forecast()
		for i, want := range []float64{6, 6, 16, 16} {
			h.is(fmt.Sprint("visitor ", i+1), f.tickets[ids[i]], want)
		}
		h.is("who comes now", f.coming[key{"papers", queue.ClassOrdinary}], 26)
		h.is("who comes now for advice, at the same windows", f.coming[key{"advice", queue.ClassOrdinary}], 26)
		if len(f.coming) != 4 {
			t.Errorf("told of %v", f.coming)
		}
	})
	t.Run("somebody says that it takes longer, or no longer after all", func(t *testing.T) {
		h := base(t, nil)
		open(h, "w1")
		h.issue(queue.Issue{Service: "papers"})
		h.do(clerk, queue.Next{Window: "w1"})
		h.now = h.now.Add(4 * time.Minute)
		next := h.issue(queue.Issue{Service: "papers"})
		after := h.issue(queue.Issue{Service: "papers"})
		told := func(what string, low, high float64) {
			t.Helper()
			f := h.forecast()
			for _, s := range []struct {
				span
				more float64 // minutes
			}{{f.tickets[next], 0}, {f.tickets[after], 10}, {f.coming[key{"papers", queue.ClassOrdinary}], 20}} {
				if s.low.Minutes() < low+0.9*s.more || s.high.Minutes() > high+1.2*s.more || s.high <= s.low {
					t.Errorf("%s: %.1f to %.1f min, want from %.1f to %.1f", what, s.low.Minutes(), s.high.Minutes(), low+s.more, high+s.more)
				}
			}
		}
		told("as learnt", 5, 8)
		h.do(clerk, queue.NeedLonger{Window: "w1", For: 30 * time.Minute})
		told("thirty minutes more", 24, 36)
		h.now = h.now.Add(20 * time.Minute)
		told("ten of them left", 8, 12)
		h.do(clerk, queue.NeedLonger{Window: "w1"}) // more than anybody took before: by chance
		if f := h.forecast(); f.tickets[next].low > 4*time.Minute {
			t.Errorf("no longer after all: %v", f.tickets[next])
		}
	})
	t.Run("priority is felt", func(t *testing.T) {
		h := base(t, nil)
		open(h, "w1")
		for range 3 {
			h.issue(queue.Issue{Service: "papers"})
		}
		h.do(clerk, queue.Next{Window: "w1"})
		h.now = h.now.Add(time.Minute)
		f := h.forecast()
		// At 9 min two have waited 10 and count 10; who comes now counts 27.
		h.is("who comes now with priority", f.coming[key{"papers", queue.ClassPriority}], 9)
		h.is("who comes now", f.coming[key{"papers", queue.ClassOrdinary}], 29)
	})
	t.Run("strict classes", func(t *testing.T) {
		h := base(t, func(r *queue.Rules) { r.Policy.Order = queue.OrderStrict })
		open(h, "w1")
		h.issue(queue.Issue{Service: "papers"})
		h.do(clerk, queue.Next{Window: "w1"})
		for range 3 {
			h.now = h.now.Add(time.Minute)
			h.issue(queue.Issue{Service: "papers"})
		}
		h.is("who comes now with priority", h.forecast().coming[key{"papers", queue.ClassPriority}], 7)
	})
	t.Run("a pause with an end, a low window, one who is asked for", func(t *testing.T) {
		h := base(t, nil)
		open(h, "w1", "w2")
		h.do(clerk, queue.PauseWindow{Window: "w1", Reason: "break", For: 25 * time.Minute})
		low := h.issue(queue.Issue{Service: "papers", Needs: []queue.Need{queue.NeedWheelchair}})
		first := h.issue(queue.Issue{Service: "papers", Window: "w1"})
		second := h.issue(queue.Issue{Service: "papers"})
		f := h.forecast()
		h.is("who needs the low window, which pauses", f.tickets[low], 25)
		h.is("who was sent to it", f.tickets[first], 35)
		h.is("who takes any", f.tickets[second], 0)
	})
	t.Run("nobody is told of a window that nobody is at", func(t *testing.T) {
		h := base(t, nil)
		id := h.issue(queue.Issue{Service: "papers"})
		if r, ok := h.forecast().Ticket(id, h.now); ok {
			t.Errorf("all windows are closed: %v", r)
		}
		open(h, "w2")
		h.do(clerk, queue.PauseWindow{Window: "w2", Reason: "break"})
		if r, ok := h.forecast().Ticket(id, h.now); ok {
			t.Errorf("the only one pauses until nobody knows: %v", r)
		}
	})
	t.Run("one that helps comes later", func(t *testing.T) {
		h := base(t, nil)
		h.learn("room", "talks", 60, 30*time.Minute)
		open(h, "room")
		id := h.issue(queue.Issue{Service: "papers"})
		h.is("after five minutes", h.forecast().tickets[id], 5)
		talk := h.issue(queue.Issue{Service: "talks"})
		f := h.forecast()
		if _, told := f.tickets[talk]; told {
			t.Error("minutes are told of talks")
		}
		h.is("after a talk of half an hour", f.tickets[id], 30)
	})
	t.Run("who was put aside comes back, and an appointment before the others", func(t *testing.T) {
		h := base(t, nil)
		open(h, "w1")
		h.issue(queue.Issue{Service: "papers"})
		h.do(clerk, queue.Next{Window: "w1"}, queue.Hold{Window: "w1", For: 5 * time.Minute})
		h.issue(queue.Issue{Service: "papers"})
		h.do(clerk, queue.Next{Window: "w1"})
		last := h.issue(queue.Issue{Service: "papers"})
		h.do(clerk, queue.Tick{})
		h.is("behind nobody but who is there", h.forecast().tickets[last], 10)
		h.do("staff:anna", queue.Issue{Service: "papers", At: h.now.Add(8 * time.Minute), Seed: queue.Seed{200, 12: 200}})
		h.is("behind an appointment that will be due, too", h.forecast().tickets[last], 20)
	})
	t.Run("a plan's next step keeps its waiting", func(t *testing.T) {
		h := base(t, func(r *queue.Rules) {
			r.Bundles = []queue.Bundle{{ID: "both", Steps: []queue.ServiceID{"papers", "advice"}}}
		})
		open(h, "w1", "w3")
		h.issue(queue.Issue{Bundle: "both"})
		h.now = h.now.Add(9 * time.Minute)
		h.do(clerk, queue.Next{Window: "w1"})
		h.issue(queue.Issue{Service: "advice"})
		h.do(clerk, queue.Next{Window: "w3"})
		h.now = h.now.Add(2 * time.Minute)
		last := h.issue(queue.Issue{Service: "advice", Window: "w3"})
		h.is("nobody is before it when w3 is free", h.forecast().tickets[last], 8)
		h.do(clerk, queue.Finish{Window: "w3", Outcome: "done"}, queue.PauseWindow{Window: "w3", Reason: "break", For: 9 * time.Minute})
		h.is("while w3 pauses the bundle's visitor goes to w1 itself", h.forecast().tickets[last], 9)
		h.do(clerk, queue.Finish{Window: "w1", Outcome: "done"}, queue.CloseWindow{Window: "w1"})
		h.is("the bundle's visitor has waited longer and comes first at w3", h.forecast().tickets[last], 19)
	})
	t.Run("a group's next step needs its seats", func(t *testing.T) {
		for seats, wait := range map[int]float64{0: 25, 2: 15} {
			h := base(t, func(r *queue.Rules) {
				r.Bundles = []queue.Bundle{{ID: "both", Steps: []queue.ServiceID{"papers", "advice"}}}
				r.Windows[2].Seats, r.Policy.MaxParty = seats, 9
			})
			open(h, "w1", "w3")
			h.issue(queue.Issue{Bundle: "both", Party: 4})
			h.now = h.now.Add(9 * time.Minute)
			h.do(clerk, queue.Next{Window: "w1"}, queue.PauseWindow{Window: "w1", Reason: "break", For: 3 * time.Hour})
			h.now = h.now.Add(5 * time.Minute)
			h.issue(queue.Issue{Service: "advice"})
			h.do(clerk, queue.Next{Window: "w3"})
			last := h.issue(queue.Issue{Service: "advice"})
			h.is(strconv.Itoa(seats)+" seats", h.forecast().tickets[last], wait-5)
		}
	})
	t.Run("a session takes its room at its time", func(t *testing.T) {
		h := base(t, func(r *queue.Rules) {
			r.Services[1].Sides = []queue.SideRule{{ID: "one"}, {ID: "other"}}
		})
		open(h, "w3")
		h.do(clerk, queue.PlanSessions{Seed: queue.Seed{1, 12: 1}, Sessions: []queue.PlannedSession{{
			At: h.now.Add(5 * time.Minute), Service: "advice", Room: "w3", Sides: []queue.PlannedSide{{Role: "one"}, {Role: "other"}},
		}}})
		h.issue(queue.Issue{Service: "advice"})
		h.do(clerk, queue.Next{Window: "w3"})
		id := h.issue(queue.Issue{Service: "advice"})
		h.is("after who is there and the session", h.forecast().tickets[id], 20)
	})
}

// What is told from is never little, and never of what is never told.
func TestNothingIsToldFromNothing(t *testing.T) {
	h := newHall(t, nil)
	h.learn("w1", "papers", 19, 10*time.Minute)
	h.do(clerk, queue.OpenWindow{Window: "w1"})
	told := func() bool {
		_, ok := h.forecast().Service("papers", queue.ClassOrdinary)
		return ok
	}
	if told() {
		t.Error("nineteen visits tell something")
	}
	h.do(clerk, queue.CloseWindow{Window: "w1"})
	h.learn("w1", "papers", 1, 10*time.Minute)
	h.do(clerk, queue.OpenWindow{Window: "w1"})
	if !told() {
		t.Error("twenty visits tell nothing")
	}
	if _, ok := h.forecast().Service("advice", queue.ClassOrdinary); ok {
		t.Error("what was learnt of papers tells of advice")
	}
	h.do(clerk, queue.CloseWindow{Window: "w1"})
	h.learn("w3", "talks", 30, time.Hour)
	h.do(clerk, queue.OpenWindow{Window: "w3"})
	if _, ok := h.forecast().Service("talks", queue.ClassOrdinary); ok {
		t.Error("minutes are told of talks")
	}
}

// A range that would reach beyond the hours isn't told.
func TestARangeEndsWithTheHours(t *testing.T) {
	h := newHall(t, func(r *queue.Rules) {
		week := queue.Hours{}
		for i := range week.Week {
			week.Week[i] = []queue.Span{{From: 0, To: 22 * 60}, {From: 23 * 60, To: 23*60 + 30}}
		}
		r.Centre.Hours = &week
	})
	h.learn("w1", "papers", 30, 10*time.Minute)
	h.do(clerk, queue.OpenWindow{Window: "w1"})
	for range 3 {
		h.issue(queue.Issue{Service: "papers"})
	}
	told := func(hour, minute int) bool {
		f := forecaster{seed: 1}
		wall := time.Date(h.now.Year(), h.now.Month(), h.now.Day(), hour, minute, 0, 0, time.UTC)
		_, ok := f.make(h.lobby.Outlook(h.now, nil), wall).Service("papers", queue.ClassOrdinary)
		return ok
	}
	if !told(21, 0) || told(21, 40) {
		t.Errorf("an hour before a break: %v; twenty minutes before it: %v", told(21, 0), told(21, 40))
	}
}

func TestTheSameHallIsForecastAlike(t *testing.T) {
	h := newHall(t, nil)
	h.learn("w1", "papers", 40, 10*time.Minute)
	h.do(clerk, queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
	for i := range 30 {
		h.issue(queue.Issue{Service: "papers", Class: queue.Classes()[i%2]})
	}
	first, again := h.forecast(), h.forecast()
	if !reflect.DeepEqual(first, again) {
		t.Error("the same hall gives another forecast")
	}
	f := forecaster{seed: 1}
	o := h.lobby.Outlook(h.now, nil)
	f.make(o, h.now)
	if !reflect.DeepEqual(f.make(h.lobby.Outlook(h.now, o), h.now), first) {
		t.Error("memory that is used again gives another forecast")
	}
	f.seed = 2
	if reflect.DeepEqual(f.make(h.lobby.Outlook(h.now, nil), h.now), first) {
		t.Error("another seed gives the same forecast")
	}
}
