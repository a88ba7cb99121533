package queue

import (
	"slices"
	"strconv"
	"time"
)

// CheckIn gives a side of a session its number. At a kiosk it must be within the margin;
// a person at the desk knows better. Who comes when the session is in the room already is
// called there at once.
type CheckIn struct {
	Session SessionID
	Side    int // its place, from 1
	Party   int // heads; 0: one
	Lang    string
	Kiosk   KioskID
	Seed    Seed
}

func (c CheckIn) decide(l *Lobby, in Input) (*Decision, error) {
	s, side, err := l.side(c.Session, c.Side)
	if err != nil {
		return nil, err
	}
	if t := l.tickets[side.Ticket]; t != nil && !t.State.Over() && t.Session == s.ID {
		return nil, refuse(ErrBadState, "what", "side", "number", t.Number)
	}
	if _, staff := in.Actor.Staff(); !staff && in.Actor != System {
		if err := s.inTime(l, in.watch()); err != nil {
			return nil, err
		}
	}
	issue := Issue{Service: s.Service, Party: c.Party, Lang: c.Lang, Kiosk: c.Kiosk, Seed: c.Seed, planned: true}
	d, err := issue.decide(l, in)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(d.Data, func(x Data) bool { return x.Type() == Issued })
	issued := d.Data[i].(IssuedData)
	issued.Due, issued.Ahead, issued.Estimate = s.At, 0, nil
	d.Data[i] = issued
	joined := SessionJoinedData{
		OnTicket: issued.OnTicket, Session: s.ID, Side: c.Side, Role: side.Role, How: "checked_in",
		OffS: int64(in.watch().Sub(s.At) / time.Second),
	}
	d.Data = slices.Insert(d.Data, i+1, Data(joined))
	d.sessions = []SessionID{s.ID}
	if s.State == SessionCalled {
		t := &Ticket{ID: issued.Ticket, Number: issued.Number, Changed: in.Now, Legs: make([]Leg, 1)}
		d.Data = slices.Insert(d.Data, i+2, Data(l.followCall(s, t, in)))
	}
	return d, nil
}

// inTime refuses who comes too early or too late to check in alone.
func (s *Session) inTime(l *Lobby, now time.Time) error {
	m := l.rules.Policy.SessionMargin()
	switch {
	case now.Before(s.At.Add(-seconds(m.EarlyS))):
		return tooEarly(s.At, m)
	case now.After(s.At.Add(seconds(m.LateS))):
		return refuse(ErrTooLate, "what", "check_in")
	}
	return nil
}

// CallSession calls all sides that are there to a room, at once.
type CallSession struct {
	Window  WindowID
	Session SessionID
}

func (c CallSession) decide(l *Lobby, in Input) (*Decision, error) {
	w, rule, err := readyWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	s := l.sessions[c.Session]
	switch {
	case s == nil:
		return nil, refuse(ErrUnknownSession)
	case s.State != SessionPlanned:
		return nil, refuse(ErrBadState, "what", "session", "session", s.Code)
	case !s.fits(rule):
		return nil, refuse(ErrNotServed, "service", string(s.Service), "window", string(w.ID))
	}
	there := l.thereFor(s)
	if len(there) == 0 {
		return nil, refuse(ErrBadState, "what", "nobody", "session", s.Code)
	}
	lead := there[0]
	d := one(lead, w.ID)
	d.sessions = []SessionID{s.ID}
	for _, t := range there {
		why := Reason{Code: "session", Args: map[string]string{"number": t.Number}}
		call := l.callData(t, rule, in, s.credit(t, in), why)
		if t != lead {
			call.With, call.Until = lead.ID, time.Time{}
		}
		d.Data = append(d.Data, call)
		d.fetch(t, w.ID)
	}
	d.Data = append(d.Data, SessionCallData{
		Session: s.ID, Window: w.ID, Lead: lead.ID, OffS: int64(in.watch().Sub(s.At) / time.Second), Called: len(there),
		Remote: s.Count(SideConnected), Missing: len(s.Sides) - len(there) - s.Count(SideConnected),
	})
	return d, nil
}

// GatherSession makes a session on the spot out of numbers that are there: waiting, put
// aside, or in hand at this very window. They keep the waiting they had.
type GatherSession struct {
	Window  WindowID  // where it will be
	Service ServiceID // empty: the window's first with sides
	Numbers []string  // the sides, in the order of the service's
	Seed    Seed
}

func (c GatherSession) decide(l *Lobby, in Input) (*Decision, error) {
	w, rule, err := atWindow(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	s, err := l.gathering(rule, c.Service)
	if err != nil {
		return nil, err
	}
	if len(c.Numbers) < 2 || len(c.Numbers) > maxSides {
		return nil, refuse(ErrBadValue, "field", "numbers", "min", "2", "max", strconv.Itoa(maxSides))
	}
	p := planner{l: l, in: in, seed: c.Seed, id: l.lastSession + 1, codes: map[string]bool{}}
	for _, other := range l.sessions {
		p.codes[other.Code] = true
	}
	at := in.watch().UTC().Truncate(time.Second)
	set := SessionSetData{Session: p.id, Code: p.code(), Day: l.day, At: at, Service: s.ID, Room: w.ID, Spot: true}
	d := &Decision{window: w.ID, sessions: []SessionID{p.id}}
	var joined []Data
	for i, number := range c.Numbers {
		t, err := l.gatherable(number, w.ID)
		if err != nil {
			return nil, err
		}
		if slices.Contains(c.Numbers[:i], number) {
			return nil, refuse(ErrBadValue, "field", "numbers", "value", number)
		}
		role := s.Sides[min(i, len(s.Sides)-1)].ID
		set.Sides = append(set.Sides, Side{Role: role, State: SideExpected, Heads: t.Party})
		j := SessionJoinedData{OnTicket: on(t), Session: p.id, Side: i + 1, Role: role, How: "gathered", CreditUS: t.waited(in.Now)}
		if t.Service != s.ID {
			seats := l.seatsFor(s.ID, t.Party)
			j.Service, j.Seats = s.ID, &seats
		}
		joined = append(joined, j)
	}
	d.Data = append([]Data{set}, joined...)
	return d, nil
}

// gathering gives the service of a session on the spot.
func (l *Lobby) gathering(w *WindowRule, id ServiceID) (*Service, error) {
	if id == "" {
		for _, x := range w.Services {
			if s := l.rules.Service(x); s != nil && len(s.Sides) > 0 {
				return s, nil
			}
		}
		return nil, refuse(ErrNotServed, "window", string(w.ID), "what", "sessions")
	}
	s := l.rules.Service(id)
	if s == nil {
		return nil, refuse(ErrUnknownService, "service", string(id))
	}
	if !w.Serves(id) || len(s.Sides) == 0 {
		return nil, refuse(ErrNotServed, "service", string(id), "window", string(w.ID))
	}
	return s, nil
}

// gatherable gives a ticket that can be taken into a session at a window.
func (l *Lobby) gatherable(number string, at WindowID) (*Ticket, error) {
	t := l.byNumber[number]
	switch {
	case t == nil:
		return nil, refuse(ErrUnknownTicket, "number", number)
	case l.awaited(t) != nil:
		return nil, inSession(t)
	case t.State == Waiting || t.State == Held || t.State.InHand() && t.Window == at:
		return t, nil
	}
	return nil, wrongState(t)
}

// inSession is the refusal of an act on one side of a session alone.
func inSession(t *Ticket) *Error { return refuse(ErrInSession, "number", t.Number) }
