package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"onedoor/queue"
)

// What the faces keep of log-ins stands outside the events: it is nothing that
// happened in the hall. Every method that writes returns when the row is durable.

// PutSession keeps a session by the SHA-256 of its token, and drops those that
// expired before it was made.
func (s *Store) PutSession(ctx context.Context, hash []byte, staff queue.StaffID, made, expires time.Time) error {
	return s.write(ctx, "keep a session",
		row("DELETE FROM sessions WHERE expires < ?", micros(made)),
		row(`INSERT INTO sessions (hash, staff, made, expires) VALUES (?, ?, ?, ?)
			ON CONFLICT (hash) DO UPDATE SET staff = excluded.staff, made = excluded.made, expires = excluded.expires`,
			hash, string(staff), micros(made), micros(expires)))
}

// Session gives whose session it is and when it ends; ok is false when there is
// none. An expired one may still be found.
func (b *Books) Session(ctx context.Context, hash []byte) (staff queue.StaffID, expires time.Time, ok bool, err error) {
	var until int64
	ok, err = b.one(ctx, "read a session", "SELECT staff, expires FROM sessions WHERE hash = ?", hash)(&staff, &until)
	if !ok {
		return "", time.Time{}, false, err
	}
	return staff, instant(until), true, nil
}

// DeleteSession ends a session. Ending one that isn't there is no error.
func (s *Store) DeleteSession(ctx context.Context, hash []byte) error {
	return s.write(ctx, "end a session", row("DELETE FROM sessions WHERE hash = ?", hash))
}

// PIN gives the hash of the PIN that a member of staff chose; ok is false when
// they still have the first one.
func (b *Books) PIN(ctx context.Context, staff queue.StaffID) (phc string, ok bool, err error) {
	ok, err = b.one(ctx, "read a PIN", "SELECT phc FROM pins WHERE staff = ?", string(staff))(&phc)
	return phc, ok, err
}

// PutPIN replaces the hash and ends every session of that person.
func (s *Store) PutPIN(ctx context.Context, staff queue.StaffID, phc string, at time.Time) error {
	return s.write(ctx, "keep a PIN",
		row("INSERT INTO pins (staff, phc, at) VALUES (?, ?, ?) ON CONFLICT (staff) DO UPDATE SET phc = excluded.phc, at = excluded.at",
			string(staff), phc, micros(at)),
		row("DELETE FROM sessions WHERE staff = ?", string(staff)))
}

// Attempts gives the failures to log in since the last success and when the
// last one was; 0 and the zero time when there were none.
func (b *Books) Attempts(ctx context.Context, staff queue.StaffID) (failed int, last time.Time, err error) {
	var at int64
	ok, err := b.one(ctx, "read attempts", "SELECT failed, last FROM attempts WHERE staff = ?", string(staff))(&failed, &at)
	if !ok {
		return 0, time.Time{}, err
	}
	return failed, instant(at), nil
}

// PutAttempts replaces them; failed 0 forgets them.
func (s *Store) PutAttempts(ctx context.Context, staff queue.StaffID, failed int, last time.Time) error {
	if failed == 0 {
		return s.write(ctx, "forget attempts", row("DELETE FROM attempts WHERE staff = ?", string(staff)))
	}
	return s.write(ctx, "keep attempts",
		row("INSERT INTO attempts (staff, failed, last) VALUES (?, ?, ?) ON CONFLICT (staff) DO UPDATE SET failed = excluded.failed, last = excluded.last",
			string(staff), int64(failed), micros(last)))
}

// change is a query with its arguments.
type change struct {
	query string
	args  []driver.Value
}

func row(query string, args ...driver.Value) change { return change{query, args} }

// write makes changes in one transaction and returns when it is durable. Its
// errors are Commit's.
func (s *Store) write(ctx context.Context, doing string, changes ...change) error {
	ctx = context.WithoutCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.ready(ctx)
	if err != nil {
		return err
	}
	err = w.transact(ctx, func(x driver.ExecerContext) error {
		for _, c := range changes {
			if _, err := x.ExecContext(ctx, c.query, named(nil, c.args)); err != nil {
				return fmt.Errorf("%s: %w", doing, err)
			}
		}
		return nil
	})
	if err != nil {
		return s.failed(ctx, w, err)
	}
	s.keeper.wrote(len(changes))
	return nil
}

// one reads a single row; ok is false when there is none.
func (b *Books) one(ctx context.Context, doing, query string, args ...any) func(into ...any) (ok bool, err error) {
	return func(into ...any) (bool, error) {
		err := b.read.QueryRowContext(ctx, query, args...).Scan(into...)
		if errors.Is(err, sql.ErrNoRows) {
			return false, nil
		}
		return err == nil, b.wrap(doing, err)
	}
}
