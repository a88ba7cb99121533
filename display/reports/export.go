package reports

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report"
	"onedoor/queue/report/sheet"
)

// BookOptions is what makes a book of a report.
type BookOptions struct {
	Catalogue *display.Catalogue
	Lang      string
	Rules     *queue.Rules
	Names     map[queue.StaffID]string // of people; nil: their ids stand
	Made      time.Time

	// Of a day that is handed on, see queue/report/daily.
	Journal  string // the id of the books that it is of
	Revision int
	Restored report.Period // these books were restored: from the day of the backup to that on which they went on
}

// Book makes the tables of a report, a sheet for each section: what page, file and
// onedoor report say is one.
func Book(r *report.Report, o BookOptions) *sheet.Book {
	w := &words{cat: o.Catalogue, lang: o.Lang, rules: o.Rules, names: o.Names, mask: r.MaskBelow}
	p := r.Query.Period
	b := &sheet.Book{Title: o.Rules.Centre.Name.In(o.Lang) + " " + w.period(p)}
	fact := func(id, text string) {
		b.Facts = append(b.Facts, sheet.Fact{ID: id, Name: w.t("fact." + id), Text: text})
	}
	fact("report", w.t("title"))
	fact("centre", o.Rules.Centre.Name.In(o.Lang))
	fact("from", string(p.From))
	fact("to", string(p.To))
	if r.Query.Compare {
		fact("before_from", string(p.Before().From))
		fact("before_to", string(p.Before().To))
	}
	fact("filter", w.filter(&r.Query.Filter))
	if not := w.withheld(r); not != "" {
		fact("without", not)
	}
	fact("made_at", o.Made.In(o.Rules.Location()).Format(time.RFC3339))
	fact("mask_below", strconv.Itoa(r.MaskBelow))
	if r.MaskBelow > 0 {
		fact("masked", w.t("masked", "n", r.MaskBelow)+" "+w.t("masked_limits"))
	}
	fact("changes_until", string(r.Settles))
	if o.Revision > 0 {
		fact("revision", strconv.Itoa(o.Revision))
		fact("journal", o.Journal)
	} else if r.Open { // an issue stays what it is
		fact("open", w.t("still_open"))
	}
	if o.Restored.To != "" {
		fact("restored", w.t("restored", "from", o.Restored.From, "on", o.Restored.To))
	}
	b.Lead = append(w.lead(r.Section(report.SectionTotals), leading()...), w.lead(r.Section(report.SectionEvaluationService), report.ContentRate)...)
	used := map[report.Measure]bool{}
	for i := range r.Sections {
		s := &r.Sections[i]
		b.Sheets = append(b.Sheets, w.sheet(s, r.Query.Compare))
		for _, m := range s.Measures {
			used[m] = true
		}
	}
	if s := others(r); len(s.Measures) > 0 {
		b.Sheets = append(b.Sheets, w.sheet(s, r.Query.Compare))
	}
	b.Sheets = append(b.Sheets, w.definitionsSheet(used))
	return b
}

// lead are figures of all together, for the eye that opens a workbook.
func (w *words) lead(s *report.Section, measures ...report.Measure) []sheet.Line {
	if s == nil {
		return nil
	}
	var list []sheet.Line
	for _, m := range measures {
		if slices.Contains(s.Measures, m) {
			list = append(list, sheet.Line{Name: w.measure(m), Kind: w.columns(m, "", "")[0].Kind, Cell: w.cells(s.Figure("", m))[0]})
		}
	}
	return list
}

// sectionOthers is the one row of what all together is of the tables that don't count visits; that
// of visits is SectionTotals. No table has a row of its sums, which would be counted twice.
const sectionOthers report.SectionID = "others"

func others(r *report.Report) *report.Section {
	o := &report.Section{ID: sectionOthers, By: report.DimNone}
	for _, id := range []report.SectionID{report.SectionEvaluationService, report.SectionSearch, report.SectionPrinter, report.SectionConsult, report.SectionAlert} {
		s := r.Section(id)
		if s == nil {
			continue
		}
		o.Measures = append(o.Measures, s.Measures...)
		o.Total.Figures = append(o.Total.Figures, s.Total.Figures...)
		o.Total.Before = append(o.Total.Before, s.Total.Before...)
	}
	return o
}

// filter says what narrows the figures.
func (w *words) filter(f *report.Filter) string {
	var list []string
	for _, p := range parts() {
		for _, id := range p.ids(f) {
			list = append(list, w.t("by."+string(p.by))+w.t("colon")+w.key(p.by, id))
		}
	}
	for _, h := range f.Hours {
		list = append(list, w.key(report.DimHour, strconv.Itoa(h)))
	}
	for _, d := range f.Weekdays {
		list = append(list, w.weekday(d))
	}
	return strings.Join(list, w.cat.T(w.lang, "common.list_comma"))
}

// sheet makes a section's table.
func (w *words) sheet(s *report.Section, compare bool) sheet.Sheet {
	t := sheet.Sheet{ID: string(s.ID), Name: w.t("section." + string(s.ID))}
	by := w.t("by." + string(first(s)))
	switch s.By {
	case report.DimDay:
		t.Columns = append(t.Columns, sheet.Column{ID: "day", Name: by, Kind: sheet.Day})
	default:
		t.Columns = append(t.Columns, sheet.Column{ID: "name", Name: by}, sheet.Column{ID: "key", Name: w.t("fact.key")})
	}
	compare = compare && s.By != report.DimDay
	for _, m := range s.Measures {
		t.Columns = append(t.Columns, w.columns(m, "", w.measure(m))...)
		if compare {
			t.Columns = append(t.Columns, w.columns(m, "before_", w.t("before_line", "what", w.measure(m)))...)
		}
	}
	rows := s.Rows
	if s.By == report.DimNone {
		rows = append(slices.Clip(rows), s.Total)
	}
	var lines [][]sheet.Cell
	for i := range rows {
		r := &rows[i]
		var line []sheet.Cell
		if s.By == report.DimDay {
			line = append(line, sheet.Word(r.Key))
		} else {
			line = append(line, sheet.Word(w.key(s.By, r.Key)), sheet.Word(r.Key))
		}
		for j, f := range r.Figures {
			line = append(line, w.cells(f)...)
			if !compare {
				continue
			}
			before := report.Figure{Measure: f.Measure}
			if j < len(r.Before) {
				before = r.Before[j]
				line = append(line, w.cells(before)...)
			} else {
				line = append(line, make([]sheet.Cell, len(w.cells(before)))...)
			}
		}
		lines = append(lines, line)
	}
	t.Rows = sheet.Of(lines)
	return t
}

// columns are what a measure takes: a rate has its parts beside it, a mean how many went
// into it.
func (w *words) columns(m report.Measure, prefix, name string) []sheet.Column {
	id := prefix + string(m)
	switch m.Kind() {
	case report.KindRate:
		return []sheet.Column{
			{ID: id, Name: name, Kind: sheet.Rate},
			{ID: id + "_n", Name: w.t("column_n", "what", name), Kind: sheet.Count},
			{ID: id + "_of", Name: w.t("column_of", "what", name), Kind: sheet.Count},
		}
	case report.KindRatio:
		return []sheet.Column{{ID: id, Name: name, Kind: sheet.Decimal}}
	case report.KindTime:
		return []sheet.Column{{ID: id + "_s", Name: name, Kind: sheet.Seconds}, {ID: id + "_n", Name: w.t("column_counted", "what", name), Kind: sheet.Count}}
	case report.KindCount:
	}
	return []sheet.Column{{ID: id, Name: name, Kind: sheet.Count}}
}

// cells are a figure's, one for each of its columns.
func (w *words) cells(f report.Figure) []sheet.Cell {
	hidden := sheet.Hidden(w.t("hidden"))
	if f.Few {
		hidden = sheet.Masked(w.mask)
	}
	switch f.Measure.Kind() {
	case report.KindRate:
		if f.Masked {
			return []sheet.Cell{hidden, hidden, hidden}
		}
		return []sheet.Cell{sheet.Ratio(f.N, f.Of), sheet.Number(f.N), sheet.Number(f.Of)}
	case report.KindRatio:
		if f.Masked {
			return []sheet.Cell{hidden}
		}
		return []sheet.Cell{sheet.Ratio(f.N, f.Of)}
	case report.KindTime:
		switch {
		case f.Masked:
			return []sheet.Cell{hidden, hidden}
		case f.None():
			return []sheet.Cell{{}, sheet.Number(0)}
		}
		return []sheet.Cell{sheet.Number(f.Seconds), sheet.Number(f.N)}
	case report.KindCount:
	}
	if f.Masked {
		return []sheet.Cell{hidden}
	}
	return []sheet.Cell{sheet.Number(f.N)}
}

// definitionsSheet says what the measures mean.
func (w *words) definitionsSheet(used map[report.Measure]bool) sheet.Sheet {
	var rows [][]sheet.Cell
	for _, m := range report.Measures() {
		if used[m] {
			rows = append(rows, []sheet.Cell{sheet.Word(string(m)), sheet.Word(w.measure(m)), sheet.Word(w.define(m))})
		}
	}
	return sheet.Sheet{
		ID: "definitions", Name: w.t("definitions"),
		Columns: []sheet.Column{{ID: "measure", Name: w.t("fact.key")}, {ID: "name", Name: w.t("figure")}, {ID: "definition", Name: w.t("definition")}},
		Rows:    sheet.Of(rows),
	}
}

// export writes a report, or the tickets behind a figure, as a file.
func (r *Reports) export(c *gin.Context) {
	name, form, _ := strings.Cut(c.Param("file"), ".")
	kinds := map[string]string{
		"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8",
		"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}
	if kinds[form] == "" || name != "report" && name != "tickets" {
		r.Kit.NotFound(c)
		return
	}
	a := r.asked(c)
	w := r.words(r.Kit.Lang(c), a.query.Persons)
	if a.problem != "" {
		r.Kit.Fail(c, &queue.Error{Code: queue.ErrBadValue})
		return
	}
	var book *sheet.Book
	asked := a.asksFor(report.Place{})
	if name == "report" {
		made, err := report.Make(c.Request.Context(), r.Books, w.rules, a.query)
		if err != nil {
			r.Kit.Fail(c, err)
			return
		}
		if a.query.Compare && uncompared(made) {
			made.Query.Compare = false
		}
		book = Book(made, BookOptions{Catalogue: w.cat, Lang: w.lang, Rules: w.rules, Names: w.names, Made: r.Kit.Now()})
	} else {
		var err error
		var rows int
		if book, rows, err = r.behindBook(c, a, w); errors.Is(err, report.ErrNothingBehind) {
			r.Kit.NotFound(c)
			return
		} else if err != nil {
			r.Kit.Fail(c, err)
			return
		}
		if form == "xlsx" && rows >= r.most { // its head is a row, too
			d := &ticketsData{data: *r.frame(c, a, w, "/reports")}
			d.Error = w.t("too_many_rows", "n", report.Thousands(rows), "most", report.Thousands(r.most-1))
			r.Kit.Page(c, http.StatusUnprocessableEntity, display.Page{Name: "reports/tickets", Data: d})
			return
		}
		asked = a.asksFor(cellOf(c))
	}
	asked["form"] = form
	display.Record(c.Request.Context(), r.Audit, r.Log, queue.AuditEntry{
		Staff: display.StaffOf(c), Act: "export_taken", Subject: name, Detail: asked,
	})
	c.Header("Content-Type", kinds[form])
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Disposition", `attachment; filename="`+a.fileName(name, form)+`"`)
	c.Status(http.StatusOK)
	if err := write(book, form, c.Writer); err != nil {
		// The head is out: all that can be done is to break off, so that nobody takes half
		// for all.
		r.Log.Error("an export broke off", "form", form, "err", err)
		panic(http.ErrAbortHandler)
	}
}

// behindBook makes the tables of what is behind a figure, and says how many rows it has.
func (r *Reports) behindBook(c *gin.Context, a *ask, w *words) (*sheet.Book, int, error) {
	ctx, cell := c.Request.Context(), cellOf(c)
	a.query.Compare = false
	if cell.Measure.Lists() {
		list, err := report.List(ctx, r.Books, w.rules, a.query, cell)
		if err != nil {
			return nil, 0, err
		}
		return (&lister{w, r.Kit}).book(cell.Section, list), len(list.Entries), nil
	}
	found, err := report.Behind(ctx, r.Books, w.rules, a.query, cell, 0, 1)
	if err != nil {
		return nil, 0, err
	}
	return &sheet.Book{Title: w.t("tickets"), Sheets: []sheet.Sheet{w.ticketsSheet(r.visits(ctx, w.rules, a.query, cell))}}, found.Total, nil
}

// write writes a book in a form.
func write(b *sheet.Book, form string, to io.Writer) error {
	out := bufio.NewWriterSize(to, 64<<10)
	var err error
	switch form {
	case "csv":
		err = b.CSV(out)
	case "json":
		err = b.JSON(out)
	default:
		err = b.XLSX(out)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}
