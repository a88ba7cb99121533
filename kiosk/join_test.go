package kiosk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// joins posts the join page of the main kiosk as it was drawn.
func (h *house) joins(t *testing.T, code, heads string) (*httptest.ResponseRecorder, *goquery.Document, url.Values) {
	t.Helper()
	form := url.Values{}
	h.page(t, "/kiosk/main/join").Find("form input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		form.Set(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	form.Set("code", code)
	form.Set("heads", heads)
	w := h.post("/kiosk/main/join", form)
	d, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return w, d, form
}

func TestLateComersJoinAtTheKiosk(t *testing.T) {
	h := newHouse(t, houseOptions{})
	ticket := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Party: 4, Seed: queuetest.Seed()}).Ticket
	if h.page(t, h.page(t, "/kiosk/main").Find(`a[href="/kiosk/main/together"]`).AttrOr("href", "")).Find(`a[href="/kiosk/main/join"]`).Length() != 1 {
		t.Error("the first page doesn't lead there")
	}
	w, d, form := h.joins(t, ticket.Code[:4]+"-"+ticket.Code[4:], "3")
	if got := words(d.Find("main")); w.Code != http.StatusOK || !strings.Contains(got, ticket.Number) || !strings.Contains(got, "一共 7 人") || !strings.Contains(got, "最多来 5 位代表") || !strings.Contains(got, "请在一楼大厅等") {
		t.Errorf("%d %s", w.Code, got)
	}
	h.post("/kiosk/main/join", form) // a finger that touches twice
	h.queue.View(func(l *queue.Lobby) {
		if n := l.Ticket(ticket.ID).Party; n != 7 || l.Count() != 1 {
			t.Errorf("the group is of %d, %d tickets", n, l.Count())
		}
	})
}

func TestACodeThatIsNobodys(t *testing.T) {
	h := newHouse(t, houseOptions{})
	for range 10 {
		w, d, _ := h.joins(t, "12", "1")
		if w.Code != http.StatusNotFound || d.Find(".warn").Length() != 1 || d.Find("[data-code]").AttrOr("value", "") != "12" {
			t.Fatalf("%d: %s", w.Code, words(d.Find("main")))
		}
	}
	if w, _, _ := h.joins(t, "12", "1"); w.Code != http.StatusTooManyRequests {
		t.Errorf("the eleventh guess is answered with %d", w.Code)
	}
}

// TestTheSlipSaysWhatTheCodeIsFor tells it to a group, and nothing of it to who came alone.
func TestTheSlipSaysWhatTheCodeIsFor(t *testing.T) {
	h := newHouse(t, houseOptions{})
	rules := h.kit.Rules()
	for party, want := range map[int]bool{1: false, 4: true} {
		ticket := ExampleTicket(rules.Service("legal"), "zh", h.queue.Now())
		ticket.Party = party
		slip := Slip(h.kit.Catalogue, SlipData{Rules: rules, Ticket: ticket, Service: rules.Service("legal")})
		if got := strings.Contains(fmt.Sprintf("%+v", slip), "同伴凭此加入"); got != want {
			t.Errorf("for %d it speaks of late-comers: %v", party, got)
		}
	}
}
