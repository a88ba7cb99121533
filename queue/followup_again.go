package queue

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// AgainReason is why a follow-up that was closed is taken up again.
type AgainReason string

// The reasons.
const (
	AgainVisitor AgainReason = "visitor" // the visitor says that it isn't settled
	AgainPromise AgainReason = "promise" // what was promised wasn't done
	AgainNews    AgainReason = "news"    // something came to light since
	AgainMistake AgainReason = "mistake" // it was closed by mistake; the calls so far count on
)

// AgainReasons lists them.
func AgainReasons() []AgainReason {
	return []AgainReason{AgainVisitor, AgainPromise, AgainNews, AgainMistake}
}

// ReopenFollowUp takes up again what was closed. A supervisor does, as long as what the visitor wrote is kept. How the
// visitor can be reached was erased with the closing, so it is told anew where somebody knows it. One that is open
// stays as it is.
type ReopenFollowUp struct {
	Was     FollowUp // as the books have it
	Reason  AgainReason
	Note    string // kept as a personal row
	Contact string // likewise
}

// MayAgain says whether one that is closed can be taken up again: as long as what the visitor wrote is kept.
func (f *FollowUp) MayAgain(now time.Time) bool {
	return !f.Closed.IsZero() && f.Result != FollowUpLapsed && now.Before(f.Ends)
}

func (c ReopenFollowUp) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleSupervisor); err != nil {
		return nil, err
	}
	f := c.Was.Clone()
	d := &Decision{followUp: f.Visit}
	switch {
	case l.followUps[f.Visit] != nil:
		return d, nil
	case f.Visit < 1 || f.Visit > l.lastTicket || f.Closed.IsZero():
		return nil, refuse(ErrUnknownFollowUp)
	case f.Staff != "" && f.Staff == staffOf(in.Actor):
		return nil, refuse(ErrOwnVisit, "staff", string(f.Staff))
	case !slices.Contains(AgainReasons(), c.Reason):
		return nil, refuse(ErrBadValue, "field", "reason", "value", firstRunes(string(c.Reason), 40))
	case !f.MayAgain(in.Now):
		return nil, refuse(ErrTooLate, "what", "follow_up", "days", strconv.Itoa(l.rules.Policy.EvaluationKeptDays()))
	case len(f.Calls)+2 > maxCallBacks:
		return nil, refuse(ErrBadValue, "field", "calls", "max", strconv.Itoa(maxCallBacks))
	}
	again := FollowUpAgainData{FollowUp: f.Visit, Was: *f, Reason: c.Reason, Due: l.rules.daysOn(in.Now, l.rules.Policy.followDays())}
	again.Ends = f.Ends
	if again.Ends.Before(again.Due) {
		again.Ends = l.rules.daysOn(in.Now, l.rules.Policy.followDays()+1)
	}
	f.Ends = again.Ends
	if l.rules.Person(f.Owner) == nil || f.Owner == f.Staff {
		again.Was.Owner = ""
	}
	var err error
	if again.Note, err = d.callNote(l, f, c.Note); err != nil {
		return nil, err
	}
	if again.Contact, err = d.contact(l, f.Visit, c.Contact, again.Ends); err != nil {
		return nil, err
	}
	d.Data = []Data{again}
	return d, nil
}

// FollowUpAgain is a follow-up that was closed and is open again.
const FollowUpAgain Type = "follow_up_again"

// FollowUpAgainData is such a one, with what the books had of it.
type FollowUpAgainData struct {
	FollowUp TicketID    `json:"follow_up"` // of the visit
	Was      FollowUp    `json:"was"`       // as it was closed
	Reason   AgainReason `json:"reason"`
	Note     int64       `json:"note,omitempty"`    // id of the personal row
	Contact  int64       `json:"contact,omitempty"` // id of the personal row
	Due      time.Time   `json:"due"`
	Ends     time.Time   `json:"ends"`
}

// Type names the event's type.
func (FollowUpAgainData) Type() Type { return FollowUpAgain }

// decodeFollowUpAgain reads the data of such an event.
func decodeFollowUpAgain(t Type, raw []byte) (Data, error) {
	if t == FollowUpAgain {
		return decode[FollowUpAgainData](raw)
	}
	return nil, fmt.Errorf("event type %q doesn't tell of a follow-up that is open again", t)
}

// Steps gives what the event of an actor at a time adds: what it had been closed with, and why it is open again.
func (d *FollowUpAgainData) Steps(e *Event) []FollowUpCall {
	return []FollowUpCall{
		{At: d.Was.Closed, Staff: d.Was.By, Note: d.Was.Note, Result: d.Was.Result},
		{At: e.At, Staff: staffOf(e.Actor), Note: d.Note, Again: d.Reason},
	}
}

// Open gives the follow-up as the event opens it.
func (d *FollowUpAgainData) Open(e *Event) *FollowUp {
	f := d.Was.Clone()
	f.Calls = append(f.Calls, d.Steps(e)...)
	f.Contact, f.Due, f.Ends, f.Overdue = d.Contact, d.Due, d.Ends, time.Time{}
	f.Closed, f.Result, f.Note, f.By = time.Time{}, "", 0, ""
	return f
}

func (d FollowUpAgainData) apply(l *Lobby, e *Event) {
	l.lastNote = max(l.lastNote, d.Note, d.Contact)
	l.followUps[d.FollowUp] = d.Open(e)
}
