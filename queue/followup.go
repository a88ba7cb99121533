package queue

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// FollowUp is a visitor who was not content, and whom somebody calls back. A visit is evaluated
// once, so the visit names it. The Lobby holds those that are open; the books hold all.
type FollowUp struct {
	Visit   TicketID       `json:"visit"`
	Day     Day            `json:"day"` // of the visit
	Service ServiceID      `json:"service"`
	Window  WindowID       `json:"window,omitempty"`
	Staff   StaffID        `json:"staff,omitempty"` // who served last; it is never theirs
	Level   LevelID        `json:"level"`
	Reasons []ReasonID     `json:"reasons,omitempty"`
	Opened  time.Time      `json:"opened"`
	Due     time.Time      `json:"due"`              // somebody calls back until then
	Owner   StaffID        `json:"owner,omitempty"`  // whose it is; empty: nobody's yet
	Overdue time.Time      `json:"overdue,omitzero"` // when the clock found that it was not done in time
	Calls   []FollowUpCall `json:"calls,omitempty"`
	Words   int64          `json:"words,omitempty"`   // id of the personal row with what the visitor wrote
	Contact int64          `json:"contact,omitempty"` // id of the personal row with how to reach the visitor
	Ends    time.Time      `json:"ends"`              // both are erased then, and nothing can be done any more

	// Of one that is closed, in the books alone.
	Closed time.Time      `json:"closed,omitzero"`
	Result FollowUpResult `json:"result,omitempty"`
	Note   int64          `json:"note,omitempty"` // id of the personal row with the closing note
	By     StaffID        `json:"by,omitempty"`   // empty: the clock
}

// The codes a command about a follow-up may be refused with.
const (
	ErrUnknownFollowUp Code = "unknown_follow_up" // no such follow-up, or it is somebody else's
	ErrOwnVisit        Code = "own_visit"         // whoever served the visitor doesn't call back
	ErrCallFirst       Code = "call_first"        // what is told didn't come of the calls that are noted
)

// FollowUpCall is a step of a follow-up: a try to reach the visitor, or, of one that was taken up again, what it
// had been closed with and why it wasn't over.
type FollowUpCall struct {
	At      time.Time      `json:"at"`
	Staff   StaffID        `json:"staff,omitempty"`
	Reached bool           `json:"reached,omitempty"`
	Note    int64          `json:"note,omitempty"`   // id of the personal row
	Result  FollowUpResult `json:"result,omitempty"` // it was closed with
	Again   AgainReason    `json:"again,omitempty"`  // it was taken up again
}

// Try says whether it is a try to reach the visitor.
func (c *FollowUpCall) Try() bool { return c.Result == "" && c.Again == "" }

// FollowUpResult is what a follow-up came to.
type FollowUpResult string

// The results. Only the clock says that one has lapsed.
const (
	FollowUpSettled    FollowUpResult = "settled"     // what was wrong has been put right
	FollowUpExplained  FollowUpResult = "explained"   // it can't be put right, and the visitor was told why
	FollowUpDeclined   FollowUpResult = "declined"    // the visitor wants nothing more
	FollowUpNotReached FollowUpResult = "not_reached" // nobody answered, more than once
	FollowUpNoContact  FollowUpResult = "no_contact"  // the visitor left no way to be reached
	FollowUpLapsed     FollowUpResult = "lapsed"      // it was open until what was written is erased
)

// FollowUpResults lists what somebody may close a follow-up with.
func FollowUpResults() []FollowUpResult {
	return []FollowUpResult{FollowUpSettled, FollowUpExplained, FollowUpDeclined, FollowUpNotReached, FollowUpNoContact}
}

const (
	maxCallBacks = 30 // tries that are noted of one follow-up
	// triesNeeded is how often somebody tried before it may be said that nobody answers.
	triesNeeded = 2
	maxContact  = 60 // characters
)

// The kinds of the personal rows of follow-ups.
const (
	RowContact  = "contact"   // how the visitor can be reached
	RowFollowUp = "follow_up" // what whoever called back noted
)

// Late says whether it was not done in time.
func (f *FollowUp) Late() bool { return !f.Overdue.IsZero() }

// tries are those that count: since it was last taken up again for more than a mistake.
func (f *FollowUp) tries() (n int, reached bool) {
	for i := range f.Calls {
		switch c := &f.Calls[i]; {
		case c.Again != "" && c.Again != AgainMistake:
			n, reached = 0, false
		case c.Try():
			n, reached = n+1, reached || c.Reached
		}
	}
	return n, reached
}

// Reached says whether somebody has spoken with the visitor, since it was last taken up.
func (f *FollowUp) Reached() bool {
	_, reached := f.tries()
	return reached
}

// Clone gives a copy that shares nothing which changes.
func (f *FollowUp) Clone() *FollowUp {
	c := *f
	c.Calls = slices.Clone(f.Calls)
	return &c
}

// May says whether a result can be told of what was done: somebody has spoken with the visitor, or
// has tried, or there is no way to.
func (f *FollowUp) May(r FollowUpResult) bool {
	tries, reached := f.tries()
	switch r {
	case FollowUpSettled, FollowUpExplained, FollowUpDeclined:
		return reached
	case FollowUpNotReached:
		return !reached && tries >= triesNeeded
	case FollowUpNoContact:
		return !reached && f.Contact == 0
	case FollowUpLapsed:
	}
	return false
}

// FollowUps lists the open follow-ups, the earliest due first. The caller doesn't change them.
func (l *Lobby) FollowUps() []*FollowUp {
	return slices.SortedFunc(maps.Values(l.followUps), func(a, b *FollowUp) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Visit, b.Visit))
	})
}

// FollowUp gives the open follow-up of a visit, or nil.
func (l *Lobby) FollowUp(visit TicketID) *FollowUp { return l.followUps[visit] }

// openFollowUp is the follow-up that an evaluation opens. Whoever served the visitor doesn't get it.
func (d *Decision) openFollowUp(l *Lobby, e EvaluatedData, contact string, now time.Time) (FollowUpOpenedData, error) {
	f := FollowUpOpenedData{
		FollowUp: e.Ticket, Visit: e.Visit, Service: e.Service, Window: e.Window, Staff: e.Staff, Level: e.Level, Reasons: e.Reasons,
		Due: e.Due, Words: e.Words, Ends: l.rules.daysOn(now, max(l.rules.Policy.EvaluationKeptDays(), l.rules.Policy.followDays()+1)),
	}
	if owner := l.rules.Policy.Evaluation.Owner; owner != e.Staff && l.rules.Person(owner) != nil {
		f.Owner = owner
	}
	var err error
	f.Contact, err = d.contact(l, e.Ticket, contact, f.Ends)
	return f, err
}

// contact makes the personal row of how a visitor can be reached; 0 without any.
func (d *Decision) contact(l *Lobby, t TicketID, text string, until time.Time) (int64, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return 0, nil
	case !utf8.ValidString(text), utf8.RuneCountInString(text) > maxContact, strings.ContainsFunc(text, unicode.IsControl):
		return 0, refuse(ErrBadValue, "field", "contact", "max", strconv.Itoa(maxContact))
	case !plausible(text):
		return 0, refuse(ErrBadValue, "field", "contact", "what", "phone")
	}
	return d.personal(l, t, RowContact, text, until), nil
}

// followed gives the open follow-up of an act: its owner's or a supervisor's. For everybody else there
// is none, since even that would tell what a visitor thought.
func (l *Lobby) followed(visit TicketID, actor Actor) (*FollowUp, error) {
	f := l.followUps[visit]
	if f == nil || byHouse(l, actor, RoleSupervisor) != nil && (f.Owner == "" || f.Owner != staffOf(actor)) {
		return nil, refuse(ErrUnknownFollowUp)
	}
	if f.Staff != "" && f.Staff == staffOf(actor) { // a supervisor who served: the visitor was told that they don't see it
		return nil, refuse(ErrOwnVisit, "staff", string(f.Staff))
	}
	return f, nil
}

// GiveFollowUp gives a follow-up to somebody. A supervisor does.
type GiveFollowUp struct {
	Visit TicketID
	Owner StaffID
}

func (c GiveFollowUp) decide(l *Lobby, in Input) (*Decision, error) {
	if err := byHouse(l, in.Actor, RoleSupervisor); err != nil {
		return nil, err
	}
	f, err := l.followed(c.Visit, in.Actor)
	switch {
	case err != nil:
		return nil, err
	case l.rules.Person(c.Owner) == nil:
		return nil, refuse(ErrUnknownStaff, "staff", firstRunes(string(c.Owner), 40))
	case c.Owner == f.Staff:
		return nil, refuse(ErrOwnVisit, "staff", string(c.Owner))
	}
	d := &Decision{followUp: f.Visit}
	if f.Owner != c.Owner {
		d.Data = []Data{FollowUpGivenData{FollowUp: f.Visit, Owner: c.Owner}}
	}
	return d, nil
}

// NoteCallBack notes a try to reach the visitor, by whoever's follow-up it is or a supervisor.
type NoteCallBack struct {
	Visit   TicketID
	Reached bool
	Note    string // kept as a personal row
}

func (c NoteCallBack) decide(l *Lobby, in Input) (*Decision, error) {
	f, err := l.followed(c.Visit, in.Actor)
	if err != nil {
		return nil, err
	}
	if len(f.Calls) >= maxCallBacks {
		return nil, refuse(ErrBadValue, "field", "calls", "max", strconv.Itoa(maxCallBacks))
	}
	d := &Decision{followUp: f.Visit}
	note, err := d.callNote(l, f, c.Note)
	if err != nil {
		return nil, err
	}
	d.Data = []Data{FollowUpCalledData{FollowUp: f.Visit, Reached: c.Reached, Note: note}}
	return d, nil
}

// callNote makes the personal row of a note about a follow-up; it is erased with what the visitor wrote.
func (d *Decision) callNote(l *Lobby, f *FollowUp, text string) (int64, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return 0, nil
	case !utf8.ValidString(text) || utf8.RuneCountInString(text) > maxNote:
		return 0, refuse(ErrBadValue, "field", "note", "max", strconv.Itoa(maxNote))
	}
	return d.personal(l, f.Visit, RowFollowUp, text, f.Ends), nil
}

// CloseFollowUp says what a follow-up came to, with a note. How to reach the visitor is erased with it.
type CloseFollowUp struct {
	Visit  TicketID
	Result FollowUpResult
	Note   string // needed; kept as a personal row
}

func (c CloseFollowUp) decide(l *Lobby, in Input) (*Decision, error) {
	f, err := l.followed(c.Visit, in.Actor)
	switch {
	case err != nil:
		return nil, err
	case !slices.Contains(FollowUpResults(), c.Result):
		return nil, refuse(ErrBadValue, "field", "result", "value", firstRunes(string(c.Result), 40))
	case !f.May(c.Result):
		return nil, refuse(ErrCallFirst, "result", string(c.Result), "n", strconv.Itoa(triesNeeded))
	case strings.TrimSpace(c.Note) == "":
		return nil, refuse(ErrFieldNeeded, "field", "note")
	}
	d := &Decision{followUp: f.Visit}
	note, err := d.callNote(l, f, c.Note)
	if err != nil {
		return nil, err
	}
	d.endFollowUp(f, FollowUpClosedData{Result: c.Result, Note: note, Late: in.Now.After(f.Due)})
	return d, nil
}

// endFollowUp closes a follow-up.
func (d *Decision) endFollowUp(f *FollowUp, end FollowUpClosedData) {
	end.FollowUp = f.Visit
	d.Data = append(d.Data, end)
	if f.Contact != 0 {
		d.Expired = append(d.Expired, f.Contact)
	}
}

// followUpTick tells of follow-ups that were not done in time, and lets go of those of which nothing is left.
func (l *Lobby) followUpTick(d *Decision, now time.Time) {
	for _, f := range l.FollowUps() {
		switch {
		case !now.Before(f.Ends):
			d.endFollowUp(f, FollowUpClosedData{Result: FollowUpLapsed, Late: true})
		case f.Overdue.IsZero() && !now.Before(f.Due):
			d.Data = append(d.Data, FollowUpOverdueData{FollowUp: f.Visit, Owner: f.Owner})
		}
	}
}

// keepFollowUps leaves those to nobody whose owner the rules no longer name.
func (l *Lobby) keepFollowUps() {
	for _, f := range l.followUps {
		if l.rules.Person(f.Owner) == nil {
			f.Owner = ""
		}
	}
}
