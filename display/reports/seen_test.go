package reports_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"onedoor/queue/queuetest"
)

// TestWhoLooksAtPersonsIsWrittenDown looks as an administrator at figures of nobody, of a person, of
// all, and takes a file.
func TestWhoLooksAtPersonsIsWrittenDown(t *testing.T) {
	h := november(t)
	c := h.login(t, "supervisor")
	for path, want := range map[string]string{
		"/reports?" + month:                                                         "",
		"/reports/times?" + month + "&window=w1":                                    "",
		"/reports/places?" + month:                                                  "staff_figures_seen  staff   ",
		"/reports?" + month + "&staff=demo&hour=9":                                  "staff_figures_seen demo    hour=9&staff=demo",
		"/reports/tickets?section=staff&key=demo&measure=receptions&" + month:       "staff_figures_seen demo staff demo receptions ",
		"/reports/tickets?section=service&key=legal&measure=batches&" + month:       "",
		"/reports/export/tickets.csv?section=staff&key=demo&measure=waits&" + month: "export_taken tickets staff demo waits ",
		"/reports/export/report.json?" + month + "&department=legal&weekday=1":      "export_taken report    department=legal&weekday=1",
		"/reports/export/report.json?" + month + "&staff=demo":                      "export_taken report    staff=demo",
		"/reports/tickets?section=totals&measure=receptions&staff=demo&" + month:    "staff_figures_seen demo totals  receptions staff=demo",
	} {
		h.entries = nil
		if status, _, _ := h.fetch(t, c, path); status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		got := ""
		for _, e := range h.entries {
			d := e.Detail
			got += strings.Join([]string{e.Act, e.Subject, d["section"], d["key"], d["measure"], d["filter"]}, " ")
			if e.Staff != "supervisor" || d["from"] != "2026-11-01" || d["to"] != "2026-11-30" {
				t.Errorf("%s: %+v", path, e)
			}
		}
		if got != want {
			t.Errorf("%s: written down %q, want %q", path, got, want)
		}
	}
}

// TestAMonthThatIsOverIsNotYetFinal says until when it may change, and then no longer.
func TestAMonthThatIsOverIsNotYetFinal(t *testing.T) {
	h := november(t)
	c := h.login(t, "duty")
	for _, s := range []struct {
		at   time.Time
		want bool
	}{
		{time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC), true},
		{time.Date(2026, 12, 11, 2, 0, 0, 0, time.UTC), true},
		{time.Date(2026, 12, 12, 2, 0, 0, 0, time.UTC), false},
	} {
		h.clock.set(s.at)
		queuetest.Issue(t, h.queue, "legal")
		for _, path := range []string{"/reports", "/reports/month-head"} {
			_, doc := h.get(t, c, path+"?lang=en&"+month)
			if got := words(doc.Find("main")); strings.Contains(got, "may change until Friday 11 December") != s.want {
				t.Errorf("%s at %v: %.300s", path, s.at, got)
			}
		}
		_, body, _ := h.fetch(t, c, "/reports/export/report.csv?lang=en&"+month)
		if strings.Contains(string(body), "facts,open,") != s.want || !strings.Contains(string(body), "facts,changes_until,May change until,2026-12-11") {
			t.Errorf("the file at %v says otherwise", s.at)
		}
	}
}

// TestAFilesNameSaysWhatNarrowsIt and stays a name that any machine takes.
func TestAFilesNameSaysWhatNarrowsIt(t *testing.T) {
	h := november(t)
	c := h.login(t, "supervisor")
	for query, want := range map[string]string{
		"":                                    "",
		"&window=w1&department=legal":         "-legal-w1",
		"&hour=9&hour=10&weekday=1":           "-weekday1-hour9-hour10",
		"&service=..%2F%22x":                  "-x",
		"&service=" + strings.Repeat("a", 90): "-narrowed",
	} {
		_, _, head := h.fetch(t, c, "/reports/export/report.csv?"+month+query)
		if got := head.Get("Content-Disposition"); got != `attachment; filename="onedoor-report-2026-11-01-2026-11-30`+want+`.csv"` {
			t.Errorf("%s: %s", query, got)
		}
	}
}

// TestMoreRowsThanAWorkbookTakes are refused before anything is sent, with what to take instead.
func TestMoreRowsThanAWorkbookTakes(t *testing.T) {
	h := november(t)
	c := h.login(t, "duty")
	h.faces.SetMost(101)
	const of = "?section=totals&measure=batches&lang=en&"
	status, body, head := h.fetch(t, c, "/reports/export/tickets.xlsx"+of+month)
	if status != http.StatusUnprocessableEntity || !strings.Contains(string(body), "Take CSV or JSON") || head.Get("Content-Disposition") != "" {
		t.Errorf("%d %v: %.300s", status, head, body)
	}
	if len(h.entries) != 0 {
		t.Errorf("written down: %+v", h.entries)
	}
	if status, _, _ := h.fetch(t, c, "/reports/export/tickets.csv"+of+month); status != http.StatusOK {
		t.Errorf("CSV: %d", status)
	}
	_, doc := h.get(t, c, "/reports/tickets"+of+month)
	if got := words(doc.Find(".take")); strings.Contains(got, "XLSX") || !strings.Contains(got, "CSV") {
		t.Errorf("offered: %q", got)
	}
}
