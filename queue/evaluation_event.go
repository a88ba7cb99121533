package queue

import (
	"fmt"
	"time"
)

// Evaluated is the event of a visit that its visitor evaluated.
const Evaluated Type = "evaluated"

// EvaluatedData is what a visitor thought of a visit. The words are a personal row.
type EvaluatedData struct {
	OnTicket
	Visit   Day        `json:"visit"` // the visit's day
	Service ServiceID  `json:"service"`
	Window  WindowID   `json:"window,omitempty"`
	Staff   StaffID    `json:"staff,omitempty"`
	Level   LevelID    `json:"level"`
	Reasons []ReasonID `json:"reasons,omitempty"`
	Via     Via        `json:"via"`
	Words   int64      `json:"words,omitempty"`    // id of the personal row
	Due     time.Time  `json:"follow_up,omitzero"` // somebody calls back until then
}

// Type names the event's type.
func (EvaluatedData) Type() Type { return Evaluated }

// Evaluation gives the row of the books that the event at a time makes.
func (d EvaluatedData) Evaluation(at time.Time) Evaluation {
	return Evaluation{
		Ticket: d.Ticket, At: at, Day: d.Visit, Service: d.Service, Window: d.Window, Staff: d.Staff,
		Level: d.Level, Reasons: d.Reasons, Via: d.Via, Words: d.Words, Due: d.Due,
	}
}

// decodeEvaluation reads the data of an event that tells of an evaluation.
func decodeEvaluation(t Type, raw []byte) (Data, error) {
	if t == Evaluated {
		return decode[EvaluatedData](raw)
	}
	return nil, fmt.Errorf("event type %q doesn't tell of an evaluation", t)
}

// It doesn't stand in the way of undoing the end of the visit, and undoing leaves it alone: a visitor
// is asked once.
func (d EvaluatedData) apply(l *Lobby, e *Event) {
	l.lastNote = max(l.lastNote, d.Words)
	if t := l.tickets[d.Ticket]; t != nil {
		t.touch(e)
		t.Evaluated = true
	}
}
