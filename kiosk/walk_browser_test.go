package kiosk

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// spoken makes the browser's voice one that tells what it is given; heard.said is a list.
func (b *tab) spoken() {
	b.t.Helper()
	value[bool](b, `(() => {
		globalThis.heard = {said: []};
		Object.defineProperty(globalThis, "speechSynthesis", {value: {
			getVoices: () => [{lang: "zh-CN", localService: true}, {lang: "en-GB", localService: true}],
			speak: (u) => { heard.said.push(u.text); setTimeout(() => u.onend?.(), 0); }, cancel() {}, speaking: false,
		}, configurable: true});
		globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
		return true;
	})()`)
}

func (b *tab) key(k string) { b.t.Helper(); b.do(chromedp.KeyEvent(k)) }

// said waits until words were said, after what was said before.
func (b *tab) said(words string) {
	b.t.Helper()
	b.await(`heard.said.some((s) => s.includes("` + words + `"))`)
}

// TestTheWalkThroughGivesANumberUnseen goes from the key for it to a number by keys alone, hearing
// each choice and the number; a finger's touches do the same; it ends with its visitor.
func TestTheWalkThroughGivesANumberUnseen(t *testing.T) {
	_, p := virtual(t, "epson-80")
	h := busyHouse(t, p)
	h.print(t)
	b := newTab(t, h.serve(t).URL)
	b.size(1080, 1920)
	b.open("/kiosk/main?lang=zh")
	b.see(".tile")
	b.spoken()
	b.key(kb.F1)
	b.see("[data-walk]")
	b.said(h.kit.T("zh", "kiosk.walk_how"))
	b.key(kb.ArrowDown)
	b.said("工资没拿到、工伤")
	b.fits("kiosk-walk-zh")
	b.key(kb.Enter)
	b.await(`document.querySelector("[data-page]").dataset.page === "about"`)
	b.see("[data-walk]")
	b.key(kb.ArrowDown)
	b.said("取号")
	b.touch("[data-walk]") // a finger: one touch is the next, two choose
	b.await(`document.querySelector("[data-walk-at]").textContent.startsWith("2 /")`)
	b.key(kb.ArrowUp) // back to the first
	b.await(`document.querySelector("[data-walk-at]").textContent.startsWith("1 /")`)
	value[bool](b, `(document.querySelector("[data-walk]").click(), document.querySelector("[data-walk]").click(), true)`)
	b.await(`document.querySelector("[data-ticket]") !== null`)
	number := value[string](b, `document.querySelector(".stub .number").textContent`)
	b.said(strings.Join(strings.Split(number, ""), " "))
	b.await(`document.querySelector(".fate.ready") !== null`)
	b.said("请取走号票")
	b.key(kb.ArrowDown)
	value[bool](b, `(document.querySelector(".leave-keys .strong").click(), true)`)
	b.await(`document.querySelector("[data-page]").dataset.page === "start" && document.querySelector("[data-walk]").hidden`)
	b.said(h.kit.T(value[string](b, "document.documentElement.dataset.lang"), "kiosk.walk_off"))
}

// TestTheWalkThroughEndsForWhoIsGone leaves the guide on the first page, which else never ends, loses
// the server meanwhile, and scans a ticket that the guide mustn't take for a choice.
func TestTheWalkThroughEndsForWhoIsGone(t *testing.T) {
	h := busyHouse(t)
	missed := queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Next{Window: "w1"}).Ticket
	queuetest.Do(t, h.queue, queue.ByStaff("anna"), queue.Pass{Window: "w1"})
	s := h.serve(t)
	b := newTab(t, s.URL)
	b.size(1080, 1920)
	b.open("/kiosk/main?lang=zh")
	b.see(".tile")
	b.spoken()
	b.key(kb.F1)
	b.key(kb.ArrowDown)
	b.said("工资没拿到、工伤")
	value[bool](b, `(() => {
		for (const key of [...`+strconv.Quote(statusURL(missed.Ref))+`, "Enter"]) document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
		return true;
	})()`)
	b.see(`[data-page="missed"]`)
	b.await(`!document.querySelector("[data-walk]").hidden`)
	back := cut(t, s)
	b.said(h.kit.T("zh", "kiosk.lost_text"))
	if got := value[string](b, `document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest("[data-lost], [data-walk]")?.className`); got != "lost" {
		t.Errorf("in front stands %q", got)
	}
	back(h)
	b.await(`document.querySelector("[data-lost]").hidden`)
	b.open("/kiosk/main?lang=zh")
	b.see(".tile")
	b.spoken()
	b.key(kb.F1)
	b.said(h.kit.T("zh", "kiosk.walk_how"))
	value[bool](b, `(() => { const now = performance.now.bind(performance); performance.now = () => now() + 61_000; return true; })()`)
	b.await(`document.querySelector("[data-page]").dataset.page === "start" && document.querySelector("[data-walk]").hidden && !document.body.matches(".walking")`)
}

// TestElderModeSpeaks takes a number in large type: each page says its sentence, and the number.
func TestElderModeSpeaks(t *testing.T) {
	_, p := virtual(t, "epson-80")
	h := busyHouse(t, p)
	h.print(t)
	b := newTab(t, h.serve(t).URL)
	b.size(1080, 1920)
	b.open("/kiosk/main")
	b.see(".tile")
	b.spoken()
	b.touch(`.foot a[href*="look=large"]`)
	b.see(".large .tile")
	b.said(h.kit.T(value[string](b, "document.documentElement.dataset.lang"), "kiosk.title"))
	if n := value[int](b, `document.querySelectorAll(".tile").length`); n > 4 {
		t.Errorf("%d choices", n)
	}
	b.touch(`.tile`)
	b.see(".large .take")
	b.touch(".take")
	b.see(".fate.ready")
	b.fits("kiosk-elder-ticket")
	b.said(strings.Join(strings.Split(value[string](b, `document.querySelector(".stub .number").textContent`), ""), " "))
	if back := value[int](b, `Number(document.querySelector(".fate").dataset.back)`); back < backSlowS-10 {
		t.Errorf("returns after %d s", back)
	}
	b.open("/kiosk/main?look=low")
	b.see(".low .tile")
	b.fits("kiosk-low")
	if high := value[string](b, `[...document.querySelectorAll("a, button")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().top < innerHeight / 3).map((e) => e.textContent).join()`); high != "" {
		t.Errorf("out of reach: %s", high)
	}
}
