package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// measure holds a page to what can be measured: nothing wider than its screen,
// on kiosk and screen nothing higher either, no words cut off, and what is to be
// touched as large as a finger, and a cold or trembling one on the kiosk.
func (w *walk) measure(t *tab, v view) []string {
	w.t.Helper()
	finger, fixed := 0, false // axe knows what a mouse needs
	switch face, _, _ := strings.Cut(v.page, "/"); {
	case face == "kiosk" && strings.HasPrefix(v.path, "/kiosk/"):
		finger, fixed = 60, true
	case face == "phone":
		finger = 44
	case face == "screen":
		fixed = true
	}
	return read[[]string](t, fmt.Sprintf("(%s)(%d, %v)", measuring, finger, fixed))
}

const measuring = `(finger, fixed) => {
  const wrong = new Set(), html = document.documentElement;
  const name = (e) => (e.id ? "#" + e.id : e.localName + [...e.classList].map((c) => "." + c).join("")) + " «" + (e.innerText ?? e.textContent ?? "").trim().slice(0, 30).replace(/\s+/g, " ") + "»";
  const there = (e) => e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && e.getClientRects().length > 0;
  // A screen that spares its glass moves all of it by a few points and scrolls nowhere.
  const slack = getComputedStyle(document.body).overflow === "hidden" ? innerWidth / 400 : 0;
  if (html.scrollWidth > innerWidth + slack) wrong.add((html.scrollWidth - innerWidth) + " px too wide");
  if (fixed && html.scrollHeight > innerHeight + slack) wrong.add((html.scrollHeight - innerHeight) + " px too high");

  for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]")) {
    if (!there(e) && !(e.matches("input") && [...e.labels].some(there))) continue;
    const boxes = [e, ...(e.matches("input[type=checkbox], input[type=radio]") ? e.labels : [])].map((x) => x.getBoundingClientRect());
    const box = boxes.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a));
    if (box.width < finger - 0.5 || box.height < finger - 0.5) wrong.add(name(e) + " is " + Math.round(box.width) + " × " + Math.round(box.height) + ", smaller than a finger of " + finger);
  }

  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let n = words.nextNode(); n; n = words.nextNode()) {
    const e = n.parentElement;
    if (!n.data.trim() || !there(e) || e.closest(".hidden-text, svg, option, noscript")) continue;
    range.selectNodeContents(n);
    const boxes = [...range.getClientRects()].filter((r) => r.width > 0);
    let x = true, y = true; // whether nothing scrolls between the words and here
    for (let a = e; a && a !== html; a = a.parentElement) {
      const style = getComputedStyle(a), box = a.getBoundingClientRect();
      if (style.position === "fixed") break;
      if (/auto|scroll/.test(style.overflowX)) x = false;
      if (/auto|scroll/.test(style.overflowY)) y = false;
      const cuts = (o) => o === "hidden" || o === "clip";
      if (a === document.body) break;
      if (x && cuts(style.overflowX) && boxes.some((r) => r.right > box.right + 1.5 || r.left < box.left - 1.5)) wrong.add(name(e) + " is cut off at a side");
      if (y && cuts(style.overflowY) && boxes.some((r) => (r.top + r.bottom) / 2 > box.bottom || (r.top + r.bottom) / 2 < box.top)) wrong.add(name(e) + " is cut off above or below");
    }
    if (x && fixed && boxes.some((r) => r.right > innerWidth + 1 || r.left < -1)) wrong.add(name(e) + " leaves the screen");
    if (y && fixed && boxes.some((r) => r.bottom > innerHeight + 4 || r.top < -4)) wrong.add(name(e) + " leaves the screen");
  }
  return [...wrong];
}`

// examine runs axe over the page: WCAG 2.2 to AA, and what its makers hold for
// good practice. Colours are the same in every language, and looking at them is a fifth of its work.
func (w *walk) examine(t *tab, colours bool) []string {
	w.t.Helper()
	if !read[bool](t, `typeof axe === "object"`) {
		read[bool](t, w.axe+`;true`)
	}
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`axe.run({
		runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}, resultTypes: ["violations"], rules: {"color-contrast": {enabled: `+strconv.FormatBool(colours)+`}},
	}).then(({violations}) => violations.flatMap((v) => v.nodes.map((n) =>
		"axe: " + v.id + ": " + n.target.join(" ") + ": " + [...n.any, ...n.all, ...n.none].map((c) => c.message).join("; "))))`,
		awaited))
	if err != nil {
		w.t.Fatalf("%s: axe: %v", t.name, err)
	}
	return found
}

// awaited has an expression's promise waited for.
func awaited(p *runtime.EvaluateParams) {
	wait := true
	p.AwaitPromise = &wait
}

// keepHTML keeps what the server sent for the page, for the checkers of HTML, and
// holds its heads to what every page promises.
func (w *walk) keepHTML(t *tab, name string) {
	w.t.Helper()
	t.mu.Lock()
	page := t.page
	t.mu.Unlock()
	heads := map[string]string{}
	for k, v := range page.heads {
		heads[strings.ToLower(k)] = fmt.Sprint(v)
	}
	policy := heads["content-security-policy"]
	if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src") || !strings.Contains(policy, "frame-ancestors") {
		w.t.Errorf("%s: its content security policy is %q", name, policy)
	}
	if heads["x-content-type-options"] != "nosniff" || heads["referrer-policy"] == "" {
		w.t.Errorf("%s: it has no nosniff or no referrer policy: %v", name, heads)
	}
	ctx, cancel := context.WithTimeout(t.ctx, eyesight)
	defer cancel()
	body, err := t.sent(ctx)
	for err != nil && ctx.Err() == nil { // a page that looks at itself anew is on its way again
		t.await("what the server sends to be all there", `document.readyState === "complete"`)
		body, err = t.sent(ctx)
	}
	if err != nil {
		w.t.Errorf("%s: what the server sent is gone: %v", name, err)
		return
	}
	w.html[name] = body
}

// sent is the last HTML that the server sent.
func (t *tab) sent(ctx context.Context) (string, error) {
	t.mu.Lock()
	id := t.page.id
	t.mu.Unlock()
	body, err := chromedp.Call(ctx, network.GetResponseBody, network.GetResponseBodyParams{RequestID: id})
	if err != nil {
		return "", err
	}
	return string(body.Body), nil
}
