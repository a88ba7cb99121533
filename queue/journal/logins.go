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

// keptPINs is how many former PINs of somebody are kept at most.
const keptPINs = 12

// PutPIN replaces the hash by one that the person chose and ends every session of theirs.
func (s *Store) PutPIN(ctx context.Context, staff queue.StaffID, phc string, at time.Time) error {
	return s.putPIN(ctx, staff, phc, at, false)
}

// PutFirstPIN is PutPIN for a PIN that somebody else chose: it has to be changed at the
// next log-in. A lock-out ends.
func (s *Store) PutFirstPIN(ctx context.Context, staff queue.StaffID, phc string, at time.Time) error {
	return s.putPIN(ctx, staff, phc, at, true)
}

func (s *Store) putPIN(ctx context.Context, staff queue.StaffID, phc string, at time.Time, must bool) error {
	who := string(staff)
	return s.write(ctx, "keep a PIN",
		row("INSERT INTO old_pins (staff, phc, at) SELECT staff, phc, at FROM pins WHERE staff = ?", who),
		row("DELETE FROM old_pins WHERE staff = ? AND id NOT IN (SELECT id FROM old_pins WHERE staff = ? ORDER BY id DESC LIMIT ?)", who, who, int64(keptPINs)),
		row(`INSERT INTO pins (staff, phc, at, must_change) VALUES (?, ?, ?, ?)
			ON CONFLICT (staff) DO UPDATE SET phc = excluded.phc, at = excluded.at, must_change = excluded.must_change`, who, phc, micros(at), must),
		row("DELETE FROM attempts WHERE staff = ?", who),
		row("DELETE FROM sessions WHERE staff = ?", who))
}

// MustChange says whether somebody's PIN was chosen by somebody else.
func (b *Books) MustChange(ctx context.Context, staff queue.StaffID) (must bool, err error) {
	_, err = b.one(ctx, "read a PIN", "SELECT must_change FROM pins WHERE staff = ?", string(staff))(&must)
	return must, err
}

// FormerPINs gives the hashes of the last PINs of somebody, the newest first, the one in
// force among them.
func (b *Books) FormerPINs(ctx context.Context, staff queue.StaffID, n int) ([]string, error) {
	rows, err := b.read.QueryContext(ctx, `SELECT phc FROM (SELECT phc, 9223372036854775807 AS id FROM pins WHERE staff = ?
		UNION ALL SELECT phc, id FROM old_pins WHERE staff = ?) ORDER BY id DESC LIMIT ?`, string(staff), string(staff), n)
	if err != nil {
		return nil, b.wrap("read former PINs", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var list []string
	for rows.Next() {
		var phc string
		if err := rows.Scan(&phc); err != nil {
			return nil, b.wrap("read former PINs", err)
		}
		list = append(list, phc)
	}
	return list, b.wrap("read former PINs", rows.Err())
}

// EachSession gives the sessions that haven't ended, the newest first.
func (b *Books) EachSession(ctx context.Context, now time.Time, each func(hash []byte, staff queue.StaffID, made, expires time.Time)) error {
	rows, err := b.read.QueryContext(ctx, "SELECT hash, staff, made, expires FROM sessions WHERE expires > ? ORDER BY made DESC, hash", micros(now))
	if err != nil {
		return b.wrap("read sessions", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	for rows.Next() {
		var hash []byte
		var staff queue.StaffID
		var made, expires int64
		if err := rows.Scan(&hash, &staff, &made, &expires); err != nil {
			return b.wrap("read sessions", err)
		}
		each(hash, staff, instant(made), instant(expires))
	}
	return b.wrap("read sessions", rows.Err())
}

// ForgetStaff drops the PINs, failures and sessions of somebody who has left, so that
// whoever gets their id begins anew.
func (s *Store) ForgetStaff(ctx context.Context, staff queue.StaffID) error {
	who := string(staff)
	return s.write(ctx, "forget a member of staff", row("DELETE FROM pins WHERE staff = ?", who), row("DELETE FROM old_pins WHERE staff = ?", who),
		row("DELETE FROM attempts WHERE staff = ?", who), row("DELETE FROM sessions WHERE staff = ?", who))
}

// StaffInBooks lists whose PINs, failures or sessions are kept, in order.
func (b *Books) StaffInBooks(ctx context.Context) ([]queue.StaffID, error) {
	rows, err := b.read.QueryContext(ctx, `SELECT staff FROM pins UNION SELECT staff FROM old_pins
		UNION SELECT staff FROM attempts UNION SELECT staff FROM sessions ORDER BY 1`)
	if err != nil {
		return nil, b.wrap("list the staff in the books", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var list []queue.StaffID
	for rows.Next() {
		var id queue.StaffID
		if err := rows.Scan(&id); err != nil {
			return nil, b.wrap("list the staff in the books", err)
		}
		list = append(list, id)
	}
	return list, b.wrap("list the staff in the books", rows.Err())
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
		err := b.at().QueryRowContext(ctx, query, args...).Scan(into...)
		if errors.Is(err, sql.ErrNoRows) {
			return false, nil
		}
		return err == nil, b.wrap(doing, err)
	}
}
