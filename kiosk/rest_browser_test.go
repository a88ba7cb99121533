package kiosk

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// prevented lists the events that the page lets a browser act on.
const prevented = `(() => {
  const on = document.querySelector(".tile") ?? document.body, let_ = [];
  const key = (key, more = {}) => new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true, ...more});
  const touches = (x, n) => new TouchEvent("touchstart", {bubbles: true, cancelable: true, touches: Array.from({length: n}, (_, i) => new Touch({identifier: i, target: on, clientX: x + i, clientY: 300}))});
  for (const [name, e] of Object.entries({
    "long press": new MouseEvent("contextmenu", {bubbles: true, cancelable: true}),
    selection: new Event("selectstart", {bubbles: true, cancelable: true}),
    drag: new DragEvent("dragstart", {bubbles: true, cancelable: true}),
    "ctrl wheel": new WheelEvent("wheel", {ctrlKey: true, bubbles: true, cancelable: true}),
    "two fingers": touches(300, 2), "three fingers": touches(300, 3), edge: touches(2, 1), "other edge": touches(innerWidth - 2, 1),
    "alt left": key("ArrowLeft", {altKey: true}), print: key("p", {ctrlKey: true}), "new window": key("n", {ctrlKey: true}), reload: key("F5"), back: key("Backspace"), full: key("F11"), home: key("BrowserHome"),
  })) if (on.dispatchEvent(e)) let_.push(name);
  if (!on.dispatchEvent(touches(300, 1))) let_.push("one finger is stopped");
  if (!on.dispatchEvent(key("A"))) let_.push("a scanner is stopped");
  const s = getComputedStyle(document.body);
  if (s.userSelect !== "none" || s.overscrollBehaviorX !== "none" || s.touchAction !== "pan-y") let_.push("style");
  return let_.join(", ");
})()`

// TestNothingOfAVisitorIsLeft walks to a number, takes more time, goes, and comes back as the next
// visitor's fingers would; on the way no gesture gets out of the page, and a page that draws says so.
func TestNothingOfAVisitorIsLeft(t *testing.T) {
	_, p := virtual(t, "epson-80")
	h := busyHouse(t, p)
	h.print(t)
	b := newTab(t, h.serve(t).URL)
	b.Open("/kiosk/main")
	b.See(".tile")
	if let := value[string](b, prevented); let != "" {
		t.Errorf("lets through: %s", let)
	}
	b.Open("/kiosk/main/about/labour")
	b.Click(".take")
	b.See(".stub .number")
	number := value[string](b, `document.querySelector(".stub .number").textContent`)
	b.See("[data-more-time]")
	b.See("[data-left]")
	left := `Number(document.querySelector("[data-left]").textContent.match(/\d+/)[0])`
	before := value[int](b, left)
	b.Click("[data-more-time]")
	b.Until(left + " > " + strconv.Itoa(before+moreS-5))
	if n := value[int](b, "history.length"); n > 3 {
		t.Errorf("the history is %d long", n)
	}

	b.Open("/healthz") // as if another page took its place
	b.Do(chromedp.NavigateBack())
	b.See(".tile")
	if page := value[string](b, "document.documentElement.outerHTML"); strings.Contains(page, number) {
		t.Error("the last visitor's number is still there")
	}
	if value[int](b, `performance.getEntriesByType("navigation").filter((n) => n.name.includes("/ticket/")).length`) != 0 {
		t.Error("the ticket's address was opened")
	}
}

// TestANumberOutlastsTheLine cuts the line while a number is looked at: it stays to be remembered,
// and goes with its visitor.
func TestANumberOutlastsTheLine(t *testing.T) {
	h := busyHouse(t)
	s := h.serve(t)
	b := newTab(t, s.URL)
	b.Open("/kiosk/main/about/labour")
	b.Click(".take")
	b.See(".stub .number")
	back := cut(t, s)
	b.See("[data-cut-off] span")
	b.See(".stub .number")
	b.fits("kiosk-cut-off")
	value[bool](b, `(document.querySelector(".leave-keys .strong").click(), true)`)
	b.See("[data-lost] h2")
	back(h)
	b.See(".tile")
	if value[bool](b, `document.querySelector("[data-ticket]") !== null`) {
		t.Error("the last visitor's number is still there")
	}
	if k := h.board.Snapshot().Kiosks[0]; k.Painted.IsZero() || k.Frozen() {
		t.Errorf("a page that draws is told as %+v", k)
	}
}
