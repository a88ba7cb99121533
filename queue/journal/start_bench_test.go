package journal_test

import (
	"context"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// BenchmarkStart loads books that end as far behind their newest snapshot as a
// queue lets them, with 500 tickets alive, as a queue does that starts.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	fillForStart(b, dir)
	for b.Loop() {
		s, err := journal.Open(b.Context(), journal.Options{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := queue.Open(b.Context(), queue.Options{Store: s, Now: time.Now}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/start")
}

// noLast keeps no snapshot at the end.
type noLast struct{ *journal.Store }

// Commit leaves a snapshot without events out.
func (s noLast) Commit(ctx context.Context, b *queue.Batch) error {
	if len(b.Events) == 0 {
		return nil
	}
	return s.Store.Commit(ctx, b)
}

func fillForStart(b *testing.B, dir string) {
	s, err := journal.Open(b.Context(), journal.Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}()
	c := newClock()
	ctx, cancel := context.WithCancel(b.Context())
	q, err := queue.Open(ctx, queue.Options{Store: noLast{s}, Now: c.Now, Tick: time.Hour})
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		q.Run(ctx)
	}()
	defer func() { cancel(); <-done }()
	queuetest.Do(b, q, queue.System, queue.SetRules{Rules: queuetest.Rules()})
	queuetest.Do(b, q, queue.System, queue.OpenWindow{Window: "w1"})
	for range 500 {
		queuetest.Issue(b, q, "legal")
	}
	for range 1800 { // 4 events each: a snapshot, and all but another
		c.forward(2 * time.Second)
		queuetest.Issue(b, q, "legal")
		queuetest.Do(b, q, queue.System, queue.Next{Window: "w1"})
		queuetest.Do(b, q, queue.System, queue.Start{Window: "w1"})
		queuetest.Do(b, q, queue.System, queue.Finish{Window: "w1", Outcome: "answered"})
	}
}
