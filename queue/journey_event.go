package queue

import (
	"fmt"
	"time"
)

// The types of events of a journey.
const (
	MovedOn Type = "moved_on"
	Planned Type = "planned"
)

// EndSkipped is how a leg ends that was left out.
const EndSkipped = "skipped"

type (
	// MovedOnData is the end of a leg and the beginning of the next one that was planned.
	MovedOnData struct {
		OnTicket
		From      WindowID  `json:"from,omitempty"` // where the leg ended; empty: nowhere, it was skipped
		End       string    `json:"end"`            // outcome code, or skipped
		Service   ServiceID `json:"service"`        // of the next leg
		ForWindow WindowID  `json:"for_window,omitempty"`
		ForStaff  StaffID   `json:"for_staff,omitempty"`
		Since     time.Time `json:"since"` // credit included
		Plan      []Step    `json:"plan,omitempty"`
		Seats     int       `json:"seats,omitempty"` // how many go to the window together there
		Ended
	}
	// PlannedData is what comes after the present leg, laid out by staff.
	PlannedData struct {
		OnTicket
		Window   WindowID `json:"window"`
		Bundle   BundleID `json:"bundle,omitempty"`
		AnyOrder bool     `json:"any_order,omitempty"`
		Plan     []Step   `json:"plan,omitempty"`
		Undo     bool     `json:"undo,omitempty"` // it can be taken back; older books couldn't
	}
)

// Type names the event's type.
func (MovedOnData) Type() Type { return MovedOn }

// Type names the event's type.
func (PlannedData) Type() Type { return Planned }

func decodeJourney(t Type, raw []byte) (Data, error) {
	switch t {
	case MovedOn:
		return decode[MovedOnData](raw)
	case Planned:
		return decode[PlannedData](raw)
	default:
		return nil, fmt.Errorf("event type %q doesn't tell of a journey", t)
	}
}

func (d MovedOnData) apply(l *Lobby, e *Event) {
	if d.From != "" {
		l.learn(l.tickets[d.Ticket], e)
	}
	l.remember(l.tickets[d.Ticket], d.From, e)
	t := l.goOn(d.Ticket, leap{
		end: d.End, service: d.Service, window: d.ForWindow, staff: d.ForStaff, since: d.Since, seats: d.Seats, ended: d.Ended,
	}, e)
	t.plan(d.Plan)
}

// plan sets what is still to come; nothing is nil, as the books read it back.
func (t *Ticket) plan(steps []Step) {
	if t.Plan = steps; len(steps) == 0 {
		t.Plan = nil
	}
}

// leap is from one leg to the next.
type leap struct {
	end     string
	service ServiceID
	window  WindowID
	staff   StaffID
	since   time.Time
	front   bool
	seats   int
	ended   Ended
}

// goOn ends a ticket's leg and has it wait for the next one.
func (l *Lobby) goOn(id TicketID, to leap, e *Event) *Ticket {
	t := l.become(id, Waiting, e)
	leg := t.Leg()
	leg.Ended, leg.End = e.At, to.end
	l.told(t, OutcomeID(to.end), to.ended)
	from := t.Service
	t.Service, t.ForWindow, t.ForStaff, t.Since = to.service, to.window, to.staff, to.since
	t.Returned, t.Front, t.Seats = false, to.front, to.seats
	t.Closing, t.Coming = "", time.Time{}
	t.Session, t.Side, t.MovedFrom = 0, "", ""
	t.Legs = append(t.Legs, Leg{Service: to.service, From: e.At})
	l.enter(t)
	if l.rules.Service(from) == nil {
		l.dropGone(from)
	}
	return t
}

func (d PlannedData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	if d.Undo {
		l.remember(t, d.Window, e)
		t.prior.At, t.prior.Plan = e.At, true
	}
	t.Seq, t.AnyOrder = e.Seq, d.AnyOrder
	t.plan(d.Plan)
	if d.Bundle != "" {
		t.Bundle = d.Bundle
	}
}
