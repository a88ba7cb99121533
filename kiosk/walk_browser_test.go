package kiosk

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// spoken makes the browser's voice one that tells what it is given; heard.said is a list.
func (b *tab) spoken() {
	b.T.Helper()
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

// said waits until words were said, after what was said before.
func (b *tab) said(words string) {
	b.T.Helper()
	b.Until(`heard.said.some((s) => s.includes("` + words + `"))`)
}

// TestTheWalkThroughGivesANumberUnseen goes from the key for it to a number by keys alone, hearing
// each choice and the number; a finger's touches do the same; it ends with its visitor.
func TestTheWalkThroughGivesANumberUnseen(t *testing.T) {
	_, p := virtual(t, "epson-80")
	h := busyHouse(t, p)
	h.print(t)
	b := newTab(t, h.serve(t).URL)
	b.Open("/kiosk/main?lang=zh")
	b.See(".tile")
	b.spoken()
	b.Press(kb.F1)
	b.See("[data-walk]")
	b.said(h.kit.T("zh", "kiosk.walk_how"))
	b.Press(kb.ArrowDown)
	b.said("工资没拿到、工伤")
	b.fits("kiosk-walk-zh")
	b.Press(kb.Enter)
	b.Until(`document.querySelector("[data-page]").dataset.page === "about"`)
	b.See("[data-walk]")
	b.Press(kb.ArrowDown)
	b.said("取号")
	b.Click("[data-walk]") // a finger: one touch is the next, two choose
	b.Until(`document.querySelector("[data-walk-at]").textContent.startsWith("2 /")`)
	b.Press(kb.ArrowUp) // back to the first
	b.Until(`document.querySelector("[data-walk-at]").textContent.startsWith("1 /")`)
	value[bool](b, `(document.querySelector("[data-walk]").click(), document.querySelector("[data-walk]").click(), true)`)
	b.Until(`document.querySelector("[data-ticket]") !== null`)
	number := value[string](b, `document.querySelector(".stub .number").textContent`)
	b.said(strings.Join(strings.Split(number, ""), " "))
	b.Until(`document.querySelector(".fate.ready") !== null`)
	b.said("请取走号票")
	b.Press(kb.ArrowDown)
	value[bool](b, `(document.querySelector(".leave-keys .strong").click(), true)`)
	b.Until(`document.querySelector("[data-page]").dataset.page === "start" && document.querySelector("[data-walk]").hidden`)
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
	b.Open("/kiosk/main?lang=zh")
	b.See(".tile")
	b.spoken()
	b.Press(kb.F1)
	b.Press(kb.ArrowDown)
	b.said("工资没拿到、工伤")
	value[bool](b, `(() => {
		for (const key of [...`+strconv.Quote(statusURL(missed.Ref))+`, "Enter"]) document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
		return true;
	})()`)
	b.See(`[data-page="missed"]`)
	b.Until(`!document.querySelector("[data-walk]").hidden`)
	back := cut(t, s)
	b.said(h.kit.T("zh", "kiosk.lost_text"))
	if got := value[string](b, `document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest("[data-lost], [data-walk]")?.className`); got != "lost" {
		t.Errorf("in front stands %q", got)
	}
	back(h)
	b.Until(`document.querySelector("[data-lost]").hidden`)
	b.Open("/kiosk/main?lang=zh")
	b.See(".tile")
	b.spoken()
	b.Press(kb.F1)
	b.said(h.kit.T("zh", "kiosk.walk_how"))
	value[bool](b, `(() => { const now = performance.now.bind(performance); performance.now = () => now() + 61_000; return true; })()`)
	b.Until(`document.querySelector("[data-page]").dataset.page === "start" && document.querySelector("[data-walk]").hidden && !document.body.matches(".walking")`)
}

// TestElderModeSpeaks takes a number in large type: each page says its sentence, and the number.
func TestElderModeSpeaks(t *testing.T) {
	_, p := virtual(t, "epson-80")
	h := busyHouse(t, p)
	h.print(t)
	b := newTab(t, h.serve(t).URL)
	b.Open("/kiosk/main")
	b.See(".tile")
	b.spoken()
	b.Click(`.foot a[href*="look=large"]`)
	b.See(".large .tile")
	b.said(h.kit.T(value[string](b, "document.documentElement.dataset.lang"), "kiosk.title"))
	if n := value[int](b, `document.querySelectorAll(".tile").length`); n > 4 {
		t.Errorf("%d choices", n)
	}
	b.Click(`.tile`)
	b.See(".large .take")
	b.Click(".take")
	b.See(".fate.ready")
	b.fits("kiosk-elder-ticket")
	b.said(strings.Join(strings.Split(value[string](b, `document.querySelector(".stub .number").textContent`), ""), " "))
	if back := value[int](b, `Number(document.querySelector(".fate").dataset.back)`); back < backSlowS-10 {
		t.Errorf("returns after %d s", back)
	}
	b.Open("/kiosk/main?look=low")
	b.See(".low .tile")
	b.fits("kiosk-low")
	if high := value[string](b, `[...document.querySelectorAll("a, button")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().top < innerHeight / 3).map((e) => e.textContent).join()`); high != "" {
		t.Errorf("out of reach: %s", high)
	}
}
