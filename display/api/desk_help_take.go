package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// deskHelpTake says that somebody is coming.
func (a *api) deskHelpTake(c *gin.Context) {
	a.helped(c, byStaff(c), c.Param("help"), queue.TakeHelp{Help: helpID(c)})
}
