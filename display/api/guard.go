package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// caller is who asks: as the books name them, and as the owner of idempotency
// keys.
type caller struct {
	actor     queue.Actor
	principal string
}

// byStaff is the member of staff whom a guard let through.
func byStaff(c *gin.Context) caller {
	actor := queue.ByStaff(display.StaffOf(c))
	return caller{actor, string(actor)}
}

// guesser is a caller as who may send so many wrong codes.
func guesser(c *gin.Context, who caller) string {
	if who.actor == queue.Visitor {
		return display.AddressOf(c)
	}
	return who.principal
}

// ownSite refuses a write that another site's page sent, cookie or not: it
// could log somebody in under another name, or issue in the demo.
func (a *api) ownSite(c *gin.Context) {
	if err := a.Sessions.SameSite(c.Request); err != nil {
		a.fail(c, err)
	}
}
