package sim

import (
	"math"
	"time"

	"onedoor/queue"
)

// Shares of what may come that a range leaves out: it begins where a fifth have been called and ends where nine
// in ten have. Who is called earlier has lost nothing, if they stayed; who waits longer is cross.
const (
	lowShare  = 0.2
	highShare = 0.9
)

// key is somebody who would come now.
type key struct {
	service queue.ServiceID
	class   queue.Class
}

// Forecast is how long everybody will wait, as of a moment.
type Forecast struct {
	At      time.Time
	Runs    int
	last    queue.TicketID // of all that were issued then
	tickets map[queue.TicketID]span
	coming  map[key]span
}

// span is from when to when somebody is called, after the forecast's moment. High is never where it
// can't be told.
type span struct{ low, high time.Duration }

const never = time.Duration(math.MaxInt64)

// Ticket is how long a ticket that waited then waits, as of a moment.
func (f *Forecast) Ticket(id queue.TicketID, now time.Time) (queue.Range, bool) {
	s, ok := f.tickets[id]
	return s.at(now.Sub(f.At), ok)
}

// Service is how long somebody would wait who takes a number for a service.
func (f *Forecast) Service(id queue.ServiceID, class queue.Class) (queue.Range, bool) {
	s, ok := f.coming[key{id, class}]
	return s.at(0, ok)
}

// at is the range after some time has gone.
func (s span) at(gone time.Duration, ok bool) (queue.Range, bool) {
	if !ok || s.high == never {
		return queue.Range{}, false
	}
	return Rounded(max(0, s.low-gone), max(0, s.high-gone))
}
