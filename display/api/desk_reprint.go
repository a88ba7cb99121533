package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

type deskReprintBody struct {
	Number string        `json:"number"`
	Code   string        `json:"code"`
	Kiosk  queue.KioskID `json:"kiosk"` // where; empty: as display.ReprintAt says
}

// deskReprint prints a lost ticket again (补打).
func (a *api) deskReprint(c *gin.Context) {
	var b deskReprintBody
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
	r, err := a.do(c, byStaff(c), "", raw, a.reprinting(t, b.Kiosk))
	if err != nil {
		a.fail(c, err)
		return
	}
	a.ticketAnswer(c, &r)
}
