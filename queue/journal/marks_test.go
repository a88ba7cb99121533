package journal_test

import (
	"path/filepath"
	"testing"

	"onedoor/queue/journal"
)

// TestAMarkOutlivesTheProgramAndABackup keeps a mark, and finds it in restored books.
func TestAMarkOutlivesTheProgramAndABackup(t *testing.T) {
	dir := t.TempDir()
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.Mark(t.Context(), "daily.post"); ok || err != nil {
		t.Errorf("a mark that nobody kept: %v, %v", ok, err)
	}
	for _, text := range []string{"2026-11-22", "2026-11-23"} {
		if err := s.PutMark(t.Context(), "daily.post", text); err != nil {
			t.Fatal(err)
		}
	}
	if day, err := s.FirstDay(t.Context()); day != "" || err != nil {
		t.Errorf("the first day of empty books is %q, %v", day, err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := journal.Restore(t.Context(), copied, dir+"-restored"); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, dir + "-restored"} {
		b, err := journal.OpenBooks(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		if text, ok, err := b.Mark(t.Context(), "daily.post"); text != "2026-11-23" || !ok || err != nil {
			t.Errorf("%q, %v, %v", text, ok, err)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
}
