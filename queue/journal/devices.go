package journal

import (
	"context"
	"time"

	"onedoor/queue"
)

// PutDevice keeps the SHA-256 of a device's token: of which kind it is, which kiosk,
// screen or window it belongs to, and who let it in.
func (s *Store) PutDevice(ctx context.Context, hash []byte, kind, subject string, staff queue.StaffID, at time.Time) error {
	return s.write(ctx, "keep a device", row("INSERT INTO devices (hash, kind, subject, at, staff) VALUES (?, ?, ?, ?, ?)",
		hash, kind, subject, micros(at), string(staff)))
}

// DropDevice shuts a device out. Shutting out one that isn't there is no error.
func (s *Store) DropDevice(ctx context.Context, id int64) error {
	return s.write(ctx, "drop a device", row("DELETE FROM devices WHERE id = ?", id))
}

// Devices gives every device that was let in, the oldest first.
func (b *Books) Devices(ctx context.Context, each func(id int64, hash []byte, kind, subject string, staff queue.StaffID, at time.Time)) error {
	rows, err := b.read.QueryContext(ctx, "SELECT id, hash, kind, subject, staff, at FROM devices ORDER BY id")
	if err != nil {
		return b.wrap("read devices", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	for rows.Next() {
		var id, at int64
		var hash []byte
		var kind, subject string
		var staff queue.StaffID
		if err := rows.Scan(&id, &hash, &kind, &subject, &staff, &at); err != nil {
			return b.wrap("read devices", err)
		}
		each(id, hash, kind, subject, staff, instant(at))
	}
	return b.wrap("read devices", rows.Err())
}
