package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// trustClock takes the wall clock as right from now on.
func (a *api) trustClock(c *gin.Context) {
	var b none
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	if _, err := a.do(c, byStaff(c), "", raw, queue.TrustClock{Wall: a.Wall().UTC()}); err != nil {
		a.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusNoContent)
}
