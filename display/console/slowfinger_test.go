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

// TestTwoOfOneKey, which no page should have, are drawn all the same: a page that stopped there would stay old and say
// that it is live.
func TestTwoOfOneKey(t *testing.T) {
	h := open(t, houseOptions{})
	b := newTab(t, h)
	b.login("desk", "/desk")
	if got := value[string](b, `(async () => {
		const {morph} = await import(performance.getEntriesByType("resource").find((e) => e.name.endsWith("/display/morph.js")).name), list = document.createElement("ul");
		for (const html of ['<li id="a">1</li> <li id="a">2</li>', '<li id="a">3</li> <li id="a">4</li> <li id="b">5</li>']) morph(list, html);
		return list.textContent;
	})()`); got != "3 4 5" {
		t.Errorf("it says %q", got)
	}
}

// TestASlowFingerOnOnesOwnPage does nothing to another visitor than the one who was in hand when it came down, nor does a
// sheet that was opened for them.
func TestASlowFingerOnOnesOwnPage(t *testing.T) {
	h := open(t, houseOptions{})
	for range 2 {
		h.as(t, "boss", queue.Issue{Service: "mediation", Staff: "xiao", Seed: queuetest.Seed()})
	}
	h.as(t, "xiao", queue.OpenWindow{Window: "w3"})
	first := h.as(t, "xiao", queue.Next{Window: "w3"}).Ticket
	b := newTab(t, h)
	b.Size(390, 844)
	b.Before(`window.posts = 0; const real = window.fetch; window.fetch = (url, o) => { posts += o?.method === "POST"; return real(url, o); };`)
	b.login("xiao", "/mine?at=w3")
	b.See(`[data-act="no-show"]`)
	at := value[[]float64](b, `(() => { const r = document.querySelector('[data-act="no-show"]').getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`)
	finger := func(kind input.DispatchMouseEventType) {
		t.Helper()
		b.Do(chromedp.MouseEvent(kind, at[0], at[1], chromedp.ButtonType(input.MouseButtonLeft), chromedp.ClickCount(1)))
	}
	finger(chromedp.MousePressed)
	h.as(t, "xiao", queue.Pass{Window: "w3"})
	second := h.as(t, "xiao", queue.Next{Window: "w3"}).Ticket
	b.Until(`document.querySelector(".hand .number")?.textContent === "` + second.Number + `"`)
	finger(chromedp.MouseReleased)
	b.Do(chromedp.Evaluate[chromedp.Void](`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`, chromedp.EvalAwaitPromise))
	if n := value[int](b, "posts"); n != 0 {
		t.Fatalf("a touch that began while %s was in hand is said of %s", first.Number, second.Number)
	}
	b.Click(`.thumbs [data-sheet="finish"]`)
	b.See("#finish[open]")
	h.as(t, "xiao", queue.Pass{Window: "w3"})
	b.Gone("#finish")
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
	b.Click(".tile")
	b.Click(".give")
	b.Says(`[data-say="issue"] .telling`, "No answer yet")
	b.Until(`window.answer() || true`)
	for _, side := range []string{"side", "issue"} {
		b.Gone(`[data-say="` + side + `"] .telling`)
	}
	b.Until(`document.querySelector("#list-held [data-ticket]")?.dataset.ticket === "A001"`)
}
