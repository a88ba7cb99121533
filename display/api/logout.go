package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
)

// logout ends the session of the token or the cookie. Without one there is
// nothing to end, which is what was asked for.
func (a *api) logout(c *gin.Context) {
	if token, _ := display.Token(c); token != "" {
		if err := a.Sessions.Logout(c.Request.Context(), token); err != nil {
			a.fail(c, err)
			return
		}
	}
	display.SetCookie(c, "")
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusNoContent)
}
