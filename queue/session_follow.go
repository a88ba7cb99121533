package queue

import (
	"slices"
)

// Why a session parts or ends, as its events say.
const (
	partHeld   = "held"
	partMissed = "missed"
	partLeft   = "left"

	endFinished    = "finished"
	endTransferred = "transferred"
	endCancelled   = "cancelled"
	endDay         = "day_over"

	endWithLead = "with_lead" // of a follower's leg: what counts is said of the lead's
)

// together completes a decision: what it does to the lead of a called session happens to
// those who follow it, and a ticket of a session that would go into the order waits for
// its session instead. It knows events and not commands, so the clock's acts and those of
// visitors are treated as staff's are.
func (l *Lobby) together(d *Decision, in Input) {
	if len(l.sessions) == 0 {
		return
	}
	all := d.Data
	d.Data = nil
	for _, data := range all {
		d.Data = append(d.Data, data)
		o, ok := data.(interface{ ticket() TicketID })
		if !ok {
			continue
		}
		t := l.tickets[o.ticket()]
		if t == nil || l.sessions[t.Session] == nil {
			continue
		}
		s := l.sessions[t.Session]
		if slices.ContainsFunc(all, func(x Data) bool { end, ok := x.(SessionEndData); return ok && end.Session == s.ID }) {
			continue
		}
		d.rejoin(l, s, t, data, in)
		if s.State == SessionCalled && s.Lead == t.ID {
			d.follow(l, s, data, in)
		}
	}
}

// rejoin keeps a ticket of a session out of the order: it waits for the session again, or
// goes to the room where the others are. Once the session is over it waits as others do.
func (d *Decision) rejoin(l *Lobby, s *Session, t *Ticket, data Data, in Input) {
	held := false // it comes back to being held for the session
	switch x := data.(type) {
	case WokenData, ReturnedData:
	case UndoneData:
		if x.Window != "" {
			return
		}
		held = x.State == Held
	default:
		return
	}
	side, n := s.sideOf(t.ID)
	if side == nil || s.State == SessionOver { // its side has another number by now
		if held && t.HoldReason == HeldSession {
			d.Data = append(d.Data, WokenData{OnTicket: on(t), Since: t.withCredit(in.Now)})
		}
		return
	}
	d.Data = append(d.Data, SessionJoinedData{
		OnTicket: on(t), Session: s.ID, Side: n, Role: side.Role, How: "back", CreditUS: t.CreditUS,
	})
	if s.State == SessionCalled && s.Lead != t.ID {
		d.Data = append(d.Data, l.followCall(s, t, in))
		d.fetch(t, s.Room)
	}
}

// follow tells the followers' part of what happens to their lead.
func (d *Decision) follow(l *Lobby, s *Session, data Data, in Input) {
	each := func(event func(*Ticket) Data) {
		for _, t := range l.followers(s) {
			d.Data = append(d.Data, event(t))
		}
	}
	switch x := data.(type) {
	case RecalledData:
		each(func(t *Ticket) Data {
			return RecalledData{OnTicket: on(t), Number: t.Number, Window: x.Window, Calls: t.Calls() + 1}
		})
		for _, t := range l.followers(s) {
			d.fetch(t, x.Window)
		}
	case StartedData:
		each(func(t *Ticket) Data { return StartedData{OnTicket: on(t), Window: x.Window} })
	case FinishedData:
		d.finish(l, s, x.Window, in)
	case MovedOnData:
		d.finish(l, s, x.From, in)
	case TransferredData:
		back := x.back(s.Service)
		x.Note, x.Outcome, x.Ended = 0, "", Ended{} // that is said of the lead
		each(func(t *Ticket) Data {
			x.OnTicket, x.Since, x.Seats, x.Plan = on(t), t.withCredit(in.Now), l.seatsFor(x.Service, t.Party), t.planAfter(x.Service, back)
			return x
		})
		d.Data = append(d.Data, s.end(endTransferred))
	case HeldData:
		d.part(l, s, partHeld)
	case PassedData:
		d.part(l, s, partMissed)
	case LeftData:
		d.part(l, s, partLeft)
	case LapsedData:
		d.part(l, s, partMissed)
	}
}

// back is the step by which a ticket that is sent on comes back to where it was, nil when it
// doesn't.
func (d *TransferredData) back(from ServiceID) *Step {
	if d.Plan == nil || len(*d.Plan) == 0 {
		return nil
	}
	if first := (*d.Plan)[0]; first == (Step{Service: from, ForWindow: d.From}) {
		return &first
	}
	return nil
}

// finish ends a session: each follower's leg too, and its visit unless more was planned for it.
func (d *Decision) finish(l *Lobby, s *Session, at WindowID, in Input) {
	for _, t := range l.followers(s) {
		if next, ok, err := l.moveOn(t, in, endWithLead, ""); err == nil && ok {
			next.From = at
			d.Data = append(d.Data, next)
			continue
		}
		d.Data = append(d.Data, FinishedData{OnTicket: on(t), Window: at})
		d.dropPaper(l, t, "visit_over")
	}
	d.Data = append(d.Data, s.end(endFinished))
}

// part lets the followers wait for the session again, while its lead is elsewhere.
func (d *Decision) part(l *Lobby, s *Session, why string) {
	for _, t := range l.followers(s) {
		_, n := s.sideOf(t.ID)
		d.Data = append(d.Data, SessionJoinedData{
			OnTicket: on(t), Session: s.ID, Side: n, Role: t.Side, How: "back", CreditUS: t.CreditUS,
		})
	}
	d.Data = append(d.Data, SessionPartedData{Session: s.ID, Why: why})
}

// end is the end of a session, with who was there.
func (s *Session) end(why string) SessionEndData {
	return SessionEndData{
		Session: s.ID, Why: why, Here: s.Count(SideHere), Remote: s.Count(SideConnected),
		Missing: s.Count(SideExpected) + s.Count(SideAbsent),
	}
}

// followCall calls a ticket to the room where its session's lead is.
func (l *Lobby) followCall(s *Session, t *Ticket, in Input) CalledData {
	return CalledData{
		OnTicket: on(t), Number: t.Number, Window: s.Room, Staff: l.tickets[s.Lead].Staff, With: s.Lead,
		CreditUS: s.credit(t, in), Reason: Reason{Code: "session", Args: map[string]string{"number": t.Number}},
	}
}

// credit is the waiting of a side at its call, in microseconds: from when it had come and
// the session's time had come too. Who comes early doesn't wait for the house.
func (s *Session) credit(t *Ticket, in Input) int64 {
	if t.CreditUS > 0 || !t.Leg().Called.IsZero() {
		return t.CreditUS
	}
	from := t.Changed
	if begins := in.due(s.At); begins.After(from) {
		from = begins
	}
	return max(in.Now.Sub(from), 0).Microseconds()
}

// sitTogether lists what taking back an act of a lead takes back besides: the tickets that the act
// moved with it, and the session. It is refused (ok is false) when one of them has gone on
// since, or somebody has joined them.
func (l *Lobby) sitTogether(lead *Ticket, p *prior) (data []Data, ok bool) {
	s := l.sessions[p.Ticket.Session]
	if s == nil || s.Prior == nil || s.Prior.Act != p.Event {
		return nil, true
	}
	moved := map[TicketID]bool{lead.ID: true}
	for i := range s.Sides {
		t := l.tickets[s.Sides[i].Ticket]
		if t == nil || t.ID == lead.ID || t.prior == nil || t.prior.Event < s.Prior.Act || t.prior.Event > s.Prior.End {
			continue
		}
		if t.prior.Seen != t.Seq || t.past(l.day) {
			return nil, false
		}
		moved[t.ID] = true
		was := t.prior.Ticket
		data = append(data, UndoneData{
			OnTicket: on(t), Event: t.prior.Event, State: was.State, Since: was.Since, Window: p.Window, Until: was.Until,
		})
	}
	for _, t := range l.thereFor(s) {
		if t.With != 0 && !moved[t.ID] {
			return nil, false
		}
	}
	return append(data, SessionUndoneData{Session: s.ID, Event: p.Event}), true
}
