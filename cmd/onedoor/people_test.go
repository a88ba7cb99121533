package main

import (
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/queue"
)

// form sends a form as somebody and gives the page that answers.
func (h *rightsHouse) form(t *testing.T, who, path string, form url.Values) (int, *goquery.Document) {
	t.Helper()
	return h.page(t, who, http.MethodPost, path, form)
}

func (h *rightsHouse) page(t *testing.T, who, method, path string, form url.Values) (int, *goquery.Document) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "Bearer "+h.tokens[who])
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	doc, err := goquery.NewDocumentFromReader(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, doc
}

// login logs in over the API; the code is the refusal's.
func (h *rightsHouse) login(t *testing.T, staff, pin string) (status int, code string) {
	t.Helper()
	status, code, _ = h.ask(t, "", "POST", "/api/v1/session", `{"staff":"`+staff+`","pin":"`+pin+`"}`)
	return status, code
}

// TestStaffAreAddedChangedAndRemoved goes through an administrator's page: what it changes
// stands in the file, is in force at once, and is written down.
func TestStaffAreAddedChangedAndRemoved(t *testing.T) {
	h := openRights(t)
	rules := func() *queue.Rules { return h.app.queue.Rules() }
	status, doc := h.form(t, "admin", "/admin/staff/new", url.Values{"id": {"zhao"}, "name": {"赵芳"}, "role": {"clerk", "desk"}, "window": {"w2"}})
	pin := doc.Find(".pin").Text()
	if p := rules().Person("zhao"); status != http.StatusOK || p == nil || !p.Is(queue.RoleDesk) || !p.MayServe("w2") || p.MayServe("w1") || len(pin) != 6 {
		t.Fatalf("added: %d %+v %q %s", status, p, pin, doc.Find("[role=alert]").Text())
	}
	src, err := os.ReadFile(h.file)
	if err != nil || !strings.Contains(string(src), "name: 赵芳") || strings.Contains(string(src), pin) {
		t.Errorf("the file: %v\n%s", err, src)
	}
	if status, _ := h.login(t, "zhao", pin); status != http.StatusOK {
		t.Errorf("log in with the first PIN: %d", status)
	}
	for _, tt := range []struct {
		path, want string
		form       url.Values
	}{
		{"/admin/staff/new", "已经有人", url.Values{"id": {"zhao"}, "name": {"乙"}, "role": {"clerk"}}},
		{"/admin/staff/new", "小写字母", url.Values{"id": {"Zhao!"}, "name": {"乙"}, "role": {"clerk"}}},
		{"/admin/staff/new", "顺着", url.Values{"id": {"qian"}, "name": {"乙"}, "role": {"clerk"}, "first": {"123456"}}},
		{"/admin/staff/zhao", "角色", url.Values{"name": {"赵芳"}}},
		{"/admin/staff/admin", "最后一个管理员", url.Values{"name": {"丁"}, "role": {"clerk"}}},
		{"/admin/staff/admin/remove", "自己", nil},
	} {
		status, doc := h.form(t, "admin", tt.path, tt.form)
		if got := doc.Find("[role=alert]").Text(); status != http.StatusUnprocessableEntity || !strings.Contains(got, tt.want) {
			t.Errorf("%s %v: %d %q", tt.path, tt.form, status, got)
		}
	}
	if status, doc := h.form(t, "admin", "/admin/staff/zhao", url.Values{"name": {"赵方"}, "role": {"supervisor"}}); status != http.StatusOK ||
		!rules().Person("zhao").Is(queue.RoleSupervisor) || !rules().Person("zhao").MayServe("w1") {
		t.Errorf("changed: %d %+v %s", status, rules().Person("zhao"), doc.Find("[role=alert]").Text())
	}
	if status, doc := h.form(t, "admin", "/admin/staff/zhao/pin", url.Values{"first": {"602481"}}); status != http.StatusOK || doc.Find(".pin").Text() != "602481" {
		t.Errorf("a PIN: %d %s", status, doc.Find("[role=alert]").Text())
	}
	if status, doc := h.form(t, "admin", "/admin/staff/zhao/remove", nil); status != http.StatusOK || rules().Person("zhao") != nil {
		t.Errorf("removed: %d %s", status, doc.Find("[role=alert]").Text())
	}
	if _, code := h.login(t, "zhao", "602481"); code != "bad_pin" {
		t.Errorf("log in afterwards: %s", code)
	}
	_, doc = h.page(t, "admin", "GET", "/admin/audit", nil)
	var acts []string
	doc.Find("[data-act]").Each(func(_ int, s *goquery.Selection) { acts = append(acts, s.AttrOr("data-act", "")) })
	if got, want := strings.Join(acts, " "), "staff_removed pin_set staff_changed staff_added pin_set"; got != want {
		t.Errorf("written down: %s, want %s", got, want)
	}
}

// TestATextKeepsAnAdministrator: one that leaves none is refused whatever way it comes, and changes nothing.
func TestATextKeepsAnAdministrator(t *testing.T) {
	h := openRights(t)
	text, err := h.app.shelf.Current()
	if err != nil {
		t.Fatal(err)
	}
	src := strings.ReplaceAll(string(text.Src), "[admin]", "[supervisor]")
	_, err = h.app.shelf.Put(t.Context(), edition.Change{Who: "admin", Act: edition.Applied, Base: text.Sum, Src: []byte(src)})
	if e, ok := errors.AsType[*queue.Error](err); !ok || e.Args["what"] != "staff_last_admin" {
		t.Errorf("put: %v", err)
	}
	if now, err := h.app.shelf.Current(); err != nil || now.Sum != text.Sum || !h.app.queue.Rules().Person("admin").Is(queue.RoleAdmin) {
		t.Errorf("the file has changed: %v", err)
	}
	if err := os.WriteFile(h.file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := h.app.reload(t.Context()); err != nil { // whoever has the machine's file may
		t.Error(err)
	}
}

// TestAuditTellsOfWorkReadably reads a day as sentences, filtered, and as a file.
func TestAuditTellsOfWorkReadably(t *testing.T) {
	h := openRights(t)
	for _, r := range [][3]string{
		{"supervisor", "/api/v1/tickets", `{"service":"legal"}`},
		{"clerk", "/api/v1/windows/w1/open", ""},
		{"clerk", "/api/v1/windows/w1/next", ""},
		{"clerk", "/api/v1/windows/w1/finish", `{"outcome":"answered"}`},
		{"supervisor", "/api/v1/windows/w1/pause", `{"reason":"break"}`},
	} {
		if status, code, _ := h.ask(t, r[0], "POST", r[1], r[2]); status >= 300 {
			t.Fatalf("%q: %d %s", r, status, code)
		}
	}
	lines := func(query string) string {
		t.Helper()
		status, doc := h.page(t, "admin", "GET", "/admin/audit"+query, nil)
		if status != http.StatusOK {
			t.Fatalf("%s: %d", query, status)
		}
		var list []string
		doc.Find("[data-act]").Each(func(_ int, s *goquery.Selection) { list = append(list, s.Text()) })
		return strings.Join(list, "；")
	}
	for query, want := range map[string]string{
		"":                               "1 号窗口暂停：休息；1 号窗口办完 A001：当场答复；叫 A001 到 1 号窗口；打开 1 号窗口；替人取号 A001（法律咨询）",
		"?lang=en":                       "Paused Window 1: break；Finished A001 at Window 1: Answered；Called A001 to Window 1；Opened Window 1；Issued A001 for Legal advice",
		"?staff=supervisor":              "1 号窗口暂停：休息；替人取号 A001（法律咨询）",
		"?act=called":                    "叫 A001 到 1 号窗口",
		"?number=a001&act=":              "1 号窗口办完 A001：当场答复；叫 A001 到 1 号窗口；替人取号 A001（法律咨询）",
		"?window=w2":                     "",
		"?number=A002":                   "",
		"?from=2020-01-01&to=2020-02-01": "",
	} {
		if got := lines(query); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", query, got, want)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), "GET", h.url+"/admin/audit.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+h.tokens["admin"])
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 6 || rows[1][1] != "supervisor" || rows[1][3] != "window_paused" {
		t.Errorf("the file: %v %q", err, rows)
	}
	if at, err := time.Parse("2006-01-02 15:04:05", rows[1][0]); err != nil || at.IsZero() {
		t.Error(err)
	}
	if got := lines("?act=export_taken"); !strings.HasPrefix(got, "导出：“谁做了什么” 20") {
		t.Errorf("the export isn't written down: %s", got)
	}
}

// TestEveryEventHasASentence reads the types that the package queue declares.
func TestEveryEventHasASentence(t *testing.T) {
	catalogue, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../queue/*.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := regexp.MustCompile(`(?m)^(?:const |\t)[A-Z][A-Za-z]* +Type = "([a-z_]+)"`)
	n := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range declared.FindAllStringSubmatch(string(src), -1) {
			if n++; !catalogue.Has("audit.event." + m[1]) {
				t.Errorf("audit.json has no event.%s: how the audit says it", m[1])
			}
		}
	}
	if n < 60 {
		t.Fatalf("only %d types of events were found", n)
	}
}
