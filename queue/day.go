package queue

import (
	"slices"
	"time"
)

// SetRules puts rules in force. Rules equal to those in force decide nothing.
type SetRules struct{ Rules *Rules }

func (c SetRules) decide(l *Lobby, _ Input) (*Decision, error) {
	if err := c.Rules.Prepare(); err != nil {
		return nil, err
	}
	fresh, err := c.Rules.Canonical()
	if err != nil {
		return nil, err
	}
	if l.rules != nil {
		old, err := l.filed.Canonical()
		if err != nil {
			return nil, err
		}
		if string(old) == string(fresh) {
			return &Decision{}, nil
		}
	}
	return &Decision{Data: []Data{RulesData(c)}}, nil
}

// TrustClock is a supervisor's word that the wall clock is right.
type TrustClock struct{ Wall time.Time }

func (c TrustClock) decide(l *Lobby, in Input) (*Decision, error) {
	if staff, ok := in.Actor.Staff(); ok {
		if p := l.rules.Person(staff); p == nil || !p.Is(RoleSupervisor) {
			return nil, refuse(ErrNotAllowed)
		}
	} else if in.Actor != System {
		return nil, refuse(ErrNotAllowed)
	}
	return &Decision{Data: []Data{ClockData(c)}}, nil
}

// CloseDay closes the lobby's day when a later one has come: who waits, is
// called, held or passed lapses unless the service carries over; who is being
// served goes on and counts to the day of the ticket.
type CloseDay struct{ Day Day } // the day that has come

func (c CloseDay) decide(l *Lobby, _ Input) (*Decision, error) {
	if c.Day <= l.day {
		return &Decision{}, nil
	}
	d := DayData{Closed: l.day, Next: c.Day}
	dec := &Decision{}
	for t := range l.Tickets() {
		if t.State.Over() || t.State == Serving {
			continue
		}
		if lead := l.tickets[t.With]; lead != nil && lead.State == Serving {
			continue
		}
		if l.carries(t) {
			d.Carried = append(d.Carried, t.ID)
			continue
		}
		d.Lapsed = append(d.Lapsed, t.ID)
		dec.dropPaper(l, t, "visit_over")
	}
	for _, h := range l.HelpCalls() {
		dec.Data = append(dec.Data, HelpOverData{Help: h.ID, Why: "day_over"})
	}
	dec.Data = append([]Data{d}, dec.Data...)
	for _, s := range l.Sessions() {
		past := s.Day < c.Day || s.State == SessionCalled // one of tomorrow that was called early is over with its lead
		if lead := l.tickets[s.Lead]; s.State != SessionOver && past && (lead == nil || lead.State != Serving) {
			dec.Data = append(dec.Data, s.end(endDay))
		}
	}
	return dec, nil
}

// carries says whether a ticket keeps its number for the next day: its service carries over who
// waits, or it was told so when the hours ended, also where it had been put aside.
func (l *Lobby) carries(t *Ticket) bool {
	s := l.Service(t.Service)
	switch t.State {
	case Waiting:
		return s != nil && s.CarryOver || t.Closing == ClosingCarry
	case Held:
		return t.Closing == ClosingCarry && l.awaited(t) == nil
	case Called, Serving, NoShow, Done, Cancelled, Lapsed:
	}
	return false
}

// Tick is the clock's command: it wakes held tickets, passes called ones and lapses
// passed ones whose time has come. Mostly it decides nothing.
type Tick struct{}

func (Tick) decide(l *Lobby, in Input) (*Decision, error) {
	var due []TicketID
	for id, t := range l.tickets {
		if !t.Until.IsZero() && !in.Now.Before(t.Until) && (t.State == Held || t.State == Called || t.State == NoShow) {
			due = append(due, id)
		}
	}
	slices.Sort(due)
	d := &Decision{}
	for _, id := range due {
		switch t := l.tickets[id]; t.State {
		case Held:
			d.Data = append(d.Data, t.wake(in.Now))
		case Called:
			d.Data = append(d.Data, l.passData(t, in.Now))
		default:
			d.Data = append(d.Data, LapsedData{OnTicket: on(t), Why: "missed"})
		}
	}
	d.Data = append(d.Data, l.staleHelp(in.Now)...)
	l.dutyTick(d, in)
	l.pageTick(d, in.Now)
	l.closingTick(d, in.Wall, in.Now)
	d.Data = append(d.Data, l.tickConsultations(in.Now)...)
	l.noticeTick(d, in.Now)
	l.alertTick(d, in.Now)
	l.followUpTick(d, in.Now)
	return d, nil
}
