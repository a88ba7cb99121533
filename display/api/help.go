package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// helpAnswer is an open help call, null when there is none.
type helpAnswer struct {
	Help *display.HelpView `json:"help"`
}

// windowHelp asks for a person at a window, without a sound.
func (a *api) windowHelp(c *gin.Context) {
	w := queue.WindowID(c.Param("id"))
	a.helped(c, byStaff(c), string(w), queue.AskHelp{Window: w})
}

// kioskHelp asks for a person at a kiosk. Whoever asks again is answered with the call that
// is open.
func (a *api) kioskHelp(c *gin.Context) {
	if k, ok := a.asKiosk(c); ok {
		a.helped(c, byKiosk(k), string(k), queue.AskHelp{Kiosk: k})
	}
}

// kioskHelpNow tells how a kiosk's call stands.
func (a *api) kioskHelpNow(c *gin.Context) {
	k, ok := a.asKiosk(c)
	if !ok {
		return
	}
	var v helpAnswer
	lang, now := a.Kit.Lang(c), a.Queue.Now()
	a.Queue.View(func(l *queue.Lobby) {
		if h := l.HelpAt(k, ""); h != nil {
			view := display.NewHelpView(h, l.Rules(), lang, now)
			view.Staff = "" // whoever stands before the kiosk needn't know
			v.Help = &view
		}
	})
	a.answer(c, http.StatusOK, v)
}

// asKiosk lets a kiosk through, by its token.
func (a *api) asKiosk(c *gin.Context) (queue.KioskID, bool) {
	k := queue.KioskID(c.Param("id"))
	switch {
	case a.Kit.Rules().Kiosk(k) == nil:
		a.fail(c, display.Refuse(queue.ErrUnknownKiosk, "kiosk", string(k)))
	case !a.Devices.IsKiosk(c, k):
		a.fail(c, display.Refuse(display.ErrNoDevice))
	default:
		return k, true
	}
	return k, false
}

// deskHelp lists the open help calls, oldest first.
func (a *api) deskHelp(c *gin.Context) {
	lang, now := a.Kit.Lang(c), a.Queue.Now()
	calls := []display.HelpView{}
	a.Queue.View(func(l *queue.Lobby) {
		for _, h := range l.HelpCalls() {
			calls = append(calls, display.NewHelpView(h, l.Rules(), lang, now))
		}
	})
	a.answer(c, http.StatusOK, gin.H{"calls": calls})
}

// deskHelpTake says that somebody is coming.
func (a *api) deskHelpTake(c *gin.Context) {
	a.helped(c, byStaff(c), c.Param("help"), queue.TakeHelp{Help: helpID(c)})
}

// deskHelpOver closes a help call.
func (a *api) deskHelpOver(c *gin.Context) {
	a.helped(c, byStaff(c), c.Param("help"), queue.EndHelp{Help: helpID(c)})
}

// helpID gives the help call that an address names; one that can't be gives 0, which is none.
func helpID(c *gin.Context) queue.HelpID {
	n, err := strconv.ParseInt(c.Param("help"), 10, 64)
	if err != nil {
		return 0
	}
	return queue.HelpID(n)
}

// helped asks for a command about a help call and answers with the call as it is then.
func (a *api) helped(c *gin.Context, who caller, where string, what queue.Command) {
	var b none
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	r, err := a.do(c, who, where, raw, what)
	if err != nil {
		a.fail(c, err)
		return
	}
	var v helpAnswer
	if r.Help != nil {
		view := display.NewHelpView(r.Help, a.Kit.Rules(), a.Kit.Lang(c), r.At)
		if _, staff := who.actor.Staff(); !staff {
			view.Staff = ""
		}
		v.Help = &view
	}
	a.answer(c, http.StatusOK, v)
}
