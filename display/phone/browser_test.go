package phone

import (
	"testing"

	"github.com/chromedp/chromedp"

	"onedoor/display/browsertest"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// tab is a phone's page in the shared Chromium, ended with the test.
type tab struct{ *browsertest.Tab }

func newTab(t *testing.T) *tab {
	t.Helper()
	b := &tab{browsertest.Open(t, "", 390, 844)}
	b.Media("", "prefers-reduced-motion", "reduce")
	b.Size(390, 844, chromedp.EmulateScale(2))
	return b
}

// read evaluates an expression in the page.
func read[T any](b *tab, expression string) T {
	b.T.Helper()
	return browsertest.Value[T](b.Tab, expression)
}

// shot keeps a picture where ONEDOOR_SHOTS says, if it does, and holds the page
// to the screen's width.
func (b *tab) shot(name string) {
	b.T.Helper()
	if wide := read[int](b, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
		b.T.Errorf("%s: %d px too wide", name, wide)
	}
	b.Shot(name)
}

// TestAVisitInChromium keeps one page open through a visit: it is never loaded
// again by hand.
func TestAVisitInChromium(t *testing.T) {
	h := newHouse(t)
	b := newTab(t)
	for _, lang := range []string{"zh", "en"} {
		queuetest.Issue(t, h.queue, "legal")
		mine := queuetest.Do(t, h.queue, queue.System, queue.Issue{Service: "legal", Lang: lang, Seed: queuetest.Seed()}).Ticket
		name := "phone-" + lang + "-"
		b.Open(h.server.URL + "/t/" + mine.Ref)
		b.See(`.mine.waiting [data-ahead]`)
		b.See(`[data-live="live"]`)
		b.shot(name + "waiting")
		b.Click("details.leave summary")
		b.See(".leave form")
		b.shot(name + "leave-ask")
		b.Click(".leave .danger")
		b.See(".mine.cancelled")
		b.shot(name + "left")
		b.Click(".mine .button")
		b.See(".mine.waiting")
		h.boss(t, queue.Next{Window: "w1"})
		h.boss(t, queue.Finish{Window: "w1", Outcome: "answered"})
		h.boss(t, queue.Next{Window: "w2"})
		b.See(".mine.called")
		b.shot(name + "called")
		h.boss(t, queue.Start{Window: "w2"})
		b.See(".mine.serving")
		b.shot(name + "serving")
		h.boss(t, queue.Hold{Window: "w2"})
		b.See(".mine.held")
		b.shot(name + "held")
		h.boss(t, queue.Call{Window: "w2", Number: mine.Number})
		b.See(".mine.called")
		h.boss(t, queue.Transfer{Window: "w2", Service: "court"})
		b.See(".mine.waiting")
		b.shot(name + "upstairs")
		h.boss(t, queue.Next{Window: "court"})
		b.See(".mine.called")
		b.shot(name + "called-upstairs")
		h.boss(t, queue.Pass{Window: "court"})
		b.See(".mine.no_show")
		b.shot(name + "missed")
		h.boss(t, queue.Return{Number: mine.Number})
		b.See(".mine.waiting")
		h.boss(t, queue.Next{Window: "court"})
		b.See(".mine.called")
		h.boss(t, queue.Finish{Window: "court", Outcome: "concluded"})
		b.See(".mine.done")
		b.shot(name + "done")
		b.Open(h.server.URL + "/t/AAAAAAAAAAAAAAAA?lang=" + lang)
		b.See(".lost")
		b.shot(name + "unknown")
	}
}

// TestALostLineIsSaidAndMended cuts the server off and brings it back with a
// call made meanwhile.
func TestALostLineIsSaidAndMended(t *testing.T) {
	h := newHouse(t)
	b := newTab(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	b.Open(h.server.URL + "/t/" + mine.Ref)
	b.See(`[data-live="live"]`)
	address := h.server.Listener.Addr().String()
	h.stop()
	b.See(`[data-live="stale"], [data-live="offline"]`)
	b.shot("phone-stale")
	h.boss(t, queue.Next{Window: "w1"})
	h.serve(t, address)
	b.See(".mine.called")
	b.See(`[data-live="live"]`)
}
