package kiosk

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// issue gives a number and leads to its page. One drawn page gives one ticket.
func (f *face) issue(c *gin.Context) {
	fr, ok := f.posted(c, "issue", 0)
	if !ok {
		return
	}
	cmd := queue.Issue{
		Service: queue.ServiceID(c.PostForm("service")), Class: queue.Class(c.PostForm("class")),
		Lang: fr.Lang, Kiosk: fr.Kiosk, Brief: f.briefOf(c), Anyone: c.PostForm("anyone") != "",
	}
	for _, n := range c.PostFormArray("need") {
		cmd.Needs = append(cmd.Needs, queue.Need(n))
	}
	if b := c.PostForm("bundle"); b != "" { // it says itself where it begins
		cmd.Service, cmd.Bundle = "", queue.BundleID(b)
	}
	cmd.Party = fr.Group
	if p := c.PostForm("party"); p != "" && fr.Group == 0 {
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
	if err := f.seed(cmd.Seed[:]); err != nil {
		f.fail(c, fr, err)
		return
	}
	display.Tell(f.estimates, f.kit.Rules(), &cmd)
	res, err := f.queue.Do(c.Request.Context(), once(c, fr.Kiosk, cmd))
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
		f.log.Error("not done at the kiosk", "code", e.Code, "err", err)
	}
	return e
}
