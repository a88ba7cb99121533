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
		s.note(func(st *Status) { st.Open, st.Error = true, "" })
		s.o.Log.Info("printer's line is open", "printer", s.o.Name)
		return true
	}
	s.backed = min(max(2*s.backed, s.o.Retry), 8*s.o.Retry)
	if ctx.Err() != nil {
		return false
	}
	s.lost("open", err)
	s.stall(ctx, s.Status().Why)
	return false
}

// lost notes a line that is gone, and closes what is left of it.
func (s *Spool) lost(op string, err error) {
	s.hangUp()
	why := WhyUnplugged
	if d, ok := errors.AsType[*DeviceError](err); ok {
		why = d.Why
	}
	if st := s.Status(); st.Why != why || st.Error != err.Error() {
		s.o.Log.Warn("printer's line is lost", "printer", s.o.Name, "op", op, "error", err)
	}
	s.note(func(st *Status) {
		st.Open, st.Online, st.Paper, st.Cover = false, false, PaperUnknown, false
		st.Why, st.Error = why, err.Error()
	})
}

// hangUp closes the line. An error in closing what is given up changes nothing.
func (s *Spool) hangUp() {
	if s.talk != nil {
		_ = s.talk.port.Close()
		s.talk = nil
	}
}

// preflight asks the printer whether it can print, and returns why not. Losing
// the line leaves s.talk nil.
func (s *Spool) preflight() Why {
	h, heard, err := s.talk.health()
	caught := true
	if err == nil && heard && h.Why() == "" && s.owed > 0 {
		caught, err = s.catchUp()
	}
	if err != nil {
		s.lost("ask", err)
		return s.Status().Why
	}
	s.ever = s.ever || heard
	why := h.Why()
	switch {
	case !caught:
		why = WhyTimeout
	case !heard && (s.ever || s.o.Profile.Promises):
		why = WhySilent
	case !heard: // a one-way printer, for all anybody knows
		s.talk.within = min(muteAnswer, s.o.Answer)
		why = ""
	default:
		s.talk.within = s.o.Answer
	}
	s.health(h, heard, why)
	return why
}

// owedMax is how many fences in a row a living printer may leave unanswered before
// nothing is expected of it any more: it is another printer, or was switched off.
const owedMax = 10

// catchUp makes sure that no answer to an earlier slip's fence can be taken for
// a later one's: it sends one more and waits until all is quiet. It reports
// false when the printer doesn't get that far.
func (s *Spool) catchUp() (bool, error) {
	s.talk.fences = 0
	if _, err := s.talk.send(fence(), s.o.Answer); err != nil {
		if stuck(err) {
			return false, nil
		}
		return false, err
	}
	s.owed++
	for {
		n, _, err := s.talk.take(s.o.Answer)
		if err != nil {
			return false, err
		}
		if n == 0 {
			break
		}
	}
	if s.talk.fences > 0 || !s.fenced || s.owed > owedMax {
		s.owed = 0
	}
	return s.owed == 0, nil
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
	if after != before {
		s.o.Changed(after)
	}
}
