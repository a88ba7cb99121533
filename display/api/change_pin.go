package api

import (
	"github.com/gin-gonic/gin"

	"onedoor/display"
)

type pinBody struct {
	Present string `json:"present" need:"true"`
	PIN     string `json:"pin" need:"true"`
}

// changePIN replaces the PIN of who asks by one of their own. All of their sessions end; the
// answer is a new one.
func (a *api) changePIN(c *gin.Context) {
	var b pinBody
	if _, err := read(c, &b); err != nil {
		a.fail(c, err)
		return
	}
	staff := display.StaffOf(c)
	token, err := a.Sessions.ChangePIN(c.Request.Context(), staff, b.Present, b.PIN)
	if err != nil {
		a.fail(c, err)
		return
	}
	a.opened(c, staff, token)
}
