package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"onedoor/queue/journal"
)

// TestRebuildMakesTheFiguresAnew from the events, not beside the running program, and makes no books.
func TestRebuildMakesTheFiguresAnew(t *testing.T) {
	dir := t.TempDir()
	_, store := twoDaysOfBooks(t, dir)
	rebuild := func(dir string) (int, string) {
		var out, errs bytes.Buffer
		code := run(t.Context(), []string{"rebuild", "--data", dir}, streams{&out, &errs})
		return code, out.String() + errs.String()
	}
	if code, said := rebuild(dir); code == exitOK {
		t.Errorf("beside the program: %s", said)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	figures := func() string {
		var out bytes.Buffer
		if code := run(t.Context(), []string{"report", "--from", "2026-11-23", "--format", "csv", "--data", dir}, streams{&out, io.Discard}); code != exitOK {
			t.Fatal(code)
		}
		var kept []string
		for line := range strings.Lines(out.String()) { // the program ran meanwhile, and it is later
			if !strings.HasPrefix(line, "server,") && !strings.HasPrefix(line, "facts,made_at,") {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "")
	}
	before := figures()
	if code, said := rebuild(dir); code != exitOK || !strings.Contains(said, dir) {
		t.Fatalf("exit %d: %s", code, said)
	}
	if after := figures(); after != before || !strings.Contains(after, "totals,") {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
	b, err := journal.OpenBooks(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	if err := b.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	none := filepath.Join(t.TempDir(), "none")
	if code, said := rebuild(none); code != exitInput {
		t.Errorf("no books: exit %d: %s", code, said)
	}
	if left, err := filepath.Glob(none + "*"); err != nil || len(left) > 0 {
		t.Errorf("books were made: %v, %v", left, err)
	}
}
