package reports

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/display/chart"
	"onedoor/queue/report"
)

// monthData is the month on one page.
type monthData struct {
	data
	Title       string
	Whole       string // the address of the month's report
	Day, Heat   drawn
	Departments *table
	Outcomes    *table
	Rest        int // departments that had no room
	Lists       []*facts
}

// mostRows is how many lines a table of the page has room for.
const mostRows = 8

// monthPage shows a whole month on one A4 page, for its head.
func (r *Reports) monthPage(c *gin.Context) {
	a := r.asked(c)
	w := r.words(r.Kit.Lang(c), false)
	a.query.Persons, a.query.Filter.Staff = false, nil
	delete(a.values, "staff")
	if a.problem == "" {
		a.query.Period = report.MonthOf(a.query.Period.From)
		a.set(a.query.Period)
	}
	a.query.Compare = true
	d := &monthData{data: *r.frame(c, a, w, "/reports/month-head"), Title: w.period(a.query.Period), Whole: a.of("/reports", a.query.Period)}
	if a.problem != "" {
		d.Error = w.t(a.problem, "n", mostDays)
		r.Kit.Page(c, http.StatusUnprocessableEntity, display.Page{Name: "reports/month", Data: d})
		return
	}
	made, err := report.Make(c.Request.Context(), r.Books, w.rules, a.query)
	if err != nil {
		r.Kit.Fail(c, err)
		return
	}
	w.mask = made.MaskBelow
	alone := uncompared(made)
	p := &page{words: w, ask: a, report: made, used: map[report.Measure]bool{}}
	r.fill(&d.data, p, topic{ID: "", blocks: func(*page) []block { return nil }})
	if d.Before = w.period(a.query.Period.Before()); alone {
		d.Alone, d.Before = d.Before, ""
	}
	d.Day = p.bars(report.SectionDay, report.Batches, w.t("chart.day"), chart.Full)
	d.Heat = p.heat(report.Batches, w.t("chart.heat"))
	d.Departments, d.Rest = p.few(report.SectionDepartment, report.Batches, report.Persons, report.Served, report.WaitMedian, report.WaitP90)
	d.Outcomes, _ = p.few(report.SectionOutcome)
	p.others(d.Outcomes)
	d.Lists = slices.DeleteFunc([]*facts{
		p.facts(report.SectionTotals, w.t("facts.waits"), report.WaitMean, report.WaitMedian, report.WaitP90, report.ServeMean),
		p.facts(report.SectionTotals, w.t("facts.rates"), report.ConcludedRate, report.MediatedRate, report.MissRate, report.SentRate),
		p.facts(report.SectionTotals, w.t("facts.matters"), report.Accepted, report.Concluded, report.Mediations, report.Mediated, report.Confirmed),
	}, func(f *facts) bool { return f == nil })
	d.Defined = nil // the report has them
	r.Kit.Page(c, http.StatusOK, display.Page{Name: "reports/month", Data: d})
}

// others puts what had no room into the last line of a table, of which the sum is one: nobody adds up
// the lines and finds less than the total.
func (p *page) others(t *table) {
	s := p.report.Section(report.SectionOutcome)
	if t == nil || len(t.Lines) < mostRows {
		return
	}
	rows := slices.DeleteFunc(slices.Clone(s.Rows), func(r report.Row) bool { return !happened(&r) })
	if len(rows) <= mostRows {
		return
	}
	slices.SortStableFunc(rows, func(x, y report.Row) int { return y.Figures[0].N - x.Figures[0].N })
	rest := report.Row{Figures: slices.Clone(rows[mostRows-1].Figures)}
	for _, r := range rows[mostRows:] {
		for i := range rest.Figures {
			rest.Figures[i].N += r.Figures[i].N
		}
	}
	l := line{Name: p.t("other_outcomes", "n", len(rows)-mostRows+1)}
	for _, f := range rest.Figures {
		l.Cells = append(l.Cells, cell{Text: p.figure(f), Made: made(f)})
	}
	t.Lines[mostRows-1] = l
}

// few makes a table of the rows with most, as many as there is room for, and says how
// many were left out. The figures before have no room.
func (p *page) few(id report.SectionID, only ...report.Measure) (*table, int) {
	s := p.report.Section(id)
	if s == nil || len(s.Rows) == 0 {
		return nil, 0
	}
	short := *s
	short.Rows = slices.DeleteFunc(slices.Clone(s.Rows), func(r report.Row) bool { return !happened(&r) })
	slices.SortStableFunc(short.Rows, func(x, y report.Row) int { return y.Figures[0].N - x.Figures[0].N })
	rest := max(len(short.Rows)-mostRows, 0)
	short.Rows = short.Rows[:len(short.Rows)-rest]
	for i := range short.Rows {
		short.Rows[i].Before = nil
	}
	short.Total.Before = nil
	return p.table(&short, p.title(id), only...), rest
}
