package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// deskTicket finds an unfinished ticket by the code on its paper or its number.
func (a *api) deskTicket(c *gin.Context) {
	lang, now := a.Kit.Lang(c), a.Queue.Now()
	var v display.StaffTicketView
	t, err := a.atDesk(c.Query("number"), c.Query("code"), func(l *queue.Lobby, t *queue.Ticket) {
		v = display.NewStaffTicketView(t, l.Rules(), l.Ahead(t, now), lang, now)
		v.Print.Doubt = display.DoubtOf(l, t) != nil
	})
	if err == nil && t.ID == 0 {
		err = display.Refuse(queue.ErrUnknownTicket)
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	needs, err := display.ReadNeeds(c.Request.Context(), a.Notes, []int64{v.NeedsID})
	if err != nil {
		a.fail(c, err)
		return
	}
	v.Needs = needs[v.NeedsID]
	a.answer(c, http.StatusOK, gin.H{"ticket": v})
}

// atDesk finds a living ticket by number or code; a copy. When there is none
// its ID is 0, which the queue refuses unless it has kept the answer under the
// request's key. Living runs on the ticket inside the view.
func (a *api) atDesk(number, code string, living func(*queue.Lobby, *queue.Ticket)) (*queue.Ticket, error) {
	if (number == "") == (code == "") {
		return nil, unreadable("just_one", "fields", "number, code")
	}
	found := &queue.Ticket{Number: number}
	a.Queue.View(func(l *queue.Lobby) {
		t := l.ByNumber(number)
		if code != "" {
			t = l.ByCode(code)
		}
		if t == nil {
			return
		}
		found = t.Clone()
		if living != nil {
			living(l, t)
		}
	})
	return found, nil
}
