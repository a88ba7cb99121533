package kiosk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"onedoor/queue"
)

// TestTheSearchLeadsToANumber types initials, takes what comes first, and looks back.
func TestTheSearchLeadsToANumber(t *testing.T) {
	h := busyHouse(t)
	page := h.page(t, "/kiosk/main").Find(`.way[href="/kiosk/main/search"]`).AttrOr("href", "")
	empty := h.page(t, page)
	if empty.Find(".chip").Length() == 0 || empty.Find(".find").Length() != 0 || empty.Find("[data-type=q]").Length() != 1 {
		t.Errorf("before anything is typed: %s", words(empty.Find("main")))
	}
	found := h.page(t, page+"?q=gzmnd")
	first := found.Find(".find").First()
	if got := words(first); got != "工资没拿到、工伤劳动维权2 人等候" || first.AttrOr("data-service", "") != "labour" {
		t.Errorf("gzmnd brings up %q", got)
	}
	service := h.page(t, first.AttrOr("href", ""))
	if back := service.Find(".foot .back").AttrOr("href", ""); back != "/kiosk/main/search?q=gzmnd" {
		t.Errorf("from there one goes back to %s", back)
	}
	if got := h.ticketOf(t, h.take(t, first.AttrOr("href", ""), "labour")); got.Service != "labour" {
		t.Errorf("the number is for %s", got.Service)
	}
	english := h.page(t, page+"?lang=en&q=hearing").Find(".find-words").First()
	if words(english) != "Attend a hearing" {
		t.Errorf("in English: %q", words(english))
	}
}

// TestNothingFoundIsNoDeadEnd searches for what no centre has, and for what breaks addresses.
func TestNothingFoundIsNoDeadEnd(t *testing.T) {
	h := askingHouse(t)
	d := h.page(t, "/kiosk/main/search?q="+url.QueryEscape("<护照>"))
	if got := words(d.Find(".nothing h2")); got != "没有找到“<护照>”" {
		t.Errorf("says %q", got)
	}
	if d.Find(`.nothing a[href="/kiosk/main/ask"]`).Length() != 1 || d.Find(`.nothing form[action="/kiosk/main/help"]`).Length() != 1 {
		t.Error("nobody is there to help")
	}
	if got := h.page(t, "/kiosk/main/search?q="+strings.Repeat("a", 500)).Find("#q").AttrOr("value", "x"); got != "" {
		t.Errorf("far too much is kept: %q", got)
	}
	if w := h.get("/kiosk/main/service/none"); w.Code != http.StatusSeeOther {
		t.Errorf("a service that is gone: %d", w.Code)
	}
}

// TestASearchFindsAnAnswer comes to a question by what one would have answered.
func TestASearchFindsAnAnswer(t *testing.T) {
	h := askingHouse(t)
	d := h.page(t, "/kiosk/main/search?q=jf")
	find := d.Find(`.find[data-question="talk"]`)
	if find.Length() != 1 || !strings.HasPrefix(find.AttrOr("href", ""), "/kiosk/main/ask/what.quarrel") {
		t.Errorf("it finds %s", words(d.Find(".found")))
	}
}

// TestASearchIsCountedOnce sends the end of a search twice, and one that is nonsense.
func TestASearchIsCountedOnce(t *testing.T) {
	h := busyHouse(t)
	key := h.page(t, "/kiosk/main/search").Find("[data-search]").AttrOr("data-key", "")
	for _, form := range []url.Values{
		{"key": {key}, "lang": {"zh"}, "hits": {"3"}, "service": {"labour"}},
		{"key": {key}, "lang": {"zh"}, "hits": {"3"}},
		{"key": {"other"}, "lang": {"zh"}, "hits": {"many"}},
		{"key": {"third"}, "lang": {"en"}, "hits": {"0"}},
	} {
		if w := h.post("/kiosk/main/searched", form); w.Code != http.StatusNoContent {
			t.Errorf("%v: %d", form, w.Code)
		}
	}
	got := h.counted(t)
	want := []queue.SearchedData{{Kiosk: "main", Lang: "zh", Hits: 3, Service: "labour"}, {Kiosk: "main", Lang: "en"}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("counted %+v, want %+v", got, want)
	}
}
