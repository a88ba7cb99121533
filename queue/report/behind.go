package report

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
)

// ErrNothingBehind is the refusal to show tickets behind a figure that is hidden, that the
// report doesn't have, or behind which there are none.
var ErrNothingBehind = errors.New("there are no tickets to show behind this figure")

// Place names a figure of a report.
type Place struct {
	Section SectionID
	Key     string // of the row; empty: the total
	Measure Measure
}

// Page is some of the cases behind a figure.
type Page struct {
	Total int            `json:"total"`          // of all cases
	Of    int            `json:"of"`             // of how many tickets they are
	Sum   int            `json:"sum"`            // what they come to: for persons the heads, for reprints the slips, else Total
	Cases []Case         `json:"cases"`          // oldest first
	Next  queue.TicketID `json:"next,omitempty"` // after which ticket the next page begins; 0: this was the last
}

// Case is a visit or one leg of it: no more than figures are made of. A whole visit has
// the service and window that it is counted at, its end is the last leg's, the first call and the first
// start are those of whichever leg had them.
type Case struct {
	Ticket  queue.TicketID  `json:"ticket"`
	Day     queue.Day       `json:"day"`
	Number  string          `json:"number"`
	Leg     int             `json:"leg,omitempty"` // from 1, where the figure counts legs
	Service queue.ServiceID `json:"service"`
	Window  queue.WindowID  `json:"window,omitempty"`
	Class   queue.Class     `json:"class"`
	Party   int             `json:"party"`
	State   queue.State     `json:"state"`
	Outcome queue.OutcomeID `json:"outcome,omitempty"`
	Issued  time.Time       `json:"issued"`
	From    time.Time       `json:"from"` // of a leg: when the visitor came to it
	Called  time.Time       `json:"called,omitzero"`
	Started time.Time       `json:"started,omitzero"`
	Ended   time.Time       `json:"ended,omitzero"`
	WaitedS int             `json:"waited_s"` // as figures count it; -1: never called
	ServedS int             `json:"served_s"` // -1: not timed, or a whole visit of several legs
}

// hit is a case that was found.
type hit struct {
	ticket         queue.TicketID
	leg            int // from 0; -1: the whole visit
	by             int
	waited, served int
}

// Behind gives the tickets behind a figure, a page of about so many from one ticket on. They are
// found by the rules that the figure was counted by, so that Sum is the figure: the part of a
// rate, and of a time how many it is made of.
func Behind(ctx context.Context, b Books, r *queue.Rules, q Query, at Place, after queue.TicketID, limit int) (page *Page, err error) {
	s := search{after: after, limit: max(limit, 1)}
	err = s.run(ctx, b, r, q, at, func(_ Books, found []hit) error {
		s.take(found)
		return nil
	}, func(b Books) error {
		page, err = s.page(ctx, b)
		return err
	})
	return page, err
}

// Each gives all tickets behind a figure, oldest first, in one go over the books.
func Each(ctx context.Context, b Books, r *queue.Rules, q Query, at Place, each func(*Case) error) error {
	var s search
	return s.run(ctx, b, r, q, at, func(b Books, found []hit) error { return cases(ctx, b, found, each) }, func(Books) error { return nil })
}

// run searches the books as they stand at one moment: a day's hits at a time, or those of all
// evaluations at once.
func (s *search) run(ctx context.Context, b Books, r *queue.Rules, q Query, at Place, day func(Books, []hit) error, end func(Books) error) error {
	q.Compare = false
	i := slices.IndexFunc(plans, func(p plan) bool { return p.id == at.Section })
	if i < 0 || !at.Measure.Drills() || at.Measure.Lists() || !slices.Contains(plans[i].measures, at.Measure) {
		return ErrNothingBehind
	}
	b, done, err := moment(ctx, b)
	if err != nil {
		return err
	}
	defer done()
	if err := shown(ctx, b, r, q, at); err != nil {
		return err
	}
	s.plan, s.at, s.how, s.engine = plans[i], at, at.Measure.spec(), newEngine(r, &q, q.Period)
	found := func(list []hit) error { return day(b, list) }
	switch at.Measure {
	case Evaluations, AnswerRate, Levels, LevelShare, ContentRate:
		err = s.evaluations(ctx, b, found)
	default:
		err = s.facts(ctx, b, found)
	}
	if err != nil {
		return err
	}
	return end(b)
}

// shown says whether a report shows a figure.
func shown(ctx context.Context, b Books, r *queue.Rules, q Query, at Place) error {
	if len(q.Filter.Staff) > 0 && !q.Persons {
		return ErrPersons
	}
	m := maker{rules: r, query: &q}
	if i := slices.IndexFunc(plans, func(p plan) bool { return p.id == at.Section }); !m.offered(plans[i]) {
		return ErrNothingBehind
	}
	switch {
	case r.Reports.MaskBelow == 0:
		return nil
	case at.Measure.opinion():
		return ErrNothingBehind
	case at.Section != SectionStaff && len(q.Filter.Staff) == 0:
		return nil
	}
	rep, err := Make(ctx, b, r, q)
	if err != nil {
		return err
	}
	if s := rep.Section(at.Section); s == nil || s.Row(at.Key) == nil || s.Figure(at.Key, at.Measure).Masked {
		return ErrNothingBehind
	}
	return nil
}

// search looks for the cases behind a figure.
type search struct {
	*engine
	plan  plan
	at    Place
	how   spec
	after queue.TicketID
	limit int

	found Page
	hits  []hit // of the page
	last  last
}

// facts goes through the visits, day by day.
func (s *search) facts(ctx context.Context, b Books, day func([]hit) error) error {
	return b.Facts(ctx, s.period.From, s.period.To, s.names, func(v *journal.Visits) error {
		s.turn(v)
		var found []hit
		for i := range v.Facts {
			f := &v.Facts[i]
			for _, st := range s.split(f) {
				if s.here(&st) {
					found = s.counted(f, &st, found)
				}
			}
		}
		slices.SortStableFunc(found, func(a, b hit) int { return cmp.Compare(a.ticket, b.ticket) })
		return day(found)
	})
}

// counted adds what of a step is behind the figure.
func (s *search) counted(f *journal.Fact, st *step, found []hit) []hit {
	for _, m := range st.list {
		if m.count == s.how.n {
			h := hit{f.Ticket, st.leg, m.by, st.waited, st.served}
			if st.leg < 0 && len(f.Legs) == 1 {
				h.served = f.Legs[0].Served
			}
			found = append(found, h)
		}
	}
	return found
}

// here says whether a step belongs to the figure's row.
func (s *search) here(st *step) bool {
	a := s.plan.axis
	switch {
	case s.at.Key == "":
		return true
	case s.plan.from == ofBins:
		seconds := st.served
		if s.plan.time == waitTimes {
			if seconds = st.waited; !st.first {
				return false
			}
		}
		return seconds >= 0 && binKey(binOf(seconds)) == s.at.Key
	case s.plan.from == ofTable:
		a = byPrinter
	}
	place := st.at[a]
	if place < 0 {
		return false
	}
	if place != s.last.place || !s.last.known {
		s.last = last{place, s.key(a, int(place)) == s.at.Key, true}
	}
	return s.last.is
}

// last is what was found out of the place that was asked for last: mostly the next is the same.
type last struct {
	place     int32
	is, known bool
}

// take counts hits and keeps those of the page. A ticket's legs stand on one page.
func (s *search) take(found []hit) {
	for i, h := range found {
		s.found.Total++
		if i == 0 || found[i-1].ticket != h.ticket { // a ticket is of one day
			s.found.Of++
		}
		s.found.Sum += h.by
		if h.ticket <= s.after {
			continue
		}
		if n := len(s.hits); n < s.limit || s.hits[n-1].ticket == h.ticket {
			s.hits = append(s.hits, h)
		} else if s.found.Next == 0 {
			s.found.Next = s.hits[n-1].ticket
		}
	}
}

// evaluations goes through the evaluations.
func (s *search) evaluations(ctx context.Context, b Books, all func([]hit) error) error {
	g := gathered{engine: s.engine}
	var found []hit
	if err := g.recall(ctx, b); err != nil {
		return err
	}
	err := b.Evaluated(ctx, s.period.From, s.period.To, func(e queue.Evaluation) {
		t := journal.Tally{What: journal.TallyEvaluation, Day: e.Day, Service: e.Service, Window: e.Window, Staff: e.Staff, Code: string(e.Level), N: 1}
		if !e.Due.IsZero() {
			t.What = journal.TallyDiscontent
		}
		key, ok := g.tablesOf(&t)[s.plan.table]
		if !ok || s.at.Key != "" && key != s.at.Key {
			return
		}
		s.list, _ = ofTally(&t, s.list[:0])
		for _, m := range s.list {
			if m.count == s.how.n {
				found = append(found, hit{e.Ticket, -1, m.by, -1, -1})
			}
		}
	})
	if err != nil {
		return err
	}
	return all(found)
}

// page reads the tickets of the page.
func (s *search) page(ctx context.Context, b Books) (*Page, error) {
	err := cases(ctx, b, s.hits, func(c *Case) error {
		s.found.Cases = append(s.found.Cases, *c)
		return nil
	})
	return &s.found, err
}

// cases reads the tickets of hits, which are in the order of their ids.
func cases(ctx context.Context, b Books, hits []hit, each func(*Case) error) error {
	ids := make([]queue.TicketID, len(hits))
	for i := range hits {
		ids[i] = hits[i].ticket
	}
	var c Case
	err := b.Ways(ctx, slices.Compact(ids), func(w *journal.Way) error {
		for ; len(hits) > 0 && hits[0].ticket == w.Ticket; hits = hits[1:] {
			c = caseOf(w, hits[0])
			if err := each(&c); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(hits) > 0 {
		err = fmt.Errorf("the ticket %d behind a figure is not in the books", hits[0].ticket)
	}
	return err
}

// caseOf tells of a visit or of a leg.
func caseOf(w *journal.Way, h hit) Case {
	l := &w.Legs[len(w.Legs)-1]
	c := Case{
		Ticket: w.Ticket, Day: w.Day, Number: w.Number, Class: w.Class, Party: w.Party, State: w.State, Outcome: w.Outcome,
		Issued: w.Issued, From: w.Issued, Leg: h.leg + 1, WaitedS: h.waited, ServedS: h.served,
	}
	if h.leg >= 0 && h.leg < len(w.Legs) {
		l = &w.Legs[h.leg]
		c.From, c.Called, c.Started, c.Outcome = l.From, l.Called, l.Started, l.Outcome
	}
	c.Service, c.Window, c.Ended = l.Service, l.Window, l.Ended
	if h.leg >= 0 {
		return c
	}
	for i := range w.Legs {
		l := &w.Legs[i]
		if c.Called.IsZero() && !l.Called.IsZero() {
			c.Called, c.Service, c.Window = l.Called, l.Service, l.Window
		}
		if c.Started.IsZero() {
			c.Started = l.Started
		}
	}
	return c
}
