package api

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type evaluateBody struct {
	Level   queue.LevelID    `json:"level" need:"true"`
	Reasons []queue.ReasonID `json:"reasons"` // of those of the level
	Words   string           `json:"words"`
	Contact string           `json:"contact"` // how the visitor can be reached, where somebody calls back
	Via     queue.Via        `json:"via"`     // taken and not believed: the caller's token says it
}

// evaluate takes what a visitor thinks of a visit, living or past. What the books know goes with it: a
// refusal by the books themselves would hold others up.
func (a *api) evaluate(c *gin.Context) {
	var b evaluateBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	t, err := a.find(c, nil)
	if err != nil {
		a.fail(c, err)
		return
	}
	where := fmt.Sprint(t.ID) // not the ref: keys are kept for a day
	state, err := display.EvaluationOf(c.Request.Context(), a.Evaluations, t, a.Kit.Rules(), a.Queue.Now())
	if err != nil {
		a.fail(c, err)
		return
	}
	visit := queue.VisitedOf(t)
	visit.Evaluated = state == queue.EvaluationDone
	what := queue.Evaluate{Visit: visit, Level: b.Level, Reasons: b.Reasons, Words: b.Words, Contact: b.Contact, Via: a.Devices.Via(c, visit.Window)}
	if _, err := a.do(c, caller{queue.Visitor, "ticket:" + where}, where, raw, what); err != nil {
		a.fail(c, err)
		return
	}
	v := display.NewTicketView(t, a.Kit.Rules(), 0, a.Kit.Lang(c))
	v.Evaluation = queue.EvaluationDone
	a.answer(c, http.StatusOK, v)
}
