package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"time"

	"onedoor/queue"
)

// The figures are made of facts: what a report needs of each visit. Those of closed days are
// kept packed, a row a day, by cells of hour, service, window, staff, class and language, and
// in each cell its visits to the second: that is the cell's histogram, and no percentile needs
// more. With them stands what the rules of the day said of its services: department and target. So
// rules that change later change no figure of before. The open day, and a closed one that something
// still happened to or that could not be packed, are read from the tickets and legs as the packed ones
// were made, so that both say the same.
//
// Rejected: a row a cell. A busy hall has two visits in such a cell on average, so that there
// are nearly as many cells as visits, and a year of them takes SQLite ten times as long to
// read as a year of packed days.

// factsOfDay reads the facts of a day.
const factsOfDay = `SELECT t.id, t.issued, t.class, t.lang, t.party, t.state, t.print, t.printer, t.copies, t.by_hand,
	coalesce(json_extract(t.visit, '$.repeat'), 0), json_extract(t.visit, '$.due'),
	l.service, l.window, l.staff, l.began, l.called, l.started, l.ended, l.calls, l.ending, l.counts, l.once,
	EXISTS (SELECT 1 FROM events e WHERE e.type = 'moved_on' AND e.at = l.ended AND json_extract(e.data, '$.ticket') = t.id)
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

// collector makes facts of the rows of factsOfDay, by the rules of the day.
type collector struct {
	names  *Names
	rules  *queue.Rules // nil: nobody has set any
	visits *Visits
	legs   []Passage
	ends   []int // where each fact's legs end

	waited time.Duration // of the visit that is read, at legs that nobody was called at since the last call
}

// line is a row of factsOfDay.
type line struct {
	ticket, issued                 int64
	class, lang, state             string
	party, copies                  int
	print, printer                 string
	byHand, repeat                 bool
	due                            sql.NullString
	service, window, staff, ending string
	began                          int64
	called, started, ended         sql.NullInt64
	calls                          int
	counts                         queue.Counts
	once, planned                  bool
}

// scan reads a row.
func (l *line) scan(rows *sql.Rows) error {
	return rows.Scan(&l.ticket, &l.issued, &l.class, &l.lang, &l.party, &l.state, &l.print, &l.printer, &l.copies, &l.byHand, &l.repeat, &l.due,
		&l.service, &l.window, &l.staff, &l.began, &l.called, &l.started, &l.ended, &l.calls, &l.ending, &l.counts, &l.once, &l.planned)
}

// take takes in one row.
func (c *collector) take(r *line) error {
	n := len(c.visits.Facts)
	goesOn := n > 0 && c.visits.Facts[n-1].Ticket == queue.TicketID(r.ticket)
	if !goesOn {
		c.waited = 0
	}
	l := Passage{
		Service: c.service(r.service), Window: c.names.Of(r.window), Staff: c.names.Of(r.staff), Waited: -1, Served: -1, Calls: r.calls,
		Begun: r.started.Valid, Transferred: r.ending == "transferred", Planned: r.planned, Counts: r.counts, Once: r.once,
	}
	if err := c.wait(r, &l, goesOn); err != nil {
		return err
	}
	if r.started.Valid && r.ended.Valid {
		l.Served = int(max(instant(r.ended.Int64).Sub(instant(r.started.Int64)), 0) / time.Second)
	}
	if r.counts != "" {
		l.Outcome = c.names.Of(r.ending)
	}
	l.Received = r.called.Valid && (r.started.Valid || r.counts != "" || l.Transferred)
	c.legs = append(c.legs, l)
	if goesOn {
		c.ends[n-1] = len(c.legs)
		f := &c.visits.Facts[n-1]
		f.Service, f.Window, f.Staff = l.Service, l.Window, l.Staff
		return nil
	}
	c.ends = append(c.ends, len(c.legs))
	zone := time.UTC
	if c.rules != nil {
		zone = c.rules.Location()
	}
	c.visits.Facts = append(c.visits.Facts, Fact{
		Cell: Cell{
			Hour: instant(r.issued).In(zone).Hour(), Service: l.Service, Window: l.Window, Staff: l.Staff,
			Class: c.names.Of(r.class), Lang: c.names.Of(r.lang),
		},
		Ticket: queue.TicketID(r.ticket), Party: r.party, State: queue.State(r.state),
		Print: queue.PrintState(r.print), Printer: c.names.Of(r.printer), Copies: r.copies, ByHand: r.byHand, Repeat: r.repeat,
	})
	return nil
}

// wait finds how long the visitor waited at a leg. Who has an appointment waits from its time on; who
// is sent on before anybody called waits on.
func (c *collector) wait(r *line, l *Passage, goesOn bool) error {
	from, until := instant(r.began), r.called
	if !until.Valid {
		until = r.ended
	}
	if r.due.Valid && !goesOn {
		due, err := time.Parse(time.RFC3339, r.due.String)
		if err != nil {
			return err
		}
		if due.After(from) {
			from = due
		}
	}
	if until.Valid {
		if to := instant(until.Int64); c.rules != nil {
			c.waited += c.rules.Waited(queue.ServiceID(r.service), from, to)
		} else {
			c.waited += max(to.Sub(from), 0)
		}
	}
	if r.called.Valid && !goesOn && r.called.Int64 == r.issued && r.started == r.called {
		c.waited = 0 // came straight to the window, where number, call and start are one act: nobody waited
		return nil
	}
	if r.called.Valid {
		l.Waited, c.waited = int(c.waited/time.Second), 0
	}
	return nil
}

// service gives the name of a service, whose terms are kept.
func (c *collector) service(id string) Name {
	known := c.names.Len()
	n := c.names.Of(id)
	if c.rules == nil || int(n) < known && c.visits.Terms(n) != (Terms{}) {
		return n
	}
	c.terms(n)
	return n
}

// terms keeps what the rules say of a service.
func (c *collector) terms(n Name) {
	var t Terms
	id := queue.ServiceID(c.names.String(n))
	if s := c.rules.Service(id); s != nil {
		t.Department = c.names.Of(string(s.Department))
	}
	if aim := c.rules.TargetOf(id); aim != nil {
		t.WithinS, t.Percent = aim.WithinS, aim.Percent
	}
	c.visits.set(n, t)
}

// done gives the facts their legs.
func (c *collector) done() {
	from := 0
	for i, to := range c.ends {
		c.visits.Facts[i].Legs, from = c.legs[from:to:to], to
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

// Facts gives the visits of the days from one to another, both included, day by day in order, as of
// one moment. A packed day that can't be read is read from its tickets. The visits are only good until
// the next day's. Days without visits are passed over.
func (b *Books) Facts(ctx context.Context, from, to queue.Day, names *Names, each func(*Visits) error) error {
	return b.moment(ctx, func(b *Books) error { return b.facts(ctx, from, to, names, each) })
}

func (b *Books) facts(ctx context.Context, from, to queue.Day, names *Names, each func(*Visits) error) error {
	rows, err := b.at().QueryContext(ctx, daysWithVisits, string(from), string(to))
	if err != nil {
		return b.wrap("read figures", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var v Visits
	var legs []Passage
	for rows.Next() {
		var packed sql.RawBytes
		if err := rows.Scan(&v.Day, &packed); err != nil {
			return b.wrap("read figures", err)
		}
		if err = errPacked; packed != nil {
			if room, bad := v.unpack(packed, names, legs); bad == nil {
				legs, err = room, nil
			}
		}
		if err != nil {
			if err := b.loose(ctx, &v, names); err != nil {
				return err
			}
		}
		if err := each(&v); err != nil {
			return err
		}
	}
	return b.wrap("read figures", rows.Err())
}

// loose reads a day from its tickets, in place of what v has.
func (b *Books) loose(ctx context.Context, v *Visits, names *Names) error {
	rules, err := b.RulesOf(ctx, v.Day)
	if err != nil {
		return err
	}
	v.Facts = v.Facts[:0]
	clear(v.terms)
	rows, err := b.at().QueryContext(ctx, factsOfDay, string(v.Day))
	if err != nil {
		return b.wrap("read visits", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	c := collector{names: names, rules: rules, visits: v}
	if rules != nil {
		c.terms(0)
	}
	for rows.Next() {
		var l line
		err := l.scan(rows)
		if err == nil {
			err = c.take(&l)
		}
		if err != nil {
			return b.damaged(0, "the visits of "+string(v.Day)+" can't be read", err)
		}
	}
	c.done()
	return b.wrap("read visits", rows.Err())
}

// openDay is the day that the newest close of a day opened, at most a day's events ago. The day of
// the last event won't do: it may be of a visit that goes on from the day before.
const openDay = "SELECT json_extract(data, '$.next') FROM events WHERE type = 'day_closed' ORDER BY seq DESC LIMIT 1"

// Today is the lobby's day, which is not yet closed; empty before the first.
func (b *Books) Today(ctx context.Context) (day queue.Day, err error) {
	_, err = b.one(ctx, "read the day", openDay)(&day)
	return day, err
}

// Evaluated gives the evaluations of visits of the days from one to another, both included, in
// the order of the tickets' ids: without reasons and words.
func (b *Books) Evaluated(ctx context.Context, from, to queue.Day, each func(queue.Evaluation)) error {
	rows, err := b.at().QueryContext(ctx, "SELECT ticket, day, service, window, staff, level, due FROM evaluations WHERE day BETWEEN ? AND ? ORDER BY ticket", string(from), string(to))
	if err != nil {
		return b.wrap("read evaluations", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	for rows.Next() {
		var e queue.Evaluation
		var due sql.NullInt64
		if err := rows.Scan(&e.Ticket, &e.Day, &e.Service, &e.Window, &e.Staff, &e.Level, &due); err != nil {
			return b.wrap("read evaluations", err)
		}
		e.Due = instantOrZero(due)
		each(e)
	}
	return b.wrap("read evaluations", rows.Err())
}
