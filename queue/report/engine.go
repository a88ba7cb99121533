package report

import (
	"context"
	"slices"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
)

// Filter narrows figures to some visits; what is empty narrows nothing. Hours and weekdays are
// those when the number was taken.
type Filter struct {
	Departments []queue.DepartmentID
	Services    []queue.ServiceID
	Windows     []queue.WindowID
	Staff       []queue.StaffID
	Classes     []queue.Class
	Langs       []string
	Hours       []int // 0–23
	Weekdays    []time.Weekday
}

// places says whether the filter is about where or by whom visits were served.
func (f *Filter) places() bool {
	return len(f.Departments)+len(f.Services)+len(f.Windows)+len(f.Staff) > 0
}

// visits says whether the filter is about visits themselves.
func (f *Filter) visits() bool {
	return len(f.Classes)+len(f.Langs)+len(f.Hours)+len(f.Weekdays) > 0
}

// axis is something that figures are broken down by.
type axis uint8

// The axes. Those from byService on are where a leg was; the ones before are a whole visit's.
const (
	byNothing axis = iota
	byDay
	byWeekday
	byHour
	byClass
	byLang
	byParty
	byRepeat
	byHeat
	byService
	byDepartment
	byWindow
	byStaff
	byOutcome // of a leg alone
	byPrinter // of a visit alone
	axes
)

// engine counts facts along every axis at once.
type engine struct {
	names  *journal.Names
	rules  *queue.Rules
	filter Filter
	per    [axes][]*sums // by day, hour, weekday, or by name

	period  Period
	day     int // since the period began
	weekday int
	visits  *journal.Visits            // of the day
	then    map[queue.Day]*queue.Rules // see recall

	steps []step
	list  []more      // of all steps
	room  [3][]uint32 // of the times of the day before
}

func newEngine(r *queue.Rules, q *Query, p Period) *engine {
	e := &engine{names: journal.NewNames(), rules: r, filter: q.Filter, period: p}
	for a := range axes {
		e.per[a] = []*sums{}
	}
	return e
}

// at gives the sums of a place of an axis.
func (e *engine) at(a axis, i int) *sums {
	for len(e.per[a]) <= i {
		e.per[a] = append(e.per[a], nil)
	}
	s := e.per[a][i]
	if s == nil {
		s = &sums{short: a == byHeat || a == byOutcome || a == byPrinter}
		e.per[a][i] = s
	}
	return s
}

// read counts the visits of the engine's period.
func (e *engine) read(ctx context.Context, b Books) error {
	return b.Facts(ctx, e.period.From, e.period.To, e.names, func(v *journal.Visits) error {
		e.begin(v)
		for i := range v.Facts {
			e.fact(&v.Facts[i])
		}
		return nil
	})
}

// turn turns to a day.
func (e *engine) turn(v *journal.Visits) {
	at := date(v.Day)
	e.day, e.weekday, e.visits = int(at.Sub(date(e.period.From))/(24*time.Hour)), weekday(at), v
}

// begin turns to a day and counts it. The times of the day before come to their percentiles, so that
// ten years take no more room than one day.
func (e *engine) begin(v *journal.Visits) {
	e.seal()
	e.turn(v)
	s := e.at(byDay, e.day)
	s.waits.by, s.serves.by, s.onward.by = e.room[0], e.room[1], e.room[2]
}

func (e *engine) seal() {
	if len(e.per[byDay]) == 0 {
		return
	}
	s := e.at(byDay, e.day)
	if s.waits.sealed == nil {
		s.onward.sealAll(s.n[calls], &s.waits)
		e.room = [3][]uint32{s.waits.seal(s.n[waits]), s.serves.seal(s.n[serves]), s.onward.clear()}
	}
}

// step is what is counted at once: a visit as a whole, or one of its legs. Figures and what is behind
// them are both made of the same steps.
type step struct {
	leg    int         // from 0; -1: the whole visit
	at     [axes]int32 // the place on each axis; -1: none
	list   []more
	first  bool // the leg with the visit's first call
	waited int  // of the leg, in seconds; of a whole visit until its first call; -1: no call
	served int  // -1: not timed
	terms  journal.Terms
}

// split gives the steps of a visit that the filter lets through. They are good until the next visit's.
func (e *engine) split(f *journal.Fact) []step {
	e.steps, e.list = e.steps[:0], e.list[:0]
	if !e.takes(f) {
		return nil
	}
	first := f.First()
	if at := &f.Legs[f.Home()]; e.passed(at.Service, at.Window, at.Staff) {
		s := e.step(f, at.Service, at.Window, at.Staff)
		s.leg = -1
		if first >= 0 {
			s.waited = f.Legs[first].Waited
		}
		if f.Printer != 0 || f.Print != queue.PrintNone || f.Copies > 0 || f.ByHand {
			s.at[byPrinter] = int32(f.Printer)
		}
		from := len(e.list)
		e.list = ofVisit(f, e.list)
		s.list = e.list[from:]
	}
	for i := range f.Legs {
		l := &f.Legs[i]
		if !e.passed(l.Service, l.Window, l.Staff) {
			continue
		}
		s := e.step(f, l.Service, l.Window, l.Staff)
		s.leg, s.first, s.waited, s.served, s.terms = i, i == first, l.Waited, l.Served, e.visits.Terms(l.Service)
		if l.Counts != "" {
			s.at[byOutcome] = int32(l.Outcome)
		}
		from := len(e.list)
		if s.first {
			e.list = ofFirst(l, s.terms.WithinS, e.list)
		}
		e.list = ofLeg(f, i, e.list)
		s.list = e.list[from:]
	}
	return e.steps
}

// step begins a step of a visit: with its places, and no times.
func (e *engine) step(f *journal.Fact, service, window, staff journal.Name) *step {
	e.steps = append(e.steps, step{
		at: [axes]int32{
			byNothing: 0, byDay: int32(e.day), byWeekday: int32(e.weekday), byHour: int32(f.Hour), byClass: int32(f.Class), byLang: int32(f.Lang),
			byParty: parted(f.Party > 1), byRepeat: parted(f.Repeat), byHeat: int32(24*e.weekday + f.Hour),
			byService: int32(service), byDepartment: int32(e.visits.Terms(service).Department), byWindow: int32(window), byStaff: int32(staff),
			byOutcome: -1, byPrinter: -1,
		},
		waited: -1, served: -1,
	})
	return &e.steps[len(e.steps)-1]
}

func parted(other bool) int32 {
	if other {
		return 1
	}
	return 0
}

// fact counts a visit.
func (e *engine) fact(f *journal.Fact) {
	var to [axes]*sums
	for i, s := range e.split(f) {
		for a, place := range s.at {
			switch {
			case place < 0:
				continue
			case i == 0 || axis(a) >= byService: // the others are the whole visit's
				to[a] = e.at(axis(a), int(place))
			}
			to[a].add(s.list)
			if s.leg >= 0 {
				to[a].leg(&s)
			}
			if s.first && s.terms.WithinS > 0 {
				aim := e.visits.Terms(0)
				if axis(a) == byService {
					aim = s.terms
				}
				to[a].aim.take(aim)
			}
		}
	}
}

// takes says whether the filter lets a visit through.
func (e *engine) takes(f *journal.Fact) bool {
	if !e.filter.visits() {
		return true
	}
	return in(e.filter.Classes, queue.Class(e.names.String(f.Class))) && in(e.filter.Langs, e.names.String(f.Lang)) &&
		in(e.filter.Hours, f.Hour) && in(e.filter.Weekdays, time.Weekday(e.weekday%7))
}

// passed says whether the filter lets through what was done at a place.
func (e *engine) passed(service, window, staff journal.Name) bool {
	return !e.filter.places() || e.let(queue.ServiceID(e.names.String(service)), queue.DepartmentID(e.names.String(e.visits.Terms(service).Department)),
		queue.WindowID(e.names.String(window)), queue.StaffID(e.names.String(staff)))
}

// told says whether the filter lets through what is no ticket's.
func (e *engine) told(t *journal.Tally) bool {
	if !e.filter.places() {
		return true
	}
	department, r := queue.DepartmentID(""), e.then[t.Day]
	if r == nil {
		r = e.rules
	}
	if s := r.Service(t.Service); s != nil {
		department = s.Department
	}
	return e.let(t.Service, department, t.Window, t.Staff)
}

func (e *engine) let(service queue.ServiceID, department queue.DepartmentID, window queue.WindowID, staff queue.StaffID) bool {
	return in(e.filter.Services, service) && in(e.filter.Departments, department) && in(e.filter.Windows, window) && in(e.filter.Staff, staff)
}

// recall finds what the rules of each day were, where the filter asks for departments.
func (e *engine) recall(ctx context.Context, b Books) error {
	if len(e.filter.Departments) == 0 {
		return nil
	}
	e.then = map[queue.Day]*queue.Rules{}
	for i := range e.period.Days() {
		day := queue.Day(e.key(byDay, i))
		r, err := b.RulesOf(ctx, day)
		if err != nil {
			return err
		}
		e.then[day] = r
	}
	return nil
}

// in says whether something is on a list; an empty one has everything.
func in[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }
