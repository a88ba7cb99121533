package reports_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"onedoor/queue/report"
)

// services reads what the page says of each service: its batches and person-visits.
func services(t *testing.T, h *house, c *http.Client) map[string][2]string {
	t.Helper()
	_, doc := h.get(t, c, "/reports/places?"+month+"&compare=0&lang=en")
	got := map[string][2]string{}
	doc.Find("#service tbody tr").Each(func(_ int, s *goquery.Selection) {
		cells := s.Find("td")
		plain := func(i int) string { return strings.ReplaceAll(words(cells.Eq(i)), ",", "") }
		got[words(s.Find("th"))] = [2]string{plain(0), plain(1)}
	})
	if len(got) < 12 {
		t.Fatalf("the page tells of %d services", len(got))
	}
	return got
}

// TestEachExportSaysWhatThePageSays fetches each and reads it back, the workbook with
// two programs.
func TestEachExportSaysWhatThePageSays(t *testing.T) {
	h := november(t)
	c := h.login(t, "supervisor")
	page := services(t, h, c)
	fetch := func(form string) []byte {
		t.Helper()
		status, body, head := h.fetch(t, c, "/reports/export/report."+form+"?"+month+"&lang=en")
		if want := `attachment; filename="onedoor-report-2026-11-01-2026-11-30.` + form + `"`; status != http.StatusOK || head.Get("Content-Disposition") != want {
			t.Fatalf("%s: %d, %v", form, status, head)
		}
		return body
	}

	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(fetch("csv"), []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(h.audited, ", "); got != "supervisor export_taken report.csv" {
		t.Errorf("written down: %q", got)
	}
	byCSV := map[string][2]string{}
	var head []string
	for _, l := range lines {
		switch l[0] {
		case "section":
			head = l
		case "service":
			byCSV[l[1]] = [2]string{l[slices.Index(head, "batches")], l[slices.Index(head, "persons")]}
		}
	}

	var object struct {
		Service []struct {
			Name    string
			Batches any
			Persons any
		}
		Definitions []struct{ Measure, Name, Definition string }
	}
	if err := json.Unmarshal(fetch("json"), &object); err != nil {
		t.Fatal(err)
	}
	byJSON := map[string][2]string{}
	for _, s := range object.Service {
		number := func(v any) string { return strconv.FormatFloat(v.(float64), 'f', -1, 64) }
		byJSON[s.Name] = [2]string{number(s.Batches), number(s.Persons)}
	}
	if len(object.Definitions) < 30 || object.Definitions[0].Definition == "" {
		t.Errorf("%d definitions", len(object.Definitions))
	}

	book := fetch("xlsx")
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("By service", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	byXLSX := map[string][2]string{}
	for _, row := range rows[1:] {
		byXLSX[row[0]] = [2]string{row[2], row[4]} // name, id, batches, batches before, person-visits
	}

	for name, from := range map[string]map[string][2]string{"csv": byCSV, "json": byJSON, "xlsx": byXLSX, "openpyxl": openpyxl(t, book)} {
		for service, want := range page {
			if from[service] != want {
				t.Errorf("%s says %v of %s, the page %v", name, from[service], service, want)
			}
		}
	}
}

// openpyxl reads the sheet of services with a program that isn't ours.
func openpyxl(t *testing.T, book []byte) map[string][2]string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "book.xlsx")
	if err := os.WriteFile(name, book, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "/usr/bin/python3", "-c", `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
s = book["By service"]
print(json.dumps({"services": {r[0].value: [str(r[2].value), str(r[4].value)] for r in s.iter_rows(min_row=2)},
	"dates": all(c[0].is_date for c in book["Each day"].iter_rows(min_row=2)), "freeze": all(s.freeze_panes == "B2" for s in book.worksheets[1:])}))`, name).CombinedOutput()
	if err != nil {
		t.Fatalf("openpyxl (.tools/setup installs it): %v\n%s", err, out)
	}
	var got struct {
		Services      map[string][2]string
		Dates, Freeze bool
	}
	if err := json.Unmarshal(out, &got); err != nil || !got.Dates || !got.Freeze {
		t.Fatalf("%v, %+v", err, got)
	}
	return got.Services
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
