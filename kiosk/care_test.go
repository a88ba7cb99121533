package kiosk

import (
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
