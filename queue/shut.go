package queue

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// ShutRule is what becomes of those who wait when a supervisor closes a service for the day.
type ShutRule string

// The rules of a service that is closed for the day.
const (
	ShutServe ShutRule = "serve" // the windows go on until nobody waits
	ShutTell  ShutRule = "tell"  // they are told, and their numbers end
	ShutMove  ShutRule = "move"  // they wait on for another service
)

// Shut is a service that gives out no numbers for the rest of the day, by a supervisor's word.
type Shut struct {
	Then   ShutRule  `json:"then"`
	To     ServiceID `json:"to,omitempty"`
	Reason string    `json:"reason,omitempty"` // system, staff; empty: nobody said
	At     time.Time `json:"at"`
	Again  time.Time `json:"again,omitzero"` // when there are numbers again; zero: nobody knows
	Staff  StaffID   `json:"staff,omitempty"`
}

// The reasons why a service may be closed for the day.
const (
	ShutSystem = "system" // what it is done with is out of order
	ShutStaff  = "staff"  // who does it can't be here
)

// endShut is how a number ends whose service was closed for the day.
const endShut = "service_shut"

// reason says it to visitors.
func (s Shut) reason() *Reason {
	code := "shut_today"
	if s.Reason != "" {
		code = "shut_" + s.Reason
	}
	_, r := shutUntil(s.Again, code, "closed")
	return r
}

// ShutOf gives how a service is closed for the day; ok is false when it isn't.
func (l *Lobby) ShutOf(id ServiceID) (s Shut, ok bool) {
	s, ok = l.shut[id]
	return s, ok
}

// Shuts lists the services that are closed for the day, in the order of the rules.
func (l *Lobby) Shuts() []ServiceID { return l.inOrder(slices.Collect(maps.Keys(l.shut))) }

// ShutService closes a service for the rest of the day.
type ShutService struct {
	Service ServiceID
	Then    ShutRule
	To      ServiceID // of ShutMove
	Reason  string    // system, staff; empty: none is told
	Sure    bool      // though people wait
}

func (c ShutService) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleSupervisor); err != nil {
		return nil, err
	}
	s := l.rules.Service(c.Service)
	switch {
	case s == nil:
		return nil, refuse(ErrUnknownService, "service", string(c.Service))
	case c.Then != ShutServe && c.Then != ShutTell && c.Then != ShutMove:
		return nil, refuse(ErrBadValue, "field", "then", "value", firstRunes(string(c.Then), 40))
	case c.Reason != "" && c.Reason != ShutSystem && c.Reason != ShutStaff:
		return nil, refuse(ErrBadValue, "field", "reason")
	case (c.Then == ShutMove) == (c.To == "" || c.To == c.Service):
		return nil, refuse(ErrBadValue, "field", "to", "value", firstRunes(string(c.To), 40))
	}
	if _, ok := l.shut[c.Service]; ok {
		return &Decision{}, nil
	}
	list := slices.Collect(l.remaining(c.Service, true))
	if len(list) > 0 && !c.Sure {
		what := "shut_" + string(c.Then)
		if c.Then == ShutServe && l.openWindows(c.Service) == 0 {
			what += "_nobody" // serves them
		}
		return nil, refuse(ErrConfirmNeeded, "what", what, "n", strconv.Itoa(len(list)), "service", string(c.Service))
	}
	shut := Shut{Then: c.Then, To: c.To, Reason: c.Reason, At: in.Now, Again: l.rules.tomorrow(s, in), Staff: staffOf(in.Actor)}
	d := &Decision{Data: []Data{ServiceShutData{Service: c.Service, Shut: shut}}}
	d.count = len(list)
	for _, t := range list {
		switch c.Then {
		case ShutServe:
		case ShutTell:
			d.Data = append(d.Data, LapsedData{OnTicket: on(t), Why: endShut})
			d.dropPaper(l, t, "visit_over")
		case ShutMove:
			data, moves, err := l.moved(t, c.To, "", in)
			if err != nil {
				return nil, err
			}
			if moves {
				d.Data = append(d.Data, data)
			}
		}
	}
	return d, nil
}

// tomorrow is when a service gives out numbers again on a later day; zero: nobody knows.
func (r *Rules) tomorrow(s *Service, in Input) time.Time {
	at := in.Wall
	if at.IsZero() {
		at = in.Now
	}
	local := at.In(r.Location())
	next := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, local.Location())
	if o := r.Opening(s, next); !o.Open {
		return o.From
	}
	return next.UTC()
}

// ReopenService takes the close of a service back: numbers are given out again. Numbers that ended, or
// were moved, stay so.
type ReopenService struct{ Service ServiceID }

func (c ReopenService) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleSupervisor); err != nil {
		return nil, err
	}
	if l.rules.Service(c.Service) == nil {
		return nil, refuse(ErrUnknownService, "service", string(c.Service))
	}
	if _, ok := l.shut[c.Service]; !ok {
		return &Decision{}, nil
	}
	return &Decision{Data: []Data{ServiceReopenedData{Service: c.Service, Staff: staffOf(in.Actor)}}}, nil
}
