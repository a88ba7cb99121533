package queue_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// legalAsks is a hall in which window 1 (legal aid) has A001 in hand and asks window 2 and the
// court, to meet in the mediation room. Window 2 is open, the court and the room are closed.
func legalAsks(t *testing.T, more ...queue.Command) *hallDay {
	t.Helper()
	d := newHallDay(t, queuetest.Rules())
	d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
	d.do(queue.Issue{Service: "legal", Seed: queuetest.Seed()}, queue.Next{Window: "w1"})
	d.do(queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "w2"}, {Window: "court", Staff: "xiao"}}, Room: "w3"})
	d.do(more...)
	return d
}

func yes(w queue.WindowID) queue.Command {
	return queue.AnswerConsultation{Window: w, Accept: true}
}

func no(w queue.WindowID) queue.Command { return queue.AnswerConsultation{Window: w} }

// stands is how a window stands, as far as a consultation must give it back.
func (d *hallDay) stands(id queue.WindowID) queue.Window {
	w := *d.lobby.Window(id)
	w.Changed, w.Last = time.Time{}, queue.LastAct{}
	return w
}

// TestJointConsultation (联合会商) is the whole way: called together, answered, begun, one outcome.
func TestJointConsultation(t *testing.T) {
	d := legalAsks(t)
	before := map[queue.WindowID]queue.Window{}
	for _, id := range []queue.WindowID{"w2", "w3", "court"} {
		before[id] = d.stands(id)
	}
	d.do(yes("w2"), yes("court"), queue.BeginConsultation{Window: "w1"})
	ticket := d.lobby.Ticket(1)
	if ticket.State != queue.Serving || ticket.Window != "w1" || ticket.Place() != "w3" || !ticket.Joint {
		t.Errorf("the ticket is %s at %s, called to %s", ticket.State, ticket.Window, ticket.Place())
	}
	calls := 0
	for a := range d.lobby.Calls() {
		if a.Joint {
			calls++
			if a.Window != "w3" || a.Number != "A001" {
				t.Errorf("announced: %+v", a)
			}
		}
	}
	if calls != 1 {
		t.Errorf("%d announcements of the consultation, want one", calls)
	}
	for id := range before {
		if w := d.stands(id); w.State != queue.WindowPaused || w.Reason != "consultation" || w.Ticket != 0 {
			t.Errorf("%s is %+v", id, w)
		}
	}
	d.now = d.now.Add(20 * time.Minute)
	d.do(queue.Finish{Window: "w1", Outcome: "concluded"})
	for id, want := range before {
		if w := d.stands(id); w != want {
			t.Errorf("%s is %+v, it was %+v", id, w, want)
		}
	}
	last := d.events[len(d.events)-1]
	want := queue.ConsultationOverData{
		OnTicket: queue.OnTicket{Ticket: 1}, Consultation: 1, Lead: "w1", Department: "law", Posts: []queue.WindowID{"w2", "court"}, Room: "w3",
		Began: d.now.Add(-20 * time.Minute), Why: "finished", Outcome: "concluded",
	}
	if !reflect.DeepEqual(last.Data, want) {
		t.Errorf("the record is %+v, want %+v", last.Data, want)
	}
	if len(d.lobby.Consultations()) != 0 || ticket.Joint || ticket.Place() != "" {
		t.Errorf("it goes on: %+v, %+v", d.lobby.Consultations(), ticket.Visit)
	}
}

// TestBeginningAConsultation is all or nothing: everybody who comes is free, or nobody is kept.
func TestBeginningAConsultation(t *testing.T) {
	second := queue.Issue{Service: "legal", Seed: queue.Seed{9, 12: 7}}
	for name, c := range map[string]struct {
		day  []queue.Command
		code queue.Code
		busy string
	}{
		"all have said yes":               {[]queue.Command{yes("w2"), yes("court")}, "", ""},
		"one comes, one declined":         {[]queue.Command{yes("w2"), no("court")}, "", ""},
		"who hasn't answered is left out": {[]queue.Command{yes("court")}, "", ""},
		"nobody has said yes":             {[]queue.Command{no("w2")}, queue.ErrNobodyAccepted, ""},
		"a yes taken back":                {[]queue.Command{yes("w2"), no("w2")}, queue.ErrNobodyAccepted, ""},
		"one who comes has a visitor":     {[]queue.Command{yes("w2"), yes("court"), second, queue.Next{Window: "w2"}}, queue.ErrPostsBusy, "w2"},
		"one who declined has a visitor":  {[]queue.Command{no("w2"), yes("court"), second, queue.Next{Window: "w2"}}, "", ""},
		"the room and a post are taken": {
			[]queue.Command{
				yes("w2"), yes("court"), second,
				queue.Next{Window: "w2"},
				queue.OpenWindow{Window: "w3"},
				queue.Issue{Service: "mediation", Seed: queue.Seed{8, 12: 9}},
				queue.Next{Window: "w3"},
			},
			queue.ErrPostsBusy, "w2,w3",
		},
		"called off":    {[]queue.Command{yes("w2"), queue.WithdrawConsultation{Window: "w1"}}, queue.ErrNoConsultation, ""},
		"begun already": {[]queue.Command{yes("w2"), queue.BeginConsultation{Window: "w1"}}, queue.ErrInConsultation, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := legalAsks(t, c.day...)
			before, err := d.lobby.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			if c.code == "" {
				d.do(queue.BeginConsultation{Window: "w1"})
				return
			}
			_, err = queue.Decide(d.lobby, queue.BeginConsultation{Window: "w1"}, queue.Input{Actor: queue.System, Now: d.now})
			refusal, ok := errors.AsType[*queue.Error](err)
			if !ok || refusal.Code != c.code || refusal.Args["windows"] != c.busy {
				t.Errorf("%v, want %s naming %q", err, c.code, c.busy)
			}
			after, err := d.lobby.Snapshot()
			if err != nil || string(after) != string(before) {
				t.Errorf("a refusal changed something: %v", err)
			}
		})
	}
}

// TestOnePostInOneConsultation has two leads ask for the same post.
func TestOnePostInOneConsultation(t *testing.T) {
	d := newHallDay(t, queuetest.Rules())
	for _, w := range []queue.WindowID{"w1", "w2", "court"} {
		d.do(queue.OpenWindow{Window: w})
	}
	d.do(queue.Issue{Service: "legal", Seed: queuetest.Seed()}, queue.Issue{Service: "legal", Seed: queue.Seed{9, 12: 7}})
	d.do(queue.Next{Window: "w1"}, queue.Next{Window: "w2"})
	d.do(queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "court"}}}, queue.Consult{Window: "w2", Posts: []queue.Invitation{{Window: "court"}}})
	if n := len(d.lobby.InvitedTo("court")); n != 2 {
		t.Fatalf("%d invitations at the court", n)
	}
	d.do(yes("court"), yes("court"), queue.BeginConsultation{Window: "w2"}) // the oldest first, then the other
	d.refused(queue.BeginConsultation{Window: "w1"}, queue.ErrPostsBusy)
	d.do(queue.Finish{Window: "w2", Outcome: "answered"}, queue.BeginConsultation{Window: "w1"})
}

// TestInAConsultationNobodyIsCalledElsewhere tries what a post can't do meanwhile.
func TestInAConsultationNobodyIsCalledElsewhere(t *testing.T) {
	for name, c := range map[string]queue.Command{
		"call the next":     queue.Next{Window: "w2"},
		"call a number":     queue.Call{Window: "w2", Number: "A003"},
		"open":              queue.OpenWindow{Window: "w2"},
		"close":             queue.CloseWindow{Window: "w2"},
		"pause":             queue.PauseWindow{Window: "w2", Reason: "break"},
		"undo its last act": queue.Undo{Window: "w2"},
		"open the room":     queue.OpenWindow{Window: "w3"},
		"lead a second one": queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "court"}}},
		"call it off":       queue.WithdrawConsultation{Window: "w1"},
	} {
		t.Run(name, func(t *testing.T) {
			d := legalAsks(t, queue.Issue{Service: "legal", Seed: queue.Seed{9, 12: 7}}, queue.Issue{Service: "legal", Seed: queue.Seed{9, 12: 8}},
				queue.Next{Window: "w2"}, queue.Finish{Window: "w2", Outcome: "answered"}, yes("w2"), queue.BeginConsultation{Window: "w1"})
			d.refused(c, queue.ErrInConsultation)
		})
	}
}

// TestEveryEndOfAConsultationFreesItsWindows lets go of the lead's ticket in all ways there are.
func TestEveryEndOfAConsultationFreesItsWindows(t *testing.T) {
	at := func(c queue.Command) []moment { return []moment{{0, c}} }
	begin := queue.BeginConsultation{Window: "w1"}
	for name, c := range map[string]struct {
		begun bool
		day   []moment
		why   string
	}{
		"finished":  {true, at(queue.Finish{Window: "w1", Outcome: "answered"}), "finished"},
		"sent on":   {true, at(queue.Transfer{Window: "w1", Service: "labour"}), "transferred"},
		"put aside": {true, at(queue.Hold{Window: "w1"}), "held"},
		"finished, with another service to come": {true, []moment{
			{0, queue.Plan{Window: "w1", Steps: []queue.ServiceID{"labour"}}}, {0, queue.Finish{Window: "w1", Outcome: "answered"}},
		}, "finished"},
		"finished before it began":        {false, at(queue.Finish{Window: "w1", Outcome: "answered"}), "finished"},
		"called off":                      {false, at(queue.WithdrawConsultation{Window: "w1"}), "withdrawn"},
		"the visitor leaves":              {false, at(queue.Cancel{Ticket: 1}), "cancelled"},
		"the visitor doesn't come":        {false, at(queue.Pass{Window: "w1"}), "passed"},
		"the call is undone":              {false, at(queue.Undo{Window: "w1"}), "undone"},
		"the day closes on who is called": {false, at(queue.CloseDay{Day: "2026-11-24"}), "day_over"},
	} {
		t.Run(name, func(t *testing.T) {
			d := legalAsks(t)
			before := map[queue.WindowID]queue.Window{"w2": d.stands("w2"), "w3": d.stands("w3"), "court": d.stands("court")}
			d.do(yes("w2"), yes("court"))
			if c.begun {
				d.do(begin)
			}
			for _, m := range c.day {
				d.now = d.now.Add(m.after)
				d.do(m.command)
			}
			over, ok := d.events[len(d.events)-1].Data.(queue.ConsultationOverData)
			if !ok || over.Why != c.why || over.Began.IsZero() == c.begun {
				t.Errorf("the record is %+v", d.events[len(d.events)-1].Data)
			}
			for id, want := range before {
				if w := d.stands(id); w != want {
					t.Errorf("%s is %+v, it was %+v", id, w, want)
				}
			}
			d.refused(begin, map[bool]queue.Code{true: queue.ErrNoConsultation, false: queue.ErrNotInHand}[d.lobby.Window("w1").Ticket != 0])
		})
	}
}

// TestAConsultationGoesOnPastMidnight as whoever is being served does.
func TestAConsultationGoesOnPastMidnight(t *testing.T) {
	d := legalAsks(t, yes("w2"), queue.BeginConsultation{Window: "w1"}, queue.CloseDay{Day: "2026-11-24"})
	if d.lobby.ReservedBy("w2") == nil {
		t.Fatal("the close of the day ended it")
	}
	d.do(queue.Finish{Window: "w1", Outcome: "answered"})
	if w := d.lobby.Window("w2"); w.State != queue.WindowOpen {
		t.Errorf("window 2 is %s", w.State)
	}
}

// TestUnansweredInvitationsLapse after the time to answer.
func TestUnansweredInvitationsLapse(t *testing.T) {
	d := legalAsks(t, yes("w2"), queue.Start{Window: "w1"})
	d.now = d.now.Add(queue.DefaultConsultation - time.Second)
	d.do(queue.Tick{})
	c := d.lobby.Leads("w1")
	if c.Open() != 1 {
		t.Fatalf("%d open before the time", c.Open())
	}
	d.now = d.now.Add(time.Second)
	d.do(queue.Tick{}, queue.Tick{})
	if c.Open() != 0 || c.Post("court").Answer != queue.Unanswered || c.Post("w2").Answer != queue.Accepted || c.Running() {
		t.Errorf("after the time: %+v", c)
	}
	d.refused(yes("court"), queue.ErrNoConsultation)
	d.do(queue.BeginConsultation{Window: "w1"})
}

// TestAConsultationThatBeginsByItself waits for the answers, the visitor and whoever is busy.
func TestAConsultationThatBeginsByItself(t *testing.T) {
	at := func(c queue.Command) moment { return moment{0, c} }
	start := at(queue.Start{Window: "w1"})
	busy := []moment{at(queue.Issue{Service: "legal", Seed: queue.Seed{9, 12: 7}}), at(queue.Next{Window: "w2"})}
	for name, c := range map[string]struct {
		day  []moment
		want bool
	}{
		"all have answered":                {[]moment{start, at(yes("w2")), at(no("court"))}, true},
		"one is still to answer":           {[]moment{start, at(yes("w2")), at(queue.Tick{})}, false},
		"the last didn't answer in time":   {[]moment{start, at(yes("w2")), {queue.DefaultConsultation, queue.Tick{}}}, true},
		"nobody comes":                     {[]moment{start, at(no("w2")), at(no("court")), at(queue.Tick{})}, false},
		"the visitor isn't there yet":      {[]moment{at(yes("w2")), at(yes("court")), at(queue.Tick{})}, false},
		"the visitor comes":                {[]moment{at(yes("w2")), at(yes("court")), start, at(queue.Tick{})}, true},
		"one who comes has a visitor":      {append(busy, start, at(yes("w2")), at(yes("court")), at(queue.Tick{})), false},
		"one who comes has a visitor less": {append(busy, start, at(yes("w2")), at(yes("court")), at(queue.Finish{Window: "w2", Outcome: "answered"}), at(queue.Tick{})), true},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, queuetest.Rules())
			d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()}, queue.Next{Window: "w1"})
			d.do(queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "w2"}, {Window: "court"}}, Auto: true})
			for _, m := range c.day {
				d.now = d.now.Add(m.after)
				d.do(m.command)
			}
			if got := d.lobby.Leads("w1").Running(); got != c.want {
				t.Errorf("it runs: %v", got)
			}
		})
	}
}

// TestWhoMayBeInvited refuses what can't be meant.
func TestWhoMayBeInvited(t *testing.T) {
	ask := func(p ...queue.Invitation) queue.Consult { return queue.Consult{Window: "w1", Posts: p} }
	for name, c := range map[string]struct {
		ask  queue.Consult
		code queue.Code
	}{
		"nobody":                   {ask(), queue.ErrBadValue},
		"the lead":                 {ask(queue.Invitation{Window: "w1"}), queue.ErrBadValue},
		"one twice":                {ask(queue.Invitation{Window: "w2"}, queue.Invitation{Window: "w2"}), queue.ErrBadValue},
		"a window that isn't":      {ask(queue.Invitation{Window: "w9"}), queue.ErrUnknownWindow},
		"a person who isn't":       {ask(queue.Invitation{Window: "w2", Staff: "zoe"}), queue.ErrUnknownStaff},
		"a person of other places": {ask(queue.Invitation{Window: "w2", Staff: "xiao"}), queue.ErrNotServed},
		"a room that isn't":        {queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "w2"}}, Room: "w9"}, queue.ErrUnknownWindow},
		"for longer than a day":    {queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "w2"}}, For: 9 * time.Hour}, queue.ErrBadValue},
		"with nobody in hand":      {queue.Consult{Window: "w2", Posts: []queue.Invitation{{Window: "w1"}}}, queue.ErrNotInHand},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, queuetest.Rules())
			d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()}, queue.Next{Window: "w1"})
			d.refused(c.ask, c.code)
		})
	}
}

// TestOnlyThePersonAskedSaysYes for an invitation to one person.
func TestOnlyThePersonAskedSaysYes(t *testing.T) {
	r := queuetest.Rules()
	r.Staff = append(r.Staff, queue.Staff{ID: "judge", Roles: []queue.Role{queue.RoleClerk}, Windows: []queue.WindowID{"court"}})
	for staff, want := range map[queue.Actor]queue.Code{"staff:xiao": "", "staff:boss": "", "staff:judge": queue.ErrNotAllowed, "staff:anna": queue.ErrNotAllowed} {
		d := newHallDay(t, r)
		d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()}, queue.Next{Window: "w1"})
		d.do(queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "court", Staff: "xiao"}}})
		_, err := queue.Decide(d.lobby, yes("court"), queue.Input{Actor: staff, Now: d.now})
		if want == "" && err != nil || want != "" && !errors.Is(err, &queue.Error{Code: want}) {
			t.Errorf("%s: %v, want %q", staff, err, want)
		}
	}
}

// TestUndoAndConsultations holds what consult.go says of undoing.
func TestUndoAndConsultations(t *testing.T) {
	finish, begin := queue.Finish{Window: "w1", Outcome: "answered"}, queue.BeginConsultation{Window: "w1"}
	for name, c := range map[string]struct {
		day  []queue.Command
		want queue.State
		code queue.Code
	}{
		"the call, invitations go with it":        {nil, queue.Waiting, ""},
		"the call, after an answer":               {[]queue.Command{yes("w2")}, queue.Waiting, ""},
		"an end before it began":                  {[]queue.Command{yes("w2"), finish}, queue.Called, ""},
		"not the call once it has begun":          {[]queue.Command{yes("w2"), begin}, "", queue.ErrTooLate},
		"not the end of a consultation":           {[]queue.Command{yes("w2"), begin, finish}, "", queue.ErrTooLate},
		"not sending on out of a consultation":    {[]queue.Command{yes("w2"), begin, queue.Transfer{Window: "w1", Service: "labour"}}, "", queue.ErrTooLate},
		"not putting aside out of a consultation": {[]queue.Command{yes("w2"), begin, queue.Hold{Window: "w1"}}, "", queue.ErrTooLate},
	} {
		t.Run(name, func(t *testing.T) {
			d := legalAsks(t, c.day...)
			if c.code != "" {
				d.refused(queue.Undo{Window: "w1"}, c.code)
				return
			}
			d.do(queue.Undo{Window: "w1"})
			if s := d.lobby.Ticket(1).State; s != c.want {
				t.Errorf("it is %s, want %s", s, c.want)
			}
			if n := len(d.lobby.Consultations()); n != 0 {
				t.Errorf("%d consultations are left", n)
			}
		})
	}
}

// TestWindowsThatLeaveTheRulesLeaveTheConsultation and are not given back.
func TestWindowsThatLeaveTheRulesLeaveTheConsultation(t *testing.T) {
	d := legalAsks(t, yes("w2"), yes("court"), queue.BeginConsultation{Window: "w1"})
	less := queuetest.Rules()
	less.Windows = []queue.WindowRule{less.Windows[0], less.Windows[3]} // window 2 and the room are gone
	less.Services = []queue.Service{less.Services[0], less.Services[1], less.Services[3]}
	less.Staff[0].Windows, less.Staff[1].Windows = nil, nil
	d.do(queue.SetRules{Rules: less}, queue.SetRules{Rules: queuetest.Rules()})
	if d.lobby.ReservedBy("w2") != nil || d.lobby.ReservedBy("court") == nil {
		t.Errorf("%+v", d.lobby.Consultations())
	}
	d.do(queue.Finish{Window: "w1", Outcome: "answered"})
	for id, want := range map[queue.WindowID]queue.WindowState{"w2": queue.WindowClosed, "w3": queue.WindowClosed, "court": queue.WindowClosed} {
		if w := d.lobby.Window(id); w.State != want {
			t.Errorf("%s is %s, want %s", id, w.State, want)
		}
	}
}
