package kiosk

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// helpIdleS is how long, in seconds, the page of a call for a person stays without a touch: longer
// than it takes until somebody is told where else to go.
const helpIdleS = 180

// helpData is the page of somebody who asked for a person: how that stands.
type helpData struct {
	frame
	State string // asked, coming, unanswered; "" when nobody is asked for
}

// help asks for a person. A kiosk has one call open at most: who presses again while it is,
// or comes after somebody who did, is told how it stands.
func (f *face) help(c *gin.Context) {
	fr, ok := f.posted(c, "help", idleS)
	if !ok {
		return
	}
	r := queue.Request{Command: queue.AskHelp{Kiosk: fr.Kiosk}, Actor: queue.ByKiosk(fr.Kiosk)}
	if _, err := f.queue.Do(c.Request.Context(), r); err != nil {
		f.fail(c, fr, err)
		return
	}
	c.Redirect(http.StatusSeeOther, fr.To("help"))
}

// helpOver takes the call back: whoever asked needs nobody any more.
func (f *face) helpOver(c *gin.Context) {
	fr, ok := f.posted(c, "help", idleS)
	if !ok {
		return
	}
	var id queue.HelpID
	f.queue.View(func(l *queue.Lobby) {
		if h := l.HelpAt(fr.Kiosk, ""); h != nil {
			id = h.ID
		}
	})
	if id != 0 { // else somebody has ended it meanwhile
		r := queue.Request{Command: queue.EndHelp{Help: id}, Actor: queue.ByKiosk(fr.Kiosk)}
		if _, err := f.queue.Do(c.Request.Context(), r); err != nil && !errors.Is(err, &queue.Error{Code: queue.ErrUnknownHelp}) {
			f.fail(c, fr, err)
			return
		}
	}
	c.Redirect(http.StatusSeeOther, fr.To())
}

// helpPage says whether somebody is coming, and where to go when nobody has answered.
func (f *face) helpPage(c *gin.Context) {
	d := helpData{frame: f.frame(c, "help", helpIdleS)}
	d.State = f.helpState(d.frame)
	f.page(c, http.StatusOK, "help", d.Lang, d)
}

// helpState is how the call for a person from a kiosk stands; "" when there is none.
func (f *face) helpState(fr frame) (state string) {
	now := f.queue.Now()
	f.queue.View(func(l *queue.Lobby) {
		if h := l.HelpAt(fr.Kiosk, ""); h != nil {
			state = display.NewHelpView(h, l.Rules(), fr.Lang, now).State
		}
	})
	return state
}
