package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// takeNotice takes a notice back.
func (a *api) takeNotice(c *gin.Context) {
	var b none
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	id, err := strconv.ParseInt(c.Param("notice"), 10, 64)
	if err != nil {
		a.fail(c, display.Refuse(queue.ErrUnknownNotice))
		return
	}
	if _, err := a.do(c, byStaff(c), c.Param("notice"), raw, queue.TakeNotice{Notice: queue.NoticeID(id)}); err != nil {
		a.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusNoContent)
}
