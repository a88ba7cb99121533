package api

import (
	"slices"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// moveTickets has those who wait for a service wait on elsewhere: all of them, or those named.
func (a *api) moveTickets(c *gin.Context) {
	var b struct {
		Service queue.ServiceID `json:"service"`
		Window  queue.WindowID  `json:"window"`
		Numbers []string        `json:"numbers"` // empty: all who wait for it
		Sure    bool            `json:"sure"`
	}
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	id := queue.ServiceID(c.Param("id"))
	what := queue.Move{From: id, Service: b.Service, Window: b.Window, Sure: b.Sure}
	a.Queue.View(func(l *queue.Lobby) {
		for _, number := range b.Numbers {
			if t := l.ByNumber(number); t != nil && t.Service == id {
				what.Tickets = append(what.Tickets, t.ID)
			}
		}
	})
	slices.Sort(what.Tickets)
	if len(what.Tickets) != len(b.Numbers) { // somebody was called, or left, meanwhile
		a.fail(c, display.Refuse(queue.ErrUnknownTicket))
		return
	}
	a.onMany(c, string(id), raw, what)
}
