package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// changed is how many tickets an act of the supervisor changed.
type changed struct {
	Tickets int `json:"tickets"`
}

// shutService closes a service for the rest of the day.
func (a *api) shutService(c *gin.Context) {
	var b struct {
		Then   queue.ShutRule  `json:"then"` // what becomes of those who wait
		To     queue.ServiceID `json:"to"`
		Reason string          `json:"reason"`
		Sure   bool            `json:"sure"`
	}
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	id := queue.ServiceID(c.Param("id"))
	a.onMany(c, string(id), raw, queue.ShutService{Service: id, Then: b.Then, To: b.To, Reason: b.Reason, Sure: b.Sure})
}

// onMany asks for a command about many tickets and answers how many it changed.
func (a *api) onMany(c *gin.Context, where string, raw []byte, what queue.Command) {
	r, err := a.do(c, byStaff(c), where, raw, what)
	if err != nil {
		a.fail(c, err)
		return
	}
	a.answer(c, http.StatusOK, changed{r.Count})
}
