package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// windowHelp asks for a person at a window, without a sound.
func (a *api) windowHelp(c *gin.Context) {
	w := queue.WindowID(c.Param("id"))
	a.helped(c, byStaff(c), string(w), queue.AskHelp{Window: w})
}

// windowHelpBack takes that back.
func (a *api) windowHelpBack(c *gin.Context) {
	w := queue.WindowID(c.Param("id"))
	a.helped(c, byStaff(c), string(w), queue.WithdrawHelp{Window: w})
}
