package queue_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// comesBefore says the policy in the plainest way, to hold the order against.
func comesBefore(p *queue.Policy, now time.Time, a, b *queue.Ticket) bool {
	wa, wb := now.Sub(a.Since), now.Sub(b.Since)
	bound := time.Duration(p.CeilingS) * time.Second
	if (wa > bound) != (wb > bound) {
		return wa > bound
	}
	sa, sb := int64(wa)*int64(p.Rates[a.Class]), int64(wb)*int64(p.Rates[b.Class])
	if wa <= bound && sa != sb {
		return sa > sb
	}
	if wa != wb {
		return wa > wb
	}
	return a.ID < b.ID
}

func TestOrderIsThePolicyForEveryTicket(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	m := newModel(t)
	for range 400 {
		m.step(byte(r.UintN(4)), byte(r.UintN(8)), byte(r.UintN(256)), byte(r.UintN(80)))
	}
	policy := &m.lobby.Rules().Policy
	var all []*queue.Ticket
	for ticket := range m.lobby.Tickets() {
		if ticket.State == queue.Waiting {
			all = append(all, ticket)
		}
	}
	slices.SortFunc(all, func(a, b *queue.Ticket) int {
		if comesBefore(policy, m.now, a, b) {
			return -1
		}
		return 1
	})
	ahead := map[queue.ServiceID]int{}
	for _, ticket := range all {
		if got := m.lobby.Ahead(ticket, m.now); got != ahead[ticket.Service] {
			t.Errorf("%s has %d ahead, want %d", ticket.Number, got, ahead[ticket.Service])
		}
		ahead[ticket.Service]++
	}
	want := slices.DeleteFunc(slices.Clone(all), func(x *queue.Ticket) bool {
		return x.Low || !queuetest.Rules().Windows[0].Serves(x.Service) // w2 alone is low
	})
	got := m.lobby.Candidates("w1", "anna", m.now, len(all))
	if len(all) < 300 || !slices.Equal(got, want) {
		t.Fatalf("the candidates are %d tickets in another order than the %d expected", len(got), len(want))
	}
	d, err := queue.Decide(m.lobby, queue.OpenWindow{Window: "w1"}, queue.Input{Actor: anna, Now: m.now})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range d.Events(m.lobby, queue.Input{Actor: anna, Now: m.now}) {
		m.lobby.Apply(&e)
	}
	d, err = queue.Decide(m.lobby, queue.Next{Window: "w1"}, queue.Input{Actor: anna, Now: m.now})
	if err != nil || d.Data[0].(queue.CalledData).Ticket != want[0].ID {
		t.Fatalf("next calls %+v, %v", d, err)
	}
}

// TestTheOrderExplainsItself looks at the list of a window: whoever stands there is
// next once those before have been called, and the reason is that of this call.
func TestTheOrderExplainsItself(t *testing.T) {
	rules := queuetest.Rules()
	rules.Policy.CeilingS = 3600
	d := newHallDay(t, rules)
	come := func(wait time.Duration, c queue.Issue) {
		c.Service, c.Seed = "legal", queuetest.Seed()
		d.do(c)
		d.now = d.now.Add(wait)
	}
	come(61*time.Minute, queue.Issue{})                             // A001, beyond the ceiling at the end
	come(10*time.Minute, queue.Issue{})                             // A002
	come(5*time.Minute, queue.Issue{Class: queue.ClassPriority})    // A003: 5 × 3 against 15
	come(time.Minute, queue.Issue{})                                // A004
	come(0, queue.Issue{Staff: "anna", Class: queue.ClassPriority}) // A005
	d.now = d.now.Add(4 * time.Minute)
	var got []string
	for _, c := range d.lobby.Explain("w1", "anna", d.now, 10) {
		got = append(got, c.Reason.Args["number"]+" "+c.Reason.Code)
	}
	want := []string{"A001 over_ceiling", "A003 priority_rate", "A002 longest_wait", "A005 asked_for_person", "A004 only_one"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	d.do(queue.OpenWindow{Window: "w1"})
	decision, err := queue.Decide(d.lobby, queue.Next{Window: "w1"}, queue.Input{Actor: anna, Now: d.now})
	if err != nil || decision.Data[0].(queue.CalledData).Reason.Code != "over_ceiling" {
		t.Errorf("the call itself says %+v, %v", decision, err)
	}
}
