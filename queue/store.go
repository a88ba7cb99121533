package queue

import (
	"context"
	"crypto/sha256"
	"iter"
	"time"
)

// Store keeps the books. Queue is its only caller; queue/journal is the real
// one, queue/queuetest has one in memory.
type Store interface {
	// Load gives the newest snapshot that can be used and the events after it.
	// A damaged or newer store is an error and is left untouched.
	Load(ctx context.Context) (Loaded, error)
	// Commit makes a batch durable as a whole, or gives an error and has kept
	// nothing of it. An *Error with code ErrDiskFull or ErrDamaged says what
	// is wrong.
	Commit(ctx context.Context, b *Batch) error
	// Kept gives the result that was kept under an idempotency key within the
	// last day; ok is false when there is none.
	Kept(ctx context.Context, k Key) (kept Kept, ok bool, err error)
}

// Loaded is what a queue starts from.
type Loaded struct {
	Snapshot []byte                  // of Lobby.Snapshot; nil: from the beginning
	Events   iter.Seq2[Event, error] // after the snapshot, in order
	Journal  string                  // the journal's id
}

// Batch is what one commit writes: some commands' events, the tickets they
// touched as they stand afterwards, personal rows, and answers to keep.
type Batch struct {
	Events   []Event
	Tickets  []*Ticket // for the projection; may be read until Commit returns
	Personal []Personal
	Expired  []int64 // personal rows whose time has come before it was thought to
	Answers  []Answer
	Snapshot []byte // of the state after the last event; nil mostly
}

// Key says whose request an idempotency key belongs to.
type Key struct {
	Principal string // who asked: kiosk:main, staff:demo, ip address of a visitor
	Route     string
	Key       string
}

// Kept is what is remembered of a request: the hash of its body and the result.
type Kept struct {
	Body   [sha256.Size]byte
	Result []byte // JSON of Result
}

// Answer is a result to keep under a key.
type Answer struct {
	Key
	Kept
	At time.Time
}
