package queue

import (
	"fmt"
	"time"
)

// The types of the events about who needs something besides a place in the order.
const (
	NeedsSet   Type = "needs_set"
	FetchAsked Type = "fetch_asked"
	FetchOver  Type = "fetch_over"
	HelpAsked  Type = "help_asked"
	HelpTaken  Type = "help_acknowledged"
	HelpOver   Type = "help_over"
	SteppedOut Type = "stepped_out"
	Postponed  Type = "postponed"
)

type (
	// NeedsSetData is what staff should know of a visitor. The needs themselves are a
	// personal row.
	NeedsSetData struct {
		OnTicket
		Needs int64 `json:"needs,omitempty"` // id of the row; 0: none any more
		Low   bool  `json:"low,omitempty"`   // only windows that can be reached from a wheelchair
		Fetch bool  `json:"fetch,omitempty"` // each call gives the desk the task of fetching
	}
	// FetchAskedData is a call whose visitor is to be fetched.
	FetchAskedData struct {
		OnTicket
		Window WindowID `json:"window"`
	}
	// FetchedData is the end of that task.
	FetchedData struct {
		OnTicket
		Window WindowID  `json:"window"`
		Found  bool      `json:"found,omitempty"`
		Until  time.Time `json:"until,omitzero"` // when the call is missed; zero: not by itself
	}
	// HelpAskedData is a call for a person.
	HelpAskedData struct {
		Help   HelpID   `json:"help"`
		Kiosk  KioskID  `json:"kiosk,omitempty"`
		Window WindowID `json:"window,omitempty"`
		Silent bool     `json:"silent,omitempty"` // the window shows nothing of it
		Asker  StaffID  `json:"asker,omitempty"`  // who asked in silence
	}
	// HelpTakenData is somebody who is coming, or can't after all.
	HelpTakenData struct {
		Help  HelpID  `json:"help"`
		Staff StaffID `json:"staff,omitempty"`
		Back  bool    `json:"back,omitempty"` // nobody is coming any more
	}
	// HelpOverData is the end of a call for a person.
	HelpOverData struct {
		Help HelpID `json:"help"`
		Why  string `json:"why"` // helped, withdrawn, time, place_gone, day_over
	}
	// SteppedOutData is a visitor who has left the hall for a while.
	SteppedOutData struct {
		OnTicket
		Until time.Time `json:"until"` // back in the order by itself
		Since time.Time `json:"since"` // waiting goes on counting from here
	}
	// PostponedData is a visitor who let others go first.
	PostponedData struct {
		OnTicket
		Since  time.Time `json:"since"`
		Places int       `json:"places"` // how many went first
	}
)

// Type names the event's type.
func (NeedsSetData) Type() Type { return NeedsSet }

// Type names the event's type.
func (FetchAskedData) Type() Type { return FetchAsked }

// Type names the event's type.
func (FetchedData) Type() Type { return FetchOver }

// Type names the event's type.
func (HelpAskedData) Type() Type { return HelpAsked }

// Type names the event's type.
func (HelpTakenData) Type() Type { return HelpTaken }

// Type names the event's type.
func (HelpOverData) Type() Type { return HelpOver }

// Type names the event's type.
func (SteppedOutData) Type() Type { return SteppedOut }

// Type names the event's type.
func (PostponedData) Type() Type { return Postponed }

func decodeCare(t Type, raw []byte) (Data, error) {
	switch t {
	case NeedsSet:
		return decode[NeedsSetData](raw)
	case FetchAsked:
		return decode[FetchAskedData](raw)
	case FetchOver:
		return decode[FetchedData](raw)
	case HelpAsked:
		return decode[HelpAskedData](raw)
	case HelpTaken:
		return decode[HelpTakenData](raw)
	case HelpOver:
		return decode[HelpOverData](raw)
	case SteppedOut:
		return decode[SteppedOutData](raw)
	case Postponed:
		return decode[PostponedData](raw)
	default:
		return nil, fmt.Errorf("unknown event type %q", t)
	}
}

func (d NeedsSetData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	l.need(t, d.Needs, d.Low, d.Fetch)
	l.lastNote = max(l.lastNote, d.Needs)
	// What is known of the visitor outlives the undoing of an act before it.
	if t.prior != nil {
		p := *t.prior
		p.Ticket = p.Ticket.Clone()
		p.Ticket.needed(d.Needs, d.Low, d.Fetch)
		t.prior = &p
	}
	t.touch(e)
}

// need says what a visitor needs, which may be another place in the order.
func (l *Lobby) need(t *Ticket, id int64, low, fetch bool) {
	if t.State == Waiting {
		l.leave(t)
	}
	t.needed(id, low, fetch)
	if t.State == Waiting {
		l.enter(t)
	}
}

func (t *Ticket) needed(id int64, low, fetch bool) { t.Needs, t.Low, t.Fetch = id, low, fetch }

func (d FetchAskedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	t.touch(e)
	t.Fetching, t.Until = e.At, time.Time{}
}

func (d FetchedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	t.touch(e)
	t.Fetching, t.Until = time.Time{}, d.Until
}

func (d HelpAskedData) apply(l *Lobby, e *Event) {
	l.lastHelp = d.Help
	l.helpCalls[d.Help] = &HelpCall{ID: d.Help, Kiosk: d.Kiosk, Window: d.Window, Asked: e.At, Silent: d.Silent, Asker: d.Asker}
}

func (d HelpTakenData) apply(l *Lobby, e *Event) {
	h := l.helpCalls[d.Help]
	if h.Taken, h.Staff = e.At, d.Staff; d.Back {
		h.Taken, h.Staff = time.Time{}, ""
	}
}

func (d HelpOverData) apply(l *Lobby, _ *Event) { delete(l.helpCalls, d.Help) }

func (d SteppedOutData) apply(l *Lobby, e *Event) {
	t := l.become(d.Ticket, Held, e)
	t.HoldReason, t.Until, t.Since, t.Outside = OutsideReason, d.Until, d.Since, true
}

func (d PostponedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	l.leave(t)
	t.GaveUpUS += d.Since.Sub(t.Since).Microseconds()
	t.Since, t.Seq = d.Since, e.Seq
	t.Postponed++
	l.enter(t)
}
