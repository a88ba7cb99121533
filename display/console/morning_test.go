package console_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// said waits until the line below the visitor says something.
func (b *tab) said(words string) {
	b.T.Helper()
	b.Until(fmt.Sprintf(`document.querySelector('[data-slot="telling-words"]').textContent.includes(%q)`, words))
}

// key presses a key by what a keyboard tells of it, as KeyboardEvent has it.
func (b *tab) key(init string) {
	b.T.Helper()
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
	b.Press("\r")
	b.view("nobody")
	b.fits("console-nobody")
	first, second := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "labour")
	b.view("next")
	b.fits("console-next")

	b.Press("\r") // call
	b.view("called")
	b.inHand(first.Number)
	b.fits("console-called")
	b.Until(`/^(2:00|1:5\d) left$/.test(document.querySelector('[data-slot="undo-left"]').textContent)`)
	b.Press("r")
	b.Until(`/called 2 times · passed by itself in (10:00|9:\d\d)/.test(document.querySelector('[data-slot="timer-words"]').textContent)`)
	b.Press("s")
	b.view("serving")
	b.Press("f") // a note
	b.See("#note[open]")
	b.Typed(`#note [name="text"]`, "带了劳动合同\r")
	b.Until(`document.querySelector('[data-slot="note-list"]').textContent === "带了劳动合同"`)
	b.Press("q") // priority on the spot
	b.See("#class[open]")
	b.Press("\r")
	b.Until(`document.querySelector('[data-slot="ticket-facts"]').textContent.startsWith("priority (Elderly)")`)
	b.Press("q") // who has it can only lose it
	b.Until(`[...document.querySelectorAll("#class li:not([hidden])")].map((o) => o.textContent).join() === "No priority any more"`)
	b.Press(kb.Escape)
	b.Gone("#class")
	b.fits("console-serving")
	b.Press("2") // an outcome with its field; the window calls on
	b.See("#finish[open]")
	b.Typed(`#finish [name="referred_to"]`, "劳动监察大队\r")
	b.inHand(second.Number)
	if s := h.queueState(first.ID); s.State != queue.Done || s.Outcome != "accepted" || len(s.Notes) != 1 || s.Class != queue.ClassPriority {
		t.Errorf("%s is %s, %s, %s, %d notes", first.Number, s.State, s.Outcome, s.Class, len(s.Notes))
	}

	b.Press("h") // aside and back
	b.See("#hold[open]")
	b.Typed(`#hold [name="note"]`, "去复印合同\r")
	b.view("nobody")
	b.heldRow(second.Number)
	b.Press(";")
	b.See("#call[open]")
	b.fits("console-call")
	b.Typed(`#call [name="number"]`, strings.ToLower(second.Number)+"\r")
	b.view("called")
	b.Until(`document.querySelector('[data-slot="note-list"]').textContent === "去复印合同"`)
	b.Press("t") // on to another service, found by its initials
	b.See("#transfer[open]")
	if !value[bool](b, `document.querySelector('#transfer [data-kind="service"][data-id="labour"]').hidden && !document.querySelector('#transfer [data-kind="service"][data-id="mediation"]').hidden`) {
		t.Error("the ticket's own service is offered, or another isn't")
	}
	b.Typed(`#transfer [name="find"]`, "rmtj")
	b.fits("console-transfer")
	b.Press("\r")
	b.Until(`document.activeElement.name === "note"`)
	b.Typed(`#transfer [name="note"]`, "想先调解\r")
	b.view("nobody")
	if s := h.queueState(second.ID); s.Service != "mediation" || s.State != queue.Waiting || len(s.Notes) != 2 {
		t.Errorf("after the transfer: %s %s, %d notes", s.Service, s.State, len(s.Notes))
	}

	b.Until(`/^(2:00|1:5\d) left$/.test(document.querySelector('[data-slot="undo-left"]').textContent)`) // what is really left
	b.Press("u")                                                                                         // taken back, and missed
	b.view("called")
	b.inHand(second.Number)
	b.Press("n")
	b.view("nobody")
	if s := h.ticket(second.ID); s != queue.NoShow {
		t.Errorf("%s is %s, want no_show", second.Number, s)
	}

	b.Press("+") // a number for somebody at the door
	b.See("#issue[open]")
	b.Typed(`#issue [name="find"]`, "flyz\r")
	b.said("A003")
	b.view("next")
	b.Press("w") // somebody without a number
	b.See("#walkin[open]")
	b.Press("1")
	b.view("serving")
	b.inHand("A004")
	b.Press("11") // and on; a key that bounces ends nobody who has just been called
	b.inHand("A003")
	b.Until(`!document.querySelector("#frame").hasAttribute("data-settling") && !document.documentElement.hasAttribute("data-busy")`)
	b.view("called")
	b.Press("s")
	b.view("serving")
	b.Press("1")
	b.view("nobody")

	b.Press("?")
	b.See("#keys[open]")
	b.fits("console-keys")
	b.Press("\r")
	b.Until(`!document.querySelector("#keys").open`)
	b.Press("p")
	b.See("#pause[open]")
	b.Press(kb.ArrowDown)
	b.Press("\r")
	b.view("paused")
	b.Until(`document.querySelector('[data-slot="pause-why"]').textContent.includes("Copying")`)
	b.fits("console-paused")
	b.Press("x")
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
	b.Press("\r") // and one that is
	b.view("called")
	if n := seq() - before; n != 1 {
		t.Errorf("%d events for one key", n)
	}

	// In a sheet's field: what is composed ends with Enter and a digit, and neither is the page's.
	b.Press("f")
	b.See("#note[open]")
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
	b.Press("\r")
	b.Until(`document.querySelector('[data-slot="note-list"]').textContent === "合同"`)

	b.Press("s")
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
	b.Until(`document.querySelector('[data-slot="by-words"]').textContent === "姓anna is serving this visitor"`)
	b.Press("[") // taken over in the middle
	b.See("#handover[open]")
	b.fits("console-handover")
	b.Press("\r")
	b.Gone(`[data-slot="by"]`)
	if s := h.queueState(first.ID); s.Staff != "xiao" || s.State != queue.Serving {
		t.Errorf("%s is %s with %s", first.Number, s.State, s.Staff)
	}

	before := value[string](b, `document.querySelector("#frame").innerHTML.replace(/\d+:\d\d|\d+ (s|min)/g, "")`)
	focus := value[string](b, `document.activeElement.tagName`)
	b.Press("00")
	b.until(func(l *queue.Lobby) bool { h := l.SilentHelpAt("w1"); return h != nil && h.Asker == "xiao" })
	if after := value[string](b, `document.querySelector("#frame").innerHTML.replace(/\d+:\d\d|\d+ (s|min)/g, "")`); after != before {
		t.Error("help in silence shows on the page")
	}
	if after := value[string](b, `document.activeElement.tagName`); after != focus {
		t.Errorf("help in silence moves the focus from %s to %s", focus, after)
	}

	b.Press("t") // while the sheet is open the other one ends the visit and calls the next
	b.See("#transfer[open]")
	b.Typed(`#transfer [name="note"]`, "先到调解室")
	h.as(t, "anna", queue.Finish{Window: "w1", Outcome: "answered"})
	h.as(t, "anna", queue.Next{Window: "w1"})
	b.Until(`!document.querySelector("#transfer").open`)
	b.said(first.Number + " is no longer at this window")
	b.inHand(second.Number)
	if s := h.ticket(second.ID); s != queue.Called {
		t.Errorf("%s is %s, want called", second.Number, s)
	}
	b.Size(400, 768)
	b.fits("console-narrow")
}

// until waits until the lobby is as it should be.
func (b *tab) until(holds func(*queue.Lobby) bool) {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, 90*time.Second)
	defer cancel()
	w := b.house.queue.Watch(nil)
	defer w.Close()
	for ok := false; !ok; {
		b.house.queue.View(func(l *queue.Lobby) { ok = holds(l) })
		if ok {
			return
		}
		if _, err := w.Next(ctx); err != nil {
			b.T.Fatal(err)
		}
	}
}
