package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"onedoor/queue"
)

// The figures are made of facts: what a report needs of each visit. Those of closed days are
// kept packed, a row a day, by cells of hour, service, window, staff, class and language, and
// in each cell its visits to the second: that is the cell's histogram, and no percentile needs
// more. The open day, and a closed one that something still happened to, are read from the
// tickets and legs by the statement that the packed ones were made with, so that both say the
// same.
//
// Rejected: a row a cell. A busy hall has two visits in such a cell on average, so that there
// are nearly as many cells as visits, and a year of them takes SQLite ten times as long to
// read as a year of packed days.

// factsOfDay reads the facts of a day.
const factsOfDay = `SELECT t.id, t.issued, t.class, t.lang, t.party, t.state, t.kiosk, t.print, t.printer, t.copies, t.by_hand,
	coalesce(json_extract(t.visit, '$.repeat'), 0), l.service, l.window, l.staff, l.began, l.called, l.started, l.ended, l.calls, l.ending, l.counts, l.once
	FROM tickets t JOIN legs l ON l.ticket = t.id WHERE t.day = ? ORDER BY t.id, l.n`

// unpackedDays finds the days with visits up to one that aren't packed, without reading each visit.
const unpackedDays = `WITH RECURSIVE d (day) AS (
	SELECT (SELECT min(day) FROM tickets)
	UNION ALL SELECT (SELECT min(day) FROM tickets WHERE day > d.day) FROM d WHERE d.day IS NOT NULL
) SELECT day FROM d WHERE day < ? AND day NOT IN (SELECT day FROM cells)`

// daysWithVisits finds the days with visits from one to another.
const daysWithVisits = `WITH RECURSIVE d (day) AS (
	SELECT (SELECT min(day) FROM tickets WHERE day >= ?1)
	UNION ALL SELECT (SELECT min(day) FROM tickets WHERE day > d.day) FROM d WHERE d.day <= ?2
) SELECT d.day, c.data FROM d LEFT JOIN cells c ON c.day = d.day WHERE d.day <= ?2 ORDER BY d.day`

// zoneInForce is the time zone of the newest rules.
const zoneInForce = "SELECT json_extract(data, '$.rules.centre.time_zone') FROM events WHERE type = 'rules_set' ORDER BY seq DESC LIMIT 1"

// zone reads a time zone by its name; UTC for none and for one that this machine doesn't know.
func zone(name string) *time.Location {
	if at, err := time.LoadLocation(name); err == nil {
		return at
	}
	return time.UTC
}

// collector makes facts of the rows of factsOfDay.
type collector struct {
	names *Names
	zone  *time.Location
	facts []Fact
	legs  []Passage
	ends  []int // where each fact's legs end
}

// row takes one row of factsOfDay.
func (c *collector) row(row []driver.Value) error {
	var number [11]int64
	var null [11]bool
	var text [12]string
	ok := true
	for i, at := range [...]int{0, 1, 4, 9, 10, 11, 15, 16, 17, 18, 19} {
		switch v := row[at].(type) {
		case int64:
			number[i] = v
		case bool:
			number[i] = int64(btoi(v))
		case nil:
			null[i] = true
		default:
			ok = false
		}
	}
	for i, at := range [...]int{2, 3, 5, 6, 7, 8, 12, 13, 14, 20, 21} {
		s, is := row[at].(string)
		text[i], ok = s, ok && is
	}
	once, is := row[22].(int64)
	if !ok || !is {
		return errors.New("a visit's row can't be read")
	}
	began, called, started, ended := number[6], number[7], number[8], number[9]
	ending, counts := text[9], queue.Counts(text[10])
	l := Passage{
		Service: c.names.Of(text[6]), Window: c.names.Of(text[7]), Staff: c.names.Of(text[8]), Waited: -1, Served: -1, Calls: int(number[10]),
		Begun: !null[8], Transferred: ending == "transferred", Counts: counts, Once: once != 0,
	}
	if !null[7] {
		l.Waited = wholeSeconds(called - began)
	}
	if !null[8] && !null[9] {
		l.Served = wholeSeconds(ended - started)
	}
	if counts != "" {
		l.Outcome = c.names.Of(ending)
	}
	l.Received = !null[7] && (!null[8] || counts != "" || l.Transferred)
	if n := len(c.facts); n > 0 && c.facts[n-1].Ticket == queue.TicketID(number[0]) {
		c.legs, c.ends[n-1] = append(c.legs, l), len(c.legs)+1
		f := &c.facts[n-1]
		f.Service, f.Window, f.Staff = l.Service, l.Window, l.Staff
		return nil
	}
	c.legs = append(c.legs, l)
	c.ends = append(c.ends, len(c.legs))
	c.facts = append(c.facts, Fact{
		Cell: Cell{
			Hour: instant(number[1]).In(c.zone).Hour(), Service: l.Service, Window: l.Window, Staff: l.Staff,
			Class: c.names.Of(text[0]), Lang: c.names.Of(text[1]),
		},
		Ticket: queue.TicketID(number[0]), Party: int(number[2]), State: queue.State(text[2]), Kiosk: c.names.Of(text[3]),
		Print: queue.PrintState(text[4]), Printer: c.names.Of(text[5]), Copies: int(number[3]), ByHand: number[4] != 0, Repeat: number[5] != 0,
	})
	return nil
}

// wholeSeconds are those of a length in microseconds; one that runs backwards is none.
func wholeSeconds(us int64) int { return int(max(us, 0) / int64(time.Second/time.Microsecond)) }

// done gives the facts with their legs.
func (c *collector) done() []Fact {
	from := 0
	for i, to := range c.ends {
		c.facts[i].Legs, from = c.legs[from:to:to], to
	}
	return c.facts
}

// pack packs the days before one that are closed and not packed. Called in a transaction.
func (w *writer) pack(ctx context.Context, x driver.ExecerContext, before queue.Day) error {
	var days, zones []string
	if err := query(ctx, x, unpackedDays, []driver.Value{string(before)}, texts(&days)); err != nil {
		return fmt.Errorf("look for days to pack: %w", err)
	}
	if len(days) == 0 {
		return nil
	}
	if err := query(ctx, x, zoneInForce, nil, texts(&zones)); err != nil {
		return fmt.Errorf("read the time zone: %w", err)
	}
	for _, day := range days {
		c := collector{names: NewNames(), zone: time.UTC}
		if len(zones) > 0 {
			c.zone = zone(zones[0])
		}
		if err := query(ctx, x, factsOfDay, []driver.Value{day}, c.row); err != nil {
			return fmt.Errorf("read the visits of %s: %w", day, err)
		}
		n := len(c.facts)
		if _, err := x.ExecContext(ctx, "INSERT INTO cells (day, visits, data) VALUES (?, ?, ?)",
			named(nil, []driver.Value{day, int64(n), packFacts(c.done(), c.names)})); err != nil {
			return fmt.Errorf("pack %s: %w", day, err)
		}
	}
	return nil
}

// texts collects the first column of rows.
func texts(into *[]string) func([]driver.Value) error {
	return func(row []driver.Value) error {
		if s, ok := row[0].(string); ok {
			*into = append(*into, s)
		}
		return nil
	}
}

// query runs a query on the writer's own connection.
func query(ctx context.Context, x driver.ExecerContext, text string, args []driver.Value, each func(row []driver.Value) error) error {
	rows, err := x.(driver.QueryerContext).QueryContext(ctx, text, named(nil, args))
	if err != nil {
		return err
	}
	row := make([]driver.Value, len(rows.Columns()))
	for err == nil {
		if err = rows.Next(row); err == nil {
			err = each(row)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, rows.Close())
}

// Facts gives the facts of the days from one to another, both included, day by day in order, as
// of one moment. A packed day that can't be read is read from its tickets. The facts and their legs are only good until the next day's. Days without
// visits are passed over.
func (b *Books) Facts(ctx context.Context, from, to queue.Day, names *Names, each func(queue.Day, []Fact) error) error {
	tx, err := b.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return b.wrap("read figures", err)
	}
	defer func() { _ = tx.Rollback() }() // only read
	at := ""
	if err := tx.QueryRowContext(ctx, zoneInForce).Scan(&at); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return b.wrap("read the time zone", err)
	}
	rows, err := tx.QueryContext(ctx, daysWithVisits, string(from), string(to))
	if err != nil {
		return b.wrap("read figures", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var facts []Fact
	var legs []Passage
	for rows.Next() {
		var day string
		var packed sql.RawBytes
		if err := rows.Scan(&day, &packed); err != nil {
			return b.wrap("read figures", err)
		}
		if err = errPacked; packed != nil {
			facts, legs, err = unpackFacts(packed, names, facts[:0], legs[:0])
		}
		if err != nil {
			if facts, err = b.looseFacts(ctx, tx, day, names, zone(at)); err != nil {
				return err
			}
		}
		if err := each(queue.Day(day), facts); err != nil {
			return err
		}
	}
	return b.wrap("read figures", rows.Err())
}

// looseFacts reads the facts of a day that isn't packed.
func (b *Books) looseFacts(ctx context.Context, tx *sql.Tx, day string, names *Names, zone *time.Location) ([]Fact, error) {
	rows, err := tx.QueryContext(ctx, factsOfDay, day)
	if err != nil {
		return nil, b.wrap("read visits", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	c := collector{names: names, zone: zone}
	row, into := make([]any, 23), make([]any, 23)
	values := make([]driver.Value, 23)
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, b.wrap("read visits", err)
		}
		for i := range row {
			values[i] = row[i]
		}
		if err := c.row(values); err != nil {
			return nil, b.damaged(0, "the visits of "+day+" can't be read", err)
		}
	}
	return c.done(), b.wrap("read visits", rows.Err())
}

// openDay is the day that the newest close of a day opened, at most a day's events ago. The day of
// the last event won't do: it may be of a visit that goes on from the day before.
const openDay = "SELECT json_extract(data, '$.next') FROM events WHERE type = 'day_closed' ORDER BY seq DESC LIMIT 1"

// Today is the lobby's day, which is not yet closed; empty before the first.
func (b *Books) Today(ctx context.Context) (day queue.Day, err error) {
	_, err = b.one(ctx, "read the day", openDay)(&day)
	return day, err
}

// TicketsByID gives tickets, living and past, in the order of their ids.
func (b *Books) TicketsByID(ctx context.Context, ids []queue.TicketID) ([]*queue.Ticket, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read tickets: %w", err)
	}
	return b.tickets(ctx, "id IN (SELECT value FROM json_each(?))", string(list))
}

// Evaluated gives the evaluations of visits of the days from one to another, both included, in
// the order of the tickets' ids: without reasons and words.
func (b *Books) Evaluated(ctx context.Context, from, to queue.Day, each func(queue.Evaluation)) error {
	rows, err := b.read.QueryContext(ctx, "SELECT ticket, day, service, window, staff, level FROM evaluations WHERE day BETWEEN ? AND ? ORDER BY ticket", string(from), string(to))
	if err != nil {
		return b.wrap("read evaluations", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	for rows.Next() {
		var e queue.Evaluation
		if err := rows.Scan(&e.Ticket, &e.Day, &e.Service, &e.Window, &e.Staff, &e.Level); err != nil {
			return b.wrap("read evaluations", err)
		}
		each(e)
	}
	return b.wrap("read evaluations", rows.Err())
}
