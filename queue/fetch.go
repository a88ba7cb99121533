package queue

import "time"

// Some visitors don't hear or see a call and ask to be fetched. Each call of such a ticket
// gives the desk a task: somebody goes and brings the visitor. While the task is open the
// ticket is not passed, neither by the clock nor by key: nobody has missed anything. When
// it ends, the seconds after which a call is missed count from there.

// Fetched is the desk's word that somebody has gone for the visitor: with or without
// finding them.
type Fetched struct {
	Ticket TicketID
	Found  bool
}

func (c Fetched) decide(l *Lobby, in Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrUnknownTicket)
	}
	if err := byHouse(l, in.Actor, RoleClerk); err != nil {
		return nil, err
	}
	if t.Fetching.IsZero() {
		return nil, wrongState(t)
	}
	return one(t, t.Window, l.fetchedData(t, c.Found, in.Now)), nil
}

// fetchedData ends a task of fetching.
func (l *Lobby) fetchedData(t *Ticket, found bool, now time.Time) FetchedData {
	d := FetchedData{OnTicket: on(t), Window: t.Place(), Found: found}
	if w := l.WindowRule(t.Window); w != nil && t.State == Called { // who follows a session's lead is missed with it
		d.Until = l.passes(w, t.Tries, now)
	}
	return d
}

// fetch adds to a decision that calls a ticket the task of fetching its visitor, where the
// visitor asked for it and nobody is on the way yet.
func (d *Decision) fetch(t *Ticket, w WindowID) {
	if t.Fetch && t.Fetching.IsZero() {
		d.Data = append(d.Data, FetchAskedData{OnTicket: on(t), Window: w})
	}
}

// Fetches lists the tickets whose visitor is to be fetched now, who waits longest for it
// first.
func (l *Lobby) Fetches() []*Ticket {
	var list []*Ticket
	for _, t := range l.tickets {
		if !t.Fetching.IsZero() {
			list = append(list, t)
		}
	}
	sortBy(list, func(t *Ticket) time.Time { return t.Fetching })
	return list
}
