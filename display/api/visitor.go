package api

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// ofVisitor makes the handler of what a visitor does with the own ticket. The ref is the
// only thing asked for.
func ofVisitor[B any](a *api, command func(*queue.Ticket, *B) (queue.Command, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		var b B
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
		what, err := command(t, &b)
		if err != nil {
			a.fail(c, err)
			return
		}
		where := fmt.Sprint(t.ID) // not the ref: keys are kept for a day
		r, err := a.do(c, caller{queue.Visitor, "ticket:" + where}, where, raw, what)
		if err != nil {
			a.fail(c, past(t, err))
			return
		}
		a.answer(c, http.StatusOK, display.NewTicketView(r.Ticket, a.Kit.Rules(), r.Ahead, a.Kit.Lang(c)))
	}
}

// past turns the Lobby's "no such ticket" into what it is for somebody who
// holds a ticket of the past: it is over.
func past(t *queue.Ticket, err error) error {
	if errors.Is(err, &queue.Error{Code: queue.ErrUnknownTicket}) {
		return display.Refuse(queue.ErrBadState, "number", t.Number, "state", string(t.State))
	}
	return err
}
