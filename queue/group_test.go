package queue_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// groups are rules by which mediation hears everybody, legal aid three of a group, and the
// other services five.
func groups() *queue.Rules {
	r := queuetest.Rules()
	r.Services[0].Representatives = 3
	r.Services[2].WholeParty = true
	return r
}

// TestRepresentatives has groups called: who of them shall come to the window.
func TestRepresentatives(t *testing.T) {
	for name, c := range map[string]struct {
		service queue.ServiceID
		party   int
		seats   int // together at the window
		send    int // what the call asks for; 0: nothing
	}{
		"one person":                              {"legal", 1, 0, 0},
		"two come both":                           {"legal", 2, 2, 0},
		"as many as the service hears come all":   {"legal", 3, 3, 0},
		"of four come three":                      {"legal", 4, 3, 3},
		"seventeen neighbours, five by default":   {"labour", 17, 5, 5},
		"five come all where nothing is said":     {"labour", 5, 5, 0},
		"a mediation hears all seventeen at once": {"mediation", 17, 17, 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, groups())
			window := queue.WindowID("w1")
			if c.service == "mediation" {
				window = "w3"
			}
			d.do(queue.OpenWindow{Window: window}, queue.Issue{Service: c.service, Party: c.party, Seed: queuetest.Seed()})
			d.do(queue.Next{Window: window}, queue.Recall{Window: window})
			ticket := d.lobby.Ticket(1)
			if ticket.Seats != c.seats || ticket.Representatives() != c.send {
				t.Errorf("%d seats, %d representatives; want %d and %d", ticket.Seats, ticket.Representatives(), c.seats, c.send)
			}
			calls := 0
			for a := range d.lobby.Calls() {
				if calls++; a.Send != c.send {
					t.Errorf("the call asks for %d, want %d: %+v", a.Send, c.send, a)
				}
			}
			if calls != 2 {
				t.Errorf("%d calls of one group, want the call and its recall", calls)
			}
		})
	}
}

// TestTheHeadCountIsConfirmedAtTheWindow has it corrected when service begins.
func TestTheHeadCountIsConfirmedAtTheWindow(t *testing.T) {
	for name, c := range map[string]struct{ said, counted, want, seats int }{
		"more came":           {2, 17, 17, 3},
		"fewer came":          {17, 2, 2, 2},
		"only one came":       {3, 1, 1, 0},
		"nobody counted them": {4, 0, 4, 3},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, groups())
			d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Party: c.said, Seed: queuetest.Seed()}, queue.Next{Window: "w1"})
			d.refused(queue.Start{Window: "w1", Party: 301}, queue.ErrBadValue)
			d.refused(queue.Start{Window: "w1", Party: -1}, queue.ErrBadValue)
			d.do(queue.Start{Window: "w1", Party: c.counted})
			if x := d.lobby.Ticket(1); x.Party != c.want || x.Seats != c.seats {
				t.Errorf("%d heads, %d seats; want %d and %d", x.Party, x.Seats, c.want, c.seats)
			}
		})
	}
}

// TestLateComersJoinTheirGroup has them found by the group's code, until its visit is over.
func TestLateComersJoinTheirGroup(t *testing.T) {
	at := func(c queue.Command) moment { return moment{0, c} }
	next := at(queue.Next{Window: "w1"})
	for name, c := range map[string]struct {
		day  []moment
		code queue.Code
	}{
		"while it waits":      {nil, ""},
		"while it is called":  {[]moment{next}, ""},
		"while it is served":  {[]moment{next, at(queue.Start{Window: "w1"})}, ""},
		"while it is aside":   {[]moment{next, at(queue.Hold{Window: "w1"})}, ""},
		"when it was missed":  {[]moment{next, at(queue.Pass{Window: "w1"})}, ""},
		"not when it is over": {[]moment{next, at(queue.Finish{Window: "w1", Outcome: "answered"})}, queue.ErrBadState},
		"not when it left":    {[]moment{at(queue.Cancel{Ticket: 1})}, queue.ErrBadState},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, groups())
			d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Party: 2, Seed: queuetest.Seed()})
			for _, m := range c.day {
				d.do(m.command)
			}
			join := queue.Join{Ticket: 1, Heads: 15}
			if c.code != "" {
				d.refused(join, c.code)
				return
			}
			before := d.lobby.Ticket(1).State
			d.do(join)
			x := d.lobby.Ticket(1)
			if x.Party != 17 || x.Seats != 3 || x.State != before || d.lobby.Count() != 1 {
				t.Errorf("%d heads, %d seats, %s, %d tickets", x.Party, x.Seats, x.State, d.lobby.Count())
			}
			d.refused(queue.Join{Ticket: 1, Heads: 284}, queue.ErrBadValue)
			d.refused(queue.Join{Ticket: 1, Heads: 0}, queue.ErrBadValue)
			d.refused(queue.Join{Ticket: 7, Heads: 1}, queue.ErrUnknownTicket)
		})
	}
}

// TestJoiningKeepsThePlace has a group grow while it waits: it is still called in its turn.
func TestJoiningKeepsThePlace(t *testing.T) {
	d := newHallDay(t, groups())
	d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()})
	d.now = d.now.Add(time.Second)
	d.do(queue.Issue{Service: "legal", Seed: queue.Seed{9, 12: 7}}, queue.Join{Ticket: 1, Heads: 16}, queue.Next{Window: "w1"})
	if got := d.lobby.Window("w1").Ticket; got != 1 {
		t.Errorf("ticket %d is called, want the group", got)
	}
	d.refused(queue.Join{Ticket: 3, Heads: 1}, queue.ErrUnknownTicket)
	// The call can still be taken back before others join, and not after.
	d.do(queue.Join{Ticket: 1, Heads: 1})
	d.refused(queue.Undo{Window: "w1"}, queue.ErrTooLate)
}

// TestAGroupNeedsARoom has a call wait for a room that is large enough.
func TestAGroupNeedsARoom(t *testing.T) {
	for name, c := range map[string]struct {
		party int
		w1    bool // called at window 1, which has two chairs
	}{
		"two fit anywhere":                {2, true},
		"three go where three chairs are": {3, false},
		"of ten three come":               {10, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := groups()
			r.Windows[0].Seats, r.Windows[1].Seats = 2, 4
			d := newHallDay(t, r)
			d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
			d.do(queue.Issue{Service: "legal", Party: c.party, Seed: queuetest.Seed()})
			d.do(queue.Next{Window: "w1"}, queue.Next{Window: "w2"})
			if got := d.lobby.Window("w1").Ticket == 1; got != c.w1 {
				t.Errorf("at window 1: %v", got)
			}
			if got := d.lobby.Window("w2").Ticket == 1; got == c.w1 {
				t.Errorf("at window 2: %v", got)
			}
		})
	}
}

// TestAnotherServiceHearsOthers has a group sent on to a service that hears all of it.
func TestAnotherServiceHearsOthers(t *testing.T) {
	d := newHallDay(t, groups())
	d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Party: 17, Seed: queuetest.Seed()}, queue.Next{Window: "w1"})
	d.do(queue.Transfer{Window: "w1", Service: "mediation"})
	if x := d.lobby.Ticket(1); x.Seats != 17 || x.Representatives() != 0 {
		t.Errorf("%d seats, %d representatives at the mediation", x.Seats, x.Representatives())
	}
	d.do(queue.Undo{Window: "w1"})
	if x := d.lobby.Ticket(1); x.Seats != 3 {
		t.Errorf("%d seats after sending on was taken back", x.Seats)
	}
}

// TestAGroupThatGoesOverHasTheSeatsOfItsNewService takes a group to a service that hears others: into
// a session, and because anyone will do.
func TestAGroupThatGoesOverHasTheSeatsOfItsNewService(t *testing.T) {
	rules := hearings()
	rules.Services[0].Representatives, rules.Services[2].WholeParty = 3, true
	rules.Services[2].Person, rules.Services[2].Anyone = "xiao", "legal"
	d := newHallDay(t, rules)
	gathered, other := d.comes(queue.Issue{Party: 17}), d.comes(queue.Issue{})
	d.do(queue.GatherSession{Window: "w3", Numbers: []string{gathered.Number, other.Number}, Seed: queuetest.Seed()})
	if gathered.Seats != 17 || other.Seats != 0 {
		t.Errorf("%d and %d seats in the session", gathered.Seats, other.Seats)
	}
	anyone := d.comes(queue.Issue{Service: "mediation", Party: 17})
	if d.do(queue.Anyone{Ticket: anyone.ID}); anyone.Seats != 3 {
		t.Errorf("%d seats with anyone", anyone.Seats)
	}
}
