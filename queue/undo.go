package queue

import (
	"cmp"
	"slices"
	"time"
)

// prior is a ticket as it stood before an act that can be undone, and the person
// at the window then.
type prior struct {
	Event  int64    `json:"event"` // seq of the act
	Seen   int64    `json:"seen"`  // seq of the last event since that undoing takes back with it
	Window WindowID `json:"window"`
	Staff  StaffID  `json:"staff,omitempty"` // at the window
	Ticket *Ticket  `json:"ticket"`          // without a prior of its own

	At   time.Time `json:"at,omitzero"`    // of an act that leaves the ticket's state as it is
	Plan bool      `json:"plan,omitempty"` // what comes afterwards was laid out
}

// remember keeps a ticket as it stands, so that the event about to be applied at a
// window can be undone. Of a command with several events the first counts.
func (l *Lobby) remember(t *Ticket, at WindowID, e *Event) {
	if t.With != 0 { // its lead's act is the window's
		at = ""
	}
	if p := t.prior; p == nil || e.Cause == 0 || p.Event != e.Cause {
		old := t.Clone()
		old.prior = nil
		t.prior = &prior{Event: e.Seq, Ticket: old}
	}
	t.prior.Window, t.prior.Seen = at, e.Seq
	if w := l.windows[at]; w != nil {
		if s := l.awaited(t); s != nil {
			s.keep(t.prior.Event)
		}
		t.prior.Staff = w.Staff
		w.Last = w.Last.then(t, e)
	}
}

// touch notes an event that changes a ticket without standing in the way of undoing the act
// before it: undoing takes it back as well, or leaves it alone.
func (t *Ticket) touch(e *Event) {
	if t.prior != nil && t.prior.Seen == t.Seq {
		t.prior.Seen = e.Seq
	}
	t.Seq = e.Seq
}

// LastAct is the last act at a window that can be undone. Of a window that calls on it is the call; the
// end of the visit that the call came with can be undone after it.
type LastAct struct {
	Event  int64    `json:"event"`
	Ticket TicketID `json:"ticket"`

	EndEvent  int64    `json:"end_event,omitempty"`
	EndTicket TicketID `json:"end_ticket,omitempty"`
}

// then is the last act once a ticket has gone through an event.
func (a LastAct) then(t *Ticket, e *Event) LastAct {
	now := LastAct{Event: t.prior.Event, Ticket: t.ID}
	if e.Cause != 0 && a.Event == e.Cause && a.Ticket != t.ID { // of the same command
		now.EndEvent, now.EndTicket = a.Event, a.Ticket
	}
	return now
}

// Undo takes the last act at a window back, within the policy's bound: a call, the
// end of a visit, a missed call, putting aside, sending on, what comes afterwards. The ticket stands exactly
// where it stood before, its waiting goes on as if nothing had been. What happened to
// its paper meanwhile stays. A call whose time is over meanwhile is given it anew. A window that was closed
// meanwhile is opened again when a visitor comes back into its hand. That service has begun stays: the wait ends with it
// in every figure, screens and phone have said it, and whoever began too early goes on, sets aside or sends on all the same.
type Undo struct{ Window WindowID }

func (c Undo) decide(l *Lobby, in Input) (*Decision, error) {
	w, rule, err := atWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	t, p, err := l.undoable(w, in.Now)
	if err != nil {
		return nil, err
	}
	back := UndoneData{
		OnTicket: on(t), Event: p.Event, State: p.Ticket.State, Since: p.Ticket.Since, Window: w.ID, Until: p.Ticket.Until,
	}
	if p.Ticket.State == Called && !back.Until.IsZero() && !in.Now.Before(back.Until) {
		back.Until = l.passes(rule, p.Ticket.Tries, in.Now) // the clock would pass it again at once
	}
	d := one(t, w.ID, back)
	d.cause = p.Event
	more, _ := l.sitTogether(t, p)
	d.Data = append(d.Data, more...)
	if p.Ticket.State.InHand() && w.State == WindowClosed {
		d.Data = append(d.Data, WindowData{Window: w.ID, Staff: cmp.Or(p.Staff, staffOf(in.Actor)), State: WindowOpen})
	}
	return d, nil
}

// undoable gives the ticket of a window's last act and how it stood before, or why that
// can't be taken back.
func (l *Lobby) undoable(w *Window, now time.Time) (*Ticket, *prior, error) {
	late := func(t *Ticket) error {
		e := refuse(ErrTooLate, "what", "undo", "window", string(w.ID))
		if t != nil {
			e.Args["number"] = t.Number
		}
		return e
	}
	t := l.tickets[w.Last.Ticket]
	if w.Last.Event == 0 || t == nil {
		return nil, nil, late(nil)
	}
	p := t.prior
	if p == nil || p.Event != w.Last.Event || p.Window != w.ID || p.Seen != t.Seq || t.past(l.day) ||
		now.Sub(t.ActedAt()) > seconds(l.rules.Policy.UndoS) || l.Service(p.Ticket.Service) == nil {
		return nil, nil, late(t)
	}
	if err := l.notReserved(w.ID); err != nil {
		return nil, nil, err
	}
	if w.Ticket != 0 && w.Ticket != t.ID {
		return nil, nil, refuse(ErrWindowBusy, "window", string(w.ID), "number", l.tickets[w.Ticket].Number)
	}
	if _, ok := l.sitTogether(t, p); !ok {
		return nil, nil, late(t)
	}
	return t, p, nil
}

// past says whether a visit of an earlier day is over: another may have its number by now.
func (t *Ticket) past(today Day) bool { return t.State.Over() && t.Day != today }

// Undoable says what Undo would take back at a window now: the ticket as it stands and the
// state it would have again; nil when there is nothing.
func (l *Lobby) Undoable(id WindowID, now time.Time) (*Ticket, State) {
	w := l.windows[id]
	if w == nil || l.rules == nil {
		return nil, ""
	}
	t, p, err := l.undoable(w, now)
	if err != nil {
		return nil, ""
	}
	return t, p.Ticket.State
}

// ActedAt is when the last act on a ticket was that may be undone.
func (t *Ticket) ActedAt() time.Time {
	if t.prior != nil && !t.prior.At.IsZero() {
		return t.prior.At
	}
	return t.Changed
}

// LaidOut says whether the last act on a ticket, if it can be undone, laid out what comes after its leg.
func (t *Ticket) LaidOut() bool { return t.prior != nil && t.prior.Plan }

// MovedOn says whether the last act on a ticket, if it can be undone, was the end of a leg
// with a planned one after it.
func (t *Ticket) MovedOn() bool {
	if t.prior == nil || t.State != Waiting || len(t.Legs) <= len(t.prior.Ticket.Legs) {
		return false
	}
	return len(t.Plan) < len(t.prior.Ticket.Plan) && t.Legs[len(t.Legs)-2].End != endTransferred
}

// restore puts a ticket back to how it stood before an act.
func (l *Lobby) restore(t *Ticket, d UndoneData, e *Event) {
	p := t.prior
	if t.State == Waiting {
		l.leave(t)
	}
	over := t.State.Over()
	if t.State.InHand() {
		l.free(t.Window)
	}
	kept, evaluated, from := t.Print, t.Evaluated, t.Service
	*t = *p.Ticket.Clone() // another Lobby may share it
	t.Seq, t.Print, t.Evaluated, t.Until = e.Seq, kept, evaluated, d.Until
	l.calls = slices.DeleteFunc(l.calls, func(a Announcement) bool { return a.Ticket == t.ID && a.Seq >= d.Event })
	if over {
		l.revive(t)
	}
	if t.State == Waiting {
		l.enter(t)
	}
	l.attend(t, e.At)
	if l.rules.Service(from) == nil {
		l.dropGone(from)
	}
	w := l.windows[p.Window]
	if w == nil {
		return
	}
	w.Last = LastAct{Event: w.Last.EndEvent, Ticket: w.Last.EndTicket}
	if t.State.InHand() {
		w.Ticket = t.ID
	}
	if p.Staff != "" && w.State != WindowClosed {
		w.Staff = p.Staff
	}
}
