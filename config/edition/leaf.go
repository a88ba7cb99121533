package edition

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Leaf keeps the editions of a file of words, as a Shelf does of the config that names it. It is safe for concurrent
// use.
type Leaf struct {
	record
	file  string
	check func(src []byte) error
	apply func() error
	turn  *sync.Mutex // the shelf's: one change of the config or of what lies beside it at a time
}

// Leaf makes the keeper of a language's file of words, which lies below the config's folder or has a whole path. Check
// says whether a text may be its, apply takes the file over.
func (s *Shelf) Leaf(lang, file string, check func([]byte) error, apply func() error) (*Leaf, error) {
	if !filepath.IsAbs(file) {
		file = filepath.Join(s.Folder(), file)
	}
	l := &Leaf{record: record{filepath.Join(s.o.Dir, "words-"+lang), ".json", s.o.Now}, file: file, check: check, apply: apply, turn: &s.turn}
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of editions: %w", err)
	}
	return l, nil
}

// Current reads the file; one that isn't there says nothing.
func (l *Leaf) Current() (Text, error) {
	src, err := os.ReadFile(l.file)
	if errors.Is(err, fs.ErrNotExist) {
		return textOf(nil), nil
	}
	if err != nil {
		return Text{}, fmt.Errorf("read the words: %w", err)
	}
	return textOf(src), nil
}

// Begin writes an empty file of words where there is none.
func (l *Leaf) Begin() error {
	l.turn.Lock()
	defer l.turn.Unlock()
	if _, err := os.Stat(l.file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return replace(l.file, []byte("{}\n"))
}

// Put checks a text, puts it in the file's place and takes it over; what the file said before is kept. Errors:
// *StaleError, *ReadOnlyError, what check or taking over said, or the disk's. After an error the file is as it was.
func (l *Leaf) Put(c Change) error {
	l.turn.Lock()
	defer l.turn.Unlock()
	old, err := l.Current()
	if err != nil {
		return err
	}
	if old.Sum != c.Base {
		return &StaleError{old}
	}
	if err := l.check(c.Src); err != nil {
		return err
	}
	if len(old.Src) > 0 {
		if _, err := l.keepIfNew(old, "", Hand, 0); err != nil {
			return err
		}
	}
	n, err := l.keepIfNew(textOf(c.Src), c.Who, c.Act, c.Of)
	if err != nil {
		return err
	}
	sw, err := swapIn(l.file, c.Src)
	if err != nil {
		return errors.Join(err, l.drop(n))
	}
	if err := l.apply(); err != nil {
		return errors.Join(err, sw.back(), l.drop(n), l.apply())
	}
	sw.done()
	return nil
}
