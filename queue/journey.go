package queue

import (
	"slices"
	"strconv"
	"time"
)

// A visit is a journey: legs at several windows under one number. A bundle (诉源治理 1+N)
// lays the legs out when the number is taken; staff lay them out, change and skip them on
// the way. The ticket carries what is still to come as its plan: a visitor is in one place
// at a time because a ticket is in one state at a time, and a leg begins only when the one
// before it has ended.

// Bundle is a journey that the centre has laid out: services in the order in which they
// are visited, or in any order.
type Bundle struct {
	ID       BundleID    `json:"id"`
	Name     Text        `json:"name"`
	Steps    []ServiceID `json:"steps"` // two or more
	AnyOrder bool        `json:"any_order,omitempty"`
}

// BundleID names a bundle.
type BundleID string

// maxPlan is how many legs may be still to come.
const maxPlan = 20

// open lays a bundle's steps out for a ticket that is about to be issued: the first step,
// and the plan of all others.
func (l *Lobby) open(id BundleID) (first ServiceID, b *Bundle, plan []Step, err error) {
	if b = l.rules.Bundle(id); b == nil {
		return "", nil, nil, refuse(ErrUnknownBundle, "bundle", string(id))
	}
	for _, s := range b.Steps {
		plan = append(plan, Step{Service: s})
	}
	i := l.nextStep(plan, b.AnyOrder, "")
	first = plan[i].Service
	return first, b, slices.Delete(plan, i, i+1), nil
}

// nextStep picks which step of a plan comes next: the one asked for; in any order, the
// service with the fewest waiting, the earlier of equals, but the way back to a window first
// of all; else the first. Steps whose service has left the rules are passed over. -1:
// nothing is left.
func (l *Lobby) nextStep(plan []Step, anyOrder bool, asked ServiceID) int {
	best := -1
	for i, s := range plan {
		switch {
		case l.rules.Service(s.Service) == nil:
		case asked != "":
			if s.Service == asked && best < 0 {
				best = i
			}
		case best < 0 || anyOrder && plan[best].ForWindow == "" && l.WaitingFor(s.Service) < l.WaitingFor(plan[best].Service):
			best = i
		}
	}
	return best
}

// moveOn gives the event by which a ticket's leg ends and its next one begins; ok is false
// when no leg is left.
func (l *Lobby) moveOn(t *Ticket, in Input, end string, asked ServiceID) (d MovedOnData, ok bool, err error) {
	i := l.nextStep(t.Plan, t.AnyOrder, asked)
	if asked != "" && (i < 0 || !t.AnyOrder && i != l.nextStep(t.Plan, false, "")) {
		return d, false, refuse(ErrBadValue, "field", "next", "value", string(asked))
	}
	if i < 0 {
		return d, false, nil
	}
	step := t.Plan[i]
	return MovedOnData{
		OnTicket: on(t), From: t.Window, End: end, Service: step.Service, ForWindow: step.ForWindow,
		ForStaff: l.whose(step.Service, step.ForWindow, step.ForStaff),
		Since:    t.sinceAgain(in), Seats: l.seatsFor(step.Service, t.Party), Plan: slices.Delete(slices.Clone(t.Plan), i, i+1),
	}, true, nil
}

// sinceAgain is from when a ticket's waiting counts in the leg that begins now.
func (t *Ticket) sinceAgain(in Input) time.Time {
	if t.State == Waiting {
		return t.Since
	}
	return t.withCredit(in.Now)
}

// Plan lays out anew what comes after the present leg of the ticket in hand: leaving a step
// out skips it. An empty plan ends the journey with this leg.
type Plan struct {
	Window   WindowID
	Steps    []ServiceID
	Bundle   BundleID // instead of Steps: what a bundle holds, but for the leg under way
	AnyOrder bool
}

func (c Plan) decide(l *Lobby, in Input) (*Decision, error) {
	t, err := inHand(l, c.Window, in.Actor)
	if err != nil {
		return nil, err
	}
	d := PlannedData{OnTicket: on(t), Window: c.Window, AnyOrder: c.AnyOrder, Undo: true}
	if c.Bundle != "" {
		b := l.rules.Bundle(c.Bundle)
		if b == nil {
			return nil, refuse(ErrUnknownBundle, "bundle", string(c.Bundle))
		}
		d.Bundle, d.AnyOrder = b.ID, b.AnyOrder
		c.Steps = slices.Clone(b.Steps)
		if i := slices.Index(c.Steps, t.Service); i >= 0 {
			c.Steps = slices.Delete(c.Steps, i, i+1)
		}
	}
	if len(c.Steps) > maxPlan {
		return nil, refuse(ErrBadValue, "field", "steps", "max", strconv.Itoa(maxPlan))
	}
	for _, s := range c.Steps {
		if l.rules.Service(s) == nil {
			return nil, refuse(ErrUnknownService, "service", string(s))
		}
		step := Step{Service: s}
		if i := slices.IndexFunc(t.Plan, func(p Step) bool { return p.Service == s }); i >= 0 {
			step = t.Plan[i] // who it leads to is kept
		}
		d.Plan = append(d.Plan, step)
	}
	if slices.Equal(d.Plan, t.Plan) && d.AnyOrder == t.AnyOrder {
		return one(t, c.Window), nil
	}
	return one(t, c.Window, d), nil
}

// Skip leaves out the leg that a ticket waits for: it waits for its next one instead, with
// the waiting it has. The last leg can't be skipped; that is leaving.
type Skip struct{ Number string }

func (c Skip) decide(l *Lobby, in Input) (*Decision, error) {
	t := l.byNumber[c.Number]
	if t == nil {
		return nil, refuse(ErrUnknownTicket, "number", c.Number)
	}
	if t.State != Waiting {
		return nil, wrongState(t)
	}
	d, ok, err := l.moveOn(t, in, EndSkipped, "")
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, refuse(ErrNothingNext, "number", t.Number)
	}
	return one(t, "", d), nil
}

// frontOf refuses to send one more ticket to the front of a service than the policy allows
// to stand there, since those behind must not wait for ever.
func (l *Lobby) frontOf(s ServiceID) error {
	limit, n := l.rules.Policy.frontMax(), 0
	for _, ln := range l.lanes[s] {
		if ln.front {
			n += len(ln.tickets)
		}
	}
	if n >= limit {
		return refuse(ErrFrontFull, "service", string(s), "max", strconv.Itoa(limit))
	}
	return nil
}
