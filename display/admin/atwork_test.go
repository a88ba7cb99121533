package admin_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"onedoor/display/admin"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// until waits until something is so on the page.
func (b *tab) until(what, js string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`new Promise((done) => { const look = () => (`+js+`) ? done(true) : setTimeout(look, 20); look(); })`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.fits("until")
		b.t.Fatalf("%s: %v", what, err)
	}
}

// click clicks on what is there, or comes to be there.
func (b *tab) click(css string) {
	b.t.Helper()
	b.until(css, "document.querySelector('"+css+"')?.checkVisibility()")
	b.do(chromedp.Click(chromedp.CSS(css)))
}

// told waits for what the page says was done.
func (b *tab) told(words string) {
	b.t.Helper()
	b.until(words, `!document.querySelector("#sheet").open && document.querySelector('[data-slot="telling-words"]').textContent.includes("`+words+`")`)
}

// reads waits until a part of the page says some words.
func (b *tab) reads(css, words string) {
	b.t.Helper()
	b.until(words, `[...document.querySelectorAll('`+css+`')].some((e) => e.checkVisibility() && e.textContent.includes("`+words+`"))`)
}

// set chooses in a form of the sheet.
func (b *tab) set(name, value string) {
	b.t.Helper()
	b.until("the form", `(() => { const f = document.querySelector('#sheet [name="`+name+`"]'); f.value = "`+value+`"; f.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`)
}

// supervisor is somebody at work in the hall, with what others see meanwhile.
type supervisor struct {
	*tab
	h      *house
	screen *tab
	kiosk  *tab
}

// atWork opens a house with all that a supervisor may do something about, and the hall.
func atWork(t *testing.T) *supervisor {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		sharp(r)
		noReprint(r)
		r.Alerts.PrinterS, r.Alerts.ScreenS, r.Alerts.KioskS = 0, 0, 0
		r.Policy.Surge = queue.SurgeRule{Count: 2, Days: 14}
		r.Policy.PageS = 180
		r.Staff = slices.Clone(r.Staff)
		for i := range r.Staff {
			p := &r.Staff[i]
			if p.ID == "clerk" {
				p.OnCall, p.Windows = true, []queue.WindowID{"court"}
			}
			if p.ID == "xiao" {
				p.Roster, p.Fallback = nil, ""
			}
		}
	}})
	b := newTab(t, h)
	b.open("/language/zh?to=/styles")
	b.open("/login?to=/hall")
	b.do(chromedp.SendKeys(chromedp.CSS(`[name="staff"]`), "duty"), chromedp.SendKeys(chromedp.CSS(`[name="pin"]`), admin.DemoPIN+"\r"))
	b.see(`.hall [data-live="live"]`)
	return &supervisor{tab: b, h: h}
}

// window gives a window as it stands.
func (s *supervisor) window(id queue.WindowID) (w queue.Window) {
	s.h.queue.View(func(l *queue.Lobby) { w = *l.Window(id) })
	return w
}

// phone opens the page of a ticket, as its visitor does.
func (s *supervisor) phone(x *queue.Ticket) *tab {
	s.t.Helper()
	b := s.beside("/t/" + x.Ref)
	b.see(`main[data-ticket]`)
	return b
}

// staff does something at a window.
func (s *supervisor) staff(c queue.Command) queue.Result {
	s.t.Helper()
	return queuetest.Do(s.t, s.h.queue, queue.ByStaff("demo"), c)
}

// keyOf gives the key of a button.
func (s *supervisor) keyOf(css string) string {
	s.t.Helper()
	key, err := chromedp.Run(s.ctx, chromedp.Evaluate[string]("document.querySelector('"+css+"').dataset.key"))
	if err != nil || key == "" {
		s.t.Fatalf("%s has the key %q: %v", css, key, err)
	}
	return key
}

// sure says yes to the question whether that is meant.
func (s *supervisor) sure() { s.t.Helper(); s.see(`#sure[open]`); s.click(`#sure [value="yes"]`) }

// loads marks a page, and gives what waits until it has loaded anew.
func (b *tab) loads() (anew func(ready string)) {
	b.t.Helper()
	b.until("the mark", `(window.before = true)`)
	return func(ready string) {
		b.t.Helper()
		ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
		defer cancel()
		look := `new Promise((done) => setTimeout(() => done(!window.before && document.readyState === "complete" && !!document.querySelector('` + ready + `')), 50))`
		for done := false; !done; { // a page that goes away answers nothing
			done, _ = chromedp.Run(ctx, chromedp.Evaluate[bool](look, chromedp.EvalAwaitPromise))
			if err := ctx.Err(); err != nil {
				b.t.Fatalf("it doesn't load anew: %v", err)
			}
		}
	}
}
