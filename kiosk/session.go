package kiosk

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// sessionPage is where a party of a session checks in: first its code, then which party
// it is. It names no other party's number and nobody's name.
type sessionPage struct {
	frame
	Key   string
	Code  string // as it was typed
	Said  string // why there is no number
	Title string // 9:30 线上庭审, once the code is known
	Sides []sessionSide
}

// sessionSide is a party that hasn't checked in.
type sessionSide struct {
	N    int
	Name string
}

func (f *face) showSession(c *gin.Context, d sessionPage) {
	status := http.StatusOK
	if d.Said != "" {
		status = http.StatusNotFound
	}
	f.page(c, status, "session", d.Lang, d)
}

// checkIn finds the session, asks which party it is, and gives the number. One drawn page
// gives one.
func (f *face) checkIn(c *gin.Context) {
	fr, ok := f.posted(c, "session", idleS)
	if !ok {
		return
	}
	if said := f.untyped(fr, c.PostForm("code"), sessionDigits); said != "" {
		f.showHave(c, fr, said)
		return
	}
	f.checkSession(c, fr)
}

// checkSession is checkIn for a form that has a code.
func (f *face) checkSession(c *gin.Context, fr frame) {
	fr.Page = "session"
	d := sessionPage{frame: fr, Key: f.key()}
	s, err := f.session(c, &d)
	if err != nil {
		f.fail(c, d.frame, err)
		return
	}
	if s == nil {
		f.showHave(c, fr, f.kit.T(d.Lang, "kiosk.session_unknown", "desk", d.Desk))
		return
	}
	n, err := strconv.Atoi(c.PostForm("party"))
	if err != nil {
		if len(d.Sides) > 0 && c.PostForm("asked") != "" {
			d.Said = f.kit.T(d.Lang, "kiosk.session_pick")
		}
		f.showSession(c, d)
		return
	}
	f.giveNumber(c, d, queue.CheckIn{Session: s.ID, Side: n, Lang: d.Lang, Kiosk: d.Kiosk})
}

// session finds the session of the form's code and lists who of it may check in.
func (f *face) session(c *gin.Context, d *sessionPage) (*queue.Session, error) {
	typed := c.PostForm("code")
	id, err := f.guesses.FindSession(f.queue, guesser(d.Kiosk), typed)
	if err != nil {
		return nil, err
	}
	if len(typed) <= maxTyped {
		d.Code = typed
	}
	var found *queue.Session
	f.queue.View(func(l *queue.Lobby) {
		s := l.Session(id)
		if s == nil {
			return
		}
		found = s.Clone()
		service := l.Service(s.Service)
		if service == nil {
			return
		}
		d.Title = f.kit.Time(s.At) + " " + service.PublicName(d.Lang)
		for i := range s.Sides {
			side := &s.Sides[i]
			rule := service.Side(side.Role)
			if side.State != queue.SideHere && rule != nil {
				d.Sides = append(d.Sides, sessionSide{N: i + 1, Name: rule.Name.In(d.Lang)})
			}
		}
	})
	return found, nil
}

func (f *face) giveNumber(c *gin.Context, d sessionPage, command queue.CheckIn) {
	if err := f.seed(command.Seed[:]); err != nil {
		f.fail(c, d.frame, err)
		return
	}
	res, err := f.queue.Do(c.Request.Context(), once(c, d.Kiosk, command))
	var refused *queue.Error
	switch {
	case err == nil:
		c.Redirect(http.StatusSeeOther, d.To("ticket", res.Ticket.Ref))
	case errors.As(err, &refused) && display.Status(refused.Code) < http.StatusInternalServerError:
		d.Said = f.kit.Sentence(d.Lang, refused)
		f.showSession(c, d)
	default:
		f.fail(c, d.frame, err)
	}
}

// sessionsToCome says whether somebody may check in for a session today.
func (f *face) sessionsToCome() bool {
	some := false
	f.queue.View(func(l *queue.Lobby) {
		for _, s := range l.Sessions() {
			some = some || s.Day == l.Day() && s.State != queue.SessionOver
		}
	})
	return some
}
