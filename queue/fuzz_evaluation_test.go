package queue_test

import (
	"slices"

	"onedoor/queue"
)

// evaluate is what a visitor thinks of a visit that is over, or isn't.
func (m *model) evaluate(a, b byte) queue.Command {
	for t := range m.lobby.Tickets() {
		if t.State == queue.Done && a&1 > 0 {
			m.visits = append(m.visits, queue.VisitedOf(t))
		}
	}
	c := queue.Evaluate{Level: []queue.LevelID{"5", "1", "none"}[a>>1%3], Words: []string{"", "等了一个小时"}[b&1], Contact: []string{"", "13900001234"}[b>>1&1], Via: []queue.Via{"", queue.ViaKiosk, queue.ViaWindow}[b>>1%3]}
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
	m.followUpsHold(e)
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

// followUp is a thing about one of the open follow-ups, or about none.
func (m *model) followUp(a, b byte) queue.Command {
	var visit queue.TicketID
	if list := m.lobby.FollowUps(); len(list) > 0 {
		visit = list[int(b)%len(list)].Visit
	}
	if list := m.closed; len(list) > 0 && a&0x70 == 0x70 {
		return queue.ReopenFollowUp{Was: list[int(b)%len(list)], Reason: append(queue.AgainReasons(), "none")[a%5], Note: "n", Contact: []string{"", "1", "13900001234"}[b%3]}
	}
	switch a % 4 {
	case 0:
		return queue.GiveFollowUp{Visit: visit, Owner: []queue.StaffID{"anna", "xiao", "boss", "nobody"}[b%4]}
	case 1, 2:
		return queue.NoteCallBack{Visit: visit, Reached: b&1 > 0, Note: []string{"", "n"}[a>>2&1]}
	}
	return queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpResults()[b%5], Note: []string{"", "done", "done"}[a>>2%3]}
}

// followUpsHold: a follow-up opens with its evaluation alone, is never with whoever served, ends with a result that came
// of what was noted, is late once, and what the Lobby holds is what is open.
func (m *model) followUpsHold(e *queue.Event) {
	if m.follow == nil {
		m.follow = map[queue.TicketID]queue.FollowUp{}
	}
	switch d := e.Data.(type) {
	case queue.FollowUpOpenedData:
		before, ok := m.events[len(m.events)-2].Data.(queue.EvaluatedData)
		if !ok || before.Ticket != d.FollowUp || d.Owner != "" && d.Owner == d.Staff || !d.Due.Equal(before.Due) || !d.Ends.After(d.Due) {
			m.t.Fatalf("%+v opens %+v", before, d)
		}
	case queue.FollowUpOverdueData:
		if f := m.follow[d.FollowUp]; f.Late() || e.At.Before(f.Due) {
			m.t.Fatalf("overdue at %s: %+v", e.At, f)
		}
	case queue.FollowUpClosedData:
		f := m.follow[d.FollowUp]
		if d.Result == queue.FollowUpLapsed && e.At.Before(f.Ends) || d.Result != queue.FollowUpLapsed && (!f.May(d.Result) || d.Note == 0) ||
			d.Late != e.At.After(f.Due) {
			m.t.Fatalf("%+v ends as %+v", f, d)
		}
		f.Closed, f.Result, f.Note = e.At, d.Result, d.Note
		f.By, _ = e.Actor.Staff()
		m.closed = append(m.closed, f)
	case queue.FollowUpAgainData:
		if f := m.lobby.FollowUp(d.FollowUp); d.Was.Result == queue.FollowUpLapsed || !e.At.Before(d.Was.Ends) || !f.Due.After(e.At) || f.Ends.Before(f.Due) ||
			f.Late() || !f.Closed.IsZero() || len(f.Calls) != len(d.Was.Calls)+2 || d.Reason != queue.AgainMistake && f.Reached() {
			m.t.Fatalf("open again: %+v", f)
		}
		m.closed = slices.DeleteFunc(m.closed, func(f queue.FollowUp) bool { return f.Visit == d.FollowUp })
	}
	clear(m.follow)
	for _, f := range m.lobby.FollowUps() {
		if f.Owner != "" && f.Owner == f.Staff {
			m.t.Fatalf("whoever served follows up: %+v", f)
		}
		m.follow[f.Visit] = *f.Clone()
	}
}
