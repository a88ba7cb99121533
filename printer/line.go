package printer

import (
	"context"
	"errors"
	"time"
)

// muteAnswer is how long a printer that has never answered is given to do so
// before each slip: it may have been switched on meanwhile.
const muteAnswer = 200 * time.Millisecond

// open opens the line, and makes the pauses between failures longer.
func (s *Spool) open(ctx context.Context) bool {
	port, err := s.o.Open(ctx)
	if err == nil {
		s.backed = 0
		s.talk = newTalk(port, s.o.Answer)
		s.talk.cut = s.cut
		s.talk.follow(s.o.Profile)
		s.note(func(st *Status) {
			st.Open, st.Error = true, ""
			st.Opened++
		})
		s.o.Log.Info("printer's line is open", "printer", s.o.Name)
		return true
	}
	s.backed = min(max(2*s.backed, s.o.Retry), 8*s.o.Retry)
	if ctx.Err() != nil {
		return false
	}
	s.lost(ctx, "open", err)
	return false
}

// lost notes a line that is gone, tells who waits for it, and closes what is left of it.
// A printer whose line ends when it is switched off may have been.
func (s *Spool) lost(ctx context.Context, op string, err error) {
	why := WhyUnplugged
	if d, ok := errors.AsType[*DeviceError](err); ok {
		why = d.Why
	}
	if st := s.Status(); st.Why != why || st.Error != err.Error() {
		s.o.Log.Warn("printer's line is lost", "printer", s.o.Name, "op", op, "err", err)
	}
	s.note(func(st *Status) {
		st.Open, st.Online, st.Paper, st.Cover = false, false, PaperUnknown, false
		st.Why, st.Error = why, err.Error()
	})
	s.stall(ctx, why)
	s.hangUp() // which may take its time where an adapter still holds bytes
	if s.mayHang() {
		s.way = s.hanging
	}
	s.way.sent = time.Time{}
}

// hangUp closes the line.
func (s *Spool) hangUp() {
	if s.talk != nil {
		s.talk.close()
		s.cut = s.talk.cut
		s.talk = nil
	}
}

// preflight asks the printer whether it can print, and returns why not. Losing
// the line leaves s.talk nil.
func (s *Spool) preflight(ctx context.Context) Why {
	why, err := s.wellness(ctx)
	if err != nil {
		s.lost(ctx, "ask", err)
		return s.Status().Why
	}
	return why
}

// wellness is a pre-flight. The error is the line's.
func (s *Spool) wellness(ctx context.Context) (Why, error) {
	if full, err := s.fill(ctx); err != nil || !full {
		return s.unwell(WhyTimeout), err
	}
	h, heard, err := s.askTwice()
	if err != nil {
		return "", err
	}
	s.asked = time.Now()
	s.ever = s.ever || heard
	why := h.Why()
	switch {
	case !heard && (s.ever || s.o.Profile.Promises):
		s.fallenSilent()
		why = WhySilent
	case !heard: // a one-way printer, for all anybody knows
		s.talk.within = min(muteAnswer, s.o.Answer)
		why = ""
	default:
		s.talk.within = s.o.Answer
	}
	if why != "" && heard {
		s.halted()
	}
	if !heard {
		s.talk.auto = false // it may be off, and then it forgets
	}
	if err := s.unjam(h, heard); err != nil {
		return why, err
	}
	if why == "" {
		if why, err = s.ready(ctx, heard); err != nil {
			return why, err
		}
	}
	s.health(h, heard, why)
	return why, nil
}

// askTwice asks how the printer is, and once more when that isn't to be relied on:
// when it said meanwhile, unasked, that something is wrong, and nobody can tell
// which of the two is newer; when it is off line without a cause, which may have
// been mended between two questions; and when one that answered is silent, because
// an answer may have been lost, or late, and staff are told to switch it off. One
// that has no such questions is never asked: what it doesn't know it might print.
func (s *Spool) askTwice() (h Health, heard bool, err error) {
	if !s.o.Profile.Status.RealTime {
		return h, false, s.talk.drain()
	}
	for range 2 {
		s.talk.unasked = nil
		if h, heard, err = s.talk.health(); err != nil {
			return h, heard, err
		}
		why, unasked := h.Why(), s.talk.unasked
		if !heard && s.ever {
			continue
		}
		if !heard || why != WhyOffline && (why != "" || unasked == nil || unasked.Why() == "") {
			break
		}
	}
	return h, heard, nil
}

// ready makes a printer that is well ready for the next slip: nothing of an
// earlier one is left in it, and it will say unasked when something changes.
func (s *Spool) ready(ctx context.Context, heard bool) (Why, error) {
	done, err := s.clear()
	if err == nil && done && s.owed > 0 && heard {
		done, err = s.catchUp(ctx)
	}
	if err != nil || !done {
		return WhyTimeout, err
	}
	if heard && s.o.Profile.Status.Auto && !s.talk.auto {
		if _, err := s.talk.send(tellChanges(), s.o.Answer); err != nil && !stuck(err) {
			return "", err
		}
		s.talk.auto = true
	}
	return "", nil
}

// tellChanges is GS a: from now on the printer says when it goes on or off line,
// has an error, or its paper's state changes. ESC @ ends it.
func tellChanges() []byte { return []byte{0x1D, 'a', 0x0E} }

// unwell notes why nothing can be printed, of a printer that wasn't asked.
func (s *Spool) unwell(why Why) Why {
	s.note(func(st *Status) { st.Online, st.Why = false, why })
	return why
}

// health notes what the printer said of itself.
func (s *Spool) health(h Health, heard bool, why Why) {
	s.note(func(st *Status) {
		st.Answers = s.ever
		st.Online = why == ""
		st.Why = why
		if why == "" && s.refusing {
			st.Why = WhyStore
		}
		st.Cover = h.Cover
		st.Paper = PaperUnknown
		if heard {
			st.Paper = h.Paper()
		}
	})
}

// note changes the status and tells who wants to know.
func (s *Spool) note(change func(*Status)) {
	s.mu.Lock()
	before := s.status
	change(&s.status)
	if s.status.Why != before.Why || s.status.Online != before.Online {
		s.status.Since = s.o.Now()
	}
	s.count()
	after := s.status
	s.mu.Unlock()
	if after == before {
		return
	}
	s.log(before, after)
	s.o.Changed(after)
}

// log tells what changes for those who stand before the printer. A lost line has its
// own words.
func (s *Spool) log(before, after Status) {
	switch {
	case after.Why != "" && after.Why != before.Why && after.Error == "":
		s.o.Log.Warn("the printer can't print", "printer", s.o.Name, "why", string(after.Why))
	case after.Why == "" && before.Why != "" && after.Online:
		s.o.Log.Info("the printer can print again", "printer", s.o.Name)
	}
	if after.Paper == PaperNearEnd && before.Paper != PaperNearEnd {
		s.o.Log.Warn("the printer's paper is near its end", "printer", s.o.Name)
	}
}
