package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// duty lists who is on duty, away and called in.
func (a *api) duty(c *gin.Context) {
	var list []display.DutyView
	a.Queue.View(func(l *queue.Lobby) { list = display.DutyViews(l) })
	a.answer(c, http.StatusOK, gin.H{"staff": list})
}

// about makes the handler of an act about a member of staff. Its command is all that differs between
// acts; who may do it, the rules say.
func about[B any](a *api, command func(queue.StaffID, *B) (queue.Command, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		var b B
		raw, err := read(c, &b)
		if err != nil {
			a.fail(c, err)
			return
		}
		id := queue.StaffID(c.Param("id"))
		what, err := command(id, &b)
		if err != nil {
			a.fail(c, err)
			return
		}
		if _, err := a.do(c, byStaff(c), string(id), raw, what); err != nil {
			a.fail(c, err)
			return
		}
		c.Header("Cache-Control", "no-store")
		c.Status(http.StatusNoContent)
	}
}
