package queue

import (
	"slices"
	"strconv"
	"time"
)

// OutsideReason is the reason of a ticket that is held because its visitor stepped outside
// (离开一会儿).
const OutsideReason = "outside"

// StepOut is a visitor who waits and leaves the hall for a while: nobody calls the ticket
// as the next one meanwhile, and its waiting goes on counting. It is back in the order by
// Back, or by itself when the time is over. By its number staff may call it all along.
type StepOut struct {
	Ticket TicketID
	For    time.Duration // 0: as long as the policy allows
}

func (c StepOut) decide(l *Lobby, in Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrUnknownTicket)
	}
	longest := seconds(l.rules.Policy.OutsideMaxS)
	switch {
	case longest == 0:
		return nil, refuse(ErrNotOffered, "what", "outside")
	case t.State != Waiting:
		return nil, wrongState(t)
	case c.For == 0:
		c.For = longest
	case c.For < time.Second || c.For > longest:
		return nil, refuse(ErrBadValue, "field", "for_s", "max", strconv.Itoa(l.rules.Policy.OutsideMaxS))
	}
	return one(t, "", SteppedOutData{OnTicket: on(t), Until: in.Now.Add(c.For), Since: t.Since}), nil
}

// Back is a visitor who stepped outside and is in the hall again.
type Back struct{ Ticket TicketID }

func (c Back) decide(l *Lobby, in Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrUnknownTicket)
	}
	if !t.Out() {
		return nil, wrongState(t)
	}
	return one(t, "", t.wake(in.Now)), nil
}

// Out says whether the visitor has stepped outside.
func (t *Ticket) Out() bool { return t.State == Held && t.Outside }

// Postpone lets others go first. Places is how many, as the visitor sees them: they are
// tickets that wait for the same service, the ones that Ahead counts, whatever their class
// or addressee. At the moment of deciding, exactly so many of those that stood behind the
// ticket stand before it afterwards, in the order of the hall with its rates, its ceiling
// and its front, and the ticket is the very next after the last of them. (Two that stand
// closer together than the microsecond of the books go both.) When fewer are behind, it
// goes behind all of them; when nobody is, it is refused, since there is nobody to let go
// first. Not behind are those whom the ticket would precede even if its visitor came now:
// ordinary ones, where strict classes hold and this one has priority. Later on the order
// is what it always is: tickets of another class may gain on it, or fall behind.
//
// The waiting that is given up no longer counts in the order. In the leg's waiting time it
// does: the visitor was here.
type Postpone struct {
	Ticket TicketID
	Places int
}

func (c Postpone) decide(l *Lobby, in Input) (*Decision, error) {
	t := l.tickets[c.Ticket]
	if t == nil {
		return nil, refuse(ErrUnknownTicket)
	}
	p := &l.rules.Policy
	switch {
	case p.PostponePlaces == 0:
		return nil, refuse(ErrNotOffered, "what", "postpone")
	case t.State != Waiting:
		return nil, wrongState(t)
	case c.Places < 1 || c.Places > p.PostponePlaces:
		return nil, refuse(ErrBadValue, "field", "places", "value", strconv.Itoa(c.Places), "max", strconv.Itoa(p.PostponePlaces))
	case t.Postponed >= p.PostponeTimes:
		return nil, refuse(ErrTooLate, "what", "postpone", "number", t.Number, "times", strconv.Itoa(p.PostponeTimes))
	}
	behind := l.behind(t, in.Now)
	if len(behind) == 0 {
		return nil, refuse(ErrNobodyBehind, "number", t.Number)
	}
	n := min(c.Places, len(behind))
	since := l.order(in.Now).after(t, behind[n-1])
	return one(t, "", PostponedData{OnTicket: on(t), Since: since, Places: n}), nil
}

// MayPostpone says whether a ticket's visitor may still let others go first, if there are any.
func (r *Rules) MayPostpone(t *Ticket) bool {
	return t.State == Waiting && r.Policy.PostponePlaces > 0 && t.Postponed < r.Policy.PostponeTimes
}

// AnybodyBehind says whether others wait behind a waiting ticket that Postpone could let go first.
func (l *Lobby) AnybodyBehind(t *Ticket, now time.Time) bool {
	return t.State == Waiting && len(l.behind(t, now)) > 0
}

// MayStepOut says whether a ticket's visitor may step outside.
func (r *Rules) MayStepOut(t *Ticket) bool { return t.State == Waiting && r.Policy.OutsideMaxS > 0 }

// behind lists the waiting tickets of the same service that the order puts behind a ticket
// now and that would go first if its visitor came now, the next first.
func (l *Lobby) behind(t *Ticket, now time.Time) []*Ticket {
	o := l.order(now)
	last := *t
	last.Since = now
	var list []*Ticket
	for _, ln := range l.lanes[t.Service] {
		for _, b := range ln.tickets {
			if b != t && o.before(t, b) && o.before(b, &last) {
				list = append(list, b)
			}
		}
	}
	slices.SortFunc(list, func(a, b *Ticket) int {
		if o.before(a, b) {
			return -1
		}
		return 1
	})
	return list
}

// after is the earliest moment from which a ticket's waiting may count so that another one,
// which would go first if the ticket came now, goes first. The later a ticket came, the
// later it is called, whatever the order, so halving finds it.
func (o order) after(t, other *Ticket) time.Time {
	moved := *t
	lo, hi := int64(0), o.now.Sub(t.Since).Microseconds() // at lo the ticket goes first, at hi the other
	for hi-lo > 1 {
		mid := lo + (hi-lo)/2
		moved.Since = t.Since.Add(time.Duration(mid) * time.Microsecond)
		if o.before(other, &moved) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return t.Since.Add(time.Duration(hi) * time.Microsecond)
}

// sortBy sorts tickets by a time of theirs, the older ticket first where it is the same.
func sortBy(list []*Ticket, at func(*Ticket) time.Time) {
	slices.SortFunc(list, func(a, b *Ticket) int {
		if c := at(a).Compare(at(b)); c != 0 {
			return c
		}
		return int(a.ID - b.ID)
	})
}
