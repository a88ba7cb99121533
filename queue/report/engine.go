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

	departments []journal.Name // by the name of a service
	targets     []int          // in seconds, by the name of a service; 0: none
	known       int            // of how many names departments and targets know

	period  Period
	day     int // since the period began
	weekday int

	list []more
	room [2][]uint32 // of the times of the day before
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

// learn finds the departments and targets of services named since.
func (e *engine) learn() {
	for ; e.known < e.names.Len(); e.known++ {
		department, target := journal.Name(0), 0
		id := queue.ServiceID(e.names.String(journal.Name(e.known)))
		if s := e.rules.Service(id); s != nil {
			department = e.names.Of(string(s.Department))
		}
		if t := e.rules.TargetOf(id); t != nil {
			target = t.WithinS
		}
		e.departments, e.targets = append(e.departments, department), append(e.targets, target)
	}
}

// read counts the visits of the engine's period.
func (e *engine) read(ctx context.Context, b Books) error {
	return b.Facts(ctx, e.period.From, e.period.To, e.names, func(day queue.Day, facts []journal.Fact) error {
		e.begin(day)
		for i := range facts {
			e.fact(&facts[i])
		}
		return nil
	})
}

// begin turns to a day. The times of the day before come to their percentiles, so that ten
// years take no more room than one day.
func (e *engine) begin(day queue.Day) {
	e.seal()
	at := date(day)
	e.day, e.weekday = int(at.Sub(date(e.period.From))/(24*time.Hour)), weekday(at)
	e.learn()
	s := e.at(byDay, e.day)
	s.waits.by, s.serves.by = e.room[0], e.room[1]
}

func (e *engine) seal() {
	if len(e.per[byDay]) == 0 {
		return
	}
	s := e.at(byDay, e.day)
	if s.waits.sealed == nil {
		e.room = [2][]uint32{s.waits.seal(s.n[waits]), s.serves.seal(s.n[serves])}
	}
}

// fact counts a visit.
func (e *engine) fact(f *journal.Fact) {
	if !e.takes(f) {
		return
	}
	var whole [byService]*sums
	e.whole(f, &whole)
	if e.passed(f.Service, f.Window, f.Staff) {
		e.list = ofVisit(f, e.list[:0])
		for _, s := range whole {
			s.add(e.list)
		}
		for _, s := range e.place(f.Service, f.Window, f.Staff) {
			s.add(e.list)
		}
		if f.Printer != 0 || f.Print != queue.PrintNone || f.Copies > 0 || f.ByHand {
			e.at(byPrinter, int(f.Printer)).add(e.list)
		}
	}
	for i := range f.Legs {
		l := &f.Legs[i]
		if !e.passed(l.Service, l.Window, l.Staff) {
			continue
		}
		e.list = e.list[:0]
		waited := i == 0 && l.Waited >= 0
		if waited {
			e.list = ofFirst(l, e.targets[l.Service], e.list)
		}
		e.list = ofLeg(l, e.list)
		place := e.place(l.Service, l.Window, l.Staff)
		for _, s := range whole {
			s.leg(l, waited, e.list)
		}
		for _, s := range place {
			s.leg(l, waited, e.list)
		}
		if l.Counts != "" {
			e.at(byOutcome, int(l.Outcome)).add(e.list)
		}
	}
}

// leg takes in a leg and its times.
func (s *sums) leg(l *journal.Passage, waited bool, list []more) {
	s.add(list)
	if waited {
		s.wait(l.Waited)
	}
	if l.Served >= 0 {
		s.serve(l.Served)
	}
}

// whole finds the sums of what is a whole visit's.
func (e *engine) whole(f *journal.Fact, list *[byService]*sums) {
	list[byNothing] = e.at(byNothing, 0)
	list[byDay] = e.at(byDay, e.day)
	list[byWeekday] = e.at(byWeekday, e.weekday)
	list[byHour] = e.at(byHour, f.Hour)
	list[byClass] = e.at(byClass, int(f.Class))
	list[byLang] = e.at(byLang, int(f.Lang))
	list[byParty] = e.at(byParty, parted(f.Party > 1))
	list[byRepeat] = e.at(byRepeat, parted(f.Repeat))
	list[byHeat] = e.at(byHeat, heatPlace(e.weekday, f.Hour))
}

// heatPlace is the place of a weekday and an hour on their axis.
func heatPlace(weekday, hour int) int { return 24*weekday + hour }

func parted(other bool) int {
	if other {
		return 1
	}
	return 0
}

// place finds the sums of where a leg was.
func (e *engine) place(service, window, staff journal.Name) [4]*sums {
	return [4]*sums{
		e.at(byService, int(service)), e.at(byDepartment, int(e.departments[service])), e.at(byWindow, int(window)), e.at(byStaff, int(staff)),
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
	if !e.filter.places() {
		return true
	}
	return in(e.filter.Services, queue.ServiceID(e.names.String(service))) &&
		in(e.filter.Departments, queue.DepartmentID(e.names.String(e.departments[service]))) &&
		in(e.filter.Windows, queue.WindowID(e.names.String(window))) && in(e.filter.Staff, queue.StaffID(e.names.String(staff)))
}

// in says whether something is on a list; an empty one has everything.
func in[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }
