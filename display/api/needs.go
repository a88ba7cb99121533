package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type needsBody struct {
	Number string       `json:"number"` // empty: the ticket in hand
	Needs  []queue.Need `json:"needs"`  // in place of those said before; none: there are none
}

// needs notes at a window what a visitor needs.
func (a *api) needs(c *gin.Context) {
	var b needsBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	id := queue.WindowID(c.Param("id"))
	var known bool
	t := &queue.Ticket{Number: b.Number}
	a.Queue.View(func(l *queue.Lobby) {
		if known = l.WindowRule(id) != nil; !known {
			return
		}
		found := l.Ticket(l.Window(id).Ticket)
		if b.Number != "" {
			found = l.ByNumber(b.Number)
		}
		if found != nil {
			t = found.Clone()
		}
	})
	err = mayLook(display.PersonOf(c), id, known)
	if err == nil && t.ID == 0 && b.Number == "" {
		err = display.Refuse(queue.ErrNotInHand, "window", string(id))
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	a.onTicket(c, string(id), raw, t, queue.SetNeeds{Ticket: t.ID, Needs: b.Needs})
}
