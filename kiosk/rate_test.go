package kiosk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
)

// TestAnOldPaperIsEvaluatedAtTheKiosk: who scans or types it is asked once, by one touch, and the page tells nothing of the visit.
func TestAnOldPaperIsEvaluatedAtTheKiosk(t *testing.T) {
	h := newHouse(t, houseOptions{})
	old := h.served(t, "anna")
	rate := func(form url.Values) *goquery.Document {
		t.Helper()
		form.Set("lang", "zh")
		w := h.post("/kiosk/main/evaluate", form)
		if w.Code != http.StatusOK {
			t.Fatalf("%v: %d", form, w.Code)
		}
		d, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	_, d := h.comesBack(t, old.Code)
	if n := d.Find(`form[action$="/evaluate"] button`).Length(); n != 1 {
		t.Fatalf("the paper may be evaluated %d times", n)
	}
	d = rate(url.Values{"clue": {old.Code}})
	if n := d.Find(`button[name="level"]`).Length(); n != 2 {
		t.Errorf("%d levels", n)
	}
	if said := words(d.Find("main")); strings.Contains(said, "法律援助") || strings.Contains(said, old.Number) {
		t.Errorf("the page tells of the visit: %s", said)
	}
	d = rate(url.Values{"clue": {old.Code}, "level": {"1"}}) // who isn't content is asked on, as on the tablet
	if got := words(d.Find("h1")); got != "对不起，没让您满意" || d.Find(`[name="why"]`).Length() != 2 || d.Find(`[name="contact"]`).Length() != 1 || d.Find("[data-leaving-sends]").Length() != 1 {
		t.Errorf("asked on: %q, %s", got, words(d.Find("main")))
	}
	if _, ok, err := h.store.Evaluation(t.Context(), old.ID); err != nil || ok {
		t.Errorf("it counts before it was sent, %v", err)
	}
	said := url.Values{"clue": {old.Code}, "level": {"1"}, "sent": {"1"}, "why": {"waited"}, "contact": {"12345"}, "lang": {"zh"}}
	slip := h.post("/kiosk/main/evaluate", said)
	if d, err := goquery.NewDocumentFromReader(slip.Body); err != nil || slip.Code != http.StatusUnprocessableEntity || d.Find(`[name="contact"]`).AttrOr("value", "") != "12345" ||
		d.Find(`[name="why"][checked]`).AttrOr("value", "") != "waited" || !strings.Contains(words(d.Find(".wrong")), "不像电话号码") {
		t.Errorf("no number: %d, %s, %v", slip.Code, words(d.Find("main")), err)
	}
	said.Set("contact", "13900001234")
	if got := words(rate(said).Find("h1")); got != "评价收到了，谢谢您" {
		t.Errorf("answered: %q", got)
	}
	e, ok, err := h.store.Evaluation(t.Context(), old.ID)
	if err != nil || !ok || e.Level != "1" || e.Via != queue.ViaKiosk || len(e.Reasons) != 1 || e.Reasons[0] != "waited" {
		t.Errorf("the books have %+v, %v", e, err)
	}
	h.queue.View(func(l *queue.Lobby) {
		if f := l.FollowUp(old.ID); f == nil || f.Contact == 0 {
			t.Errorf("the follow-up: %+v", f)
		}
	})
	if got := words(rate(url.Values{"clue": {statusURL(old.Ref)}, "level": {"5"}}).Find("h1")); got != "这次来访已经评价过了，谢谢您" {
		t.Errorf("a second time: %q", got)
	}
	if _, d = h.comesBack(t, old.Code); d.Find(`form[action$="/evaluate"]`).Length() != 0 {
		t.Error("it may be evaluated again")
	}
	if w := h.post("/kiosk/main/evaluate", url.Values{"clue": {"7654321"}}); w.Code != http.StatusNotFound {
		t.Errorf("a paper of nobody's: %d", w.Code)
	}
}
