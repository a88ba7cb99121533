package kiosk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// comesBack posts what somebody brings of an earlier visit, and gives the page.
func (h *house) comesBack(t *testing.T, clue string) (int, *goquery.Document) {
	t.Helper()
	w := h.post("/kiosk/main/back", url.Values{"clue": {clue}, "lang": {"zh"}})
	d, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, d
}

// served has a visit to window w1 with somebody and ends it.
func (h *house) served(t *testing.T, staff queue.StaffID) *queue.Ticket {
	t.Helper()
	queuetest.Do(t, h.queue, queue.ByStaff(staff), queue.OpenWindow{Window: "w1"})
	ticket := queuetest.Issue(t, h.queue, "legal")
	queuetest.Do(t, h.queue, queue.ByStaff(staff), queue.Next{Window: "w1"})
	queuetest.Do(t, h.queue, queue.ByStaff(staff), queue.Finish{Window: "w1", Outcome: "answered"})
	return ticket
}

func TestAnOldTicketOffersTheSamePerson(t *testing.T) {
	h := newHouse(t, houseOptions{})
	old := h.served(t, "anna")
	for _, clue := range []string{statusURL(old.Ref), old.Ref, old.Code, old.Code[:4] + "-" + old.Code[4:], string(old.Day) + " " + old.Number} {
		status, d := h.comesBack(t, clue)
		if status != http.StatusOK || d.Find("button.take").Length() != 2 || !strings.Contains(words(d.Find("main")), "一楼大厅") {
			t.Errorf("%q: %d %s", clue, status, words(d.Find("main")))
		}
		if said := words(d.Find("main")); strings.Contains(said, "法律援助") || strings.Contains(said, old.Number) {
			t.Errorf("the page tells of the earlier visit: %s", said)
		}
	}
	for choice, want := range map[string]queue.StaffID{"person": "anna", "": "", "window": ""} {
		_, d := h.comesBack(t, old.Ref)
		form := url.Values{}
		d.Find("form input[type=hidden]").Each(func(_ int, s *goquery.Selection) { form.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
		form.Set("same", choice)
		if w := h.post("/kiosk/main/tickets", form); w.Code != http.StatusSeeOther {
			t.Fatalf("same %q: %d", choice, w.Code)
		}
		var fresh *queue.Ticket
		h.queue.View(func(l *queue.Lobby) {
			for x := range l.Tickets() {
				fresh = x.Clone()
			}
		})
		if fresh.ForStaff != want || !fresh.Proposed() || fresh.Earlier.Ticket != old.ID || fresh.Service != "legal" {
			t.Errorf("same %q: for %q, %+v", choice, fresh.ForStaff, fresh.Earlier)
		}
	}
}

func TestAnOldTicketThatIsNobodys(t *testing.T) {
	h := newHouse(t, houseOptions{})
	old := h.served(t, "anna")
	for range 10 {
		if status, d := h.comesBack(t, "7654321"); status != http.StatusNotFound || d.Find(".warn").Length() != 1 {
			t.Fatalf("%d %s", status, words(d.Find("main")))
		}
	}
	if status, _ := h.comesBack(t, old.Code); status != http.StatusTooManyRequests {
		t.Errorf("the eleventh guess is answered with %d", status)
	}
	if w := h.post("/kiosk/main/tickets", url.Values{"service": {"legal"}, "earlier": {old.Code}}); w.Code != http.StatusTooManyRequests {
		t.Errorf("a number by the eleventh guess: %d", w.Code)
	}
}

// TestAMissedCallIsFoundAmongTheOldTickets types the code of a number that was called today
// and not answered, where one would look for it.
func TestAMissedCallIsFoundAmongTheOldTickets(t *testing.T) {
	h := newHouse(t, houseOptions{})
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.OpenWindow{Window: "w1"})
	for _, clue := range []func(*queue.Ticket) string{
		func(x *queue.Ticket) string { return x.Code[:4] + "-" + x.Code[4:] },
		func(x *queue.Ticket) string { return statusURL(x.Ref) },
	} {
		ticket := queuetest.Issue(t, h.queue, "legal")
		queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Call{Window: "w1", Number: ticket.Number})
		queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Pass{Window: "w1"})
		status, d := h.comesBack(t, clue(ticket))
		if got := words(d.Find("main")); status != http.StatusOK || !strings.Contains(got, ticket.Number) || !strings.Contains(got, "已经接着排了") {
			t.Errorf("%d %s", status, got)
		}
	}
}

// TestAnEmptyCodeIsAskedForAgain sends the forms for codes with nothing in them, more often
// than one may guess.
func TestAnEmptyCodeIsAskedForAgain(t *testing.T) {
	h := newHouse(t, houseOptions{})
	for page, want := range map[string]string{"have": "7 位", "back": "7 位", "missed": "7 位", "join": "7 位", "session": "6 位"} {
		for range 12 {
			w := h.post("/kiosk/main/"+page, url.Values{"lang": {"zh"}, "code": {" "}})
			if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), want) {
				t.Fatalf("%s: %d", page, w.Code)
			}
		}
	}
}
