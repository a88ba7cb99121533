package display

import (
	"context"
	"time"

	"onedoor/queue"
)

// The three interfaces below are what Sessions keeps outside the event log.
// They speak in the queue's and the standard library's types only, so that the
// journal fits them without importing this package. Every method that writes
// returns when the row is durable.

// SessionStore keeps who is logged in. It never sees a token: hash is the
// SHA-256 of it, 32 bytes.
type SessionStore interface {
	// PutSession keeps a session until expires. It may drop sessions that
	// expired before made while it is at it.
	PutSession(ctx context.Context, hash []byte, staff queue.StaffID, made, expires time.Time) error
	// Session gives whose session it is and when it ends; ok is false when
	// there is none. An expired session may still be found.
	Session(ctx context.Context, hash []byte) (staff queue.StaffID, expires time.Time, ok bool, err error)
	// DeleteSession ends a session. Ending one that isn't there is no error.
	DeleteSession(ctx context.Context, hash []byte) error
}

// PINStore keeps the PINs that people chose themselves, as argon2id hashes in
// the PHC string format. Who has none logs in with the first PIN of the config.
type PINStore interface {
	// PIN gives the hash that a member of staff chose; ok is false when they
	// still have the first one.
	PIN(ctx context.Context, staff queue.StaffID) (phc string, ok bool, err error)
	// PutPIN replaces the hash and ends every session of that person, in one
	// transaction.
	PutPIN(ctx context.Context, staff queue.StaffID, phc string, at time.Time) error
}

// AttemptStore keeps how often somebody failed to log in since they last
// succeeded, so that a restart doesn't forgive a guesser.
type AttemptStore interface {
	// Attempts gives the failures in a row and when the last one was; 0 and the
	// zero time when there were none.
	Attempts(ctx context.Context, staff queue.StaffID) (failed int, last time.Time, err error)
	// PutAttempts replaces them; failed 0 forgets them.
	PutAttempts(ctx context.Context, staff queue.StaffID, failed int, last time.Time) error
}

// LoginStore is all that Sessions needs; the journal fits it.
type LoginStore interface {
	SessionStore
	PINStore
	AttemptStore
}
