package queue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The bounds of a plan.
const (
	maxSessions = 500 // in the Lobby
	maxSides    = 20  // of a session
	maxName     = 60  // characters of a name or a case number
)

// PlannedSession is a session as a list or a person plans it.
type PlannedSession struct {
	Key     string // the list's own: up to 32 ASCII letters, digits, - and _; the same key again changes the session
	At      time.Time
	Service ServiceID
	Room    WindowID
	Case    *string // outside number; nil: as it was
	Sides   []PlannedSide
}

// PlannedSide is a side of a planned session.
type PlannedSide struct {
	Role   SideID
	Remote bool
	Heads  int
	Name   *string // nil: as it was
}

// PlanSessions plans sessions, all or none. A session whose key and day are known is
// changed, and who has checked in stays: sides are the same by their role, and of several with
// one role by their order. What is planned already decides nothing.
type PlanSessions struct {
	Sessions []PlannedSession
	Seed     Seed // fresh randomness, of the codes
}

func (c PlanSessions) decide(l *Lobby, in Input) (*Decision, error) {
	p := planner{l: l, in: in, d: &Decision{}, seed: c.Seed, note: l.lastNote, id: l.lastSession, codes: map[string]bool{}}
	for _, s := range l.sessions {
		p.codes[s.Code] = true
	}
	keys := map[string]bool{}
	for i := range c.Sessions {
		s := &c.Sessions[i]
		if s.Key != "" && keys[s.Key] {
			return nil, refuse(ErrBadValue, "field", "key", "value", s.Key)
		}
		keys[s.Key] = true
		if err := p.plan(s); err != nil {
			return nil, err
		}
	}
	return p.d, nil
}

// planner makes the events of a plan.
type planner struct {
	l     *Lobby
	in    Input
	d     *Decision
	seed  Seed
	note  int64
	id    SessionID
	codes map[string]bool
}

func (p *planner) plan(c *PlannedSession) error {
	if err := p.l.planned(c, p.in); err != nil {
		return err
	}
	at := c.At.UTC().Truncate(time.Second)
	d := SessionSetData{Key: c.Key, Day: p.l.rules.Date(at), At: at, Service: c.Service, Room: c.Room}
	old := p.l.sessionKey(c.Key, d.Day)
	var kept []Side
	if old != nil {
		d.Session, d.Code, d.Case, kept = old.ID, old.Code, old.Case, old.Sides
	} else {
		if int(p.id-p.l.lastSession)+len(p.l.sessions) >= maxSessions {
			return refuse(ErrBadValue, "field", "sessions", "max", strconv.Itoa(maxSessions))
		}
		p.id++
		d.Session, d.Code = p.id, p.code()
	}
	if c.Case != nil {
		d.Case = p.personal("case", *c.Case, at)
	}
	d.Sides = p.sides(c, kept, at)
	switch {
	case old != nil && old.like(&d):
		return nil
	case old != nil && old.State != SessionPlanned:
		return refuse(ErrBadState, "what", "session", "session", old.Code)
	}
	p.d.Data, p.d.sessions = append(p.d.Data, d), append(p.d.sessions, d.Session)
	return nil
}

// sides gives the planned sides as they stand: those that are known keep their tickets, and
// who has checked in and is no longer planned stays.
func (p *planner) sides(c *PlannedSession, kept []Side, at time.Time) []Side {
	used := make([]bool, len(kept))
	var list []Side
	for i, k := range match(c.Sides, kept) {
		s, side := c.Sides[i], Side{State: SideExpected}
		if k >= 0 {
			used[k], side = true, kept[k]
		}
		side.Role, side.Remote, side.Heads = s.Role, s.Remote, s.Heads
		if s.Name != nil {
			side.Name = p.personal("name", *s.Name, at)
		}
		list = append(list, side)
	}
	for i := range kept {
		if !used[i] && kept[i].Ticket != 0 {
			list = append(list, kept[i])
		}
	}
	return list
}

// match gives for each planned side which of the known ones it is, -1 for a new one: of
// several with one role the first is the first.
func match(planned []PlannedSide, kept []Side) []int {
	used := make([]bool, len(kept))
	which := make([]int, len(planned))
	for i := range planned {
		which[i] = -1
		for k := range kept {
			if !used[k] && kept[k].Role == planned[i].Role {
				used[k], which[i] = true, k
				break
			}
		}
	}
	return which
}

// KnownTexts gives the ids of the personal rows that a session has which is planned already
// with the key and on the day of a plan: of its case, and of the name of each planned
// side; zeros when it has none.
func (l *Lobby) KnownTexts(c *PlannedSession) (of int64, names []int64) {
	names = make([]int64, len(c.Sides))
	s := l.sessionKey(c.Key, l.rules.Date(c.At))
	if s == nil {
		return 0, names
	}
	for i, k := range match(c.Sides, s.Sides) {
		if k >= 0 {
			names[i] = s.Sides[k].Name
		}
	}
	return s.Case, names
}

// like says whether a session is already as an event would have it.
func (s *Session) like(d *SessionSetData) bool {
	return s.At.Equal(d.At) && s.Service == d.Service && s.Room == d.Room && s.Case == d.Case && slices.Equal(s.Sides, d.Sides)
}

// personal makes a personal row and gives its id; 0 of nothing.
func (p *planner) personal(kind, text string, at time.Time) int64 {
	if text = strings.TrimSpace(text); text == "" {
		return 0
	}
	p.note++
	p.d.Personal = append(p.d.Personal, Personal{ID: p.note, Kind: kind, Value: text, EraseAfter: at.Add(noteKept)})
	return p.note
}

// code makes six digits that no session has: from the seed, counting on when they are taken.
func (p *planner) code() string {
	const codes = 1_000_000
	var n uint64
	for _, b := range p.seed[8:16] {
		n = n<<8 | uint64(b)
	}
	n += uint64(p.id) * 0x9e3779b1 // far from one another
	for n %= codes; ; n = (n + 1) % codes {
		if c := fmt.Sprintf("%06d", n); !p.codes[c] {
			p.codes[c] = true
			return c
		}
	}
}

// sessionKey gives the session of a list's key on a day, or nil.
func (l *Lobby) sessionKey(key string, day Day) *Session {
	for _, s := range l.sessions {
		if key != "" && s.Key == key && s.Day == day {
			return s
		}
	}
	return nil
}

// IsSessionKey says whether a word may be a list's key for a session: up to 32 ASCII
// letters, digits, - and _. It stands in events, so it is no case number.
func IsSessionKey(word string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	return len(word) <= 32 && strings.Trim(word, letters) == ""
}

// planned refuses what can't be planned.
func (l *Lobby) planned(c *PlannedSession, in Input) error {
	s := l.rules.Service(c.Service)
	if s == nil {
		return refuse(ErrUnknownService, "service", string(c.Service))
	}
	room := l.rules.Window(c.Room)
	if room == nil {
		return refuse(ErrUnknownWindow, "window", string(c.Room))
	}
	switch {
	case !IsSessionKey(c.Key):
		return refuse(ErrBadValue, "field", "key")
	case !room.Serves(s.ID):
		return refuse(ErrNotServed, "service", string(s.ID), "window", string(room.ID))
	case l.rules.Date(c.At) < l.rules.Date(in.watch()) || c.At.Sub(in.watch()) > 366*24*time.Hour:
		return refuse(ErrBadValue, "field", "at", "value", c.At.Format(time.RFC3339))
	case len(c.Sides) == 0 || len(c.Sides) > maxSides:
		return refuse(ErrBadValue, "field", "parties", "min", "1", "max", strconv.Itoa(maxSides))
	case !fitsName(c.Case):
		return refuse(ErrBadValue, "field", "case", "max", strconv.Itoa(maxName))
	}
	for _, side := range c.Sides {
		switch {
		case s.Side(side.Role) == nil:
			return refuse(ErrBadValue, "field", "role", "value", string(side.Role))
		case side.Heads < 0 || side.Heads > max(1, l.rules.Policy.MaxParty):
			return refuse(ErrBadValue, "field", "heads", "value", strconv.Itoa(side.Heads))
		case !fitsName(side.Name):
			return refuse(ErrBadValue, "field", "name", "max", strconv.Itoa(maxName))
		}
	}
	return nil
}

// fitsName says whether a personal text may be kept.
func fitsName(s *string) bool {
	return s == nil || utf8.ValidString(*s) && utf8.RuneCountInString(*s) <= maxName
}

// MarkSide says of a side what only people know: that it isn't coming, that it takes part
// from elsewhere, or neither after all.
type MarkSide struct {
	Session SessionID
	Side    int // its place, from 1
	State   SideState
}

func (c MarkSide) decide(l *Lobby, in Input) (*Decision, error) {
	s, side, err := l.side(c.Session, c.Side)
	if err != nil {
		return nil, err
	}
	if _, staff := in.Actor.Staff(); !staff && in.Actor != System {
		return nil, refuse(ErrNotAllowed)
	}
	if c.State != SideExpected && c.State != SideAbsent && c.State != SideConnected {
		return nil, refuse(ErrBadValue, "field", "state", "value", string(c.State))
	}
	if t := l.tickets[side.Ticket]; t != nil && !t.State.Over() && t.Session == s.ID {
		return nil, refuse(ErrBadState, "what", "side", "number", t.Number)
	}
	d := &Decision{sessions: []SessionID{s.ID}}
	if side.State != c.State {
		d.Data = []Data{SideSetData(c)}
	}
	return d, nil
}

// side gives a session that isn't over and one of its sides, or the refusal.
func (l *Lobby) side(id SessionID, n int) (*Session, *Side, error) {
	s := l.sessions[id]
	switch {
	case s == nil:
		return nil, nil, refuse(ErrUnknownSession)
	case s.State == SessionOver:
		return nil, nil, refuse(ErrTooLate, "what", "session", "session", s.Code)
	case n < 1 || n > len(s.Sides):
		return nil, nil, refuse(ErrBadValue, "field", "party", "value", strconv.Itoa(n), "min", "1", "max", strconv.Itoa(len(s.Sides)))
	}
	return s, &s.Sides[n-1], nil
}

// CancelSession takes a session that isn't called off the list. Who has come for it waits in
// the ordinary order.
type CancelSession struct{ Session SessionID }

func (c CancelSession) decide(l *Lobby, in Input) (*Decision, error) {
	s := l.sessions[c.Session]
	if s == nil {
		return nil, refuse(ErrUnknownSession)
	}
	if _, staff := in.Actor.Staff(); !staff && in.Actor != System {
		return nil, refuse(ErrNotAllowed)
	}
	if s.State != SessionPlanned {
		return nil, refuse(ErrBadState, "what", "session", "session", s.Code)
	}
	d := &Decision{Data: []Data{s.end(endCancelled)}, sessions: []SessionID{s.ID}}
	for _, t := range l.thereFor(s) {
		if t.HoldReason == HeldSession {
			credit := t.CreditUS
			if t.Leg().Called.IsZero() {
				credit = s.credit(t, in)
			}
			d.Data = append(d.Data, WokenData{OnTicket: on(t), Since: in.Now.Add(-time.Duration(credit) * time.Microsecond)})
		}
	}
	return d, nil
}
