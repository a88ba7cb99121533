package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// ifTicket is the header that names the ticket which whoever asks has before their eyes: with another one in
// hand nothing is done.
const ifTicket = "If-Ticket"

// none is the body of an act that needs nothing.
type none struct{}

// acted is the answer to what staff did at a window: the window and its ticket
// afterwards. The ticket is the one in hand, or the one that the act let go.
type acted struct {
	Window display.StaffWindowView  `json:"window"`
	Ticket *display.StaffTicketView `json:"ticket"`
	Reason *string                  `json:"reason"` // why the ticket in hand was called
}

// act makes the handler of an act at a window. Its command is all that differs
// between acts.
func act[B any](a *api, command func(queue.WindowID, *B) (queue.Command, error)) gin.HandlerFunc {
	return actWith(a, func(_ *gin.Context, w queue.WindowID, b *B) (queue.Command, error) { return command(w, b) })
}

// actWith is act for a command that carries what the books say of the past.
func actWith[B any](a *api, command func(*gin.Context, queue.WindowID, *B) (queue.Command, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		var b B
		raw, err := read(c, &b)
		if err != nil {
			a.fail(c, err)
			return
		}
		id := queue.WindowID(c.Param("id"))
		what, err := command(c, id, &b)
		if err != nil {
			a.fail(c, err)
			return
		}
		if number := c.GetHeader(ifTicket); number != "" {
			what = queue.InHand{Window: id, Number: number, Command: what}
		}
		r, err := a.do(c, byStaff(c), string(id), raw, what)
		if err != nil {
			a.fail(c, err)
			return
		}
		if _, calls := what.(queue.Next); calls && r.Ticket == nil {
			c.Header("Cache-Control", "no-store")
			c.Status(http.StatusNoContent) // nobody is waiting
			return
		}
		a.answer(c, http.StatusOK, a.actedAnswer(id, &r, a.Kit.Lang(c)))
	}
}

// actedAnswer renders the answer from a result alone, so that a repeated
// request gets the same. A window that left the rules goes with its last
// ticket; then it is closed.
func (a *api) actedAnswer(id queue.WindowID, r *queue.Result, lang string) acted {
	rules := a.Kit.Rules()
	w := r.Window
	if w == nil {
		w = &queue.Window{ID: id, State: queue.WindowClosed}
	}
	var v acted
	number := ""
	if t := r.Ticket; t != nil {
		view := display.NewStaffTicketView(t, rules, r.Ahead, lang, r.At)
		v.Ticket = &view
		if t.ID == w.Ticket {
			number = t.Number
			v.Reason = a.Kit.ReasonOf(lang, t)
		}
	}
	v.Window = display.NewStaffWindowView(w, rules.Window(id), number, rules, lang)
	return v
}
