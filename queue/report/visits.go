package report

import (
	"cmp"

	"onedoor/queue"
)

// Visits are tickets, and which of them are about the same matter.
type Visits struct {
	Tickets []*queue.Ticket
	Of      map[queue.TicketID]queue.MatterID // of those that have a matter, Others included
	Others  []*queue.Ticket                   // about the same matters, on other days
}

// act is a leg that counts to a figure.
type act struct {
	ticket *queue.Ticket
	leg    int
	counts queue.Counts
}

// subject is what a figure counts once for: a matter, or a visit without one.
type subject struct {
	matter queue.MatterID
	ticket queue.TicketID // of a visit without a matter
	counts queue.Counts
}

// counted lists the acts of the tickets that count. What counts once for a matter does so
// with the first act of all its visits, on that day and for that leg's service; a later
// visit about the same changes no figure of an earlier day.
func (v Visits) counted() []act {
	firsts := map[subject]act{}
	subjectOf := func(a act) subject {
		if m := v.Of[a.ticket.ID]; m != 0 {
			return subject{matter: m, counts: a.counts}
		}
		return subject{ticket: a.ticket.ID, counts: a.counts}
	}
	for _, list := range [][]*queue.Ticket{v.Tickets, v.Others} {
		for _, a := range acts(list) {
			s := subjectOf(a)
			if first, ok := firsts[s]; !ok || a.before(first) {
				firsts[s] = a
			}
		}
	}
	var list []act
	for _, a := range acts(v.Tickets) {
		if !a.counts.OncePerMatter() || firsts[subjectOf(a)] == a {
			list = append(list, a)
		}
	}
	return list
}

// acts lists the legs that count to a figure.
func acts(tickets []*queue.Ticket) []act {
	var list []act
	for _, t := range tickets {
		for i := range t.Legs {
			if c := t.Legs[i].Counts; c != "" && c != queue.CountsNothing {
				list = append(list, act{t, i, c})
			}
		}
	}
	return list
}

// before says whether an act was before another.
func (a act) before(b act) bool {
	return cmp.Or(a.at().Ended.Compare(b.at().Ended), cmp.Compare(a.ticket.ID, b.ticket.ID), cmp.Compare(a.leg, b.leg)) < 0
}

func (a act) at() *queue.Leg { return &a.ticket.Legs[a.leg] }

// Count counts visits. It is the one place where the figures are made.
func (v Visits) Count() Figures {
	f := newFigures()
	for _, t := range v.Tickets {
		f.add(t)
	}
	for _, a := range v.counted() {
		f.tell(a.counts)
	}
	return f
}

// CountServices counts visits by service: a ticket for the one where the visit ended, or
// stands now, and what was accepted, concluded or settled for the one that did it. So the
// services' figures add up to those of all.
func (v Visits) CountServices() map[queue.ServiceID]Figures {
	by := map[queue.ServiceID]*Figures{}
	of := func(id queue.ServiceID) *Figures {
		if by[id] == nil {
			f := newFigures()
			by[id] = &f
		}
		return by[id]
	}
	for _, t := range v.Tickets {
		of(t.Service).add(t)
	}
	for _, a := range v.counted() {
		of(a.at().Service).tell(a.counts)
	}
	figures := make(map[queue.ServiceID]Figures, len(by))
	for id, f := range by {
		figures[id] = *f
	}
	return figures
}
