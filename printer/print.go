package printer

import (
	"context"
	"errors"
	"time"
)

// proof is how a printer tells that a slip is done.
type proof uint8

const (
	noProof   proof = iota // it never answers
	byProcess              // GS ( H fn 48: the slip's own id comes back
	byFence                // GS r: an answer comes when the buffer got that far
)

// proof chooses the strongest there is. To a printer that never answered
// anything no question is sent: what it doesn't know it might print.
func (s *Spool) proof() proof {
	switch {
	case !s.ever:
		return noProof
	case s.o.Profile.Status.ProcessID:
		return byProcess
	case s.o.Profile.Status.Fence:
		return byFence
	}
	return noProof
}

// fence asks for an answer when everything before it in the buffer was printed.
func fence() []byte { return []byte{0x1D, 'r', 1} }

// processFence asks for the id when everything before it is on paper.
func processFence(id uint32) []byte {
	return []byte{0x1D, '(', 'H', 6, 0, '0', '0', byte(id >> 24), byte(id >> 16), byte(id >> 8), byte(id)}
}

// nextProcess makes an id that no recent try had and none that is waited for:
// four characters from the range that GS ( H allows.
func (s *Spool) nextProcess() uint32 {
	for {
		s.tries++
		n := s.o.Seed + s.tries
		var id uint32
		for range 4 {
			id = id<<8 | (0x30 + n&0x3F)
			n >>= 6
		}
		if !s.late.awaits(id) {
			return id
		}
	}
}

// print sends a claimed job, after a pre-flight that found nothing. It reports
// false when no byte of it left: then the job stays.
func (s *Spool) print(ctx context.Context, w waiting) bool {
	e := w.entry
	data, err := Encoder{Profile: s.o.Profile, Font: s.o.Font}.Encode(e.Slip)
	if err != nil {
		s.o.Log.Error("a slip can't be put on this paper", "printer", s.o.Name, "job", e.ID, "err", err)
		s.settle(ctx, e, Verdict{State: Failed, Why: WhySlip})
		return true
	}
	id := s.nextProcess()
	if err := s.o.Ledger.Begin(ctx, e.ID, e.Attempt, id); err != nil {
		return s.refused(w, err)
	}
	s.unwritten(false)
	begun := time.Now()
	s.note(func(st *Status) { st.Job = e.ID })
	v, left := s.deliver(ctx, data, Awaited{Job: e.ID, Attempt: e.Attempt, Process: id})
	if left {
		s.settle(ctx, e, v)
	}
	s.note(func(st *Status) {
		st.Job = 0
		if left {
			st.Took = time.Since(begun)
		}
	})
	if !left {
		e.told = ""
		s.release(e)
		s.stall(ctx, v.Why)
	}
	return left
}

// refused handles a job that the ledger didn't let begin.
func (s *Spool) refused(w waiting, err error) bool {
	if errors.Is(err, ErrUnwanted) {
		s.letGo(w.entry, w.handed)
		s.release(w.entry)
		return true
	}
	if errors.Is(err, context.Canceled) {
		return false // the program stops
	}
	s.o.Log.Error("a slip waits: its start could not be noted", "printer", s.o.Name, "job", w.ID, "err", err)
	s.unwritten(true)
	return false
}

// stale is how old the printer's word may be that it can print, when a slip is
// sent. Writing down that the slip begins may have taken longer.
const stale = time.Second

// deliver sends a slip and finds out what became of it. It reports false when no
// byte of it left.
func (s *Spool) deliver(ctx context.Context, slip []byte, job Awaited) (v Verdict, left bool) {
	if why := s.still(ctx); why != "" {
		return Verdict{Why: why}, false
	}
	clear(s.talk.processes)
	s.talk.fences, s.talk.unasked = 0, nil
	by := s.proof()
	switch by {
	case byProcess:
		slip = append(slip, processFence(job.Process)...)
	case byFence:
		slip = append(slip, fence()...)
	case noProof:
	}
	n, err := s.talk.send(slip, s.talk.sending(len(slip), s.o.Write))
	s.note(func(st *Status) { st.Bytes += uint64(n) })
	if err != nil || n < len(slip) {
		if n > 0 {
			s.way = tornWay(slip[:n])
		}
		return s.broken(ctx, n, err), n > 0
	}
	if s.o.Profile.Status.Auto {
		s.talk.auto = true // ESC @ ended it, GS a after it began it again
	}
	if by == noProof && !s.ever {
		return Verdict{State: Sent}, true
	}
	return s.await(ctx, by, slip, job), true
}

// await finds out what became of a slip that left whole, and what it leaves on the way.
func (s *Spool) await(ctx context.Context, by proof, slip []byte, job Awaited) Verdict {
	s.way = doubtfulWay(slip, job.Process) // until there is a proof
	s.talk.filled = false
	expected := s.provesIt(by)
	v := s.vigil(ctx, by, job.Process)
	forgot := v.Why == WhySilent || v.Why == WhyPowerCycled
	if forgot { // of an id that comes late nobody knows how much came before it
		s.way = tornWay(slip)
	}
	switch {
	case v.State == Sent:
		s.hang()
		if !expected { // else no proof came for the first time: who knows why
			s.way = way{}
		}
	case v.State != InDoubt:
		s.way = way{}
	case by == byFence:
		s.owed++
	case by == byProcess && !forgot:
		s.late.await(job)
	}
	return v
}

// still reports what keeps a printer from printing that could print a moment ago.
func (s *Spool) still(ctx context.Context) Why {
	if time.Since(s.asked) > stale {
		if why := s.preflight(ctx); why != "" {
			return why
		}
	}
	if err := s.talk.drain(); err != nil {
		s.lost(ctx, "read", err)
		return s.Status().Why
	}
	s.heed(ctx)
	if h := s.talk.unasked; h != nil && h.Why() != "" {
		s.health(*h, true, h.Why())
		return h.Why()
	}
	return ""
}

// broken judges a slip that didn't leave whole. What left is half a slip, or the
// printer's business: the line is opened anew, so that no rest of it follows, and
// nothing that was taken back after all.
func (s *Spool) broken(ctx context.Context, n int, err error) Verdict {
	if err == nil {
		err = &DeviceError{Op: "write", Why: WhyShortWrite, Retry: true}
	}
	s.lost(ctx, "write", err)
	if n == 0 {
		return Verdict{Why: s.Status().Why}
	}
	if stuck(err) {
		return Verdict{State: InDoubt, Why: WhyTimeout}
	}
	return Verdict{State: InDoubt, Why: WhyShortWrite}
}
