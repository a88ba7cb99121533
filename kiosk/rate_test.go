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
	if got := words(rate(url.Values{"clue": {old.Code}, "level": {"1"}}).Find("h1")); got != "评价收到了，谢谢您" {
		t.Errorf("answered: %q", got)
	}
	if e, ok, err := h.store.Evaluation(t.Context(), old.ID); err != nil || !ok || e.Level != "1" || e.Via != queue.ViaKiosk {
		t.Errorf("the books have %+v, %v", e, err)
	}
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
