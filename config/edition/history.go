package edition

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/queue"
)

// Act is what made an edition.
type Act string

// The acts.
const (
	Hand    Act = "hand"    // somebody changed the file on the machine
	Applied Act = "applied" // by form or in the editor
	Back    Act = "back"    // an edition from before was put in force again
	Import  Act = "import"
	Program Act = "program" // over the API
)

func acts() []Act { return []Act{Hand, Applied, Back, Import, Program} }

// Edition is a text that the file has had.
type Edition struct {
	N     int // from 1
	At    time.Time
	Staff queue.StaffID // "": by hand
	Act   Act
	Of    int // the edition that was gone back to
}

const (
	kept     = 300 // editions
	stamp    = "20060102T150405Z"
	nameTail = ".yaml" // of the config's; of words ".json"
)

// record keeps the editions of one file in a folder.
type record struct {
	dir, tail string
	now       func() time.Time
}

// name is the file of an edition: 000012.20261129T080910Z.li.applied.yaml, that of a step back with the edition in
// the act's place: back-11.
func (e Edition) name(tail string) string {
	act := string(e.Act)
	if e.Of > 0 {
		act += "-" + strconv.Itoa(e.Of)
	}
	return fmt.Sprintf("%06d.%s.%s.%s%s", e.N, e.At.UTC().Format(stamp), e.Staff, act, tail)
}

func parseName(name, tail string) (e Edition, ok bool) {
	parts := strings.Split(strings.TrimSuffix(name, tail), ".")
	if len(parts) != 4 || !strings.HasSuffix(name, tail) {
		return e, false
	}
	n, err := strconv.Atoi(parts[0])
	at, wrong := time.Parse(stamp, parts[1])
	act, of, _ := strings.Cut(parts[3], "-")
	e = Edition{N: n, At: at, Staff: queue.StaffID(parts[2]), Act: Act(act)}
	if of != "" {
		e.Of, _ = strconv.Atoi(of)
	}
	return e, err == nil && wrong == nil && n > 0 && slices.Contains(acts(), e.Act)
}

// Editions lists what is kept, the newest first.
func (s *record) Editions() ([]Edition, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, fmt.Errorf("list the editions: %w", err)
	}
	var list []Edition
	for _, f := range entries {
		if e, ok := parseName(f.Name(), s.tail); ok && !f.IsDir() {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b Edition) int { return cmp.Compare(b.N, a.N) })
	return list, nil
}

// Edition gives one with its text; ok is false when it isn't kept.
func (s *record) Edition(n int) (e Edition, src []byte, ok bool, err error) {
	list, err := s.Editions()
	if err != nil {
		return e, nil, false, err
	}
	i := slices.IndexFunc(list, func(e Edition) bool { return e.N == n })
	if i < 0 {
		return e, nil, false, nil
	}
	src, err = os.ReadFile(filepath.Join(s.dir, list[i].name(s.tail)))
	if errors.Is(err, fs.ErrNotExist) {
		return e, nil, false, nil
	}
	if err != nil {
		return e, nil, false, fmt.Errorf("read an edition: %w", err)
	}
	return list[i], src, true, nil
}

// keepIfNew keeps a text unless it is the last edition's, and gives the number of the edition that it made; 0 for none.
func (s *record) keepIfNew(t Text, who queue.StaffID, act Act, of int) (int, error) {
	list, err := s.Editions()
	if err != nil {
		return 0, err
	}
	n := 0
	if len(list) > 0 {
		n = list[0].N
		if _, src, ok, err := s.Edition(n); err != nil || ok && SumOf(src) == t.Sum {
			return 0, err
		}
	}
	e := Edition{N: n + 1, At: s.now(), Staff: who, Act: act, Of: of}
	if err := s.writeFile(e.name(s.tail), t.Src); err != nil {
		return 0, fmt.Errorf("keep an edition: %w", err)
	}
	for _, old := range list[min(len(list), kept-1):] {
		_ = os.Remove(filepath.Join(s.dir, old.name(s.tail))) // the next one tries again
	}
	return e.N, nil
}

// drop takes an edition away, which never was in force; 0 is none.
func (s *record) drop(n int) error {
	list, err := s.Editions()
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.N == n {
			return os.Remove(filepath.Join(s.dir, e.name(s.tail)))
		}
	}
	return nil
}

// newFile is what a file of the shelf is written to before it is whole.
const newFile = ".new-*"

// writeFile writes a file of the shelf, whole or not at all, readable for the program's user alone.
func (s *record) writeFile(name string, b []byte) error {
	f, err := os.CreateTemp(s.dir, newFile)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(s.dir, name))
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	return syncDir(s.dir)
}
