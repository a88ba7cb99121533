package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type loginBody struct {
	Staff queue.StaffID `json:"staff" need:"true"`
	PIN   string        `json:"pin" need:"true"`
}

// session is who logged in.
type session struct {
	Token   string           `json:"token"`
	Staff   queue.StaffID    `json:"staff"`
	Roles   []queue.Role     `json:"roles"`
	Windows []queue.WindowID `json:"windows"` // where they serve; empty: everywhere
	Change  bool             `json:"pin_change_needed"`
}

// login opens a session: a token for programs, and the same one as a cookie.
func (a *api) login(c *gin.Context) {
	var b loginBody
	if _, err := read(c, &b); err != nil {
		a.fail(c, err)
		return
	}
	token, err := a.Sessions.LoginFrom(c, b.Staff, b.PIN)
	if err != nil {
		a.fail(c, err)
		return
	}
	a.opened(c, b.Staff, token)
}

// opened tells of a session that has just begun.
func (a *api) opened(c *gin.Context, staff queue.StaffID, token string) {
	change, err := a.Sessions.MustChange(c.Request.Context(), staff)
	if err != nil {
		a.fail(c, err)
		return
	}
	answer := session{Token: token, Staff: staff, Roles: []queue.Role{}, Windows: []queue.WindowID{}, Change: change}
	if p := a.Kit.Rules().Person(staff); p != nil {
		answer.Roles = append(answer.Roles, p.Roles...)
		answer.Windows = append(answer.Windows, p.Windows...)
	}
	display.SetCookie(c, token)
	a.answer(c, http.StatusOK, answer)
}
