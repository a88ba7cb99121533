package people_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// acts are the codes of a page's lines.
func (p *page) acts() (list []string) {
	p.Find("[data-act]").Each(func(_ int, s *goquery.Selection) { list = append(list, s.AttrOr("data-act", "")) })
	return list
}

// TestTheAuditIsPagedFilteredAndExported reads some hundred lines page by page, by each of the questions, and as a file.
func TestTheAuditIsPagedFilteredAndExported(t *testing.T) {
	h := open(t)
	root := h.root()
	anna := queue.ByStaff("anna")
	queuetest.Do(t, h.queue, anna, queue.OpenWindow{Window: "w1"})
	number := queuetest.Issue(t, h.queue, "legal").Number
	queuetest.Do(t, h.queue, anna, queue.Next{Window: "w1"})
	queuetest.Do(t, h.queue, queue.ByStaff("root"), queue.OpenWindow{Window: "w2"})
	const more = 225
	for i := range more {
		must(t, h.store.Audit(t.Context(), display.AuditEntry{At: time.Now().Add(time.Duration(i) * time.Millisecond), Staff: "root", Act: "unlocked", Subject: "anna"}))
	}
	var all []string
	next, pages := "/admin/audit", 0
	for next != "" {
		p := root.get(next).is(http.StatusOK, "/admin/audit")
		all, pages = append(all, p.acts()...), pages+1
		next = p.Find(".pages a:not([href*='.csv'])").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(s.AttrOr("href", ""), "before=") }).AttrOr("href", "")
		if back := p.Find(`.pages a[href^="/admin/audit?from"]:not([href*="before="])`).Length(); (back == 1) != (pages > 1) {
			t.Errorf("page %d has %d ways back", pages, back)
		}
	}
	if pages != 3 || len(all) != more+3 || all[0] != "unlocked" || !slices.Equal(all[more:], []string{"window_opened", "called", "window_opened"}) {
		t.Errorf("%d pages, %d lines, the last %q", pages, len(all), all[max(len(all)-3, 0):])
	}
	for query, want := range map[string]string{
		"staff=anna":                       "called window_opened",
		"act=called":                       "called",
		"window=w2":                        "window_opened",
		"number=" + number:                 "called",
		"number=" + number + "&staff=root": "",
		"staff=anna&act=window_opened":     "window_opened",
		"from=2020-01-01&to=2020-01-31":    "",
	} {
		p := root.get("/admin/audit?"+query).is(http.StatusOK, "/admin/audit")
		if got := strings.Join(p.acts(), " "); got != want || (want == "") != (p.Find(".empty").Length() == 1) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
		asked, err := url.ParseQuery(query)
		must(t, err)
		form := p.form("form.filter")
		for k := range asked {
			if form.Get(k) != asked.Get(k) {
				t.Errorf("%s: the form forgets %s", query, k)
			}
		}
	}
	for wrong, words := range map[string]string{
		"from=2026-02-30": "日期不对", "from=2026-03-01&to=2026-02-01": "日期不对", "from=2020-01-01&to=2026-01-01": "最多 93 天", "number=1%27DROP": "如 A012",
	} {
		root.get("/admin/audit?"+wrong).refused(http.StatusUnprocessableEntity, words)
	}
	rows := root.file(t, "/admin/audit.csv?act=unlocked")
	if len(rows) != 1+more || rows[1][1] != "root" || rows[1][2] != "丁一" || rows[1][3] != "unlocked" || rows[1][4] != "给安娜解了锁" {
		t.Errorf("the file: %d lines, %q", len(rows), rows[min(1, len(rows)-1)])
	}
	if p := root.get("/admin/audit?act=export_taken"); len(p.acts()) != 1 {
		t.Errorf("the export: %q", p.said())
	}
	clerk, _ := h.login("anna", firstPIN, "/window")
	for _, path := range []string{"/admin/audit", "/admin/audit.csv"} {
		clerk.get(path).is(http.StatusForbidden, path)
		h.browser().get(path).is(http.StatusOK, "/login")
	}
}

// file reads an export.
func (p *person) file(t *testing.T, path string) [][]string {
	t.Helper()
	resp, err := p.c.Get(p.h.url + path)
	must(t, err)
	defer resp.Body.Close()
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("%s is %s", path, resp.Header.Get("Content-Type"))
	}
	rows, err := csv.NewReader(resp.Body).ReadAll()
	must(t, err)
	if !strings.HasPrefix(rows[0][0], "\ufeff") {
		t.Error("a spreadsheet will not know that it is UTF-8")
	}
	return rows
}

// TestNothingSecretIsWrittenDown goes through whatever is written down and looks for PINs, hashes, tokens, names and
// codes in the books.
func TestNothingSecretIsWrittenDown(t *testing.T) {
	h := open(t)
	root, device := h.root(), h.browser()
	root.post("/admin/staff/new", url.Values{"id": {"zhao"}, "name": {"赵芳"}, "role": {"clerk"}, "first": {"840629"}})
	zhao, _ := h.login("zhao", "840629", "/window")
	zhao.post("/pin", url.Values{"present": {"000007"}, "new": {"730518"}, "again": {"730518"}})
	zhao.post("/pin", url.Values{"present": {"840629"}, "new": {"730518"}, "again": {"730518"}})
	h.login("zhao", "000007", "/")
	root.post("/admin/staff/zhao", url.Values{"name": {"赵方"}, "role": {"clerk", "desk"}})
	root.post("/admin/staff/zhao/duty", url.Values{"by": {"roster"}, "mon": {"9:00-12:00"}})
	root.post("/admin/staff/zhao/pin", url.Values{"first": {"951736"}})
	root.post("/admin/staff/zhao/unlock", nil)
	code := device.get("/pair").words(".digits")
	root.post("/admin/devices", url.Values{"code": {code}, "device": {"screen/s1"}})
	device.post("/pair", nil)
	root.post(root.get("/admin/devices").Find(`form[action$="/shut"]`).AttrOr("action", ""), nil)
	root.file(t, "/admin/audit.csv")
	root.post("/admin/staff/zhao/remove", nil)

	lines, err := h.store.Audits(t.Context(), queue.AuditQuery{From: time.Now().AddDate(0, 0, -1), To: time.Now().AddDate(0, 0, 1), Limit: 100})
	must(t, err)
	acts := map[string]bool{}
	var b strings.Builder
	for _, l := range lines {
		acts[l.Entry.Act] = true
		entry, err := json.Marshal(l.Entry)
		must(t, err)
		fmt.Fprintln(&b, string(entry))
	}
	for act := range strings.FieldsSeq("pin_set staff_added pin_changed login_failed staff_changed duty_set unlocked device_paired device_revoked export_taken staff_removed") {
		if !acts[act] {
			t.Errorf("%s isn't written down", act)
		}
	}
	for _, secret := range []string{"840629", "730518", "951736", "000007", "赵", "丁一", "argon2", code, strings.ReplaceAll(code, " ", "")} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%q is written down:\n%s", secret, b.String())
		}
	}
}
