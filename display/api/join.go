package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type joinBody struct {
	Code   string        `json:"code"`   // of the group's paper, as 4827-163
	Number string        `json:"number"` // instead of the code; for staff
	Heads  *int          `json:"heads" need:"true"`
	Kiosk  queue.KioskID `json:"kiosk"` // where they stand
}

// joined is the answer to late-comers: their group's number, and how many it is now.
type joined struct {
	Number          string            `json:"number"`
	State           queue.State       `json:"state"`
	ServiceName     string            `json:"service_name"`
	Party           int               `json:"party"`
	Representatives int               `json:"representatives,omitempty"` // who go to the window at most
	Window          *display.Place    `json:"window"`                    // once it is called
	Wait            *display.WaitView `json:"wait,omitempty"`
}

// join adds late-comers to their group.
func (a *api) join(c *gin.Context) {
	var b joinBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	who, err := a.issuer(c, b.Kiosk)
	if err != nil {
		a.fail(c, err)
		return
	}
	n, err := heads("heads", b.Heads)
	if err != nil {
		a.fail(c, err)
		return
	}
	id, err := a.group(c, who, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	r, err := a.do(c, who, "", raw, queue.Join{Ticket: id, Heads: n})
	if err != nil {
		a.fail(c, err)
		return
	}
	v := display.NewTicketView(r.Ticket, a.Kit.Rules(), r.Ahead, a.Kit.Lang(c))
	a.answer(c, http.StatusOK, joined{
		Number: v.Number, State: v.State, ServiceName: v.ServiceName, Party: v.Party, Representatives: v.Representatives,
		Window: v.Window, Wait: v.Wait,
	})
}

// group finds the ticket that somebody wants to join, 0 when there is none. Only staff may
// name it by its number: a number is on every screen.
func (a *api) group(c *gin.Context, who caller, b *joinBody) (queue.TicketID, error) {
	if display.PersonOf(c) != nil {
		t, err := a.atDesk(b.Number, b.Code, nil)
		if err != nil {
			return 0, err
		}
		return t.ID, nil
	}
	if b.Code == "" || b.Number != "" {
		return 0, unreadable("missing_field", "field", "code")
	}
	return a.guesses.Find(a.Queue, guesser(c, who), b.Code)
}
