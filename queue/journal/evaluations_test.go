package journal_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestTwoWhoEvaluateAtOnce: whoever has the old paper twice open evaluates once, and who issued a
// ticket in the same moment has it.
func TestTwoWhoEvaluateAtOnce(t *testing.T) {
	s := open(t, t.TempDir())
	c := newClock()
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: c.Now, Tick: time.Hour})
	queuetest.Do(t, q, queue.System, queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, q, "legal")
	queuetest.Do(t, q, queue.System, queue.Next{Window: "w1"})
	x := queuetest.Do(t, q, queue.System, queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
	c.forward(time.Hour)
	queuetest.Issue(t, q, "legal") // the Lobby lets go of the visit
	visit := queue.VisitedOf(x)
	var wait sync.WaitGroup
	codes := make([]error, 16)
	for i := range codes {
		wait.Go(func() {
			var what queue.Command = queue.Evaluate{Visit: visit, Level: "1", Words: "x"}
			if i%4 == 0 {
				what = queue.Issue{Service: "legal", Seed: queuetest.Seed()}
			}
			_, codes[i] = q.Do(t.Context(), queue.Request{Command: what, Actor: queue.System})
		})
	}
	wait.Wait()
	taken := 0
	for i, err := range codes {
		switch {
		case i%4 == 0:
			if err != nil {
				t.Errorf("a ticket beside it: %v", err)
			}
		case err == nil:
			taken++
		case !errors.Is(err, &queue.Error{Code: queue.ErrEvaluated}):
			t.Errorf("the second one: %v", err)
		}
	}
	e, ok, err := s.Evaluation(t.Context(), x.ID)
	if taken != 1 || !ok || err != nil || e.Level != "1" || e.Words == 0 || e.Due.IsZero() || e.Day != x.Day || e.Window != "w1" {
		t.Errorf("%d of 12 were taken: %+v, %v", taken, e, err)
	}
	if notes, err := s.Notes(t.Context(), []int64{e.Words}); err != nil || len(notes) != 1 {
		t.Errorf("the words: %+v, %v", notes, err)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("afterwards the store can't write: %v", err)
	}
	if _, ok, err := s.Evaluation(t.Context(), 99); ok || err != nil {
		t.Errorf("of nobody: %v, %v", ok, err)
	}
}
