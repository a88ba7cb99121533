package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// seeSurge acknowledges a surge.
func (a *api) seeSurge(c *gin.Context) {
	var b none
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	seq, err := strconv.ParseInt(c.Param("surge"), 10, 64)
	if err != nil {
		a.fail(c, display.Refuse(queue.ErrUnknownSurge))
		return
	}
	if _, err := a.do(c, byStaff(c), c.Param("surge"), raw, queue.SeeSurge{Seq: seq}); err != nil {
		a.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusNoContent)
}
