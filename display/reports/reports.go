package reports

import (
	"embed"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report"
	"onedoor/queue/report/sheet"
)

//go:embed assets templates
var files embed.FS

// Face names the package's files for the kit. Its pages also use styles of the face
// console.
func Face() display.Face { return display.Face{Name: "reports", Files: files} }

// Options is what Reports are made of.
type Options struct {
	Kit      *display.Kit
	Queue    *queue.Queue
	Sessions *display.Sessions
	Books    report.Books
	Names    func() map[queue.StaffID]string // of people, for those who may see them
	Audit    display.Auditor                 // nil: nothing is written down
	Log      *slog.Logger                    // slog.Default when nil
}

// Reports serves the reports.
type Reports struct {
	Options
	most int // rows that a workbook's sheet takes
}

// New makes Reports.
func New(o Options) *Reports {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Names == nil {
		o.Names = func() map[queue.StaffID]string { return nil }
	}
	return &Reports{o, sheet.MostRows}
}

// Register adds the routes.
func (r *Reports) Register(g gin.IRouter) {
	for _, t := range topics() {
		g.GET(t.path(), r.topicPage(t))
	}
	g.GET("/reports/all", r.topicPage(everything()))
	g.GET("/reports/month-head", r.monthPage)
	g.GET("/reports/tickets", r.ticketsPage)
	g.GET("/reports/export/:file", r.export)
}

func (t *topic) path() string {
	if t.ID == "" {
		return "/reports"
	}
	return "/reports/" + t.ID
}

// everything is all topics on one page, for paper.
func everything() topic {
	all := topic{ID: "all"}
	all.blocks = func(p *page) []block {
		var list []block
		seen := map[string]bool{}
		for _, t := range topics() {
			for _, b := range t.blocks(p) {
				if !seen[b.ID] {
					list = append(list, b)
				}
				seen[b.ID] = true
			}
		}
		return list
	}
	all.facts = func(p *page) []*facts {
		var list []*facts
		seen := map[string]bool{}
		for _, t := range topics() {
			if t.facts == nil {
				continue
			}
			for _, f := range t.facts(p) {
				if f != nil && !seen[f.Title] {
					seen[f.Title] = true
					list = append(list, f)
				}
			}
		}
		return list
	}
	return all
}

// today is the lobby's day.
func (r *Reports) today() queue.Day {
	day := r.Kit.Rules().Date(r.Queue.Now())
	r.Queue.View(func(l *queue.Lobby) {
		if l.Day() != "" {
			day = l.Day()
		}
	})
	return day
}

// data is what every page of the reports shows around its figures.
type data struct {
	Name  string
	Admin bool

	Topic   string
	Topics  []link
	Period  string // in words
	Before  string // the period before, in words; "" without comparison
	Alone   string // the same, when nobody came in it: nothing is compared
	Units   []link // day, week, month, year
	Earlier string
	Later   string // "" where it would be all future
	From    queue.Day
	To      queue.Day
	Error   string
	Running bool   // the period isn't over
	Settles string // until which day its figures may change, when it is over; "": they don't
	Mask    int
	Form    []choice
	Hidden  []hidden // what the form keeps
	Without string   // what the filter can't be applied to, and so isn't shown; "": all is
	Narrow  []link   // what narrows the figures, each with the address without it
	Clear   string
	Compare link // turns comparing on or off; Chosen: it is on
	Exports []link
	Month   string // the address of the month's page

	Now       *waitingNow
	Headline  []fact
	Facts     []*facts
	Blocks    []block
	Empty     bool
	Defined   []defined
	Legend    bool
	CentreNow time.Time
}

type link struct {
	Key    string
	Text   string
	Href   string
	Chosen bool
}

type hidden struct{ Name, Value string }

// choice is a field of the filter.
type choice struct {
	Name    string
	Options []link // Key: the value
}

// defined is a measure with its definition.
type defined struct {
	Measure report.Measure
	Name    string
	Text    string
}

type waitingNow struct{ Tickets, Heads int }

// words makes what says figures to a request.
func (r *Reports) words(lang string, persons bool) *words {
	w := &words{cat: r.Kit.Catalogue, lang: lang, rules: r.Kit.Rules()}
	if persons {
		w.names = r.Names()
	}
	return w
}

func (r *Reports) topicPage(t topic) gin.HandlerFunc {
	return func(c *gin.Context) {
		a := r.asked(c)
		w := r.words(r.Kit.Lang(c), a.query.Persons)
		d := r.frame(c, a, w, t.path())
		d.Topic = t.ID
		if a.problem != "" {
			d.Error = w.t(a.problem, "n", mostDays)
			r.Kit.Page(c, http.StatusUnprocessableEntity, display.Page{Name: "reports/report", Data: d})
			return
		}
		made, err := report.Make(c.Request.Context(), r.Books, w.rules, a.query)
		if err != nil {
			r.Kit.Fail(c, err)
			return
		}
		w.mask = made.MaskBelow
		if a.query.Compare && uncompared(made) {
			d.Alone, d.Before = d.Before, ""
		}
		p := &page{words: w, ask: a, report: made, used: map[report.Measure]bool{}}
		r.fill(d, p, t)
		if id := personsShown(d.Blocks); id != "" || len(a.query.Filter.Staff) > 0 {
			r.seen(c, a, report.Place{Section: id})
		}
		r.Kit.Page(c, http.StatusOK, display.Page{Name: "reports/report", Data: d})
	}
}

// uncompared takes the figures of a period before in which nobody came out of a report, and says
// whether it did. The centre may not have been there yet: to have grown from nothing says nothing.
func uncompared(r *report.Report) bool {
	s := r.Section(report.SectionTotals)
	if s == nil || happened(&report.Row{Figures: s.Total.Before}) {
		return false
	}
	for i := range r.Sections {
		r.Sections[i].Total.Before = nil
		for j := range r.Sections[i].Rows {
			r.Sections[i].Rows[j].Before = nil
		}
	}
	return true
}

// mostDays is the longest period of one report, ten years.
const mostDays = 3660

// fill puts the figures into a page.
func (r *Reports) fill(d *data, p *page, t topic) {
	d.Mask, d.Without = p.report.MaskBelow, p.withheld(p.report)
	if p.report.Open && p.report.Period.To < p.ask.today {
		d.Settles = p.dayRow(string(p.report.Settles))
	}
	totals := p.report.Section(report.SectionTotals)
	d.Empty = totals == nil || empty(totals)
	if t.ID == "" || t.ID == "all" {
		d.Headline = p.headline()
	}
	if t.ID == "" && d.Running {
		d.Now = r.waitingNow(&p.report.Query.Filter)
	}
	if !d.Empty || t.ID == "house" {
		d.Blocks = t.blocks(p)
		if t.facts != nil {
			d.Facts = slices.DeleteFunc(t.facts(p), func(f *facts) bool { return f == nil })
		}
		d.Empty = false
	}
	if d.Before != "" {
		d.Legend = slices.ContainsFunc(d.Blocks, func(b block) bool { return len(b.Charts) > 0 })
	}
	d.Defined = p.definitions()
}

// definitions lists what the page's figures mean, in the measures' order.
func (p *page) definitions() []defined {
	var list []defined
	for _, m := range report.Measures() {
		if p.used[m] {
			list = append(list, defined{m, p.measure(m), p.define(m)})
		}
	}
	return list
}

// waitingNow counts who waits now and passes the filter; nil where it asks for windows or people, since
// who waits is nobody's yet.
func (r *Reports) waitingNow(f *report.Filter) *waitingNow {
	if len(f.Windows)+len(f.Staff) > 0 {
		return nil
	}
	var n waitingNow
	rules := r.Kit.Rules()
	let := func(t *queue.Ticket) bool {
		var department queue.DepartmentID
		if s := rules.Service(t.Service); s != nil {
			department = s.Department
		}
		at := t.Issued.In(rules.Location())
		day, err := time.Parse(time.DateOnly, string(t.Day))
		return among(f.Services, t.Service) && among(f.Departments, department) && among(f.Classes, t.Class) && among(f.Langs, t.Lang) &&
			among(f.Hours, at.Hour()) && (err != nil || among(f.Weekdays, day.Weekday()))
	}
	r.Queue.View(func(l *queue.Lobby) {
		for t := range l.Tickets() {
			if t.State == queue.Waiting && let(t) {
				n.Tickets++
				n.Heads += t.Party
			}
		}
	})
	return &n
}

// among says whether something is on a list; an empty one has everything.
func among[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

// frame makes what stands around the figures.
func (r *Reports) frame(c *gin.Context, a *ask, w *words, path string) *data {
	p := a.query.Period
	d := &data{
		Name: r.Sessions.Name(display.StaffOf(c)), Admin: display.PersonOf(c).Is(queue.RoleAdmin),
		Period: w.period(p), From: p.From, To: p.To, Running: a.running(), CentreNow: r.Kit.Now(),
		Earlier: a.of(path, p.Before()),
	}
	if after := p.After(); after.From <= a.today {
		d.Later = a.of(path, after)
	}
	if a.query.Compare {
		d.Before = w.period(p.Before())
	}
	for _, t := range append(topics(), everything()) {
		key := t.ID
		if key == "" {
			key = "overview"
		}
		d.Topics = append(d.Topics, link{Key: key, Text: w.t("topic." + key), Href: a.link(t.path()), Chosen: t.path() == path})
	}
	anchor := min(p.To, a.today)
	for _, u := range []report.Period{report.DayOf(anchor), report.WeekOf(anchor), report.MonthOf(anchor), report.YearOf(anchor)} {
		d.Units = append(d.Units, link{Text: w.t("unit." + string(u.Unit())), Href: a.of(path, u), Chosen: u == p})
	}
	d.Compare = link{Text: w.t("compare"), Href: a.link(path, keyCompare, map[bool]string{true: "0"}[a.query.Compare]), Chosen: a.query.Compare}
	for _, form := range []string{"xlsx", "csv", "json"} {
		d.Exports = append(d.Exports, link{Key: form, Href: a.of("/reports/export/report."+form, p)})
	}
	d.Month = a.link("/reports/month-head", keyFrom, string(report.MonthOf(anchor).From), keyTo, string(report.MonthOf(anchor).To))
	r.form(d, a, w, path)
	return d
}

// form offers the parts of the filter.
func (r *Reports) form(d *data, a *ask, w *words, path string) {
	for _, p := range parts() {
		chosen := p.ids(&a.query.Filter)
		for _, id := range chosen {
			rest := a.without(p.name, id)
			d.Narrow = append(d.Narrow, link{Text: w.t("by."+string(p.by)) + w.t("colon") + w.key(p.by, id), Href: rest.link(path)})
		}
		field := choice{Name: p.name, Options: []link{{Text: w.t("every"), Chosen: len(chosen) == 0}}}
		for _, id := range w.offered(p.by, a.query.Persons) {
			field.Options = append(field.Options, link{Key: id, Text: w.key(p.by, id), Chosen: len(chosen) > 0 && chosen[0] == id})
		}
		if len(field.Options) > 2 {
			d.Form = append(d.Form, field)
		}
	}
	for _, name := range []string{keyHour, keyWeekday} {
		for _, id := range a.values[name] {
			rest := a.without(name, id)
			d.Narrow = append(d.Narrow, link{Text: w.key(report.Dimension(name), id), Href: rest.link(path)})
			d.Hidden = append(d.Hidden, hidden{name, id})
		}
	}
	if !a.query.Compare {
		d.Hidden = append(d.Hidden, hidden{keyCompare, "0"})
	}
	if a.filtered() {
		clear := ask{values: map[string][]string{}}
		for _, name := range []string{keyFrom, keyTo, keyCompare} {
			if v, ok := a.values[name]; ok {
				clear.values[name] = v
			}
		}
		d.Clear = clear.link(path)
	}
}

// without is the same with one value fewer.
func (a *ask) without(name, value string) *ask {
	rest := ask{values: map[string][]string{}}
	for k, list := range a.values {
		for _, v := range list {
			if k != name || v != value {
				rest.values[k] = append(rest.values[k], v)
			}
		}
	}
	return &rest
}

// offered lists the ids that a field of the filter offers.
func (w *words) offered(by report.Dimension, persons bool) []string {
	var list []string
	switch by {
	case report.DimDepartment:
		for _, x := range w.rules.Departments {
			list = append(list, string(x.ID))
		}
	case report.DimService:
		for i := range w.rules.Services {
			list = append(list, string(w.rules.Services[i].ID))
		}
	case report.DimWindow:
		for i := range w.rules.Windows {
			list = append(list, string(w.rules.Windows[i].ID))
		}
	case report.DimStaff:
		for i := range w.rules.Staff {
			if persons {
				list = append(list, string(w.rules.Staff[i].ID))
			}
		}
	case report.DimClass:
		list = ids(queue.Classes())
	case report.DimLang:
		list = w.rules.Centre.Languages
	default: // the form offers no others
	}
	return list
}
