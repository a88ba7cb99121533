package kiosk

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestTheFirstPageSpeaksTheVisitorsWords(t *testing.T) {
	h := busyHouse(t)
	d := h.page(t, "/kiosk/main")
	if got := words(d.Find("h1").First()); got != "您今天想办什么事？" {
		t.Errorf("asks %q", got)
	}
	tiles := d.Find(".tile")
	if tiles.Length() != tilesNormal {
		t.Fatalf("%d tiles", tiles.Length())
	}
	for i, want := range []struct{ words, state string }{
		{"工资没拿到、工伤", "2 人等候"}, {"物业、邻里、家庭", "1 人等候，窗口还没开"}, {"反映问题、求助", "现在没人等"},
	} {
		tile := tiles.Eq(i)
		if got := words(tile.Find(".tile-words")); got != want.words {
			t.Errorf("tile %d says %q, want %q", i, got, want.words)
		}
		if got := words(tile.Find(".state")); got != want.state {
			t.Errorf("tile %d stands at %q, want %q", i, got, want.state)
		}
	}
	if text := d.Find("main").Text(); strings.Contains(text, "信访") || strings.Contains(text, "分钟") {
		t.Errorf("a name that has a neutral one, or minutes from nothing: %s", text)
	}
	if got := h.page(t, "/kiosk/main/more").Find(".tile").Length(); got != 2 {
		t.Errorf("%d further tiles, want 2", got)
	}
	if got := h.page(t, "/kiosk/main?look=large").Find(".tile").Length(); got != tilesLarge {
		t.Errorf("%d large tiles", got)
	}
}

func TestTwoTouchesGiveATicket(t *testing.T) {
	h := busyHouse(t)
	first := h.page(t, "/kiosk/main").Find(".tile").First().AttrOr("href", "")
	at := h.take(t, first, "labour")
	if !strings.HasPrefix(at, "/kiosk/main/ticket/") || strings.Contains(at, "?") {
		t.Errorf("leads to another place")
	}
	d := h.page(t, at)
	ticket := h.ticketOf(t, at)
	for selector, want := range map[string]string{
		".number": ticket.Number, ".stub-service": "劳动维权", ".stub-where": "请在一楼大厅等，叫到再去",
		".ahead": "前面还有 2 位", ".fate-title": "正在出票…", ".next-key": "用手机看进度",
	} {
		if got := words(d.Find(selector)); got != want {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	if d.Find("svg.qr").Length() != 0 {
		t.Error("a QR before anybody touched for it")
	}
	if h.page(t, d.Find(".next-key").AttrOr("href", "")).Find("svg.qr").Length() != 1 {
		t.Error("no QR after a touch")
	}
	if w := h.get(at); w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("kept or told on: %v", w.Header())
	}
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Call{Window: "w1", Number: ticket.Number})
	if got := words(h.page(t, at).Find(".stub-where.now")); got != "轮到您了，请到 1 号窗口" {
		t.Errorf("when called it says %q", got)
	}
}

func TestAFingerThatTouchesTwiceGetsOneTicket(t *testing.T) {
	h := busyHouse(t)
	form := h.page(t, "/kiosk/main/about/legal").Find("form").First()
	v := fields(form)
	a := h.post(form.AttrOr("action", ""), v).Header().Get("Location")
	b := h.post(form.AttrOr("action", ""), v).Header().Get("Location")
	v.Set("service", "legal") // the other finger
	c := h.post(form.AttrOr("action", ""), v).Header().Get("Location")
	if a == "" || a != b || a != c {
		t.Error("one page gave several tickets")
	}
	again := fields(h.page(t, "/kiosk/main/about/legal").Find("form").First())
	if other := h.post(form.AttrOr("action", ""), again).Header().Get("Location"); other == a {
		t.Error("a fresh page gave the old ticket")
	}
}

func TestPriorityAndHeadsAreOnePage(t *testing.T) {
	h := busyHouse(t)
	options := h.page(t, "/kiosk/main/about/labour").Find(".needs").AttrOr("href", "")
	page := h.page(t, options)
	if last, many := page.Find(`input[name="party"]`).Last().AttrOr("value", ""), words(page.Find(".many")); last != "4" || many != "5 人以上" {
		t.Errorf("after %s comes %q; the first page's groups are of 5 and more", last, many)
	}
	form := page.Find(`form[action$="/tickets"]`)
	v := fields(form)
	if v.Has("class") || v.Get("party") != "1" {
		t.Errorf("begins at %v", v)
	}
	v.Set("class", "priority")
	v.Set("party", "3")
	ticket := h.ticketOf(t, h.post(form.AttrOr("action", ""), v).Header().Get("Location"))
	if ticket.Class != queue.ClassPriority || ticket.Party != 3 {
		t.Errorf("the ticket is %s for %d", ticket.Class, ticket.Party)
	}
	for field, value := range map[string]string{"class": "king", "party": "a dozen", "service": "none"} {
		bad := fields(h.page(t, options).Find(`form[action$="/tickets"]`))
		bad.Set(field, value)
		w := h.post(form.AttrOr("action", ""), bad)
		d := parse(t, w)
		if w.Code < 400 || w.Code >= 500 || !strings.Contains(words(d.Find("main")), "咨询台") {
			t.Errorf("%s=%s: %d %s", field, value, w.Code, words(d.Find("main")))
		}
	}
}

func TestChoicesTravelInTheAddressAndEndWithTheVisit(t *testing.T) {
	h := busyHouse(t)
	d := h.page(t, "/kiosk/main?lang=en&look=large-clear")
	if d.Find(".page.large[data-contrast=high]").Length() != 1 {
		t.Fatal("the looks aren't there")
	}
	at := h.take(t, d.Find(".tile").First().AttrOr("href", ""), "labour")
	ticket := h.page(t, at)
	if ticket.Find(".page.large[data-contrast=high]").Length() != 1 || words(ticket.Find(".stub-word")) != "Your number" {
		t.Error("the choices were lost on the way")
	}
	if got := h.ticketOf(t, at).Lang; got != "en" {
		t.Errorf("the ticket speaks %q", got)
	}
	if home := ticket.Find(".leave-keys a").AttrOr("href", ""); home != "/kiosk/main" {
		t.Errorf("Done leads to %q", home)
	}
	if idle := d.Find("[data-kiosk]").AttrOr("data-idle", ""); idle != "120" { // in large type twice the time
		t.Errorf("a start page with choices stays %q s", idle)
	}
	if idle := h.page(t, "/kiosk/main").Find("[data-kiosk]").AttrOr("data-idle", ""); idle != "0" {
		t.Errorf("the bare start page leaves after %q s", idle)
	}
}

func TestARealKioskSpeaksTheHousesLanguage(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Centre.Demo = false }})
	r := httptest.NewRequest(http.MethodGet, "/kiosk/main?token=x", nil)
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("a wrong token: %d", w.Code)
	}
	if w := h.get("/kiosk/nowhere"); w.Code != http.StatusUnauthorized {
		t.Errorf("an unknown kiosk: %d", w.Code)
	}
	demo := newHouse(t, houseOptions{})
	if w := demo.get("/kiosk/nowhere"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown kiosk in the demo: %d", w.Code)
	}
}

func TestNobodyScansWherePhonesDontWork(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Centre.Phone = queue.PhoneOff }})
	at := h.take(t, "/kiosk/bare/about/law", "legal")
	d := h.page(t, at)
	text := words(d.Find("main"))
	if d.Find("svg.qr").Length() != 0 || strings.Contains(text, "扫") || strings.Contains(text, "手机") {
		t.Errorf("speaks of phones: %s", text)
	}
	if got := words(d.Find(".fate-title")); got != "请记住您的号码" {
		t.Errorf("a kiosk without paper says %q", got)
	}
	var slip strings.Builder
	h.queue.View(func(l *queue.Lobby) {
		for t := range l.Tickets() {
			for _, b := range Slip(h.kit.Catalogue, SlipData{Rules: l.Rules(), Ticket: t, Service: l.Service(t.Service), URL: "http://x/t/y"}).Blocks {
				slip.WriteString(b.Kind.String() + " " + b.Text + "\n")
			}
		}
	})
	if s := slip.String(); strings.Contains(s, "扫") || strings.Contains(s, "qr ") || strings.Contains(s, "手机") {
		t.Errorf("the slip speaks of phones:\n%s", s)
	}
}

func TestATicketsPageEndsAndIsTheKiosksOwn(t *testing.T) {
	now := time.Now()
	clock := func() time.Time { return now }
	h := &house{store: &queuetest.Store{}}
	h.queue = queuetest.Start(t, testRules(nil), queue.Options{Store: h.store, Now: clock})
	h.wire(t, nil)
	at := h.take(t, "/kiosk/main/about/law", "legal")
	if w := h.get(at); w.Code != http.StatusOK {
		t.Fatalf("a fresh ticket: %d", w.Code)
	}
	if w := h.get(strings.Replace(at, "/main/", "/bare/", 1)); w.Code != http.StatusSeeOther {
		t.Errorf("another kiosk's ticket: %d", w.Code)
	}
	if w := h.get("/kiosk/main/ticket/unknown"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/kiosk/main" {
		t.Errorf("an unknown ticket: %d", w.Code)
	}
	now = now.Add(shownFor + time.Second)
	if w := h.get(at); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/kiosk/main" {
		t.Errorf("an old ticket: %d", w.Code)
	}
}

func TestAnotherSitesFormGetsNoTicket(t *testing.T) {
	h := busyHouse(t)
	r := httptest.NewRequest(http.MethodPost, "/kiosk/main/tickets", strings.NewReader(url.Values{"service": {"labour"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden {
		t.Errorf("%d", w.Code)
	}
}

func TestTheBeatReachesTheBoard(t *testing.T) {
	h := busyHouse(t)
	r := httptest.NewRequest(http.MethodPost, "/kiosk/main/beat", strings.NewReader(`{"face":"about","loaded_s":90,"touched_s":4,"sound":"locked"}`))
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), h.kit.Assets.Hash()) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	k := h.board.Snapshot().Kiosks
	if len(k) != 1 || k[0].ID != "main" || k[0].Face != "about" || k[0].PageAge != 90*time.Second || k[0].Seen.Sub(k[0].Touched) != 4*time.Second || k[0].Sound != display.SoundLocked {
		t.Errorf("the board says %+v", k)
	}
}

func TestTheDeskIsWhereNobodyIsSure(t *testing.T) {
	h := busyHouse(t)
	to := h.page(t, "/kiosk/main").Find(".unsure").AttrOr("href", "")
	if got := words(h.page(t, to).Find("h1").First()); got != "请到咨询台" {
		t.Errorf("says %q", got)
	}
}

func TestEveryPageNamesTheDeskForWhenTheServerIsLost(t *testing.T) {
	h := busyHouse(t)
	for _, p := range []string{"", "/more", "/about/court", "/options/labour", "/desk"} {
		d := h.page(t, "/kiosk/main"+p)
		lost := d.Find("[data-lost]")
		if _, hidden := lost.Attr("hidden"); !hidden || !strings.Contains(words(lost), "咨询台") {
			t.Errorf("%s: %q", p, words(lost))
		}
		d.Find("script").Each(func(_ int, s *goquery.Selection) {
			if s.AttrOr("src", "") == "" {
				t.Errorf("%s: an inline script", p)
			}
		})
		if d.Find("[style]").Length() > 0 {
			t.Errorf("%s: an inline style", p)
		}
	}
}

// TestTheFirstPageSaysWhenNothingPrints has the kiosk's printer run out of paper,
// and its fallback take over.
func TestTheFirstPageSaysWhenNothingPrints(t *testing.T) {
	h := busyHouse(t)
	const well, without = "取号不用手机，不用身份证", "号票暂时打不出来，取号后可以拍下号码"
	says := func(want string) {
		t.Helper()
		start := h.page(t, "/kiosk/main").Find(".lead")
		if got := words(start); got != want || start.Is(".warn:has(svg)") != (want == without) {
			t.Errorf("says %q, want %q; class %q", got, want, start.AttrOr("class", ""))
		}
		about := h.page(t, "/kiosk/main/about/labour").Find(".lead.warn")
		if _, hidden := about.Attr("hidden"); hidden != (want == well) || words(about) != without {
			t.Errorf("before it is taken: %q, hidden %t", words(about), hidden)
		}
	}
	says(well) // nothing was heard yet
	h.board.Printer(display.PrinterHealth{ID: "p1", State: display.PrinterPaperOut, Why: "paper_out", Since: h.queue.Now()})
	says(without)
	h.board.Printer(display.PrinterHealth{ID: "p2", State: display.PrinterReady, Since: h.queue.Now()})
	says(well)
	if got := words(h.page(t, "/kiosk/bare").Find(".lead")); got != well {
		t.Errorf("a kiosk that never prints says %q", got)
	}
	if got := words(h.page(t, "/kiosk/bare/about/labour").Find(".lead:not([hidden])")); got != "" {
		t.Errorf("a kiosk that never prints warns: %q", got)
	}
}
