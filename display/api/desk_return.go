package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

type deskReturnBody struct {
	Number string `json:"number"`
	Code   string `json:"code"`
}

// deskReturn puts a missed call right: the ticket waits again under its number.
func (a *api) deskReturn(c *gin.Context) {
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
	r, err := a.do(c, byStaff(c), "", raw, queue.Return{Number: t.Number})
	if err != nil {
		a.fail(c, err)
		return
	}
	a.ticketAnswer(c, &r)
}
