package reports_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"onedoor/queue/report"
)

// cells are the rows of a file's tables by section, the ids of the columns first; each cell as CSV
// writes it, whatever the file has.
type cells map[string][][]string

// order are a CSV file's sections in their order.
func readCSV(t *testing.T, body []byte) (c cells, order []string) {
	t.Helper()
	text, marked := bytes.CutPrefix(body, []byte("\ufeff"))
	if !marked {
		t.Error("CSV without its mark")
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c = cells{}
	var head []string
	for _, l := range lines {
		if l[0] == "section" {
			head = l[1:]
			continue
		}
		if c[l[0]] == nil {
			c[l[0]], order = [][]string{head}, append(order, l[0])
		}
		for i := range l { // what isn't to become a formula has it before
			l[i] = strings.TrimPrefix(l[i], "'")
		}
		c[l[0]] = append(c[l[0]], l[1:])
	}
	return c, order
}

// like writes a number as CSV has it in a column: days of a workbook as seconds or as a day.
func like(column string, v float64, workbook bool) string {
	m := report.Measure(strings.TrimPrefix(column, "before_"))
	switch {
	case column == "day":
		return time.Date(1899, 12, 30+int(v), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case workbook && strings.HasSuffix(column, "_s"):
		return strconv.Itoa(int(math.Round(v * 24 * 3600)))
	case m.Kind() == report.KindRate:
		return strconv.FormatFloat(math.Floor(v*1e4+0.5+1e-7)/1e4, 'f', 4, 64) // half up
	case m.Kind() == report.KindRatio:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func readJSON(t *testing.T, body []byte, as cells) cells {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		t.Fatal(err)
	}
	c := cells{}
	for id, v := range object {
		list, ok := v.([]any)
		if !ok || len(list) == 0 {
			continue
		}
		c[id] = [][]string{as[id][0]}
		for _, x := range list {
			var row []string
			for _, column := range as[id][0] {
				cell := ""
				switch v := x.(map[string]any)[column].(type) {
				case float64:
					cell = like(column, v, false)
				case string:
					cell = v
				case map[string]any:
					if cell = "not shown"; v["under"] != nil {
						cell = fmt.Sprintf("<%v", v["under"])
					}
				}
				row = append(row, cell)
			}
			c[id] = append(c[id], row)
		}
	}
	return c
}

// readBook takes a workbook's sheets for the sections in the order of CSV, after the one of facts.
func readBook(t *testing.T, body []byte, as cells, order []string) cells {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := [][][]string{}
	for _, name := range f.GetSheetList()[1:] {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) > 1 {
			sheets = append(sheets, rows[1:])
		}
	}
	return bySection(t, sheets, as, order)
}

func bySection(t *testing.T, sheets [][][]string, as cells, order []string) cells {
	t.Helper()
	c := cells{}
	order = order[:len(order)-1] // the facts stand on the first sheet
	if len(sheets) != len(order) {
		t.Fatalf("%d sheets with rows for %d sections %v", len(sheets), len(order), order)
	}
	for i, id := range order {
		c[id] = [][]string{as[id][0]}
		for _, row := range sheets[i] {
			out := make([]string, len(as[id][0]))
			for j, column := range as[id][0] {
				if j < len(row) {
					out[j] = row[j]
				}
				if v, err := strconv.ParseFloat(out[j], 64); err == nil && column != "key" && column != "name" {
					out[j] = like(column, v, true)
				}
			}
			c[id] = append(c[id], out)
		}
	}
	return c
}

// readOther reads a workbook by a program that isn't ours: numbers and times are of their kind.
func readOther(t *testing.T, body []byte, as cells, order []string) cells {
	t.Helper()
	name := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(name, body, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "/usr/bin/python3", "-c", `
import datetime, json, sys, openpyxl
def say(v):
    if v is None: return ""
    if isinstance(v, datetime.datetime): return repr((v - datetime.datetime(1899, 12, 30)) / datetime.timedelta(days=1))
    if isinstance(v, datetime.timedelta): return repr(v / datetime.timedelta(days=1))
    if isinstance(v, datetime.time): return repr((v.hour * 3600 + v.minute * 60 + v.second + v.microsecond / 1e6) / 86400)
    return v if isinstance(v, str) else repr(v)
book = openpyxl.load_workbook(sys.argv[1])
assert all(s.freeze_panes == "B2" for s in book.worksheets[1:])
assert all(c[0].is_date for c in book.worksheets[2].iter_rows(min_row=2)), "days are no dates"
assert not any(isinstance(c.value, str) and c.value.replace(".", "").isdigit() and c.column > 2 for s in book.worksheets[1:] for r in s.iter_rows(min_row=2) for c in r), "a number is text"
print(json.dumps([rows for rows in ([[say(c.value) for c in r] for r in s.iter_rows(min_row=2)] for s in book.worksheets[1:]) if rows]))`, name).CombinedOutput()
	if err != nil {
		t.Fatalf("openpyxl (.tools/setup installs it): %v\n%s", err, out)
	}
	var sheets [][][]string
	if err := json.Unmarshal(out, &sheets); err != nil {
		t.Fatal(err)
	}
	return bySection(t, sheets, as, order)
}

// text says a figure of a file as a page does; ok is false when the file hasn't it.
func (c cells) text(section, name string, m report.Measure) (text, made string, ok bool) {
	if len(c[section]) == 0 {
		return "", "", false
	}
	at := func(row []string, column string) string {
		if i := slices.Index(c[section][0], column); i >= 0 && i < len(row) {
			return row[i]
		}
		return "no " + column
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	for _, row := range c[section][1:] {
		if at(row, "name") != name && at(row, "day") != name {
			continue
		}
		v := at(row, string(m))
		switch m.Kind() {
		case report.KindRate:
			n, of := number(at(row, string(m)+"_n")), number(at(row, string(m)+"_of"))
			if v != "" && v[0] != '<' && v != "not shown" {
				v = report.Percent(n, of) + " %"
				made = report.Thousands(n) + " / " + report.Thousands(of)
			}
		case report.KindTime:
			if v = at(row, string(m)+"_s"); v != "" && v[0] != '<' && v != "not shown" {
				n := number(v)
				if tenths := (n + 3) / 6; tenths < 100 {
					v = fmt.Sprintf("%d.%d", tenths/10, tenths%10)
				} else {
					v = report.Thousands((n + 30) / 60)
				}
			}
		case report.KindCount:
			if v != "" && v[0] != '<' && v != "not shown" {
				v = report.Thousands(number(v))
			}
		case report.KindRatio:
		}
		if v == "" {
			v = "–"
		}
		return v, made, true
	}
	return "", "", false
}

// holds holds every figure of a page against a file.
func (c cells) holds(t *testing.T, path, form string, doc *goquery.Document) (figures int) {
	t.Helper()
	check := func(section, name string, s *goquery.Selection, m report.Measure) {
		link, _ := s.Find("a").Attr("href")
		if link != "" && section == "" {
			if section = query(t, link).Get("section"); c[section] != nil && section != "totals" && query(t, link).Get("key") == "" && section != "follow_up" && section != "server" {
				section = "others"
			}
		}
		if section == "" {
			return // nothing of it: where it stands isn't said
		}
		got := words(s.Find("a, .masked").First())
		if got == "" {
			plain := s.Clone()
			plain.Find("small").Remove()
			got = words(plain)
		}
		want, made, ok := c.text(section, name, m)
		if !ok || got != want || m != report.ServerUp && made != "" && s.Find(".made").Length() > 0 && words(s.Find(".made")) != made {
			t.Errorf("%s: %s of %q in %s is %q %q, in the %s file %q %q", path, m, name, section, got, words(s.Find(".made")), form, want, made)
		}
		figures++
	}
	measure := func(s *goquery.Selection) report.Measure {
		return report.Measure(strings.TrimPrefix(s.Find("[popovertarget]").AttrOr("popovertarget", ""), "def-"))
	}
	doc.Find(".blocks section[id]").Each(func(_ int, section *goquery.Selection) {
		var heads []report.Measure
		section.Find("thead th.right").Each(func(_ int, s *goquery.Selection) { heads = append(heads, measure(s)) })
		id := section.AttrOr("id", "")
		section.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
			name := words(row.Find("th"))
			if id == "day" { // the file has the day itself
				at, err := time.Parse("Monday 2 January 2006", name+" 2026")
				if err != nil {
					t.Fatal(err)
				}
				name = at.Format(time.DateOnly)
			}
			row.Find("td").Each(func(i int, s *goquery.Selection) { check(id, name, s, heads[i]) })
		})
	})
	doc.Find(".facts-table tbody tr").Each(func(_ int, row *goquery.Selection) { check("", "All", row.Find("td").First(), measure(row)) })
	doc.Find(".headline li").Each(func(_ int, li *goquery.Selection) { check("", "All", li.Find(".number"), measure(li)) })
	return figures
}

// TestEachPageAndFileSayTheSame goes over all pages and all files that they offer: each file is
// fetched where its page's link leads, read back, the workbook by two programs, and every figure of
// the page stands in it.
func TestEachPageAndFileSayTheSame(t *testing.T) {
	h := november(t)
	c := h.login(t, "supervisor")
	read := map[string]cells{}
	var order []string
	forms := map[string]bool{}
	for _, path := range h.pages(t, c) {
		_, doc := h.get(t, c, path+"?"+month+"&compare=0&lang=en")
		links := doc.Find(".take a[download]")
		if links.Length() < 3 {
			t.Errorf("%s offers %d files", path, links.Length())
		}
		links.Each(func(_ int, a *goquery.Selection) {
			href := a.AttrOr("href", "")
			form := strings.TrimPrefix(filepath.Ext(strings.SplitN(href, "?", 2)[0]), ".")
			if forms[form] = true; read[href] != nil {
				return
			}
			status, body, head := h.fetch(t, c, href+"&lang=en")
			if want := `attachment; filename="onedoor-report-2026-11-01-2026-11-30.` + form + `"`; status != http.StatusOK || head.Get("Content-Disposition") != want {
				t.Fatalf("%s: %d, %v", href, status, head)
			}
			_, plain, _ := h.fetch(t, c, "/reports/export/report.csv?"+month+"&compare=0&lang=en")
			var as cells
			as, order = readCSV(t, plain)
			switch form {
			case "csv":
				read[href], _ = readCSV(t, body)
			case "json":
				read[href] = readJSON(t, body, as)
			case "xlsx":
				read[href] = readBook(t, body, as, order)
				read["openpyxl "+href] = readOther(t, body, as, order)
			default:
				t.Fatalf("nobody reads %s back", form)
			}
			for name, got := range read {
				for section, rows := range got {
					for i := range as[section] {
						if section != "facts" && (i >= len(rows) || !slices.Equal(rows[i], as[section][i])) {
							t.Errorf("%s says of %s in row %d\n%.400v, CSV\n%.400v", name, section, i, rows[min(i, len(rows)-1)], as[section][i])
						}
					}
				}
			}
		})
		n := 0
		links.Each(func(_ int, a *goquery.Selection) {
			href := a.AttrOr("href", "")
			n = read[href].holds(t, path, href, doc)
		})
		if n < 10 {
			t.Errorf("%s has %d figures", path, n)
		}
	}
	if len(forms) != 3 || len(order) < 20 {
		t.Errorf("files %v of %d sections", forms, len(order))
	}
	if got := strings.Join(h.audited, ", "); !strings.Contains(got, "supervisor export_taken report.csv") {
		t.Errorf("written down: %q", got)
	}
}

// TestTheTicketsBehindAFigureExport holds as many lines as the figure says, and nothing of
// a visitor.
func TestTheTicketsBehindAFigureExport(t *testing.T) {
	h := november(t)
	c := h.login(t, "duty")
	want := h.make(t, report.Query{Period: report.Period{From: "2026-11-01", To: "2026-11-30"}}).Section(report.SectionTotals).Figure("", report.Batches).N
	_, body, _ := h.fetch(t, c, "/reports/export/tickets.csv?section=totals&measure=batches&"+month)
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(lines) != want+1 {
		t.Fatalf("%d lines for %d tickets, %v", len(lines), want, err)
	}
	if got := strings.Join(lines[0], " "); got != "day number service window class state outcome issued called started ended wait_s serve_s" {
		t.Errorf("head %q", got)
	}
	tickets, err := h.store.TicketsOfDay(t.Context(), "2026-11-24")
	if err != nil || len(tickets) == 0 {
		t.Fatal(err)
	}
	for _, x := range tickets {
		if bytes.Contains(body, []byte(x.Ref)) {
			t.Error("a visitor's key is in the export")
		}
	}
	for path, want := range map[string]int{
		"/reports/export/tickets.xlsx?section=totals&measure=batches&" + month: 200,
		"/reports/export/tickets.json?section=totals&measure=batches&" + month: 200,
		"/reports/export/tickets.csv?section=none&measure=batches&" + month:    404,
		"/reports/export/report.pdf?" + month:                                  404,
		"/reports/export/all.csv?" + month:                                     404,
		"/reports/export/report.csv?from=2026-11-30&to=2026-11-01":             422,
	} {
		if status, _, _ := h.fetch(t, c, path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}
