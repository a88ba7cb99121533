package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// confirmMatter confirms what an old ticket proposed.
func (a *api) confirmMatter(c *gin.Context, w queue.WindowID, _ *none) (queue.Command, error) {
	command := queue.ConfirmMatter{Window: w}
	var earlier queue.TicketID
	a.Queue.View(func(l *queue.Lobby) {
		if x := l.Window(w); x != nil {
			if t := l.Ticket(x.Ticket); t != nil && t.Proposed() {
				earlier = t.Earlier.Ticket
			}
		}
	})
	if earlier == 0 { // the rules say why not
		return command, nil
	}
	found, err := a.Clues.Again(c.Request.Context(), earlier)
	command.Matter = found.Matter
	return command, err
}
