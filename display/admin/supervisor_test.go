package admin_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onedoor/display"
	"onedoor/display/admin"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// until waits until something is so on the page, looked at with each picture.
func (b *tab) until(what, js string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`new Promise((done) => { const look = () => (`+js+`) ? done(true) : requestAnimationFrame(look); look(); })`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.fits("until")
		b.t.Fatalf("%s: %v", what, err)
	}
}

func (b *tab) click(css string) { b.t.Helper(); b.do(chromedp.Click(chromedp.CSS(css))) }

// told waits for what the page says was done.
func (b *tab) told(words string) {
	b.t.Helper()
	b.until(words, `!document.querySelector("#sheet").open && document.querySelector('[data-slot="telling-words"]').textContent.includes("`+words+`")`)
}

// set chooses in a form of the sheet.
func (b *tab) set(name, value string) {
	b.t.Helper()
	b.until("the form", `(() => { const f = document.querySelector('#sheet [name="`+name+`"]'); f.value = "`+value+`"; f.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`)
}

// TestASupervisorsActs does by hand, in a browser, what a supervisor may do in the hall.
func TestASupervisorsActs(t *testing.T) {
	h := open(t, houseOptions{rules: sharp})
	now := h.queue.Now()
	h.board.Kiosk(display.KioskHealth{ID: "main", Seen: now, Loaded: now})
	h.board.Screen(display.ScreenHealth{ID: "hall", Key: 1, Since: now, Seen: now, Sound: display.SoundOn})
	b := newTab(t, h)
	b.open("/language/zh?to=/styles")
	b.open("/login?to=/hall")
	b.do(chromedp.SendKeys(chromedp.CSS(`[name="staff"]`), "duty"), chromedp.SendKeys(chromedp.CSS(`[name="pin"]`), admin.DemoPIN+"\r"))
	b.see(`.hall [data-live="live"]`)
	b.windows(h)
	b.tickets(h)
	b.services(h)
	b.stays(h)

	queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.AskHelp{Kiosk: "main"})
	b.see(`[data-post="/api/v1/desk/help/1/take"][data-key="1"]`)
	b.do(chromedp.KeyEvent("1"))
	b.do(chromedp.WaitNotPresent(chromedp.CSS(`[data-post="/api/v1/desk/help/1/take"]`)))
	b.click(`[data-key-of="kiosks"] summary`)
	b.click(`[data-reload="main"]`)
	b.see(`[data-reload="main"][data-now]`)
	b.click(`[data-key-of="screens"] summary`)
	b.click(`[data-post="/api/v1/screens/hall/reload"]`)
	b.told("大厅总屏十秒内重新载入")
	if h.board.ReloadOf("main", now) != display.ReloadIdle || !h.board.ScreenAsked("hall", now) {
		t.Error("nobody is asked to load anew")
	}
}

// windows opens one for somebody, pauses and closes it, and moves it to other services and back.
func (b *tab) windows(h *house) {
	b.t.Helper()
	window := func() (w queue.Window) {
		h.queue.View(func(l *queue.Lobby) { w = *l.Window("w1") })
		return w
	}
	b.click(`[data-window="w1"]`)
	b.see(`#sheet [name="staff"]`)
	b.set("staff", "demo")
	b.fits("hall-window")
	b.click(`#sheet [value="open"]`)
	b.told("1 号窗口已打开")
	if w := window(); w.State != queue.WindowOpen || w.Staff != "demo" {
		b.t.Errorf("opened for somebody it is %+v", w)
	}
	b.see(`.spot.free[data-window="w1"]`)
	b.do(chromedp.Focus(chromedp.CSS(`[data-window="w1"]`)), chromedp.KeyEvent("\r"))
	b.see(`#sheet [value="pause"]`)
	b.click(`#sheet [value="pause"]`)
	b.told("1 号窗口已暂停")
	b.see(`.spot.paused[data-window="w1"]`)
	b.click(`[data-window="w1"]`)
	b.see(`#sheet [value="close"]`)
	b.click(`#sheet [value="close"]`)
	b.told("1 号窗口已关")
	if w := window(); w.State != queue.WindowClosed {
		b.t.Errorf("closed it is %+v", w)
	}
	b.click(`[data-window="w1"]`)
	b.see(`#sheet [value="assign"]`)
	b.click(`#sheet [name="services"][value="mediation"]`)
	b.click(`#sheet [value="assign"]`)
	b.told("1 号窗口改为接待所选的业务")
	if r := h.queue.Rules().Window("w1"); !r.Serves("mediation") || !r.Serves("petition") {
		b.t.Errorf("it takes %v", r.Services)
	}
	b.click(`[data-window="w1"]`)
	b.see(`#sheet [value="file"]`)
	b.click(`#sheet [value="file"]`)
	b.told("1 号窗口改为接待所选的业务")
	if r := h.queue.Rules().Window("w1"); r.Serves("mediation") {
		b.t.Errorf("as usual it takes %v", r.Services)
	}
}

// tickets moves one, then all, with a plain yes.
func (b *tab) tickets(h *house) {
	b.t.Helper()
	first := queuetest.Issue(b.t, h.queue, "labour")
	queuetest.Issue(b.t, h.queue, "labour")
	queuetest.Issue(b.t, h.queue, "labour")
	b.see(`[data-part="queues"] > table [data-sheet="services/labour"]`)
	b.click(`[data-sheet="services/labour"]`)
	b.see(`#sheet [value="some"]`)
	b.click(`#sheet [value="some"]`)
	b.see(`#sheet [data-slot="sheet-refusal"]:not([hidden])`) // none is chosen
	b.click(`#sheet [name="numbers"][value="` + first.Number + `"]`)
	b.set("target", "service:mediation")
	b.fits("hall-service")
	b.click(`#sheet [value="some"]`)
	b.told("移走 1 个")
	b.click(`[data-sheet="services/labour"]`)
	b.see(`#sheet [value="all"]`)
	b.set("target", "service:mediation")
	b.click(`#sheet [value="all"]`)
	b.see(`#sure[open]`)
	b.fits("hall-sure")
	b.click(`#sure [value="yes"]`)
	b.told("移走 2 个")
	h.queue.View(func(l *queue.Lobby) {
		if l.WaitingFor("mediation") != 3 || l.WaitingFor("labour") != 0 {
			b.t.Errorf("%d wait for mediation, %d for labour rights", l.WaitingFor("mediation"), l.WaitingFor("labour"))
		}
	})
}

// services closes one for the day, not at the first no, and opens it again; and says an alert is seen.
func (b *tab) services(h *house) {
	b.t.Helper()
	b.see(`[data-part="queues"] > table [data-sheet="services/mediation"]`)
	b.click(`[data-sheet="services/mediation"]`)
	b.see(`#sheet .shut summary`)
	b.click(`#sheet .shut summary`)
	b.click(`#sheet [name="then"][value="tell"]`)
	b.set("reason", "system")
	b.click(`#sheet [value="shut"]`)
	b.see(`#sure[open]`)
	b.click(`#sure [value="no"]`)
	b.do(chromedp.WaitNotVisible(chromedp.CSS(`#sure`)))
	h.queue.View(func(l *queue.Lobby) {
		if _, shut := l.ShutOf("mediation"); shut {
			b.t.Error("closed, though the answer was no")
		}
	})
	b.click(`#sheet [value="shut"]`)
	b.see(`#sure[open]`)
	b.click(`#sure [value="yes"]`)
	b.told("人民调解今天停办")
	h.queue.View(func(l *queue.Lobby) {
		if shut, ok := l.ShutOf("mediation"); !ok || shut.Reason != queue.ShutSystem || l.WaitingFor("mediation") != 0 {
			b.t.Errorf("closed it is %+v, and %d wait", shut, l.WaitingFor("mediation"))
		}
	})
	b.click(`[data-sheet="services/mediation"]`)
	b.see(`#sheet [value="reopen"]`)
	b.click(`#sheet [value="reopen"]`)
	b.told("人民调解恢复取号")
	for range 5 {
		queuetest.Issue(b.t, h.queue, "mediation")
	}
	queuetest.Do(b.t, h.queue, queue.Clock, queue.Tick{})
	b.see(`.need[data-key-of="queue-mediation"] .seen`)
	b.click(`.need[data-key-of="queue-mediation"] .seen`)
	b.see(`.quiet summary`)
}

// stays has things happen while somebody has a list open and a window in focus: both stay.
func (b *tab) stays(h *house) {
	b.t.Helper()
	b.click(`[data-key-of="quiet"] summary`)
	b.do(chromedp.Focus(chromedp.CSS(`[data-window="w5"]`)))
	queuetest.Do(b.t, h.queue, queue.ByStaff("demo"), queue.OpenWindow{Window: "w5"})
	b.see(`.spot.free[data-window="w5"]`)
	b.until("focus", `document.activeElement.dataset.window === "w5" && document.querySelector(".quiet").open`)
}
