package api

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// someFollowUps is how many of those that are closed are listed.
const someFollowUps = 200

// followUps lists the visitors to be called back: a supervisor's answer has all, another's their own.
func (a *api) followUps(c *gin.Context) {
	state := c.DefaultQuery("state", display.FollowUpOpen)
	if !slices.Contains([]string{display.FollowUpOpen, display.FollowUpOverdue, display.FollowUpClosed}, state) {
		a.fail(c, display.Refuse(queue.ErrBadValue, "field", "state"))
		return
	}
	list, err := display.FollowUpViews(c.Request.Context(), a.Queue, a.FollowUps, a.Notes, display.PersonOf(c), state, a.Kit.Lang(c), someFollowUps)
	if err != nil {
		a.fail(c, err)
		return
	}
	a.answer(c, http.StatusOK, gin.H{"follow_ups": list})
}

// onFollowUp makes the handler of an act on a follow-up. It answers with how that stands then, null when it is closed.
func onFollowUp[B any](a *api, command func(queue.TicketID, *B) queue.Command) gin.HandlerFunc {
	return func(c *gin.Context) {
		var b B
		raw, err := read(c, &b)
		if err != nil {
			a.fail(c, err)
			return
		}
		id, err := strconv.ParseInt(c.Param("visit"), 10, 64)
		if err != nil {
			a.fail(c, display.Refuse(queue.ErrUnknownFollowUp))
			return
		}
		r, err := a.do(c, byStaff(c), c.Param("visit"), raw, command(queue.TicketID(id), &b))
		if err != nil {
			a.fail(c, err)
			return
		}
		a.tellFollowUp(c, r.FollowUp)
	}
}
