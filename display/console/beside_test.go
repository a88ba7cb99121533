package console_test

import (
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestBesideAnotherProgram copies what is known of a visitor, has the bell ring when somebody waits, and calls from
// the small page.
func TestBesideAnotherProgram(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	b := newTab(t, h)
	b.login("anna", "/window/w1?lang=en")
	b.view("nobody")
	value[bool](b, `(() => {
		window.told = [];
		window.Notification = class {
			static permission = "granted";
			static requestPermission = async () => { window.asking = (window.asking ?? 0) + 1; return "granted"; };
			constructor(title, {body}) { window.told.push(title + " | " + body); }
			close() { window.closed_ = (window.closed_ ?? 0) + 1; }
		};
		navigator.clipboard.writeText = async (words) => { window.copied = words; };
		Object.defineProperty(document, "hidden", {get: () => true});
		return true;
	})()`)
	queuetest.Issue(t, h.queue, "legal")
	b.view("next")
	if n := value[int](b, `window.told.length`); n != 0 {
		t.Errorf("told %d times before anybody asked for it", n)
	}
	if value[bool](b, `window.asking !== undefined`) {
		t.Error("the browser is asked for notifications before anybody pressed the bell")
	}
	b.Press("\r")
	b.view("called")
	b.Press(".")
	b.See(`[data-bell][aria-pressed="true"]`)
	b.said("a bell rings and a notification appears")
	h.as(t, "anna", queue.AddNote{Window: "w1", Note: "带了合同"})
	b.Until(`document.querySelector('[data-slot="note-list"]').textContent === "带了合同"`)
	b.Press("c")
	b.said("has been copied")
	if got := value[string](b, `window.copied`); got != "A001 Legal aid\nOrdinary · 1 person\nNotes: 带了合同" {
		t.Errorf("copied %q", got)
	}
	b.Press("s1")
	b.view("nobody")
	queuetest.Issue(t, h.queue, "legal")
	b.view("next")
	b.Until(`window.told.length === 1`)
	if got := value[string](b, `window.told[0]`); got != "Window 1: somebody is waiting | 1 ticket waiting, and you have nobody in hand." {
		t.Errorf("told %q", got)
	}
	queuetest.Issue(t, h.queue, "legal")
	b.Until(`document.querySelectorAll('[data-slot="waiting"] li').length === 2`)
	if n := value[int](b, `window.told.length`); n != 1 {
		t.Errorf("told %d times of one idle window", n)
	}
	b.Press("\r")
	b.view("called")
	b.Press("s1")
	b.view("next")
	if n := value[int](b, `window.closed_ ?? 0`); n != 1 {
		t.Errorf("%d notifications are taken away once somebody is called", n)
	}
	b.Press(".")
	b.See(`[data-bell][aria-pressed="false"]`)
	if n := value[int](b, `window.asking`); n != 1 {
		t.Errorf("the browser is asked %d times", n)
	}

	value[bool](b, `(window.open = (url, name, how) => { window.asked = url + " " + how; }, Object.defineProperty(window, "documentPictureInPicture", {value: undefined}), true)`)
	b.Press(",")
	asked := value[string](b, `window.asked ?? ""`)
	path, how, _ := strings.Cut(asked, " ")
	if path != "/window/w1?small=1&lang=en" || !strings.Contains(how, "width=400") {
		t.Fatalf("the small page is asked for as %q", asked)
	}
	b.Open(path)
	b.See(`[data-small][data-view="next"]`)
	b.fits("console-small")
	b.Press("\r")
	b.view("called")
	b.inHand("A003")
	b.Press("r")
	b.Until(`/called 2 times/.test(document.querySelector('[data-slot="timer-words"]').textContent)`)
}

// TestTheSmallPageOnTop follows the large page in a window that stays on top, where the browser has that.
func TestTheSmallPageOnTop(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	first := queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.login("anna", "/window/w1?lang=en")
	b.view("next")
	// A frame stands for the browser's window on top, which has the same document and no more.
	value[bool](b, `(() => {
		Object.defineProperty(window, "documentPictureInPicture", {value: {requestWindow: async () => {
			const f = document.body.appendChild(document.createElement("iframe"));
			window.pip = f.contentWindow;
			return f.contentWindow;
		}}});
		return true;
	})()`)
	b.Press(",")
	b.Until(`window.pip?.document.querySelector(".giant")?.textContent.startsWith("Call next")`)
	value[bool](b, `window.pip.document.body.dispatchEvent(new window.pip.KeyboardEvent("keydown", {key: "Enter", code: "Enter", bubbles: true, cancelable: true}))`)
	b.inHand(first.Number)
	b.Until(`window.pip.document.querySelector(".number.big").textContent === "` + first.Number + `" && !window.pip.document.querySelector(".giant").hidden`)
	value[bool](b, `window.pip.document.body.dispatchEvent(new window.pip.KeyboardEvent("keydown", {key: "t", code: "KeyT", bubbles: true, cancelable: true}))`)
	if value[bool](b, `document.querySelector("dialog[open]") !== null`) {
		t.Error("a key of the small page opens a sheet of the large one")
	}
}
