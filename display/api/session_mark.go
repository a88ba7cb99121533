package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type markPartyBody struct {
	State queue.SideState `json:"state" need:"true"` // absent, connected or expected
}

// markParty notes of a party what only people know.
func (a *api) markParty(c *gin.Context) {
	var b markPartyBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	id, err := sessionParam(c)
	if err != nil {
		a.fail(c, err)
		return
	}
	n, err := strconv.Atoi(c.Param("party"))
	if err != nil {
		a.fail(c, display.Refuse(display.ErrNotFound))
		return
	}
	where := c.Param("session") + "/" + c.Param("party")
	r, err := a.do(c, byStaff(c), where, raw, queue.MarkSide{Session: id, Side: n, State: b.State})
	if err != nil {
		a.fail(c, err)
		return
	}
	a.sessionAnswer(c, http.StatusOK, &r)
}

// sessionParam gives the session of a route.
func sessionParam(c *gin.Context) (queue.SessionID, error) {
	n, err := strconv.ParseInt(c.Param("session"), 10, 64)
	if err != nil {
		return 0, display.Refuse(queue.ErrUnknownSession)
	}
	return queue.SessionID(n), nil
}
