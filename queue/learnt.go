package queue

import "time"

// The learnt times of a service: no figure comes from fewer visits than learntFrom, and
// those of long ago count half whenever learntUpTo are together. A visit longer than
// learntLongest was forgotten at the window and teaches nothing.
const (
	learntFrom    = 20
	learntUpTo    = 400
	learntLongest = 4 * time.Hour
)

// turnLongest is the longest time between two visitors at a window that is a turn; after a longer one
// something else was done.
const turnLongest = 5 * time.Minute

// Learned is how long the visits to a service took, from the call, or from its start where one was
// said, to the end; and how long each call to one took a window, whether the visit ended,
// was put aside, sent on or missed.
type Learned struct {
	N      int    `json:"n"`
	TotalS int64  `json:"total_s"`
	Taken  Spread `json:"taken,omitzero"`
}

// Spread counts times by their length: the n-th count is of those up to SpreadBoundsS()[n]
// seconds and above the bound before it.
type Spread [33]int

// SpreadBoundsS are the upper bounds of a Spread's counts in seconds: each about a fifth above the
// one before, so that a range worked out from them is as good as one of the times themselves.
func SpreadBoundsS() [33]int {
	return [...]int{
		10, 15, 20, 30, 40, 50, 60, 75, 90, 120, 150, 180, 225, 270, 330, 400, 480, 570, 680, 810, 960,
		1140, 1350, 1620, 1950, 2340, 2820, 3400, 4200, 5400, 7200, 10800, 14400,
	}
}

// Sum is how many times were counted.
func (s *Spread) Sum() int {
	n := 0
	for _, count := range s {
		n += count
	}
	return n
}

// add counts one more time; those of long ago count half whenever learntUpTo are together.
func (s *Spread) add(took time.Duration) {
	if s.Sum() >= learntUpTo {
		odd := 0
		for i, n := range s { // what halving leaves over goes to the next count, so that the tail stays
			n += odd
			s[i], odd = n/2, n%2
		}
	}
	for i, bound := range SpreadBoundsS() {
		if took <= time.Duration(bound)*time.Second {
			s[i]++
			return
		}
	}
}

// Known says whether enough was learnt to tell anybody how long something takes.
func (x *Learned) Known() bool { return x.N >= learntFrom && x.Taken.Sum() >= learntFrom }

// Turns is how long it takes from the end of one visitor to the call of the next, where one waits.
type Turns struct {
	N       int   `json:"n"`
	TotalMS int64 `json:"total_ms"`
}

// Mean is the mean of a turn; 0 when none was seen.
func (x Turns) Mean() time.Duration {
	if x.N == 0 {
		return 0
	}
	return time.Duration(x.TotalMS/int64(x.N)) * time.Millisecond
}

// Arrivals counts those who came with priority to a service in an hour and in the one before it.
type Arrivals struct {
	Hour   int64 `json:"hour"` // since 1970
	Now    int   `json:"now"`
	Before int   `json:"before,omitempty"`
}

// at is the count as it stands at a moment: of its hour and of the one before.
func (a Arrivals) at(now time.Time) Arrivals {
	switch hour := now.Unix() / 3600; hour - a.Hour {
	case 0:
		return a
	case 1:
		return Arrivals{Hour: hour, Before: a.Now}
	default:
		return Arrivals{Hour: hour}
	}
}

// PerHour is about how many come in an hour, as of a moment.
func (a Arrivals) PerHour(now time.Time) float64 {
	a = a.at(now)
	gone := float64(now.Unix()%3600) / 3600
	if a.Before == 0 { // it has only begun: half an hour is the least to tell from
		return float64(a.Now) / max(gone, 0.5)
	}
	return float64(a.Now) + float64(a.Before)*(1-gone)
}

// learn notes how long a visit at a window took that ends now.
func (l *Lobby) learn(t *Ticket, e *Event) {
	took := e.At.Sub(t.Changed)
	if l.rules.Service(t.Service) == nil || took > learntLongest || t.With != 0 { // a session is one visit
		return
	}
	x := l.duty.Learn[t.Service]
	if x.N >= learntUpTo {
		x.N, x.TotalS = x.N/2, x.TotalS/2
	}
	x.N, x.TotalS = x.N+1, x.TotalS+int64(took/time.Second)
	l.duty.Learn[t.Service] = x
}

// learnTaken notes how long a window was taken by the ticket in hand that leaves it now.
func (l *Lobby) learnTaken(t *Ticket, e *Event) {
	took := e.At.Sub(t.TakenSince())
	if l.rules.Service(t.Service) == nil || took > learntLongest || !t.State.InHand() {
		return
	}
	x := l.duty.Learn[t.Service]
	x.Taken.add(took)
	l.duty.Learn[t.Service] = x
}

// TakenSince is since when a ticket in hand takes its window: its call there. One that was called in
// this leg before, put aside and called again counts from its start.
func (t *Ticket) TakenSince() time.Time {
	if leg := t.Leg(); leg.Calls == t.Tries && !leg.Called.IsZero() {
		return leg.Called
	}
	return t.Changed
}

// learnTurn notes how long a window was free before it calls a ticket that waited all the while.
func (l *Lobby) learnTurn(t *Ticket, w *Window, e *Event) {
	turn := e.At.Sub(w.Freed)
	if t.State != Waiting || w.Freed.IsZero() || t.Since.After(w.Freed) || w.Changed.After(w.Freed) || turn > turnLongest {
		return
	}
	x := &l.duty.Turns
	if x.N >= learntUpTo {
		x.N, x.TotalMS = x.N/2, x.TotalMS/2
	}
	x.N, x.TotalMS = x.N+1, x.TotalMS+turn.Milliseconds()
}

// came counts who came with priority.
func (l *Lobby) came(d IssuedData, e *Event) {
	if d.Class != ClassPriority {
		return
	}
	a := l.duty.Came[d.Service].at(e.At)
	a.Now++
	l.duty.Came[d.Service] = a
}

// VisitS is how long a visit to a service takes, in seconds as learnt; ok is false before
// twenty have ended.
func (l *Lobby) VisitS(id ServiceID) (s int64, ok bool) {
	x := l.duty.Learn[id]
	if x.N < learntFrom {
		return 0, false
	}
	return (x.TotalS + int64(x.N) - 1) / int64(x.N), true
}
