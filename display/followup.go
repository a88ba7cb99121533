package display

import (
	"context"
	"time"

	"onedoor/queue"
)

// FollowUps finds the follow-ups that are closed, and the numbers of their tickets. The journal fits it.
type FollowUps interface {
	// ClosedFollowUps gives those that were closed before a moment, the last first and so many at most;
	// with an owner, those that were theirs.
	ClosedFollowUps(ctx context.Context, owner queue.StaffID, before time.Time, most int) ([]queue.FollowUp, error)
	// ClosedFollowUp gives that of a visit; ok is false when there is none that is closed.
	ClosedFollowUp(ctx context.Context, visit queue.TicketID) (f queue.FollowUp, ok bool, err error)
	// Numbers gives the numbers that tickets had on their day. A number is nobody's name: what is erased with a
	// follow-up is what the visitor wrote and how to reach them.
	Numbers(ctx context.Context, tickets []queue.TicketID) (map[queue.TicketID]string, error)
}

// The states of a follow-up.
const (
	FollowUpOpen    = "open"
	FollowUpOverdue = "overdue" // open, and not done in time
	FollowUpClosed  = "closed"
)

// FollowUpView is a visitor to be called back, as whoever does it and the supervisors see it.
type FollowUpView struct {
	ID          queue.TicketID     `json:"id"`
	State       string             `json:"state"`
	Day         queue.Day          `json:"day"`              // of the visit
	Number      string             `json:"number,omitempty"` // of the ticket, on the day of the visit
	Service     queue.ServiceID    `json:"service"`
	ServiceName string             `json:"service_name"`
	Window      *Place             `json:"window"`
	Staff       queue.StaffID      `json:"staff,omitempty"` // who served last
	Level       queue.LevelID      `json:"level"`
	LevelName   string             `json:"level_name"`
	Reasons     []string           `json:"reasons"` // in words
	OpenedAt    time.Time          `json:"opened_at"`
	DueAt       time.Time          `json:"due_at"`
	Owner       queue.StaffID      `json:"owner,omitempty"`
	OverdueAt   *time.Time         `json:"overdue_at"`
	Calls       []FollowUpCallView `json:"calls"`
	Words       string             `json:"words,omitempty"`   // what the visitor wrote, as long as it is kept
	Contact     string             `json:"contact,omitempty"` // how to reach the visitor, until it is closed
	Results     []string           `json:"results"`           // that can be told now

	ClosedAt *time.Time           `json:"closed_at"`
	Result   queue.FollowUpResult `json:"result,omitempty"`
	Note     string               `json:"note,omitempty"`
	By       queue.StaffID        `json:"by,omitempty"`         // who closed it; absent: the clock
	MayAgain bool                 `json:"may_reopen,omitempty"` // a supervisor may take it up again

	words, contact, note int64
}

// FollowUpCallView is a try to reach the visitor, or, of one that was taken up again, what it had been closed with and
// why it wasn't over.
type FollowUpCallView struct {
	At      time.Time            `json:"at"`
	Staff   queue.StaffID        `json:"staff,omitempty"`
	Reached bool                 `json:"reached"`
	Note    string               `json:"note,omitempty"`
	Result  queue.FollowUpResult `json:"result,omitempty"`
	Again   queue.AgainReason    `json:"reopened,omitempty"`

	note int64
}

// NewFollowUpView makes the view of a follow-up, without what is personal: FollowUpTexts puts that in.
func NewFollowUpView(f *queue.FollowUp, r *queue.Rules, lang string) FollowUpView {
	loc := r.Location()
	v := FollowUpView{
		ID: f.Visit, State: FollowUpOpen, Day: f.Day, Service: f.Service, ServiceName: serviceName(r, f.Service, lang), Staff: f.Staff,
		Level: f.Level, LevelName: string(f.Level), Reasons: []string{}, OpenedAt: f.Opened.In(loc), DueAt: f.Due.In(loc), Owner: f.Owner,
		OverdueAt: instant(f.Overdue, loc), Calls: make([]FollowUpCallView, len(f.Calls)), Results: []string{}, ClosedAt: instant(f.Closed, loc),
		Result: f.Result, By: f.By, words: f.Words, contact: f.Contact, note: f.Note,
	}
	switch {
	case !f.Closed.IsZero():
		v.State = FollowUpClosed
	case f.Late():
		v.State = FollowUpOverdue
	}
	if f.Window != "" {
		v.Window = NewPlace(r.Window(f.Window), f.Window, r, lang)
	}
	if l := r.Level(f.Level); l != nil {
		v.LevelName = l.Name.In(lang)
	}
	for _, id := range f.Reasons {
		if reason := r.LevelReason(id); reason != nil {
			v.Reasons = append(v.Reasons, reason.Text.In(lang))
		}
	}
	for i, c := range f.Calls {
		v.Calls[i] = FollowUpCallView{At: c.At.In(loc), Staff: c.Staff, Reached: c.Reached, Result: c.Result, Again: c.Again, note: c.Note}
	}
	for _, result := range queue.FollowUpResults() {
		if f.Closed.IsZero() && f.May(result) {
			v.Results = append(v.Results, string(result))
		}
	}
	return v
}

// FollowUpTexts puts in what visitors wrote, how to reach them, and what was noted, as far as it is kept.
func FollowUpTexts(ctx context.Context, rows Rows, views []FollowUpView) error {
	var ids []int64
	into := map[int64]*string{}
	want := func(id int64, s *string) {
		if id != 0 {
			ids, into[id] = append(ids, id), s
		}
	}
	for i := range views {
		v := &views[i]
		want(v.words, &v.Words)
		want(v.contact, &v.Contact)
		want(v.note, &v.Note)
		for k := range v.Calls {
			want(v.Calls[k].note, &v.Calls[k].Note)
		}
	}
	if rows == nil || len(ids) == 0 {
		return nil
	}
	known, err := rows.Notes(ctx, ids)
	for _, p := range known {
		*into[p.ID] = p.Value
	}
	return err
}

// SeesFollowUp says whether a member of staff may see a follow-up: a supervisor or whose it is, but never who served.
func SeesFollowUp(who *queue.Staff, f *queue.FollowUp) bool {
	return (who.Is(queue.RoleSupervisor) || f.Owner == who.ID) && f.Staff != who.ID
}

// FollowUpViews gives the follow-ups in a state that a member of staff may see, those to be done first first: a
// supervisor sees all, everybody else their own, and nobody those about themselves. Closed ones are the last of them, so many at most.
func FollowUpViews(ctx context.Context, q *queue.Queue, books FollowUps, rows Rows, who *queue.Staff, state, lang string, most int) ([]FollowUpView, error) {
	owner := who.ID
	if who.Is(queue.RoleSupervisor) {
		owner = ""
	}
	list := []FollowUpView{}
	if state == FollowUpClosed {
		if books == nil {
			return list, nil
		}
		closed, err := books.ClosedFollowUps(ctx, owner, q.Now().Add(time.Second), most)
		if err != nil {
			return nil, err
		}
		for i := range closed {
			if closed[i].Staff == who.ID {
				continue
			}
			v := NewFollowUpView(&closed[i], q.Rules(), lang)
			v.MayAgain = closed[i].MayAgain(q.Now())
			list = append(list, v)
		}
		if err := followUpNumbers(ctx, books, list); err != nil {
			return nil, err
		}
		return list, FollowUpTexts(ctx, rows, list)
	}
	q.View(func(l *queue.Lobby) {
		for _, f := range l.FollowUps() {
			if SeesFollowUp(who, f) && (state == FollowUpOpen || f.Late()) {
				v := NewFollowUpView(f, l.Rules(), lang)
				if t := l.Ticket(f.Visit); t != nil {
					v.Number = t.Number
				}
				list = append(list, v)
			}
		}
	})
	if err := followUpNumbers(ctx, books, list); err != nil {
		return nil, err
	}
	return list, FollowUpTexts(ctx, rows, list)
}

// followUpNumbers puts in the numbers that only the books know: of visits of before.
func followUpNumbers(ctx context.Context, books FollowUps, views []FollowUpView) error {
	var ids []queue.TicketID
	for i := range views {
		if views[i].Number == "" {
			ids = append(ids, views[i].ID)
		}
	}
	if books == nil || len(ids) == 0 {
		return nil
	}
	known, err := books.Numbers(ctx, ids)
	for i := range views {
		if n := known[views[i].ID]; n != "" {
			views[i].Number = n
		}
	}
	return err
}
