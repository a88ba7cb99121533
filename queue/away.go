package queue

import (
	"strconv"
	"time"
)

// longestAway is how long an absence with an end may be said beforehand.
const longestAway = 31 * 24 * time.Hour

// LeaveDuty says that a person is away: by themselves, by the desk, or by a supervisor. Their
// windows close, or pause when it is known when they come back; a ticket in hand, or a
// consultation, is finished before.
type LeaveDuty struct {
	Staff  StaffID
	For    time.Duration // 0: until they are back
	Reason string        // a code
}

func (c LeaveDuty) decide(l *Lobby, in Input) (*Decision, error) {
	if err := forStaff(l, c.Staff, in.Actor); err != nil {
		return nil, err
	}
	if c.For < 0 || c.For > 0 && c.For < time.Minute || c.For > longestAway {
		return nil, refuse(ErrBadValue, "field", "for_s", "min", "60", "max", strconv.Itoa(int(longestAway/time.Second)))
	}
	if err := codeWord("reason", c.Reason); err != nil {
		return nil, err
	}
	away := StaffAwayData{Staff: c.Staff, Reason: c.Reason}
	if c.For > 0 {
		away.Until = in.Now.Add(c.For)
	}
	d := &Decision{}
	if a, ok := l.Absence(c.Staff); ok && a.Until.Equal(away.Until) && a.Reason == c.Reason {
		return d, nil
	}
	d.Data = append(d.Data, away)
	for w := range l.Windows() {
		if w.Staff != c.Staff || w.State == WindowClosed {
			continue
		}
		if w.Ticket != 0 {
			return nil, refuse(ErrWindowBusy, "window", string(w.ID), "number", l.tickets[w.Ticket].Number)
		}
		if err := l.notReserved(w.ID); err != nil {
			return nil, err
		}
		shut := WindowData{Window: w.ID, Staff: c.Staff, State: WindowClosed}
		if c.For > 0 {
			shut.State, shut.Reason, shut.Back = WindowPaused, "away", away.Until
		}
		d.Data = append(d.Data, shut)
	}
	return d, nil
}

// ResumeDuty says that a person is back. Opening a window does, too.
type ResumeDuty struct{ Staff StaffID }

func (c ResumeDuty) decide(l *Lobby, in Input) (*Decision, error) {
	if err := forStaff(l, c.Staff, in.Actor); err != nil {
		return nil, err
	}
	d := &Decision{}
	if _, ok := l.Absence(c.Staff); ok {
		d.Data = []Data{StaffBackData(c)}
	}
	return d, nil
}

// forStaff refuses who may not speak for a person: one does for oneself, the desk and supervisors for
// everybody.
func forStaff(l *Lobby, id StaffID, actor Actor) error {
	if l.rules.Person(id) == nil {
		return refuse(ErrUnknownStaff, "staff", string(id))
	}
	if actor == System {
		return nil
	}
	staff, ok := actor.Staff()
	p := l.rules.Person(staff)
	if !ok || p == nil || staff != id && !p.Is(RoleDesk) {
		return refuse(ErrNotAllowed, "staff", string(id))
	}
	return nil
}

// Anyone turns a ticket for one person into an ordinary one: the visitor no longer
// minds who. The waiting it had counts on. Where the person's service is theirs alone, the
// ticket goes over to the service that the rules name for that.
type Anyone struct{ Ticket TicketID }

func (c Anyone) decide(l *Lobby, _ Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	switch {
	case t == nil:
		return nil, refuse(ErrUnknownTicket)
	case t.State != Waiting && t.State != Held && t.State != NoShow:
		return nil, wrongState(t)
	case !l.MayGo(t):
		return one(t, ""), nil
	}
	d := AnyoneData{OnTicket: on(t), Staff: t.ForStaff, Service: t.Service}
	if s := l.rules.Service(t.Service); s != nil && s.Anyone != "" && l.rules.Service(s.Anyone) != nil {
		seats := l.seatsFor(s.Anyone, t.Party)
		d.Service, d.Seats = s.Anyone, &seats
	}
	return one(t, "", d), nil
}
