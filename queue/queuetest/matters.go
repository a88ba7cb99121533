package queuetest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"onedoor/queue"
)

// matters are the projections of matters.
type matters struct {
	links map[queue.TicketID]queue.MatterID
	files map[queue.MatterID]queue.MatterFile // without visits
	rows  map[int64]queue.MatterID
}

func (m matters) clone() matters {
	return matters{maps.Clone(m.links), maps.Clone(m.files), maps.Clone(m.rows)}
}

// put takes an event over; false when a ticket would be about two matters.
func (m *matters) put(e *queue.Event) bool {
	if m.links == nil {
		*m = matters{map[queue.TicketID]queue.MatterID{}, map[queue.MatterID]queue.MatterFile{}, map[int64]queue.MatterID{}}
	}
	link := func(t queue.TicketID, to queue.MatterID) bool {
		was := m.links[t]
		m.links[t] = to
		return was == 0
	}
	switch d := e.Data.(type) {
	case queue.MatterOpenedData:
		m.files[d.Matter] = queue.MatterFile{ID: d.Matter, At: e.At, Day: e.Day, Service: d.Service}
		return link(d.Ticket, d.Matter) && (d.Earlier == nil || link(d.Earlier.Ticket, d.Matter))
	case queue.MatterLinkedData:
		return link(d.Ticket, d.Matter)
	case queue.MatterDroppedData:
		delete(m.links, d.Ticket)
		if f, ok := m.files[d.Matter]; ok && d.Marks {
			f.Category, f.Tags = "", nil
			m.files[d.Matter] = f
		}
	case queue.MatterNotedData:
		m.rows[d.Row] = d.Matter
	case queue.MatterMarkedData:
		f := m.files[d.Matter]
		f.Category, f.Tags = d.Category, d.Tags
		m.files[d.Matter] = f
	}
	return true
}

// fits says whether no case number of a batch is there twice.
func (s *Store) fits(rows []queue.Personal) bool {
	seen := map[string]bool{}
	for _, p := range s.personal {
		seen[p.Value] = seen[p.Value] || p.Kind == queue.RowCase
	}
	for _, p := range rows {
		if p.Kind == queue.RowCase && seen[p.Value] {
			return false
		}
		seen[p.Value] = seen[p.Value] || p.Kind == queue.RowCase
	}
	return true
}

// Earlier finds an earlier visit by a clue, as the journal does.
func (s *Store) Earlier(_ context.Context, c queue.Clue) (queue.Earlier, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var matter queue.MatterID
	for id, p := range s.personal {
		if c.Kind == queue.ClueCase && p.Kind == queue.RowCase && p.Value == c.Value {
			matter = s.matters.rows[id]
		}
	}
	var last *queue.Ticket
	for _, t := range s.tickets {
		fits := false
		switch c.Kind {
		case queue.ClueRef:
			fits = t.Ref == c.Value
		case queue.ClueCode:
			fits = t.Code == c.Value
		case queue.ClueNumber:
			fits = t.Number == c.Value && t.Day == c.Day
		case queue.ClueTicket:
			fits = strconv.FormatInt(int64(t.ID), 10) == c.Value
		case queue.ClueCase:
			fits = matter != 0 && s.matters.links[t.ID] == matter
		}
		if fits && (last == nil || t.ID > last.ID) {
			last = t
		}
	}
	if last == nil {
		f, ok := s.matters.files[matter]
		return queue.Earlier{Matter: matter, Day: f.Day, Service: f.Service}, ok, nil
	}
	leg := last.Leg()
	return queue.Earlier{
		Ticket: last.ID, Matter: s.matters.links[last.ID], Day: last.Day, Service: last.Service, Window: leg.Window, Staff: leg.Staff,
	}, true, nil
}

// Matter gives what is known of a matter, as the journal does.
func (s *Store) Matter(_ context.Context, id queue.MatterID) (*queue.MatterFile, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.matters.files[id]
	if !ok {
		return nil, false, nil
	}
	for row, of := range s.matters.rows {
		if of == id {
			f.Rows = append(f.Rows, row)
		}
	}
	for t, of := range s.matters.links {
		if of == id {
			f.Visits = append(f.Visits, s.tickets[t].Clone())
		}
	}
	slices.Sort(f.Rows)
	slices.SortFunc(f.Visits, func(a, b *queue.Ticket) int { return cmp.Compare(a.ID, b.ID) })
	return &f, true, nil
}

// MattersOf gives the matters of the tickets of some days, as the journal does.
func (s *Store) MattersOf(_ context.Context, from, to queue.Day) (map[queue.TicketID]queue.MatterID, []*queue.Ticket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	within := func(t queue.TicketID) bool { return s.tickets[t].Day >= from && s.tickets[t].Day <= to }
	touched, of := map[queue.MatterID]bool{}, map[queue.TicketID]queue.MatterID{}
	for t, m := range s.matters.links {
		touched[m] = touched[m] || within(t)
	}
	var others []*queue.Ticket
	for _, t := range slices.Sorted(maps.Keys(s.matters.links)) {
		if m := s.matters.links[t]; touched[m] {
			of[t] = m
			if !within(t) {
				others = append(others, s.tickets[t].Clone())
			}
		}
	}
	return of, others, nil
}
