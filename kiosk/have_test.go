package kiosk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestOneDoorForWhoHasANumber types every kind of code into the one page, and scans.
func TestOneDoorForWhoHasANumber(t *testing.T) {
	h := newHouse(t, houseOptions{})
	old := h.served(t, "anna")
	waits, missed := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal")
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Call{Window: "w1", Number: missed.Number})
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Pass{Window: "w1"})
	page := h.page(t, h.page(t, "/kiosk/main").Find(`.way[href="/kiosk/main/have"]`).AttrOr("href", ""))
	if page.Find("form[novalidate]").Length() != 1 || page.Find("[required]").Length() != 0 {
		t.Error("the browser speaks for the page")
	}
	for typed, want := range map[string]string{
		waits.Code[:4] + "-" + waits.Code[4:]: "您还在队伍里",
		missed.Code:                           "已经接着排了",
		statusURL(old.Ref):                    "找到了",
		old.Code:                              "找到了",
		"12":                                  "7 位查询码，或 6 位报到码",
		"":                                    "7 位查询码，或 6 位报到码",
		"0000000":                             "没有找到这个号",
		"000000":                              "没有找到这个报到码",
	} {
		v := fields(page.Find("form").First())
		v.Set("code", typed)
		w := h.post("/kiosk/main/have", v)
		d := parse(t, w)
		if !strings.Contains(words(d.Find("main")), want) {
			t.Errorf("%q: %d %s, want %q", typed, w.Code, words(d.Find("main")), want)
		}
		if bad := strings.HasPrefix(want, "没有") || strings.HasPrefix(want, "7"); bad && (w.Code != http.StatusNotFound || d.Find("[data-code]").Length() != 1 || d.Find(".warn").Length() != 1) {
			t.Errorf("%q: %d, and no way to try again", typed, w.Code)
		}
	}
	for _, p := range []string{"missed", "back", "session"} {
		if w := h.get("/kiosk/main/" + p + "?look=clear"); w.Header().Get("Location") != "/kiosk/main/have?lang=zh&look=clear" {
			t.Errorf("%s leads to %q", p, w.Header().Get("Location"))
		}
	}
}

// TestACallForAPersonCanBeTakenBack asks, sees it on the first page, and needs nobody any more.
func TestACallForAPersonCanBeTakenBack(t *testing.T) {
	h := newHouse(t, houseOptions{})
	asks := func(name string) *url.Values {
		form := h.page(t, "/kiosk/main/help").Find(name)
		if form.Length() != 1 {
			t.Fatalf("no %s on %s", name, words(h.page(t, "/kiosk/main/help").Find("main")))
		}
		v := fields(form)
		return &v
	}
	h.post("/kiosk/main/help", *asks("form.help"))
	if got := words(h.page(t, "/kiosk/main").Find(`[data-part="call"] a[href="/kiosk/main/help"]`)); got != "已通知，请稍等" {
		t.Errorf("the first page says %q", got)
	}
	v := *asks("form.end")
	for range 2 {
		if w := h.post("/kiosk/main/help/end", v); w.Code != http.StatusSeeOther {
			t.Errorf("%d", w.Code)
		}
	}
	if h.page(t, "/kiosk/main").Find(`[data-part="call"] form.help`).Length() != 1 {
		t.Error("nobody can be called again")
	}
}

// TestBackShowsWhatWasAnswered goes back by the key and by what was said.
func TestBackShowsWhatWasAnswered(t *testing.T) {
	h := askingHouse(t)
	d := h.page(t, "/kiosk/main/ask/what.quarrel")
	for _, back := range []string{d.Find(".foot .back").AttrOr("href", ""), d.Find(".trail a").AttrOr("href", "")} {
		first := h.page(t, back)
		if was := first.Find(".answer.was"); was.Length() != 1 || was.AttrOr("data-answer", "") != "quarrel" {
			t.Errorf("%s shows as given: %s", back, words(was))
		}
	}
}

// TestAClosedServiceNamesItsOwnHotline has one with, the others without.
func TestAClosedServiceNamesItsOwnHotline(t *testing.T) {
	h := askingHouse(t, func(r *queue.Rules) {
		for i := range r.Services {
			if r.Services[i].ID == "legal" {
				r.Services[i].Hotline, r.Services[i].Instead = "12348", ""
			}
		}
	})
	if got := words(h.page(t, "/kiosk/main/ask/what.law").Find(".instead")); !strings.Contains(got, "12348") {
		t.Errorf("says %q", got)
	}
}

// TestWhatAFormWasAnsweredStays sends what is answered by another page than the one at its address, and
// sees that the script is told not to fetch it in the answer's place, and that there is time to read it.
func TestWhatAFormWasAnsweredStays(t *testing.T) {
	h := newHouse(t, houseOptions{})
	old, waits := h.served(t, "anna"), queuetest.Issue(t, h.queue, "legal")
	for look, least := range map[string]int{"": 20, "large": 40} {
		for path, form := range map[string]url.Values{
			"have": {"code": {waits.Code}}, "missed": {"code": {waits.Code}}, "back": {"clue": {statusURL(old.Ref)}},
			"tickets": {"service": {"none"}},
		} {
			form.Set("lang", "zh")
			form.Set("look", look)
			page := parse(t, h.post("/kiosk/main/"+path, form)).Find(".page")
			if _, stays := page.Attr("data-answer"); !stays {
				t.Errorf("%s: the %s page is looked for at %s", path, page.AttrOr("data-page", ""), page.AttrOr("data-here", ""))
			}
			if s, err := strconv.Atoi(page.AttrOr("data-idle", "")); err != nil || s < least || s > 120 || page.Find("[data-leaving]").Length() != 1 {
				t.Errorf("%s: %d s to read it: %v", path, s, err)
			}
		}
	}
	if _, stays := h.page(t, "/kiosk/main/about/law").Find(".page").Attr("data-answer"); stays {
		t.Error("how many wait isn't looked at any more")
	}
}
