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
	Sum   int            `json:"sum"`            // what they come to: for persons the heads, for reprints the slips, else Total
	Cases []Case         `json:"cases"`          // oldest first
	Next  queue.TicketID `json:"next,omitempty"` // after which ticket the next page begins; 0: this was the last
}

// Case is a visit or one leg of it: no more than figures are made of.
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
	Called  time.Time       `json:"called,omitzero"`
	Started time.Time       `json:"started,omitzero"`
	Ended   time.Time       `json:"ended,omitzero"`
}

// hit is a case that was found.
type hit struct {
	ticket queue.TicketID
	leg    int // from 0; -1: the whole visit
	by     int
}

// Behind gives the tickets behind a figure, a page of about so many from one ticket on. They are
// found by the rules that the figure was counted by, so that Sum is the figure: the part of a
// rate, and of a time how many it is made of.
func Behind(ctx context.Context, b Books, r *queue.Rules, q Query, at Place, after queue.TicketID, limit int) (*Page, error) {
	q.Compare = false
	i := slices.IndexFunc(plans, func(p plan) bool { return p.id == at.Section })
	if i < 0 || !at.Measure.Drills() || at.Measure.Lists() || !slices.Contains(plans[i].measures, at.Measure) {
		return nil, ErrNothingBehind
	}
	if err := shown(ctx, b, r, q, at); err != nil {
		return nil, err
	}
	s := search{plan: plans[i], at: at, how: at.Measure.spec(), after: after, limit: max(limit, 1)}
	s.engine = newEngine(r, &q, q.Period)
	var err error
	switch at.Measure {
	case Evaluations, AnswerRate, Levels, LevelShare, ContentRate:
		err = s.evaluations(ctx, b)
	default:
		err = s.facts(ctx, b)
	}
	if err != nil {
		return nil, err
	}
	return s.page(ctx, b)
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
}

// facts goes through the visits.
func (s *search) facts(ctx context.Context, b Books) error {
	return b.Facts(ctx, s.period.From, s.period.To, s.names, func(day queue.Day, facts []journal.Fact) error {
		at := date(day)
		s.day, s.weekday = int(at.Sub(date(s.period.From))/(24*time.Hour)), weekday(at)
		s.learn()
		var found []hit
		for i := range facts {
			found = s.fact(&facts[i], found)
		}
		slices.SortStableFunc(found, func(a, b hit) int { return int(a.ticket - b.ticket) })
		s.take(found)
		return nil
	})
}

// take counts hits and keeps those of the page. A ticket's legs stand on one page.
func (s *search) take(found []hit) {
	for _, h := range found {
		s.found.Total++
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

// fact adds what of a visit is behind the figure.
func (s *search) fact(f *journal.Fact, found []hit) []hit {
	if !s.takes(f) || !s.whole(f) {
		return found
	}
	add := func(leg int) {
		for _, m := range s.list {
			if m.count == s.how.n {
				found = append(found, hit{f.Ticket, leg, m.by})
			}
		}
	}
	if s.passed(f.Service, f.Window, f.Staff) && s.placed(f.Service, f.Window, f.Staff) && s.printed(f) {
		s.list = ofVisit(f, s.list[:0])
		add(-1)
	}
	for i := range f.Legs {
		l := &f.Legs[i]
		if !s.passed(l.Service, l.Window, l.Staff) || !s.placed(l.Service, l.Window, l.Staff) || !s.ended(l) || !s.lasted(i, l) {
			continue
		}
		s.list = s.list[:0]
		if i == 0 {
			s.list = ofFirst(l, s.targets[l.Service], s.list)
		}
		s.list = ofLeg(l, s.list)
		add(i)
	}
	return found
}

// whole says whether a visit belongs to the row, as far as that is about the whole of it.
func (s *search) whole(f *journal.Fact) bool {
	if s.at.Key == "" || s.plan.from != ofAxis {
		return true
	}
	switch s.plan.axis {
	case byDay:
		return s.key(byDay, s.day) == s.at.Key
	case byWeekday:
		return s.key(byWeekday, s.weekday) == s.at.Key
	case byHour:
		return s.key(byHour, f.Hour) == s.at.Key
	case byHeat:
		return s.key(byHeat, heatPlace(s.weekday, f.Hour)) == s.at.Key
	case byClass:
		return s.key(byClass, int(f.Class)) == s.at.Key
	case byLang:
		return s.key(byLang, int(f.Lang)) == s.at.Key
	case byParty:
		return s.key(byParty, parted(f.Party > 1)) == s.at.Key
	case byRepeat:
		return s.key(byRepeat, parted(f.Repeat)) == s.at.Key
	default:
		return true
	}
}

// placed says whether what was done at a place belongs to the row.
func (s *search) placed(service, window, staff journal.Name) bool {
	if s.at.Key == "" || s.plan.from != ofAxis {
		return true
	}
	switch s.plan.axis {
	case byService:
		return s.key(byService, int(service)) == s.at.Key
	case byDepartment:
		return s.key(byDepartment, int(s.departments[service])) == s.at.Key
	case byWindow:
		return s.key(byWindow, int(window)) == s.at.Key
	case byStaff:
		return s.key(byStaff, int(staff)) == s.at.Key
	default:
		return true
	}
}

// printed says whether a visit belongs to the row of a printer.
func (s *search) printed(f *journal.Fact) bool {
	return s.plan.table != printerTable || s.at.Key == "" || s.key(byPrinter, int(f.Printer)) == s.at.Key
}

// ended says whether a leg belongs to the row of an outcome.
func (s *search) ended(l *journal.Passage) bool {
	return s.plan.axis != byOutcome || s.at.Key == "" || l.Counts != "" && s.key(byOutcome, int(l.Outcome)) == s.at.Key
}

// lasted says whether a leg belongs to the class of a distribution.
func (s *search) lasted(i int, l *journal.Passage) bool {
	if s.plan.from != ofBins || s.at.Key == "" {
		return true
	}
	if s.plan.time == waitTimes {
		return i == 0 && l.Waited >= 0 && binKey(binOf(l.Waited)) == s.at.Key
	}
	return l.Served >= 0 && binKey(binOf(l.Served)) == s.at.Key
}

// evaluations goes through the evaluations.
func (s *search) evaluations(ctx context.Context, b Books) error {
	contents := map[queue.LevelID]bool{}
	for _, l := range s.rules.Evaluation {
		contents[l.ID] = !l.FollowUp
	}
	g := gathered{engine: s.engine}
	var found []hit
	err := b.Evaluated(ctx, s.period.From, s.period.To, func(e queue.Evaluation) {
		t := journal.Tally{What: journal.TallyEvaluation, Service: e.Service, Window: e.Window, Staff: e.Staff, Code: string(e.Level), N: 1}
		key, ok := g.tablesOf(&t)[s.plan.table]
		if !ok || s.at.Key != "" && key != s.at.Key {
			return
		}
		s.list, _ = ofTally(&t, contents, s.list[:0])
		for _, m := range s.list {
			if m.count == s.how.n {
				found = append(found, hit{e.Ticket, -1, m.by})
			}
		}
	})
	s.take(found)
	return err
}

// page reads the tickets of the page.
func (s *search) page(ctx context.Context, b Books) (*Page, error) {
	var ids []queue.TicketID
	for _, h := range s.hits {
		ids = append(ids, h.ticket)
	}
	list, err := b.TicketsByID(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	for _, h := range s.hits {
		i, ok := slices.BinarySearchFunc(list, h.ticket, func(t *queue.Ticket, id queue.TicketID) int { return cmp.Compare(t.ID, id) })
		if !ok {
			return nil, fmt.Errorf("the ticket %d behind a figure is not in the books", h.ticket)
		}
		s.found.Cases = append(s.found.Cases, caseOf(list[i], h.leg))
	}
	return &s.found, nil
}

// caseOf tells of a visit or of a leg.
func caseOf(t *queue.Ticket, leg int) Case {
	c := Case{
		Ticket: t.ID, Day: t.Day, Number: t.Number, Service: t.Service, Class: t.Class, Party: t.Party, State: t.State, Outcome: t.Outcome,
		Issued: t.Issued, Called: t.Legs[0].Called, Leg: leg + 1,
	}
	l := &t.Legs[len(t.Legs)-1]
	if leg >= 0 && leg < len(t.Legs) {
		l = &t.Legs[leg]
		c.Called = l.Called
		if c.Outcome = ""; l.Counts != "" {
			c.Outcome = queue.OutcomeID(l.End)
		}
	}
	c.Service, c.Window, c.Started, c.Ended = l.Service, l.Window, l.Started, l.Ended
	return c
}
