package journal_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/journal"
)

// books is a closed data directory's database with what it holds.
type books struct {
	file  []byte
	state []byte
}

func someBooks(t *testing.T) books {
	t.Helper()
	dir := t.TempDir()
	var b books
	with(t, dir, func(t *testing.T, s *journal.Store) { randomDay(t, s, 4, 260) })
	with(t, dir, func(t *testing.T, s *journal.Store) { b.state = lobby(t, s) })
	b.file = []byte(content(t, filepath.Join(dir, "onedoor.db")))
	return b
}

// look opens books as a program does that starts and then verifies, and gives
// the first thing that was said, and the lobby if nothing was.
func look(t *testing.T, dir string) (state []byte, said error) {
	t.Helper()
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if state, err = lobbyOf(t, s); err != nil {
		return nil, err
	}
	return state, s.Verify(t.Context())
}

// kindOf names what an error is for somebody who has to act.
func kindOf(err error) string {
	var newer *journal.NewerError
	var foreign *journal.ForeignError
	switch {
	case errors.Is(err, &queue.Error{Code: queue.ErrDamaged}):
		return "damaged"
	case errors.As(err, &newer):
		return "newer"
	case errors.As(err, &foreign):
		return "foreign"
	}
	return "unclear"
}

// TestDamageIsSaidOrHarmless flips bytes all over the file. Whatever is hit,
// either it is said, or it made no difference to the books; and the file stays
// as it was found.
func TestDamageIsSaidOrHarmless(t *testing.T) {
	b := someBooks(t)
	rng := rand.New(rand.NewPCG(1, 2))
	var places []int
	for i := range 100 {
		places = append(places, i) // the file's head
	}
	for page := 0; page < len(b.file); page += 4096 {
		for range 2 {
			places = append(places, page+rng.IntN(12), page+rng.IntN(4096))
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "onedoor.db")
	kinds := map[string]int{}
	for _, place := range places {
		harmed := bytes.Clone(b.file)
		harmed[place] ^= byte(1 + rng.IntN(255))
		if err := os.WriteFile(file, harmed, 0o600); err != nil {
			t.Fatal(err)
		}
		state, err := look(t, dir)
		switch {
		case err == nil && !bytes.Equal(state, b.state):
			t.Errorf("byte %d: another lobby, and nothing was said", place)
		case err == nil:
			kinds["harmless"]++
		default:
			kinds[kindOf(err)]++
			if kindOf(err) == "unclear" {
				t.Errorf("byte %d: %v", place, err)
			}
		}
		if got := content(t, file); got != string(harmed) {
			t.Fatalf("byte %d: the file was written to", place)
		}
		for _, side := range []string{"-wal", "-shm"} {
			if err := os.RemoveAll(file + side); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("%d places: %v", len(places), kinds)
	if kinds["damaged"] < 40 {
		t.Errorf("hardly any damage was seen: %v", kinds)
	}
}

func TestATornFileSaysSo(t *testing.T) {
	b := someBooks(t)
	for name, harm := range map[string]func([]byte) []byte{
		"cut in half":     func(f []byte) []byte { return f[:len(f)/2] },
		"cut in a page":   func(f []byte) []byte { return f[:len(f)-4096-1000] }, // what the last page's end holds may be nothing
		"last page gone":  func(f []byte) []byte { return f[:len(f)-4096] },
		"page of garbage": func(f []byte) []byte { copy(f[4096:8192], bytes.Repeat([]byte{0xa5}, 4096)); return f },
		"page of zeros":   func(f []byte) []byte { clear(f[8192:12288]); return f },
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "onedoor.db")
		harmed := harm(bytes.Clone(b.file))
		if err := os.WriteFile(file, harmed, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := look(t, dir)
		if kindOf(err) != "damaged" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, part := range []string{file, "onedoor restore"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %q does not say %q", name, err, part)
			}
		}
		if content(t, file) != string(harmed) {
			t.Errorf("%s: the file was written to", name)
		}
	}
}

// TestEditedBooksSaySo edits with SQL, so that every page is sound.
func TestEditedBooksSaySo(t *testing.T) {
	b := someBooks(t)
	for edit, seq := range map[string]string{
		"UPDATE events SET data = data || ' ' WHERE seq = 40":      "40",
		"UPDATE events SET actor = 'staff:anna' WHERE seq = 41":    "41",
		"UPDATE events SET at = at + 1 WHERE seq = 42":             "42",
		"UPDATE events SET hash = zeroblob(32) WHERE seq = 43":     "43",
		"UPDATE events SET hash = x'00' WHERE seq = 44":            "44",
		"DELETE FROM events WHERE seq = 45":                        "45",
		"DELETE FROM events WHERE seq > 46":                        "47",
		"DELETE FROM snapshots; DELETE FROM events WHERE seq > 47": "48",
		"DELETE FROM events":                                       "1",
		"INSERT INTO events SELECT seq + 1, at, day, type, v, actor, cause, data, hash FROM events ORDER BY seq DESC LIMIT 1": "last",
		"UPDATE tickets SET party = party + 1 WHERE id = 9":                                                                   "",
		"UPDATE legs SET waited_s = waited_s + 60 WHERE ticket = 9":                                                           "",
		"DELETE FROM legs WHERE ticket = 9; DELETE FROM tickets WHERE id = 9":                                                 "",
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "onedoor.db")
		if err := os.WriteFile(file, b.file, 0o600); err != nil {
			t.Fatal(err)
		}
		alter(t, file, edit)
		edited := content(t, file)
		_, err := look(t, dir)
		var said *queue.Error
		switch {
		case !errors.As(err, &said) || said.Code != queue.ErrDamaged:
			t.Errorf("%s: %v", edit, err)
		case seq != "last" && said.Args["seq"] != seq:
			t.Errorf("%s: said of event %q: %v", edit, said.Args["seq"], err)
		}
		if content(t, file) != edited {
			t.Errorf("%s: the file was written to", edit)
		}
	}
}

// TestDamagedBooksAreNotWritten asks for writing without loading first.
func TestDamagedBooksAreNotWritten(t *testing.T) {
	b := someBooks(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "onedoor.db")
	if err := os.WriteFile(file, b.file, 0o600); err != nil {
		t.Fatal(err)
	}
	alter(t, file, "DELETE FROM snapshots; UPDATE events SET actor = 'x' WHERE seq = 3")
	edited := content(t, file)
	with(t, dir, func(t *testing.T, s *journal.Store) {
		for name, err := range map[string]error{
			"Ready":         s.Ready(t.Context()),
			"Commit":        s.Commit(t.Context(), &queue.Batch{}),
			"DeleteSession": s.DeleteSession(t.Context(), []byte("x")),
			"Rebuild":       s.Rebuild(t.Context()),
		} {
			if kindOf(err) != "damaged" {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
	if content(t, file) != edited {
		t.Error("the file was written to")
	}
}
