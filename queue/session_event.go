package queue

import (
	"fmt"
	"slices"
	"time"
)

// The types of events that tell of sessions.
const (
	SessionSet    Type = "session_planned"
	SessionJoined Type = "session_joined"
	SideSet       Type = "session_side"
	SessionCall   Type = "session_called"
	SessionParted Type = "session_parted"
	SessionEnd    Type = "session_ended"
	SessionUndone Type = "session_undone"
)

// The data of the events that tell of sessions.
type (
	// SessionSetData is a session as it is planned now, new or changed. It holds all of its
	// sides as they stand.
	SessionSetData struct {
		Session SessionID `json:"session"`
		Key     string    `json:"key,omitempty"`
		Code    string    `json:"code"`
		Day     Day       `json:"day"`
		At      time.Time `json:"at"`
		Service ServiceID `json:"service"`
		Room    WindowID  `json:"room"`
		Sides   []Side    `json:"sides"`
		Spot    bool      `json:"spot,omitempty"`
		Case    int64     `json:"case,omitempty"`
	}
	// SessionJoinedData is a ticket that waits for its session from now on.
	SessionJoinedData struct {
		OnTicket
		Session  SessionID `json:"session"`
		Side     int       `json:"side"` // its place, from 1
		Role     SideID    `json:"role"`
		How      string    `json:"how"`               // checked_in, gathered, or back after something else
		OffS     int64     `json:"off_s,omitempty"`   // checked in so many seconds after the session's time; before it: negative
		Service  ServiceID `json:"service,omitempty"` // of a new leg
		Seats    *int      `json:"seats,omitempty"`   // how many come together there; nil: as before
		CreditUS int64     `json:"credit_us"`         // microseconds waited until now
	}
	// SideSetData is what staff say of a side.
	SideSetData struct {
		Session SessionID `json:"session"`
		Side    int       `json:"side"` // its place, from 1
		State   SideState `json:"state"`
	}
	// SessionCallData ends the call of all who are there: their calls stand before it.
	SessionCallData struct {
		Session SessionID `json:"session"`
		Window  WindowID  `json:"window"`
		Lead    TicketID  `json:"lead"`
		OffS    int64     `json:"off_s"`  // so many seconds after its time; before it: negative
		Called  int       `json:"called"` // sides
		Remote  int       `json:"remote,omitempty"`
		Missing int       `json:"missing,omitempty"`
	}
	// SessionPartedData is a called session that waits to be called again.
	SessionPartedData struct {
		Session SessionID `json:"session"`
		Why     string    `json:"why"` // of the lead: held, missed, left
	}
	// SessionEndData is the end of a session.
	SessionEndData struct {
		Session SessionID `json:"session"`
		Why     string    `json:"why"` // finished, transferred, cancelled, day_over
		Here    int       `json:"here"`
		Remote  int       `json:"remote,omitempty"`
		Missing int       `json:"missing,omitempty"`
	}
	// SessionUndoneData takes a session's last act back; its tickets' are taken back beside it.
	SessionUndoneData struct {
		Session SessionID `json:"session"`
		Event   int64     `json:"event"` // seq of the lead's event taken back
	}
)

// Type names the event's type.
func (SessionSetData) Type() Type { return SessionSet }

// Type names the event's type.
func (SessionJoinedData) Type() Type { return SessionJoined }

// Type names the event's type.
func (SideSetData) Type() Type { return SideSet }

// Type names the event's type.
func (SessionCallData) Type() Type { return SessionCall }

// Type names the event's type.
func (SessionPartedData) Type() Type { return SessionParted }

// Type names the event's type.
func (SessionEndData) Type() Type { return SessionEnd }

// Type names the event's type.
func (SessionUndoneData) Type() Type { return SessionUndone }

// decodeSession reads the data of an event that tells of a session.
func decodeSession(t Type, raw []byte) (Data, error) {
	switch t {
	case SessionSet:
		return decode[SessionSetData](raw)
	case SessionJoined:
		return decode[SessionJoinedData](raw)
	case SideSet:
		return decode[SideSetData](raw)
	case SessionCall:
		return decode[SessionCallData](raw)
	case SessionParted:
		return decode[SessionPartedData](raw)
	case SessionEnd:
		return decode[SessionEndData](raw)
	case SessionUndone:
		return decode[SessionUndoneData](raw)
	default:
		return nil, fmt.Errorf("event type %q doesn't tell of a session", t)
	}
}

func (d SessionSetData) apply(l *Lobby, e *Event) {
	s := l.sessions[d.Session]
	if s == nil {
		s = &Session{ID: d.Session, State: SessionPlanned}
		l.sessions[s.ID] = s
		l.lastSession = s.ID
	}
	s.Key, s.Code, s.Day, s.At, s.Service, s.Room = d.Key, d.Code, d.Day, d.At, d.Service, d.Room
	s.Sides, s.Spot, s.Case, s.Prior = slices.Clone(d.Sides), d.Spot, d.Case, nil
	l.lastNote = max(l.lastNote, d.Case)
	for i := range s.Sides {
		l.lastNote = max(l.lastNote, s.Sides[i].Name)
		s.put(&s.Sides[i], s.Sides[i].State, e.At)
	}
}

func (d SessionJoinedData) apply(l *Lobby, e *Event) {
	l.remember(l.tickets[d.Ticket], "", e)
	t := l.become(d.Ticket, Held, e)
	if d.Service != "" {
		leg := t.Leg()
		leg.Ended, leg.End = e.At, "transferred"
		from := t.Service
		t.Service, t.Legs = d.Service, append(t.Legs, Leg{Service: d.Service, From: e.At})
		if d.Seats != nil {
			t.Seats = *d.Seats
		}
		if l.rules.Service(from) == nil {
			l.dropGone(from)
		}
	}
	t.ForWindow, t.ForStaff, t.Front, t.Outside = "", "", false, false
	t.HoldReason, t.CreditUS = HeldSession, d.CreditUS
	t.Session, t.Side, t.With, t.As = d.Session, d.Role, 0, ""
	s := l.sessions[d.Session]
	side := &s.Sides[d.Side-1]
	side.Ticket = t.ID
	s.put(side, SideHere, e.At)
}

func (d SideSetData) apply(l *Lobby, e *Event) {
	s := l.sessions[d.Session]
	s.put(&s.Sides[d.Side-1], d.State, e.At)
}

func (d SessionCallData) apply(l *Lobby, e *Event) {
	s := l.sessions[d.Session]
	s.State, s.Room, s.Lead, s.Called = SessionCalled, d.Window, d.Lead, e.At
	s.settle(e)
}

func (d SessionPartedData) apply(l *Lobby, e *Event) {
	s := l.sessions[d.Session]
	s.State, s.Lead = SessionPlanned, 0
	s.settle(e)
}

func (d SessionEndData) apply(l *Lobby, e *Event) {
	s := l.sessions[d.Session]
	s.State, s.Lead, s.Why, s.Ended = SessionOver, 0, d.Why, e.At
	s.settle(e)
	if d.Why == endDay {
		delete(l.sessions, s.ID)
	}
}

// settle notes the last event of an act.
func (s *Session) settle(e *Event) {
	if s.Prior != nil {
		s.Prior.End = e.Seq
	}
}

func (d SessionUndoneData) apply(l *Lobby, _ *Event) {
	s := l.sessions[d.Session]
	was := s.Prior.Was
	s.State, s.Room, s.Lead, s.Called, s.Ended, s.Why, s.Prior = was.State, was.Room, was.Lead, was.Called, was.Ended, was.Why, nil
	for i := range s.Sides {
		if i < len(was.Sides) && s.Sides[i].Ticket == was.Sides[i].Ticket {
			s.Sides[i].State, s.Sides[i].At = was.Sides[i].State, was.Sides[i].At
		}
	}
	s.Ready = time.Time{}
	if s.Count(SideHere)+s.Count(SideConnected) == len(s.Sides) {
		s.Ready = was.Ready
		for i := range s.Sides { // somebody may have come meanwhile
			if s.Ready.IsZero() || s.Sides[i].At.After(s.Ready) {
				s.Ready = s.Sides[i].At
			}
		}
	}
}
