package queue

import (
	"maps"
	"slices"
	"time"
)

// Outlook is as much of a Lobby as its order reads, so that one may try how the order goes on: who is
// called when, if nobody new comes. It calls by the very rules of the Lobby, from a copy of its
// lanes, and nothing of what it does is ever an event. It is not safe for concurrent use.
//
// Rejected: trying it on a Clone with the commands themselves. A hall of thousands would be copied whole,
// with the way and the words of each visit, and every call would be decided, explained and announced.
type Outlook struct {
	At       time.Time
	Waiting  []*Ticket       // in no order; only what the order reads of each is there
	Places   []OutlookWindow // every window, in the rules' order
	Waking   []OutlookWaking // held tickets that will wait again, and when
	Meetings []OutlookMeeting
	Last     TicketID // of all that were issued

	lobby *Lobby // with rules, windows, duty and lanes alone
	slab  []Ticket
	used  int // of the slab
	lanes []outlookLane
}

// OutlookWindow is a window as it stands.
type OutlookWindow struct {
	ID    WindowID
	Calls bool      // it will call again: it is open, or paused until From
	From  time.Time // paused: when it is expected to go on; zero: it isn't, or nobody knows
	Freed time.Time // nobody is in hand: since when, if somebody was
	Hand  *Ticket   // in hand, with its service, class, waiting and plan; nil: nobody
	Taken time.Time // since when
	Until time.Time // about when whoever is in hand leaves, as somebody there said; zero: nobody did
}

// OutlookWaking is a held ticket that goes back to the order by itself.
type OutlookWaking struct {
	Ticket *Ticket // as it will wait
	At     time.Time
}

// OutlookMeeting is a session that is planned: from when on its room is taken.
type OutlookMeeting struct {
	Room    WindowID
	Service ServiceID
	At      time.Time
}

// outlookLane is a lane as it stood, to begin from.
type outlookLane struct {
	service ServiceID
	key     laneKey
	tickets []*Ticket
	buffer  []*Ticket // what a run takes from
}

// Outlook gives the state's outlook at a moment. The memory of an older one that is no longer used may be
// given to be used again; nil is right, too.
func (l *Lobby) Outlook(now time.Time, old *Outlook) *Outlook {
	if old == nil {
		old = &Outlook{}
	}
	o := &Outlook{
		At: now, Waiting: old.Waiting[:0], Places: old.Places[:0], Waking: old.Waking[:0], Meetings: old.Meetings[:0], Last: l.lastTicket,
		lobby: &Lobby{
			rules: l.rules, lanes: map[ServiceID][]*lane{}, windows: map[WindowID]*Window{}, gone: maps.Clone(l.gone), goneWin: maps.Clone(l.goneWin), duty: l.duty.clone(),
		},
		slab: old.slab[:cap(old.slab)],
	}
	if len(o.slab) < len(l.tickets) { // it never moves
		o.slab = make([]Ticket, len(l.tickets)+len(l.tickets)/4)
	}
	for s, lanes := range l.lanes {
		for _, ln := range lanes {
			if len(ln.tickets) > 0 {
				o.copyLane(s, ln, old)
			}
		}
	}
	slices.SortFunc(o.lanes, func(a, b outlookLane) int { return int(a.tickets[0].ID - b.tickets[0].ID) })
	for w := range l.Windows() {
		o.copyWindow(l, w)
	}
	for _, t := range l.tickets {
		if t.State == Held && t.With == 0 && !t.Until.IsZero() && l.awaited(t) == nil {
			woken := t.wake(t.Until)
			c := o.copyTicket(t)
			c.Since, c.Front = woken.Since, woken.Front
			o.Waking = append(o.Waking, OutlookWaking{c, t.Until})
		}
	}
	slices.SortFunc(o.Waking, func(a, b OutlookWaking) int { return int(a.Ticket.ID - b.Ticket.ID) })
	late := seconds(l.rules.Policy.SessionMargin().LateS)
	for _, s := range l.Sessions() {
		if s.State == SessionPlanned && s.Day == l.day && now.Before(s.At.Add(late)) {
			o.Meetings = append(o.Meetings, OutlookMeeting{s.Room, s.Service, s.At})
		}
	}
	return o
}

// copyTicket copies what the order reads of a ticket.
func (o *Outlook) copyTicket(t *Ticket) *Ticket {
	c := &o.slab[o.used] // which may have been another's: all that is ever set is set
	o.used++
	c.ID, c.Service, c.Class, c.State, c.Since, c.ForWindow, c.ForStaff = t.ID, t.Service, t.Class, Waiting, t.Since, t.ForWindow, t.ForStaff
	c.Front, c.Low, c.Seats, c.Party, c.Plan = t.Front, t.Low, t.Seats, t.Party, slices.Clone(t.Plan)
	return c
}

func (o *Outlook) copyLane(s ServiceID, ln *lane, old *Outlook) {
	n := len(o.lanes)
	c := outlookLane{service: s, key: ln.laneKey}
	if n < len(old.lanes) {
		c.tickets, c.buffer = old.lanes[n].tickets[:0], old.lanes[n].buffer
	}
	for _, t := range ln.tickets {
		c.tickets = append(c.tickets, o.copyTicket(t))
	}
	o.lanes, o.Waiting = append(o.lanes, c), append(o.Waiting, c.tickets...)
}

func (o *Outlook) copyWindow(l *Lobby, w *Window) {
	own := *w
	o.lobby.windows[w.ID] = &own
	v := OutlookWindow{ID: w.ID, Freed: w.Freed, From: w.Back}
	absence, away := l.Absence(w.Staff)
	switch {
	case l.rules.Window(w.ID) == nil || w.State == WindowClosed || l.ReservedBy(w.ID) != nil:
	case away:
		v.Calls, v.From = !absence.Until.IsZero(), absence.Until
	case w.State == WindowPaused:
		v.Calls = !w.Back.IsZero()
	default:
		v.Calls, v.From = !l.deserted(w, o.At), time.Time{}
	}
	if t := l.tickets[w.Ticket]; t != nil {
		v.Hand, v.Taken, v.Until = o.copyTicket(t), t.TakenSince(), w.Longer
		v.Hand.Since = t.withCredit(o.At)
	}
	o.Places = append(o.Places, v)
}

// desertedAfter is how long an open window may let somebody wait that it could call, before nobody is taken
// to be at it.
const desertedAfter = 10 * time.Minute

// deserted says whether nobody seems to be at an open window: it has had nobody in hand for a good while, and all
// the while somebody waited for it.
func (l *Lobby) deserted(w *Window, now time.Time) bool {
	bound := now.Add(-desertedAfter)
	if w.Ticket != 0 || w.Freed.After(bound) || w.Changed.After(bound) {
		return false
	}
	t := l.next(l.rules.Window(w.ID), w.Staff, now)
	return t != nil && !t.Changed.After(bound)
}

// Begin puts everybody back to where they stood, for another try.
func (o *Outlook) Begin() {
	clear(o.lobby.lanes)
	for i := range o.lanes {
		ln := &o.lanes[i]
		ln.buffer = append(ln.buffer[:0], ln.tickets...)
		o.lobby.lanes[ln.service] = append(o.lobby.lanes[ln.service], &lane{ln.key, ln.buffer})
	}
}

// Next calls whoever comes next at a window at a moment; nil when nobody waits for it. The window must be
// free: the Outlook doesn't know.
func (o *Outlook) Next(id WindowID, now time.Time) *Ticket {
	t := o.lobby.next(o.lobby.rules.Window(id), o.lobby.windows[id].Staff, now)
	if t != nil {
		o.lobby.leave(t)
	}
	return t
}

// Enter puts a ticket into the order.
func (o *Outlook) Enter(t *Ticket) { o.lobby.enter(t) }

// HelpsAt is when a window that nobody waits for may first help with one of those who wait now; zero:
// with none of them.
func (o *Outlook) HelpsAt(id WindowID, now time.Time) time.Time {
	var first time.Time
	w, staff := o.lobby.rules.Window(id), o.lobby.windows[id].Staff
	for _, h := range w.Helps {
		for _, ln := range o.lobby.lanes[h.Service] {
			if len(ln.tickets) == 0 || !o.lobby.opens(ln.laneKey, h.Service, w, staff) {
				continue
			}
			if at := ln.tickets[0].Since.Add(seconds(h.AfterS)); at.After(now) && (first.IsZero() || at.Before(first)) {
				first = at
			}
		}
	}
	return first
}

// Rules are those in force.
func (o *Outlook) Rules() *Rules { return o.lobby.rules }

// Seats is how many of a party will come to a window of a service together.
func (o *Outlook) Seats(id ServiceID, party int) int { return seatsAt(o.lobby.Service(id), party) }

// Learned is what was learnt of a service's times.
func (o *Outlook) Learned(id ServiceID) Learned { return o.lobby.duty.Learn[id] }

// Turn is how long a window is free between two visitors.
func (o *Outlook) Turn() time.Duration { return o.lobby.duty.Turns.Mean() }

// PriorityPerHour is about how many come to a service with priority in an hour.
func (o *Outlook) PriorityPerHour(id ServiceID) float64 {
	a, ok := o.lobby.duty.Came[id]
	if !ok {
		return 0
	}
	return a.PerHour(o.At)
}

// Until is up to when a service's visitors are called as now, as of a time of people's watches: the hours end
// then, or pause. Zero: they go on, as they do at the day's end where the windows serve whoever waits.
func (r *Rules) Until(s *Service, wall time.Time) time.Time {
	o := r.Opening(s, wall)
	if !o.Open || o.Until.IsZero() || s.closing() == ClosingServe && !o.Last.After(o.Until) {
		return time.Time{}
	}
	return o.Until
}
