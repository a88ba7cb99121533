package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

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
