package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

func (a *api) ticket(c *gin.Context) {
	lang, now := a.Kit.Lang(c), a.Queue.Now()
	var v display.TicketView
	t, err := a.find(c, func(l *queue.Lobby, t *queue.Ticket) {
		v = display.NewTicketView(t, l.Rules(), l.Ahead(t, now), lang)
		v.Print.Doubt, v.Estimate = display.DoubtOf(l, t) != nil, display.TicketRange(a.Estimates, t)
	})
	if err != nil {
		a.fail(c, err)
		return
	}
	if v.Number == "" { // of the past
		v = display.NewTicketView(t, a.Kit.Rules(), 0, lang)
		if v.Evaluation, err = display.EvaluationOf(c.Request.Context(), a.Evaluations, t, a.Kit.Rules(), now); err != nil {
			a.fail(c, err)
			return
		}
	}
	b, err := json.Marshal(v)
	if err != nil {
		a.fail(c, err)
		return
	}
	if _, unchanged := display.Unchanged(c, b); !unchanged { // who has no socket asks again and again
		c.Data(http.StatusOK, "application/json", b)
	}
}

// find gives the ticket that a request's ref belongs to, from the Lobby or from
// the past; a copy. Living runs on a ticket of the Lobby, inside the view.
func (a *api) find(c *gin.Context, living func(*queue.Lobby, *queue.Ticket)) (*queue.Ticket, error) {
	ref := display.PlainRef(c.Param("ref"))
	var found *queue.Ticket
	a.Queue.View(func(l *queue.Lobby) {
		if t := l.ByRef(ref); t != nil {
			found = t.Clone()
			if living != nil {
				living(l, t)
			}
		}
	})
	if found != nil {
		return found, nil
	}
	if err := a.Strangers.Allow(c, time.Now()); err != nil {
		return nil, err
	}
	t, ok, err := a.Past.Ticket(c.Request.Context(), ref)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		a.Strangers.Wrong(c, time.Now())
		return nil, display.Refuse(queue.ErrUnknownTicket)
	}
	return t, nil
}
