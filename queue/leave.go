package queue

import (
	"slices"
	"time"
)

// Cancel gives up a ticket's place: the visitor leaves. Its window is free
// again. With a reason it is the desk that ends a number that waits: a wrong one, or one whose
// visitor has gone; what is in a window's hand is the window's.
type Cancel struct {
	Ticket TicketID
	Reason string // a code, of the desk; empty: the visitor leaves
}

func (c Cancel) decide(l *Lobby, in Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrUnknownTicket)
	}
	if !t.State.MayBecome(Cancelled) {
		return nil, wrongState(t)
	}
	if t.With != 0 && !t.As.MayBecome(Cancelled) { // it is heard together with its lead
		return nil, wrongState(t)
	}
	if c.Reason != "" {
		if err := byHouse(l, in.Actor, RoleDesk); err != nil {
			return nil, err
		}
		switch {
		case !IsCode(c.Reason):
			return nil, refuse(ErrBadValue, "field", "reason")
		case t.State.InHand():
			return nil, wrongState(t)
		}
	}
	left := LeftData{OnTicket: on(t), Window: t.Window, Reason: c.Reason}
	if t.State == Called {
		left.Since = t.withCredit(t.Changed)
	}
	d := one(t, t.Window, left)
	d.dropPaper(l, t, "visit_over")
	return d, nil
}

// TakeBack undoes leaving the queue, within the policy's bound and on the same
// day: the ticket is where it was, one that was being called waits again. The desk takes back so what it
// ended, and what a visitor did by mistake. A slip that hadn't come out by then doesn't; the number stands among those without paper.
type TakeBack struct{ Ticket TicketID }

func (c TakeBack) decide(l *Lobby, in Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrTooLate, "what", "undo")
	}
	if t.State != Cancelled {
		return nil, wrongState(t)
	}
	if !l.comesBack(t, in.Now) {
		return nil, refuse(ErrTooLate, "number", t.Number, "what", "undo")
	}
	d := one(t, "", UndoneData{OnTicket: on(t), Event: t.left, State: t.before, Since: t.Since})
	d.cause = t.left
	return d, nil
}

// comesBack says whether it isn't too late to take back that a visitor left.
func (l *Lobby) comesBack(t *Ticket, now time.Time) bool {
	return t.State == Cancelled && t.Day == l.day && now.Sub(t.Changed) <= seconds(l.rules.Policy.UndoS)
}

// JustLeft gives the ticket of a number whose visitor left, or that the desk ended, as long as TakeBack brings
// it back; nil when there is none.
func (l *Lobby) JustLeft(number string, now time.Time) *Ticket {
	for _, t := range slices.Backward(l.ended) {
		if t.Number == number && l.comesBack(t, now) {
			return t
		}
	}
	return nil
}
