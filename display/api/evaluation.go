package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
)

// evaluation tells what may be said of a visit.
func (a *api) evaluation(c *gin.Context) {
	r := a.Kit.Rules()
	a.answer(c, http.StatusOK, struct {
		Levels []display.LevelView `json:"levels"`
		Days   int                 `json:"days"` // after a visit
	}{display.NewLevelViews(r, a.Kit.Lang(c)), r.Policy.EvaluationDays()})
}
