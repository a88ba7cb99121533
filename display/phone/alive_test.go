package phone

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// noSocket makes the page's sockets ones that never answer, as behind a proxy that knows none, and
// its pauses a fifth of what they are.
const noSocket = `for (const name of ["setTimeout", "setInterval"]) {
		const real = window[name];
		window[name] = (f, ms) => real(f, ms / 5);
	}
	window.WebSocket = class { constructor() { this.readyState = 0; } close() {} send() {} };`

// spies notes what the phone was asked to do to be heard.
const spies = `window.spied = {shakes: [], tones: 0, locks: 0};
	navigator.vibrate = (p) => { spied.shakes.push(String(p)); return true; };
	const start = OscillatorNode.prototype.start;
	OscillatorNode.prototype.start = function (...a) { spied.tones++; return start.apply(this, a); };
	Object.defineProperty(navigator, "wakeLock", {value: {request: async () => { spied.locks++; const l = new EventTarget(); l.release = async () => l.dispatchEvent(new Event("release")); return l; }}});`

// TestAPhoneWithoutASocketAsks has a network that lets no socket through: the page asks, and is
// told in a line when there is nothing new.
func TestAPhoneWithoutASocketAsks(t *testing.T) {
	h := newHouse(t)
	queuetest.Issue(t, h.queue, "legal")
	mine := queuetest.Issue(t, h.queue, "legal")
	b := newTab(t)
	b.Before(noSocket)
	asked := chromedp.Events(b.Ctx, network.ResponseReceived)
	b.Open(h.server.URL + "/t/" + mine.Ref)
	b.See(`[data-state][data-live="live"]`) // by an answer, since there is no socket
	h.boss(t, queue.Next{Window: "w1"})
	h.boss(t, queue.Next{Window: "w2"})
	b.Until(`document.querySelector(".mine.called") !== null && document.title.startsWith("轮到您了 A002")`)
	unchanged := 0
	for e, err := range asked {
		if err != nil {
			t.Fatal(err)
		}
		if r := e.Response; strings.Contains(r.URL, "/t/") && r.Status == http.StatusNotModified {
			if unchanged++; unchanged > 0 {
				break
			}
		}
	}
	h.stop()
	b.See(`[data-cut]:not([hidden])`)
	if text := read[string](b, `document.querySelector("[data-state]").textContent`); !strings.HasSuffix(text, "的情况") {
		t.Errorf("cut off it says %q", text)
	}
}

// TestAfterSleepThePageIsRight freezes the page's clock and line, has a call made meanwhile, and
// wakes it: a second later it is right, whatever became of the socket.
func TestAfterSleepThePageIsRight(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	b := newTab(t)
	// A socket that has died without a word, as one does in a sleeping phone.
	b.Before(`const Real = window.WebSocket;
		window.WebSocket = class extends Real { set onmessage(f) { super.onmessage = (e) => { if (!window.asleep) f(e); }; } };`)
	b.Open(h.server.URL + "/t/" + mine.Ref)
	b.See(`[data-state][data-live="live"]`)
	read[bool](b, `(window.asleep = true)`)
	h.boss(t, queue.Next{Window: "w1"})
	read[bool](b, `(() => {
		const woken = performance.now();
		document.dispatchEvent(new Event("visibilitychange"));
		(function look() {
			if (document.querySelector(".mine.called")) window.took = performance.now() - woken;
			else requestAnimationFrame(look);
		})();
		return true;
	})()`)
	b.Until(`window.took !== undefined`)
	if took := read[float64](b, `window.took`); took > 1000 {
		t.Errorf("right after %.0f ms", took)
	}
}

// TestThePhoneMakesItselfHeard spies on what the phone is asked to do: nothing before there is
// something to hear, no sound before a tap, once for each call.
func TestThePhoneMakesItselfHeard(t *testing.T) {
	h := newHouse(t)
	for range 3 {
		queuetest.Issue(t, h.queue, "legal")
	}
	mine := queuetest.Issue(t, h.queue, "legal")
	b := newTab(t)
	b.Before(spies)
	b.Open(h.server.URL + "/t/" + mine.Ref)
	b.See(`[data-alarm] [data-sound]`)
	b.See(`[data-state][data-live="live"]`)
	expect := func(what, shakes string, tones int) {
		t.Helper()
		b.Until(`spied.shakes.join(" ") === "` + shakes + `"`)
		if got := read[int](b, `spied.tones`); got != tones {
			t.Errorf("%s: %d tones, want %d", what, got, tones)
		}
	}
	expect("quiet", "", 0)
	h.boss(t, queue.Next{Window: "w1"})
	b.See(".mine.near")
	expect("near without sound", "200", 0)
	b.Click("[data-sound]")
	b.Until(`document.querySelector("[data-sound]").textContent.includes("声音已打开")`)
	expect("one chime to hear how loud it is", "200", 3)
	b.Click("[data-awake]")
	b.Until(`document.querySelector("[data-awake]").textContent.includes("屏幕亮着") && spied.locks === 1`)
	h.boss(t, queue.Finish{Window: "w1", Outcome: "answered"})
	h.boss(t, queue.Next{Window: "w1"})
	h.boss(t, queue.Finish{Window: "w1", Outcome: "answered"})
	h.boss(t, queue.Next{Window: "w1"})
	b.Until(`document.querySelector("[data-ahead]").textContent === "前面没有人"`)
	expect("still near", "200", 3)
	h.boss(t, queue.Next{Window: "w2"})
	expect("called", "200 400,150,400,150,700", 21)
	b.Until(`document.title.startsWith("轮到您了 A004") && document.querySelector('link[rel="icon"]').href.endsWith("/phone/call.svg") &&
		document.querySelector('meta[name="theme-color"]').content === "#ffc845" && document.querySelector("[data-say]").textContent === "轮到您了 请到 2 号窗口"`)
	if text := read[string](b, `document.querySelector("[data-sound]").textContent`); !strings.Contains(text, "声音已打开") {
		t.Errorf("after the page was drawn anew the key says %q", text)
	}
	h.boss(t, queue.Recall{Window: "w2"})
	expect("called again", "200 400,150,400,150,700 400,150,400,150,700", 39)
}

// TestAFingerOnTheGlass that came down on a button before the page was drawn anew, and goes up after, touches that button.
func TestAFingerOnTheGlass(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	b := newTab(t)
	b.Before(spies)
	b.Open(h.server.URL + "/t/" + mine.Ref)
	b.See(`[data-state][data-live="live"]`)
	at := read[[]float64](b, `(() => { const e = document.querySelector("details.leave summary"); e.scrollIntoView({behavior: "instant"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`)
	b.Do(chromedp.MouseEvent(chromedp.MousePressed, at[0], at[1], chromedp.ButtonType(input.MouseButtonLeft), chromedp.ClickCount(1)))
	asked := chromedp.Events(b.Ctx, network.ResponseReceived)
	h.boss(t, queue.Next{Window: "w1"})
	for _, err := range asked { // the page as it is now
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	b.Until(`spied.shakes.length === 1`) // the call makes itself heard meanwhile
	if read[bool](b, `document.querySelector(".mine.called") !== null`) {
		t.Error("the page is drawn anew under the finger")
	}
	b.Do(chromedp.MouseEvent(chromedp.MouseReleased, at[0], at[1], chromedp.ButtonType(input.MouseButtonLeft), chromedp.ClickCount(1)))
	b.See("main:has(.mine.called) details.leave[open]")
	if n := read[int](b, `spied.shakes.length`); n != 1 {
		t.Errorf("it shook %d times", n)
	}
}
