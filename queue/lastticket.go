package queue

import "time"

// LastTicket is when the last number comes before the end of the hours.
type LastTicket struct {
	BeforeS  int  `json:"before_s,omitempty"` // so many seconds before it
	Estimate bool `json:"estimate,omitempty"` // when who comes now would be called after it
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
