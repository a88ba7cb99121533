package queue_test

import (
	"slices"

	"onedoor/queue"
)

// matters spells a command about matters: of the ticket in hand at a window, or a new ticket
// with the paper of one that may have gone.
func (m *model) matters(a, b byte, w queue.WindowID, s queue.ServiceID) queue.Command {
	found := &queue.Earlier{Ticket: queue.TicketID(b % 32), Matter: queue.MatterID(b >> 5), Service: s}
	switch a % 8 {
	case 0:
		return queue.Issue{Service: s, Earlier: found, Seed: queue.Seed{0: a, 1: b, 2: 1, 12: byte(len(m.events)), 13: byte(len(m.events) >> 8)}}
	case 1:
		return queue.TakeMatter{Window: w}
	case 2:
		return queue.TakeMatter{Window: w, Found: found}
	case 3:
		return queue.TakeMatter{Window: w, Case: "2026-18"}
	case 4:
		return queue.ConfirmMatter{Window: w}
	case 5:
		return queue.DropMatter{Window: w}
	case 6:
		if surges := m.lobby.Surges(); len(surges) > 0 {
			return queue.SeeSurge{Seq: surges[int(b)%len(surges)].Seq}
		}
		end := queue.Details{Case: []string{"", "2026-1", "2026-2"}[b%3], Confirmed: b&16 > 0}
		if b&32 > 0 {
			return queue.Transfer{Window: w, Service: s, Outcome: "filed", Details: end}
		}
		return queue.Finish{Window: w, Outcome: []queue.OutcomeID{"accepted", "filed"}[b>>6&1], Details: end}
	}
	tags := []queue.TagID{"east-gardens", "acme"}
	return queue.MarkMatter{Window: w, Category: []queue.CategoryID{"fees", "wages"}[b&1], Tags: tags[b>>1&1:]}
}

// about holds what tickets are about against what the events said: nothing but an event of
// its own changes it, matters are numbered without gaps, and a surge is told of marked
// matters, as many as the rules say.
func (m *model) about(e *queue.Event) {
	switch d := e.Data.(type) {
	case queue.MatterOpenedData:
		if m.last++; d.Matter != m.last {
			m.t.Fatalf("matter %d was opened after %d", d.Matter, m.last-1)
		}
		m.matter[d.Ticket] = d.Matter
		if d.Earlier != nil {
			if m.matter[d.Earlier.Ticket] != 0 && m.lobby.Ticket(d.Earlier.Ticket) != nil {
				m.t.Fatalf("ticket %d had a matter already", d.Earlier.Ticket)
			}
			m.matter[d.Earlier.Ticket] = d.Matter
		}
	case queue.MatterLinkedData:
		m.matter[d.Ticket] = d.Matter
	case queue.MatterDroppedData:
		delete(m.matter, d.Ticket)
	case queue.MatterMarkedData:
		m.marked = append(m.marked, d.Matter)
	case queue.SurgeFoundData:
		if len(d.Matters) < m.lobby.Rules().Policy.Surge.Count || !slices.IsSorted(d.Matters) ||
			slices.ContainsFunc(d.Matters, func(id queue.MatterID) bool { return !slices.Contains(m.marked, id) }) {
			m.t.Fatalf("a surge of %v, marked were %v", d.Matters, m.marked)
		}
	}
	for t := range m.lobby.Tickets() {
		if t.Matter != m.matter[t.ID] {
			m.t.Fatalf("%s: ticket %d is about %d, the events say %d", e.Type, t.ID, t.Matter, m.matter[t.ID])
		}
		if t.Repeat && (t.Matter == 0 || t.Earlier == nil) {
			m.t.Fatalf("%s: ticket %d is a repeated visit of nothing", e.Type, t.ID)
		}
	}
}
