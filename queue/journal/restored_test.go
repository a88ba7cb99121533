package journal_test

import (
	"path/filepath"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// TestRestoredBooksKnowWhatTheyMiss backs up on the 23rd and goes on with it on the 25th.
func TestRestoredBooksKnowWhatTheyMiss(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	at := func(dir string) (*journal.Store, func(from, on queue.Day)) {
		s, err := journal.Open(t.Context(), journal.Options{Dir: dir, Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() }) // a test may have closed it
		return s, func(from, on queue.Day) {
			t.Helper()
			if f, o, err := s.Restored(t.Context()); err != nil || f != from || o != on {
				t.Errorf("restored from %q, on %q, %v; want %q, %q", f, o, err, from, on)
			}
		}
	}
	s, says := at(dir)
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: clock, Tick: time.Hour})
	queuetest.Issue(t, q, "legal")
	says("", "")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(t.TempDir(), "data")
	if err := journal.Restore(t.Context(), file, fresh); err != nil {
		t.Fatal(err)
	}
	now = now.AddDate(0, 0, 2)
	s, says = at(fresh)
	says("2026-11-23", "")
	q = queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: clock, Tick: time.Hour})
	queuetest.Issue(t, q, "legal")
	says("2026-11-23", "2026-11-25")
	now = now.AddDate(0, 0, 2)
	queuetest.Issue(t, q, "legal")
	says("2026-11-23", "2026-11-25")
	if err := s.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestTheLastMinuteOfADayIsKnownWhenItCloses closes the day within a minute of the last note.
func TestTheLastMinuteOfADayIsKnownWhenItCloses(t *testing.T) {
	midnight := time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)
	now := midnight.Add(-30 * time.Second)
	clock := func() time.Time { return now }
	s, err := journal.Open(t.Context(), journal.Options{Dir: t.TempDir(), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // only read
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: clock, Tick: time.Hour})
	now = midnight.Add(10 * time.Second)
	queuetest.Issue(t, q, "legal") // on the next day
	runs, _, err := s.Runs(t.Context(), midnight.AddDate(0, 0, -1), midnight)
	if err != nil || len(runs) != 1 || !runs[0].Last.Equal(midnight) {
		t.Errorf("it ran %v, %v", runs, err)
	}
}
