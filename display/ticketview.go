package display

import (
	"strings"
	"time"

	"onedoor/queue"
)

// TicketView is a ticket as the visitor sees it: what GET /api/v1/tickets/{ref}
// and /ws/ticket tell, and what a kiosk and a phone draw. Names are in one
// language, times in the centre's zone. It holds nothing of the staff's: no
// staff id, no note, no class, no outcome; and no window before the call, since
// somebody who reads "window 3" walks up to window 3.
type TicketView struct {
	Number      string          `json:"number"`
	State       queue.State     `json:"state"`
	Service     queue.ServiceID `json:"service"`
	ServiceName string          `json:"service_name"` // the public one
	Window      *Place          `json:"window"`       // where it is called or served; null otherwise
	Ahead       int             `json:"ahead"`
	Estimate    *queue.Range    `json:"estimate"` // null: nothing is known
	Legs        []LegView       `json:"legs"`
	Plan        []StepView      `json:"plan,omitempty"` // what comes after the present leg
	Print       PrintView       `json:"print"`

	Wait      *WaitView  `json:"wait,omitempty"` // where to wait
	Party     int        `json:"party"`          // heads
	Lang      string     `json:"lang"`           // the ticket's own, of slip and phone
	IssuedAt  time.Time  `json:"issued_at"`
	ChangedAt time.Time  `json:"changed_at"` // since when it is in this state
	Since     time.Time  `json:"since"`      // waiting counts from here, what it had before included
	Calls     int        `json:"calls"`      // of the present leg
	Hold      *HoldView  `json:"hold,omitempty"`
	DueAt     *time.Time `json:"due_at,omitempty"`     // of the appointment, or of the session
	LapsesAt  *time.Time `json:"lapses_at,omitempty"`  // a missed call ends then
	PassesAt  *time.Time `json:"passes_at,omitempty"`  // a call that nobody follows is passed by itself then
	UndoUntil *time.Time `json:"undo_until,omitempty"` // leaving can be taken back until then
	Returned  bool       `json:"returned"`             // has come back after a missed call
	MayCancel bool       `json:"may_cancel"`           // the visitor can leave now
	MayReturn bool       `json:"may_return"`           // the visitor or the desk can put a missed call right
	Asked     *AskedView `json:"asked,omitempty"`      // the one person who may call it
	Closing   string     `json:"closing,omitempty"`    // it waits beyond the hours, and what becomes of it: serve, carry, tell
	ComingAt  *time.Time `json:"coming_at,omitempty"`  // about when somebody comes who was called in for it
	Seq       int64      `json:"seq"`                  // of the event that last changed it

	Session *MeetingView `json:"session,omitempty"` // that the visitor is a side of

	MayPostpone int  `json:"may_postpone,omitempty"`   // how many others the visitor may let go first
	MayStepOutS int  `json:"may_step_out_s,omitempty"` // how long the visitor may leave the hall
	MayComeBack bool `json:"may_come_back,omitempty"`  // the visitor has stepped outside

	Representatives int    `json:"representatives,omitempty"` // who of a large group goes to the window at most; 0: all
	Evaluation      string `json:"evaluation,omitempty"`      // open, done or closed; of a visit that has ended. Of the past EvaluationOf knows better
	Consultation    bool   `json:"consultation,omitempty"`    // several posts sit together with the visitor; the window is where
}

// PrintView is what became of a ticket's paper. Doubt is for who makes the view to say,
// by DoubtOf.
type PrintView struct {
	queue.Print
	Doubt bool `json:"doubt,omitempty"` // a reprint is on its way, and the slip before it may be out, or half of it
}

// Place is a window by what people call it.
type Place struct {
	ID        queue.WindowID `json:"id"`
	Label     string         `json:"label"`
	Floor     queue.FloorID  `json:"floor"`
	FloorName string         `json:"floor_name,omitempty"`
	Way       string         `json:"way,omitempty"` // how to find it
}

// WaitView is where to wait for a service.
type WaitView struct {
	Floor     queue.FloorID `json:"floor"`
	FloorName string        `json:"floor_name"`
	Place     string        `json:"place"`
	Way       string        `json:"way,omitempty"` // how to get to the floor
}

// HoldView is why a ticket was put aside and until when.
type HoldView struct {
	Reason string     `json:"reason,omitempty"` // a code
	Until  *time.Time `json:"until,omitempty"`  // absent: until the session that it waits for
}

// MeetingView is a session as a visitor sees it who is one of its sides.
type MeetingView struct {
	// State is waiting until all are called, and called or serving then: the ticket stays held
	// meanwhile, unless it is the one of the session that the window has in hand.
	State queue.State `json:"state"`
}

// meetingView is nil for a ticket without a session.
func meetingView(t *queue.Ticket) *MeetingView {
	if t.Session == 0 || t.State.Over() {
		return nil
	}
	if s := t.Stands(); s.InHand() {
		return &MeetingView{s}
	}
	return &MeetingView{queue.Waiting}
}

// LegView is one stay at one service on the way of a visit.
type LegView struct {
	Service     queue.ServiceID `json:"service"`
	ServiceName string          `json:"service_name"`
	Window      *Place          `json:"window"` // where it was or is served
	From        time.Time       `json:"from"`
	Called      *time.Time      `json:"called,omitempty"` // first call
	Started     *time.Time      `json:"started,omitempty"`
	Ended       *time.Time      `json:"ended,omitempty"`
	Calls       int             `json:"calls"`
	WaitedS     int64           `json:"waited_s"`      // until its last call
	End         string          `json:"end,omitempty"` // done, transferred, skipped, cancelled or lapsed
}

// StepView is a leg that is still to come.
type StepView struct {
	Service     queue.ServiceID `json:"service"`
	ServiceName string          `json:"service_name"`
	Floor       queue.FloorID   `json:"floor,omitempty"`
	FloorName   string          `json:"floor_name,omitempty"`
}

// StatusURL is the address of a ticket's page: what the QR says and what
// status_url gives, to the letter.
func StatusURL(public, ref string) string { return strings.TrimRight(public, "/") + "/t/" + ref }

// NewTicketView makes the visitor's view of a ticket, living or past. Ahead is
// of the Lobby or of a Result; a service or window that left the rules goes by
// its id.
func NewTicketView(t *queue.Ticket, r *queue.Rules, ahead int, lang string) TicketView {
	loc := r.Location()
	v := TicketView{
		Number: t.Number, State: t.State, Service: t.Service, ServiceName: serviceName(r, t.Service, lang),
		Ahead: ahead, Legs: legViews(t, r, lang), Plan: stepViews(t, r, lang), Print: PrintView{Print: t.Print},
		Wait: waitView(r, t, lang), Party: t.Party, Lang: t.Lang,
		IssuedAt: t.Issued.In(loc), ChangedAt: t.Changed.In(loc), Since: t.Since.In(loc), Calls: t.Calls(),
		Returned: t.Returned, MayCancel: t.State.MayBecome(queue.Cancelled),
		MayReturn: t.State == queue.NoShow && !t.Returned, Seq: t.Seq, DueAt: instant(t.Due, loc), Session: meetingView(t),
	}
	v.Asked = askedView(t, r, lang)
	if t.State == queue.Waiting {
		v.ComingAt = instant(t.Coming, loc)
	}
	if !t.State.Over() && !t.State.InHand() {
		v.Closing = string(t.Closing)
	}
	if v.Print.State == "" {
		v.Print.State = queue.PrintNone
	}
	if !v.Print.At.IsZero() {
		v.Print.At = v.Print.At.In(loc)
	}
	v.Representatives, v.Consultation = t.Representatives(), t.Joint
	if at := t.Place(); at != "" {
		v.Window = NewPlace(r.Window(at), at, r, lang)
	}
	v.MayComeBack = t.Out()
	v.Evaluation = r.EvaluationOf(t, t.Changed)
	if r.MayPostpone(t) {
		v.MayPostpone = r.Policy.PostponePlaces
	}
	if r.MayStepOut(t) {
		v.MayStepOutS = r.Policy.OutsideMaxS
	}
	switch t.State {
	case queue.Held:
		v.Hold = &HoldView{Reason: t.HoldReason, Until: instant(t.Until, loc)}
	case queue.NoShow:
		v.LapsesAt = instant(t.Until, loc)
	case queue.Cancelled:
		v.UndoUntil = instant(t.Changed.Add(time.Duration(r.Policy.UndoS)*time.Second), loc)
	case queue.Called:
		v.PassesAt = instant(t.Until, loc)
	case queue.Waiting, queue.Serving, queue.Done, queue.Lapsed:
	}
	return v
}

// NewPlace names a window; a nil rule is one that left the rules.
func NewPlace(w *queue.WindowRule, id queue.WindowID, r *queue.Rules, lang string) *Place {
	if w == nil {
		return &Place{ID: id, Label: string(id)}
	}
	p := &Place{ID: w.ID, Label: w.Label.In(lang), Floor: w.Floor, Way: w.Way.In(lang)}
	if f := r.Floor(w.Floor); f != nil {
		p.FloorName = f.Name.In(lang)
	}
	return p
}

// serviceName is what visitors may read of a service.
func serviceName(r *queue.Rules, id queue.ServiceID, lang string) string {
	if s := r.Service(id); s != nil {
		return s.PublicName(lang)
	}
	return string(id)
}

// waitView says where to wait; a visit that is over waits nowhere.
func waitView(r *queue.Rules, t *queue.Ticket, lang string) *WaitView {
	s := r.Service(t.Service)
	if s == nil || t.State.Over() {
		return nil
	}
	f := r.Floor(s.Floor)
	if f == nil {
		return nil
	}
	return &WaitView{Floor: f.ID, FloorName: f.Name.In(lang), Place: WaitPlace(r, t, lang), Way: f.Way.In(lang)}
}

// WaitPlace names where a ticket's visitor waits: on the floor of its service, or where its
// side of a session does.
func WaitPlace(r *queue.Rules, t *queue.Ticket, lang string) string {
	s := r.Service(t.Service)
	if s == nil {
		return ""
	}
	if side := s.Side(t.Side); side != nil && len(side.Wait) > 0 {
		return side.Wait.In(lang)
	}
	f := r.Floor(s.Floor)
	if f == nil {
		return string(s.Floor)
	}
	if place := f.Wait.In(lang); place != "" {
		return place
	}
	return f.Name.In(lang)
}

// legViews makes the way of a visit. A leg names its window once somebody was
// served there or is called there now; a missed call doesn't, because the next
// call may come from another one.
func legViews(t *queue.Ticket, r *queue.Rules, lang string) []LegView {
	loc := r.Location()
	views := make([]LegView, len(t.Legs))
	for i := range t.Legs {
		leg := &t.Legs[i]
		v := LegView{
			Service: leg.Service, ServiceName: serviceName(r, leg.Service, lang), From: leg.From.In(loc),
			Called: instant(leg.Called, loc), Started: instant(leg.Started, loc), Ended: instant(leg.Ended, loc),
			Calls: leg.Calls, WaitedS: leg.WaitedS, End: publicEnd(leg.End),
		}
		present := i == len(t.Legs)-1 && t.Stands().InHand()
		if leg.Window != "" && (present || v.End == "done" || v.End == "transferred") {
			v.Window = NewPlace(r.Window(leg.Window), leg.Window, r, lang)
		}
		views[i] = v
	}
	return views
}

// stepViews tells what is still to come; a visit that is over goes nowhere.
func stepViews(t *queue.Ticket, r *queue.Rules, lang string) []StepView {
	if t.State.Over() {
		return nil
	}
	var views []StepView
	for _, step := range t.Plan {
		s := r.Service(step.Service)
		if s == nil {
			continue // it will be passed over
		}
		v := StepView{Service: s.ID, ServiceName: s.PublicName(lang), Floor: s.Floor}
		if f := r.Floor(s.Floor); f != nil {
			v.FloorName = f.Name.In(lang)
		}
		views = append(views, v)
	}
	return views
}

// publicEnd hides the outcome: how a matter went is told by people, not by a
// page that somebody may look at over a shoulder.
func publicEnd(end string) string {
	switch end {
	case "", "transferred", "cancelled", "lapsed", queue.EndSkipped:
		return end
	}
	return "done"
}

// instant gives a time in a zone, nil for the zero time.
func instant(t time.Time, loc *time.Location) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(loc)
	return &t
}

// StaffTicketView is a ticket as staff see it: what the visitor sees, and what
// is needed to serve. It never has the ref: that is the visitor's key.
type StaffTicketView struct {
	TicketView
	Class     queue.Class     `json:"class"`
	Side      queue.SideID    `json:"side,omitempty"`       // of its session
	WaitedS   int64           `json:"waited_s"`             // waiting that counts, credit included
	Staff     queue.StaffID   `json:"staff,omitempty"`      // who has it in hand
	ForWindow queue.WindowID  `json:"for_window,omitempty"` // only this window may call it
	ForStaff  queue.StaffID   `json:"for_staff,omitempty"`  // only this person may call it
	Outcome   queue.OutcomeID `json:"outcome,omitempty"`
	Matter    *MatterView     `json:"matter,omitempty"` // what it is about
	Notes     int             `json:"notes"`            // how many were written
	Brief     []BriefLine     `json:"brief"`            // what the visitor answered at the kiosk
	Needs     []queue.Need    `json:"needs,omitempty"`
	NeedsID   int64           `json:"-"`                        // where they stand
	Fetching  *time.Time      `json:"fetching_since,omitempty"` // somebody is to fetch the visitor
}

// NewStaffTicketView makes the staff's view of a ticket at a moment.
func NewStaffTicketView(t *queue.Ticket, r *queue.Rules, ahead int, lang string, now time.Time) StaffTicketView {
	v := StaffTicketView{
		TicketView: NewTicketView(t, r, ahead, lang), Class: t.Class, Side: t.Side, WaitedS: waited(t, now), Staff: t.Staff,
		ForWindow: t.ForWindow, ForStaff: t.ForStaff, Outcome: t.Outcome, Matter: newMatterView(t, r, lang), Notes: len(t.Notes),
		Brief:   NewBrief(t, r, lang),
		NeedsID: t.Needs, Fetching: instant(t.Fetching, r.Location()),
	}
	v.Evaluation = "" // it isn't the clerk's
	if s := r.Service(t.Service); s != nil {
		v.ServiceName = s.Name.In(lang)
	}
	return v
}

// waited is the waiting that counts for a ticket, in whole seconds.
func waited(t *queue.Ticket, now time.Time) int64 {
	if t.State == queue.Waiting || t.Out() {
		return int64(max(now.Sub(t.Since), 0) / time.Second)
	}
	return t.CreditUS / int64(time.Second/time.Microsecond)
}
