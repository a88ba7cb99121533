package reports

import (
	"slices"

	"onedoor/queue/report"
)

// block is a part of a page: a question, its drawing, the table behind it.
type block struct {
	ID     string // of the section, and of the page
	Title  string
	Note   string
	Charts []drawn
	Table  *table
	Wide   bool // takes the whole row
	Empty  bool // there is nothing to tell
	Open   bool // the table behind the drawing is shown at once
}

// table is a section as a page shows it.
type table struct {
	Title string // its caption, for those who can't see where it stands
	First string // the head of the names
	Heads []head
	Lines []line
	Total *line // nil: there is none
	Was   bool  // each figure has the one before below it
}

// head is a column's head, with the measure whose definition it opens.
type head struct {
	Name    string
	Measure report.Measure
}

type line struct {
	Name  string
	Cells []cell
	Quiet bool // nothing happened
}

// cell is one figure of a page.
type cell struct {
	Text   string
	Made   string // of a rate: what it is made of
	Was    string // the figure before
	Change string
	Link   string // the tickets behind it; "": there are none to show
	Masked bool
	Met    string // of a target: "yes", "no"
}

// page is what blocks are made with.
type page struct {
	*words
	ask    *ask
	report *report.Report
	used   map[report.Measure]bool // whose definitions the page needs
}

// cell makes a figure to be shown.
func (p *page) cell(s *report.Section, key string, f report.Figure, before *report.Figure) cell {
	c := cell{Text: p.figure(f), Made: made(f), Masked: f.Masked}
	if p.report.Drills(f) {
		c.Link = p.ask.link("/reports/tickets", "section", string(s.ID), "key", key, "measure", string(f.Measure), keyFrom, string(p.report.Query.Period.From), keyTo, string(p.report.Query.Period.To))
	}
	if before != nil {
		c.Was = p.figure(*before)
		if !p.ask.running() {
			c.Change = p.change(f, *before)
		}
	}
	if f.Percent > 0 && !f.Masked && !f.None() {
		if c.Met = "no"; f.Met() {
			c.Met = "yes"
		}
	}
	return c
}

// table makes a section's table, of some of its measures or of all.
func (p *page) table(s *report.Section, title string, only ...report.Measure) *table {
	t := &table{Title: title, First: p.t("by." + string(first(s)))}
	var columns []int
	for i, m := range s.Measures {
		if len(only) > 0 && !slices.Contains(only, m) {
			continue
		}
		columns = append(columns, i)
		p.used[m] = true
		t.Heads = append(t.Heads, head{p.heading(m), m})
	}
	make1 := func(r *report.Row, name string) line {
		l := line{Name: name, Quiet: true}
		for _, i := range columns {
			var before *report.Figure
			if i < len(r.Before) {
				before = &r.Before[i]
				t.Was = true
			}
			c := p.cell(s, r.Key, r.Figures[i], before)
			l.Quiet = l.Quiet && (r.Figures[i].None() || r.Figures[i].N == 0 && !r.Figures[i].Masked)
			l.Cells = append(l.Cells, c)
		}
		return l
	}
	for i := range s.Rows {
		t.Lines = append(t.Lines, make1(&s.Rows[i], p.key(s.By, s.Rows[i].Key)))
	}
	if len(s.Total.Figures) == len(s.Measures) {
		if s.By == report.DimNone {
			t.Lines = append(t.Lines, make1(&s.Total, p.t("all")))
			return t
		}
		total := make1(&s.Total, p.t("all"))
		t.Total = &total
	}
	return t
}

// first names the column of a section's names.
func first(s *report.Section) report.Dimension {
	if s.By == report.DimNone {
		return "none"
	}
	return s.By
}

// facts makes a table of the measures of one row, one a line; nil when the section has
// none of them.
func (p *page) facts(id report.SectionID, title string, measures ...report.Measure) *facts {
	s := p.report.Section(id)
	if s == nil {
		return nil
	}
	f := &facts{Title: title}
	for _, m := range measures {
		i := slices.Index(s.Measures, m)
		if i < 0 || i >= len(s.Total.Figures) {
			continue
		}
		p.used[m] = true
		var before *report.Figure
		if i < len(s.Total.Before) {
			before = &s.Total.Before[i]
			f.Was = true
		}
		f.Rows = append(f.Rows, fact{Name: p.measure(m), Unit: p.unit(m), Measure: m, cell: p.cell(s, "", s.Total.Figures[i], before)})
	}
	if len(f.Rows) == 0 {
		return nil
	}
	return f
}

// facts is a list of figures of all together.
type facts struct {
	ID    string
	Title string
	Rows  []fact
	Was   bool
}

type fact struct {
	Name    string
	Unit    string
	Measure report.Measure
	cell
}

// unit is what stands behind a figure that is read alone.
func (w *words) unit(m report.Measure) string {
	if m.Kind() == report.KindTime {
		return w.t("min")
	}
	return ""
}

// happened says whether anything did in a row.
func happened(r *report.Row) bool {
	for _, f := range r.Figures {
		if f.Masked || f.N > 0 {
			return true
		}
	}
	return false
}

// trim leaves out the hours before the first and after the last in which anything happened.
func trim(s *report.Section) *report.Section {
	first, last := len(s.Rows), -1
	for i := range s.Rows {
		if happened(&s.Rows[i]) {
			first, last = min(first, i), i
		}
	}
	t := *s
	if last < 0 {
		t.Rows = nil
	} else {
		t.Rows = s.Rows[first : last+1]
	}
	return &t
}

func empty(s *report.Section) bool {
	for i := range s.Rows {
		if happened(&s.Rows[i]) {
			return false
		}
	}
	return !happened(&s.Total)
}
