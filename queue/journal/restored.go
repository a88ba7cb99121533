package journal

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"onedoor/queue"
)

// noteRestored keeps, in a backup that becomes books of its own, where that one ended: whoever hands
// figures on must know which days other books had whole, and these don't. The file may be of any
// release, so only events are read, which all have.
func noteRestored(ctx context.Context, tx *sql.Tx) error {
	var day sql.NullString
	var at int64
	if err := tx.QueryRowContext(ctx, openDay).Scan(&day); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err := tx.QueryRowContext(ctx, "SELECT at FROM events ORDER BY seq DESC LIMIT 1").Scan(&at); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('restored', json_object('day', ?, 'at', ?)) ON CONFLICT (key) DO UPDATE SET value = excluded.value", day, at)
	return err
}

// Restored says of books that came from a backup which day was the lobby's in that, and on which
// these went on: the days from the one to the other aren't whole in them. Both are empty of books
// that were never restored, and the second until the program has run with them.
func (b *Books) Restored(ctx context.Context) (from, on queue.Day, err error) {
	var day sql.NullString
	var at int64
	if ok, err := b.one(ctx, "read when the books were restored",
		"SELECT json_extract(value, '$.day'), json_extract(value, '$.at') FROM meta WHERE key = 'restored'")(&day, &at); err != nil || !ok || day.String == "" {
		return "", "", err
	}
	var began sql.NullInt64
	if _, err := b.one(ctx, "read when the restored books went on", "SELECT min(began) FROM runs WHERE began > ?", at)(&began); err != nil {
		return "", "", err
	}
	from = queue.Day(day.String)
	if !began.Valid {
		return from, "", nil
	}
	zone := time.UTC
	r, err := b.RulesOf(ctx, lastDay)
	if err != nil {
		return "", "", err
	}
	if r != nil {
		zone = r.Location()
	}
	return from, max(from, queue.DayOf(instant(began.Int64), zone)), nil
}
