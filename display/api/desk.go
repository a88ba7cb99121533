package api

import (
	"errors"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// ticketBody names a ticket by its number or by the code on its paper. The bodies of what the
// desk does with a ticket embed it.
type ticketBody struct {
	Number string `json:"number"`
	Code   string `json:"code"`
}

func (b *ticketBody) named() (number, code string) { return b.Number, b.Code }

// atTheDesk makes the handler of what the desk does with a ticket, which its body names.
func atTheDesk[B any, P interface {
	*B
	named() (number, code string)
}](a *api, command func(*queue.Ticket, *B) (queue.Command, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		var b B
		raw, err := read(c, &b)
		if err != nil {
			a.fail(c, err)
			return
		}
		number, code := P(&b).named()
		t, err := a.atDesk(number, code, nil)
		if err != nil {
			a.fail(c, err)
			return
		}
		what, err := command(t, &b)
		if err != nil {
			a.fail(c, err)
			return
		}
		a.onTicket(c, "", raw, t, what)
	}
}

// onTicket asks for a command about a ticket and answers with the ticket as it is then.
func (a *api) onTicket(c *gin.Context, where string, raw []byte, t *queue.Ticket, what queue.Command) {
	r, err := a.do(c, byStaff(c), where, raw, what)
	if err != nil {
		a.fail(c, a.voided(t, err))
		return
	}
	if r.Ticket == nil { // nothing changed
		r.Ticket, r.At = t, a.Queue.Now()
	}
	a.ticketAnswer(c, &r)
}

// voided says of a number under which nobody lives that it was ended a moment ago, as long as that can be taken back.
func (a *api) voided(t *queue.Ticket, err error) error {
	if t.ID != 0 || !errors.Is(err, &queue.Error{Code: queue.ErrUnknownTicket}) {
		return err
	}
	a.Queue.View(func(l *queue.Lobby) {
		if l.JustLeft(t.Number, a.Queue.Now()) != nil {
			err = display.Refuse(queue.ErrUnknownTicket, "what", "voided", "number", t.Number)
		}
	})
	return err
}
