package kiosk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"onedoor/printer"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAGroupTakesOneNumber says how many they are, chooses the matter, and takes one number for all:
// four touches.
func TestAGroupTakesOneNumber(t *testing.T) {
	h := busyHouse(t)
	way := h.page(t, "/kiosk/main").Find(`.way[href="/kiosk/main/together"]`).AttrOr("href", "")
	counts := h.page(t, way)
	start := h.page(t, counts.Find(`.count[aria-label="17 人"]`).AttrOr("href", ""))
	if got := words(start.Find("h1").First()); got != "17 人一起来，办什么事？" || start.Find(".page").AttrOr("data-idle", "") == "0" {
		t.Errorf("the matters say %q", got)
	}
	about := start.Find(`.tile[href*="/about/petition"]`).AttrOr("href", "")
	d := h.page(t, about)
	if words(d.Find(".take")) != "取号（17 人）" || !strings.Contains(words(d.Find(".fact")), "最多来 5 位代表") {
		t.Errorf("the key says %q under %q", words(d.Find(".take")), words(d.Find(".fact")))
	}
	if got := h.ticketOf(t, h.take(t, about, "petition")); got.Party != 17 || got.Service != "petition" {
		t.Errorf("the number is for %d", got.Party)
	}
	options := h.page(t, d.Find(`a.needs`).AttrOr("href", ""))
	if options.Find(".heads").Length() != 0 {
		t.Error("how many they are is asked again")
	}
	if got := h.ticketOf(t, h.take(t, d.Find("a.needs").AttrOr("href", ""), "petition")); got.Party != 17 {
		t.Errorf("by the options it is for %d", got.Party)
	}
	if alone := start.Find(".foot .back").AttrOr("href", ""); alone != "/kiosk/main" {
		t.Errorf("back leads to %s", alone)
	}
}

// TestAHeadCountIsTyped sends counts that are and aren't one.
func TestAHeadCountIsTyped(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Policy.MaxParty = 200 }})
	if h.page(t, "/kiosk/main/together?more=1").Find(`form[action="/kiosk/main/together"] [data-code]`).Length() != 1 {
		t.Error("nothing to type into")
	}
	for typed, want := range map[string]string{"42": "/kiosk/main?group=42", "200": "/kiosk/main?group=200", "4": "", "201": "", "": "", "99999999999999999999": ""} {
		w := h.post("/kiosk/main/together", url.Values{"heads": {typed}, "lang": {"zh"}, "plain": {"1"}})
		if w.Header().Get("Location") != want {
			t.Errorf("%q leads to %q with %d, want %q", typed, w.Header().Get("Location"), w.Code, want)
		}
		if want != "" {
			continue
		}
		if d := parse(t, w); w.Code != http.StatusUnprocessableEntity || !strings.Contains(words(d.Find(".warn")), "5 到 200") {
			t.Errorf("%q: %d %s", typed, w.Code, words(d.Find(".warn")))
		}
	}
	if got := h.page(t, "/kiosk/main?group=9999").Find("h1").First(); words(got) != "您今天想办什么事？" {
		t.Errorf("a group that can't be: %q", words(got))
	}
	small := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Policy.MaxParty = 3 }})
	if d := small.page(t, "/kiosk/main/together"); d.Find(".count").Length() != 0 || d.Find(`a[href="/kiosk/main/join"]`).Length() != 1 {
		t.Errorf("where no group gets one number: %s", words(d.Find("main")))
	}
}

// TestAGroupIsToldOneThing has one number for more than come to the window: ticket page and slip
// say how many come; where all of them do, the slip says that.
func TestAGroupIsToldOneThing(t *testing.T) {
	h := newHouse(t, houseOptions{rules: func(r *queue.Rules) { r.Policy.MaxParty = 60 }})
	for lang, want := range map[string][2]string{"zh": {"最多来 5 位代表", "17 人同来，请最多 5 位到窗口"}, "en": {"At most 5 of you go to the window", "Group of 17, at most 5 to the window"}} {
		at := h.take(t, "/kiosk/main/about/law?group=17&lang="+lang, "legal")
		if got := words(h.page(t, at).Find(".stub-note.send")); !strings.Contains(got, want[0]) {
			t.Errorf("%s: the ticket's page says %q", lang, got)
		}
		ticket := h.ticketOf(t, at)
		slip := h.slip(ticket)
		if !slices.ContainsFunc(slip.Blocks, func(b printer.Block) bool { return b.Text == want[1] }) {
			t.Errorf("%s: the slip says %+v", lang, slip.Blocks)
		}
		b, err := printer.Encode(printer.BuiltIn()["epson-80"], slip)
		if err != nil || len(b) > 400 {
			t.Errorf("%s: %d bytes: %v", lang, len(b), err)
		}
	}
	all := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Party: 4, Kiosk: "main", Lang: "zh"}).Ticket
	if !slices.ContainsFunc(h.slip(all).Blocks, func(b printer.Block) bool { return b.Text == "4 人同来，一起叫" }) {
		t.Error("a small group's slip says something else")
	}
}

// slip is a ticket's slip as it is printed.
func (h *house) slip(ticket *queue.Ticket) (s printer.Slip) {
	h.queue.View(func(l *queue.Lobby) {
		s = Slip(h.kit.Catalogue, SlipData{Rules: l.Rules(), Ticket: ticket, Service: l.Service(ticket.Service), URL: statusURL(ticket.Ref)})
	})
	return s
}
