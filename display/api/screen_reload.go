package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// reloadScreen has every browser of a screen load its page anew. It hears so at its next word.
func (a *api) reloadScreen(c *gin.Context) {
	var b none
	if _, err := read(c, &b); err != nil {
		a.fail(c, err)
		return
	}
	s := queue.ScreenID(c.Param("id"))
	if a.Kit.Rules().Screen(s) == nil {
		a.fail(c, display.Refuse(display.ErrNotFound))
		return
	}
	if a.Board != nil {
		a.Board.AskScreen(s, a.Kit.Now())
	}
	display.Record(c.Request.Context(), a.Audit, a.Log, display.AuditEntry{Staff: display.StaffOf(c), Act: "screen_reloaded", Subject: string(s)})
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusNoContent)
}
