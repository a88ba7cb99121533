package browsertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// looking evaluates an expression, a second at a time, until it is truthy, and gives its value. What it throws meanwhile
// is no mistake, since the page may be on its way: what was thrown last is told when patience ends. An expression may
// keep in still what it found when it looked before.
const looking = `(async () => {
  let threw = "", still = {};
  for (let n = 0; n < 50; n++) {
    try { const found = await (%s); if (found) return {found}; threw = ""; } catch (e) { threw = String(e); }
    await new Promise((go) => setTimeout(go, 20));
  }
  return {threw};
})()`

// await waits until an expression is truthy, on this page or one that follows, and gives its value.
func await[T any](b *Tab, what, expression string) T {
	b.T.Helper()
	type looked struct {
		Found *T
		Threw string
	}
	ctx, cancel := context.WithTimeout(b.Ctx, Patience)
	defer cancel()
	for threw := ""; ; {
		// A page that goes meanwhile may take the answer along.
		once, stop := context.WithTimeout(ctx, 5*time.Second)
		got, err := chromedp.Run(once, chromedp.Evaluate[looked](fmt.Sprintf(looking, expression), chromedp.EvalAwaitPromise))
		stop()
		if err == nil && got.Found != nil {
			return *got.Found
		}
		var wrong *chromedp.ExceptionError
		if errors.As(err, &wrong) && strings.Contains(err.Error(), "SyntaxError") {
			b.fail(what, err)
		}
		if err == nil {
			threw = got.Threw
		} else if b.Ctx.Err() == nil {
			time.Sleep(20 * time.Millisecond) // until the next page can answer
		}
		if ctx.Err() != nil {
			b.fail(what, fmt.Errorf("waited in vain: %w %s", errors.Join(ctx.Err(), err), threw))
		}
	}
}

// JS writes words as a string of JavaScript.
func JS(words string) string {
	s, _ := json.Marshal(words) // of a string that can't fail
	return string(s)
}

// shown is a function: whether something is there to be seen.
const shown = `((e) => e && e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0)`

// one is an expression: what css finds first.
func one(css string) string { return "document.querySelector(" + JS(css) + ")" }

// Value evaluates an expression, once; of a promise what it comes to.
func Value[T any](b *Tab, expression string) T {
	b.T.Helper()
	return Run(b, expression, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Until waits until an expression is truthy, across pages if need be.
func (b *Tab) Until(expression string) {
	b.T.Helper()
	await[bool](b, expression, "!!(await ("+expression+"))")
}

// See waits until the first that css finds can be seen.
func (b *Tab) See(css string) {
	b.T.Helper()
	await[bool](b, "see "+css, shown+"("+one(css)+")")
}

// Gone waits until the first that css finds can't be seen, or css finds nothing.
func (b *Tab) Gone(css string) {
	b.T.Helper()
	await[bool](b, css+" gone", "!"+shown+"("+one(css)+")")
}

// Absent waits until css finds nothing.
func (b *Tab) Absent(css string) { b.T.Helper(); await[bool](b, css+" absent", "!"+one(css)) }

// Says waits for words in something that can be seen.
func (b *Tab) Says(css, words string) {
	b.T.Helper()
	await[bool](b, css+" says "+words, "[...document.querySelectorAll("+JS(css)+")].some((e) => "+shown+"(e) && e.innerText.includes("+JS(words)+"))")
}

// Text waits until the first that css finds can be seen, and gives its words.
func (b *Tab) Text(css string) string {
	b.T.Helper()
	return await[[]string](b, css, "((e) => "+shown+"(e) && [e.textContent])("+one(css)+")")[0]
}
