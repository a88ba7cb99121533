package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// deskHelpLeave takes back that somebody is coming.
func (a *api) deskHelpLeave(c *gin.Context) {
	a.helped(c, byStaff(c), c.Param("help"), queue.LeaveHelp{Help: helpID(c)})
}
