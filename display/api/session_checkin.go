package api

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type checkInBody struct {
	Session *int64        `json:"session"` // its id; for staff
	Code    string        `json:"code"`    // instead: its code; from staff also its key on the list
	Party   *int          `json:"party" need:"true"`
	Heads   *int          `json:"heads"` // who have come
	Lang    string        `json:"lang"`  // of slip and phone page
	Kiosk   queue.KioskID `json:"kiosk"` // printed there
}

// checkIn gives a party of a session its number.
func (a *api) checkIn(c *gin.Context) {
	var b checkInBody
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
	command, err := a.checkInCommand(c, who, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	r, err := a.do(c, who, "", raw, command)
	if err != nil {
		a.fail(c, err)
		return
	}
	c.Header("Location", "/api/v1/tickets/"+r.Ticket.Ref)
	a.answer(c, http.StatusCreated, a.issuedAnswer(&r, a.Kit.Lang(c)))
}

func (a *api) checkInCommand(c *gin.Context, who caller, b *checkInBody) (command queue.CheckIn, err error) {
	command = queue.CheckIn{Side: *b.Party, Kiosk: b.Kiosk}
	if (b.Session == nil) == (b.Code == "") {
		return command, unreadable("just_one", "fields", "session, code")
	}
	if b.Session != nil {
		if display.PersonOf(c) == nil {
			return command, unreadable("missing_field", "field", "code")
		}
		command.Session = queue.SessionID(*b.Session)
	} else if command.Session, err = a.byCode(c, who, strings.TrimSpace(b.Code)); err != nil {
		return command, err
	}
	if command.Party, err = heads("heads", b.Heads); err != nil {
		return command, err
	}
	if command.Lang, err = a.ticketLang(b.Lang); err != nil {
		return command, err
	}
	return command, a.seed(command.Seed[:])
}

// byCode finds a session, 0 when there is none: by its code, for staff by its key on the day's
// list too. A key is easily guessed.
func (a *api) byCode(c *gin.Context, who caller, code string) (id queue.SessionID, err error) {
	if display.PersonOf(c) == nil {
		return a.guesses.FindSession(a.Queue, guesser(c, who), code)
	}
	a.Queue.View(func(l *queue.Lobby) {
		if s := cmp.Or(l.SessionByCode(code), l.SessionByKey(code)); s != nil {
			id = s.ID
		}
	})
	return id, nil
}
