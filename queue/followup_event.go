package queue

import (
	"fmt"
	"time"
)

// The events that tell of follow-ups. They name the visit, not as their ticket: nothing of it changes, and
// whoever follows a ticket isn't told.
const (
	FollowUpOpened  Type = "follow_up_opened"
	FollowUpGiven   Type = "follow_up_given"
	FollowUpCalled  Type = "follow_up_called"
	FollowUpOverdue Type = "follow_up_overdue"
	FollowUpClosed  Type = "follow_up_closed"
)

type (
	// FollowUpOpenedData is a visitor to be called back.
	FollowUpOpenedData struct {
		FollowUp TicketID   `json:"follow_up"` // of the visit
		Visit    Day        `json:"visit"`     // its day
		Service  ServiceID  `json:"service"`
		Window   WindowID   `json:"window,omitempty"`
		Staff    StaffID    `json:"staff,omitempty"`
		Level    LevelID    `json:"level"`
		Reasons  []ReasonID `json:"reasons,omitempty"`
		Due      time.Time  `json:"due"`
		Owner    StaffID    `json:"owner,omitempty"`
		Words    int64      `json:"words,omitempty"`   // id of the personal row
		Contact  int64      `json:"contact,omitempty"` // id of the personal row
		Ends     time.Time  `json:"ends"`
	}
	// FollowUpGivenData is a follow-up that is somebody's from now on.
	FollowUpGivenData struct {
		FollowUp TicketID `json:"follow_up"`
		Owner    StaffID  `json:"owner"`
	}
	// FollowUpCalledData is a try to reach the visitor.
	FollowUpCalledData struct {
		FollowUp TicketID `json:"follow_up"`
		Reached  bool     `json:"reached,omitempty"`
		Note     int64    `json:"note,omitempty"` // id of the personal row
	}
	// FollowUpOverdueData is a follow-up that was not done in time.
	FollowUpOverdueData struct {
		FollowUp TicketID `json:"follow_up"`
		Owner    StaffID  `json:"owner,omitempty"`
	}
	// FollowUpClosedData is the end of a follow-up.
	FollowUpClosedData struct {
		FollowUp TicketID       `json:"follow_up"`
		Result   FollowUpResult `json:"result"`
		Note     int64          `json:"note,omitempty"` // id of the personal row
		Late     bool           `json:"late,omitempty"` // after it was due
	}
)

// Type names the event's type.
func (FollowUpOpenedData) Type() Type { return FollowUpOpened }

// Type names the event's type.
func (FollowUpGivenData) Type() Type { return FollowUpGiven }

// Type names the event's type.
func (FollowUpCalledData) Type() Type { return FollowUpCalled }

// Type names the event's type.
func (FollowUpOverdueData) Type() Type { return FollowUpOverdue }

// Type names the event's type.
func (FollowUpClosedData) Type() Type { return FollowUpClosed }

// decodeFollowUp reads the data of an event that tells of a follow-up.
func decodeFollowUp(t Type, raw []byte) (Data, error) {
	switch t {
	case FollowUpOpened:
		return decode[FollowUpOpenedData](raw)
	case FollowUpGiven:
		return decode[FollowUpGivenData](raw)
	case FollowUpCalled:
		return decode[FollowUpCalledData](raw)
	case FollowUpOverdue:
		return decode[FollowUpOverdueData](raw)
	case FollowUpClosed:
		return decode[FollowUpClosedData](raw)
	default:
		return nil, fmt.Errorf("event type %q doesn't tell of a follow-up", t)
	}
}

// Call gives the try that the event of an actor at a time tells of.
func (d FollowUpCalledData) Call(e *Event) FollowUpCall {
	return FollowUpCall{At: e.At, Staff: staffOf(e.Actor), Reached: d.Reached, Note: d.Note}
}

// Open gives the follow-up that the event at a time opens.
func (d FollowUpOpenedData) Open(at time.Time) *FollowUp {
	return &FollowUp{
		Visit: d.FollowUp, Day: d.Visit, Service: d.Service, Window: d.Window, Staff: d.Staff, Level: d.Level, Reasons: d.Reasons,
		Opened: at, Due: d.Due, Owner: d.Owner, Words: d.Words, Contact: d.Contact, Ends: d.Ends,
	}
}

func (d FollowUpOpenedData) apply(l *Lobby, e *Event) {
	l.lastNote = max(l.lastNote, d.Words, d.Contact)
	l.followUps[d.FollowUp] = d.Open(e.At)
}

func (d FollowUpGivenData) apply(l *Lobby, _ *Event) { l.followUps[d.FollowUp].Owner = d.Owner }

func (d FollowUpCalledData) apply(l *Lobby, e *Event) {
	l.lastNote = max(l.lastNote, d.Note)
	f := l.followUps[d.FollowUp]
	f.Calls = append(f.Calls, d.Call(e))
}

func (d FollowUpOverdueData) apply(l *Lobby, e *Event) { l.followUps[d.FollowUp].Overdue = e.At }

func (d FollowUpClosedData) apply(l *Lobby, _ *Event) {
	l.lastNote = max(l.lastNote, d.Note)
	delete(l.followUps, d.FollowUp)
}
