package console_test

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestASlowFingerOnARow that the page draws anew meanwhile touches the row it came down on; when another row has come
// into its place, neither.
func TestASlowFingerOnARow(t *testing.T) {
	h := open(t, houseOptions{})
	for range 2 {
		queuetest.Issue(t, h.queue, "legal")
	}
	b := newTab(t, h)
	b.Size(1024, 768)
	b.login("desk", "/desk")
	row := func(number string) string { return `#list-waiting [data-ticket="` + number + `"]` }
	place := func(number string) []float64 {
		t.Helper()
		b.See(row(number))
		return value[[]float64](b, `(() => { const r = document.querySelector('`+row(number)+`').getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`)
	}
	finger := func(kind input.DispatchMouseEventType, at []float64) {
		t.Helper()
		b.Do(chromedp.MouseEvent(kind, at[0], at[1], chromedp.ButtonType(input.MouseButtonLeft), chromedp.ClickCount(1)))
	}

	finger(chromedp.MousePressed, place("A002"))
	queuetest.Issue(t, h.queue, "legal")
	b.See(row("A003"))
	finger(chromedp.MouseReleased, place("A002"))
	b.See("#ticket[open]")
	if got := value[string](b, `document.querySelector("#ticket").dataset.number`); got != "A002" {
		t.Errorf("a touch of A002 opens %s", got)
	}
	b.Do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#ticket").close()`))

	first := place("A001")
	finger(chromedp.MousePressed, first)
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	h.as(t, "anna", queue.Call{Window: "w1", Number: "A001"})
	b.Until(`document.querySelector('` + row("A001") + `') === null`)
	if now := place("A002"); now[1] != first[1] {
		t.Fatalf("A002 is at %v, A001 was at %v", now, first)
	}
	finger(chromedp.MouseReleased, first)
	b.Do(chromedp.Evaluate[chromedp.Void](`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`, chromedp.EvalAwaitPromise))
	if value[bool](b, `document.querySelector("#ticket").open`) {
		t.Error("a touch of A001, which was called away, opens another's sheet")
	}
}

// TestTheDeskDoesOneThingAtATime and says so when another is pressed before the answer has come.
func TestTheDeskDoesOneThingAtATime(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) { r.Policy.OutsideMaxS = 600 }})
	for range 2 {
		queuetest.Issue(t, h.queue, "legal")
	}
	b := newTab(t, h)
	b.Before(`const real = window.fetch; window.fetch = (url, o) => o?.method === "POST" ? new Promise((go) => { window.answer = go; }).then(() => real(url, o)) : real(url, o);`)
	b.login("desk", "/desk")
	b.Click(`[data-outside="A001"]`)
	b.Click(`[data-outside="A002"]`)
	b.Until(`document.querySelector('[data-say="side"] .telling').checkVisibility() && document.querySelector('[data-say="side"] .telling').innerText.includes("No answer yet")`)
	b.Until(`window.answer() || true`)
	b.Until(`document.querySelector("#list-held [data-ticket]")?.dataset.ticket === "A001"`)
}
