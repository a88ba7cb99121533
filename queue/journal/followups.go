package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"onedoor/queue"
)

// putFollowUp brings the table of follow-ups to what an event says.
func putFollowUp(ctx context.Context, x driver.ExecerContext, e *queue.Event) error {
	do := func(query string, args ...driver.Value) error {
		_, err := x.ExecContext(ctx, query, named(nil, args))
		return err
	}
	switch d := e.Data.(type) {
	case queue.FollowUpOpenedData:
		var reasons driver.Value
		if len(d.Reasons) > 0 {
			b, err := json.Marshal(d.Reasons)
			if err != nil {
				return err
			}
			reasons = string(b)
		}
		return do(`INSERT INTO follow_ups (ticket, seq, opened, day, service, window, staff, level, reasons, due, owner, words, contact, ends)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, int64(d.FollowUp), e.Seq, micros(e.At), string(d.Visit), string(d.Service),
			string(d.Window), string(d.Staff), string(d.Level), reasons, micros(d.Due), string(d.Owner), d.Words, d.Contact, micros(d.Ends))
	case queue.FollowUpGivenData:
		return do("UPDATE follow_ups SET owner = ? WHERE ticket = ?", string(d.Owner), int64(d.FollowUp))
	case queue.FollowUpCalledData:
		call, err := json.Marshal(d.Call(e))
		if err != nil {
			return err
		}
		return do(`UPDATE follow_ups SET tries = tries + 1, calls = json_insert(calls, '$[#]', json(?)),
			reached = coalesce(reached, iif(?, ?, NULL)) WHERE ticket = ?`, string(call), d.Reached, micros(e.At), int64(d.FollowUp))
	case queue.FollowUpOverdueData:
		return do("UPDATE follow_ups SET overdue = ? WHERE ticket = ?", micros(e.At), int64(d.FollowUp))
	case queue.FollowUpClosedData:
		by, _ := e.Actor.Staff()
		return do("UPDATE follow_ups SET closed = ?, result = ?, note = ?, closed_by = ? WHERE ticket = ?",
			micros(e.At), string(d.Result), d.Note, string(by), int64(d.FollowUp))
	case queue.FollowUpAgainData:
		var calls []driver.Value
		for _, c := range d.Steps(e) {
			b, err := json.Marshal(c)
			if err != nil {
				return err
			}
			calls = append(calls, string(b))
		}
		// One that was late stays one: figures tell of it though it has time again.
		return do(`UPDATE follow_ups SET calls = json_insert(calls, '$[#]', json(?), '$[#]', json(?)), overdue = coalesce(overdue, iif(closed > due, closed, NULL)),
			owner = ?, contact = ?, due = ?, ends = ?, closed = NULL, result = '', note = 0, closed_by = '' WHERE ticket = ?`,
			append(calls, string(d.Was.Owner), d.Contact, micros(d.Due), micros(d.Ends), int64(d.FollowUp))...)
	}
	return nil
}

// followUpFields are what followUp reads.
const followUpFields = `ticket, day, service, window, staff, level, reasons, opened, due, owner, overdue, calls, words, contact,
	ends, closed, result, note, closed_by`

// ClosedFollowUp gives that of a visit; ok is false when there is none that is closed.
func (b *Books) ClosedFollowUp(ctx context.Context, visit queue.TicketID) (f queue.FollowUp, ok bool, err error) {
	rows, err := b.read.QueryContext(ctx, "SELECT "+followUpFields+" FROM follow_ups WHERE ticket = ? AND closed IS NOT NULL", int64(visit))
	if err != nil {
		return f, false, b.wrap("read follow-ups", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	if rows.Next() {
		f, err = b.followUp(rows)
		return f, err == nil, err
	}
	return f, false, b.wrap("read follow-ups", rows.Err())
}

// ClosedFollowUps gives the follow-ups that were closed before a moment, the last first and so many at
// most; with an owner, those that were theirs.
func (b *Books) ClosedFollowUps(ctx context.Context, owner queue.StaffID, before time.Time, most int) ([]queue.FollowUp, error) {
	rows, err := b.read.QueryContext(ctx, `SELECT `+followUpFields+` FROM follow_ups WHERE closed < ?1 AND (?2 = '' OR owner = ?2) ORDER BY closed DESC, ticket DESC LIMIT ?3`,
		micros(before), string(owner), most)
	if err != nil {
		return nil, b.wrap("read follow-ups", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var list []queue.FollowUp
	for rows.Next() {
		f, err := b.followUp(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, b.wrap("read follow-ups", rows.Err())
}

// followUp reads a row.
func (b *Books) followUp(rows *sql.Rows) (f queue.FollowUp, err error) {
	var opened, due, ends, closed int64
	var overdue sql.NullInt64
	var reasons, calls []byte
	if err := rows.Scan(&f.Visit, &f.Day, &f.Service, &f.Window, &f.Staff, &f.Level, &reasons, &opened, &due, &f.Owner, &overdue, &calls,
		&f.Words, &f.Contact, &ends, &closed, &f.Result, &f.Note, &f.By); err != nil {
		return f, b.wrap("read follow-ups", err)
	}
	f.Opened, f.Due, f.Ends, f.Closed, f.Overdue = instant(opened), instant(due), instant(ends), instant(closed), instantOrZero(overdue)
	if err = json.Unmarshal(calls, &f.Calls); err == nil && reasons != nil {
		err = json.Unmarshal(reasons, &f.Reasons)
	}
	if err != nil {
		return f, b.damaged(0, fmt.Sprintf("the follow-up of ticket %d can't be read", f.Visit), err)
	}
	return f, nil
}

// Thoughts counts by levels what visitors thought of visits that somebody ended since a moment: the first of
// them, in whole blocks of so many, so that what one of them thought is not the difference between two looks. All is
// how many there are in these blocks.
func (b *Books) Thoughts(ctx context.Context, staff queue.StaffID, since time.Time, block int) (list []queue.Thought, all int, err error) {
	rows, err := b.read.QueryContext(ctx, `WITH mine AS (SELECT level, row_number() OVER (ORDER BY seq) AS n, count(*) OVER () AS total
		FROM evaluations WHERE staff = ?1 AND at >= ?2)
		SELECT level, count(*) FROM mine WHERE n <= total / ?3 * ?3 GROUP BY level ORDER BY level`, string(staff), micros(since), block)
	if err != nil {
		return nil, 0, b.wrap("count evaluations", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	for rows.Next() {
		var t queue.Thought
		if err := rows.Scan(&t.Level, &t.Count); err != nil {
			return nil, 0, b.wrap("count evaluations", err)
		}
		list, all = append(list, t), all+t.Count
	}
	return list, all, b.wrap("count evaluations", rows.Err())
}
