package edition

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"onedoor/config"
	"onedoor/queue"
)

// Options is what a Shelf is made of.
type Options struct {
	File   string           // the centre's file; it needn't be there when Sample
	Sample bool             // of the sample centre, whose changes are kept in File beside its books
	Dir    string           // where editions and drafts are kept; it is made
	Now    func() time.Time // the wall clock

	// Apply puts a centre in force without a restart, as SIGHUP does; an error leaves what was in force.
	Apply func(context.Context, *config.Centre) error

	Log *slog.Logger // says which edition is in force, by whom; slog.Default when nil

	// Everything lets changes name programs, hosts and paths, too, which else only the file on the machine may; see
	// config.Centre.OnlyByHand.
	Everything bool
}

// Shelf keeps the editions of one file. It is safe for concurrent use.
type Shelf struct {
	record
	o     Options
	turn  sync.Mutex // one change of the file, or of words beside it, at a time
	mu    sync.Mutex // of force
	force string     // the sum of the text in force
}

// New makes a Shelf and its folder.
func New(o Options) (*Shelf, error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of editions: %w", err)
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	sweep(o.File)
	for _, form := range []string{stagedFolder, newFile} { // what a crash left half-written
		left, _ := filepath.Glob(filepath.Join(o.Dir, form))
		for _, name := range left {
			_ = os.RemoveAll(name)
		}
	}
	return &Shelf{record: record{o.Dir, nameTail, o.Now}, o: o}, nil
}

// Text is what the file says at a moment.
type Text struct {
	Src []byte
	Sum string // SHA-256 in hex: what a change was made from
}

func textOf(src []byte) Text {
	sum := sha256.Sum256(src)
	return Text{src, hex.EncodeToString(sum[:])}
}

// SumOf is the sum of a text.
func SumOf(src []byte) string { return textOf(src).Sum }

// mostBytes bounds what is read; the check refuses far less.
const mostBytes = 1 << 20

// Current reads the file.
func (s *Shelf) Current() (Text, error) {
	info, err := os.Stat(s.o.File)
	if errors.Is(err, fs.ErrNotExist) && s.o.Sample {
		return textOf(config.SampleText()), nil
	}
	if err == nil && info.Size() > mostBytes {
		return Text{}, fmt.Errorf("read the config: %s is larger than a config can be", s.o.File)
	}
	src, err := os.ReadFile(s.o.File)
	if err != nil {
		return Text{}, fmt.Errorf("read the config: %w", err)
	}
	return textOf(src), nil
}

// File is where the file is; "" for a sample that nobody has changed.
func (s *Shelf) File() string {
	if s.o.Sample {
		if _, err := os.Stat(s.o.File); err != nil {
			return ""
		}
	}
	return s.o.File
}

// Sample says whether the file is the sample centre's.
func (s *Shelf) Sample() bool { return s.o.Sample }

// Folder is where the file is, and what it names beside it.
func (s *Shelf) Folder() string { return filepath.Dir(s.o.File) }

// Dir is where editions and drafts are kept.
func (s *Shelf) Dir() string { return s.o.Dir }

// Check reads a text as "onedoor check" does, without trying PINs.
func (s *Shelf) Check(src []byte) (*config.Centre, config.Problems) {
	if s.o.Sample {
		return config.ParseSample(s.o.File, src)
	}
	return config.Parse(s.o.File, src)
}

// Load is Check that tries the PINs, too.
func (s *Shelf) Load(src []byte) (*config.Centre, config.Problems) {
	if s.o.Sample {
		return config.ParseSample(s.o.File, src)
	}
	return config.Load(s.o.File, src)
}

// Took notes that a text is in force, and keeps it when it isn't the last edition: somebody changed the file by hand.
func (s *Shelf) Took(src []byte) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	return s.took(src)
}

func (s *Shelf) took(src []byte) error {
	t := textOf(src)
	s.inForce(t)
	_, err := s.keepIfNew(t, "", Hand, 0)
	return err
}

func (s *Shelf) inForce(t Text) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.force = t.Sum
}

// Reread takes the file over as it is, as at SIGHUP, and gives what the check says of it, which is an
// *config.InvalidError when it can't be used. Nobody else changes the file or takes it over meanwhile.
func (s *Shelf) Reread(ctx context.Context) (config.Problems, error) {
	s.turn.Lock()
	defer s.turn.Unlock()
	now, err := s.Current()
	if err != nil {
		return nil, err
	}
	centre, problems := s.Load(now.Src)
	if centre == nil {
		return problems, problems.Err()
	}
	if err := s.o.Apply(context.WithoutCancel(ctx), centre); err != nil {
		return problems, err
	}
	err = s.took(now.Src)
	s.tell("", "")
	return problems, err
}

// tell says in the log which edition is in force and who brought it, by ids alone: without an act, as the edition says.
func (s *Shelf) tell(who queue.StaffID, act Act) {
	list, err := s.Editions()
	if err != nil || len(list) == 0 {
		return // whoever keeps or reads them says why
	}
	if act == "" {
		who, act = list[0].Staff, list[0].Act
	}
	s.o.Log.Info("a config was taken over", "edition", list[0].N, "staff", who, "act", act)
}

// InForce says whether the file's text is the one in force: it isn't when somebody changed it by hand and nobody
// had it read again.
func (s *Shelf) InForce(t Text) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.force == t.Sum || s.force == ""
}

// StaleError is a change that was made from another text than the file's.
type StaleError struct{ Now Text }

// Error says so.
func (e *StaleError) Error() string { return "the file has changed meanwhile" }

// ReadOnlyError is a file that the program may not replace.
type ReadOnlyError struct {
	File string
	Err  error
}

// Error says what the system said.
func (e *ReadOnlyError) Error() string { return "the config can't be written: " + e.Err.Error() }

// Unwrap gives the system's error.
func (e *ReadOnlyError) Unwrap() error { return e.Err }

// Change is a new text of the file.
type Change struct {
	Who  queue.StaffID
	Act  Act
	Of   int    // the edition that is gone back to
	Base string // the sum of the text that it was made from
	Src  []byte

	Staged bool // what Who's draft has beside it is put in place, too
}

// Put checks a text, puts it in the file's place and takes it over. Errors: *StaleError, *config.InvalidError,
// *ReadOnlyError, what taking over said, or the disk's. After an error the file is as it was; once it is replaced, the
// end of the context changes nothing any more. The text that is in force already is put without being taken over again.
func (s *Shelf) Put(ctx context.Context, c Change) (*config.Centre, error) {
	s.turn.Lock()
	defer s.turn.Unlock()
	old, err := s.Current()
	if err != nil {
		return nil, err
	}
	if old.Sum != c.Base {
		return nil, &StaleError{old}
	}
	centre, problems := s.Load(c.Src)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if err := s.OnlyByHand(old, centre).Err(); err != nil {
		return nil, err
	}
	if err := s.keepsAnAdmin(old, centre); err != nil {
		return nil, err
	}
	beside, err := s.planned(c, centre)
	if err != nil {
		return nil, err
	}
	fresh := textOf(c.Src)
	if fresh.Sum == old.Sum && s.InForce(old) && len(beside) == 0 {
		return centre, nil
	}
	if _, err := s.keepIfNew(old, "", Hand, 0); err != nil {
		return nil, err
	}
	n, err := s.keepIfNew(fresh, c.Who, c.Act, c.Of)
	if err != nil {
		return nil, err
	}
	if err := s.swapped(context.WithoutCancel(ctx), c, centre, fresh.Sum != old.Sum, beside); err != nil {
		return nil, errors.Join(err, s.drop(n))
	}
	s.inForce(fresh)
	s.tell(c.Who, c.Act)
	return centre, nil
}

// OnlyByHand finds what of a centre only the file on the machine may change. Of a file that can't be read nothing stays.
func (s *Shelf) OnlyByHand(old Text, fresh *config.Centre) config.Problems {
	if s.o.Everything {
		return nil
	}
	was, _ := s.Check(old.Src)
	if was == nil {
		was = &config.Centre{}
	}
	return fresh.OnlyByHand(was)
}

// Everything says whether changes may name programs, hosts and paths.
func (s *Shelf) Everything() bool { return s.o.Everything }

// swapped replaces what a change replaces and takes it over; after an error everything is as it was.
func (s *Shelf) swapped(ctx context.Context, c Change, centre *config.Centre, text bool, beside []target) error {
	var undo []func() error
	var done []func()
	back := func(cause error) error {
		for _, u := range slices.Backward(undo) {
			cause = errors.Join(cause, u())
		}
		return cause
	}
	for _, t := range beside {
		sw, n, err := t.put(c.Who)
		if err != nil {
			return back(err)
		}
		undo = append(undo, func() error { return errors.Join(sw.back(), t.drop(n)) })
		done = append(done, func() { t.done(sw) })
	}
	if text {
		sw, err := swapIn(s.o.File, c.Src)
		if err != nil {
			return back(err)
		}
		undo, done = append(undo, sw.back), append(done, sw.done)
	}
	if err := s.o.Apply(ctx, centre); err != nil {
		err = back(err)
		if len(beside) > 0 { // what was in force has read the new ones
			if now, failed := s.Current(); failed == nil && s.InForce(now) {
				if was, _ := s.Check(now.Src); was != nil {
					err = errors.Join(err, s.o.Apply(ctx, was))
				}
			}
		}
		return err
	}
	for _, d := range done {
		d()
	}
	return nil
}

// Writable says why the file can't be replaced; nil when it can.
func (s *Shelf) Writable() error {
	target := s.o.File
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	if info, err := os.Stat(target); err == nil {
		if err := writeProtected(target, info.Mode().Perm()); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(filepath.Dir(target), freshFile)
	if err != nil {
		return &ReadOnlyError{target, err}
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// writeProtected says that nobody may write a file: whoever took that right away doesn't want it replaced either, though
// the folder would let us.
func writeProtected(file string, mode fs.FileMode) error {
	if mode&0o222 != 0 {
		return nil
	}
	return &ReadOnlyError{file, &fs.PathError{Op: "write", Path: file, Err: fs.ErrPermission}}
}
