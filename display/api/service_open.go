package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// reopenService takes the close of a service back.
func (a *api) reopenService(c *gin.Context) {
	var b none
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	id := queue.ServiceID(c.Param("id"))
	a.onMany(c, string(id), raw, queue.ReopenService{Service: id})
}
