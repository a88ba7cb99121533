package admin_test

import (
	"slices"
	"testing"

	"onedoor/display/browsertest"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// told waits for what the page says was done.
func (b *tab) told(words string) {
	b.T.Helper()
	b.Until(`!document.querySelector("#sheet").open && document.querySelector('[data-slot="telling-words"]').textContent.includes("` + words + `")`)
}

// reads waits until a part of the page says some words.
func (b *tab) reads(css, words string) {
	b.T.Helper()
	b.Until(`[...document.querySelectorAll('` + css + `')].some((e) => e.checkVisibility() && e.textContent.includes("` + words + `"))`)
}

// set chooses in a form of the sheet.
func (b *tab) set(name, value string) {
	b.T.Helper()
	b.Until(`(() => { const f = document.querySelector('#sheet [name="` + name + `"]'); f.value = "` + value + `"; f.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`)
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
	b.Open("/language/zh?to=/styles")
	b.Open("/login?to=/hall")
	b.login("duty")
	b.See(`.hall [data-live="live"]`)
	return &supervisor{tab: b, h: h}
}

// window gives a window as it stands.
func (s *supervisor) window(id queue.WindowID) (w queue.Window) {
	s.h.queue.View(func(l *queue.Lobby) { w = *l.Window(id) })
	return w
}

// phone opens the page of a ticket, as its visitor does.
func (s *supervisor) phone(x *queue.Ticket) *tab {
	s.T.Helper()
	b := s.elsewhere("/t/" + x.Ref)
	b.See(`main[data-ticket]`)
	return b
}

// staff does something at a window.
func (s *supervisor) staff(c queue.Command) queue.Result {
	s.T.Helper()
	return queuetest.Do(s.T, s.h.queue, queue.ByStaff("demo"), c)
}

// keyOf gives the key of a button.
func (s *supervisor) keyOf(css string) string {
	s.T.Helper()
	key := browsertest.Value[string](s.Tab, "document.querySelector('"+css+"').dataset.key")
	if key == "" {
		s.T.Fatalf("%s has no key", css)
	}
	return key
}

// sure says yes to the question whether that is meant.
func (s *supervisor) sure() { s.T.Helper(); s.See(`#sure[open]`); s.Click(`#sure [value="yes"]`) }

// loads marks a page, and gives what waits until it has loaded anew.
func (b *tab) loads() (anew func(ready string)) {
	b.T.Helper()
	b.Until(`(window.before = true)`)
	return func(ready string) {
		b.T.Helper()
		b.Until(`!window.before && document.readyState === "complete" && document.querySelector('` + ready + `')`)
	}
}
