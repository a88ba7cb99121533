package queue

import "time"

// LastTicket is when the last number comes before the end of the hours.
type LastTicket struct {
	BeforeS  int  `json:"before_s,omitempty"` // so many seconds before it
	Estimate bool `json:"estimate,omitempty"` // when who comes now would be called after it
}

// The learnt times of a service: no figure comes from fewer visits than learntFrom, and
// those of long ago count half whenever learntUpTo are together. A visit longer than
// learntLongest was forgotten at the window and teaches nothing.
const (
	learntFrom    = 20
	learntUpTo    = 400
	learntLongest = 4 * time.Hour
)

// Learned is how long the visits to a service took, from the call, or from its start where one was
// said, to the end.
type Learned struct {
	N      int   `json:"n"`
	TotalS int64 `json:"total_s"`
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
	l.duty.Learn[t.Service] = Learned{x.N + 1, x.TotalS + int64(took/time.Second)}
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

// waitNow is about how long somebody who comes to a service now waits, if nothing else is known
// than what was learnt: all who wait for its open windows and are at them, each with the
// mean time of their service, spread over the windows that serve it. It is rather too long than
// too short, since who is at a window counts whole. ok is false when a time isn't learnt, or no
// window is open.
func (l *Lobby) waitNow(id ServiceID) (time.Duration, bool) {
	mean, ok := l.VisitS(id)
	if !ok {
		return 0, false
	}
	var sum, windows int64
	for i := range l.rules.Windows {
		w := &l.rules.Windows[i]
		if !w.Serves(id) || l.windows[w.ID].State != WindowOpen {
			continue
		}
		windows++
		if l.windows[w.ID].Ticket != 0 {
			sum += mean
		}
		for _, s := range w.Services {
			each, ok := l.VisitS(s)
			if !ok {
				each = mean
			}
			sum += each * int64(l.WaitingFor(s)) / int64(max(1, l.openWindows(s)))
		}
	}
	if windows == 0 {
		return 0, false
	}
	return time.Duration(sum/windows) * time.Second, true
}

// late says whether it is too late today for another number of a service that is open: by the
// clock, or because who comes now would not be called before the hours end. The estimate is
// the command's, or what the Lobby has learnt.
func (l *Lobby) late(s *Service, o Opening, wall time.Time, told *Range) bool {
	last := s.Last
	if last == nil {
		last = l.rules.Centre.Last
	}
	if last == nil || o.Last.IsZero() {
		return false
	}
	if last.BeforeS > 0 && !wall.Before(o.Last.Add(-seconds(last.BeforeS))) {
		return true
	}
	if !last.Estimate {
		return false
	}
	wait, ok := l.waitNow(s.ID)
	if told != nil {
		wait, ok = seconds(told.HighS), true
	}
	return ok && wait >= l.rules.left(s, wall)
}

// left is how much of today's hours of a service is still to come, without the breaks.
func (r *Rules) left(s *Service, wall time.Time) time.Duration {
	local := wall.In(r.Location())
	spans, _ := r.spans(s, local)
	var sum time.Duration
	for _, span := range spans {
		from, to := span.on(local)
		if from.Before(wall) {
			from = wall
		}
		if to.After(from) {
			sum += to.Sub(from)
		}
	}
	return sum
}
