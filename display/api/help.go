package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// helpAnswer is an open help call, null when there is none.
type helpAnswer struct {
	Help *display.HelpView `json:"help"`
}

// helpID gives the help call that an address names; one that can't be gives 0, which is none.
func helpID(c *gin.Context) queue.HelpID {
	n, err := strconv.ParseInt(c.Param("help"), 10, 64)
	if err != nil {
		return 0
	}
	return queue.HelpID(n)
}

// helped asks for a command about a help call and answers with the call as it is then.
func (a *api) helped(c *gin.Context, who caller, where string, what queue.Command) {
	var b none
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	r, err := a.do(c, who, where, raw, what)
	if err != nil {
		a.fail(c, err)
		return
	}
	var v helpAnswer
	if r.Help != nil {
		view := display.NewHelpView(r.Help, a.Kit.Rules(), a.Kit.Lang(c), r.At)
		if _, staff := who.actor.Staff(); !staff {
			view.Staff = ""
		}
		v.Help = &view
	}
	a.answer(c, http.StatusOK, v)
}
