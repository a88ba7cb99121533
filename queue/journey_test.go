package queue_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// journeys are rules with two bundles: one in sequence, one in any order.
func journeys() *queue.Rules {
	r := queuetest.Rules()
	r.Bundles = []queue.Bundle{
		{ID: "wages", Name: queue.Text{"en": "Wages"}, Steps: []queue.ServiceID{"legal", "labour", "court"}},
		{ID: "papers", Name: queue.Text{"en": "Papers"}, Steps: []queue.ServiceID{"legal", "labour", "court"}, AnyOrder: true},
	}
	return r
}

// way tells a ticket's journey in words: the legs that are over, where it is, what comes.
func way(t *queue.Ticket) string {
	var b strings.Builder
	for i := range t.Legs {
		b.WriteString(string(t.Legs[i].Service))
		if end := t.Legs[i].End; end != "" {
			b.WriteString(" " + end)
		}
		b.WriteString("; ")
	}
	b.WriteString(string(t.State))
	for _, s := range t.Plan {
		b.WriteString(" > " + string(s.Service))
		if s.ForWindow != "" {
			b.WriteString("@" + string(s.ForWindow))
		}
	}
	return b.String()
}

// TestJourney has visitors go from window to window under one number.
func TestJourney(t *testing.T) {
	next := func(w queue.WindowID) moment { return moment{time.Minute, queue.Next{Window: w}} }
	finish := func(w queue.WindowID) moment {
		return moment{time.Minute, queue.Finish{Window: w, Outcome: "answered"}}
	}
	at := func(c queue.Command) moment { return moment{0, c} }
	issue := func(s queue.ServiceID, b queue.BundleID) moment {
		return at(queue.Issue{Service: s, Bundle: b, Seed: queuetest.Seed()})
	}
	for name, c := range map[string]struct {
		day  []moment
		want string
	}{
		"a bundle begins with its first step": {[]moment{issue("", "wages")}, "legal; waiting > labour > court"},
		"its steps follow each other": {
			[]moment{issue("", "wages"), next("w1"), finish("w1"), next("w2"), finish("w2")},
			"legal answered; labour answered; court; waiting",
		},
		"and the last one ends the visit": {
			[]moment{issue("", "wages"), next("w1"), finish("w1"), next("w2"), finish("w2"), next("court"), finish("court")},
			"legal answered; labour answered; court answered; done",
		},
		"in any order the shortest queue comes next": {
			[]moment{
				issue("", "papers"), next("w1"),
				at(queue.Issue{Service: "labour", Seed: queue.Seed{4, 12: 4}}), finish("w1"),
			}, "legal answered; court; waiting > labour",
		},
		"or the one that staff choose": {
			[]moment{
				issue("", "papers"), next("w1"), at(queue.Issue{Service: "labour", Seed: queue.Seed{4, 12: 4}}),
				at(queue.Finish{Window: "w1", Outcome: "answered", Next: "labour"}),
			}, "legal answered; labour; waiting > court",
		},
		"staff may end the visit before": {
			[]moment{issue("", "wages"), next("w1"), at(queue.Finish{Window: "w1", Outcome: "answered", End: true})},
			"legal answered; done > labour > court",
		},
		"a step is skipped at the window": {
			[]moment{issue("", "wages"), next("w1"), at(queue.Plan{Window: "w1", Steps: []queue.ServiceID{"court"}}), finish("w1")},
			"legal answered; court; waiting",
		},
		"the leg that one waits for is skipped at the desk": {
			[]moment{issue("", "wages"), at(queue.Skip{Number: "A001"})}, "legal skipped; labour; waiting > court",
		},
		"a window lays a bundle out": {
			[]moment{issue("labour", ""), next("w2"), at(queue.Plan{Window: "w2", Bundle: "wages"})},
			"labour; called > legal > court",
		},
		"sent on, and back to the same window": {
			[]moment{
				issue("legal", ""), next("w1"), at(queue.Transfer{Window: "w1", Service: "labour", Back: true}),
				next("w2"), finish("w2"),
			}, "legal transferred; labour answered; legal; waiting",
		},
		"sent on to a step of the plan, that step is taken": {
			[]moment{issue("", "wages"), next("w1"), at(queue.Transfer{Window: "w1", Service: "court"})},
			"legal transferred; court; waiting > labour",
		},
		"a step that has left the rules is passed over": {
			[]moment{issue("", "wages"), next("w1"), at(queue.SetRules{Rules: lacking("labour")}), finish("w1")},
			"legal answered; court; waiting > labour",
		},
		"the end of a leg is undone with the leg": {
			[]moment{issue("", "wages"), next("w1"), finish("w1"), at(queue.Undo{Window: "w1"})},
			"legal; called > labour > court",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, journeys())
			d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"}, queue.OpenWindow{Window: "court"})
			for _, m := range c.day {
				d.now = d.now.Add(m.after)
				d.do(m.command)
			}
			ticket := d.lobby.Ticket(1)
			if got := way(ticket); got != c.want {
				t.Errorf("the way is\n%s\nwant\n%s", got, c.want)
			}
			if ticket.Number[1:] != "001" {
				t.Errorf("the number is %s", ticket.Number)
			}
		})
	}
}

// lacking are the rules of journeys without a service.
func lacking(gone queue.ServiceID) *queue.Rules {
	r := journeys()
	is := func(s queue.ServiceID) bool { return s == gone }
	r.Services = slices.DeleteFunc(r.Services, func(s queue.Service) bool { return is(s.ID) })
	for i := range r.Windows {
		r.Windows[i].Services = slices.DeleteFunc(slices.Clone(r.Windows[i].Services), is)
	}
	for i := range r.Bundles {
		r.Bundles[i].Steps = slices.DeleteFunc(slices.Clone(r.Bundles[i].Steps), is)
	}
	return r
}

func TestWaitingCountsOnFromWindowToWindow(t *testing.T) {
	d := newHallDay(t, journeys())
	d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Bundle: "wages", Seed: queuetest.Seed()})
	d.now = d.now.Add(10 * time.Minute)
	d.do(queue.Next{Window: "w1"}, queue.Start{Window: "w1"})
	d.now = d.now.Add(20 * time.Minute)
	d.do(queue.Finish{Window: "w1", Outcome: "answered"})
	if waited := d.now.Sub(d.lobby.Ticket(1).Since); waited != 10*time.Minute {
		t.Errorf("at the next service it has waited %s, want the 10 minutes before", waited)
	}
	d.now = d.now.Add(5 * time.Minute)
	d.do(queue.Skip{Number: "A001"})
	if waited := d.now.Sub(d.lobby.Ticket(1).Since); waited != 15*time.Minute {
		t.Errorf("after a skipped leg it has waited %s, want 15 minutes", waited)
	}
}

// TestToTheFront sends tickets before the others, with a reason and no more than the policy
// allows.
func TestToTheFront(t *testing.T) {
	rules := journeys()
	rules.Policy.FrontMax = 1
	d := newHallDay(t, rules)
	d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
	for i := range 4 {
		s := queue.ServiceID("legal")
		if i < 2 {
			s = "labour"
		}
		d.do(queue.Issue{Service: s, Seed: queue.Seed{byte(i), 12: byte(i)}})
		d.now = d.now.Add(time.Minute)
	}
	d.do(queue.Call{Window: "w1", Number: "A004"})
	d.refused(queue.Transfer{Window: "w1", Service: "labour", Front: true}, queue.ErrBadValue)
	d.refused(queue.Transfer{Window: "w1", Service: "labour", Front: true, Reason: "because she said so"}, queue.ErrBadValue)
	d.do(queue.Transfer{Window: "w1", Service: "labour", Front: true, Reason: "sent_wrong"})
	list := d.lobby.Explain("w2", "", d.now, 3)
	var got []string
	for _, c := range list {
		got = append(got, c.Ticket.Number+" "+c.Reason.Code)
	}
	if want := []string{"A004 to_the_front", "A001 longest_wait", "A002 longest_wait"}; !slices.Equal(got, want) {
		t.Errorf("the order is %v, want %v", got, want)
	}
	d.do(queue.Call{Window: "w1", Number: "A003"})
	d.refused(queue.Transfer{Window: "w1", Service: "labour", Front: true, Reason: "sent_wrong"}, queue.ErrFrontFull)

	d.now = d.now.Add(time.Duration(rules.Policy.CeilingS) * time.Second)
	if first := d.lobby.Candidates("w2", "", d.now, 1)[0]; first.Number != "A001" {
		t.Errorf("over the ceiling %s comes first, want A001", first.Number)
	}
}

func TestAJourneyIsRefusedPlainly(t *testing.T) {
	d := newHallDay(t, journeys())
	d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()})
	d.refused(queue.Issue{Bundle: "nonsense"}, queue.ErrUnknownBundle)
	d.refused(queue.Issue{Bundle: "wages", Service: "court"}, queue.ErrBadValue)
	d.refused(queue.Skip{Number: "A001"}, queue.ErrNothingNext)
	d.refused(queue.Skip{Number: "A009"}, queue.ErrUnknownTicket)
	d.refused(queue.Plan{Window: "w1", Steps: []queue.ServiceID{"court"}}, queue.ErrNotInHand)
	d.do(queue.Next{Window: "w1"})
	d.refused(queue.Plan{Window: "w1", Steps: []queue.ServiceID{"nonsense"}}, queue.ErrUnknownService)
	d.refused(queue.Plan{Window: "w1", Bundle: "nonsense"}, queue.ErrUnknownBundle)
	d.refused(queue.Plan{Window: "w1", Steps: slices.Repeat([]queue.ServiceID{"court"}, 21)}, queue.ErrBadValue)
}
