package api

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type reprintBody struct {
	Kiosk queue.KioskID `json:"kiosk"` // where; empty: as display.ReprintAt says
}

// reprint prints a ticket's slip again.
func (a *api) reprint(c *gin.Context) {
	var b reprintBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	t, err := a.find(c, nil)
	if err != nil {
		a.fail(c, err)
		return
	}
	r, err := a.do(c, byStaff(c), fmt.Sprint(t.ID), raw, a.reprinting(t, b.Kiosk))
	if err != nil {
		a.fail(c, past(t, err))
		return
	}
	a.ticketAnswer(c, &r)
}

// reprinting is the command to print a ticket's slip again.
func (a *api) reprinting(t *queue.Ticket, at queue.KioskID) queue.Reprint {
	if at == "" {
		at = display.ReprintAt(t, a.Kit.Rules(), a.Board.Snapshot())
	}
	return queue.Reprint{Ticket: t.ID, Kiosk: at}
}

// ticketAnswer gives staff the ticket that a command came to.
func (a *api) ticketAnswer(c *gin.Context, r *queue.Result) {
	v := display.NewStaffTicketView(r.Ticket, a.Kit.Rules(), r.Ahead, a.Kit.Lang(c), r.At)
	a.answer(c, http.StatusOK, gin.H{"ticket": v})
}
