package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

const secret = "Frau Nemeczek wartet auf den Bescheid 4711"

// TestErasedTextIsGone looks for the text's bytes in every file.
func TestErasedTextIsGone(t *testing.T) {
	dir := t.TempDir()
	c := newClock()
	s := open(t, dir)
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: c.Now, Tick: time.Hour})
	queuetest.Do(t, q, queue.System, queue.OpenWindow{Window: "w1"})
	for range 40 { // with others around it, so that pages split
		queuetest.Issue(t, q, "legal")
		queuetest.Do(t, q, queue.System, queue.Next{Window: "w1"})
		queuetest.Do(t, q, queue.System, queue.Hold{Window: "w1", Note: strings.Repeat(secret+"; ", 4)})
	}
	if n := occurrences(t, dir); n == 0 {
		t.Fatal("the text can't be found before it is erased either")
	}
	var notes []int64
	q.View(func(l *queue.Lobby) {
		for x := range l.Tickets() {
			notes = append(notes, x.Notes...)
		}
	})
	kept, err := s.Notes(t.Context(), notes)
	if err != nil || len(kept) != 40 || !strings.HasPrefix(kept[7].Value, secret) || kept[7].ID != notes[7] {
		t.Fatalf("Notes: %d, %v", len(kept), err)
	}
	if n, err := s.Erase(t.Context(), kept[0].EraseAfter.Add(-time.Hour)); n != 0 || err != nil {
		t.Errorf("erased too early: %d, %v", n, err)
	}
	n, err := s.Erase(t.Context(), kept[39].EraseAfter)
	if n != 40 || err != nil {
		t.Errorf("Erase = %d, %v", n, err)
	}
	if n := occurrences(t, dir); n != 0 {
		t.Errorf("the text is still there %d times", n)
	}
	if kept, err := s.Notes(t.Context(), notes); len(kept) != 0 || err != nil {
		t.Errorf("Notes after erasing: %d, %v", len(kept), err)
	}
	if err := s.Verify(t.Context()); err != nil {
		t.Errorf("replay reads personal rows: %v", err)
	}
}

// occurrences counts the secret in a directory's files.
func occurrences(t *testing.T, dir string) int {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range entries {
		n += strings.Count(content(t, filepath.Join(dir, e.Name())), secret[5:])
	}
	return n
}

func TestErasingIsCaughtUpAfterAKill(t *testing.T) {
	dir, killed := t.TempDir(), t.TempDir()
	s := open(t, dir)
	c := newClock()
	personal := queue.Personal{ID: 1, Ticket: 1, Kind: "note", Value: secret, EraseAfter: c.Now()}
	if err := s.Commit(t.Context(), &queue.Batch{Personal: []queue.Personal{personal}}); err != nil {
		t.Fatal(err)
	}
	// A reader holds the log, so that it can't be cut.
	reader, err := journal.OpenBooks(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	release := reader.Hold(t)
	if _, err := s.Erase(t.Context(), c.Now()); err == nil {
		t.Error("a log that is being read was cut")
	}
	for _, name := range []string{"onedoor.db", "onedoor.db-wal"} {
		if err := os.WriteFile(filepath.Join(killed, name), []byte(content(t, filepath.Join(dir, name))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	release()
	if err := reader.Close(); err != nil {
		t.Error(err)
	}
	after := open(t, killed)
	for name, s := range map[string]*journal.Store{dir: s, killed: after} {
		if _, err := s.Erase(t.Context(), c.Now()); err != nil {
			t.Error(err)
		}
		if n := occurrences(t, name); n != 0 {
			t.Errorf("%s: the text is still there %d times", name, n)
		}
	}
}

func TestLogins(t *testing.T) {
	dir := t.TempDir()
	at := newClock().Now().UTC()
	one, two := []byte(strings.Repeat("1", 32)), []byte(strings.Repeat("2", 32))
	with(t, dir, func(t *testing.T, s *journal.Store) {
		ctx := t.Context()
		err := errors.Join(
			s.PutSession(ctx, one, "anna", at, at.Add(time.Hour)),
			s.PutSession(ctx, two, "xiao", at, at.Add(12*time.Hour)),
			s.PutPIN(ctx, "boss", "$argon2id$first", at),
			s.PutPIN(ctx, "boss", "$argon2id$second", at),
			s.PutAttempts(ctx, "anna", 3, at),
			s.PutAttempts(ctx, "xiao", 2, at),
			s.PutAttempts(ctx, "xiao", 0, time.Time{}),
			s.DeleteSession(ctx, []byte("nobody's")),
		)
		if err != nil {
			t.Fatal(err)
		}
	})
	s := open(t, dir)
	ctx := t.Context()
	staff, expires, ok, err := s.Session(ctx, one)
	if staff != "anna" || !expires.Equal(at.Add(time.Hour)) || !ok || err != nil {
		t.Errorf("Session = %v, %v, %v, %v", staff, expires, ok, err)
	}
	if phc, ok, err := s.PIN(ctx, "boss"); phc != "$argon2id$second" || !ok || err != nil {
		t.Errorf("PIN = %v, %v, %v", phc, ok, err)
	}
	if phc, ok, err := s.PIN(ctx, "anna"); phc != "" || ok || err != nil {
		t.Errorf("no PIN = %v, %v, %v", phc, ok, err)
	}
	if n, last, err := s.Attempts(ctx, "anna"); n != 3 || !last.Equal(at) || err != nil {
		t.Errorf("Attempts = %v, %v, %v", n, last, err)
	}
	if n, last, err := s.Attempts(ctx, "xiao"); n != 0 || !last.IsZero() || err != nil {
		t.Errorf("forgotten attempts = %v, %v, %v", n, last, err)
	}
	// Another log-in drops what has expired, a new PIN ends that person's sessions.
	if err := errors.Join(s.PutSession(ctx, []byte("3"), "boss", at.Add(2*time.Hour), at.Add(3*time.Hour)), s.PutPIN(ctx, "xiao", "$x", at)); err != nil {
		t.Fatal(err)
	}
	for hash, want := range map[string]bool{string(one): false, string(two): false, "3": true} {
		if _, _, ok, err := s.Session(ctx, []byte(hash)); ok != want || err != nil {
			t.Errorf("session %.1s: %v, %v; want %v", hash, ok, err, want)
		}
	}
	if err := s.DeleteSession(ctx, []byte("3")); err != nil {
		t.Fatal(err)
	}
	if left := rows(t, s.File(), "sessions"); !reflect.DeepEqual(left, []string(nil)) {
		t.Errorf("sessions left: %v", left)
	}
}

// TestAFreeNoticeTakenBackIsErased posts one that would stand for 30 days.
func TestAFreeNoticeTakenBackIsErased(t *testing.T) {
	dir := t.TempDir()
	c := newClock()
	s := open(t, dir)
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: c.Now, Tick: time.Hour})
	n := queuetest.Do(t, q, "staff:boss", queue.PostNotice{Text: queue.Text{"zh": secret}}).Notice
	if kept, err := s.Notes(t.Context(), []int64{n.Row}); err != nil || len(kept) != 1 || queue.ReadNotice(kept[0]).In("zh") != secret {
		t.Fatalf("%+v, %v", kept, err)
	}
	c.forward(time.Minute)
	queuetest.Do(t, q, "staff:boss", queue.TakeNotice{Notice: n.ID})
	if erased, err := s.Erase(t.Context(), q.Now()); erased != 1 || err != nil {
		t.Errorf("Erase = %d, %v", erased, err)
	}
	if n := occurrences(t, dir); n != 0 {
		t.Errorf("the text is still there %d times", n)
	}
}
