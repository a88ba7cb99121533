package queue

import (
	"strconv"
	"time"
)

// An appointment is a time that a ticket is issued with. Until then it stands aside
// (held, reason appointment), so that nobody of the order is overtaken by somebody who
// isn't due; then the clock lets it in, before the others below the ceiling. Who comes
// after the time but within the bound goes in before the others at once, who comes
// later joins the ordinary order. Too early there is no number, but the time to come.
//
// The events are issued and held, and woken later: the books tell when the visitor came
// and when the place in the order began. Rejected: a waiting ticket whose waiting counts
// from a time to come. Each reader of the order would have to know that it isn't there yet.

// HeldAppointment is the reason of a ticket that is held until its appointment.
const HeldAppointment = "appointment"

// Margin is how far from its time somebody may come, in seconds.
type Margin struct {
	EarlyS int `json:"early_s"` // so long before it; earlier there is no number
	LateS  int `json:"late_s"`  // so long after it the time still counts
}

// AppointmentMargin is how far from an appointment somebody may come: an hour early and a
// quarter late where the rules say nothing.
func (p *Policy) AppointmentMargin() Margin {
	if p.Appointments != nil {
		return *p.Appointments
	}
	return Margin{EarlyS: 60 * 60, LateS: 15 * 60}
}

// watch is what people's watches show: the wall clock where it is known.
func (in Input) watch() time.Time {
	if in.Wall.IsZero() {
		return in.Now
	}
	return in.Wall
}

// due gives the lobby's time at which people's watches will show another.
func (in Input) due(at time.Time) time.Time { return in.Now.Add(at.Sub(in.watch())) }

// appoint puts an appointment into the event of a new ticket, and gives the event that
// holds it until then, or nil when it needs no holding.
func (c Issue) appoint(l *Lobby, in Input, d *IssuedData) (Data, error) {
	if c.At.IsZero() {
		return nil, nil
	}
	if in.Actor == Visitor { // anybody could jump the queue
		return nil, refuse(ErrNotAllowed)
	}
	m, now := l.rules.Policy.AppointmentMargin(), in.watch()
	if now.Before(c.At.Add(-seconds(m.EarlyS))) || l.rules.Date(c.At) > l.rules.Date(now) {
		return nil, tooEarly(c.At, m)
	}
	if l.rules.Date(c.At) < l.rules.Date(now) {
		return nil, refuse(ErrBadValue, "field", "at", "value", c.At.Format(time.RFC3339))
	}
	d.Due = c.At.UTC().Truncate(time.Microsecond)
	if now.Before(d.Due) {
		d.Ahead, d.Estimate = 0, nil
		return HeldData{OnTicket: d.OnTicket, Reason: HeldAppointment, Until: in.due(d.Due)}, nil
	}
	d.Front = !now.After(d.Due.Add(seconds(m.LateS)))
	return nil, nil
}

// tooEarly is the refusal of somebody who comes long before the time; from is when to come.
func tooEarly(at time.Time, m Margin) *Error {
	return refuse(ErrTooEarly, "from", at.Add(-seconds(m.EarlyS)).Format(time.RFC3339), "minutes", strconv.Itoa(m.EarlyS/60))
}

// wake is the event of a held ticket whose time has come.
func (t *Ticket) wake(now time.Time) WokenData {
	d := WokenData{OnTicket: on(t), Since: t.withCredit(now)}
	switch t.HoldReason {
	case HeldAppointment:
		d.Since, d.Front = t.Until, true
	case OutsideReason:
		d.Since = t.Since
	}
	return d
}
