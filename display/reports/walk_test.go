package reports_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/config"
	"onedoor/queue"
	"onedoor/queue/queuetest"
	"onedoor/queue/report"
)

// pages lists the reports' pages as their links do, so that none can be forgotten.
func (h *house) pages(t testing.TB, c *http.Client) []string {
	t.Helper()
	_, doc := h.get(t, c, "/reports")
	var list []string
	doc.Find(".topics a").Each(func(_ int, s *goquery.Selection) {
		path, _, _ := strings.Cut(s.AttrOr("href", ""), "?")
		list = append(list, path)
	})
	if len(list) < 8 {
		t.Fatalf("only %d pages: %v", len(list), list)
	}
	return list
}

// nothing are figures behind which nothing can be: none of it, nothing to tell, hidden.
var nothing = regexp.MustCompile(`^(0|0\.0|0\.00|0\.0 %|–|<\d+|not shown)$`)

// noLink are the figures of the pages that lead nowhere, with why.
var noLink = map[string]string{ //nolint:gochecknoglobals // read by one test
	"small.was, td.was":  "of the period before: its own page is one click away, by the arrow beside the dates",
	"small.made":         "what a rate is made of: the rate beside it leads there",
	".foot span":         "who waits now: of the hall's page, which shows them",
	".month-page .a4 td": "on paper nothing is to be touched: the month's report is linked above the sheet",
}

// TestEveryFigureIsOneClickFromWhatIsBehindIt goes over all figures of all pages. Each is a link,
// unless there is nothing behind it; of each kind of link one is followed, and as much stands there.
// It is a house that hides nothing: see the test below for one that does.
func TestEveryFigureIsOneClickFromWhatIsBehindIt(t *testing.T) {
	h := november(t)
	open := config.Sample().Rules
	open.Reports.MaskBelow = 0
	queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: open})
	c := h.login(t, "supervisor")
	made := h.make(t, report.Query{Period: report.MonthOf("2026-11-01"), Persons: true})
	measures, followed := map[report.Measure]bool{}, map[string]bool{}
	for _, path := range h.pages(t, c) {
		_, doc := h.get(t, c, path+"?"+month+"&lang=en&compare=0")
		for css := range noLink {
			doc.Find(css).Remove()
		}
		doc.Find("td.right, .headline .number").Each(func(_ int, s *goquery.Selection) {
			link := s.Find("a")
			if link.Length() == 0 {
				s.Find("small").Remove() // the unit
				if text := words(s); !nothing.MatchString(text) {
					t.Errorf("%s: %q in %q leads nowhere", path, text, words(s.Parent()))
				}
				return
			}
			href := link.AttrOr("href", "")
			q := query(t, href)
			at := report.Place{Section: report.SectionID(q.Get("section")), Key: q.Get("key"), Measure: report.Measure(q.Get("measure"))}
			kind := string(at.Section) + " " + string(at.Measure)
			if measures[at.Measure] = true; followed[kind] && !at.Measure.Lists() {
				return
			}
			followed[kind] = true
			h.follow(t, c, href, made.Section(at.Section).Figure(at.Key, at.Measure))
		})
	}
	for _, m := range report.Measures() { // what the month of this house has none of
		if !measures[m] && m != report.Repeated && m != report.PrintSent && m != report.PrintWaits && m != report.ByHand && made.Section(report.SectionTotals).Figure("", m).N > 0 {
			t.Errorf("no figure of %s is a link", m)
		}
	}
	if len(followed) < 120 {
		t.Errorf("only %d kinds of figures lead anywhere", len(followed))
	}
}

// TestWhatVisitorsThoughtLeadsToNobodyWhereFewAreHidden: a visit tells its window and its time, so that the
// visits behind a level would tell what is hidden of a window. All else leads on.
func TestWhatVisitorsThoughtLeadsToNobodyWhereFewAreHidden(t *testing.T) {
	h := november(t)
	c := h.login(t, "supervisor")
	opinions := map[string]bool{"level": true, "follow_up": true, "evaluation_service": true, "evaluation_window": true, "evaluation_staff": true}
	for _, path := range []string{"/reports/evaluation", "/reports/all"} {
		_, doc := h.get(t, c, path+"?"+month+"&lang=en&compare=0")
		others := 0
		doc.Find("td.right a, .headline .number a").Each(func(_ int, s *goquery.Selection) {
			if q := query(t, s.AttrOr("href", "")); opinions[q.Get("section")] {
				t.Errorf("%s: %s of %s %q leads to visits", path, q.Get("measure"), q.Get("section"), q.Get("key"))
			}
			others++
		})
		if path == "/reports/all" && others < 100 {
			t.Errorf("only %d figures lead anywhere", others)
		}
	}
	for _, of := range []string{"level&key=1", "follow_up", "evaluation_window&key=w3"} {
		measure := map[bool]string{true: "follow_ups", false: "evaluations"}[of == "follow_up"]
		if status, _ := h.get(t, c, "/reports/tickets?section="+of+"&measure="+measure+"&"+month); status == http.StatusOK {
			t.Errorf("the visits behind %s are shown", of)
		}
	}
}

// follow holds what stands behind a figure against it.
func (h *house) follow(t *testing.T, c *http.Client, href string, f report.Figure) {
	t.Helper()
	status, doc := h.get(t, c, href+"&lang=en")
	found := words(doc.Find(".sheet-of .muted").First())
	n := report.Thousands(f.N)
	if status != http.StatusOK || raw.MatchString(words(doc.Find("body"))) {
		t.Errorf("%s: %d, %q", href, status, raw.FindString(words(doc.Find("body"))))
	}
	switch { // of persons there are heads, of rates of time seconds
	case f.Measure.Kind() == report.KindRate && f.Measure == report.ServerUp:
	case strings.HasPrefix(found, n+" ticket"), strings.HasPrefix(found, n+" entr"), strings.Contains(found, "together "+n):
	default:
		t.Errorf("%s says %q, want %s", href, found, n)
	}
	if doc.Find("table.visits tbody tr, table#list tbody tr").Length() == 0 {
		t.Errorf("%s: nothing is listed", href)
	}
}

// TestWordsThatFoundNothingAreToldWhenManyTypedThem shows the words of a month, and none that one
// visitor alone, or few, typed; nor numbers of people.
func TestWordsThatFoundNothingAreToldWhenManyTypedThem(t *testing.T) {
	h := november(t)
	c := h.login(t, "duty")
	_, doc := h.get(t, c, "/reports/tickets?section=search&measure=unserved&lang=en&"+month)
	got := words(doc.Find("table#words tbody"))
	if !strings.Contains(got, "社保卡") || strings.Contains(words(doc.Find("body")), "139") {
		t.Errorf("words %q", got)
	}
	if first := words(doc.Find("table#words tbody td").First()); first != "社保卡" {
		t.Errorf("the most frequent is %q", first)
	}
	_, one := h.get(t, c, "/reports/tickets?section=search&measure=unserved&lang=en&from=2026-11-24&to=2026-11-24")
	if one.Find("table#words").Length() > 0 && strings.Contains(words(one.Find("table#words")), "张三丰") {
		t.Error("a name that somebody typed on a day is told")
	}
	status, body, _ := h.fetch(t, c, "/reports/export/tickets.csv?section=search&measure=unserved&"+month)
	if status != http.StatusOK || !strings.Contains(string(body), "words,社保卡,") || strings.Contains(string(body), "139") {
		t.Errorf("%d: %.300s", status, body)
	}
}
