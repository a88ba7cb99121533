package journal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

func TestABackupIsTakenBesideTheWorkAndBroughtBack(t *testing.T) {
	dir, away := t.TempDir(), t.TempDir()
	file := filepath.Join(away, "books 1?.db")
	s := open(t, dir)
	randomDay(t, s, 9, 300)
	q := queuetest.Start(t, nil, queue.Options{Store: s, Tick: time.Hour})
	stop := make(chan struct{})
	var issuing sync.WaitGroup
	issuing.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				queuetest.Issue(t, q, "legal")
			}
		}
	})
	beside, err := journal.OpenBooks(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	err = beside.Backup(t.Context(), file)
	close(stop)
	issuing.Wait()
	if err := errors.Join(err, beside.Close()); err != nil {
		t.Fatal(err)
	}
	if err := s.PutSession(t.Context(), []byte("1"), "anna", time.Now(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	first := content(t, file)
	var exists *journal.ExistsError
	if err := s.Backup(t.Context(), file); !errors.As(err, &exists) || content(t, file) != first {
		t.Errorf("over an existing file: %v", err)
	}
	fresh := filepath.Join(t.TempDir(), "new", "data")
	if err := journal.Restore(t.Context(), file, fresh); err != nil {
		t.Fatal(err)
	}
	if content(t, file) != first {
		t.Error("restoring changed the backup")
	}
	for _, dir := range []string{away, fresh} {
		if left, _ := filepath.Glob(filepath.Join(dir, "*-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	back := open(t, fresh)
	state, err := lobbyOf(t, back)
	if err != nil {
		t.Fatal(err)
	}
	if l, err := queue.RestoreLobby(state); err != nil || l.Seq() < 100 {
		t.Errorf("restored: %v", err)
	}
	a, errA := s.Journal(t.Context())
	b, errB := back.Journal(t.Context())
	if err := errors.Join(errA, errB, back.Verify(t.Context())); err != nil || a == b || len(b) != 32 {
		t.Errorf("journal %q was restored as %q: %v", a, b, err)
	}
	randomDay(t, back, 10, 50)
}

func TestRestoreRefuses(t *testing.T) {
	dir, away := t.TempDir(), t.TempDir()
	file := filepath.Join(away, "backup.db")
	with(t, dir, func(t *testing.T, s *journal.Store) {
		randomDay(t, s, 9, 100)
		if err := s.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
	})
	var exists *journal.ExistsError
	before := content(t, filepath.Join(dir, "onedoor.db"))
	if err := journal.Restore(t.Context(), file, dir); !errors.As(err, &exists) || !strings.Contains(err.Error(), dir) {
		t.Errorf("over other books: %v", err)
	}
	if content(t, filepath.Join(dir, "onedoor.db")) != before {
		t.Error("other books were touched")
	}
	edited := filepath.Join(away, "edited.db")
	whole := []byte(content(t, file))
	if err := os.WriteFile(edited, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	alter(t, edited, "UPDATE events SET cause = cause + 1 WHERE seq = 12")
	fresh := filepath.Join(t.TempDir(), "data")
	if err := journal.Restore(t.Context(), edited, fresh); kindOf(err) != "damaged" || !strings.Contains(err.Error(), "event 12") {
		t.Errorf("an edited backup: %v", err)
	}
	torn := filepath.Join(away, "torn.db")
	if err := os.WriteFile(torn, bytes.Clone(whole[:len(whole)-5000]), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := journal.Restore(t.Context(), torn, fresh); kindOf(err) != "damaged" {
		t.Errorf("a torn backup: %v", err)
	}
	if err := journal.Restore(t.Context(), filepath.Join(away, "none.db"), fresh); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no backup: %v", err)
	}
	s := open(t, t.TempDir())
	randomDay(t, s, 9, 100)
	if err := journal.Restore(t.Context(), s.File(), fresh); kindOf(err) != "foreign" {
		t.Errorf("the books of a running program: %v", err)
	}
	if _, err := os.Stat(fresh); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused restore left something: %v", err)
	}
}
