package reports

import (
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report"
	"onedoor/queue/report/sheet"
)

// listed is a table of what stands behind a figure and is no ticket.
type listed struct {
	ID    string
	Title string
	Heads []told
	Lines [][]told
}

// told is one cell of a list, for the page and for files.
type told struct {
	ID    string
	Name  string // of the column
	Text  string
	Right bool // figures and times
	kind  sheet.Kind
	cell  sheet.Cell
}

// lister says entries in words.
type lister struct {
	*words
	kit *display.Kit
}

func (l *lister) text(id, value, text string) told {
	return told{ID: id, Name: l.t("list." + id), Text: text, kind: sheet.Text, cell: sheet.Word(value)}
}

// of is text about an id that has a name.
func (l *lister) of(by report.Dimension, id string) told {
	name := ""
	if id != "" {
		name = l.key(by, id)
	}
	return told{ID: string(by), Name: l.t("by." + string(by)), Text: name, kind: sheet.Text, cell: sheet.Word(id)}
}

func (l *lister) day(id string, d queue.Day) told {
	text := ""
	if d != "" {
		text = l.dayRow(string(d))
	}
	return told{ID: id, Name: l.t("list." + id), Text: text, kind: sheet.Day, cell: sheet.Word(string(d))}
}

// at is a moment; the page also shows its day where that isn't the line's own.
func (l *lister) at(id string, t time.Time, of queue.Day) told {
	x := told{ID: id, Name: l.t("list." + id), Right: true, kind: sheet.Moment, cell: sheet.At(local(t, l.rules.Location()))}
	if !t.IsZero() {
		x.Text = l.kit.Time(t)
		if day := l.rules.Date(t); day != of {
			x.Text = l.dayRow(string(day)) + " " + x.Text
		}
	}
	return x
}

func (l *lister) count(id string, n int) told {
	return told{ID: id, Name: l.t("list." + id), Text: report.Thousands(n), Right: true, kind: sheet.Count, cell: sheet.Number(n)}
}

// long is how long something lasted; nothing for what hasn't ended.
func (l *lister) long(id string, e *report.Entry) told {
	x := told{ID: id + "_s", Name: l.t("in_minutes", "what", l.t("list."+id)), Right: true, kind: sheet.Seconds}
	if e.Seconds > 0 || !e.To.IsZero() {
		x.Text, x.cell = minutes(e.Seconds), sheet.Number(e.Seconds)
	}
	return x
}

// code is what became of something, by a sentence of the catalogue.
func (l *lister) code(id, group, code string) told {
	text := code
	if key := group + code; l.cat.Has(key) {
		text = l.cat.T(l.lang, key)
	}
	if code == "" {
		text = ""
	}
	return l.text(id, code, text)
}

// line says an entry of a section.
func (l *lister) line(s report.SectionID, e *report.Entry) []told {
	switch s {
	case report.SectionSearch:
		return []told{
			l.day("day", e.Day), l.of(report.DimKiosk, e.Device), l.of(report.DimLang, e.Lang), l.code("became", "reports.search.", e.Code),
			l.of(report.DimService, string(e.Service)), l.count("times", e.N),
		}
	case report.SectionPrinter:
		return []told{
			l.day("day", e.Day), l.of(report.DimPrinter, e.Device), l.code("why", "print.why_", e.Code),
			l.at("began", e.From, e.Day), l.at("ended", e.To, e.Day), l.long("lasted", e),
		}
	case report.SectionConsult:
		return []told{
			l.day("day", e.Day), l.text("number", e.Number, e.Number), l.of(report.DimService, string(e.Service)), l.of(report.DimWindow, string(e.Window)),
			l.code("became", "reports.consult.", e.Code), l.at("began", e.From, e.Day), l.at("ended", e.To, e.Day), l.long("lasted", e),
		}
	case report.SectionFollowUp:
		return []told{
			l.day("visit", e.Day), l.text("number", e.Number, e.Number), l.of(report.DimService, string(e.Service)), l.of(report.DimWindow, string(e.Window)),
			l.code("became", "reports.follow_up.", e.Code), l.at("opened", e.From, ""), l.at("due", e.Due, ""), l.at("closed", e.To, ""), l.count("calls", e.N),
		}
	case report.SectionAlert:
		return []told{
			l.day("day", e.Day), l.of(report.DimAlert, e.Code), l.of(report.DimService, string(e.Service)), l.text("device", e.Device, e.Device),
			l.at("began", e.From, e.Day), l.at("acknowledged", e.Due, e.Day), l.at("ended", e.To, e.Day),
		}
	default: // SectionServer
		return []told{l.code("server", "reports.server.", e.Code), l.at("began", e.From, ""), l.at("ended", e.To, ""), l.long("lasted", e)}
	}
}

// word says a word that found nothing.
func (l *lister) word(e *report.Entry) []told {
	return []told{l.text("word", e.Word, e.Word), l.count("times", e.N), l.day("first", e.Day), l.day("last", e.Until)}
}

// tables says what stands behind a figure.
func (l *lister) tables(s report.SectionID, list *report.Listing) []listed {
	var tables []listed
	if len(list.Words) > 0 {
		t := listed{ID: "words", Title: l.t("list.words"), Heads: l.word(&report.Entry{})}
		for i := range list.Words {
			t.Lines = append(t.Lines, l.word(&list.Words[i]))
		}
		tables = append(tables, t)
	}
	t := listed{ID: "list", Title: l.t("section." + string(s)), Heads: l.line(s, &report.Entry{})}
	for i := range list.Entries {
		t.Lines = append(t.Lines, l.line(s, &list.Entries[i]))
	}
	return append(tables, t)
}

// book makes the same tables for files.
func (l *lister) book(s report.SectionID, list *report.Listing) *sheet.Book {
	b := &sheet.Book{Title: l.t("section." + string(s))}
	for _, t := range l.tables(s, list) {
		out := sheet.Sheet{ID: t.ID, Name: t.Title}
		for _, h := range t.Heads {
			out.Columns = append(out.Columns, sheet.Column{ID: h.ID, Name: h.Name, Kind: h.kind})
		}
		var rows [][]sheet.Cell
		for _, line := range t.Lines {
			row := make([]sheet.Cell, len(line))
			for i := range line {
				row[i] = line[i].cell
			}
			rows = append(rows, row)
		}
		out.Rows = sheet.Of(rows)
		b.Sheets = append(b.Sheets, out)
	}
	return b
}

// list puts what stands behind a figure that counts no tickets into its page.
func (r *Reports) list(c *gin.Context, d *ticketsData, a *ask, w *words, at report.Place) error {
	list, err := report.List(c.Request.Context(), r.Books, w.rules, a.query, at)
	if err != nil {
		return err
	}
	l := &lister{w, r.Kit}
	d.Mask = w.rules.Reports.MaskBelow
	d.Lists, d.Others = l.tables(at.Section, list), list.Others
	d.Found = w.t("entries", "n", len(list.Entries))
	if at.Measure.Kind() != report.KindRate && list.Sum != len(list.Entries) || at.Section == report.SectionSearch {
		d.Sum = report.Thousands(list.Sum)
	}
	return nil
}
