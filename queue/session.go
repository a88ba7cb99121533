package queue

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A session brings two sides together in one room: a hearing of the day's list, or a
// mediation that staff make on the spot out of numbers that are there. Each side checks in
// under its own number and waits for the session, outside the order: held, reason session.
// One call fetches all who are there.
//
// A window has one ticket in hand. Of a session that is called it is the lead's, the first
// side that is there. The tickets of the others follow it: they stay held, With names the
// lead and As says how it stands, and every event of the lead is told of them too, with the
// same time, by the same decision (together). So they are called as one, nobody can call
// them elsewhere, and none is left behind. Rejected: several tickets in hand at a window.
// Each rule and each face that asks who is at a window would have to know of sessions.
//
// What counts is said once: only the lead's end has the outcome.
//
// A session stays until its day is closed. Names and case numbers are personal rows; a
// session has their ids.

// HeldSession is the reason of a ticket that waits for its session or follows its lead.
const HeldSession = "session"

// SessionID is a session's number in the books: from 1, never reused.
type SessionID int64

// SideID names a kind of side of a service's sessions: applicant, respondent.
type SideID string

// SideRule is a side that sessions of a service may have.
type SideRule struct {
	ID   SideID `json:"id"`
	Name Text   `json:"name"`
	Wait Text   `json:"wait,omitempty"` // where this side waits; empty: where the service's visitors do
}

// Side gives one of the sides of a service's sessions, or nil.
func (s *Service) Side(id SideID) *SideRule {
	for i := range s.Sides {
		if s.Sides[i].ID == id {
			return &s.Sides[i]
		}
	}
	return nil
}

// SessionMargin is how far from a session's time its sides may check in: two hours early
// and half an hour late where the rules say nothing.
func (p *Policy) SessionMargin() Margin {
	if p.Sessions != nil {
		return *p.Sessions
	}
	return Margin{EarlyS: 2 * 60 * 60, LateS: 30 * 60}
}

// SessionState is where a session stands.
type SessionState string

// The states of a session.
const (
	SessionPlanned SessionState = "planned"
	SessionCalled  SessionState = "called" // the sides are in the room, or on their way
	SessionOver    SessionState = "over"
)

// SideState is where a side of a session stands.
type SideState string

// The states of a side.
const (
	SideExpected  SideState = "expected"
	SideHere      SideState = "here"      // checked in
	SideConnected SideState = "connected" // takes part from elsewhere
	SideAbsent    SideState = "absent"    // isn't coming, or missed the call
)

// Side is one side of a session.
type Side struct {
	Role   SideID    `json:"role"`
	State  SideState `json:"state"`
	At     time.Time `json:"at,omitzero"`      // since when
	Remote bool      `json:"remote,omitempty"` // expected from elsewhere; needs no ticket
	Heads  int       `json:"heads,omitempty"`  // how many are expected; 0: nobody said
	Ticket TicketID  `json:"ticket,omitempty"` // the last one under which it checked in
	Name   int64     `json:"name,omitempty"`   // id of a personal row
}

// Session is a meeting of sides in a room.
type Session struct {
	ID      SessionID    `json:"id"`
	Key     string       `json:"key,omitempty"` // the list's own; empty: planned by hand or on the spot
	Code    string       `json:"code"`          // six digits, for checking in
	Day     Day          `json:"day"`
	At      time.Time    `json:"at"` // when it begins
	Service ServiceID    `json:"service"`
	Room    WindowID     `json:"room"`
	Sides   []Side       `json:"sides"`
	Spot    bool         `json:"spot,omitempty"` // arose on the spot
	Case    int64        `json:"case,omitempty"` // id of a personal row
	State   SessionState `json:"state"`
	Ready   time.Time    `json:"ready,omitzero"`  // since when all sides are there; zero: they aren't
	Lead    TicketID     `json:"lead,omitempty"`  // of a called session: in hand in the room
	Called  time.Time    `json:"called,omitzero"` // last
	Ended   time.Time    `json:"ended,omitzero"`
	Why     string       `json:"why,omitempty"` // it ended: finished, transferred, cancelled

	Prior *sessionPrior `json:"prior,omitempty"` // what undoing its last act restores
}

// sessionPrior is a session before an act that can be undone.
type sessionPrior struct {
	Act int64    `json:"act"` // seq of the lead's event
	End int64    `json:"end"` // seq of the decision's last event about the session
	Was *Session `json:"was"`
}

// Clone gives a copy that shares nothing with the Lobby.
func (s *Session) Clone() *Session {
	c := *s
	c.Sides = slices.Clone(s.Sides)
	if s.Prior != nil {
		p := *s.Prior // what it was is never changed
		c.Prior = &p
	}
	return &c
}

// Count is how many sides stand in a state.
func (s *Session) Count(state SideState) int {
	n := 0
	for i := range s.Sides {
		if s.Sides[i].State == state {
			n++
		}
	}
	return n
}

// sideOf gives the side that checked in under a ticket, and its place from 1; nil when none did.
func (s *Session) sideOf(id TicketID) (*Side, int) {
	for i := range s.Sides {
		if s.Sides[i].Ticket == id {
			return &s.Sides[i], i + 1
		}
	}
	return nil, 0
}

// Session gives a session, or nil.
func (l *Lobby) Session(id SessionID) *Session { return l.sessions[id] }

// SessionByCode gives the session that isn't over with a code; nil when there is none.
func (l *Lobby) SessionByCode(code string) *Session {
	for _, s := range l.Sessions() {
		if s.State != SessionOver && s.Code == code {
			return s
		}
	}
	return nil
}

// SessionByKey gives the session that isn't over with a key on the lobby's day; nil when
// there is none.
func (l *Lobby) SessionByKey(key string) *Session {
	for _, s := range l.Sessions() {
		if s.State != SessionOver && key != "" && s.Key == key && s.Day == l.day {
			return s
		}
	}
	return nil
}

// Sessions gives all sessions in the order of their time.
func (l *Lobby) Sessions() []*Session {
	return slices.SortedFunc(maps.Values(l.sessions), func(a, b *Session) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
}

// SessionsFor gives the sessions that a window may call now, in the order of their time: its
// room's, and others of its services, with somebody there.
func (l *Lobby) SessionsFor(id WindowID) []*Session {
	rule := l.WindowRule(id)
	if rule == nil {
		return nil
	}
	return slices.DeleteFunc(l.Sessions(), func(s *Session) bool {
		return s.State != SessionPlanned || !s.fits(rule) || len(l.thereFor(s)) == 0
	})
}

// fits says whether a session can be called to a window.
func (s *Session) fits(w *WindowRule) bool { return s.Room == w.ID || w.Serves(s.Service) }

// thereFor gives the tickets that a call of a session fetches, in the order of its sides.
func (l *Lobby) thereFor(s *Session) []*Ticket {
	var list []*Ticket
	for i := range s.Sides {
		if t := l.tickets[s.Sides[i].Ticket]; t != nil && t.Session == s.ID && t.State == Held {
			list = append(list, t)
		}
	}
	return list
}

// followers gives the tickets that follow a lead, in the order of the session's sides.
func (l *Lobby) followers(s *Session) []*Ticket {
	return slices.DeleteFunc(l.thereFor(s), func(t *Ticket) bool { return t.With == 0 || t.With != s.Lead })
}

// awaited gives the session that a ticket waits for or takes part in; nil when there is none.
func (l *Lobby) awaited(t *Ticket) *Session {
	s := l.sessions[t.Session]
	if s == nil || s.State == SessionOver {
		return nil
	}
	if side, _ := s.sideOf(t.ID); side == nil { // its side has another number by now
		return nil
	}
	return s
}

// attend tells a session how the ticket of one of its sides stands.
func (l *Lobby) attend(t *Ticket, at time.Time) {
	s := l.awaited(t)
	if s == nil {
		return
	}
	side, _ := s.sideOf(t.ID)
	state := side.State
	switch t.State {
	case Waiting, Held, Called, Serving:
		state = SideHere
	case NoShow:
		state = SideAbsent
	case Cancelled, Lapsed:
		if state == SideHere {
			state = SideExpected
		}
	case Done:
	}
	s.put(side, state, at)
}

// put moves a side to a state and notes since when all are there.
func (s *Session) put(side *Side, state SideState, at time.Time) {
	if side.State != state {
		side.State, side.At = state, at
	}
	switch all := s.Count(SideHere)+s.Count(SideConnected) == len(s.Sides); {
	case !all:
		s.Ready = time.Time{}
	case s.Ready.IsZero():
		s.Ready = at
	}
}

// keep remembers a session before an act of its lead that can be undone.
func (s *Session) keep(act int64) {
	was := s.Clone()
	was.Prior = nil
	s.Prior = &sessionPrior{Act: act, End: act, Was: was}
}

// HoldsSessions says whether some service has sessions at all.
func (r *Rules) HoldsSessions() bool {
	return slices.ContainsFunc(r.Services, func(s Service) bool { return len(s.Sides) > 0 })
}
