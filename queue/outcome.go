package queue

import (
	"slices"
	"strings"
)

// Outcome is how a visit to a window ends; the centre's statistics count these.
type Outcome struct {
	ID      OutcomeID `json:"id"`
	Name    Text      `json:"name"`
	Counts  Counts    `json:"counts,omitempty"`
	Field   Field     `json:"field,omitempty"`   // what is asked for with it
	Needed  bool      `json:"needed,omitempty"`  // it can't be given without Field
	Confirm Confirm   `json:"confirm,omitempty"` // a formal act that wants a second yes
}

// figure is which figure the outcome counts to, said aloud.
func (o *Outcome) figure() Counts {
	if o.Counts == "" {
		return CountsNothing
	}
	return o.Counts
}

// Field is something that is asked for with an outcome. What is answered is a personal row,
// or the id of a body.
type Field string

// The fields.
const (
	FieldNone     Field = ""
	FieldCase     Field = "case_number" // the number that a court or an office gave the matter
	FieldReferred Field = "referred_to" // whom else the visitor was told to ask
)

// Confirm says whether an outcome is confirmed by a second yes.
type Confirm string

// The ways to confirm.
const (
	ConfirmNone     Confirm = ""
	ConfirmAsked    Confirm = "asked"    // by whoever gives it: the console asks twice
	ConfirmRequired Confirm = "required" // and nothing without it is taken, from programs either
)

// Counts is which of the centre's figures an outcome counts to.
type Counts string

// The figures. What was accepted or concluded counts once for a matter, whatever is told
// of it later; the others count each time.
const (
	CountsAccepted  Counts = "accepted"         // 受理
	CountsConcluded Counts = "concluded"        // 办结
	CountsMediated  Counts = "mediated"         // 调解成功
	CountsFailed    Counts = "mediation_failed" // 调解不成
	CountsConfirmed Counts = "confirmed"        // 司法确认
	CountsNothing   Counts = "nothing"          // none of them; only what has ended says so, no rule does
)

// OncePerMatter says whether a figure counts once for a matter.
func (c Counts) OncePerMatter() bool { return c == CountsAccepted || c == CountsConcluded }

// Details is what belongs to an outcome besides its code.
type Details struct {
	Case       string   // the outside case number
	Found      *Earlier // the matter that has it already, as the books say; nil: none
	ReferredTo string   // the id of a body, or words
	Confirmed  bool     // somebody said yes a second time
}

// Ended is how a leg ended, in the event that ends it.
type Ended struct {
	Counts    Counts `json:"counts,omitempty"`    // by the rules of that moment
	Body      BodyID `json:"body,omitempty"`      // whom the visitor was told to ask, one of the rules'
	Row       int64  `json:"row,omitempty"`       // id of a personal row: the same in words
	Confirmed bool   `json:"confirmed,omitempty"` // somebody said yes a second time
}

// end decides how the present leg of a ticket ends. A case number belongs to the ticket's
// matter, which is opened or found for it.
func (d *Decision) end(l *Lobby, t *Ticket, w WindowID, id OutcomeID, c Details, in Input) (Ended, error) {
	o := l.rules.Outcome(id)
	switch {
	case o == nil:
		return Ended{}, refuse(ErrUnknownOutcome, "outcome", string(id))
	case !l.offers(t.Service, id):
		return Ended{}, refuse(ErrUnknownOutcome, "outcome", string(id), "what", "not_here", "service", string(t.Service))
	case o.Confirm == ConfirmRequired && !c.Confirmed:
		return Ended{}, refuse(ErrConfirmNeeded, "outcome", string(id))
	}
	c.Case, c.ReferredTo = strings.TrimSpace(c.Case), strings.TrimSpace(c.ReferredTo)
	for _, f := range [...]struct {
		field Field
		given bool
	}{{FieldCase, c.Case != ""}, {FieldReferred, c.ReferredTo != ""}} {
		switch {
		case f.given && f.field != o.Field:
			return Ended{}, refuse(ErrBadValue, "field", string(f.field), "outcome", string(id))
		case !f.given && f.field == o.Field && o.Needed:
			return Ended{}, refuse(ErrFieldNeeded, "field", string(f.field), "what", string(f.field), "outcome", string(id))
		}
	}
	e := Ended{Counts: o.figure(), Confirmed: c.Confirmed}
	if c.Case != "" {
		if _, err := d.about(l, t, w, c.Found, c.Case, in.Now); err != nil {
			return Ended{}, err
		}
	}
	if c.ReferredTo == "" {
		return e, nil
	}
	if l.rules.Body(BodyID(c.ReferredTo)) != nil {
		e.Body = BodyID(c.ReferredTo)
		return e, nil
	}
	var err error
	e.Row, err = d.text(l, t.ID, RowReferred, c.ReferredTo, in.Now)
	return e, err
}

// offers says whether a service's visits may end with an outcome.
func (l *Lobby) offers(id ServiceID, o OutcomeID) bool {
	s := l.Service(id)
	return s == nil || len(s.Outcomes) == 0 || slices.Contains(s.Outcomes, o)
}

// Offered lists the outcomes that a service's visits may end with, in the rules' order.
func (r *Rules) Offered(id ServiceID) []Outcome {
	s := r.Service(id)
	if s == nil || len(s.Outcomes) == 0 {
		return r.Outcomes
	}
	var list []Outcome
	for _, o := range r.Outcomes {
		if slices.Contains(s.Outcomes, o.ID) {
			list = append(list, o)
		}
	}
	return list
}
