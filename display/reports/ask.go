package reports

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report"
)

// ask is what an address asks for: a period, a filter, whether to compare.
type ask struct {
	query   report.Query
	values  url.Values // what says so, and nothing else
	problem string     // a key of the catalogue: what is wrong with the dates
	today   queue.Day
}

// The names in an address. "lang" is the page's own, so the visitors' is "spoken".
const (
	keyFrom, keyTo, keyCompare = "from", "to", "compare"
	keyHour, keyWeekday        = "hour", "weekday"
)

// part is a part of the filter by its name in an address.
type part struct {
	name string
	by   report.Dimension
	ids  func(*report.Filter) []string
	put  func(*report.Filter, string)
}

func ids[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = string(id)
	}
	return out
}

// parts lists the filter's parts that a form offers.
func parts() []part {
	return []part{
		{
			"department", report.DimDepartment,
			func(f *report.Filter) []string { return ids(f.Departments) },
			func(f *report.Filter, id string) { f.Departments = append(f.Departments, queue.DepartmentID(id)) },
		},
		{
			"service", report.DimService,
			func(f *report.Filter) []string { return ids(f.Services) },
			func(f *report.Filter, id string) { f.Services = append(f.Services, queue.ServiceID(id)) },
		},
		{
			"window", report.DimWindow,
			func(f *report.Filter) []string { return ids(f.Windows) },
			func(f *report.Filter, id string) { f.Windows = append(f.Windows, queue.WindowID(id)) },
		},
		{
			"staff", report.DimStaff,
			func(f *report.Filter) []string { return ids(f.Staff) },
			func(f *report.Filter, id string) { f.Staff = append(f.Staff, queue.StaffID(id)) },
		},
		{
			"class", report.DimClass,
			func(f *report.Filter) []string { return ids(f.Classes) },
			func(f *report.Filter, id string) { f.Classes = append(f.Classes, queue.Class(id)) },
		},
		{
			"spoken", report.DimLang,
			func(f *report.Filter) []string { return f.Langs },
			func(f *report.Filter, id string) { f.Langs = append(f.Langs, id) },
		},
	}
}

// mostIDs bounds how many ids of a kind an address may name.
const mostIDs = 50

// asked reads an address. Somebody who may not see figures by person can't ask for them.
func (r *Reports) asked(c *gin.Context) *ask {
	a := &ask{values: url.Values{}, today: r.today()}
	a.query.Persons = maySeePersons(display.PersonOf(c))
	a.query.Now = r.Queue.Now()
	a.query.Compare = c.Query(keyCompare) != "0"
	if !a.query.Compare {
		a.values.Set(keyCompare, "0")
	}
	a.period(c.Query(keyFrom), c.Query(keyTo))
	f := &a.query.Filter
	for _, p := range parts() {
		if p.by == report.DimStaff && !a.query.Persons {
			continue
		}
		for _, id := range c.QueryArray(p.name) {
			if id != "" && len(a.values[p.name]) < mostIDs && !slices.Contains(a.values[p.name], id) {
				p.put(f, id)
				a.values.Add(p.name, id)
			}
		}
	}
	for _, h := range numbers(c.QueryArray(keyHour), 0, 23) {
		f.Hours = append(f.Hours, h)
		a.values.Add(keyHour, strconv.Itoa(h))
	}
	for _, d := range numbers(c.QueryArray(keyWeekday), 1, 7) {
		f.Weekdays = append(f.Weekdays, time.Weekday(d%7))
		a.values.Add(keyWeekday, strconv.Itoa(d))
	}
	return a
}

// period takes the dates asked for, or today.
func (a *ask) period(from, to string) {
	a.query.Period = report.DayOf(a.today)
	if from == "" && to == "" {
		return
	}
	if to == "" {
		to = from
	}
	p, err := report.Parse(from, to)
	if err != nil {
		a.problem = "bad_dates"
		first, err1 := time.Parse(time.DateOnly, from)
		last, err2 := time.Parse(time.DateOnly, to)
		switch {
		case err1 != nil || err2 != nil:
		case last.Before(first):
			a.problem = "bad_order"
		default:
			a.problem = "too_long"
		}
		return
	}
	a.query.Period = p
	a.set(p)
}

func (a *ask) set(p report.Period) {
	a.values.Set(keyFrom, string(p.From))
	a.values.Set(keyTo, string(p.To))
}

// numbers reads whole numbers within bounds, each once, in order.
func numbers(texts []string, least, most int) []int {
	var list []int
	for _, s := range texts {
		if n, err := strconv.Atoi(s); err == nil && n >= least && n <= most && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list
}

// running says whether the period isn't over, so that it is less than the one before.
func (a *ask) running() bool {
	return a.query.Period.From <= a.today && a.query.Period.To >= a.today
}

// link makes the address of another page about the same, with some values changed; an
// empty one is left out.
func (a *ask) link(path string, changes ...string) string {
	v := url.Values{}
	for k, list := range a.values {
		v[k] = slices.Clone(list)
	}
	for i := 0; i+1 < len(changes); i += 2 {
		if v.Del(changes[i]); changes[i+1] != "" {
			v.Set(changes[i], changes[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// of is link for another period.
func (a *ask) of(path string, p report.Period) string {
	return a.link(path, keyFrom, string(p.From), keyTo, string(p.To))
}

// filtered says whether anything narrows the figures.
func (a *ask) filtered() bool {
	f := &a.query.Filter
	return len(f.Departments)+len(f.Services)+len(f.Windows)+len(f.Staff)+len(f.Classes)+len(f.Langs)+len(f.Hours)+len(f.Weekdays) > 0
}

// maySeePersons says who sees figures by person: they are about colleagues, not visitors.
func maySeePersons(p *queue.Staff) bool { return p != nil && p.Is(queue.RoleAdmin) }
