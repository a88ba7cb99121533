package browsertest

import (
	"github.com/chromedp/chromedp"
)

// middle is a function: the middle of what can be seen, brought into the window when it isn't there, once the same thing
// has stood at the same place for three looks. A click is a press and a release: between the two a page that has just
// come may draw what it brings.
const middle = `((e) => {
  if (!` + shown + `(e)) return null;
  const at = () => {
    const r = [...e.getClientRects()].find((r) => r.width && r.height);
    return r && [r.left + r.width / 2, r.top + r.height / 2];
  };
  const hit = (p) => { const on = p && document.elementFromPoint(...p); return on && (e.contains(on) || on.contains(e)); };
  if (!hit(at())) e.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
  const now = at();
  still = {e, at: String(now), looks: still.e === e && still.at === String(now) ? still.looks + 1 : 1};
  return still.looks > 2 && now;
})`

// Click waits until the first that css finds can be seen, and clicks on its middle with a mouse, once.
func (b *Tab) Click(css string) {
	b.T.Helper()
	at := await[[]float64](b, "click "+css, middle+"("+one(css)+")")
	Run(b, "click "+css, chromedp.MouseClickXY(at[0], at[1]))
}

// Tap waits until the first that css finds can be seen, and taps on its middle with a finger, once.
func (b *Tab) Tap(css string) {
	b.T.Helper()
	at := await[[]float64](b, "tap "+css, middle+"("+one(css)+")")
	Run(b, "tap "+css, chromedp.TapXY(at[0], at[1]))
}

// Focus waits until the first that css finds can be seen and has the focus.
func (b *Tab) Focus(css string) {
	b.T.Helper()
	await[bool](b, "focus "+css, "((e) => "+shown+"(e) && (e.focus(), e.getRootNode().activeElement === e))("+one(css)+")")
}

// Typed types into what css finds, after what it says; a \r is Enter.
func (b *Tab) Typed(css, words string) { b.T.Helper(); b.Focus(css); b.Press(words) }

// Press presses keys, one after the other.
func (b *Tab) Press(keys string) { b.T.Helper(); Run(b, "press "+keys, chromedp.KeyEvent(keys)) }

// Chosen chooses a value of a field, as who uses it would: the page is told.
func (b *Tab) Chosen(css, value string) {
	b.T.Helper()
	await[bool](b, css+": "+value, `((e) => {
	  if (!e || e.options && ![...e.options].some((o) => o.value === `+JS(value)+`)) return false;
	  e.value = `+JS(value)+`;
	  for (const type of ["input", "change"]) e.dispatchEvent(new Event(type, {bubbles: true}));
	  return true;
	})(`+one(css)+`)`)
}
