package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// deskSkip leaves out the leg that a ticket waits for: it waits for its next one.
func (a *api) deskSkip(c *gin.Context) {
	var b deskReturnBody
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
	r, err := a.do(c, byStaff(c), "", raw, queue.Skip{Number: t.Number})
	if err != nil {
		a.fail(c, err)
		return
	}
	a.ticketAnswer(c, &r)
}
