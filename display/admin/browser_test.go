package admin_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onedoor/display"
	"onedoor/display/admin"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// tab is a page in a Chromium without a head, ended with the test. An uncaught
// exception on the page fails the test.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
}

func newTab(t *testing.T, h *house) *tab {
	t.Helper()
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "zh-CN"), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), o...)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &tab{t, ctx, h.url}
	if err := chromedp.Do(ctx); err != nil { // starts the browser
		t.Fatal(err)
	}
	b.hears(stop)
	b.do(chromedp.EmulateViewport(1366, 768))
	return b
}

// beside opens a page in the same browser, as somebody else would.
func (b *tab) beside(path string) *tab {
	b.t.Helper()
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	b.t.Cleanup(stop)
	o := &tab{b.t, ctx, b.base}
	if err := chromedp.Do(ctx); err != nil { // opens the tab
		b.t.Fatal(err)
	}
	o.hears(stop)
	o.open(path)
	return o
}

// hears fails the test when something on the page isn't caught.
func (b *tab) hears(stop func()) {
	t, ctx := b.t, b.ctx
	messages := chromedp.Console(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() {
				t.Errorf("on the page: %s", m)
			}
		}
	}()
	t.Cleanup(func() { stop(); <-done })
}

// do does steps; each has twenty seconds.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	for i, step := range steps {
		ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
		err := chromedp.Do(ctx, step)
		cancel()
		if err != nil {
			b.t.Fatalf("step %d: %v", i+1, err)
		}
	}
}

func (b *tab) open(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.base + path)) }
func (b *tab) see(css string)   { b.t.Helper(); b.do(chromedp.WaitVisible(chromedp.CSS(css))) }

// fits fails when the page is wider than its window, and keeps a picture where
// ONEDOOR_SHOTS says, if it does.
func (b *tab) fits(name string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.documentElement.scrollWidth <= innerWidth ? "" :
		[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.tagName + "." + e.className).join("; ")`))
	if err != nil {
		b.t.Fatal(err)
	}
	if wide != "" {
		b.t.Errorf("%s is wider than its window: %s", name, wide)
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

func TestPagesFit(t *testing.T) {
	h := open(t, houseOptions{rules: noReprint})
	demo := queue.ByStaff("demo")
	for _, w := range []queue.WindowID{"w1", "w3", "w31"} {
		queuetest.Do(t, h.queue, demo, queue.OpenWindow{Window: w})
	}
	queuetest.Do(t, h.queue, demo, queue.PauseWindow{Window: "w1", Reason: "meeting"})
	for range 3 {
		queuetest.Issue(t, h.queue, "legal")
	}
	queuetest.Do(t, h.queue, demo, queue.Next{Window: "w3"})
	h.badPaper(t)
	again := queuetest.Do(t, h.queue, demo, queue.Reprint{Ticket: h.slip(t, queue.PrintFailed, false, "fault").ID})
	queuetest.Do(t, h.queue, queue.ByPrinter("hall"), queue.BeginPrint{Job: again.Job, Attempt: 1, Process: 8}) // and halts
	b := newTab(t, h)
	for _, lang := range []string{"zh", "en"} {
		b.open("/logout")
		b.open("/language/" + lang + "?to=/")
		b.see(".way")
		b.fits("start-" + lang)
		b.open("/login?to=/hall")
		b.fits("login-" + lang)
		b.do(chromedp.SendKeys(chromedp.CSS(`[name="staff"]`), "supervisor"), chromedp.SendKeys(chromedp.CSS(`[name="pin"]`), admin.DemoPIN+"\r"))
		b.see(`.hall [data-live="live"]`)
		b.fits("hall-" + lang)
	}
}

// TestHallStaysRight opens the hall and lets things happen: nobody reloads.
func TestHallStaysRight(t *testing.T) {
	begin := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	h := open(t, houseOptions{begin: begin, last: begin.Add(30 * time.Minute)})
	b := newTab(t, h)
	b.open("/login?to=/hall")
	b.do(chromedp.SendKeys(chromedp.CSS(`[name="staff"]`), "duty"), chromedp.SendKeys(chromedp.CSS(`[name="pin"]`), admin.DemoPIN+"\r"))
	b.see(`.hall [data-live="live"]`)
	b.see(`[data-act="trust"]`)
	h.board.Printer(display.PrinterHealth{ID: "hall", State: "cover_open", Since: h.queue.Now()})
	b.see(".printer.bad")
	b.fits("hall-broken")
	b.do(chromedp.Click(chromedp.CSS(`[data-act="trust"]`)), chromedp.WaitNotPresent(chromedp.CSS(`[data-act="trust"]`)))
	if doubt := h.queue.ClockDoubt(); doubt != "" {
		t.Errorf("the clock is still doubted: %s", doubt)
	}
	b.notices(h)
}

// notices has the hall post two and take them back.
func (b *tab) notices(h *house) {
	b.t.Helper()
	click := func(css string) { b.t.Helper(); b.do(chromedp.Click(chromedp.CSS(css))) }
	click(`[data-open="post"]`)
	click(`#post [value="post"]`)
	b.see(`[data-slot="post-refusal"]`) // nothing to say
	b.do(chromedp.SendKeys(chromedp.CSS(`#post [data-lang="zh"]`), "三楼正在测试"))
	click(`#post summary`)
	click(`#post [name="screen"][value="hall"]`)
	b.fits("hall-post")
	click(`#post [value="post"]`)
	b.see(`[data-notice="1"]`)
	click(`[data-open="post"]`)
	click(`#post [value="evacuate"]`)
	click(`#post [value="post"]`)
	b.see(`#sure[open]`)
	click(`#sure [value="yes"]`)
	b.see(`.urgent [data-notice="2"]`)
	b.fits("hall-notices")
	var list []queue.Notice
	h.queue.View(func(l *queue.Lobby) { list = l.Notices() })
	if len(list) != 2 || list[0].Kind != queue.NoticeEmergency || len(list[0].Screens) != 0 || list[1].On("hall") || !list[1].On("floor1") || list[1].Row == 0 {
		b.t.Errorf("the screens are told %+v", list)
	}
	click(`[data-notice="2"]`)
	b.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-notice="2"]`)))
	click(`[data-notice="1"]`)
	b.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-notice="1"]`)))
}
