package queue_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// fair gives the check that the call which comes of a command passes nobody by: whoever this
// window may take as its own and has waited longer than the ceiling goes before all
// who have waited less. A call by number is the choice of staff.
func (m *model) fair(c queue.Command) func(queue.CalledData) {
	next, ok := c.(queue.Next)
	if !ok {
		return func(queue.CalledData) {}
	}
	ceiling := time.Duration(m.lobby.Rules().Policy.CeilingS) * time.Second
	var late *queue.Ticket
	rule := m.lobby.WindowRule(next.Window)
	for _, t := range m.lobby.Candidates(next.Window, "boss", m.now, m.lobby.Count()) {
		own := rule.Serves(t.Service) || m.lobby.Rules().Service(t.Service) == nil
		if own && m.now.Sub(t.Since) > ceiling && (late == nil || t.Since.Before(late.Since)) {
			late = t.Clone()
		}
	}
	return func(d queue.CalledData) {
		t := m.lobby.Ticket(d.Ticket)
		if late != nil && t.Since.After(late.Since) {
			m.t.Fatalf("%s is called to %s, but %s has waited since %s", t.Number, d.Window, late.Number, late.Since)
		}
	}
}

// TestEveryChangeOfATicketIsTold holds that an event which changes a ticket says so: it is
// among those that it touches, and the ticket names it as its last. The projections and
// whoever compares them with the events live on it.
func TestEveryChangeOfATicketIsTold(t *testing.T) {
	for seed := range uint64(6) {
		m := newModel(t)
		m.all = true
		for s := script(seed+300, 1000); len(s) >= 4; s = s[4:] {
			m.step(s[0], s[1], s[2], s[3])
		}
	}
}

// told gives the check that an event tells of every ticket that it changes.
func (m *model) told() func(*queue.Event) {
	if !m.all {
		return func(*queue.Event) {}
	}
	before := map[queue.TicketID]string{}
	for t := range m.lobby.Tickets() {
		before[t.ID] = bare(m.t, t)
	}
	return func(e *queue.Event) {
		touched := e.Touched()
		for t := range m.lobby.Tickets() {
			now := bare(m.t, t)
			if was, there := before[t.ID]; there && was != now && (!slices.Contains(touched, t.ID) || t.Seq != e.Seq) {
				m.t.Fatalf("%s touches %v and makes of ticket %d, whose last event is %d of %d,\n%s\nbefore it was\n%s", e.Type, touched, t.ID, t.Seq, e.Seq, now, was)
			}
		}
	}
}

// bare is a ticket in words, without what undoing leaves alone: its paper, and the event that
// changed it last.
func bare(t *testing.T, ticket *queue.Ticket) string {
	c := ticket.Clone()
	c.Print, c.Seq, c.Evaluated = queue.Print{}, 0, false
	c.Needs, c.Low, c.Fetch, c.Class, c.Notes = 0, false, false, "", nil // what is known of the visitor stays known
	if c.State == queue.Called {                                         // a call whose time is over is given it anew
		c.Until = time.Time{}
	}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func (m *model) check(e *queue.Event) {
	for _, id := range e.Touched() {
		t := m.lobby.Ticket(id)
		if t == nil && (id != e.TicketOf() || e.Type == queue.Evaluated) && m.known[id].Over() || id == 0 { // an earlier visit, of the past
			continue
		}
		if t == nil {
			m.t.Fatalf("%s lost ticket %d", e.Type, id)
		}
		if was := m.known[id]; was != t.State && !was.MayBecome(t.State) && e.Type != queue.Undone {
			m.t.Fatalf("%s moved ticket %d from %q to %q", e.Type, id, was, t.State)
		}
		m.known[id] = t.State
		if d, ok := e.Data.(queue.IssuedData); ok {
			m.briefs[id] = d.Brief
			if _, n := m.lobby.Rules().Triage.Walk(d.Brief); n != len(d.Brief) {
				m.t.Fatalf("ticket %d has the brief %v, which is no way through the tree", id, d.Brief)
			}
		}
		if !slices.Equal(t.Brief, m.briefs[id]) {
			m.t.Fatalf("%s made ticket %d's brief %v of %v", e.Type, id, t.Brief, m.briefs[id])
		}
	}
	if e.Type == queue.Issued {
		d := e.Data.(queue.IssuedData)
		label := string(e.Day) + " " + d.Number
		if m.number[label] != 0 {
			m.t.Fatalf("number %s twice", label)
		}
		m.number[label] = d.Ticket
	}
	m.hands(e)
	m.paper(e)
	m.dutyHolds(e)
	m.hallHolds(e)
	m.noticesHold(e)
	m.evaluationsHold(e)
	asked := map[string]bool{}
	for _, h := range m.lobby.HelpCalls() {
		if place := fmt.Sprint(h.Kiosk, "/", h.Window, h.Silent); asked[place] {
			m.t.Fatalf("%s: %s has two open help calls", e.Type, place)
		} else {
			asked[place] = true
		}
	}
	m.about(e)
}

// paper holds tickets and print jobs against each other.
func (m *model) paper(e *queue.Event) {
	if d, ok := e.Data.(queue.PrintAskedData); ok && d.Copy == 0 {
		if m.prints[d.Ticket]++; m.prints[d.Ticket] > 1 {
			m.t.Fatalf("ticket %d: a second slip without a mark is asked for", d.Ticket)
		}
	}
	waiting, newest := map[queue.TicketID]int{}, map[queue.TicketID]*queue.Job{}
	for _, j := range m.lobby.Jobs() {
		newest[j.Ticket] = j
		if j.State == queue.PrintQueued {
			waiting[j.Ticket]++
		}
	}
	for t := range m.lobby.Tickets() {
		if n := waiting[t.ID]; n > 1 || n == 1 && t.Print.State != queue.PrintQueued {
			m.t.Fatalf("%s: ticket %d says %s, %d slips of it wait", e.Type, t.ID, t.Print.State, n)
		}
		if t.Print.State.Finished() || t.Print.State == "" {
			continue
		}
		if j := newest[t.ID]; j == nil || j.State != t.Print.State || j.Copy != t.Print.Copies || j.Printer != t.Print.Printer || j.Why != t.Print.Why {
			m.t.Fatalf("%s: ticket %d says %+v, its newest slip is %+v", e.Type, t.ID, t.Print, j)
		}
	}
}

// hands holds tickets and windows against each other, and counts who lives.
func (m *model) hands(e *queue.Event) {
	at := map[queue.TicketID]queue.WindowID{}
	for w := range m.lobby.Windows() {
		if w.Ticket == 0 {
			continue
		}
		if at[w.Ticket] != "" {
			m.t.Fatalf("%s: ticket %d is at %s and %s", e.Type, w.Ticket, at[w.Ticket], w.ID)
		}
		at[w.Ticket] = w.ID
	}
	waiting, numbers := 0, map[string]bool{}
	for t := range m.lobby.Tickets() {
		if t.Party < 1 || t.Party > m.lobby.Rules().Policy.MaxParty || t.Seats > t.Party || t.Seats == 1 {
			m.t.Fatalf("%s: ticket %d is of %d, %d of them at the window", e.Type, t.ID, t.Party, t.Seats)
		}
		if t.State.InHand() != (at[t.ID] != "") || (t.State.InHand() && at[t.ID] != t.Window) {
			m.t.Fatalf("%s: ticket %d is %s at %q, the windows say %q", e.Type, t.ID, t.State, t.Window, at[t.ID])
		}
		if t.State == queue.Waiting {
			waiting++
		}
		if (!t.Fetching.IsZero() && t.State != queue.Called && t.As != queue.Called) || (t.Outside && t.State != queue.Held && t.State != queue.Cancelled) {
			m.t.Fatalf("%s: ticket %d is %s, fetched since %v, outside %v", e.Type, t.ID, t.State, t.Fetching, t.Outside)
		}
		if !t.State.Over() {
			if numbers[t.Number] {
				m.t.Fatalf("%s: two living tickets %s", e.Type, t.Number)
			}
			numbers[t.Number] = true
		}
	}
	for _, j := range append(m.lobby.Jobs(), m.lobby.Doubts()...) {
		if m.lobby.Ticket(j.Ticket) == nil {
			m.t.Fatalf("%s: job %d is of no ticket", e.Type, j.ID)
		}
	}
	lanes := 0
	for _, s := range queuetest.Rules().Services {
		lanes += m.lobby.WaitingFor(s.ID)
	}
	if lanes != waiting {
		m.t.Fatalf("%s: %d tickets wait, the order holds %d", e.Type, waiting, lanes)
	}
	for id, s := range m.known {
		if !s.Over() && m.lobby.Ticket(id) == nil {
			m.t.Fatalf("%s: unfinished ticket %d is lost", e.Type, id)
		}
	}
}
