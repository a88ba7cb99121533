package journal

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"onedoor/queue"
)

// putMatter brings the tables of matters to what an event says.
func putMatter(ctx context.Context, x driver.ExecerContext, e *queue.Event) error {
	do := func(query string, args ...driver.Value) error {
		_, err := x.ExecContext(ctx, query, named(nil, args))
		return taken(err)
	}
	link := func(t queue.TicketID, m queue.MatterID) error {
		return do("INSERT INTO links (ticket, matter) VALUES (?, ?)", int64(t), int64(m))
	}
	switch d := e.Data.(type) {
	case queue.MatterOpenedData:
		err := do("INSERT INTO matters (id, at, day, service) VALUES (?, ?, ?, ?)", int64(d.Matter), micros(e.At), string(e.Day), string(d.Service))
		if err == nil && d.Earlier != nil {
			err = link(d.Earlier.Ticket, d.Matter)
		}
		return errors.Join(err, link(d.Ticket, d.Matter))
	case queue.MatterLinkedData:
		return link(d.Ticket, d.Matter)
	case queue.MatterDroppedData:
		err := do("DELETE FROM links WHERE ticket = ?", int64(d.Ticket))
		if err == nil && d.Marks {
			err = do("UPDATE matters SET category = '', tags = NULL WHERE id = ?", int64(d.Matter))
		}
		return err
	case queue.MatterNotedData:
		return do("INSERT INTO matter_rows (id, matter, kind) VALUES (?, ?, ?)", d.Row, int64(d.Matter), d.Kind)
	case queue.MatterMarkedData:
		tags, err := json.Marshal(d.Tags)
		if err != nil {
			return err
		}
		return do("UPDATE matters SET category = ?, tags = ? WHERE id = ?", string(d.Category), string(tags), int64(d.Matter))
	}
	return nil
}

// taken gives the refusal of what somebody else has just done: a case number or an old
// ticket belongs to one matter.
func taken(err error) error {
	if err != nil && faultOf(err) == faultTwice {
		return &queue.Error{Code: queue.ErrMatterTaken, Cause: err}
	}
	return err
}

// Earlier finds an earlier visit by a clue; of a matter its last one. Ok is false when the
// books know none. An old code may have been given again: the latest counts.
func (b *Books) Earlier(ctx context.Context, c queue.Clue) (found queue.Earlier, ok bool, err error) {
	where := ""
	switch c.Kind {
	case queue.ClueRef:
		where = "t.ref = ?1 AND '' = ?2"
	case queue.ClueCode:
		where = "t.code = ?1 AND '' = ?2"
	case queue.ClueNumber:
		where = "t.number = ?1 AND t.day = ?2"
	case queue.ClueTicket:
		where = "t.id = CAST(?1 AS INTEGER) AND '' = ?2"
	case queue.ClueCase:
		where = `t.id IN (SELECT x.ticket FROM personal p JOIN matter_rows r ON r.id = p.id JOIN links x ON x.matter = r.matter
			WHERE p.kind = 'case' AND p.value = ?1) AND '' = ?2`
	default:
		return found, false, nil
	}
	ok, err = b.one(ctx, "look for an earlier visit", `SELECT t.id, coalesce(k.matter, 0), t.day, t.service, l.window, l.staff
		FROM tickets t LEFT JOIN links k ON k.ticket = t.id
		LEFT JOIN legs l ON l.ticket = t.id AND l.n = (SELECT max(n) FROM legs WHERE ticket = t.id)
		WHERE `+where+` ORDER BY t.id DESC LIMIT 1`, c.Value, string(c.Day))(
		&found.Ticket, &found.Matter, &found.Day, &found.Service, &found.Window, &found.Staff)
	if err != nil || ok || c.Kind != queue.ClueCase {
		return found, ok, err
	}
	// All visits may have been taken off a matter that still has its number.
	ok, err = b.one(ctx, "look for a matter", `SELECT m.id, m.day, m.service FROM personal p JOIN matter_rows r ON r.id = p.id
		JOIN matters m ON m.id = r.matter WHERE p.kind = 'case' AND p.value = ?`, c.Value)(&found.Matter, &found.Day, &found.Service)
	return found, ok, err
}

// Matter gives what the books know of a matter; ok is false when there is none.
func (b *Books) Matter(ctx context.Context, id queue.MatterID) (*queue.MatterFile, bool, error) {
	m := queue.MatterFile{ID: id}
	var at int64
	var tags, rows []byte
	ok, err := b.one(ctx, "read a matter", `SELECT at, day, service, category, tags,
		(SELECT json_group_array(r.id) FROM matter_rows r JOIN personal p ON p.id = r.id WHERE r.matter = m.id) FROM matters m WHERE id = ?`,
		int64(id))(&at, &m.Day, &m.Service, &m.Category, &tags, &rows)
	if err != nil || !ok {
		return nil, false, err
	}
	m.At = instant(at)
	if tags != nil {
		err = json.Unmarshal(tags, &m.Tags)
	}
	if err = errors.Join(err, json.Unmarshal(rows, &m.Rows)); err != nil {
		return nil, false, b.damaged(0, fmt.Sprintf("matter %d can't be read", id), err)
	}
	m.Visits, err = b.tickets(ctx, "id IN (SELECT ticket FROM links WHERE matter = ?)", int64(id))
	return &m, err == nil, err
}

// MattersOf gives the matter of each ticket that counts to the days from one to another and
// has one, and of every other ticket of these matters, with those other tickets.
func (b *Books) MattersOf(ctx context.Context, from, to queue.Day) (of map[queue.TicketID]queue.MatterID, others []*queue.Ticket, err error) {
	// A day is ten characters, so both fit one argument.
	const days = "substr(?1, 1, 10) AND substr(?1, 11)"
	const touched = "SELECT k.matter FROM links k JOIN tickets t ON t.id = k.ticket WHERE t.day BETWEEN " + days
	both := string(from) + string(to)
	rows, err := b.read.QueryContext(ctx, "SELECT ticket, matter FROM links WHERE matter IN ("+touched+")", both)
	if err != nil {
		return nil, nil, b.wrap("read matters", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	of = map[queue.TicketID]queue.MatterID{}
	for rows.Next() {
		var t queue.TicketID
		var m queue.MatterID
		if err := rows.Scan(&t, &m); err != nil {
			return nil, nil, b.wrap("read matters", err)
		}
		of[t] = m
	}
	if err := rows.Err(); err != nil {
		return nil, nil, b.wrap("read matters", err)
	}
	others, err = b.tickets(ctx, strings.Join([]string{"day NOT BETWEEN ", days, " AND id IN (SELECT ticket FROM links WHERE matter IN (", touched, "))"}, ""), both)
	return of, others, err
}

var _ interface {
	Earlier(ctx context.Context, c queue.Clue) (queue.Earlier, bool, error)
	Matter(ctx context.Context, id queue.MatterID) (*queue.MatterFile, bool, error)
} = (*Books)(nil)
