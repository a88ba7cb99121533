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

// nextProcess makes an id that no recent try had: four characters from the range
// that GS ( H allows.
func (s *Spool) nextProcess() uint32 {
	s.tries++
	n := s.o.Seed + s.tries
	var id uint32
	for range 4 {
		id = id<<8 | (0x30 + n&0x3F)
		n >>= 6
	}
	return id
}

// print sends a claimed job, after a pre-flight that found nothing. It reports
// false when no byte of it left: then the job stays.
func (s *Spool) print(ctx context.Context, w waiting) bool {
	e := w.entry
	data, err := Encode(s.o.Profile, e.Slip)
	if err != nil {
		s.o.Log.Error("a slip can't be put on this paper", "printer", s.o.Name, "job", e.ID, "error", err)
		s.settle(ctx, e, Verdict{State: Failed, Why: WhySlip})
		return true
	}
	id, proof := s.nextProcess(), s.proof()
	switch proof {
	case byProcess:
		data = append(data, processFence(id)...)
	case byFence:
		data = append(data, fence()...)
	case noProof:
	}
	if err := s.o.Ledger.Begin(ctx, e.ID, e.Attempt, id); err != nil {
		return s.refused(w, err)
	}
	s.unwritten(false)
	s.note(func(st *Status) { st.Job = e.ID })
	v, left := s.deliver(ctx, data, proof, id)
	if left {
		s.settle(ctx, e, v)
	}
	s.note(func(st *Status) { st.Job = 0 })
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
	s.o.Log.Error("a slip waits: its start could not be noted", "printer", s.o.Name, "job", w.ID, "error", err)
	s.unwritten(true)
	return false
}

// deliver sends a slip and finds out what became of it. It reports false when no
// byte of it left.
func (s *Spool) deliver(ctx context.Context, data []byte, by proof, id uint32) (v Verdict, left bool) {
	if err := s.talk.drain(); err != nil {
		s.lost("read", err)
		return Verdict{Why: s.Status().Why}, false
	}
	clear(s.talk.processes)
	s.talk.fences, s.talk.unasked = 0, nil
	n, err := s.talk.send(data, s.o.Write)
	if err != nil || n < len(data) {
		return s.broken(n, err), n > 0
	}
	if by == noProof {
		return Verdict{State: Sent}, true
	}
	v = s.await(ctx, by, id)
	if by == byFence && v.State == InDoubt {
		s.owed++
	}
	return v, true
}

// broken judges a slip that didn't leave whole. What left is half a slip, or the
// printer's business: the line is opened anew, so that no rest of it follows.
func (s *Spool) broken(n int, err error) Verdict {
	switch {
	case n == 0 && stuck(err):
		return Verdict{Why: WhyTimeout}
	case err == nil:
		err = &DeviceError{Op: "write", Why: WhyShortWrite, Retry: true}
	}
	s.lost("write", err)
	if n == 0 {
		return Verdict{Why: s.Status().Why}
	}
	if stuck(err) {
		return Verdict{State: InDoubt, Why: WhyTimeout}
	}
	return Verdict{State: InDoubt, Why: WhyShortWrite}
}

// vigil is the waiting for a slip's end.
type vigil struct {
	by      proof
	id      uint32
	until   time.Time // with all in order
	latest  time.Time // with the printer in trouble that somebody may end
	ask     time.Time // when to ask next how it is
	trouble Why       // what it suffers from now
	seen    Why       // what it suffered from last, since the slip left
	gone    bool      // it is silent
	cycled  bool      // it was silent, and came back
	stopped bool
}

// lookEvery is how often a printer that is busy with a slip is asked how it is.
const lookEvery = time.Second

// await waits for the proof that a slip is on paper. Paper's end or an open
// cover are waited out, because many printers finish then; silence isn't.
func (s *Spool) await(ctx context.Context, by proof, id uint32) Verdict {
	now := time.Now()
	w := &vigil{by: by, id: id, until: now.Add(s.o.Fence), latest: now.Add(s.o.Patience), ask: now.Add(lookEvery)}
	if !s.o.Profile.Promises { // it may answer questions in their turn only: let it print
		w.ask = now.Add(s.o.Profile.Margin + lookEvery)
	}
	if by == byFence && s.fenceless {
		w.until = now.Add(s.o.Profile.Margin)
	}
	for {
		now = time.Now()
		if ctx.Err() != nil && !w.stopped {
			w.stopped = true
			w.latest = now.Add(s.o.Grace)
			w.until = earlier(w.until, w.latest)
		}
		if !now.Before(w.until) {
			return s.unproven(w)
		}
		s.lapse(ctx)
		// Short looks, so that a stop is noticed.
		if _, _, err := s.talk.take(min(w.until.Sub(now), 250*time.Millisecond)); err != nil {
			s.lost("read", err)
			return Verdict{State: InDoubt, Why: s.Status().Why}
		}
		if v, ok := s.proven(w); ok {
			return v
		}
		if err := s.look(ctx, w); err != nil {
			s.lost("ask", err)
			return Verdict{State: InDoubt, Why: s.Status().Why}
		}
		if v, ok := s.proven(w); ok {
			return v
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// proven reports the slip's good end, if its proof has come.
func (s *Spool) proven(w *vigil) (Verdict, bool) {
	switch {
	case w.by == byProcess && s.talk.processes[w.id]:
		return Verdict{State: Confirmed}, true
	case w.by == byFence && s.talk.fences > 0:
		s.fenced, s.fenceless = true, false
		return s.weakly(), true
	}
	return Verdict{}, false
}

// weakly makes what can be made of a fence: the printer has read the slip; when
// it is well after the time that printing takes, the slip is very likely out.
func (s *Spool) weakly() Verdict {
	if err := s.listenFor(s.o.Profile.Margin); err != nil {
		s.lost("read", err)
		return Verdict{State: InDoubt, Why: s.Status().Why}
	}
	if v := s.well(); v.Why != "" {
		return v
	}
	return Verdict{State: Confirmed, Weak: true}
}

// well asks a printer that should be done with a slip how it is. Its Why is
// empty when the printer is well.
func (s *Spool) well() Verdict {
	h, heard, err := s.talk.health()
	if err != nil {
		s.lost("ask", err)
		return Verdict{State: InDoubt, Why: s.Status().Why}
	}
	why := h.Why()
	if !heard {
		why = WhySilent
	}
	s.health(h, heard, why)
	return Verdict{State: InDoubt, Why: why}
}

// listenFor takes in what comes for as long as d.
func (s *Spool) listenFor(d time.Duration) error {
	for end := time.Now().Add(d); time.Now().Before(end); {
		if _, _, err := s.talk.take(time.Until(end)); err != nil {
			return err
		}
	}
	return nil
}

// look finds out now and then how a busy printer is, and how long to wait for it.
func (s *Spool) look(ctx context.Context, w *vigil) error {
	var h Health
	heard := true
	switch {
	case s.talk.unasked != nil:
		h, s.talk.unasked = *s.talk.unasked, nil
	case time.Now().Before(w.ask):
		return nil
	default:
		var err error
		if h, heard, err = s.talk.health(); err != nil {
			return err
		}
		w.ask = time.Now().Add(lookEvery)
	}
	if !heard {
		w.gone = true
		s.health(h, false, WhySilent)
		return nil
	}
	w.cycled, w.gone = w.cycled || w.gone, false
	was := w.trouble
	w.trouble = h.Why()
	s.health(h, true, w.trouble)
	switch {
	case w.trouble != "":
		w.seen = w.trouble
		if !s.fenceless || w.by == byProcess {
			w.until = w.latest
		}
		s.stall(ctx, w.trouble) // those behind it wait for the same
	case was != "":
		w.until = earlier(time.Now().Add(s.o.Fence), w.latest)
	}
	return nil
}

// unproven judges a slip that left whole and whose proof never came.
func (s *Spool) unproven(w *vigil) Verdict {
	var why Why
	switch {
	case w.cycled:
		why = WhyPowerCycled
	case w.gone:
		why = WhySilent
	case w.seen != "":
		why = w.seen
	case w.stopped:
		why = WhyStopped
	case w.by == byProcess || s.fenced:
		why = WhyTimeout
	}
	if why != "" {
		return Verdict{State: InDoubt, Why: why}
	}
	if v := s.well(); v.Why != "" {
		return v
	}
	// It is well, it was well all along, and has never answered a fence: it
	// doesn't know what one is.
	s.fenceless = true
	return Verdict{State: Sent}
}
