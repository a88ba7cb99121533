package queue

import "fmt"

// Joined is the type of the event that tells of a group's late-comers.
const Joined Type = "joined"

// JoinedData is late-comers who join a group, or its heads counted anew.
type JoinedData struct {
	OnTicket
	Heads int `json:"heads"`           // who came; below 0: who had been counted too many
	Party int `json:"party"`           // the whole group now
	Seats int `json:"seats,omitempty"` // who of it go to the window together
}

// Type names the event's type.
func (JoinedData) Type() Type { return Joined }

// decodeGroup reads the data of an event that tells of a group.
func decodeGroup(t Type, raw []byte) (Data, error) {
	if t == Joined {
		return decode[JoinedData](raw)
	}
	return nil, fmt.Errorf("event type %q doesn't tell of a group", t)
}

// apply counts them in. An act before can't be undone any more: it would send them away.
func (d JoinedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	if t.State == Waiting {
		l.leave(t)
	}
	t.Party, t.Seats, t.Seq = d.Party, d.Seats, e.Seq
	if t.State == Waiting {
		l.enter(t)
	}
}
