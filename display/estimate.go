package display

import (
	"math"
	"slices"
	"strconv"
	"time"

	"onedoor/queue"
)

// Estimates tells how long people will wait, from now, as a range that is rounded already. Both
// are cheap: they read what was worked out last, at most a second or so ago. ok is false when
// there is nothing to tell it from, or minutes are never told of that service; then a face says how
// many are ahead and no more.
type Estimates interface {
	// Ticket is how long a waiting ticket will still wait.
	Ticket(id queue.TicketID) (r queue.Range, ok bool)
	// Service is how long somebody of a class would wait who took a number for a service now.
	Service(id queue.ServiceID, class queue.Class) (r queue.Range, ok bool)
}

// NoEstimates tells nothing.
type NoEstimates struct{}

var _ Estimates = NoEstimates{}

// Ticket tells nothing.
func (NoEstimates) Ticket(queue.TicketID) (queue.Range, bool) { return queue.Range{}, false }

// Service tells nothing.
func (NoEstimates) Service(queue.ServiceID, queue.Class) (queue.Range, bool) {
	return queue.Range{}, false
}

// newcomers is what Estimates may know besides: that a ticket was issued after they looked last.
type newcomers interface{ Newcomer(id queue.TicketID) bool }

// TicketRange is what is told of a ticket: nil when nothing is, or it doesn't wait. In the moment after it
// was issued that is what was told with the number.
func TicketRange(e Estimates, t *queue.Ticket) *queue.Range {
	if t.State != queue.Waiting {
		return nil
	}
	if n, ok := e.(newcomers); ok && n.Newcomer(t.ID) {
		return t.Estimate
	}
	return maybeRange(e.Ticket(t.ID))
}

// ServiceRange is what is told of a service before a number is taken, nil when nothing is.
func ServiceRange(e Estimates, id queue.ServiceID, class queue.Class) *queue.Range {
	return maybeRange(e.Service(id, class))
}

func maybeRange(r queue.Range, ok bool) *queue.Range {
	if !ok {
		return nil
	}
	return &r
}

// Tell puts into a command what its visitor is told. Who asks for one window or person, comes at
// a time of their own, needs a low or a large window, or may begin a journey anywhere, is told
// nothing beforehand: how long those wait isn't how long the service's visitors do. Their ticket
// knows it a moment later.
func Tell(e Estimates, r *queue.Rules, c *queue.Issue) {
	id := c.Service
	if b := r.Bundle(c.Bundle); b != nil {
		if b.AnyOrder || len(b.Steps) == 0 {
			return
		}
		id = b.Steps[0]
	}
	s := r.Service(id)
	special := slices.Contains(c.Needs, queue.NeedWheelchair) || !roomFor(r, id, c.Party)
	if s == nil || c.Window != "" || c.Staff != "" || !c.At.IsZero() || special {
		return
	}
	if s.Person != "" {
		if !c.Anyone {
			return
		}
		id = s.Anyone
	}
	class := c.Class
	if class == "" {
		class = queue.ClassOrdinary
	}
	c.Estimate = ServiceRange(e, id, class)
}

// roomFor says whether every window of a service has room for a party.
func roomFor(r *queue.Rules, id queue.ServiceID, party int) bool {
	for i := range r.Windows {
		if w := &r.Windows[i]; w.Serves(id) && w.Seats > 0 && w.Seats < party {
			return false
		}
	}
	return true
}

// manyMinutes is from where on a range is told in hours.
const manyMinutes = 120

// RangeWords says a range as people do: 约 8–15 分钟, about 8–15 min; 10 分钟以内 when it begins
// at once; in half hours when it ends later than in two.
func (k *Kit) RangeWords(lang string, r queue.Range) string { return k.rangeIn(lang, "range", r) }

// RangeShort says the same where it stands large and in little room: 8–15 分, 8–15 min.
func (k *Kit) RangeShort(lang string, r queue.Range) string { return k.rangeIn(lang, "range_short", r) }

func (k *Kit) rangeIn(lang, set string, r queue.Range) string {
	say := func(key string, args ...any) string { return k.T(lang, "common."+set+"."+key, args...) }
	low, high := r.LowS/60, (r.HighS+59)/60
	switch {
	case low <= 0 && high <= manyMinutes:
		return say("within", "n", max(1, high))
	case high <= manyMinutes && low >= high:
		return say("about", "n", high)
	case high <= manyMinutes:
		return say("minutes", "low", low, "high", high)
	}
	from, to := halfHours(math.Floor(float64(low)/30)), halfHours(math.Ceil(float64(high)/30))
	if from == "0" {
		return say("within_hours", "high", to)
	}
	return say("hours", "low", from, "high", to)
}

func halfHours(n float64) string { return strconv.FormatFloat(n/2, 'f', -1, 64) }

// RangeClock says from when to when that is by people's watches: 9:49–9:56.
func (k *Kit) RangeClock(lang string, r queue.Range) string {
	now := k.Now()
	at := func(s int) string { return k.Time(now.Add(time.Duration(s) * time.Second)) }
	return k.T(lang, "common.range.clock", "from", at(r.LowS), "to", at(r.HighS))
}
