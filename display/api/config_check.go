package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
)

// checkConfig says what "onedoor check" says of a text.
func (a *api) checkConfig(c *gin.Context) {
	var b struct {
		Text string `json:"text" need:"true"`
	}
	if err := readConfig(c, &b); err != nil {
		a.fail(c, err)
		return
	}
	list, err := a.Configs.CheckConfig(c.Request.Context(), b.Text)
	if err != nil {
		a.fail(c, err)
		return
	}
	a.answer(c, http.StatusOK, struct {
		Problems []display.ConfigProblem `json:"problems"`
	}{list})
}
