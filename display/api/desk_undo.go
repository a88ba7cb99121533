package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// deskUndo takes the end of a number back: it wasn't the one, or its visitor is here after all.
func (a *api) deskUndo(c *gin.Context) {
	var b ticketBody
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
	if t.ID == 0 { // none lives under the number
		a.Queue.View(func(l *queue.Lobby) {
			if left := l.JustLeft(b.Number, a.Queue.Now()); left != nil {
				t = left.Clone()
			}
		})
	}
	a.onTicket(c, "", raw, t, queue.TakeBack{Ticket: t.ID})
}
