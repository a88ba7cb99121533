package admin

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report"
)

// maxDays is the longest range of one report.
const maxDays = 366

type reportData struct {
	Name     string
	Admin    bool
	From, To queue.Day
	Today    queue.Day
	Days     int
	Error    string // what is wrong with the dates
	Ranges   []dateRange
	Now      *waitingNow // when the range has today in it
	Figures  report.Figures
	Outcomes []outcomeRow
	Rates    []rateRow
	Matters  []countRow
	Services []serviceRow
}

// dateRange is a range one click away.
type dateRange struct {
	Key      string
	From, To queue.Day
	Chosen   bool
}

type waitingNow struct{ Tickets, Heads int }

type outcomeRow struct {
	Name    string
	N       int
	Percent string
}

// countRow is a count that needs a definition.
type countRow struct {
	Key string
	N   int
}

// Count says a count as the centre's own figures are said.
func (*reportData) Count(n int) string { return report.Thousands(n) }

// rateRow is a rate with what it is made of.
type rateRow struct {
	Key         string
	Part, Whole int
	Percent     string
}

type serviceRow struct {
	Name       string
	Department string
	Figures    report.Figures
}

func (a *Admin) reportsPage(c *gin.Context) {
	lang, rules := a.Kit.Lang(c), a.Kit.Rules()
	d := &reportData{
		Name: a.Sessions.Name(display.StaffOf(c)), Admin: display.PersonOf(c).Is(queue.RoleAdmin), Today: rules.Date(a.Queue.Now()),
	}
	a.Queue.View(func(l *queue.Lobby) {
		if l.Day() != "" {
			d.Today = l.Day()
		}
	})
	d.choose(c.Query("from"), c.Query("to"), rules.Location())
	status := http.StatusOK
	if d.Error != "" {
		status = http.StatusUnprocessableEntity
		d.Error = a.Kit.T(lang, "reports."+d.Error, "n", maxDays)
	}
	if err := a.count(c, d, rules, lang); err != nil {
		a.Kit.Fail(c, err)
		return
	}
	a.Kit.Page(c, status, display.Page{Name: "admin/reports", Data: d})
}

// choose takes the dates asked for, or today, and says what is wrong with them.
func (d *reportData) choose(from, to string, zone *time.Location) {
	today, err := time.ParseInLocation(time.DateOnly, string(d.Today), zone)
	if err != nil {
		today = time.Time{}
	}
	day := func(n int) queue.Day { return queue.Day(today.AddDate(0, 0, n).Format(time.DateOnly)) }
	monday := (int(today.Weekday()) + 6) % 7
	d.Ranges = []dateRange{
		{Key: "today", From: d.Today, To: d.Today},
		{Key: "yesterday", From: day(-1), To: day(-1)},
		{Key: "week", From: day(-monday), To: d.Today},
		{Key: "month", From: day(1 - today.Day()), To: d.Today},
	}
	d.From, d.To, d.Days = d.Today, d.Today, 1
	if from == "" && to == "" {
		d.Ranges[0].Chosen = true
		return
	}
	first, err1 := time.ParseInLocation(time.DateOnly, from, zone)
	last, err2 := time.ParseInLocation(time.DateOnly, to, zone)
	switch {
	case err1 != nil || err2 != nil:
		d.Error = "bad_dates"
		return
	case last.Before(first):
		d.Error = "bad_order"
		return
	case last.After(first.AddDate(0, 0, maxDays-1)):
		d.Error = "too_long"
		return
	}
	d.From, d.To = queue.Day(from), queue.Day(to)
	d.Days = 0
	for at := first; !at.After(last); at = at.AddDate(0, 0, 1) {
		d.Days++
	}
	for i := range d.Ranges {
		d.Ranges[i].Chosen = d.Ranges[i].From == d.From && d.Ranges[i].To == d.To
	}
}

// count reads the days and makes the figures.
func (a *Admin) count(c *gin.Context, d *reportData, rules *queue.Rules, lang string) error {
	if d.Error != "" {
		return nil
	}
	visits, err := report.Read(c.Request.Context(), a.Past, d.From, d.To)
	if err != nil {
		return err
	}
	d.Figures = visits.Count()
	if d.From <= d.Today && d.Today <= d.To {
		d.Now = a.waitingNow()
	}
	d.outcomes(rules, lang)
	d.services(visits.CountServices(), rules, lang)
	return nil
}

func (a *Admin) waitingNow() *waitingNow {
	var n waitingNow
	a.Queue.View(func(l *queue.Lobby) {
		for t := range l.Tickets() {
			if t.State == queue.Waiting {
				n.Tickets++
				n.Heads += t.Party
			}
		}
	})
	return &n
}

// outcomes lists the outcomes of the rules, then those that only old tickets
// have, and the rates that can be made of them.
func (d *reportData) outcomes(rules *queue.Rules, lang string) {
	known := 0
	for _, o := range rules.Outcomes {
		n := d.Figures.Outcomes[o.ID]
		known += n
		d.Outcomes = append(d.Outcomes, outcomeRow{o.Name.In(lang), n, report.Percent(n, d.Figures.Served)})
	}
	if rest := d.Figures.Served - known; rest > 0 {
		d.Outcomes = append(d.Outcomes, outcomeRow{"", rest, report.Percent(rest, d.Figures.Served)})
	}
	f := &d.Figures
	d.Matters = []countRow{
		{"accepted", f.Accepted},
		{"concluded", f.Concluded},
		{"mediations", f.Mediations()},
		{"confirmed", f.Confirmed},
		{"first", f.First()},
		{"repeated", f.Repeated},
		{"alone", f.Alone()},
		{"groups", f.Groups},
	}
	rate := func(key string, part, whole int) {
		d.Rates = append(d.Rates, rateRow{key, part, whole, report.Percent(part, whole)})
	}
	rate("concluded", d.Figures.Concluded, d.Figures.Accepted)
	rate("mediated", d.Figures.Mediated, d.Figures.Mediations())
	rate("missed", d.Figures.Missed, d.Figures.Batches)
}

// services lists the rules' services, then those that have left them.
func (d *reportData) services(by map[queue.ServiceID]report.Figures, rules *queue.Rules, lang string) {
	departments := map[queue.DepartmentID]string{}
	for _, x := range rules.Departments {
		departments[x.ID] = x.Name.In(lang)
	}
	gone := report.Figures{}
	for id, f := range by {
		if rules.Service(id) == nil {
			gone.Join(f)
		}
	}
	for i := range rules.Services {
		s := &rules.Services[i]
		d.Services = append(d.Services, serviceRow{s.Name.In(lang), departments[s.Department], by[s.ID]})
	}
	if gone.Batches > 0 {
		d.Services = append(d.Services, serviceRow{Figures: gone})
	}
}
