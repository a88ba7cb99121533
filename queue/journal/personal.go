package journal

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"onedoor/queue"
)

// Notes gives personal rows by their ids, those that are still kept, in the
// order of the ids.
func (b *Books) Notes(ctx context.Context, ids []int64) ([]queue.Personal, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	wanted, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read personal rows: %w", err)
	}
	rows, err := b.read.QueryContext(ctx, `SELECT p.id, p.ticket, p.kind, p.value, p.erase_after
		FROM json_each(?) AS w JOIN personal p ON p.id = w.value ORDER BY w.key`, string(wanted))
	if err != nil {
		return nil, b.wrap("read personal rows", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var list []queue.Personal
	for rows.Next() {
		var p queue.Personal
		var until int64
		if err := rows.Scan(&p.ID, &p.Ticket, &p.Kind, &p.Value, &until); err != nil {
			return nil, b.wrap("read personal rows", err)
		}
		p.EraseAfter = instant(until)
		list = append(list, p)
	}
	return list, b.wrap("read personal rows", rows.Err())
}

// Erase removes the personal rows whose time has come and gives how many they
// were. Their text is overwritten where it stood, in the file and in the log.
// When nothing is due it costs a look at an index. An error may come after the
// rows are gone, when their text still stands in the log; the next call, also
// after a restart, catches up.
func (s *Store) Erase(ctx context.Context, now time.Time) (int64, error) {
	ctx = context.WithoutCancel(ctx)
	erased, k, err := s.deleteDue(ctx, now)
	if err != nil || k == nil {
		return erased, err
	}
	// Most of the log is carried over without holding up commits.
	if err := k.carryOver(); err != nil {
		return erased, s.wrap("carry the log over", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.ready(ctx)
	if err != nil {
		return erased, err
	}
	if err := s.cutLog(ctx, w); err != nil {
		return erased, err
	}
	s.unwiped = false
	return erased, nil
}

// deleteDue deletes the rows that are due. The keeper comes back when the log
// has to be cut.
func (s *Store) deleteDue(ctx context.Context, now time.Time) (int64, *keeper, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.ready(ctx)
	if err != nil {
		return 0, nil, err
	}
	var due bool
	if err := w.conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM personal WHERE erase_after <= ?)", micros(now)).Scan(&due); err != nil {
		return 0, nil, s.wrap("erase personal rows", err)
	}
	if !due {
		if s.unwiped {
			return 0, s.keeper, nil
		}
		return 0, nil, nil
	}
	var erased int64
	err = w.transact(ctx, func(x driver.ExecerContext) error {
		r, err := x.ExecContext(ctx, "DELETE FROM personal WHERE erase_after <= ?", named(nil, []driver.Value{micros(now)}))
		if err != nil {
			return err
		}
		erased, err = r.RowsAffected()
		return err
	})
	if err != nil {
		return 0, nil, s.failed(ctx, w, fmt.Errorf("erase personal rows: %w", err))
	}
	s.unwiped = true // in the log, until it is cut off
	return erased, s.keeper, nil
}

// cutLog carries the rest of the log over into the file and cuts it to nothing.
func (s *Store) cutLog(ctx context.Context, w *writer) error {
	var busy, frames, moved int
	if err := w.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return s.wrap("cut the log", err)
	}
	if busy != 0 {
		return errors.New("cut the log: somebody is still reading from it; what was erased leaves it at the next try")
	}
	return nil
}
