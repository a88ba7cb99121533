package queue_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// hearings are rules by which the court and the mediation hold sessions: sides check in from
// an hour before to half an hour after the time.
func hearings() *queue.Rules {
	r := passing()
	sides := []queue.SideRule{
		{ID: "applicant", Name: queue.Text{"zh": "申请人", "en": "Applicant"}},
		{ID: "respondent", Name: queue.Text{"zh": "被申请人", "en": "Respondent"}, Wait: queue.Text{"zh": "东侧等候区", "en": "the east side"}},
		{ID: "witness", Name: queue.Text{"zh": "证人", "en": "Witness"}},
	}
	r.Services[2].Sides, r.Services[3].Sides = sides, sides
	r.Policy.Sessions = &queue.Margin{EarlyS: 3600, LateS: 1800}
	return r
}

// hearing is a session at a time with sides of these roles, the third as a remote witness.
func hearing(key string, at time.Time, roles ...queue.SideID) queue.PlannedSession {
	p := queue.PlannedSession{Key: key, At: at, Service: "court", Room: "court"}
	for _, r := range roles {
		p.Sides = append(p.Sides, queue.PlannedSide{Role: r, Heads: 1, Remote: r == "witness"})
	}
	return p
}

// courtDay is a day with a hearing at 9:30 of applicant, respondent and remote witness, the
// court's window open; it is 9:00.
func courtDay(t *testing.T) (*hallDay, queue.SessionID) {
	t.Helper()
	d := newHallDay(t, hearings())
	d.do(queue.OpenWindow{Window: "court"})
	d.do(queue.PlanSessions{Sessions: []queue.PlannedSession{
		hearing("7", d.now.Add(30*time.Minute), "applicant", "respondent", "witness"),
	}, Seed: queuetest.Seed()})
	return d, 1
}

// both has the applicant (ticket 1) and the respondent (ticket 2) check in.
func both(t *testing.T) (*hallDay, queue.SessionID) {
	t.Helper()
	d, id := courtDay(t)
	d.do(queue.CheckIn{Session: id, Side: 1, Seed: queuetest.Seed()}, queue.CheckIn{Session: id, Side: 2, Seed: queuetest.Seed()})
	return d, id
}

func TestSidesWaitForTheirSessionOutsideTheOrder(t *testing.T) {
	d, id := both(t)
	for n := queue.TicketID(1); n <= 2; n++ {
		if got := d.lobby.Ticket(n); got.State != queue.Held || got.HoldReason != queue.HeldSession || got.Session != id || !got.Until.IsZero() {
			t.Errorf("ticket %d: %s %s until %v", n, got.State, got.HoldReason, got.Until)
		}
	}
	d.do(queue.Next{Window: "court"})
	if w := d.lobby.Window("court"); w.Ticket != 0 {
		t.Errorf("the next key called ticket %d", w.Ticket)
	}
	d.refused(queue.Call{Window: "court", Number: "H001"}, queue.ErrInSession)
	d.now = d.now.Add(5 * time.Hour)
	d.do(queue.Tick{})
	if s := d.lobby.Ticket(1).State; s != queue.Held {
		t.Errorf("hours later it is %s", s)
	}
}

func TestASessionIsReadySinceTheLastSideWasThere(t *testing.T) {
	d, id := both(t)
	if !d.lobby.Session(id).Ready.IsZero() {
		t.Error("it is ready without its remote witness")
	}
	d.now = d.now.Add(5 * time.Minute)
	d.do(queue.MarkSide{Session: id, Side: 3, State: queue.SideConnected})
	if got := d.lobby.Session(id); !got.Ready.Equal(d.now) || got.Count(queue.SideHere) != 2 || got.Count(queue.SideConnected) != 1 {
		t.Errorf("%+v", got)
	}
	d.do(queue.Cancel{Ticket: 2})
	if got := d.lobby.Session(id); !got.Ready.IsZero() || got.Sides[1].State != queue.SideExpected {
		t.Errorf("after the respondent left: %+v", got)
	}
}

// TestCheckIn has the applicant of a hearing at 9:30 come to the kiosk and to the desk.
func TestCheckIn(t *testing.T) {
	for name, c := range map[string]struct {
		comes time.Duration // after 9:30
		actor queue.Actor
		code  queue.Code // of the refusal
	}{
		"early at the kiosk":             {-61 * time.Minute, queue.ByKiosk("main"), queue.ErrTooEarly},
		"within the margin":              {-60 * time.Minute, queue.ByKiosk("main"), ""},
		"late within the margin":         {30 * time.Minute, queue.ByKiosk("main"), ""},
		"late at the kiosk":              {31 * time.Minute, queue.ByKiosk("main"), queue.ErrTooLate},
		"the desk lets the early one in": {-2 * time.Hour, queue.ByStaff("boss"), ""},
		"and the late one":               {2 * time.Hour, queue.ByStaff("boss"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, hearings())
			at := d.now.Add(150 * time.Minute)
			d.do(queue.PlanSessions{Sessions: []queue.PlannedSession{hearing("7", at, "applicant", "respondent")}})
			in := queue.Input{Actor: c.actor, Now: at.Add(c.comes)}
			decision, err := queue.Decide(d.lobby, queue.CheckIn{Session: 1, Side: 1, Seed: queuetest.Seed()}, in)
			if c.code != "" {
				if !errors.Is(err, &queue.Error{Code: c.code}) {
					t.Fatalf("%v, want %s", err, c.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			events := decision.Events(d.lobby, in)
			if got := typesOf(events); !slices.Equal(got, []queue.Type{queue.Issued, queue.SessionJoined}) {
				t.Fatalf("%v", got)
			}
			if j := events[1].Data.(queue.SessionJoinedData); j.OffS != int64(c.comes/time.Second) || j.Role != "applicant" || j.Session != 1 {
				t.Errorf("%+v", j)
			}
		})
	}
}

func TestASideChecksInOnce(t *testing.T) {
	d, id := both(t)
	d.refused(queue.CheckIn{Session: id, Side: 1, Seed: queuetest.Seed()}, queue.ErrBadState)
	d.refused(queue.MarkSide{Session: id, Side: 1, State: queue.SideAbsent}, queue.ErrBadState)
	d.refused(queue.CheckIn{Session: id, Side: 4, Seed: queuetest.Seed()}, queue.ErrBadValue)
	d.refused(queue.CheckIn{Session: 9, Side: 1, Seed: queuetest.Seed()}, queue.ErrUnknownSession)
	d.do(queue.Cancel{Ticket: 1}, queue.CheckIn{Session: id, Side: 1, Seed: queuetest.Seed()})
	if got := d.lobby.Session(id).Sides[0]; got.Ticket != 3 || got.State != queue.SideHere {
		t.Errorf("after leaving and coming back: %+v", got)
	}
	d.do(queue.TakeBack{Ticket: 1}) // the old number has no session any more
	if s := d.lobby.Ticket(1).State; s != queue.Waiting {
		t.Errorf("the old number is %s", s)
	}
}

// TestASessionIsCalledAsOne calls all who are there by one decision, and follows what becomes
// of them when something happens to the lead.
func TestASessionIsCalledAsOne(t *testing.T) {
	type stand struct {
		lead, other queue.State
		as          queue.State
		session     queue.SessionState
	}
	at := func(c queue.Command) moment { return moment{0, c} }
	for name, c := range map[string]struct {
		then []moment
		want stand
	}{
		"called":           {nil, stand{queue.Called, queue.Held, queue.Called, queue.SessionCalled}},
		"called again":     {[]moment{at(queue.Recall{Window: "court"})}, stand{queue.Called, queue.Held, queue.Called, queue.SessionCalled}},
		"begun":            {[]moment{at(queue.Start{Window: "court"})}, stand{queue.Serving, queue.Held, queue.Serving, queue.SessionCalled}},
		"finished":         {[]moment{at(queue.Start{Window: "court"}), at(queue.Finish{Window: "court", Outcome: "concluded"})}, stand{queue.Done, queue.Done, "", queue.SessionOver}},
		"missed":           {[]moment{at(queue.Pass{Window: "court"})}, stand{queue.NoShow, queue.Held, "", queue.SessionPlanned}},
		"missed by itself": {[]moment{at(queue.Recall{Window: "court"}), {10 * time.Minute, queue.Tick{}}}, stand{queue.NoShow, queue.Held, "", queue.SessionPlanned}},
		"put aside":        {[]moment{at(queue.Hold{Window: "court", Reason: "papers"})}, stand{queue.Held, queue.Held, "", queue.SessionPlanned}},
		"put aside too long": {
			[]moment{at(queue.Hold{Window: "court", Reason: "papers", For: time.Minute}), {time.Minute, queue.Tick{}}},
			stand{queue.Held, queue.Held, "", queue.SessionPlanned},
		},
		"the lead leaves":   {[]moment{at(queue.Cancel{Ticket: 1})}, stand{queue.Cancelled, queue.Held, "", queue.SessionPlanned}},
		"sent on":           {[]moment{at(queue.Transfer{Window: "court", Service: "legal"})}, stand{queue.Waiting, queue.Waiting, "", queue.SessionOver}},
		"the other leaves":  {[]moment{at(queue.Cancel{Ticket: 2})}, stand{queue.Called, queue.Cancelled, "", queue.SessionCalled}},
		"missed and back":   {[]moment{at(queue.Pass{Window: "court"}), at(queue.Return{Number: "H001"})}, stand{queue.Held, queue.Held, "", queue.SessionPlanned}},
		"left and back":     {[]moment{at(queue.Cancel{Ticket: 1}), at(queue.TakeBack{Ticket: 1})}, stand{queue.Held, queue.Held, "", queue.SessionPlanned}},
		"the other is back": {[]moment{at(queue.Cancel{Ticket: 2}), at(queue.TakeBack{Ticket: 2})}, stand{queue.Called, queue.Held, queue.Called, queue.SessionCalled}},
		"put aside and called again": {
			[]moment{at(queue.Hold{Window: "court", Reason: "papers"}), at(queue.CallSession{Window: "court", Session: 1})},
			stand{queue.Called, queue.Held, queue.Called, queue.SessionCalled},
		},
		"the day ends":         {[]moment{at(queue.CloseDay{Day: "2026-11-24"})}, stand{queue.Lapsed, queue.Lapsed, "", ""}},
		"the day ends in room": {[]moment{at(queue.Start{Window: "court"}), at(queue.CloseDay{Day: "2026-11-24"})}, stand{queue.Serving, queue.Held, queue.Serving, queue.SessionCalled}},
	} {
		t.Run(name, func(t *testing.T) {
			d, id := both(t)
			d.now = d.now.Add(35 * time.Minute)
			d.do(queue.CallSession{Window: "court", Session: id})
			for _, m := range c.then {
				d.now = d.now.Add(m.after)
				d.do(m.command)
			}
			lead, other := d.lobby.Ticket(1), d.lobby.Ticket(2)
			got := stand{lead.State, other.State, other.As, ""}
			if s := d.lobby.Session(id); s != nil {
				got.session = s.State
			}
			if got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
			if following := other.With == 1; following != (other.As != "") {
				t.Errorf("it follows ticket %d as %q", other.With, other.As)
			}
			a, b := lead.Leg(), other.Leg()
			if c.want.lead == queue.Done && (a.Called != b.Called || a.Started != b.Started || a.Ended != b.Ended || a.Window != b.Window) {
				t.Errorf("their legs differ: %+v, %+v", a, b)
			}
		})
	}
}

func TestASessionsCallIsAnnouncedForEachSide(t *testing.T) {
	d, id := both(t)
	before := len(d.events)
	d.do(queue.CallSession{Window: "court", Session: id})
	var numbers []string
	for c := range d.lobby.Calls() {
		numbers = append(numbers, c.Number)
		if c.Window != "court" || !c.At.Equal(d.now) {
			t.Errorf("%+v", c)
		}
	}
	if !slices.Equal(numbers, []string{"H002", "H001"}) {
		t.Errorf("the screens show %v", numbers)
	}
	if got := typesOf(d.events[before:]); !slices.Equal(got, []queue.Type{queue.TicketCalled, queue.TicketCalled, queue.SessionCall}) {
		t.Errorf("%v", got)
	}
	call := d.events[len(d.events)-1].Data.(queue.SessionCallData)
	if call.Lead != 1 || call.Called != 2 || call.Missing != 1 || call.OffS != -1800 {
		t.Errorf("%+v", call)
	}
	if w := d.lobby.Window("court"); w.Ticket != 1 {
		t.Errorf("in hand is ticket %d", w.Ticket)
	}
	d.refused(queue.CallSession{Window: "court", Session: id}, queue.ErrWindowBusy)
}

func TestTheOutcomeIsSaidOnce(t *testing.T) {
	d, id := both(t)
	d.do(queue.CallSession{Window: "court", Session: id}, queue.Finish{Window: "court", Outcome: "concluded"})
	if o := d.lobby.Ticket(1).Outcome; o != "concluded" {
		t.Errorf("the lead's is %q", o)
	}
	if o := d.lobby.Ticket(2); o.Outcome != "" || o.Leg().End != "with_lead" {
		t.Errorf("the other's is %q, its leg ended %q", o.Outcome, o.Leg().End)
	}
	end := d.events[len(d.events)-1].Data.(queue.SessionEndData)
	if end.Why != "finished" || end.Here != 2 || end.Missing != 1 {
		t.Errorf("%+v", end)
	}
}

func TestASessionIsLearntAsOneVisit(t *testing.T) {
	var learnt []int64
	for _, sides := range []int{1, 2} {
		d, id := courtDay(t)
		for range 20 {
			for n := 1; n <= sides; n++ {
				d.do(queue.CheckIn{Session: id, Side: n, Seed: queuetest.Seed()})
			}
			d.do(queue.CallSession{Window: "court", Session: id}, queue.Start{Window: "court"})
			d.now = d.now.Add(time.Minute)
			d.do(queue.Finish{Window: "court", Outcome: "answered"})
			d.do(queue.PlanSessions{Sessions: []queue.PlannedSession{hearing("", d.now, "applicant", "respondent")}})
			id++
			if _, ok := d.lobby.VisitS("court"); ok {
				break
			}
		}
		s, ok := d.lobby.VisitS("court")
		if !ok {
			t.Fatalf("after twenty sessions of %d nothing is learnt", sides)
		}
		learnt = append(learnt, s, int64(id))
	}
	if learnt[0] != learnt[2] || learnt[1] != learnt[3] {
		t.Errorf("with one side and with two: %v", learnt)
	}
}

func TestWhoComesEarlyDoesntWaitForTheHouse(t *testing.T) {
	d, id := both(t) // at 9:00
	d.now = d.now.Add(40 * time.Minute)
	d.do(queue.CallSession{Window: "court", Session: id})
	for n := queue.TicketID(1); n <= 2; n++ {
		if got := d.lobby.Ticket(n).Leg().WaitedS; got != 600 {
			t.Errorf("ticket %d waited %d s, want 600: since 9:30", n, got)
		}
	}
}

func TestALateSideIsCalledAtOnce(t *testing.T) {
	d, id := courtDay(t)
	d.do(queue.CheckIn{Session: id, Side: 1, Seed: queuetest.Seed()})
	d.refused(queue.CallSession{Window: "court", Session: 2}, queue.ErrUnknownSession)
	d.do(queue.CallSession{Window: "court", Session: id}, queue.CheckIn{Session: id, Side: 2, Seed: queuetest.Seed()})
	if got := d.lobby.Ticket(2); got.With != 1 || got.As != queue.Called || got.Leg().Window != "court" {
		t.Errorf("it follows %d as %q to %q", got.With, got.As, got.Leg().Window)
	}
	d.refused(queue.Undo{Window: "court"}, queue.ErrTooLate) // who has joined since isn't left behind
	d.do(queue.Finish{Window: "court", Outcome: "answered"})
	if s := d.lobby.Ticket(2).State; s != queue.Done {
		t.Errorf("at the end it is %s", s)
	}
}

func TestNobodyThereIsNoSession(t *testing.T) {
	d, id := courtDay(t)
	d.refused(queue.CallSession{Window: "court", Session: id}, queue.ErrBadState)
	d.do(queue.OpenWindow{Window: "w1"}, queue.CheckIn{Session: id, Side: 1, Seed: queuetest.Seed()})
	d.refused(queue.CallSession{Window: "w1", Session: id}, queue.ErrNotServed)
	if list := d.lobby.SessionsFor("court"); len(list) != 1 || list[0].ID != id {
		t.Errorf("the court may call %v", list)
	}
}

// TestUndoOfASession takes the act back for all sides and for the session, exactly.
func TestUndoOfASession(t *testing.T) {
	for name, act := range map[string][]queue.Command{
		"the call":       {queue.CallSession{Window: "court", Session: 1}},
		"and a recall":   {queue.CallSession{Window: "court", Session: 1}, queue.Recall{Window: "court"}},
		"a missed call":  {queue.Pass{Window: "court"}},
		"putting aside":  {queue.Hold{Window: "court", Reason: "papers"}},
		"the end":        {queue.Finish{Window: "court", Outcome: "concluded"}},
		"sending on":     {queue.Transfer{Window: "court", Service: "legal"}},
		"the end, begun": {queue.Start{Window: "court"}, queue.Finish{Window: "court", Outcome: "concluded"}},
	} {
		t.Run(name, func(t *testing.T) {
			d, id := both(t)
			d.do(queue.MarkSide{Session: id, Side: 3, State: queue.SideConnected})
			if _, calls := act[0].(queue.CallSession); !calls {
				d.do(queue.CallSession{Window: "court", Session: id})
			}
			if _, starts := act[0].(queue.Start); starts {
				d.do(act[0])
				act = act[1:]
			}
			stands := func() [3]string {
				s := d.lobby.Session(id).Clone()
				s.Prior = nil
				return [3]string{bare(t, d.lobby.Ticket(1)), bare(t, d.lobby.Ticket(2)), jsonOf(t, s)}
			}
			before := stands()
			d.now = d.now.Add(time.Minute)
			d.do(act...)
			d.now = d.now.Add(time.Minute)
			d.do(queue.Undo{Window: "court"})
			if after := stands(); after != before {
				t.Errorf("before\n%s\nafter\n%s", before, after)
			}
		})
	}
}

func TestGathering(t *testing.T) {
	d := newHallDay(t, hearings())
	for _, w := range []queue.WindowID{"w1", "w3"} {
		d.do(queue.OpenWindow{Window: w})
	}
	for _, s := range []queue.ServiceID{"mediation", "legal", "mediation", "mediation"} {
		d.do(queue.Issue{Service: s, Seed: queuetest.Seed()})
	}
	d.now = d.now.Add(10 * time.Minute)
	d.do(queue.Next{Window: "w3"}) // A001 is with the mediator, and says that A002 is the other side
	gather := queue.GatherSession{Window: "w3", Numbers: []string{"A001", "A002"}, Seed: queuetest.Seed()}
	d.refused(queue.GatherSession{Window: "w3", Numbers: []string{"A001"}}, queue.ErrBadValue)
	d.refused(queue.GatherSession{Window: "w3", Numbers: []string{"A001", "A001"}}, queue.ErrBadValue)
	d.refused(queue.GatherSession{Window: "w1", Numbers: gather.Numbers}, queue.ErrNotServed)
	d.do(gather)
	s := d.lobby.Session(1)
	if !s.Spot || s.Service != "mediation" || s.Room != "w3" || s.Sides[0].Role != "applicant" || s.Sides[1].Role != "respondent" || s.Ready.IsZero() {
		t.Fatalf("%+v", s)
	}
	d.refused(gather, queue.ErrInSession)
	d.do(queue.CallSession{Window: "w3", Session: 1})
	a, b := d.lobby.Ticket(1), d.lobby.Ticket(2)
	if a.State != queue.Called || b.With != 1 || b.Service != "mediation" || len(b.Legs) != 2 {
		t.Errorf("%+v\n%+v", a, b)
	}
	if b.CreditUS != (10 * time.Minute).Microseconds() {
		t.Errorf("the waiting it had is lost: %d µs", b.CreditUS)
	}
}

func TestACancelledSessionLeavesItsSidesInTheOrder(t *testing.T) {
	d, id := both(t)
	d.do(queue.CancelSession{Session: id})
	for n := queue.TicketID(1); n <= 2; n++ {
		if s := d.lobby.Ticket(n).State; s != queue.Waiting {
			t.Errorf("ticket %d is %s", n, s)
		}
	}
	d.refused(queue.CheckIn{Session: id, Side: 3, Seed: queuetest.Seed()}, queue.ErrTooLate)
	d.do(queue.Next{Window: "court"})
	if s := d.lobby.Ticket(1).State; s != queue.Called {
		t.Errorf("the next key: %s", s)
	}
}

// TestSendingASessionOnCountsOnce sends two sides on with an outcome: it counts once, each keeps
// its own plan, and both come back where that was asked.
func TestSendingASessionOnCountsOnce(t *testing.T) {
	rules := hearings()
	rules.Outcomes[0].Field = queue.FieldReferred
	rules.Bundles = journeys().Bundles
	d := newHallDay(t, rules)
	d.do(queue.OpenWindow{Window: "w3"}, queue.Issue{Service: "mediation", Seed: queuetest.Seed()}, queue.Issue{Bundle: "wages", Seed: queuetest.Seed()})
	d.do(queue.GatherSession{Window: "w3", Numbers: []string{"A001", "A002"}, Seed: queuetest.Seed()}, queue.CallSession{Window: "w3", Session: 1})
	d.do(queue.Transfer{Window: "w3", Service: "labour", Back: true, Outcome: "answered", Details: queue.Details{ReferredTo: "the office next door"}})
	lead, other := d.lobby.Ticket(1), d.lobby.Ticket(2)
	if got := way(lead); got != "mediation answered; labour; waiting > mediation@w3" {
		t.Errorf("the lead's way is %s", got)
	}
	if got := way(other); got != "legal transferred; mediation transferred; labour; waiting > mediation@w3 > court" {
		t.Errorf("the other's way is %s", got)
	}
	if leg := other.Legs[1]; leg.Counts != "" {
		t.Errorf("the other's leg counts to %q", leg.Counts)
	}
	for _, e := range d.events {
		if sent, ok := e.Data.(queue.TransferredData); ok && sent.Ticket == other.ID && (sent.Outcome != "" || sent.Ended != queue.Ended{}) {
			t.Errorf("the outcome is said again: %+v", sent)
		}
	}
}

func TestASideThatIsHeardDoesntLeaveByTheTicket(t *testing.T) {
	d, id := both(t)
	d.do(queue.CallSession{Window: "court", Session: id}, queue.Start{Window: "court"})
	d.refused(queue.Cancel{Ticket: 1}, queue.ErrBadState)
	d.refused(queue.Cancel{Ticket: 2}, queue.ErrBadState)
}
