package kiosk

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// issueRoute names the form in the books of kept answers.
const issueRoute = "POST /kiosk/:id/tickets"

// issue gives a number and leads to its page. One drawn page gives one ticket:
// a finger that touches twice, a form sent again after a restart, all get the
// first answer, whatever the second asked for. So the form's body isn't part of
// the key.
func (f *face) issue(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 4<<10)
	fr := f.frameOf(c, "issue", c.PostForm("lang"), c.PostForm("look"), 0)
	fr.Plain = fr.Plain || c.PostForm("plain") != ""
	if err := f.cross.Check(c.Request); err != nil {
		f.fail(c, fr, &queue.Error{Code: display.ErrCrossSite, Cause: err})
		return
	}
	kiosk := queue.KioskID(c.Param("id"))
	cmd := queue.Issue{
		Service: queue.ServiceID(c.PostForm("service")), Class: queue.Class(c.PostForm("class")),
		Lang: fr.Lang, Kiosk: kiosk, Brief: f.briefOf(c), Anyone: c.PostForm("anyone") != "",
	}
	for _, n := range c.PostFormArray("need") {
		cmd.Needs = append(cmd.Needs, queue.Need(n))
	}
	if b := c.PostForm("bundle"); b != "" { // it says itself where it begins
		cmd.Service, cmd.Bundle = "", queue.BundleID(b)
	}
	if p := c.PostForm("party"); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil {
			f.fail(c, fr, display.Refuse(queue.ErrBadValue, "field", "party"))
			return
		}
		cmd.Party = n
	}
	if err := f.again(c, &cmd); err != nil {
		f.fail(c, fr, err)
		return
	}
	if _, err := io.ReadFull(f.random, cmd.Seed[:]); err != nil {
		f.fail(c, fr, fmt.Errorf("read seed: %w", err))
		return
	}
	r := queue.Request{Command: cmd, Actor: queue.ByKiosk(kiosk)}
	if key := c.PostForm("key"); key != "" && len(key) <= 64 {
		r.Key = queue.Key{Principal: "kiosk:" + string(kiosk), Route: issueRoute, Key: key}
		r.Body = sha256.Sum256([]byte(key))
	}
	res, err := f.queue.Do(c.Request.Context(), r)
	if err != nil {
		f.fail(c, fr, err)
		return
	}
	c.Redirect(http.StatusSeeOther, fr.To("ticket", res.Ticket.Ref))
}

// refusal gives the refusal in an error; what has none is the program's fault.
func (f *face) refusal(err error) *queue.Error {
	var e *queue.Error
	if !errors.As(err, &e) {
		e = display.Refuse(display.ErrInternal)
	}
	if display.Status(e.Code) >= http.StatusInternalServerError {
		f.log.Error("no ticket at the kiosk", "code", e.Code, "err", err)
	}
	return e
}
