package printer

import (
	"context"
	"errors"
	"time"
)

// entry is a job in the tray, until it has ended.
type entry struct {
	Job
	handed int  // how often it was handed in while it was here; the lock's
	held   bool // it is under way or being ended: nobody may take it back; the lock's
	told   Why  // what Stall has said of it; Run's own
}

// jobKey tells a job from a reprint of it.
type jobKey struct {
	id      int64
	attempt int
}

func (j Job) key() jobKey { return jobKey{j.ID, j.Attempt} }

// seenMax is how many finished jobs are remembered, so that a job handed in twice prints once.
const seenMax = 4096

// Submit takes a job and returns at once. A job that is already here, or ended
// here (same ID and Attempt), is not taken twice: then it reports false. One that
// was withdrawn, or that the ledger didn't want, is taken again.
func (s *Spool) Submit(j Job) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen[j.key()] {
		if e := s.find(j.key()); e != nil {
			e.handed++ // who is about to let go of it as unwanted hears that it is wanted again
		}
		return false
	}
	s.seen[j.key()] = true
	s.order = append(s.order, j.key())
	s.queue = append(s.queue, &entry{Job: j, handed: 1})
	s.count()
	select {
	case s.wake <- struct{}{}:
	default:
	}
	return true
}

// Withdraw takes a waiting job back, for another printer perhaps. It reports
// true when the job was waiting here: no byte of it has left, and none will. It
// reports false when the job isn't here, is under way, or is just being ended:
// then the ledger hears what becomes of it. A job that was withdrawn may be
// submitted again.
func (s *Spool) Withdraw(id int64, attempt int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.find(jobKey{id, attempt})
	if e == nil || e.held {
		return false
	}
	s.remove(e)
	s.forget(e.key())
	return true
}

// find is the entry of a job, or nil. The lock is held.
func (s *Spool) find(key jobKey) *entry {
	for _, e := range s.queue {
		if e.key() == key {
			return e
		}
	}
	return nil
}

// remove takes an entry out. The lock is held.
func (s *Spool) remove(gone *entry) {
	for i, e := range s.queue {
		if e == gone {
			s.queue = append(s.queue[:i:i], s.queue[i+1:]...)
			break
		}
	}
	s.count()
}

// forget has a job taken again when it is handed in again. The lock is held.
func (s *Spool) forget(key jobKey) {
	delete(s.seen, key)
	for i, k := range s.order {
		if k == key {
			s.order = append(s.order[:i:i], s.order[i+1:]...)
			break
		}
	}
}

// count brings the status' length of the queue up to date. The lock is held.
func (s *Spool) count() {
	s.status.Queued = 0
	for _, e := range s.queue {
		if e.ID != s.status.Job {
			s.status.Queued++
		}
	}
}

// claim takes the job whose turn it is in hand: from now on it can't be
// withdrawn. Without one the entry is nil; what is overdue is left to lapse.
func (s *Spool) claim() waiting {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.queue {
		if !s.overdue(e.Job) {
			e.held = true
			return waiting{e, e.handed}
		}
	}
	return waiting{}
}

// release puts a claimed job back in its place.
func (s *Spool) release(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e.held = false
}

// ended takes a job out that has come to its end, and keeps in mind that it was here.
func (s *Spool) ended(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(e)
	for len(s.order) > seenMax+len(s.queue) {
		delete(s.seen, s.order[0])
		s.order = s.order[1:]
	}
}

// letGo takes a job out that the ledger doesn't want from here, unless it was
// handed in again since it had been handed in so many times. It may be submitted
// again.
func (s *Spool) letGo(e *entry, handed int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.find(e.key()) != e || e.handed != handed { // withdrawn meanwhile, or wanted again
		return
	}
	s.remove(e)
	s.forget(e.key())
}

// overdue reports whether nobody waits for a job any more.
func (s *Spool) overdue(j Job) bool {
	return !j.Deadline.IsZero() && !s.o.Now().Before(j.Deadline)
}

// waiting is an entry as it was looked at.
type waiting struct {
	*entry
	handed int // how often it had been handed in by then
}

// waiting is what is neither under way nor being ended, in its order.
func (s *Spool) waiting() (all []waiting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.queue {
		if !e.held {
			all = append(all, waiting{e, e.handed})
		}
	}
	return all
}

// notes bounds what the ledger is told of waiting jobs in a second. With a printer
// that stands still, the hall must not pay for it: everybody who takes a ticket
// shares the ledger's commits. Far more wait nowhere but in a test.
type notes struct {
	since time.Time
	spent int
	short bool // somebody wasn't told of for want of them
}

const notesMost = 20

// spend takes one note; false when this second's are used up.
func (n *notes) spend() bool {
	if n.short = n.pause() > 0; n.short {
		return false
	}
	if now := time.Now(); now.Sub(n.since) >= time.Second {
		n.since, n.spent = now, 0
	}
	n.spent++
	return true
}

// pause is how long there are none left.
func (n *notes) pause() time.Duration {
	if n.spent < notesMost {
		return 0
	}
	return max(time.Until(n.since.Add(time.Second)), 0)
}

// lapse ends the jobs that nobody waits for any more. The one under way has
// begun, and ends otherwise.
func (s *Spool) lapse(ctx context.Context) {
	s.mu.Lock()
	var old []*entry
	for _, e := range s.queue {
		if !e.held && s.overdue(e.Job) && s.notes.spend() {
			e.held = true
			old = append(old, e)
		}
	}
	why := s.status.Why
	s.mu.Unlock()
	for _, e := range old {
		if why == "" {
			why = WhyTooOld
		}
		s.settle(ctx, e, Verdict{State: Lapsed, Why: why})
	}
}

// stall has the ledger told of each waiting job why it waits, once for a cause.
func (s *Spool) stall(ctx context.Context, why Why) {
	for _, w := range s.waiting() {
		if w.told == why {
			continue
		}
		if !s.notes.spend() {
			return // the rest when there are notes again: wait knows
		}
		err := s.o.Ledger.Stall(ctx, w.ID, why)
		if errors.Is(err, ErrUnwanted) {
			s.letGo(w.entry, w.handed)
			continue
		}
		if errors.Is(err, context.Canceled) {
			return // the program stops
		}
		if err != nil {
			s.o.Log.Warn("a waiting slip could not be noted", "printer", s.o.Name, "job", w.ID, "err", err)
			return
		}
		w.told = why
	}
}
