package queue_test

import (
	"onedoor/queue"
)

// evaluate is what a visitor thinks of a visit that is over, or isn't.
func (m *model) evaluate(a, b byte) queue.Command {
	for t := range m.lobby.Tickets() {
		if t.State == queue.Done && a&1 > 0 {
			m.visits = append(m.visits, queue.VisitedOf(t))
		}
	}
	c := queue.Evaluate{Level: []queue.LevelID{"5", "1", "none"}[a>>1%3], Words: []string{"", "等了一个小时"}[b&1], Via: []queue.Via{"", queue.ViaKiosk, queue.ViaWindow}[b>>1%3]}
	if id, _ := m.pick(int(b)); a&8 > 0 || len(m.visits) == 0 {
		c.Visit.Ticket = id
		return c
	}
	c.Visit = m.visits[int(b)%len(m.visits)]
	return c
}

// evaluationsHold: only a visit that ended with somebody is evaluated, within days, and who is unhappy
// is called back after that.
func (m *model) evaluationsHold(e *queue.Event) {
	d, ok := e.Data.(queue.EvaluatedData)
	if !ok {
		return
	}
	if t := m.lobby.Ticket(d.Ticket); m.known[d.Ticket] != queue.Done || t != nil && !t.Evaluated {
		m.t.Fatalf("ticket %d is %s and evaluated", d.Ticket, m.known[d.Ticket])
	}
	if (d.Level == "1") != d.Due.After(e.At) || d.Visit == "" || d.Service == "" || d.Via == "" {
		m.t.Fatalf("evaluated: %+v", d)
	}
}
