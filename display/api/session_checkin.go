package api

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

type checkInBody struct {
	Session *int64        `json:"session"` // its id; for staff
	Code    string        `json:"code"`    // instead: its code, or its key on the list
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

func (a *api) checkInCommand(c *gin.Context, who caller, b *checkInBody) (queue.CheckIn, error) {
	command := queue.CheckIn{Side: *b.Party, Kiosk: b.Kiosk}
	if (b.Session == nil) == (b.Code == "") {
		return command, unreadable("just_one", "fields", "session, code")
	}
	if b.Session != nil {
		if display.PersonOf(c) == nil {
			return command, unreadable("missing_field", "field", "code")
		}
		command.Session = queue.SessionID(*b.Session)
	} else if err := a.sessionCode(c, who, b.Code, &command); err != nil {
		return command, err
	}
	var err error
	if b.Heads != nil {
		if command.Party, err = heads("heads", b.Heads); err != nil {
			return command, err
		}
	}
	if command.Lang, err = a.ticketLang(b.Lang); err != nil {
		return command, err
	}
	if _, err := io.ReadFull(a.Random, command.Seed[:]); err != nil {
		return command, fmt.Errorf("read randomness: %w", err)
	}
	return command, nil
}

// sessionCode finds a session by its code. Who has sent too many wrong ones lately is refused.
func (a *api) sessionCode(c *gin.Context, who caller, code string, command *queue.CheckIn) error {
	name := who.principal
	if who.actor == queue.Visitor {
		name = c.ClientIP()
	}
	now := a.Queue.Now()
	if display.PersonOf(c) == nil {
		if err := a.guesses.Allow(name, now); err != nil {
			return err
		}
	}
	a.Queue.View(func(l *queue.Lobby) {
		if s := l.SessionBy(strings.TrimSpace(code)); s != nil {
			command.Session = s.ID
		}
	})
	if command.Session == 0 && display.PersonOf(c) == nil {
		a.guesses.Wrong(name, now)
	}
	return nil
}
