package queue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// caring are rules that offer visitors to step outside for a quarter of an hour and to let
// up to three others go first, twice; a call is missed a minute after the first one.
func caring() *queue.Rules {
	r := queuetest.Rules()
	p := &r.Policy
	p.NoShowCalls, p.NoShowAfterS = 1, 60
	p.OutsideMaxS, p.PostponePlaces, p.PostponeTimes = 900, 3, 2
	p.HelpAnswerS, p.HelpOverS = 30, 600
	return r
}

// comes has a visitor take a number and gives the ticket.
func (d *hallDay) comes(c queue.Issue) *queue.Ticket {
	d.t.Helper()
	if c.Service == "" {
		c.Service = "legal"
	}
	c.Seed = queuetest.Seed()
	d.do(c)
	issued := d.last(queue.Issued)
	return d.lobby.Ticket(issued.TicketOf())
}

// last gives the latest event of a type.
func (d *hallDay) last(t queue.Type) queue.Event {
	d.t.Helper()
	for _, e := range slices.Backward(d.events) {
		if e.Type == t {
			return e
		}
	}
	d.t.Fatalf("no event %s", t)
	return queue.Event{}
}

func TestNeeds(t *testing.T) {
	for name, c := range map[string]struct {
		needs      []queue.Need
		low, fetch bool
		row        string
	}{
		"none":                              {nil, false, false, ""},
		"a wheelchair needs a low window":   {[]queue.Need{queue.NeedWheelchair}, true, false, "wheelchair"},
		"who doesn't hear may be fetched":   {[]queue.Need{queue.NeedFetch, queue.NeedHearing}, false, true, "hearing,fetch"},
		"the same twice is the same once":   {[]queue.Need{queue.NeedSight, queue.NeedSight}, false, false, "sight"},
		"children and Mandarin change none": {[]queue.Need{queue.NeedChildren, queue.NeedMandarin}, false, false, "mandarin,children"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, caring())
			given, err := queue.Decide(d.lobby, queue.Issue{Service: "legal", Needs: c.needs, Seed: queuetest.Seed()}, queue.Input{Actor: queue.System, Now: d.now})
			if err != nil {
				t.Fatal(err)
			}
			later := d.comes(queue.Issue{})
			set, err := queue.Decide(d.lobby, queue.SetNeeds{Ticket: later.ID, Needs: c.needs}, queue.Input{Actor: anna, Now: d.now})
			if err != nil {
				t.Fatal(err)
			}
			for how, decision := range map[string]*queue.Decision{"at issue": given, "later": set} {
				row := ""
				for _, p := range decision.Personal {
					row = p.Value
					// Local midnight: eight hours before that of Greenwich.
					if want := time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC); !p.EraseAfter.Equal(want) {
						t.Errorf("%s: it is erased after %v, want %v", how, p.EraseAfter, want)
					}
					if got := queue.ReadNeeds(p); len(got) == 0 {
						t.Errorf("%s: the row reads as no needs", how)
					}
				}
				if row != c.row {
					t.Errorf("%s: the row is %q, want %q", how, row, c.row)
				}
				for _, e := range decision.Data {
					raw, err := queue.EncodeData(e)
					if err != nil {
						t.Fatal(err)
					}
					for _, secret := range []string{"hearing", "wheelchair", "sight", "mandarin", "children"} {
						if strings.Contains(string(raw), secret) {
							t.Errorf("%s: the books tell %s: %s", how, secret, raw)
						}
					}
				}
			}
			d.do(queue.Issue{Service: "labour", Needs: c.needs, Seed: queuetest.Seed()})
			if got := d.lobby.Ticket(2); got.Low != c.low || got.Fetch != c.fetch || (got.Needs != 0) != (c.row != "") {
				t.Errorf("the ticket has low %v, fetch %v, row %d", got.Low, got.Fetch, got.Needs)
			}
		})
	}
	d := newHallDay(t, caring())
	d.refused(queue.Issue{Service: "legal", Needs: []queue.Need{"gold card"}, Seed: queuetest.Seed()}, queue.ErrBadValue)
}

func TestAWheelchairGoesToALowWindow(t *testing.T) {
	rules := caring()
	rules.Windows[1].Low = true // w2
	d := newHallDay(t, rules)
	d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
	first := d.comes(queue.Issue{})
	second := d.comes(queue.Issue{})
	d.do(queue.SetNeeds{Ticket: first.ID, Needs: []queue.Need{queue.NeedWheelchair}})
	d.do(queue.Next{Window: "w1"})
	if at := d.lobby.Window("w1").Ticket; at != second.ID {
		t.Errorf("the high window called ticket %d", at)
	}
	d.do(queue.Next{Window: "w2"})
	if at := d.lobby.Window("w2").Ticket; at != first.ID {
		t.Errorf("the low window called ticket %d", at)
	}
	d.do(queue.Undo{Window: "w2"})
	if !first.Low || first.Needs == 0 {
		t.Error("undoing the call forgot what the visitor needs")
	}
}

func TestNeedsSaidAfterACallOutliveItsUndoing(t *testing.T) {
	d := newHallDay(t, caring())
	d.do(queue.OpenWindow{Window: "w1"})
	v := d.comes(queue.Issue{})
	d.do(queue.Next{Window: "w1"}, queue.SetNeeds{Ticket: v.ID, Needs: []queue.Need{queue.NeedFetch}})
	if v.Fetching.IsZero() || !v.Until.IsZero() {
		t.Error("the call under way gave the desk no task")
	}
	d.do(queue.Undo{Window: "w1"})
	if v.State != queue.Waiting || !v.Fetch || !v.Fetching.IsZero() {
		t.Errorf("after undoing it is %s, fetch %v, fetching since %v", v.State, v.Fetch, v.Fetching)
	}
}

// TestFetch has a visitor called who asked to be fetched.
func TestFetch(t *testing.T) {
	next := moment{0, queue.Next{Window: "w1"}}
	fetched := moment{5 * time.Minute, queue.Fetched{Ticket: 1, Found: true}}
	for name, c := range map[string]struct {
		day  []moment
		want queue.State
		open bool // the task
	}{
		"each call is a task":                  {[]moment{next}, queue.Called, true},
		"not missed while somebody is sent":    {[]moment{next, {time.Hour, queue.Tick{}}}, queue.Called, true},
		"a second call asks nobody twice":      {[]moment{next, {time.Minute, queue.Recall{Window: "w1"}}}, queue.Called, true},
		"the seconds count from its end":       {[]moment{next, fetched, {59 * time.Second, queue.Tick{}}}, queue.Called, false},
		"and then it is missed":                {[]moment{next, fetched, {time.Minute, queue.Tick{}}}, queue.NoShow, false},
		"by key too":                           {[]moment{next, fetched, {0, queue.Pass{Window: "w1"}}}, queue.NoShow, false},
		"who is not found has missed it, too":  {[]moment{next, {0, queue.Fetched{Ticket: 1}}, {time.Minute, queue.Tick{}}}, queue.NoShow, false},
		"called again, fetched again":          {[]moment{next, fetched, {0, queue.Recall{Window: "w1"}}}, queue.Called, true},
		"start ends it":                        {[]moment{next, {0, queue.Start{Window: "w1"}}}, queue.Serving, false},
		"finish ends it":                       {[]moment{next, {0, queue.Finish{Window: "w1", Outcome: "answered"}}}, queue.Done, false},
		"putting aside ends it":                {[]moment{next, {0, queue.Hold{Window: "w1"}}}, queue.Held, false},
		"undoing the call ends it":             {[]moment{next, {0, queue.Undo{Window: "w1"}}}, queue.Waiting, false},
		"a number called back is fetched, too": {[]moment{next, {0, queue.Hold{Window: "w1"}}, {0, queue.Call{Window: "w1", Number: "A001"}}}, queue.Called, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, caring())
			d.do(queue.OpenWindow{Window: "w1"})
			d.comes(queue.Issue{Needs: []queue.Need{queue.NeedHearing, queue.NeedFetch}})
			for _, m := range c.day {
				d.now = d.now.Add(m.after)
				d.do(m.command)
			}
			if v := d.lobby.Ticket(1); v.State != c.want || v.Fetching.IsZero() == c.open {
				t.Fatalf("it is %s, fetched since %v", v.State, v.Fetching)
			}
			if n := len(d.lobby.Fetches()); n != map[bool]int{true: 1}[c.open] {
				t.Errorf("the desk has %d tasks", n)
			}
			if c.open {
				d.refused(queue.Pass{Window: "w1"}, queue.ErrBeingFetched)
			} else {
				d.refused(queue.Fetched{Ticket: 1}, queue.ErrBadState)
			}
		})
	}
}

func TestHelpCalls(t *testing.T) {
	d := newHallDay(t, caring())
	kiosk := queue.AskHelp{Kiosk: "main"}
	d.do(kiosk, kiosk, queue.AskHelp{Window: "w1"})
	calls := d.lobby.HelpCalls()
	if len(calls) != 2 || calls[0].Kiosk != "main" || calls[1].Window != "w1" {
		t.Fatalf("open are %+v", calls)
	}
	if calls[0].Unanswered(d.lobby.Rules(), d.now.Add(29*time.Second)) || !calls[0].Unanswered(d.lobby.Rules(), d.now.Add(30*time.Second)) {
		t.Error("after half a minute, not before, the visitor is told where else to go")
	}
	d.now = d.now.Add(10 * time.Second)
	d.do(queue.LeaveHelp{Help: 1}, queue.TakeHelp{Help: 1}, queue.LeaveHelp{Help: 1})
	if h := d.lobby.HelpCall(1); !h.Taken.IsZero() || h.Staff != "" || !h.Unanswered(d.lobby.Rules(), d.now.Add(time.Hour)) {
		t.Errorf("somebody can't come after all: %+v", h)
	}
	d.do(queue.TakeHelp{Help: 1}, queue.TakeHelp{Help: 1})
	if h := d.lobby.HelpCall(1); !h.Taken.Equal(d.now) || h.Unanswered(d.lobby.Rules(), d.now.Add(time.Hour)) {
		t.Errorf("it is %+v", h)
	}
	d.do(queue.EndHelp{Help: 2})
	d.refused(queue.EndHelp{Help: 2}, queue.ErrUnknownHelp)
	d.refused(queue.TakeHelp{Help: 2}, queue.ErrUnknownHelp)
	d.refused(queue.LeaveHelp{Help: 2}, queue.ErrUnknownHelp)
	d.refused(queue.AskHelp{Kiosk: "none"}, queue.ErrUnknownKiosk)
	d.refused(queue.AskHelp{}, queue.ErrBadValue)
	d.now = d.now.Add(10 * time.Minute)
	d.do(queue.Tick{})
	if e := d.last(queue.HelpOver); e.Data.(queue.HelpOverData) != (queue.HelpOverData{Help: 1, Why: "time"}) || e.Actor != queue.Clock {
		t.Errorf("what somebody forgot to close ended as %+v", e)
	}
	d.do(kiosk, queue.CloseDay{Day: "2026-11-24"})
	if len(d.lobby.HelpCalls()) != 0 {
		t.Error("a help call is open over night")
	}
}

func TestHelpIsTakenByStaffOnly(t *testing.T) {
	d := newHallDay(t, caring())
	d.do(queue.AskHelp{Kiosk: "main"})
	for _, c := range []queue.Command{queue.TakeHelp{Help: 1}, queue.LeaveHelp{Help: 1}, queue.EndHelp{Help: 1}} {
		_, err := queue.Decide(d.lobby, c, queue.Input{Actor: queue.Visitor, Now: d.now})
		wantCode(t, err, queue.ErrNotAllowed)
	}
	if _, err := queue.Decide(d.lobby, queue.EndHelp{Help: 1}, queue.Input{Actor: queue.ByKiosk("main"), Now: d.now}); err != nil {
		t.Errorf("whoever asked can't take it back: %v", err)
	}
}

// TestSteppingOutside (离开一会儿) has the first of two leave the hall while both wait.
func TestSteppingOutside(t *testing.T) {
	out := moment{5 * time.Minute, queue.StepOut{Ticket: 1, For: 10 * time.Minute}}
	for name, c := range map[string]struct {
		day    []moment
		state  queue.State
		called queue.TicketID // by the next key afterwards
		waited time.Duration  // of the first, as it counts
	}{
		"nobody calls who is outside":          {[]moment{out}, queue.Held, 2, 5 * time.Minute},
		"waiting goes on counting":             {[]moment{out, {4 * time.Minute, queue.Back{Ticket: 1}}}, queue.Waiting, 1, 9 * time.Minute},
		"not back before the time":             {[]moment{out, {599 * time.Second, queue.Tick{}}}, queue.Held, 2, 899 * time.Second},
		"back by itself when the time is over": {[]moment{out, {10 * time.Minute, queue.Tick{}}}, queue.Waiting, 1, 15 * time.Minute},
		"no time said is the longest":          {[]moment{{0, queue.StepOut{Ticket: 1}}, {899 * time.Second, queue.Tick{}}}, queue.Held, 2, 899 * time.Second},
		"leaving, and taking that back": {
			[]moment{out, {0, queue.Cancel{Ticket: 1}}, {time.Minute, queue.TakeBack{Ticket: 1}}}, queue.Held, 2, 6 * time.Minute,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, caring())
			d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
			v := d.comes(queue.Issue{})
			d.comes(queue.Issue{})
			for _, m := range c.day {
				d.now = d.now.Add(m.after)
				d.do(m.command)
			}
			if v.State != c.state || (v.State == queue.Held) != (v.HoldReason == queue.OutsideReason) {
				t.Fatalf("it is %s %q", v.State, v.HoldReason)
			}
			d.do(queue.Next{Window: "w1"})
			if at := d.lobby.Window("w1").Ticket; at != c.called {
				t.Errorf("next called ticket %d, want %d", at, c.called)
			}
			if v.State == queue.Held {
				d.do(queue.Call{Window: "w2", Number: "A001"})
				if v.Reason.Code != "was_outside" {
					t.Errorf("called because %s", v.Reason.Code)
				}
			}
			if got := time.Duration(v.Leg().WaitedS) * time.Second; got != c.waited {
				t.Errorf("it has waited %v, want %v", got, c.waited)
			}
		})
	}
	d := newHallDay(t, caring())
	d.do(queue.OpenWindow{Window: "w1"})
	d.comes(queue.Issue{})
	d.refused(queue.StepOut{Ticket: 1, For: 16 * time.Minute}, queue.ErrBadValue)
	d.refused(queue.Back{Ticket: 1}, queue.ErrBadState)
	d.refused(queue.StepOut{Ticket: 9}, queue.ErrUnknownTicket)
	d.do(queue.Next{Window: "w1"})
	d.refused(queue.StepOut{Ticket: 1}, queue.ErrBadState)
	d.refused(queue.Hold{Window: "w1", Reason: queue.OutsideReason}, queue.ErrBadValue)
	d.do(queue.Hold{Window: "w1"})
	d.refused(queue.Back{Ticket: 1}, queue.ErrBadState)
	plain := newHallDay(t, queuetest.Rules())
	plain.comes(queue.Issue{})
	plain.refused(queue.StepOut{Ticket: 1}, queue.ErrNotOffered)
}

// TestPostpone has one of a queue let others go first. A letter is a ticket, in the order
// in which they came, a minute apart; a capital letter has priority.
func TestPostpone(t *testing.T) {
	for name, c := range map[string]struct {
		come   string
		order  queue.OrderKind
		who    string
		places int
		before string // the order before, as calling would have it
		after  string
		code   queue.Code
	}{
		"one place":                             {"abcd", "", "a", 1, "abcd", "bacd", ""},
		"two places":                            {"abcd", "", "a", 2, "abcd", "bcad", ""},
		"from the middle":                       {"abcd", "", "b", 1, "abcd", "acbd", ""},
		"fewer behind: to the end":              {"abcd", "", "c", 3, "abcd", "abdc", ""},
		"nobody behind":                         {"abcd", "", "d", 1, "abcd", "", queue.ErrNobodyBehind},
		"alone":                                 {"a", "", "a", 1, "a", "", queue.ErrNobodyBehind},
		"across the classes, as they stand":     {"aBcd", "", "B", 1, "Bacd", "aBcd", ""},
		"across the classes, to the end":        {"aBcd", "", "B", 3, "Bacd", "acdB", ""},
		"an ordinary one lets priority go":      {"abcD", "", "a", 2, "abDc", "bDac", ""},
		"by strict classes among one's own":     {"aBCd", queue.OrderStrict, "B", 1, "BCad", "CBad", ""},
		"by strict classes not behind ordinary": {"aBCd", queue.OrderStrict, "C", 1, "BCad", "", queue.ErrNobodyBehind},
		"no more than the rules allow":          {"abcde", "", "a", 4, "abcde", "", queue.ErrBadValue},
		"none is no number":                     {"abcd", "", "a", 0, "abcd", "", queue.ErrBadValue},
	} {
		t.Run(name, func(t *testing.T) {
			rules := caring()
			rules.Policy.Order = c.order
			d := newHallDay(t, rules)
			tickets, letters := map[string]*queue.Ticket{}, map[queue.TicketID]string{}
			for letter := range strings.SplitSeq(c.come, "") {
				class := queue.ClassOrdinary
				if strings.ToUpper(letter) == letter {
					class = queue.ClassPriority
				}
				v := d.comes(queue.Issue{Class: class})
				tickets[letter], letters[v.ID] = v, letter
				d.now = d.now.Add(time.Minute)
			}
			order := func() (s string) {
				for _, v := range d.lobby.Candidates("w1", "anna", d.now, 99) {
					s += letters[v.ID]
				}
				return s
			}
			if got := order(); got != c.before {
				t.Fatalf("before, the order is %s, want %s", got, c.before)
			}
			v := tickets[c.who]
			asked := queue.Postpone{Ticket: v.ID, Places: c.places}
			if c.code != "" {
				d.refused(asked, c.code)
				return
			}
			ahead := d.lobby.Ahead(v, d.now)
			d.do(asked)
			if got := order(); got != c.after {
				t.Errorf("after, the order is %s, want %s", got, c.after)
			}
			if let := d.lobby.Ahead(v, d.now) - ahead; let != d.last(queue.Postponed).Data.(queue.PostponedData).Places {
				t.Errorf("%d more are ahead, the books say otherwise", let)
			}
		})
	}
}

func TestPostponeTwiceAtMostAndWaitingIsToldInFull(t *testing.T) {
	d := newHallDay(t, caring())
	d.do(queue.OpenWindow{Window: "w1"})
	v := d.comes(queue.Issue{})
	for range 3 {
		d.now = d.now.Add(time.Minute)
		d.comes(queue.Issue{})
	}
	asked := queue.Postpone{Ticket: v.ID, Places: 1}
	d.do(asked, asked)
	d.refused(asked, queue.ErrTooLate)
	d.now = d.now.Add(7 * time.Minute)
	d.do(queue.Call{Window: "w1", Number: v.Number})
	if got := v.Leg().WaitedS; got != 600 {
		t.Errorf("the visitor was here for 600 s, %d are told", got)
	}
	plain := newHallDay(t, queuetest.Rules())
	plain.comes(queue.Issue{})
	plain.refused(queue.Postpone{Ticket: 1, Places: 1}, queue.ErrNotOffered)
}

func TestWhoIsOverTheCeilingCanStillLetOthersGo(t *testing.T) {
	d := newHallDay(t, caring())
	v := d.comes(queue.Issue{})
	d.now = d.now.Add(2 * time.Hour)
	other := d.comes(queue.Issue{})
	d.now = d.now.Add(time.Minute)
	d.do(queue.Postpone{Ticket: v.ID, Places: 1})
	if list := d.lobby.Candidates("w1", "anna", d.now, 9); list[0] != other {
		t.Error("the other doesn't go first")
	}
}

func TestWalkIn(t *testing.T) {
	d := newHallDay(t, caring())
	d.refused(queue.WalkIn{Window: "w1", Seed: queuetest.Seed()}, queue.ErrWindowClosed)
	d.do(queue.OpenWindow{Window: "w1"})
	waits := d.comes(queue.Issue{})
	d.do(queue.WalkIn{Window: "w1", Service: "labour", Party: 3, Needs: []queue.Need{queue.NeedFetch}, Seed: queuetest.Seed()})
	v := d.lobby.Ticket(d.lobby.Window("w1").Ticket)
	if v == nil || v.State != queue.Serving || v.Number != "A002" || v.Service != "labour" || v.Party != 3 || v.Reason.Code != "walk_in" {
		t.Fatalf("in hand is %+v", v)
	}
	if !v.Fetching.IsZero() || v.Print.State != queue.PrintNone || v.Leg().WaitedS != 0 {
		t.Errorf("fetched since %v, paper %s, waited %d s", v.Fetching, v.Print.State, v.Leg().WaitedS)
	}
	var what []string
	for _, e := range d.events[len(d.events)-3:] {
		what = append(what, fmt.Sprintf("%s %d", e.Type, e.TicketOf()))
	}
	if got := strings.Join(what, ", "); got != "issued 2, called 2, started 2" {
		t.Errorf("the books say %s", got)
	}
	for c := range d.lobby.Calls() {
		t.Errorf("somebody who stands at the window is announced: %+v", c)
	}
	if waits.State != queue.Waiting {
		t.Error("whoever waits was called")
	}
	d.refused(queue.WalkIn{Window: "w1", Seed: queuetest.Seed()}, queue.ErrWindowBusy)
	d.do(queue.Finish{Window: "w1", Outcome: "answered"})
	d.refused(queue.WalkIn{Window: "w1", Service: "court", Seed: queuetest.Seed()}, queue.ErrNotServed)
	d.do(queue.WalkIn{Window: "w1", Kiosk: "main", Seed: queuetest.Seed()})
	if v := d.lobby.Ticket(3); v.Service != "legal" || v.Print.State != queue.PrintQueued {
		t.Errorf("of %s, its paper is %s: want the window's first service, and paper as asked", v.Service, v.Print.State)
	}
}

// TestNeedsAreKnownForADay carries a visitor over to the next day: what they need is asked
// anew then.
func TestNeedsAreKnownForADay(t *testing.T) {
	d := newHallDay(t, caring())
	ticket := d.comes(queue.Issue{Service: "court", Needs: []queue.Need{queue.NeedWheelchair, queue.NeedFetch}})
	if !ticket.Low || !ticket.Fetch || ticket.Needs == 0 {
		t.Fatalf("taken down: %+v", ticket.Visit)
	}
	d.now = d.now.Add(24 * time.Hour)
	d.do(queue.CloseDay{Day: "2026-11-24"})
	if ticket.State != queue.Waiting || ticket.Low || ticket.Fetch || ticket.Needs != 0 {
		t.Errorf("on the next day it is %s and %+v", ticket.State, ticket.Visit)
	}
}

// TestASideOfASessionIsFetched calls two sides together, one of which is to be fetched: the
// desk has a task, and nobody is missed by themselves once it ends.
func TestASideOfASessionIsFetched(t *testing.T) {
	rules := caring()
	rules.Services[2].Sides = []queue.SideRule{{ID: "applicant"}, {ID: "respondent"}} // mediation
	d := newHallDay(t, rules)
	d.do(queue.OpenWindow{Window: "w3"})
	lead := d.comes(queue.Issue{Service: "mediation"})
	follows := d.comes(queue.Issue{Service: "mediation", Needs: []queue.Need{queue.NeedFetch}})
	d.do(queue.GatherSession{Window: "w3", Service: "mediation", Numbers: []string{lead.Number, follows.Number}, Seed: queuetest.Seed()})
	d.do(queue.CallSession{Window: "w3", Session: lead.Session})
	if list := d.lobby.Fetches(); len(list) != 1 || list[0] != follows || follows.Place() != "w3" {
		t.Fatalf("the desk is to fetch %d", len(list))
	}
	d.do(queue.Fetched{Ticket: follows.ID, Found: true})
	d.now = d.now.Add(10 * time.Second)
	d.do(queue.Tick{})
	if len(d.lobby.Fetches()) != 0 || !follows.Until.IsZero() || follows.Stands() != queue.Called {
		t.Errorf("after that it is %s until %v", follows.Stands(), follows.Until)
	}
}
