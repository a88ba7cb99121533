package kiosk

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestSomebodyIsAskedForAtTheKiosk(t *testing.T) {
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	h := newHouse(t, houseOptions{now: func() time.Time { return now }})
	says := func(want string) {
		t.Helper()
		if got := words(h.page(t, "/kiosk/main/help").Find(".person h1")); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	says("需要人帮忙吗？")
	if h.page(t, "/kiosk/main").Find(`form[action="/kiosk/main/help"] button`).Length() != 1 {
		t.Error("no key on the first page")
	}
	for range 3 {
		if w := h.post("/kiosk/main/help", url.Values{"plain": {"1"}, "lang": {"zh"}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/kiosk/main/help" {
			t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
		}
	}
	h.queue.View(func(l *queue.Lobby) {
		if n := len(l.HelpCalls()); n != 1 {
			t.Errorf("%d calls are open", n)
		}
	})
	says("已通知工作人员，请稍等")
	queuetest.Do(t, h.queue, queue.ByStaff("xiao"), queue.TakeHelp{Help: 1})
	says("工作人员马上过来")
	queuetest.Do(t, h.queue, queue.ByStaff("xiao"), queue.EndHelp{Help: 1})
	h.post("/kiosk/main/help", url.Values{"plain": {"1"}, "lang": {"zh"}})
	now = now.Add(31 * time.Second)
	says("请到咨询台")
}

func TestNeedsAreTakenAtTheKiosk(t *testing.T) {
	h := newHouse(t, houseOptions{})
	d := h.page(t, "/kiosk/main/options/legal")
	if n := d.Find(`input[name="need"]`).Length(); n != len(queue.Needs()) {
		t.Fatalf("%d needs are offered", n)
	}
	if n := d.Find(`input[name="need"][checked]`).Length(); n != 0 {
		t.Error("a need is chosen beforehand")
	}
	w := h.post("/kiosk/main/tickets", url.Values{"service": {"legal"}, "need": {"wheelchair", "fetch"}, "lang": {"zh"}})
	at := w.Header().Get("Location")
	ticket := h.ticketOf(t, at)
	if !ticket.Low || !ticket.Fetch || ticket.Needs == 0 {
		t.Errorf("low %v, fetch %v, row %d", ticket.Low, ticket.Fetch, ticket.Needs)
	}
	if text := h.page(t, at).Find("body").Text(); strings.Contains(text, "轮椅") || strings.Contains(text, "请来叫我") {
		t.Error("the ticket's page tells whoever looks over a shoulder")
	}
}

func TestAMissedCallIsPutRightAtTheKiosk(t *testing.T) {
	h := newHouse(t, houseOptions{})
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.OpenWindow{Window: "w1"})
	miss := func() *queue.Ticket {
		v := queuetest.Issue(t, h.queue, "legal")
		queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Call{Window: "w1", Number: v.Number})
		queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Pass{Window: "w1"})
		return v
	}
	says := func(code, want string) {
		t.Helper()
		w := h.post("/kiosk/main/missed", url.Values{"code": {code}, "lang": {"zh"}, "plain": {"1"}})
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%d, and nothing of %q", w.Code, want)
		}
	}
	typed, scan := miss(), miss()
	says(typed.Code[:4]+"-"+typed.Code[4:], "已经接着排了")
	says("http://192.168.1.5:8080/t/"+scan.Ref+"?lang=zh", "已经接着排了")
	for _, v := range []*queue.Ticket{typed, scan} {
		h.queue.View(func(l *queue.Lobby) {
			if x := l.Ticket(v.ID); x.State != queue.Waiting || !x.Returned || x.Number != v.Number {
				t.Errorf("%s is %s", x.Number, x.State)
			}
		})
	}
	says(typed.Code, "已经接着排了") // a finger that touches twice
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Call{Window: "w1", Number: scan.Number})
	says(scan.Code, "请到 1 号窗口")
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Pass{Window: "w1"})
	says(scan.Code, "请到咨询台")
	says("/t/AAAAAAAAAAAAAAAA", "没有找到这个号")
	says("0000", "没有找到这个号")
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Call{Window: "w1", Number: typed.Number})
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Finish{Window: "w1", Outcome: "answered"})
	says(statusURL(typed.Ref), "找到了") // the visit is over: the same matter again
}

// TestSomebodyCanBeCalledFromEveryPage looks for the key, and that the page of a number is gone back to.
func TestSomebodyCanBeCalledFromEveryPage(t *testing.T) {
	h := newHouse(t, houseOptions{})
	at := h.take(t, "/kiosk/main/about/law", "legal")
	ticket := h.ticketOf(t, at)
	for _, p := range []string{
		"", "/more", "/about/law", "/service/legal", "/search", "/together", "/together?more=1", "/have", "/options/legal", "/desk", "/join", "/help",
		strings.TrimPrefix(at, "/kiosk/main"),
	} {
		w := h.get("/kiosk/main" + p)
		if w.Code == http.StatusSeeOther { // there is no second page of tiles
			continue
		}
		if n := parse(t, w).Find(`form[action="/kiosk/main/help"] button`).Length(); n != 1 {
			t.Errorf("%s: %d keys", p, n)
		}
	}
	for path, form := range map[string]url.Values{"have": {"code": {ticket.Code}}, "join": {"code": {ticket.Code}, "heads": {"1"}}, "tickets": {"service": {"none"}}} {
		if n := parse(t, h.post("/kiosk/main/"+path, form)).Find(`form[action="/kiosk/main/help"] button`).Length(); n != 1 {
			t.Errorf("what %s was answered: %d keys", path, n)
		}
	}
	asked := h.post("/kiosk/main/help", fields(h.page(t, at).Find("form.help"))).Header().Get("Location")
	page := h.page(t, asked)
	if got := page.Find(".foot .back").AttrOr("href", ""); got != at {
		t.Errorf("from %s one goes back to %s", asked, got)
	}
	if got := h.post("/kiosk/main/help/end", fields(page.Find("form.end"))).Header().Get("Location"); got != at {
		t.Errorf("who needs nobody comes to %s", got)
	}
	if got := h.page(t, "/kiosk/main/help?shown=..%2F..%2F").Find(".foot .back").AttrOr("href", ""); got != "/kiosk/main" {
		t.Errorf("what is no ticket leads to %s", got)
	}
}

// TestTheFootHoldsTheKeyForAPerson draws the pages whose foot has the most, in large type.
func TestTheFootHoldsTheKeyForAPerson(t *testing.T) {
	h := busyHouse(t)
	b := newTab(t, h.serve(t).URL)
	for _, lang := range []string{"en"} { // its words are the longest
		look := "?look=large&lang=" + lang
		ticket := h.take(t, "/kiosk/main/about/labour"+look, "labour")
		queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.SettlePrint{Job: h.jobOf(t, h.ticketOf(t, ticket).ID), State: queue.PrintConfirmed})
		for name, path := range map[string]string{"about": "/kiosk/main/about/labour" + look, "ticket": ticket} {
			b.Open(path)
			b.See(".help button")
			if name == "ticket" {
				b.See("[data-more-time]")
			}
			for _, size := range [][2]int64{{1080, 1920}, {1280, 800}} {
				b.Size(size[0], size[1])
				b.fits(fmt.Sprintf("help-%dx%d-%s-%s", size[0], size[1], lang, name))
				if bad := value[string](b, `[...document.querySelectorAll(".foot-key")].filter((e) => e.checkVisibility() && (e.getBoundingClientRect().height < 60 || e.getBoundingClientRect().width < 60 || e.scrollHeight > e.clientHeight + 2)).map((e) => e.textContent.trim()).join()`); bad != "" {
					t.Errorf("%v %s %s: %s", size, lang, name, bad)
				}
			}
		}
	}
}

// TestTheTicketsPageHasHeard takes numbers with priority and needs: the page says so, of the needs not
// which, and the slip nothing.
func TestTheTicketsPageHasHeard(t *testing.T) {
	h := newHouse(t, houseOptions{})
	for want, form := range map[string]url.Values{
		"": {}, "已记下：优先": {"class": {"priority"}}, "已记下您的需要，工作人员看得到": {"need": {"hearing"}},
		"已记下：优先，还有您的需要": {"class": {"priority"}, "need": {"wheelchair"}},
	} {
		form.Set("service", "legal")
		form.Set("lang", "zh")
		at := h.post("/kiosk/main/tickets", form).Header().Get("Location")
		if got := words(h.page(t, at).Find(".noted")); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
		for _, b := range h.slip(h.ticketOf(t, at)).Blocks {
			if strings.Contains(b.Text, "已记下") || strings.Contains(b.Text, "优先") {
				t.Errorf("the slip says %q", b.Text)
			}
		}
	}
}

// TestWithoutPaperTheCodeIsOnThePage has a number that is on no paper, where phones don't work: the
// kiosk asks for its code when somebody comes back.
func TestWithoutPaperTheCodeIsOnThePage(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Centre.Phone = queue.PhoneOff }})
	at := h.take(t, "/kiosk/main/about/law", "legal")
	if code := h.page(t, at).Find(".stub-code"); code.AttrOr("hidden", "none") == "none" || words(code) != "" {
		t.Errorf("while its paper comes: %q", words(code))
	}
	ticket := h.ticketOf(t, at)
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.StallPrint{Job: h.jobOf(t, ticket.ID), Why: "paper_out"})
	code := h.page(t, at).Find(`.stub-code[data-part="code"]:not([hidden])`)
	if want := "查询码 " + ticket.Code[:4] + "-" + ticket.Code[4:]; words(code) != want {
		t.Errorf("it says %q, want %q", words(code), want)
	}
}
