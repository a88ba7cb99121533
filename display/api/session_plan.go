package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

type planSessionBody struct {
	Service queue.ServiceID `json:"service" need:"true"`
	Room    queue.WindowID  `json:"room" need:"true"`
	At      *time.Time      `json:"at" need:"true"`
	Case    string          `json:"case"` // the outside number, for staff
	Parties parties         `json:"parties" need:"true"`
}

// parties are those of a session that is planned by hand.
type parties []queue.PlannedSide

// UnmarshalJSON takes a list of objects.
func (p *parties) UnmarshalJSON(b []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*p = make(parties, 0, len(list))
	for _, raw := range list {
		var one struct {
			Role   queue.SideID `json:"role" need:"true"`
			Remote bool         `json:"remote"`
			Heads  int          `json:"heads"`
			Name   string       `json:"name"`
		}
		if err := decode(raw, &one); err != nil {
			return err
		}
		*p = append(*p, queue.PlannedSide{Role: one.Role, Remote: one.Remote, Heads: one.Heads, Name: &one.Name})
	}
	return nil
}

// planSession plans one session by hand.
func (a *api) planSession(c *gin.Context) {
	var b planSessionBody
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	command := queue.PlanSessions{Sessions: []queue.PlannedSession{{
		At: *b.At, Service: b.Service, Room: b.Room, Case: &b.Case, Sides: b.Parties,
	}}}
	if err := a.seed(command.Seed[:]); err != nil {
		a.fail(c, err)
		return
	}
	r, err := a.do(c, byStaff(c), "", raw, command)
	if err != nil {
		a.fail(c, err)
		return
	}
	a.sessionAnswer(c, http.StatusCreated, &r)
}
