package journal

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"onedoor/queue"
)

// Audit keeps what somebody did that is no event. It returns when the row is durable.
func (s *Store) Audit(ctx context.Context, e queue.AuditEntry) error {
	at := e.At
	if at.IsZero() {
		at = s.now()
	}
	var detail any
	if len(e.Detail) > 0 {
		b, err := json.Marshal(e.Detail)
		if err != nil {
			return fmt.Errorf("keep an audit: %w", err)
		}
		detail = string(b)
	}
	return s.write(ctx, "keep an audit", row("INSERT INTO audits (at, staff, act, subject, detail) VALUES (?, ?, ?, ?, ?)",
		micros(at), string(e.Staff), e.Act, e.Subject, detail))
}

// DropAudits forgets entries from before a time. Events stay.
func (s *Store) DropAudits(ctx context.Context, before time.Time) error {
	old, err := s.one(ctx, "read audits", "SELECT 1 FROM audits WHERE at < ? LIMIT 1", micros(before))(new(int))
	if err != nil || !old {
		return err
	}
	return s.write(ctx, "drop audits", row("DELETE FROM audits WHERE at < ?", micros(before)))
}

// Audits gives what staff did, the newest first. Events that nobody of the staff did
// aren't among it.
func (b *Books) Audits(ctx context.Context, q queue.AuditQuery) ([]queue.AuditLine, error) {
	events, err := b.auditEvents(ctx, q)
	if err != nil {
		return nil, err
	}
	entries, err := b.auditEntries(ctx, q)
	if err != nil {
		return nil, err
	}
	list := append(events, entries...)
	slices.SortStableFunc(list, func(x, y queue.AuditLine) int { return y.Entry.At.Compare(x.Entry.At) })
	list = list[:min(len(list), q.Limit)]
	mark := q.Before
	for i := range list {
		mark.Seq = cmp.Or(list[i].Mark.Seq, mark.Seq)
		mark.Entry = cmp.Or(list[i].Mark.Entry, mark.Entry)
		list[i].Mark = mark
	}
	return list, nil
}

// seqAt gives the first event of a time or later; past the last one when there is none.
// The clock of the books never goes back, so it is found by halving.
func (b *Books) seqAt(ctx context.Context, t time.Time) (int64, error) {
	last, err := b.headOf(ctx, b.read)
	if err != nil {
		return 0, err
	}
	n := sort.Search(int(last.seq), func(i int) bool {
		var at int64
		if err == nil {
			_, err = b.one(ctx, "read an event's time", "SELECT at FROM events WHERE seq = ?", int64(i)+1)(&at)
		}
		return at >= micros(t)
	})
	return int64(n) + 1, err
}

func (b *Books) auditEvents(ctx context.Context, q queue.AuditQuery) ([]queue.AuditLine, error) {
	from, err := b.seqAt(ctx, q.From)
	if err != nil {
		return nil, err
	}
	to, err := b.seqAt(ctx, q.To)
	if err != nil {
		return nil, err
	}
	if q.Before.Seq > 0 {
		to = min(to, q.Before.Seq)
	}
	where, args := "seq >= ? AND seq < ?", []any{from, to}
	if q.Staff != "" {
		where, args = where+" AND actor = ?", append(args, string(queue.ByStaff(q.Staff)))
	} else {
		where += " AND actor GLOB 'staff:*'"
	}
	if q.Act != "" {
		where, args = where+" AND type = ?", append(args, q.Act)
	}
	if q.Window != "" {
		where += " AND ? IN (json_extract(data, '$.window'), json_extract(data, '$.from'), json_extract(data, '$.for_window'), json_extract(data, '$.lead'))"
		args = append(args, string(q.Window))
	}
	if q.Number != "" {
		where += " AND json_extract(data, '$.ticket') IN (SELECT id FROM tickets WHERE number = ? AND issued >= ? AND issued < ?)"
		args = append(args, q.Number, micros(q.From.AddDate(0, 0, -1)), micros(q.To))
	}
	rows, err := b.read.QueryContext(ctx, "SELECT "+eventColumns+" FROM events WHERE "+where+" ORDER BY seq DESC LIMIT ?", append(args, q.Limit)...)
	if err != nil {
		return nil, b.wrap("read what staff did", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var list []queue.AuditLine
	for rows.Next() {
		e, err := scanAudited(rows)
		if err != nil {
			return nil, b.damaged(0, "an event can't be read", err)
		}
		staff, _ := e.Actor.Staff()
		list = append(list, queue.AuditLine{
			Mark: queue.AuditMark{Seq: e.Seq}, Event: e, Entry: queue.AuditEntry{At: e.At, Staff: staff, Act: string(e.Type)},
		})
	}
	return list, b.wrap("read what staff did", rows.Err())
}

// scanAudited reads a row of eventColumns without holding it against the chain.
func scanAudited(rows *sql.Rows) (*queue.Event, error) {
	var e queue.Event
	var at int64
	var data, hash []byte
	if err := rows.Scan(&e.Seq, &at, &e.Day, &e.Type, &e.V, &e.Actor, &e.Cause, &data, &hash); err != nil {
		return nil, err
	}
	e.At = instant(at)
	var err error
	e.Data, err = queue.DecodeData(e.Type, e.V, data)
	return &e, err
}

func (b *Books) auditEntries(ctx context.Context, q queue.AuditQuery) ([]queue.AuditLine, error) {
	if q.Number != "" { // entries are about no ticket
		return nil, nil
	}
	where, args := []string{"at >= ?", "at < ?"}, []any{micros(q.From), micros(q.To)}
	add := func(w string, a ...any) { where, args = append(where, w), append(args, a...) }
	if q.Before.Entry > 0 {
		add("id < ?", q.Before.Entry)
	}
	if q.Staff != "" {
		add("staff = ?", string(q.Staff))
	}
	if q.Act != "" {
		add("act = ?", q.Act)
	}
	if q.Window != "" {
		add("json_extract(detail, '$.window') = ?", string(q.Window))
	}
	rows, err := b.read.QueryContext(ctx, "SELECT id, at, staff, act, subject, detail FROM audits WHERE "+strings.Join(where, " AND ")+" ORDER BY at DESC, id DESC LIMIT ?",
		append(args, q.Limit)...)
	if err != nil {
		return nil, b.wrap("read audits", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var list []queue.AuditLine
	for rows.Next() {
		var l queue.AuditLine
		var at int64
		var detail []byte
		if err := rows.Scan(&l.Mark.Entry, &at, &l.Entry.Staff, &l.Entry.Act, &l.Entry.Subject, &detail); err != nil {
			return nil, b.wrap("read audits", err)
		}
		l.Entry.At = instant(at)
		if detail != nil {
			if err := json.Unmarshal(detail, &l.Entry.Detail); err != nil {
				return nil, b.damaged(0, "an audit can't be read", err)
			}
		}
		list = append(list, l)
	}
	return list, b.wrap("read audits", rows.Err())
}

// Numbers gives the numbers of tickets.
func (b *Books) Numbers(ctx context.Context, ids []queue.TicketID) (map[queue.TicketID]string, error) {
	wanted, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read numbers: %w", err)
	}
	rows, err := b.read.QueryContext(ctx, "SELECT t.id, t.number FROM json_each(?) AS w JOIN tickets t ON t.id = w.value", string(wanted))
	if err != nil {
		return nil, b.wrap("read numbers", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	found := map[queue.TicketID]string{}
	for rows.Next() {
		var id queue.TicketID
		var number string
		if err := rows.Scan(&id, &number); err != nil {
			return nil, b.wrap("read numbers", err)
		}
		found[id] = number
	}
	return found, b.wrap("read numbers", rows.Err())
}
