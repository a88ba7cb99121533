package kiosk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

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

// helpPage says whether somebody is coming, and where to go when nobody has answered.
func (f *face) helpPage(c *gin.Context) {
	d := helpData{frame: f.frame(c, "help", idleS)}
	now := f.queue.Now()
	f.queue.View(func(l *queue.Lobby) {
		if h := l.HelpAt(d.Kiosk, ""); h != nil {
			d.State = display.NewHelpView(h, l.Rules(), d.Lang, now).State
		}
	})
	f.page(c, http.StatusOK, "help", d.Lang, d)
}
