package printer

import (
	"context"
	"time"
)

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
	faulty  bool      // it had an error that only switching it off ends
	stopped bool
}

// lookEvery is how often a printer that is busy with a slip is asked how it is.
const lookEvery = time.Second

// vigil waits for the proof that a slip is on paper. Paper's end or an open
// cover are waited out, because many printers finish then; silence isn't.
func (s *Spool) vigil(ctx context.Context, by proof, id uint32) Verdict {
	now := time.Now()
	w := &vigil{by: by, id: id, until: now.Add(s.o.Fence), latest: now.Add(s.o.Patience), ask: now.Add(lookEvery)}
	if !s.o.Profile.Promises { // it may answer questions in their turn only: let it print
		w.ask = now.Add(s.o.Profile.Margin + lookEvery)
	}
	if !s.provesIt(by) {
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
			return s.unproven(ctx, w)
		}
		s.lapse(ctx)
		// Short looks, so that a stop is noticed.
		if _, _, err := s.talk.take(min(w.until.Sub(now), 250*time.Millisecond)); err != nil {
			s.lost(ctx, "read", err)
			return Verdict{State: InDoubt, Why: s.Status().Why}
		}
		if v, ok := s.proven(ctx, w); ok {
			return v
		}
		s.heed(ctx)
		if err := s.look(ctx, w); err != nil {
			s.lost(ctx, "ask", err)
			return Verdict{State: InDoubt, Why: s.Status().Why}
		}
		if v, ok := s.proven(ctx, w); ok {
			return v
		}
	}
}

// provesIt reports whether anything will say that the slip is done: the printer
// answers that, for all anybody knows.
func (s *Spool) provesIt(by proof) bool {
	return by == byProcess || by == byFence && !s.fenceless
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// proven reports the slip's good end, if its proof has come. A printer that always
// answers and was silent within the slip was switched off, and so was one with an error
// that nothing else ends: what it proves then is the end of a slip whose beginning it
// has forgotten.
func (s *Spool) proven(ctx context.Context, w *vigil) (Verdict, bool) {
	came := w.by == byProcess && s.talk.processes[w.id] || w.by == byFence && s.talk.fences > 0
	switch {
	case came && (w.faulty || s.o.Profile.Promises && (w.gone || w.cycled)):
		delete(s.talk.processes, w.id)
		return Verdict{State: InDoubt, Why: WhyPowerCycled}, true
	case w.by == byProcess && s.talk.processes[w.id]:
		s.tellsIDs = true
		return Verdict{State: Confirmed}, true
	case w.by == byFence && s.talk.fences > 0:
		s.fenced, s.fenceless = true, false
		return s.weakly(ctx), true
	}
	return Verdict{}, false
}

// weakly makes what can be made of a fence: the printer has read the slip; when
// it is well after the time that printing takes, the slip is very likely out.
func (s *Spool) weakly(ctx context.Context) Verdict {
	if err := s.listenFor(s.o.Profile.Margin); err != nil {
		s.lost(ctx, "read", err)
		return Verdict{State: InDoubt, Why: s.Status().Why}
	}
	if v := s.well(ctx); v.Why != "" {
		return v
	}
	return Verdict{State: Confirmed, Weak: true}
}

// well asks a printer that should be done with a slip how it is. Its Why is
// empty when the printer is well.
func (s *Spool) well(ctx context.Context) Verdict {
	h, heard, err := s.talk.health()
	if err != nil {
		s.lost(ctx, "ask", err)
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
	heard, before := true, s.talk.bytes
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
	if !heard && s.talk.bytes > before {
		return nil // noise, or answers to something else: it is there
	}
	if !heard {
		w.gone = true
		s.health(h, false, WhySilent)
		return nil
	}
	w.cycled, w.gone = w.cycled || w.gone, false
	if err := s.unjam(h, true); err != nil {
		return err
	}
	was := w.trouble
	w.trouble = h.Why()
	w.faulty = w.faulty || h.Fault
	s.health(h, true, w.trouble)
	switch {
	case w.trouble != "":
		w.seen = w.trouble
		if s.provesIt(w.by) {
			w.until = w.latest
		}
		s.stall(ctx, w.trouble) // those behind it wait for the same
	case was != "" && s.provesIt(w.by):
		w.until = earlier(time.Now().Add(s.o.Fence), w.latest)
	}
	return nil
}

// unproven judges a slip that left whole and whose proof never came.
func (s *Spool) unproven(ctx context.Context, w *vigil) Verdict {
	var why Why
	switch {
	case w.cycled || w.faulty:
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
	if v := s.well(ctx); v.Why != "" {
		return v
	}
	// It is well, it was well all along, and has never answered a fence: it
	// doesn't know what one is, or wasn't asked.
	s.fenceless = s.fenceless || w.by == byFence
	return Verdict{State: Sent}
}
