package queue

import "slices"

// SetClass says on the spot that a visitor has priority, or hasn't: the ticket in hand, or one that the
// window could call. The class and the reason's code are kept, the certificate is not.
type SetClass struct {
	Window WindowID // where it is said; empty: at the desk
	Number string   // empty: the ticket in hand
	Class  Class
	Reason string // a code; needed for priority
}

func (c SetClass) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := c.whose(l, in)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(Classes(), c.Class) {
		return nil, refuse(ErrBadValue, "field", "class", "value", firstRunes(string(c.Class), 40))
	}
	if !IsCode(c.Reason) || c.Class == ClassPriority && c.Reason == "" {
		return nil, refuse(ErrBadValue, "field", "reason")
	}
	if t.State.Over() {
		return nil, wrongState(t)
	}
	d := one(t, c.Window)
	if t.Class != c.Class {
		d.Data = []Data{ClassSetData{OnTicket: on(t), Class: c.Class, Reason: c.Reason, Window: c.Window}}
	}
	return d, nil
}

// whose finds the ticket that it is said of, and who may say so.
func (c SetClass) whose(l *Lobby, in Input) (*Ticket, error) {
	if c.Number == "" {
		return inHand(l, c.Window, in.Actor)
	}
	t := l.byNumber[c.Number]
	if c.Window == "" {
		if err := byHouse(l, in.Actor, RoleDesk); err != nil {
			return nil, err
		}
	} else {
		w, rule, err := atWindow(l, c.Window, in.Actor)
		if err != nil {
			return nil, err
		}
		if t != nil && w.Ticket != t.ID && !l.callable(t, rule) {
			return nil, refuse(ErrNotServed, "number", t.Number, "window", string(w.ID))
		}
	}
	if t == nil {
		return nil, refuse(ErrUnknownTicket, "number", c.Number)
	}
	return t, nil
}

// HandOver has somebody else go on with the ticket in hand, in the middle of it and with all that is known:
// whoever asks takes it over at its window; with To it goes, with the visitor, to a colleague's window that is
// open and has nobody in hand. Nobody is called and nothing begins anew.
type HandOver struct {
	Window WindowID
	To     WindowID // empty: whoever asks takes it over where it is
}

func (c HandOver) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	d := HandedOverData{OnTicket: on(t), From: c.Window, Window: c.Window, Staff: staffOf(in.Actor)}
	if c.To == "" || c.To == c.Window {
		if t.Staff == d.Staff && l.windows[c.Window].Staff == d.Staff {
			return one(t, c.Window), nil
		}
		return one(t, c.Window, d), nil
	}
	to, rule := l.windows[c.To], l.WindowRule(c.To)
	switch {
	case to == nil || rule == nil:
		return nil, refuse(ErrUnknownWindow, "window", string(c.To))
	case t.State != Serving, t.Joint, l.awaited(t) != nil, l.inConsultation(t.ID): // those are called together, and sit where they were called to
		return nil, wrongState(t)
	case to.Ticket != 0:
		return nil, refuse(ErrWindowBusy, "window", string(c.To), "number", l.tickets[to.Ticket].Number)
	case l.ReservedBy(c.To) != nil:
		return nil, l.notReserved(c.To)
	case to.State == WindowClosed:
		return nil, refuse(ErrWindowClosed, "window", string(c.To))
	case to.State == WindowPaused:
		return nil, refuse(ErrWindowPaused, "window", string(c.To))
	case !l.servesAt(rule, t.Service):
		return nil, refuse(ErrNotServed, "number", t.Number, "window", string(c.To))
	}
	d.Window, d.Staff = c.To, to.Staff
	return one(t, c.Window, d), nil
}

// inConsultation says whether a ticket's visitor is in a consultation, or one is called together for them.
func (l *Lobby) inConsultation(id TicketID) bool {
	return slices.ContainsFunc(l.consultations, func(c *Consultation) bool { return c.Ticket == id })
}

// InHand does a command only while a window has a certain ticket in hand: the one that whoever asks had
// before their eyes. At a window of two people the other may have finished it in that moment, and the next one
// must not be finished in its place.
type InHand struct {
	Window  WindowID
	Number  string
	Command Command
}

func (c InHand) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	if t.Number != c.Number {
		return nil, refuse(ErrNotInHand, "window", string(c.Window))
	}
	return c.Command.decide(l, in)
}

// AddNote writes something about the ticket in hand down for whoever serves the visitor next.
type AddNote struct {
	Window WindowID
	Note   string // kept as a personal row
}

func (c AddNote) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	d := one(t, c.Window)
	note, err := d.note(l, t.ID, c.Note, in.Now)
	if err != nil {
		return nil, err
	}
	if note == 0 {
		return nil, refuse(ErrBadValue, "field", "note")
	}
	d.Data = []Data{NoteAddedData{OnTicket: on(t), Note: note}}
	return d, nil
}
