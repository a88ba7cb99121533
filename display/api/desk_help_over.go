package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// deskHelpOver closes a help call.
func (a *api) deskHelpOver(c *gin.Context) {
	a.helped(c, byStaff(c), c.Param("help"), queue.EndHelp{Help: helpID(c)})
}
