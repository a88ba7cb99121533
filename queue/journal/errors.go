package journal

import (
	"errors"
	"fmt"
	"strconv"

	"onedoor/queue"
)

// fault is a kind of failure of SQLite or of the disk under it.
type fault int

const (
	faultOther   fault = iota
	faultFull          // the disk, the quota or the file's bound is reached
	faultDamaged       // the file is not what SQLite wrote
	faultSync          // the disk refused to make written bytes durable
	faultTwice         // a key that must be there once was there
)

// String names the fault.
func (f fault) String() string {
	switch f {
	case faultFull:
		return "full"
	case faultDamaged:
		return "damaged"
	case faultSync:
		return "sync"
	case faultTwice:
		return "twice"
	case faultOther:
	}
	return "other"
}

// errClosed is what a closed store says.
var errClosed = errors.New("the journal is closed")

// DamageError says that the books are not what was written. Nothing was written
// to them since that was seen.
type DamageError struct {
	File  string
	Seq   int64 // of the first event that can't be trusted; 0: not known
	What  string
	Cause error // may be nil
}

// Error says where the damage is and what helps.
func (e *DamageError) Error() string {
	where := ""
	if e.Seq > 0 {
		where = " at event " + strconv.FormatInt(e.Seq, 10)
	}
	s := fmt.Sprintf("the books in %s are damaged%s: %s", e.File, where, e.What)
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s + `; they were left as they are; bring back a backup with "onedoor restore FILE --data DIR" into an empty directory`
}

// Unwrap gives the error underneath.
func (e *DamageError) Unwrap() error { return e.Cause }

// NewerError says that a newer program wrote the file. It was not touched.
type NewerError struct {
	File           string
	Version, Known int // of the file's form; of this program's
}

// Error says both versions.
func (e *NewerError) Error() string {
	return fmt.Sprintf("%s was written by a newer onedoor (form %d; this program knows forms up to %d); it was not touched; use the newer program",
		e.File, e.Version, e.Known)
}

// ForeignError says that a file is not OneDoor's. It was not touched.
type ForeignError struct {
	File string
	What string
}

// Error says what the file is instead.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s is not a journal of onedoor: %s; it was not touched", e.File, e.What)
}

// damaged makes the error that the queue and the faces know.
func (b *Books) damaged(seq int64, what string, cause error) error {
	e := &queue.Error{Code: queue.ErrDamaged, Cause: &DamageError{File: b.file, Seq: seq, What: what, Cause: cause}}
	if seq > 0 {
		e.Args = map[string]string{"seq": strconv.FormatInt(seq, 10)}
	}
	return e
}

// wrapAt is wrap for an error that came up while reading an event.
func (b *Books) wrapAt(seq int64, doing string, err error) error {
	if err != nil && faultOf(err) == faultDamaged {
		return b.damaged(seq, doing, err)
	}
	return b.wrap(doing, err)
}

// wrap gives an error of SQLite the code that callers act on.
func (b *Books) wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*queue.Error](err); known {
		return err
	}
	switch faultOf(err) {
	case faultFull:
		return &queue.Error{Code: queue.ErrDiskFull, Cause: fmt.Errorf("%s: %w", doing, err)}
	case faultDamaged:
		return b.damaged(0, doing, err)
	case faultOther, faultSync, faultTwice:
	}
	return fmt.Errorf("%s: %w", doing, err)
}
