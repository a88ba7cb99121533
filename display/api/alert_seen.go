package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// seeAlert acknowledges an alert.
func (a *api) seeAlert(c *gin.Context) {
	var b none
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	id, err := strconv.ParseInt(c.Param("alert"), 10, 64)
	if err != nil {
		a.fail(c, display.Refuse(queue.ErrUnknownAlert))
		return
	}
	if _, err := a.do(c, byStaff(c), c.Param("alert"), raw, queue.SeeAlert{Alert: queue.AlertID(id)}); err != nil {
		a.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusNoContent)
}
