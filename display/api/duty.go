package api

import (
	"net/http"
	"time"

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
func about[B any](a *api, command func(queue.StaffID, *B) queue.Command) gin.HandlerFunc {
	return func(c *gin.Context) {
		var b B
		raw, err := read(c, &b)
		if err != nil {
			a.fail(c, err)
			return
		}
		id := queue.StaffID(c.Param("id"))
		if _, err := a.do(c, byStaff(c), string(id), raw, command(id, &b)); err != nil {
			a.fail(c, err)
			return
		}
		c.Header("Cache-Control", "no-store")
		c.Status(http.StatusNoContent)
	}
}

type awayBody struct {
	For    int    `json:"for_s"`  // seconds; 0: until they are back
	Reason string `json:"reason"` // a code
}

// away says that somebody is away.
func away(id queue.StaffID, b *awayBody) queue.Command {
	return queue.LeaveDuty{Staff: id, For: time.Duration(b.For) * time.Second, Reason: b.Reason}
}

// resume says that somebody is there again.
func resume(id queue.StaffID, _ *none) queue.Command { return queue.ResumeDuty{Staff: id} }

type pageBody struct {
	Service queue.ServiceID `json:"service"` // that they are asked for
	Window  queue.WindowID  `json:"window"`  // that asks
}

// page asks somebody on call to come.
func page(id queue.StaffID, b *pageBody) queue.Command {
	return queue.CallIn{Staff: id, Service: b.Service, Window: b.Window}
}

type answerPageBody struct {
	Minutes int `json:"minutes" need:"true"` // about when they come
}

// answerPage is the word of somebody called in that they come.
func answerPage(id queue.StaffID, b *answerPageBody) queue.Command {
	return queue.AnswerPage{Staff: id, Minutes: b.Minutes}
}
