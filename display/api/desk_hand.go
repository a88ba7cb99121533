package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

type deskHandBody struct {
	Number string `json:"number"`
	Code   string `json:"code"`
}

// deskHandWritten notes that a visitor got the number on a piece of paper.
func (a *api) deskHandWritten(c *gin.Context) {
	var b deskHandBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	t, err := a.atDesk(b.Number, b.Code, nil)
	if err != nil {
		a.fail(c, err)
		return
	}
	r, err := a.do(c, byStaff(c), "", raw, queue.NoteHandWritten{Ticket: t.ID})
	if err != nil {
		a.fail(c, err)
		return
	}
	if r.Ticket == nil { // it was noted before: nothing changed
		r.Ticket, r.At = t, a.Queue.Now()
	}
	a.ticketAnswer(c, &r)
}
