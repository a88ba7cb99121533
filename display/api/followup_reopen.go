package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type reopenBody struct {
	Reason  queue.AgainReason `json:"reason" need:"true"`
	Note    string            `json:"note"`
	Contact string            `json:"contact"`
}

// reopenFollowUp takes up again what was closed, as the books have it.
func (a *api) reopenFollowUp(c *gin.Context) {
	var b reopenBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	id, err := strconv.ParseInt(c.Param("visit"), 10, 64)
	if err != nil {
		a.fail(c, display.Refuse(queue.ErrUnknownFollowUp))
		return
	}
	command := queue.ReopenFollowUp{Reason: b.Reason, Note: b.Note, Contact: b.Contact}
	if a.FollowUps != nil {
		// One that isn't closed may be open, again, by this very request: the rules say.
		if command.Was, _, err = a.FollowUps.ClosedFollowUp(c.Request.Context(), queue.TicketID(id)); err != nil {
			a.fail(c, err)
			return
		}
	}
	command.Was.Visit = queue.TicketID(id)
	r, err := a.do(c, byStaff(c), c.Param("visit"), raw, command)
	if err != nil {
		a.fail(c, err)
		return
	}
	a.tellFollowUp(c, r.FollowUp)
}

// tellFollowUp answers with how a follow-up stands now, null when it is closed.
func (a *api) tellFollowUp(c *gin.Context, f *queue.FollowUp) {
	var v struct {
		FollowUp *display.FollowUpView `json:"follow_up"`
	}
	if f != nil {
		view := []display.FollowUpView{display.NewFollowUpView(f, a.Kit.Rules(), a.Kit.Lang(c))}
		if err := display.FollowUpTexts(c.Request.Context(), a.Notes, view); err != nil {
			a.fail(c, err)
			return
		}
		v.FollowUp = &view[0]
	}
	a.answer(c, http.StatusOK, v)
}
