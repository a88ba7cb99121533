package reports_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/report"
)

const month = "from=2026-11-01&to=2026-11-30"

func paths() []string {
	return []string{
		"/reports", "/reports/times", "/reports/results", "/reports/places", "/reports/visitors", "/reports/evaluation", "/reports/house", "/reports/all", "/reports/month-head",
	}
}

// raw is a key of a catalogue where a sentence should stand.
var raw = regexp.MustCompile(`\b(reports|measure|define|daily)\.[a-z_.]+`)

func TestEveryReportOpensInBothLanguages(t *testing.T) {
	h := november(t)
	c := h.login(t, "supervisor")
	for _, lang := range []string{"zh", "en"} {
		for _, period := range []string{month, "from=2026-11-24&to=2026-11-24", "from=2026-11-02&to=2026-11-08", "from=2026-01-01&to=2026-12-31", "from=2026-10-30&to=2026-11-20", "from=2025-01-01&to=2025-01-31"} {
			for _, path := range paths() {
				status, doc := h.get(t, c, path+"?"+period+"&lang="+lang)
				if text := words(doc.Find("body")); status != http.StatusOK || raw.MatchString(text) {
					t.Errorf("%s in %s of %s: %d, %q", path, lang, period, status, raw.FindString(text))
				}
				doc.Find("[popovertarget]").Each(func(_ int, s *goquery.Selection) {
					if id := s.AttrOr("popovertarget", ""); doc.Find("#"+id).Length() != 1 {
						t.Errorf("%s: %d definitions %s", path, doc.Find("#"+id).Length(), id)
					}
				})
				if doc.Find("svg.chart").Length() > 0 && doc.Find("svg.chart:not(:has(title)), svg.chart:not(:has(desc))").Length() > 0 {
					t.Errorf("%s: a drawing without its words", path)
				}
			}
		}
	}
}

func query(t *testing.T, href string) url.Values {
	t.Helper()
	u, err := url.Parse(href)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

func (h *house) make(t testing.TB, q report.Query) *report.Report {
	t.Helper()
	r, err := report.Make(t.Context(), h.store, h.queue.Rules(), q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTicketsArePaged turns the pages to the end and counts.
func TestTicketsArePaged(t *testing.T) {
	h := november(t)
	c := h.login(t, "duty")
	want := h.make(t, report.Query{Period: report.Period{From: "2026-11-01", To: "2026-11-30"}}).Section(report.SectionTotals).Figure("", report.Batches).N
	next := "/reports/tickets?section=totals&measure=batches&" + month
	got, pages := map[string]bool{}, 0
	for next != "" && pages < 50 {
		_, doc := h.get(t, c, next)
		doc.Find("table.visits tbody tr").Each(func(_ int, s *goquery.Selection) { got[words(s.Find("th, td").Slice(0, 2))] = true })
		next = doc.Find(`a[rel="next"]`).AttrOr("href", "")
		pages++
	}
	if len(got) != want || pages < 2 {
		t.Errorf("%d tickets on %d pages, want %d", len(got), pages, want)
	}
	if status, doc := h.get(t, c, "/reports/tickets?section=totals&measure=server_up&"+month); status != http.StatusNotFound || doc.Find(".page-state").Length() != 1 {
		t.Errorf("what has no tickets: %d", status)
	}
}

func TestDatesAndFilterStandInTheAddress(t *testing.T) {
	h := november(t)
	c := h.login(t, "duty")
	for _, tt := range []struct {
		query  string
		status int
		title  string
		want   string // a sentence
	}{
		{"", 200, "2026年11月25日 星期三", ""},
		{"?from=2026-11-24", 200, "2026年11月24日 星期二", ""},
		{"?" + month, 200, "2026年11月", ""},
		{"?from=2026-11-23&to=2026-11-29", 200, "2026年11月23日 – 2026年11月29日", ""},
		{"?from=2026-01-01&to=2026-12-31", 200, "2026年", ""},
		{"?from=2026-11-23&to=2026-11-22", 422, "", "结束日期早于开始日期。"},
		{"?from=2000-01-01&to=2026-11-22", 422, "", "一次最多看 3660 天。"},
		{"?from=today&to=", 422, "", "日期不对，请填年、月、日。"},
		{"?from=2024-11-23&to=2024-11-23", 200, "2024年11月23日 星期六", "这一期没有来访"},
	} {
		status, doc := h.get(t, c, "/reports"+tt.query)
		if got := words(doc.Find(".when h2")); status != tt.status || tt.title != "" && got != tt.title {
			t.Errorf("%q: %d %q, want %d %q", tt.query, status, got, tt.status, tt.title)
		}
		if got := words(doc.Find(".refusal, .page-state strong")); got != tt.want {
			t.Errorf("%q says %q, want %q", tt.query, got, tt.want)
		}
	}
	_, doc := h.get(t, c, "/reports/times?"+month+"&service=legal&spoken=en&hour=9&compare=0&service=")
	if got := words(doc.Find(".narrow")); !strings.Contains(got, "业务：公共法律服务") || !strings.Contains(got, "语言：English") || !strings.Contains(got, "9–10 时") {
		t.Errorf("narrowed by %q", got)
	}
	for _, keep := range []string{"service=legal", "spoken=en", "hour=9", "compare=0"} {
		doc.Find(".topics a, .units a, .take a, a[rel=prev]").Each(func(_ int, s *goquery.Selection) {
			if href := s.AttrOr("href", ""); !strings.Contains(href, keep) {
				t.Errorf("%s is lost on the way to %s", keep, href)
			}
		})
	}
	if href := doc.Find(".narrow .word").First().AttrOr("href", ""); strings.Contains(href, "service=") || !strings.Contains(href, "spoken=en") {
		t.Errorf("without the service: %s", href)
	}
	if doc.Find(".was").Length() > 0 {
		t.Error("compared though it is off")
	}
	_, all := h.get(t, c, "/reports?"+month)
	_, some := h.get(t, c, "/reports?"+month+"&service=legal")
	if a, b := words(all.Find(".headline .number").First()), words(some.Find(".headline .number").First()); a == b || b == "0" {
		t.Errorf("all %s, of one service %s", a, b)
	}
}

// TestWhatAFilterCannotNarrowIsSaid tells of no figure that a filter doesn't narrow, and says so:
// evaluation and call-backs follow places and persons, searches and the machine follow none.
func TestWhatAFilterCannotNarrowIsSaid(t *testing.T) {
	h := november(t)
	c := h.login(t, "supervisor")
	for filter, want := range map[string]struct{ not, shown string }{
		"":                                {"", "evaluation"},
		"&department=legal":               {"搜索", "evaluation_service"},
		"&window=w1":                      {"系统运行", "evaluation_service"},
		"&service=legal":                  {"停印", "follow_up"},
		"&staff=demo":                     {"联合会商", "follow_up"},
		"&class=priority":                 {"好差评", ""},
		"&spoken=en":                      {"各窗口的评价", ""},
		"&hour=9":                         {"回访", ""},
		"&weekday=1&department=mediation": {"回访", ""},
	} {
		status, doc := h.get(t, c, "/reports/all?"+month+filter)
		got := words(doc.Find(".without"))
		if status != http.StatusOK || (filter == "") != (got == "") || !strings.Contains(got, want.not) {
			t.Errorf("%q: %d, not shown are %q, want %q", filter, status, got, want.not)
		}
		if want.shown != "" && filter != "" && doc.Find("#"+want.shown).Length() != 1 {
			t.Errorf("%q: %s isn't there", filter, want.shown)
		}
		if strings.Contains(got, "回访") && doc.Find("#follow_up").Length() > 0 {
			t.Errorf("%q: call-backs are shown and said not to be", filter)
		}
		_, body, _ := h.fetch(t, c, "/reports/export/report.csv?"+month+filter)
		if strings.Contains(string(body), "facts,without,") != (filter != "") {
			t.Errorf("%q: the file says otherwise", filter)
		}
	}
	if status, doc := h.get(t, c, "/reports/month-head?"+month+"&staff=demo&class=priority"); status != http.StatusOK || !strings.Contains(words(doc.Find(".a4 header")), "优先") || strings.Contains(words(doc.Find(".a4 header")), "人员") {
		t.Errorf("the month's page: %d, %q", status, words(doc.Find(".a4 header")))
	}
}

// TestFiguresByPersonAreForAdministrators asks as both, also by hand.
func TestFiguresByPersonAreForAdministrators(t *testing.T) {
	h := november(t)
	for who, may := range map[string]bool{"duty": false, "supervisor": true} {
		c := h.login(t, who)
		_, places := h.get(t, c, "/reports/places?"+month)
		if got := places.Find("#staff").Length() == 1; got != may {
			t.Errorf("%s sees figures by person: %v", who, got)
		}
		_, narrow := h.get(t, c, "/reports?"+month+"&staff=demo")
		if got := strings.Contains(words(narrow.Find(".narrow")), "人员"); got != may {
			t.Errorf("%s asks for a person: %v", who, got)
		}
		_, body, _ := h.fetch(t, c, "/reports/export/report.json?"+month)
		if got := strings.Contains(string(body), `"staff": [`); got != may {
			t.Errorf("%s takes figures by person home: %v", who, got)
		}
		status, _ := h.get(t, c, "/reports/tickets?section=staff&key=demo&measure=receptions&"+month)
		if got := status == http.StatusOK; got != may {
			t.Errorf("%s sees a person's tickets: %d", who, status)
		}
	}
}

// TestARunningPeriodIsNotCompared tells what was before, and no difference with it.
func TestARunningPeriodIsNotCompared(t *testing.T) {
	h := november(t)
	c := h.login(t, "duty")
	_, running := h.get(t, c, "/reports?"+month)
	_, over := h.get(t, c, "/reports?from=2026-11-09&to=2026-11-15")
	tell := func(d *goquery.Document) string { return words(d.Find(".headline li").First()) }
	if got := tell(running); !strings.Contains(got, "上期") || strings.ContainsAny(got, "+−±") {
		t.Errorf("running: %q", got)
	}
	if got := tell(over); !strings.Contains(got, "上期") || !strings.ContainsAny(got, "+−±") {
		t.Errorf("over: %q", got)
	}
}

// TestAYearAfterNoneIsNotCompared says that nobody came before, instead of zeros and growth.
func TestAYearAfterNoneIsNotCompared(t *testing.T) {
	h := november(t)
	c := h.login(t, "duty")
	for _, path := range []string{"/reports", "/reports/times"} {
		_, doc := h.get(t, c, path+"?from=2026-01-01&to=2026-12-31")
		if n := doc.Find(".was, .c-was, .legend").Length(); n > 0 {
			t.Errorf("%s: %d things of the year before", path, n)
		}
		if got := words(doc.Find(".lead .foot")); path == "/reports" && !strings.Contains(got, "上期（2025年）没有来访，所以没有比较。") {
			t.Errorf("%q", got)
		}
	}
	_, october := h.get(t, c, "/reports/month-head?from=2026-10-01&to=2026-10-31")
	if got := words(october.Find(".a4 header")); !strings.Contains(got, "没有比较") {
		t.Errorf("the month's page: %q", got)
	}
}

// TestWaitingNowStandsOnTodaysReport counts those who wait.
func TestWaitingNowStandsOnTodaysReport(t *testing.T) {
	h := open(t, houseOptions{begin: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)})
	for _, party := range []int{1, 17} {
		if _, err := h.queue.Do(t.Context(), queue.Request{Actor: queue.System, Command: queue.Issue{Service: "legal", Party: party, Seed: queue.Seed{byte(party)}}}); err != nil {
			t.Fatal(err)
		}
	}
	_, doc := h.get(t, h.login(t, "duty"), "/reports")
	if got := words(doc.Find(".lead .foot")); !strings.Contains(got, "现在有 2 个号在等，共 18 人。") {
		t.Errorf("%q", got)
	}
}

// TestWhoWaitsNowPassesTheFilter counts who waits of the service that is asked for, and nobody where
// windows are, since who waits is nobody's yet.
func TestWhoWaitsNowPassesTheFilter(t *testing.T) {
	h := november(t)
	var of queue.ServiceID
	n := 0
	h.queue.View(func(l *queue.Lobby) {
		for x := range l.Tickets() {
			if x.State == queue.Waiting {
				of = x.Service
			}
		}
		for x := range l.Tickets() {
			if x.State == queue.Waiting && x.Service == of {
				n++
			}
		}
	})
	if n == 0 {
		t.Fatal("nobody waits")
	}
	c := h.login(t, "supervisor")
	for filter, want := range map[string]string{"service=" + string(of): strconv.Itoa(n), "window=w1": ""} {
		_, doc := h.get(t, c, "/reports?lang=en&"+filter)
		text := words(doc.Find(".lead .foot"))
		if want == "" && strings.Contains(text, "waiting now") || want != "" && !strings.Contains(text, want+" ticket") {
			t.Errorf("%s: %q, want %q of them", filter, text, want)
		}
	}
}
