package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// cancelSession takes a session off the list.
func (a *api) cancelSession(c *gin.Context) {
	var b none
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
	r, err := a.do(c, byStaff(c), c.Param("session"), raw, queue.CancelSession{Session: id})
	if err != nil {
		a.fail(c, err)
		return
	}
	a.sessionAnswer(c, http.StatusOK, &r)
}
