package kiosk

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// sessionRoute names the form in the books of kept answers.
const sessionRoute = "POST /kiosk/:id/session"

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

// Digits are the keys of the page's own keyboard.
func (sessionPage) Digits() []string { return joinData{}.Digits() }

func (f *face) sessionPage(c *gin.Context) {
	f.showSession(c, sessionPage{frame: f.frame(c, "session", idleS), Key: f.key()})
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
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 4<<10)
	d := sessionPage{frame: f.frameOf(c, "session", c.PostForm("lang"), c.PostForm("look"), idleS), Key: f.key()}
	d.Plain = d.Plain || c.PostForm("plain") != ""
	if err := f.cross.Check(c.Request); err != nil {
		f.fail(c, d.frame, &queue.Error{Code: display.ErrCrossSite, Cause: err})
		return
	}
	s, err := f.session(c, &d)
	if err != nil {
		f.fail(c, d.frame, err)
		return
	}
	n, err := strconv.Atoi(c.PostForm("party"))
	if s == nil || err != nil {
		f.showSession(c, d)
		return
	}
	f.giveNumber(c, d, queue.CheckIn{Session: s.ID, Side: n, Lang: d.Lang, Kiosk: d.Kiosk})
}

// session finds the session of the form's code and lists who of it may check in.
func (f *face) session(c *gin.Context, d *sessionPage) (*queue.Session, error) {
	who := "kiosk:" + string(d.Kiosk)
	if err := f.guesses.Allow(who, f.queue.Now()); err != nil {
		return nil, err
	}
	if d.Code = digitsOf(c.PostForm("code")); len(d.Code) > 12 {
		d.Code = ""
	}
	var found *queue.Session
	f.queue.View(func(l *queue.Lobby) {
		s := l.SessionBy(d.Code)
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
	if found == nil {
		f.guesses.Wrong(who, f.queue.Now())
		d.Said = f.kit.T(d.Lang, "kiosk.session_unknown", "desk", d.Desk)
	}
	return found, nil
}

func digitsOf(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, typed)
}

func (f *face) giveNumber(c *gin.Context, d sessionPage, command queue.CheckIn) {
	if _, err := io.ReadFull(f.random, command.Seed[:]); err != nil {
		f.fail(c, d.frame, fmt.Errorf("read seed: %w", err))
		return
	}
	r := queue.Request{Command: command, Actor: queue.ByKiosk(d.Kiosk)}
	if key := c.PostForm("key"); key != "" && len(key) <= 64 {
		r.Key = queue.Key{Principal: "kiosk:" + string(d.Kiosk), Route: sessionRoute, Key: key}
		r.Body = sha256.Sum256([]byte(key))
	}
	res, err := f.queue.Do(c.Request.Context(), r)
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
