package queue

import (
	"fmt"
	"time"
)

// The data of the events that tell who is there, and what those who wait are told of it.
type (
	// StaffAwayData is somebody who is away.
	StaffAwayData struct {
		Staff  StaffID   `json:"staff"`
		Until  time.Time `json:"until,omitzero"` // zero: until they are back
		Reason string    `json:"reason,omitempty"`
	}
	// StaffBackData is somebody who is there again.
	StaffBackData struct {
		Staff StaffID `json:"staff"`
	}
	// DutyChangedData is a beginning or an end of duty by the roster.
	DutyChangedData struct {
		Staff StaffID `json:"staff"`
		Off   bool    `json:"off"`
	}
	// PagedData is somebody on call who is asked to come.
	PagedData struct {
		Staff   StaffID   `json:"staff"`
		Service ServiceID `json:"service"`
		Ticket  TicketID  `json:"ticket,omitempty"` // that they are asked for; 0: for the service
		Window  WindowID  `json:"window,omitempty"` // that asked; empty: nobody at a window did
		Until   time.Time `json:"until,omitzero"`   // when it is an alarm unless they answer
	}
	// PageAnsweredData is the word of somebody called in that they come.
	PageAnsweredData struct {
		Staff   StaffID    `json:"staff"`
		Service ServiceID  `json:"service"`
		Minutes int        `json:"minutes"`           // as they said
		At      time.Time  `json:"at"`                // when that is
		Tickets []TicketID `json:"tickets,omitempty"` // who wait for them and are told
	}
	// PageOverdueData is a page that nobody answered in time.
	PageOverdueData struct {
		Staff   StaffID   `json:"staff"`
		Service ServiceID `json:"service"`
	}
	// AnyoneData is a visitor who no longer asks for one person.
	AnyoneData struct {
		OnTicket
		Staff   StaffID   `json:"staff"`           // who was asked for
		Service ServiceID `json:"service"`         // that it waits for now
		Seats   *int      `json:"seats,omitempty"` // how many come together there; nil: as before
	}
	// HoursEndedData is what those are told who wait when the hours of a service end.
	HoursEndedData struct {
		Service ServiceID   `json:"service"`
		Rule    ClosingRule `json:"rule"`
		Early   bool        `json:"early,omitempty"` // before the end, since it can't be reached
		Tickets []TicketID  `json:"tickets"`
	}
)

// Type names the event's type.
func (StaffAwayData) Type() Type { return StaffAway }

// Type names the event's type.
func (StaffBackData) Type() Type { return StaffBack }

// Type names the event's type.
func (DutyChangedData) Type() Type { return DutyChanged }

// Type names the event's type.
func (PagedData) Type() Type { return Paged }

// Type names the event's type.
func (PageAnsweredData) Type() Type { return PageAnswered }

// Type names the event's type.
func (PageOverdueData) Type() Type { return PageOverdue }

// Type names the event's type.
func (AnyoneData) Type() Type { return AnyoneWillDo }

// Type names the event's type.
func (HoursEndedData) Type() Type { return HoursEnded }

// decodeDuty reads the data of an event that tells who is there.
func decodeDuty(t Type, raw []byte) (Data, error) {
	switch t {
	case StaffAway:
		return decode[StaffAwayData](raw)
	case StaffBack:
		return decode[StaffBackData](raw)
	case DutyChanged:
		return decode[DutyChangedData](raw)
	case Paged:
		return decode[PagedData](raw)
	case PageAnswered:
		return decode[PageAnsweredData](raw)
	case PageOverdue:
		return decode[PageOverdueData](raw)
	case AnyoneWillDo:
		return decode[AnyoneData](raw)
	case HoursEnded:
		return decode[HoursEndedData](raw)
	default:
		return nil, fmt.Errorf("event type %q doesn't tell who is there", t)
	}
}

func (d StaffAwayData) apply(l *Lobby, e *Event) {
	l.duty.Away[d.Staff] = Absence{Since: e.At, Until: d.Until, Reason: d.Reason}
	delete(l.duty.Pages, d.Staff)
}

func (d StaffBackData) apply(l *Lobby, _ *Event) { delete(l.duty.Away, d.Staff) }

func (d DutyChangedData) apply(l *Lobby, _ *Event) {
	if d.Off {
		l.duty.Off[d.Staff] = true
		delete(l.duty.Pages, d.Staff)
		return
	}
	delete(l.duty.Off, d.Staff)
}

func (d PagedData) apply(l *Lobby, e *Event) {
	l.duty.Pages[d.Staff] = Page{
		Staff: d.Staff, Service: d.Service, Ticket: d.Ticket, At: e.At, Until: d.Until,
	}
}

func (d PageAnsweredData) apply(l *Lobby, e *Event) {
	if p, ok := l.duty.Pages[d.Staff]; ok {
		p.Coming, p.Minutes, p.Overdue = d.At, d.Minutes, false
		l.duty.Pages[d.Staff] = p
	}
	for _, id := range d.Tickets {
		t := l.tickets[id]
		t.touch(e)
		t.Coming = d.At
	}
}

func (d PageOverdueData) apply(l *Lobby, _ *Event) {
	if p, ok := l.duty.Pages[d.Staff]; ok { // not off duty since the same tick
		p.Overdue = true
		l.duty.Pages[d.Staff] = p
	}
}

func (d AnyoneData) apply(l *Lobby, e *Event) {
	t := l.tickets[d.Ticket]
	if t.State == Waiting {
		l.leave(t)
	}
	if d.Service != t.Service { // the person has a place free; the other service sent nobody away for it
		l.giveBack(t, 1)
		t.Half = ""
	}
	t.Service, t.ForStaff, t.Seq = d.Service, "", e.Seq
	t.Leg().Service = d.Service
	if d.Seats != nil {
		t.Seats = *d.Seats
	}
	if t.State == Waiting {
		l.enter(t)
	}
}

func (d HoursEndedData) apply(l *Lobby, e *Event) {
	for _, id := range d.Tickets {
		t := l.tickets[id]
		t.touch(e)
		t.Closing = d.Rule
	}
}
