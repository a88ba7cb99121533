package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/display"
)

// putConfig puts another text of the config in force. It needs no Idempotency-Key: the same again is made from
// another text than the file's, and refused.
func (a *api) putConfig(c *gin.Context) {
	var b struct {
		Base string `json:"base" need:"true"`
		Text string `json:"text" need:"true"`
	}
	if err := readConfig(c, &b); err != nil {
		a.fail(c, err)
		return
	}
	if err := a.Configs.PutConfig(c.Request.Context(), display.StaffOf(c), b.Base, b.Text); err != nil {
		a.fail(c, err)
		return
	}
	a.config(c)
}
