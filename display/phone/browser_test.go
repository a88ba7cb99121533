package phone

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// tab is a phone's page in a Chromium without a head, ended with the test.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func newTab(t *testing.T) *tab {
	t.Helper()
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), o...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &tab{t, ctx}
	if err := chromedp.Do(ctx); err != nil { // starts the browser
		t.Fatal(err)
	}
	calm := []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: calm}); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateScale(2)))
	return b
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) open(url string) { b.t.Helper(); b.do(chromedp.Navigate(url)) }
func (b *tab) see(what string) { b.t.Helper(); b.do(chromedp.WaitVisible(chromedp.CSS(what))) }

// atRest is true once something has stood at the same place for four frames.
const atRest = `(() => {
  const e = document.querySelector(%q), r = e.getBoundingClientRect(), at = r.left + " " + r.top;
  e.still = e.at === at ? (e.still || 0) + 1 : 0;
  e.at = at;
  return e.still >= 3;
})()`

// touch waits until something stands still, which a page that scrolls to what was opened
// doesn't at once, and touches it.
func (b *tab) touch(what string) {
	b.t.Helper()
	b.see(what)
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](fmt.Sprintf(atRest, what))); err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.Click(chromedp.CSS(what)))
}

// shot keeps a picture where ONEDOOR_SHOTS says, if it does, and holds the page
// to the screen's width.
func (b *tab) shot(name string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - innerWidth`))
	if err != nil || wide > 0 {
		b.t.Errorf("%s: %d px too wide: %v", name, wide, err)
	}
	dir := os.Getenv("ONEDOOR_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600)
	}
	if err != nil {
		b.t.Error(err)
	}
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
		b.open(h.server.URL + "/t/" + mine.Ref)
		b.see(`.mine.waiting [data-ahead]`)
		b.see(`[data-live="live"]`)
		b.shot(name + "waiting")
		b.touch("details.leave summary")
		b.see(".leave form")
		b.shot(name + "leave-ask")
		b.touch(".leave .danger")
		b.see(".mine.cancelled")
		b.shot(name + "left")
		b.touch(".mine .button")
		b.see(".mine.waiting")
		h.boss(t, queue.Next{Window: "w1"})
		h.boss(t, queue.Finish{Window: "w1", Outcome: "answered"})
		h.boss(t, queue.Next{Window: "w2"})
		b.see(".mine.called")
		b.shot(name + "called")
		h.boss(t, queue.Start{Window: "w2"})
		b.see(".mine.serving")
		b.shot(name + "serving")
		h.boss(t, queue.Hold{Window: "w2"})
		b.see(".mine.held")
		b.shot(name + "held")
		h.boss(t, queue.Call{Window: "w2", Number: mine.Number})
		b.see(".mine.called")
		h.boss(t, queue.Transfer{Window: "w2", Service: "court"})
		b.see(".mine.waiting")
		b.shot(name + "upstairs")
		h.boss(t, queue.Next{Window: "court"})
		b.see(".mine.called")
		b.shot(name + "called-upstairs")
		h.boss(t, queue.Pass{Window: "court"})
		b.see(".mine.no_show")
		b.shot(name + "missed")
		h.boss(t, queue.Return{Number: mine.Number})
		b.see(".mine.waiting")
		h.boss(t, queue.Next{Window: "court"})
		b.see(".mine.called")
		h.boss(t, queue.Finish{Window: "court", Outcome: "concluded"})
		b.see(".mine.done")
		b.shot(name + "done")
		b.open(h.server.URL + "/t/AAAAAAAAAAAAAAAA?lang=" + lang)
		b.see(".lost")
		b.shot(name + "unknown")
	}
}

// TestALostLineIsSaidAndMended cuts the server off and brings it back with a
// call made meanwhile.
func TestALostLineIsSaidAndMended(t *testing.T) {
	h := newHouse(t)
	b := newTab(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	b.open(h.server.URL + "/t/" + mine.Ref)
	b.see(`[data-live="live"]`)
	address := h.server.Listener.Addr().String()
	h.stop()
	b.see(`[data-live="stale"], [data-live="offline"]`)
	b.shot("phone-stale")
	h.boss(t, queue.Next{Window: "w1"})
	h.serve(t, address)
	b.see(".mine.called")
	b.see(`[data-live="live"]`)
}
