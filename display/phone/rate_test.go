package phone

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAVisitIsEvaluatedByAPlainForm needs no script: a level, its own reasons and words, once.
func TestAVisitIsEvaluatedByAPlainForm(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	send := func(form url.Values) string {
		t.Helper()
		form.Set("act", "evaluate")
		h.send(t, "/t/"+mine.Ref, form)
		return words(h.page(t, mine.Ref).Find(".rate h2"))
	}
	if got := send(url.Values{"level": {"1"}}); got != "" {
		t.Errorf("before the end the page says %q", got)
	}
	h.boss(t, queue.Next{Window: "w1"})
	h.boss(t, queue.Finish{Window: "w1", Outcome: "answered"})
	d := h.page(t, mine.Ref)
	if n := d.Find(`.rate form[method="post"] input[type="radio"][name="level"]`).Length(); n < 2 {
		t.Errorf("%d levels", n)
	}
	if n := d.Find(`.rate .level input[name="contact.1"]`).Length(); n != 1 || d.Find(`.contact`).Length() != 1 {
		t.Error("a number is asked of the level alone that calls back")
	}
	if got := send(url.Values{"level": {"perfect"}}); got != "这次办得怎么样？" {
		t.Errorf("a level of nobody's: %q", got)
	}
	h.send(t, "/t/"+mine.Ref, url.Values{"act": {"evaluate"}, "level": {"1"}, "words": {strings.Repeat("字", maxWords+1)}})
	if got := words(h.page(t, mine.Ref+"?said=bad_value").Find(".said")); !strings.Contains(got, "改短") {
		t.Errorf("too long: %q", got)
	}
	// A slip of the finger is said, and what was typed stays.
	slip := url.Values{"act": {"evaluate"}, "level": {"1"}, "why.1": {"unclear"}, "words": {"等了很久"}, "contact.1": {"12345"}}
	r := httptest.NewRequest(http.MethodPost, "/t/"+mine.Ref, strings.NewReader(slip.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := d.Find(`[name="contact.1"]`).Attr("value"); w.Code != http.StatusUnprocessableEntity || v != "12345" || words(d.Find(`[name="words"]`)) != "等了很久" ||
		d.Find(`[name="level"][checked]`).AttrOr("value", "") != "1" || d.Find(`[name="why.1"][checked]`).AttrOr("value", "") != "unclear" || !strings.Contains(words(d.Find(".contact .wrong")), "不像电话号码") {
		t.Errorf("no number: %d, %s", w.Code, words(d.Find(".rate")))
	}
	long := strings.Repeat("字", maxWords-2) + "\r\n字"
	if got := send(url.Values{"level": {"1"}, "why.1": {"waited", "unclear"}, "why.5": {"quick"}, "words": {long}, "contact.1": {"139 0000 1234"}, "contact.5": {"x"}}); got != "评价收到了，谢谢您" {
		t.Errorf("sent: %q", got)
	}
	if e, ok, err := h.store.Evaluation(t.Context(), mine.ID); err != nil || !ok || e.Level != "1" || len(e.Reasons) != 2 || e.Via != queue.ViaQR || e.Words == 0 {
		t.Errorf("the books have %+v, %v, %v", e, ok, err)
	}
	h.queue.View(func(l *queue.Lobby) {
		if f := l.FollowUp(mine.ID); f == nil || f.Contact == 0 {
			t.Errorf("nobody calls back: %+v", f)
		}
	})
	if got := send(url.Values{"level": {"5"}}); got != "评价收到了，谢谢您" {
		t.Errorf("sent again: %q", got)
	}
	if e, _, _ := h.store.Evaluation(t.Context(), mine.ID); e.Level != "1" {
		t.Error("the second time counted")
	}
}
