package printer_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// TestEachThingThatCanGoWrong has it go wrong between two slips and within one,
// on a printer that tells of it and on one that is asked.
func TestEachThingThatCanGoWrong(t *testing.T) {
	for _, c := range []struct {
		condition paper.Condition
		why       printer.Why
		mends     bool // by the spool
	}{
		{paper.PaperOut, printer.WhyPaperOut, false},
		{paper.CoverOpen, printer.WhyCoverOpen, false},
		{paper.Offline, printer.WhyOffline, false},
		{paper.Overheated, printer.WhyOverheated, false},
		{paper.CutterStuck, printer.WhyCutter, true},
	} {
		for _, name := range []string{"epson", "generic"} {
			t.Run(c.condition.String()+", "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					class := classes(t)[name]
					h := newHouse(t, class.profile, class.answers)
					h.doubt = false
					defer h.stop()
					s, stop := h.work()
					h.print(s, printer.Confirmed)

					h.v.Set(c.condition, true) // between two
					wait := time.Millisecond   // it says so by itself
					if name == "generic" {
						wait = 11 * time.Second // it is asked
					}
					time.Sleep(wait)
					synctest.Wait()
					if st := s.Status(); st.Why != c.why && !c.mends || st.Online && !c.mends {
						t.Errorf("after %v the status is %+v", wait, st)
					}
					waiting := h.ask()
					s.Submit(waiting.job)
					time.Sleep(20 * time.Second)
					if !c.mends && h.ended(waiting) != "" {
						t.Errorf("a slip that can't be printed ended as %q", h.ended(waiting))
					}
					h.v.Set(c.condition, false)
					h.await(waiting, printer.Confirmed)

					h.v.After(60, func() { h.v.Set(c.condition, true) }) // within one
					stuck := h.ask()
					s.Submit(stuck.job)
					time.Sleep(4 * time.Second)
					if st := s.Status(); name == "epson" && !c.mends && (st.Why != c.why || st.Job != stuck.job.ID) {
						t.Errorf("within a slip the status is %+v", st)
					}
					h.v.Set(c.condition, false)
					time.Sleep(time.Minute)
					if ends := []printer.State{printer.Confirmed, printer.InDoubt}; !slices.Contains(ends, h.ended(stuck)) {
						t.Errorf("the stuck slip ended as %q", h.ended(stuck))
					}
					if name == "epson" && h.ended(stuck) != printer.Confirmed {
						t.Errorf("the stuck slip came out and is %q", h.ended(stuck))
					}
					h.print(s, printer.Confirmed)
					stop()
					h.witness()
					if t.Failed() {
						t.Log(h.dump())
					}
				})
			})
		}
	}
}

// print has a slip printed, and wants it to end so.
func (h *house) print(s *printer.Spool, end printer.State) {
	h.Helper()
	r := h.ask()
	s.Submit(r.job)
	h.await(r, end)
}

// ended is how a slip has ended.
func (h *house) ended(r *record) printer.State {
	h.mu.Lock()
	defer h.mu.Unlock()
	return r.end
}

// await waits two minutes at most for a slip to end so.
func (h *house) await(r *record, end printer.State) {
	h.Helper()
	for deadline := time.Now().Add(2 * time.Minute); h.ended(r) == "" && time.Now().Before(deadline); {
		time.Sleep(100 * time.Millisecond)
	}
	if got := h.ended(r); got != end {
		h.Errorf("%s ended as %q, want %q", r.number, got, end)
	}
}

func TestTheRollsEndIsToldBeforeItComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		class := classes(t)["epson"]
		h := newHouse(t, class.profile, nil)
		defer h.stop()
		s, stop := h.work()
		h.v.Load(400)
		warned := 0
		for range 12 {
			r := h.ask()
			s.Submit(r.job)
			time.Sleep(5 * time.Second)
			synctest.Wait()
			st := s.Status()
			if st.Paper == printer.PaperOut {
				break
			}
			if st.Paper == printer.PaperNearEnd {
				warned++
			}
		}
		if st := s.Status(); warned == 0 || st.Paper != printer.PaperOut || st.Why != printer.WhyPaperOut {
			t.Errorf("warned %d times, and then the status is %+v", warned, st)
		}
		h.v.Load(-1)
		for len(h.open()) > 0 {
			time.Sleep(time.Second)
		}
		stop()
		h.witness()
		if t.Failed() {
			t.Log(h.dump())
		}
	})
}
