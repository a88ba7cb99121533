package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// undo takes leaving back.
func (a *api) undo(c *gin.Context) {
	a.visitor(c, func(id queue.TicketID) queue.Command { return queue.TakeBack{Ticket: id} })
}
