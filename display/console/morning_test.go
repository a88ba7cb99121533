package console_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// said waits until the line below the visitor says something.
func (b *tab) said(words string) {
	b.t.Helper()
	b.poll(fmt.Sprintf(`document.querySelector('[data-slot="telling-words"]').textContent.includes(%q)`, words))
}

// key presses a key by what a keyboard tells of it, as KeyboardEvent has it.
func (b *tab) key(init string) {
	b.t.Helper()
	value[bool](b, `document.body.dispatchEvent(new KeyboardEvent("keydown", {bubbles: true, cancelable: true, `+init+`}))`)
}

// TestAClerksWholeMorning is one by keyboard only: no mouse from the log-in to the pause.
func TestAClerksWholeMorning(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Policy.NoShowCalls, r.Policy.NoShowAfterS = 2, 600
		r.Outcomes[1].Field, r.Outcomes[1].Needed = queue.FieldReferred, true
		r.Windows[0].CallOn = true
	}})
	b := newTab(t, h)
	b.login("anna", "/window/w1?lang=en")
	b.view("closed")
	b.press("\r")
	b.view("nobody")
	b.fits("console-nobody")
	first, second := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "labour")
	b.view("next")
	b.fits("console-next")

	b.press("\r") // call
	b.view("called")
	b.inHand(first.Number)
	b.fits("console-called")
	b.poll(`/^(2:00|1:5\d) left$/.test(document.querySelector('[data-slot="undo-left"]').textContent)`)
	b.press("r")
	b.poll(`/called 2 times · passed by itself in (10:00|9:\d\d)/.test(document.querySelector('[data-slot="timer-words"]').textContent)`)
	b.press("s")
	b.view("serving")
	b.press("f") // a note
	b.see("#note[open]")
	b.typed(`#note [name="text"]`, "带了劳动合同\r")
	b.poll(`document.querySelector('[data-slot="note-list"]').textContent === "带了劳动合同"`)
	b.press("q") // priority on the spot
	b.see("#class[open]")
	b.press("\r")
	b.poll(`document.querySelector('[data-slot="ticket-facts"]').textContent.startsWith("priority (Elderly)")`)
	b.press("q") // who has it can only lose it
	b.poll(`[...document.querySelectorAll("#class li:not([hidden])")].map((o) => o.textContent).join() === "No priority any more"`)
	b.press(kb.Escape)
	b.gone("#class")
	b.fits("console-serving")
	b.press("2") // an outcome with its field; the window calls on
	b.see("#finish[open]")
	b.typed(`#finish [name="referred_to"]`, "劳动监察大队\r")
	b.inHand(second.Number)
	if s := h.queueState(first.ID); s.State != queue.Done || s.Outcome != "accepted" || len(s.Notes) != 1 || s.Class != queue.ClassPriority {
		t.Errorf("%s is %s, %s, %s, %d notes", first.Number, s.State, s.Outcome, s.Class, len(s.Notes))
	}

	b.press("h") // aside and back
	b.see("#hold[open]")
	b.typed(`#hold [name="note"]`, "去复印合同\r")
	b.view("nobody")
	b.heldRow(second.Number)
	b.press(";")
	b.see("#call[open]")
	b.fits("console-call")
	b.typed(`#call [name="number"]`, strings.ToLower(second.Number)+"\r")
	b.view("called")
	b.poll(`document.querySelector('[data-slot="note-list"]').textContent === "去复印合同"`)
	b.press("t") // on to another service, found by its initials
	b.see("#transfer[open]")
	b.typed(`#transfer [name="find"]`, "rmtj")
	b.fits("console-transfer")
	b.press("\r")
	b.poll(`document.activeElement.name === "note"`)
	b.typed(`#transfer [name="note"]`, "想先调解\r")
	b.view("nobody")
	if s := h.queueState(second.ID); s.Service != "mediation" || s.State != queue.Waiting || len(s.Notes) != 2 {
		t.Errorf("after the transfer: %s %s, %d notes", s.Service, s.State, len(s.Notes))
	}

	b.poll(`/^(2:00|1:5\d) left$/.test(document.querySelector('[data-slot="undo-left"]').textContent)`) // what is really left
	b.press("u")                                                                                        // taken back, and missed
	b.view("called")
	b.inHand(second.Number)
	b.press("n")
	b.view("nobody")
	if s := h.ticket(second.ID); s != queue.NoShow {
		t.Errorf("%s is %s, want no_show", second.Number, s)
	}

	b.press("+") // a number for somebody at the door
	b.see("#issue[open]")
	b.typed(`#issue [name="find"]`, "flyz\r")
	b.said("A003")
	b.view("next")
	b.press("w") // somebody without a number
	b.see("#walkin[open]")
	b.press("1")
	b.view("serving")
	b.inHand("A004")
	b.press("11") // and on; a key that bounces ends nobody who has just been called
	b.inHand("A003")
	b.poll(`!document.querySelector("#frame").hasAttribute("data-settling") && !document.documentElement.hasAttribute("data-busy")`)
	b.view("called")
	b.press("s")
	b.view("serving")
	b.press("1")
	b.view("nobody")

	b.press("?")
	b.see("#keys[open]")
	b.fits("console-keys")
	b.press("\r")
	b.poll(`!document.querySelector("#keys").open`)
	b.press("p")
	b.see("#pause[open]")
	b.press(kb.ArrowDown)
	b.press("\r")
	b.view("paused")
	b.poll(`document.querySelector('[data-slot="pause-why"]').textContent.includes("Copying")`)
	b.fits("console-paused")
	b.press("x")
	b.view("closed")
}

// TestKeysThatAreNoKeys presses what must not act: keys held down, keys of an input method that composes hanzi, the
// browser's. And keys that must: digits of the keypad with NumLock off.
func TestKeysThatAreNoKeys(t *testing.T) {
	h := open(t, houseOptions{})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	visitor := queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.login("anna", "/window/w1?lang=en")
	b.view("next")
	for what, init := range map[string]string{
		"one held down":                        `key: "Enter", repeat: true`,
		"one of an input method":               `key: "Enter", isComposing: true`,
		"one that an input method took":        `key: "Process", code: "KeyP", keyCode: 229`,
		"one that it took and names":           `key: "p", code: "KeyP", keyCode: 229`,
		"the browser's":                        `key: "p", ctrlKey: true`,
		"the browser's on a Mac":               `key: "p", metaKey: true`,
		"one with Alt":                         `key: "p", altKey: true`,
		"a digit of an input method":           `key: "1", code: "Digit1", isComposing: true`,
		"a digit with nobody in hand":          `key: "1", code: "Digit1"`,
		"a function key":                       `key: "F1", code: "F1"`,
		"the first of the two of silent help":  `key: "0", code: "Digit0"`,
		"the second of them, as it is held on": `key: "0", code: "Digit0", repeat: true`,
	} {
		b.key(init)
		if value[bool](b, `document.querySelector('dialog[open], [aria-busy="true"]') !== null`) {
			t.Errorf("%s acts", what)
		}
	}
	seq := func() (n int64) {
		h.queue.View(func(l *queue.Lobby) { n = l.Seq() })
		return n
	}
	before := seq()
	b.press("\r") // and one that is
	b.view("called")
	if n := seq() - before; n != 1 {
		t.Errorf("%d events for one key", n)
	}

	// In a sheet's field: what is composed ends with Enter and a digit, and neither is the page's.
	b.press("f")
	b.see("#note[open]")
	value[bool](b, `(() => {
		const i = document.querySelector('#note [name="text"]');
		const tell = (type, init = {}) => i.dispatchEvent(new KeyboardEvent(type, {bubbles: true, cancelable: true, ...init}));
		i.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
		tell("keydown", {key: "1", code: "Digit1", isComposing: true});
		tell("keydown", {key: "Enter", code: "Enter", isComposing: true});
		tell("keydown", {key: "Enter", code: "Enter", keyCode: 229});
		i.value = "合同";
		i.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true, data: "合同"}));
		tell("keydown", {key: "1", code: "Digit1"});
		return true;
	})()`)
	if !value[bool](b, `document.querySelector("#note").open`) {
		t.Error("the key that ends composing ends the sheet")
	}
	b.press("\r")
	b.poll(`document.querySelector('[data-slot="note-list"]').textContent === "合同"`)

	b.press("s")
	b.view("serving")
	b.key(`key: "End", code: "Numpad1", repeat: true`)
	b.key(`key: "End", code: "Numpad1"`) // NumLock off
	b.view("nobody")
	if s := h.ticket(visitor.ID); s != queue.Done {
		t.Errorf("%s is %s after the keypad's 1, want done", visitor.Number, s)
	}
	b.key(`key: "Enter", code: "NumpadEnter"`)
	b.said("Nobody is waiting now")
}

// TestTwoAtOneWindow has two people at one window: each sees the other's act, takes over in the middle, and
// ends nobody they haven't seen. Help in silence shows neither of them anything.
func TestTwoAtOneWindow(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Staff[1].Windows = nil
	}})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	first, second := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.login("xiao", "/window/w1?lang=en")
	b.view("next")
	h.as(t, "anna", queue.Next{Window: "w1"}) // the other one calls
	h.as(t, "anna", queue.Start{Window: "w1"})
	b.inHand(first.Number)
	b.poll(`document.querySelector('[data-slot="by-words"]').textContent === "姓anna is serving this visitor"`)
	b.press("[") // taken over in the middle
	b.see("#handover[open]")
	b.fits("console-handover")
	b.press("\r")
	b.gone(`[data-slot="by"]`)
	if s := h.queueState(first.ID); s.Staff != "xiao" || s.State != queue.Serving {
		t.Errorf("%s is %s with %s", first.Number, s.State, s.Staff)
	}

	before := value[string](b, `document.querySelector("#frame").innerHTML.replace(/\d+:\d\d|\d+ (s|min)/g, "")`)
	focus := value[string](b, `document.activeElement.tagName`)
	b.press("00")
	b.until(func(l *queue.Lobby) bool { h := l.SilentHelpAt("w1"); return h != nil && h.Asker == "xiao" })
	if after := value[string](b, `document.querySelector("#frame").innerHTML.replace(/\d+:\d\d|\d+ (s|min)/g, "")`); after != before {
		t.Error("help in silence shows on the page")
	}
	if after := value[string](b, `document.activeElement.tagName`); after != focus {
		t.Errorf("help in silence moves the focus from %s to %s", focus, after)
	}

	b.press("t") // while the sheet is open the other one ends the visit and calls the next
	b.see("#transfer[open]")
	b.typed(`#transfer [name="note"]`, "先到调解室")
	h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "answered"})
	h.as(t, "anna", queue.Next{Window: "w1"})
	b.poll(`!document.querySelector("#transfer").open`)
	b.said(first.Number + " is no longer at this window")
	b.inHand(second.Number)
	if s := h.ticket(second.ID); s != queue.Called {
		t.Errorf("%s is %s, want called", second.Number, s)
	}
	b.do(chromedp.EmulateViewport(400, 768))
	b.fits("console-narrow")
}

// until waits until the lobby is as it should be.
func (b *tab) until(holds func(*queue.Lobby) bool) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	w := b.house.queue.Watch(nil)
	defer w.Close()
	for ok := false; !ok; {
		b.house.queue.View(func(l *queue.Lobby) { ok = holds(l) })
		if ok {
			return
		}
		if _, err := w.Next(ctx); err != nil {
			b.t.Fatal(err)
		}
	}
}
