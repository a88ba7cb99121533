package display

import (
	"context"
	"fmt"
	"strings"
	"time"

	"onedoor/queue"
)

// SessionView is a session with its parties as staff see it. Names and the case number are
// filled in by SessionTexts.
type SessionView struct {
	ID          queue.SessionID    `json:"id"`
	Key         string             `json:"key,omitempty"` // the list's own
	Code        string             `json:"code"`          // for checking in
	At          time.Time          `json:"at"`
	Service     queue.ServiceID    `json:"service"`
	ServiceName string             `json:"service_name"`
	Room        *Place             `json:"room"`
	State       queue.SessionState `json:"state"`
	Spot        bool               `json:"spot"` // arose on the spot
	Case        string             `json:"case,omitempty"`
	Parties     []PartyView        `json:"parties"`
	ReadyAt     *time.Time         `json:"ready_at,omitempty"` // since when all are there
	CalledAt    *time.Time         `json:"called_at,omitempty"`
	EndedAt     *time.Time         `json:"ended_at,omitempty"`
	Why         string             `json:"why,omitempty"` // it ended: finished, transferred, cancelled

	caseID int64
}

// PartyView is a party of a session.
type PartyView struct {
	Party    int             `json:"party"` // its place, from 1
	Role     queue.SideID    `json:"role"`
	RoleName string          `json:"role_name"`
	State    queue.SideState `json:"state"`
	Since    *time.Time      `json:"since,omitempty"`
	Remote   bool            `json:"remote"`
	Heads    int             `json:"heads,omitempty"`  // expected
	Number   string          `json:"number,omitempty"` // under which it checked in
	Missed   bool            `json:"missed,omitempty"` // a call; it can come back at the desk
	Wait     string          `json:"wait,omitempty"`   // where it waits
	Name     string          `json:"name,omitempty"`

	nameID int64
}

// NewSessionView makes the view of a session. It copies what it needs, so it may run inside
// a view.
func NewSessionView(s *queue.Session, l *queue.Lobby, lang string) SessionView {
	r := l.Rules()
	loc := r.Location()
	v := SessionView{
		ID: s.ID, Key: s.Key, Code: s.Code, At: s.At.In(loc), Service: s.Service, ServiceName: string(s.Service),
		Room: NewPlace(r.Window(s.Room), s.Room, r, lang), State: s.State, Spot: s.Spot, Parties: make([]PartyView, len(s.Sides)),
		CalledAt: instant(s.Called, loc), EndedAt: instant(s.Ended, loc), Why: s.Why, caseID: s.Case,
	}
	if s.State == queue.SessionPlanned {
		v.ReadyAt = instant(s.Ready, loc)
	}
	service := l.Service(s.Service)
	if service != nil {
		v.ServiceName = service.Name.In(lang)
	}
	for i := range s.Sides {
		side := &s.Sides[i]
		p := PartyView{
			Party: i + 1, Role: side.Role, RoleName: string(side.Role), State: side.State, Since: instant(side.At, loc),
			Remote: side.Remote, Heads: side.Heads, nameID: side.Name,
		}
		if service != nil {
			if rule := service.Side(side.Role); rule != nil {
				p.RoleName, p.Wait = rule.Name.In(lang), rule.Wait.In(lang)
			}
		}
		if t := l.Ticket(side.Ticket); t != nil && t.State != queue.Cancelled {
			p.Number, p.Missed = t.Number, t.State == queue.NoShow && s.State != queue.SessionOver
		}
		v.Parties[i] = p
	}
	return v
}

// Missing is how many parties are neither here nor connected.
func (v *SessionView) Missing() int {
	n := 0
	for i := range v.Parties {
		if s := v.Parties[i].State; s != queue.SideHere && s != queue.SideConnected {
			n++
		}
	}
	return n
}

// Here is how many parties have checked in.
func (v *SessionView) Here() int {
	n := 0
	for i := range v.Parties {
		if v.Parties[i].State == queue.SideHere {
			n++
		}
	}
	return n
}

// SessionTexts fills in names and case numbers, as far as they are still kept. They are for
// staff alone.
func SessionTexts(ctx context.Context, rows Rows, list []SessionView) error {
	var ids []int64
	for i := range list {
		ids = append(ids, list[i].caseID)
		for k := range list[i].Parties {
			ids = append(ids, list[i].Parties[k].nameID)
		}
	}
	if rows == nil || len(ids) == 0 {
		return nil
	}
	texts, err := rows.Notes(ctx, ids)
	if err != nil {
		return fmt.Errorf("read names of sessions: %w", err)
	}
	known := map[int64]string{}
	for _, r := range texts {
		known[r.ID] = r.Value
	}
	for i := range list {
		list[i].Case = known[list[i].caseID]
		for k := range list[i].Parties {
			list[i].Parties[k].Name = known[list[i].Parties[k].nameID]
		}
	}
	return nil
}

// ListProblem says a mistake of a list of sessions: where, and what.
func (k *Kit) ListProblem(lang, code string, line, column int, args map[string]string) string {
	pairs := make([]any, 0, 2*len(args))
	for name, v := range args {
		if name == "known" {
			v = k.sides(lang, queue.ServiceID(args["service"]), v)
		}
		pairs = append(pairs, name, v)
	}
	where := "docket.at"
	if column == 0 {
		where = "docket.at_line"
	}
	return k.T(lang, where, "line", line, "column", column, "what", k.T(lang, "docket."+code, pairs...))
}

// sides names the parties of a service in a language; otherwise when it has left the rules.
func (k *Kit) sides(lang string, id queue.ServiceID, otherwise string) string {
	s := k.rules().Service(id)
	if s == nil {
		return otherwise
	}
	names := make([]string, len(s.Sides))
	for i := range s.Sides {
		names[i] = s.Sides[i].Name.In(lang)
	}
	return strings.Join(names, k.T(lang, "common.and"))
}
