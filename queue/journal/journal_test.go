package journal_test

import (
	"context"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// open opens a store until the test ends.
func open(t testing.TB, dir string) *journal.Store {
	t.Helper()
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestWhatWasCommittedIsThereAfterARestart(t *testing.T) {
	dir := t.TempDir()
	var ticket *queue.Ticket
	t.Run("first", func(t *testing.T) {
		q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: open(t, dir)})
		ticket = queuetest.Issue(t, q, "legal")
	})
	s := open(t, dir)
	q := queuetest.Start(t, nil, queue.Options{Store: s})
	q.View(func(l *queue.Lobby) {
		if got := l.Ticket(ticket.ID); got == nil || got.Number != ticket.Number {
			t.Errorf("ticket after the restart: %v", got)
		}
	})
	got, ok, err := s.Ticket(t.Context(), ticket.Ref)
	if err != nil || !ok || got.Number != ticket.Number || len(got.Legs) != 1 {
		t.Errorf("Ticket = %+v, %v, %v", got, ok, err)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	_ = context.Background
	_ = time.Now
}
