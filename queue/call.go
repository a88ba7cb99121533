package queue

import (
	"slices"
	"strconv"
	"time"
)

// Next calls whoever comes next at a window. With nobody waiting it decides
// nothing.
type Next struct{ Window WindowID }

func (c Next) decide(l *Lobby, in Input) (*Decision, error) {
	w, rule, err := readyWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	staff := staffOf(in.Actor)
	t := l.next(rule, staff, in.Now)
	if t == nil {
		return &Decision{window: w.ID}, nil
	}
	d := one(t, w.ID, l.callData(t, rule, in, t.waited(in.Now), l.why(t, rule, staff, in.Now)))
	d.fetch(t, w.ID)
	return d, nil
}

// readyWindow gives a window that may call now: open, with nothing in hand.
func readyWindow(l *Lobby, id WindowID, actor Actor) (*Window, *WindowRule, error) {
	w, rule, err := atWindow(l, id, actor)
	if err != nil {
		return nil, nil, err
	}
	_, away := l.Absence(staffOf(actor))
	switch {
	case away:
		return nil, nil, refuse(ErrStaffAway, "staff", string(staffOf(actor)))
	case w.Ticket != 0:
		return nil, nil, refuse(ErrWindowBusy, "window", string(id), "number", l.tickets[w.Ticket].Number)
	case l.ReservedBy(id) != nil:
		return nil, nil, l.notReserved(id)
	case w.State == WindowClosed:
		return nil, nil, refuse(ErrWindowClosed, "window", string(id))
	case w.State == WindowPaused:
		return nil, nil, refuse(ErrWindowPaused, "window", string(id))
	}
	return w, rule, nil
}

// waited is the waiting that counts for a ticket at a moment, in microseconds.
func (t *Ticket) waited(now time.Time) int64 {
	if t.State == Waiting || t.Out() {
		return now.Sub(t.Since).Microseconds()
	}
	return t.CreditUS
}

func (l *Lobby) callData(t *Ticket, w *WindowRule, in Input, credit int64, why Reason) CalledData {
	d := CalledData{
		OnTicket: on(t), Number: t.Number, Window: w.ID, Staff: staffOf(in.Actor), CreditUS: credit, Reason: why,
	}
	if !t.Fetch {
		d.Until = l.passes(w, 1, in.Now)
	}
	return d
}

// passes is when a ticket that is called now, for the n-th time in a row, is passed by itself:
// after the policy's number of calls and its bound, and the time that the way to the
// window's floor takes. Zero: it isn't.
func (l *Lobby) passes(w *WindowRule, n int, now time.Time) time.Time {
	p := &l.rules.Policy
	if p.NoShowAfterS == 0 || n < p.NoShowCalls {
		return time.Time{}
	}
	walk := 0
	if f := l.rules.Floor(w.Floor); f != nil {
		walk = f.WalkS
	}
	return now.Add(seconds(p.NoShowAfterS + walk))
}

// Call calls a number to a window: one that waits for it, was put aside, or was
// passed and has its return left.
type Call struct {
	Window WindowID
	Number string
}

func (c Call) decide(l *Lobby, in Input) (*Decision, error) {
	w, rule, err := readyWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	t := l.byNumber[c.Number]
	if t == nil {
		return nil, refuse(ErrUnknownTicket, "number", c.Number)
	}
	if (t.State == Held || t.State == NoShow) && l.awaited(t) != nil {
		return nil, inSession(t)
	}
	if !l.callable(t, rule) {
		return nil, refuse(ErrNotServed, "number", t.Number, "window", string(w.ID))
	}
	credit := t.waited(in.Now)
	why := Reason{Code: "by_number", Args: map[string]string{
		"number": t.Number, "minutes": strconv.FormatInt(credit/int64(time.Minute/time.Microsecond), 10),
	}}
	d := one(t, w.ID)
	switch t.State {
	case Waiting:
	case Held:
		why.Code = "held_back"
		if t.HoldReason == HeldAppointment {
			why.Code = "before_appointment"
		}
		if t.Outside {
			why.Code = "was_outside"
		}
	case NoShow:
		back, err := comeBack(l, t, in.Now)
		if err != nil {
			return nil, err
		}
		why.Code = "came_back"
		d.Data = append(d.Data, back)
	case Called, Serving, Done, Cancelled, Lapsed:
		return nil, wrongState(t)
	}
	d.Data = append(d.Data, l.callData(t, rule, in, credit, why))
	d.fetch(t, w.ID)
	return d, nil
}

// callable says whether a window may call a ticket by its number: it serves the
// service or helps with it, and the ticket was sent to no other.
func (l *Lobby) callable(t *Ticket, rule *WindowRule) bool {
	helps := slices.ContainsFunc(rule.Helps, func(h Help) bool { return h.Service == t.Service })
	return l.meets(t.ForWindow, t.Service, rule.ID) && (helps || l.servesAt(rule, t.Service))
}

func wrongState(t *Ticket) *Error {
	return refuse(ErrBadState, "number", t.Number, "state", string(t.State))
}

// Recall calls the ticket in hand once more.
type Recall struct{ Window WindowID }

func (c Recall) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if t.State != Called {
		return nil, wrongState(t)
	}
	again := RecalledData{OnTicket: on(t), Number: t.Number, Window: c.Window, Calls: t.Calls() + 1}
	if !t.Fetch {
		again.Until = l.passes(l.WindowRule(c.Window), t.Tries+1, in.Now)
	}
	d := one(t, c.Window, again)
	d.fetch(t, c.Window)
	return d, nil
}

// Pass marks the ticket in hand as a missed call (过号). The clock does the same once
// the policy's calls and time are over.
type Pass struct{ Window WindowID }

func (c Pass) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if t.State != Called {
		return nil, wrongState(t)
	}
	if !t.Fetching.IsZero() {
		return nil, refuse(ErrBeingFetched, "number", t.Number, "window", string(c.Window))
	}
	return one(t, c.Window, l.passData(t, in.Now)), nil
}

// passData passes a called ticket.
func (l *Lobby) passData(t *Ticket, now time.Time) PassedData {
	return PassedData{OnTicket: on(t), Window: t.Window, Until: now.Add(seconds(l.rules.Policy.NoShowLapseS))}
}

// Missed lists the tickets that were passed and may still return, the latest first.
func (l *Lobby) Missed() []*Ticket {
	var list []*Ticket
	for _, t := range l.tickets {
		if t.State == NoShow && !t.Returned {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b *Ticket) int {
		if c := b.Changed.Compare(a.Changed); c != 0 {
			return c
		}
		return int(b.ID - a.ID)
	})
	return list
}

// Return puts a passed ticket back into the order, once: the one with an id, or today's with
// a number.
type Return struct {
	Number string
	Ticket TicketID // of whoever holds the ticket itself; 0: by the number
}

func (c Return) decide(l *Lobby, in Input) (*Decision, error) {
	t := l.byNumber[c.Number]
	if c.Ticket != 0 {
		t = l.tickets[c.Ticket]
	}
	if t == nil {
		return nil, refuse(ErrUnknownTicket, "number", c.Number)
	}
	data, err := comeBack(l, t, in.Now)
	if err != nil {
		return nil, err
	}
	return one(t, "", data), nil
}

// comeBack decides the one return of a passed ticket: its place is that of the
// waiting it had, or the end, as the policy says.
func comeBack(l *Lobby, t *Ticket, now time.Time) (Data, error) {
	if t.State != NoShow {
		return nil, wrongState(t)
	}
	if t.Returned {
		return nil, refuse(ErrTooLate, "number", t.Number, "what", "return")
	}
	if l.rules.Policy.NoShowReturn == ReturnBack {
		return ReturnedData{OnTicket: on(t), Since: now, GaveUpUS: t.CreditUS}, nil
	}
	return ReturnedData{OnTicket: on(t), Since: t.withCredit(now)}, nil
}

// withCredit is from when a ticket's waiting counts if it waits again from now.
func (t *Ticket) withCredit(now time.Time) time.Time {
	return now.Add(-time.Duration(t.CreditUS) * time.Microsecond)
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }
