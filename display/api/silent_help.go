package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// silentHelp asks for a person at a window when nothing there may show it.
func (a *api) silentHelp(c *gin.Context) {
	w := queue.WindowID(c.Param("id"))
	a.helped(c, byStaff(c), string(w), queue.SilentHelp{Window: w})
}
