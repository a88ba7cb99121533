package printer

import (
	"context"
	"errors"
)

// Awaited is a slip that ended in doubt. The printer may still be done with it,
// when its paper is changed for instance, and say so by the process id. One that
// ended as WhySilent or WhyPowerCycled isn't awaited: a printer that was switched
// off has forgotten it, and if its id comes back all the same, then with the rest
// of the slip alone. It belongs into Options.Await without its Process.
type Awaited struct {
	Job     int64
	Attempt int
	Process uint32 // as Begin was told; 0 is none
}

// awaitedMax is how many slips in doubt are listened for; the newest count.
const awaitedMax = 256

// late is who is listened for.
type late struct {
	by     map[uint32]Awaited
	order  []uint32  // of by, the oldest first
	proven []Awaited // their ids have come, and the ledger doesn't know yet
}

func (l *late) await(a Awaited) {
	if a.Process == 0 {
		return
	}
	if l.by == nil {
		l.by = map[uint32]Awaited{}
	}
	if !l.awaits(a.Process) {
		l.order = append(l.order, a.Process)
	}
	l.by[a.Process] = a
	for len(l.order) > awaitedMax {
		delete(l.by, l.order[0])
		l.order = l.order[1:]
	}
}

func (l *late) awaits(id uint32) bool { _, ok := l.by[id]; return ok }

// take hands over the slip whose id has come.
func (l *late) take(id uint32) {
	a, ok := l.by[id]
	if !ok {
		return
	}
	delete(l.by, id)
	for i, have := range l.order {
		if have == id {
			l.order = append(l.order[:i:i], l.order[i+1:]...)
			break
		}
	}
	l.proven = append(l.proven, a)
}

// heed looks among the ids that came back for slips that were given up as in
// doubt, and has the ledger told that they are on paper after all. What it can't
// take now it is told again.
func (s *Spool) heed(ctx context.Context) {
	if s.talk != nil {
		for id := range s.talk.processes {
			s.late.take(id)
			if s.way.last == id && id != 0 {
				s.way = way{} // it has come through whole, its cut included
			}
			if id != s.way.proof {
				delete(s.talk.processes, id)
			}
		}
	}
	for len(s.late.proven) > 0 {
		a := s.late.proven[0]
		once, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.o.Grace)
		err := s.o.Ledger.Settle(once, a.Job, Verdict{State: Confirmed})
		cancel()
		if err != nil && !errors.Is(err, ErrUnwanted) {
			s.o.Log.Warn("the late end of a slip could not be noted", "printer", s.o.Name, "job", a.Job, "err", err)
			return
		}
		s.late.proven = s.late.proven[1:]
		if err == nil {
			s.o.Log.Info("slip", "printer", s.o.Name, "job", a.Job, "state", string(Confirmed), "why", "late")
			s.note(func(st *Status) {
				st.Ended.Late++
				st.Confirmed = s.o.Now()
			})
		}
	}
}
