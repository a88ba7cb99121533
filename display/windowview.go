package display

import (
	"time"

	"onedoor/queue"
)

// WindowView is a window as everybody may see it.
type WindowView struct {
	ID        queue.WindowID    `json:"id"`
	Label     string            `json:"label"`
	Floor     queue.FloorID     `json:"floor"`
	FloorName string            `json:"floor_name,omitempty"`
	State     queue.WindowState `json:"state"`
	Services  []queue.ServiceID `json:"services"`
	Ticket    *string           `json:"ticket"` // the number in hand, or null
	Pause     *PauseView        `json:"pause,omitempty"`
}

// NewWindowView makes the view of a window. Its rule is nil when it left the
// rules; number is of the ticket in hand, "" for none.
func NewWindowView(w *queue.Window, rule *queue.WindowRule, number string, r *queue.Rules, lang string) WindowView {
	p := NewPlace(rule, w.ID, r, lang)
	v := WindowView{
		ID: w.ID, Label: p.Label, Floor: p.Floor, FloorName: p.FloorName, State: w.State, Services: []queue.ServiceID{},
	}
	if rule != nil && rule.Services != nil {
		v.Services = rule.Services
	}
	if number != "" {
		v.Ticket = &number
	}
	v.Pause = pauseView(w, r.Location())
	return v
}

// StaffWindowView is a window as staff see it.
type StaffWindowView struct {
	WindowView
	Staff     queue.StaffID `json:"staff,omitempty"`  // who is at it
	Reason    string        `json:"reason,omitempty"` // of a pause, a code
	ChangedAt *time.Time    `json:"changed_at,omitempty"`

	LongerUntil *time.Time `json:"longer_until,omitempty"` // it is busy with the ticket in hand until about then
}

// NewStaffWindowView makes the staff's view of a window.
func NewStaffWindowView(w *queue.Window, rule *queue.WindowRule, number string, r *queue.Rules, lang string) StaffWindowView {
	return StaffWindowView{
		WindowView: NewWindowView(w, rule, number, r, lang), Staff: w.Staff, Reason: w.Reason,
		ChangedAt: instant(w.Changed, r.Location()), LongerUntil: instant(w.Longer, r.Location()),
	}
}

// Candidate is a waiting ticket in the list of a window that may call it.
type Candidate struct {
	Number      string          `json:"number"`
	Service     queue.ServiceID `json:"service"`
	ServiceName string          `json:"service_name"`
	Class       queue.Class     `json:"class"`
	Party       int             `json:"party"`
	Since       time.Time       `json:"since"` // waiting counts from here
	WaitedS     int64           `json:"waited_s"`
	Sent        bool            `json:"sent"`     // sent to this window
	Asked       bool            `json:"asked"`    // asked for this person
	Returned    bool            `json:"returned"` // has come back after a missed call
	Notes       int             `json:"notes"`    // how many were written
	Needs       []queue.Need    `json:"needs,omitempty"`
	NeedsID     int64           `json:"-"` // where they stand
}

// ConsoleView is what somebody at a window works with: the window, the ticket
// in hand and why it was called, and who may be called next, in the order of
// the calls. It is GET /api/v1/windows/{id} and the snapshot of /ws/console.
type ConsoleView struct {
	Window     StaffWindowView  `json:"window"`
	Ticket     *StaffTicketView `json:"ticket"`     // in hand, or null
	Reason     *string          `json:"reason"`     // the sentence of its call, or null
	Candidates []Candidate      `json:"candidates"` // at most as many as asked for
	Waiting    int              `json:"waiting"`    // that this window's services have in all
	Seq        int64            `json:"seq"`        // of the last event seen

	Consultation *ConsultationView  `json:"consultation"` // that it leads or takes part in, or null
	Invitations  []ConsultationView `json:"invitations"`  // to consultations not yet begun, oldest first
}

// ConsoleView reads a window out of a Lobby, for a person at it; ok is false
// when there is no such window. It copies what it needs, so it may run inside a
// view.
func (k *Kit) ConsoleView(l *queue.Lobby, id queue.WindowID, staff queue.StaffID, now time.Time, lang string, limit int) (v ConsoleView, ok bool) {
	w, rule, r := l.Window(id), l.WindowRule(id), l.Rules()
	if w == nil || rule == nil {
		return v, false
	}
	number := ""
	if t := l.Ticket(w.Ticket); t != nil {
		number = t.Number
		view := NewStaffTicketView(t, r, 0, lang, now)
		view.Print.Doubt = DoubtOf(l, t) != nil
		v.Ticket = &view
		v.Reason = k.ReasonOf(lang, t)
	}
	v.Window = NewStaffWindowView(w, rule, number, r, lang)
	list := l.Candidates(id, staff, now, limit)
	v.Candidates = make([]Candidate, len(list))
	for i, t := range list {
		v.Candidates[i] = NewCandidate(t, r, now, lang)
	}
	for _, s := range rule.Services {
		v.Waiting += l.WaitingFor(s)
	}
	v.Consultation, v.Invitations = consultationsAt(l, id, lang)
	v.Seq = l.Seq()
	return v, true
}

// ReasonOf says why a ticket was called, nil when it wasn't. The arguments are
// numbers and amounts, no ids, so nothing has to be named by the rules: a ticket
// of the past is told as it was.
func (k *Kit) ReasonOf(lang string, t *queue.Ticket) *string {
	if t.Reason == nil {
		return nil
	}
	pairs := make([]any, 0, 2*len(t.Reason.Args))
	for name, v := range t.Reason.Args {
		pairs = append(pairs, name, v)
	}
	s := k.Catalogue.T(lang, "reason."+t.Reason.Code, pairs...)
	return &s
}

// NewCandidate makes the view of a waiting ticket in a window's list.
func NewCandidate(t *queue.Ticket, r *queue.Rules, now time.Time, lang string) Candidate {
	c := Candidate{
		Number: t.Number, Service: t.Service, ServiceName: string(t.Service), Class: t.Class, Party: t.Party,
		Since: t.Since.In(r.Location()), WaitedS: waited(t, now), Sent: t.ForWindow != "", Asked: t.ForStaff != "",
		Returned: t.Returned, Notes: len(t.Notes), NeedsID: t.Needs,
	}
	if s := r.Service(t.Service); s != nil {
		c.ServiceName = s.Name.In(lang)
	}
	return c
}
