package queue

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

type (
	// LevelID names a level of the evaluation.
	LevelID string
	// ReasonID names a reason that visitors may give for a level.
	ReasonID string
)

// Thought is how many visitors gave a level.
type Thought struct {
	Level LevelID
	Count int
}

// Level is one level of the evaluation (好差评), best first.
type Level struct {
	ID       LevelID    `json:"id"`
	Name     Text       `json:"name"`
	FollowUp bool       `json:"follow_up,omitempty"` // somebody calls back
	Reasons  []ReasonID `json:"reasons,omitempty"`   // that are offered with it
}

// LevelReason is a reason in words: the wait was too long.
type LevelReason struct {
	ID   ReasonID `json:"id"`
	Text Text     `json:"text"`
}

// EvaluationRule is for how long things about evaluations last, in whole days, and who sees to them; 0: as usual.
type EvaluationRule struct {
	Days       int     `json:"days,omitempty"`         // after the visit's day that it may be evaluated; 7
	FollowDays int     `json:"follow_days,omitempty"`  // to call back; 3
	KeptDays   int     `json:"kept_days,omitempty"`    // that words are kept; 90
	Owner      StaffID `json:"follow_owner,omitempty"` // whose follow-ups are at first; empty: nobody's
	ShowFrom   int     `json:"show_from,omitempty"`    // answers that somebody's own figures are made of; 10
}

// EvaluationDays is on how many days after the one of its end a visit may be evaluated.
func (p *Policy) EvaluationDays() int { return orElse(p.Evaluation.Days, 7) }

// EvaluationKeptDays is how many days the words of an evaluation are kept.
func (p *Policy) EvaluationKeptDays() int { return orElse(p.Evaluation.KeptDays, 90) }

// EvaluationShowFrom is from how many answers on somebody sees what visitors thought of their own work.
func (p *Policy) EvaluationShowFrom() int { return orElse(p.Evaluation.ShowFrom, 10) }

// SettleDays is for how many days after a visit's own its figures go on changing: it may end on the
// next day, be evaluated after that, and somebody be called back about it.
func (r *Rules) SettleDays() int { return 1 + r.Policy.EvaluationDays() + r.Policy.followDays() }

// followDays is within how many days somebody calls back.
func (p *Policy) followDays() int { return orElse(p.Evaluation.FollowDays, 3) }

func orElse(n, usual int) int {
	if n == 0 {
		return usual
	}
	return n
}

// Via is how an evaluation came.
type Via string

// The ways of an evaluation.
const (
	ViaQR     Via = "qr"     // on the visitor's own phone
	ViaKiosk  Via = "kiosk"  // at a kiosk
	ViaWindow Via = "window" // on the tablet at the window
)

// Visited is what the books say of a visit, read before the command that it comes with. It
// names no visitor.
type Visited struct {
	Ticket  TicketID
	Day     Day
	State   State
	Ended   time.Time // when it came into that state
	Service ServiceID // the last one
	Window  WindowID  // where it was last
	Staff   StaffID

	Evaluated bool // already
}

// VisitedOf gives these facts of a ticket, living or past.
func VisitedOf(t *Ticket) Visited {
	leg := t.Leg()
	return Visited{t.ID, t.Day, t.State, t.Changed, t.Service, leg.Window, leg.Staff, t.Evaluated}
}

// Evaluation is what a visitor thought of a visit: a row of the books, never part of the Lobby.
type Evaluation struct {
	Ticket  TicketID
	At      time.Time
	Day     Day // of the visit
	Service ServiceID
	Window  WindowID
	Staff   StaffID
	Level   LevelID
	Reasons []ReasonID
	Via     Via
	Words   int64     // id of the personal row with what the visitor wrote; 0: nothing
	Due     time.Time // somebody calls back until then; zero: nobody needs to
}

// The states of a visit's evaluation.
const (
	EvaluationOpen   = "open"   // it may be evaluated
	EvaluationDone   = "done"   // it was
	EvaluationClosed = "closed" // it can't be: nobody was served, it is too late, or nothing is asked
)

// EvaluationOf gives the state of a visit's evaluation by what the ticket says, at a time; empty while
// the visit goes on. A ticket of the past may have been evaluated without saying so: the books know.
func (r *Rules) EvaluationOf(t *Ticket, now time.Time) string {
	switch {
	case !t.State.Over():
		return ""
	case t.Evaluated:
		return EvaluationDone
	case t.State != Done, len(r.Evaluation) == 0, !now.Before(r.evaluatedUntil(t.Changed)):
		return EvaluationClosed
	}
	return EvaluationOpen
}

// MayEvaluate says whether a visit that the books tell of may be evaluated at a time.
func (r *Rules) MayEvaluate(v Visited, now time.Time) bool {
	return v.State == Done && !v.Evaluated && len(r.Evaluation) > 0 && now.Before(r.evaluatedUntil(v.Ended))
}

// Level gives a level, or nil.
func (r *Rules) Level(id LevelID) *Level {
	for i := range r.Evaluation {
		if r.Evaluation[i].ID == id {
			return &r.Evaluation[i]
		}
	}
	return nil
}

// LevelReason gives a reason, or nil.
func (r *Rules) LevelReason(id ReasonID) *LevelReason {
	for i := range r.Reasons {
		if r.Reasons[i].ID == id {
			return &r.Reasons[i]
		}
	}
	return nil
}

// evaluatedUntil is until when a visit that ended then may be evaluated: the end of a day.
func (r *Rules) evaluatedUntil(ended time.Time) time.Time {
	return r.daysOn(ended, r.Policy.EvaluationDays())
}

// daysOn is the end of the local day so many days after the one of an instant.
func (r *Rules) daysOn(t time.Time, days int) time.Time {
	return r.midnight(t.In(r.index.location).AddDate(0, 0, days)).UTC()
}

// maxEvaluation is how many characters a visitor may write.
const maxEvaluation = 500

// RowEvaluation is the kind of the personal rows with what visitors wrote.
const RowEvaluation = "evaluation"

// Evaluate is what a visitor thought of a visit that has ended: once. Who has the ticket's ref may
// say so.
type Evaluate struct {
	Visit   Visited // as it was read; what the Lobby still has counts more
	Level   LevelID
	Reasons []ReasonID // of those of the level
	Words   string
	Contact string // how the visitor can be reached; kept only where somebody calls back
	Via     Via    // empty: on a phone
}

func (c Evaluate) decide(l *Lobby, in Input) (*Decision, error) {
	v := c.Visit
	if t := l.tickets[v.Ticket]; t != nil {
		v = VisitedOf(t)
	}
	if err := l.evaluable(v, in.Now); err != nil {
		return nil, err
	}
	level := l.rules.Level(c.Level)
	if level == nil {
		return nil, refuse(ErrBadValue, "field", "level", "value", firstRunes(string(c.Level), 40))
	}
	e := EvaluatedData{
		OnTicket: OnTicket{Ticket: v.Ticket}, Visit: v.Day, Service: v.Service, Window: v.Window, Staff: v.Staff, Level: level.ID, Via: c.Via,
	}
	switch c.Via {
	case "":
		e.Via = ViaQR
	case ViaQR, ViaKiosk, ViaWindow:
	default:
		return nil, refuse(ErrBadValue, "field", "via", "value", firstRunes(string(c.Via), 40))
	}
	for _, id := range c.Reasons {
		if !slices.Contains(level.Reasons, id) {
			return nil, refuse(ErrBadValue, "field", "reasons", "value", firstRunes(string(id), 40))
		}
	}
	for _, id := range level.Reasons {
		if slices.Contains(c.Reasons, id) {
			e.Reasons = append(e.Reasons, id)
		}
	}
	d := &Decision{ticket: v.Ticket}
	if words := strings.TrimSpace(c.Words); words != "" {
		if !utf8.ValidString(words) || utf8.RuneCountInString(words) > maxEvaluation {
			return nil, refuse(ErrBadValue, "field", "words", "max", strconv.Itoa(maxEvaluation))
		}
		e.Words = d.personal(l, v.Ticket, RowEvaluation, words, l.rules.daysOn(in.Now, l.rules.Policy.EvaluationKeptDays()))
	}
	if !level.FollowUp {
		d.Data = []Data{e}
		return d, nil
	}
	e.Due = l.rules.daysOn(in.Now, l.rules.Policy.followDays())
	f, err := d.openFollowUp(l, e, c.Contact, in.Now)
	d.Data = []Data{e, f}
	return d, err
}

// evaluable says why a visit can't be evaluated now.
func (l *Lobby) evaluable(v Visited, now time.Time) error {
	switch {
	case v.Ticket < 1 || v.Ticket > l.lastTicket:
		return refuse(ErrUnknownTicket)
	case v.Evaluated:
		return refuse(ErrEvaluated)
	case !v.State.Over():
		return refuse(ErrNotFinished)
	case len(l.rules.Evaluation) == 0 || v.State != Done:
		return refuse(ErrNotOffered, "what", "evaluation")
	case !now.Before(l.rules.evaluatedUntil(v.Ended)):
		return refuse(ErrTooLate, "what", "evaluation", "days", strconv.Itoa(l.rules.Policy.EvaluationDays()))
	}
	return nil
}
