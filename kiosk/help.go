package kiosk

import (
	"errors"
	"net/http"
	"regexp"

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
	Back  string
	State string // asked, coming, unanswered; "" when nobody is asked for
}

// shownRef is the ref of a ticket as a form of its page carries it; "" for anything else.
func shownRef(s string) string {
	if refShape.MatchString(s) {
		return s
	}
	return ""
}

var refShape = regexp.MustCompile(`^[A-Za-z0-9_-]{16}$`)

// backFromHelp is the page of the ticket that was looked at, as long as it can be, or the first.
func (fr frame) backFromHelp() string {
	if fr.Shown != "" {
		return fr.To("ticket", fr.Shown)
	}
	return fr.To()
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
	at := fr.To("help")
	if fr.Shown = shownRef(c.PostForm("shown")); fr.Shown != "" {
		at = joined(at, "shown="+fr.Shown)
	}
	c.Redirect(http.StatusSeeOther, at)
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
	fr.Shown = shownRef(c.PostForm("shown"))
	c.Redirect(http.StatusSeeOther, fr.backFromHelp())
}

// helpPage says whether somebody is coming, and where to go when nobody has answered.
func (f *face) helpPage(c *gin.Context) {
	d := helpData{frame: f.frame(c, "help", helpIdleS)}
	d.Shown = shownRef(c.Query("shown"))
	d.Back = d.backFromHelp()
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
