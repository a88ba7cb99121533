package queue

import (
	"maps"
	"slices"
	"time"
)

// ClosingRule is what becomes of those who still wait when the hours of a service end.
type ClosingRule string

// The rules of closing.
const (
	ClosingServe ClosingRule = "serve" // the windows go on until nobody waits
	ClosingCarry ClosingRule = "carry" // they keep their number for the next day
	ClosingTell  ClosingRule = "tell"  // they are told that today it won't be; the number lapses with the day
)

// closing is a service's rule.
func (s *Service) closing() ClosingRule {
	if s.Closing == "" {
		return ClosingServe
	}
	return s.Closing
}

// closingTick tells those who wait when the hours of their service have ended, once each. Where the
// rule is to tell, it tells those before the end, too, who can't be reached even if every
// visit takes half of what was learnt: who is sent home must not be so by mistake.
func (l *Lobby) closingTick(d *Decision, wall time.Time, now time.Time) {
	if wall.IsZero() {
		return
	}
	for i := range l.rules.Services {
		s := &l.rules.Services[i]
		end, over := l.rules.ended(s, wall)
		if end.IsZero() || !over && s.closing() != ClosingTell {
			continue
		}
		reach, known := l.reach(s, wall)
		if !over && (!known || l.WaitingFor(s.ID) <= reach) {
			continue
		}
		told := HoursEndedData{Service: s.ID, Rule: s.closing(), Early: !over}
		for t := range l.remaining(s.ID, over) {
			if t.Closing == "" && (over || l.Ahead(t, now) >= reach) {
				told.Tickets = append(told.Tickets, t.ID)
			}
		}
		if len(told.Tickets) > 0 {
			d.Data = append(d.Data, told)
		}
	}
}

// ended is when today's hours of a service end, and whether they have. Zero: they don't.
func (r *Rules) ended(s *Service, wall time.Time) (end time.Time, over bool) {
	if s.Hours == nil && r.Centre.Hours == nil {
		return end, false
	}
	local := wall.In(r.Location())
	spans, _ := r.spans(s, local)
	if len(spans) == 0 || spans[len(spans)-1].To == midnight {
		return end, false
	}
	_, end = spans[len(spans)-1].on(local)
	return end, !wall.Before(end)
}

// remaining goes through those who wait for a service, oldest first; with all, also through those
// who were put aside or passed, but for the sides of a session, which has a time of its own.
func (l *Lobby) remaining(id ServiceID, all bool) func(func(*Ticket) bool) {
	return func(yield func(*Ticket) bool) {
		var list []*Ticket
		for _, ln := range l.lanes[id] {
			list = append(list, ln.tickets...)
		}
		if all {
			for t := range maps.Values(l.tickets) {
				if t.Service == id && (t.State == Held || t.State == NoShow) && l.awaited(t) == nil {
					list = append(list, t)
				}
			}
		}
		slices.SortFunc(list, func(a, b *Ticket) int { return int(a.ID - b.ID) })
		for _, t := range list {
			if !yield(t) {
				return
			}
		}
	}
}

// reach is how many who wait can be called before the hours end, if every visit takes half of what was
// learnt. ok is false when that isn't known, or no window is open.
func (l *Lobby) reach(s *Service, wall time.Time) (n int, ok bool) {
	mean, ok := l.VisitS(s.ID)
	windows := l.openWindows(s.ID)
	if !ok || mean == 0 || windows == 0 {
		return 0, false
	}
	left := int64((l.rules.left(s, wall) + time.Second - 1) / time.Second)
	return int((2*left*int64(windows) + mean - 1) / mean), true
}

// AtClosing counts those who still wait though the hours of their service have ended or will before
// their turn, by what they were told.
func (l *Lobby) AtClosing() map[ClosingRule]int {
	sum := map[ClosingRule]int{}
	for id := range l.lanes {
		for rule, n := range l.ClosingOf(id) {
			sum[rule] += n
		}
	}
	return sum
}

// ClosingOf is AtClosing of one service.
func (l *Lobby) ClosingOf(id ServiceID) map[ClosingRule]int {
	n := map[ClosingRule]int{}
	for _, ln := range l.lanes[id] {
		for _, t := range ln.tickets {
			if t.Closing != "" {
				n[t.Closing]++
			}
		}
	}
	return n
}

// OnlyAt gives the one window that may call a waiting ticket, nil when there are several or none.
func (l *Lobby) OnlyAt(t *Ticket) *Window {
	if t.State != Waiting {
		return nil
	}
	var only *Window
	for i := range l.rules.Windows {
		w := &l.rules.Windows[i]
		if w.Serves(t.Service) && l.meets(t.ForWindow, t.Service, w.ID) {
			if only != nil {
				return nil
			}
			only = l.windows[w.ID]
		}
	}
	return only
}

// StaffedFor is how the windows stand that may call a ticket: open when one is, else paused when one is, else closed.
func (l *Lobby) StaffedFor(t *Ticket) WindowState {
	best := WindowClosed
	for i := range l.rules.Windows {
		w := &l.rules.Windows[i]
		if !w.Serves(t.Service) || !l.meets(t.ForWindow, t.Service, w.ID) {
			continue
		}
		switch l.windows[w.ID].State {
		case WindowOpen:
			return WindowOpen
		case WindowPaused:
			best = WindowPaused
		case WindowClosed:
		}
	}
	return best
}
