package phone

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// send posts a form and gives where it leads.
func (h *house) send(t *testing.T, path string, form url.Values) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%v: %d", form, w.Code)
	}
	return w.Header().Get("Location")
}

// offer has the centre offer what a visitor may do besides waiting.
func (h *house) offer(t *testing.T) {
	t.Helper()
	rules := *h.queue.Rules()
	rules.Policy.OutsideMaxS, rules.Policy.PostponePlaces, rules.Policy.PostponeTimes = 900, 2, 1
	queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: &rules})
}

func TestAVisitorStepsOutsideFromThePage(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	if n := h.page(t, mine.Ref).Find(".offers").Length(); n != 0 {
		t.Error("offered where the rules don't")
	}
	h.offer(t)
	d := h.page(t, mine.Ref)
	if got := words(d.Find(".offer").First()); !strings.Contains(got, "离开一会儿") || d.Find(`.offer button[name="minutes"]`).Length() != 3 {
		t.Errorf("offered is %q", got)
	}
	h.send(t, "/t/"+mine.Ref, url.Values{"act": {"outside"}, "minutes": {"10"}})
	d = h.page(t, mine.Ref)
	if head := words(d.Find(".told h2")); !strings.HasPrefix(head, "您可以离开到") || d.Find(`button[value="back"]`).Length() != 1 || d.Find(".place").Length() != 0 {
		t.Errorf("outside, the page says %s", words(d.Find("main")))
	}
	h.send(t, "/t/"+mine.Ref, url.Values{"act": {"back"}})
	if got := h.page(t, mine.Ref).Find("main").AttrOr("data-state-now", ""); got != "waiting" {
		t.Errorf("back, it is %s", got)
	}
	h.send(t, "/t/"+mine.Ref, url.Values{"act": {"outside"}, "minutes": {"a while"}})
	if got := h.page(t, mine.Ref).Find("main").AttrOr("data-state-now", ""); got != "waiting" {
		t.Errorf("for a while it is %s", got)
	}
}

func TestAVisitorLetsOthersGoFirstFromThePage(t *testing.T) {
	h := newHouse(t)
	h.offer(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	form := url.Values{"act": {"postpone"}, "places": {"2"}}
	to := h.send(t, "/t/"+mine.Ref+"?lang=en", form)
	if u, err := url.Parse(to); err != nil || u.Query().Get("said") != "nobody_behind" || u.Query().Get("lang") != "en" {
		t.Errorf("it leads to %s: %v", to, err)
	}
	if got := words(h.page(t, strings.TrimPrefix(to, "/t/")).Find(".said")); got != "There is nobody behind you yet to let go first." {
		t.Errorf("nobody behind: %q", got)
	}
	if n := h.page(t, mine.Ref+"?said=anything").Find(".said").Length(); n != 0 {
		t.Error("an address makes the page say anything")
	}
	const offer = `button[name="places"]`
	if d := h.page(t, mine.Ref); d.Find(offer).Length() != 0 || d.Find("[data-alone]").Length() != 1 {
		t.Error("it is offered with nobody behind")
	}
	for range 3 {
		queuetest.Issue(t, h.queue, "legal")
	}
	if d := h.page(t, mine.Ref); d.Find(offer).Length() != 2 || d.Find("[data-alone]").Length() != 0 {
		t.Error("it isn't offered with somebody behind")
	}
	h.send(t, "/t/"+mine.Ref, form)
	d := h.page(t, mine.Ref)
	if got := words(d.Find("[data-ahead]")); got != "2 位" {
		t.Errorf("ahead: %q", got)
	}
	if d.Find(offer).Length() != 0 {
		t.Error("offered once more than the rules allow")
	}
}

func TestAMissedCallIsPutRightOnThePage(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	h.boss(t, queue.Next{Window: "w1"})
	h.boss(t, queue.Pass{Window: "w1"})
	d := h.page(t, mine.Ref)
	if text := words(d.Find(".told-text:not([hidden])")); !strings.Contains(text, "不用重新取号") || !strings.Contains(text, "咨询台") || d.Find(`button[value="return"]`).Length() != 1 {
		t.Errorf("missed: %s", words(d.Find(".mine")))
	}
	h.send(t, "/t/"+mine.Ref, url.Values{"act": {"return"}})
	if d = h.page(t, mine.Ref); words(d.Find(".told-text:not([hidden])")) != "已经接着排了" || words(d.Find(".number")) != mine.Number {
		t.Errorf("after that: %s", words(d.Find(".mine")))
	}
	h.boss(t, queue.Next{Window: "w1"})
	h.boss(t, queue.Pass{Window: "w1"})
	if d = h.page(t, mine.Ref); d.Find(`button[value="return"]`).Length() != 0 || words(d.Find(".told h2")) != "叫过您，没有等到" {
		t.Errorf("missed again: %s", words(d.Find(".mine")))
	}
}

func TestAPageSaysWhyItIsHeldAndUntilWhen(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	h.boss(t, queue.Next{Window: "w1"})
	held := h.boss(t, queue.Hold{Window: "w1", Reason: "copying"}).Ticket
	d := h.page(t, mine.Ref)
	if head, text := words(d.Find(".told h2")), words(d.Find(".told-text:not([hidden])")); head != "请去复印，好了接着为您办" || !strings.Contains(text, h.phones.clock(held.Until)) {
		t.Errorf("held: %s, %s", head, text)
	}
}
