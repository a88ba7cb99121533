package queue

import (
	"slices"
	"strconv"
)

// Move sends tickets that wait on to another service, or to one window, before anybody has called them:
// a supervisor spreads a crowd, the desk puts one number right. The waiting they had counts on, and their
// visitors are told.
type Move struct {
	Tickets []TicketID // empty: all who wait for From, those put aside or passed among them
	From    ServiceID
	Service ServiceID // where to; empty: only the window changes
	Window  WindowID  // that alone may call them; empty: any
	Sure    bool      // more than one is moved
}

func (c Move) decide(l *Lobby, in Input) (*Decision, error) {
	least := RoleSupervisor
	if len(c.Tickets) == 1 {
		least = RoleDesk
	}
	if err := byHouse(l, in.Actor, least); err != nil {
		return nil, err
	}
	list, err := c.list(l)
	if err != nil {
		return nil, err
	}
	if c.Service == "" && c.Window == "" {
		return nil, refuse(ErrBadValue, "field", "service, window")
	}
	if len(list) > 1 && !c.Sure {
		to := c.Service
		if to == "" {
			to = list[0].Service
		}
		return nil, refuse(ErrConfirmNeeded, "what", "move", "n", strconv.Itoa(len(list)), "service", string(to))
	}
	d := &Decision{}
	for _, t := range list {
		data, moves, err := l.moved(t, c.Service, c.Window, in)
		if err != nil {
			return nil, err
		}
		d.ticket = t.ID
		if moves {
			d.Data = append(d.Data, data)
			d.count++
		}
	}
	return d, nil
}

// list gives the tickets that are to be moved.
func (c *Move) list(l *Lobby) ([]*Ticket, error) {
	if len(c.Tickets) == 0 {
		if l.Service(c.From) == nil {
			return nil, refuse(ErrUnknownService, "service", string(c.From))
		}
		return slices.Collect(l.remaining(c.From, true)), nil
	}
	var list []*Ticket
	for _, id := range c.Tickets {
		t := l.tickets[id]
		switch {
		case t == nil:
			return nil, refuse(ErrUnknownTicket)
		case l.awaited(t) != nil || t.With != 0:
			return nil, refuse(ErrInSession, "number", t.Number)
		case t.State != Waiting && t.State != Held && t.State != NoShow:
			return nil, wrongState(t)
		}
		if !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list, nil
}

// moved gives the event by which a ticket goes to another service or window; moves is false when it is
// there already.
func (l *Lobby) moved(t *Ticket, to ServiceID, w WindowID, in Input) (d TicketMovedData, moves bool, err error) {
	if to == "" {
		to = t.Service
	}
	if l.rules.Service(to) == nil {
		return d, false, refuse(ErrUnknownService, "service", string(to))
	}
	if shut, ok := l.shut[to]; ok && to != t.Service {
		return d, false, closed(to, shut.reason())
	}
	if err := l.addressee(to, w, ""); err != nil {
		return d, false, err
	}
	if !slices.ContainsFunc(l.rules.Windows, func(r WindowRule) bool { return r.Serves(to) }) {
		return d, false, refuse(ErrNotServed, "service", string(to))
	}
	d = TicketMovedData{
		OnTicket: on(t), From: t.Service, Service: to, ForWindow: w, ForStaff: l.whose(to, w, ""),
		Seats: l.seatsFor(to, t.Party), Staff: staffOf(in.Actor),
	}
	if to == t.Service && t.ForStaff != "" && l.addressee(to, w, t.ForStaff) == nil {
		d.ForStaff = t.ForStaff
	}
	if to != t.Service {
		d.Plan = t.planAfter(to, nil)
	}
	return d, to != t.Service || w != t.ForWindow || d.ForStaff != t.ForStaff, nil
}
