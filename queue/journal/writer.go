package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// writer is the one connection that writes, with its statements prepared. It is
// used under the store's lock.
type writer struct {
	conn    *sql.Conn
	head    head      // the last event in the file
	dropped time.Time // when old answers were last dropped
	began   time.Time // of this run of the program
	noted   time.Time // when the run was last noted

	prepared []driver.Stmt // all of those below

	begin, commit, rollback                             statement
	event, ticket, leg, noLeg, personal, expire, answer statement
	dropSnapshots, snapshot, dropAnswers, probe         statement
	tally, stall, stalled, unstall, run                 statement
	once, onceOfMatter                                  statement
}

// statement is a prepared statement of the driver itself: a ticket takes three
// of them with 54 values, which database/sql would convert and allocate anew.
type statement struct {
	driver.StmtQueryContext
	args []driver.NamedValue
}

// exec runs the statement with values of the driver's own types. It asks for
// rows, of which there are none: the driver hands over all values of a query in
// one call of C, and those of an Exec in one call each. The first step, which is
// all of the work, is done and judged before QueryContext returns.
func (s *statement) exec(ctx context.Context, args ...driver.Value) error {
	s.args = named(s.args[:0], args)
	rows, err := s.QueryContext(ctx, s.args)
	if err != nil {
		return err
	}
	return rows.Close()
}

func named(list []driver.NamedValue, args []driver.Value) []driver.NamedValue {
	for i, a := range args {
		list = append(list, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return list
}

// openWriter opens the writing connection.
func (s *Store) openWriter(ctx context.Context) (*writer, error) {
	conn, err := s.pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn, began: s.now()}
	if err := conn.Raw(func(c any) error { return w.prepare(ctx, c) }); err != nil {
		return nil, errors.Join(err, w.close())
	}
	if w.head, err = s.headOf(ctx, conn); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *writer) prepare(ctx context.Context, c any) error {
	for _, p := range []struct {
		s     *statement
		query string
	}{
		{&w.begin, "BEGIN IMMEDIATE"},
		{&w.commit, "COMMIT"},
		{&w.rollback, "ROLLBACK"},
		{&w.event, "INSERT INTO events (" + eventColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
		{&w.ticket, putTicket},
		{&w.leg, putLeg},
		{&w.noLeg, dropLegs},
		{&w.personal, "INSERT INTO personal (id, ticket, kind, value, erase_after) VALUES (?, ?, ?, ?, ?)"},
		{&w.expire, "UPDATE personal SET erase_after = ? WHERE id = ?"},
		{&w.answer, `INSERT INTO answers (principal, route, key, at, body, result) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (principal, route, key) DO UPDATE SET at = excluded.at, body = excluded.body, result = excluded.result`},
		// One that stays and the new one are the two that are kept.
		{&w.dropSnapshots, "DELETE FROM snapshots WHERE seq < (SELECT max(seq) FROM snapshots)"},
		{&w.snapshot, "INSERT OR REPLACE INTO snapshots (seq, chain, sum, state) VALUES (?, ?, ?, ?)"},
		// Rows come in the order of their time, so this reads the old ones only.
		{&w.dropAnswers, "DELETE FROM answers WHERE id < coalesce((SELECT id FROM answers WHERE at >= ? ORDER BY id LIMIT 1), 9223372036854775807)"},
		{&w.tally, `INSERT INTO tallies (day, what, service, window, staff, device, lang, code, n, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET n = n + excluded.n, seconds = seconds + excluded.seconds`},
		{&w.stall, "INSERT INTO stalls (printer, since) VALUES (?, ?) ON CONFLICT DO NOTHING"},
		{&w.stalled, `INSERT INTO tallies (day, what, service, window, staff, device, lang, code, n, seconds)
			SELECT ?1, ?2, '', '', '', printer, '', '', 1, max(?3 - since, 0) / 1000000 FROM stalls WHERE ?4 IN (printer, '')
			ON CONFLICT DO UPDATE SET n = n + 1, seconds = seconds + excluded.seconds`},
		{&w.unstall, "DELETE FROM stalls WHERE ? IN (printer, '')"},
		{&w.run, "INSERT INTO runs (began, last) VALUES (?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)"},
		{&w.once, onceFor(`SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM links WHERE ticket = ?1)
			UNION SELECT o.ticket FROM links k JOIN links o ON o.matter = k.matter WHERE k.ticket = ?1`)},
		{&w.onceOfMatter, onceFor("SELECT ticket FROM links WHERE matter = ?1")},
		{&w.probe, "INSERT INTO meta (key, value) VALUES ('probe', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"},
	} {
		s, err := c.(driver.ConnPrepareContext).PrepareContext(ctx, p.query)
		if err != nil {
			return fmt.Errorf("prepare %q: %w", p.query, err)
		}
		p.s.StmtQueryContext = s.(driver.StmtQueryContext)
		w.prepared = append(w.prepared, s)
	}
	return nil
}

// onceFor makes the first leg that accepts, and the first that concludes, of all the visits
// of a subject the one that counts. Only rows that change are written.
func onceFor(visits string) string {
	return "WITH subject (ticket) AS (" + visits + `), act AS (
		SELECT l.ticket, l.n, l.counts IN ('accepted', 'concluded') AND row_number() OVER (PARTITION BY l.counts ORDER BY l.ended, l.ticket, l.n) = 1 AS once
		FROM subject s JOIN legs l ON l.ticket = s.ticket
	) UPDATE legs SET once = act.once FROM act WHERE legs.ticket = act.ticket AND legs.n = act.n AND legs.once <> act.once`
}

// transact runs a function in a transaction of its own. The error is the first
// one; after it nothing of the transaction is seen through this connection.
func (w *writer) transact(ctx context.Context, do func(driver.ExecerContext) error) error {
	return w.conn.Raw(func(c any) error {
		if err := w.begin.exec(ctx); err != nil {
			return fmt.Errorf("begin: %w", err)
		}
		err := do(c.(driver.ExecerContext))
		if err == nil {
			err = w.commit.exec(ctx)
		}
		if err != nil {
			// SQLite may have rolled back by itself, then this says so.
			_ = w.rollback.exec(ctx)
		}
		return err
	})
}

// close ends the statements, without which SQLite would keep the file open, and
// gives the connection back to its pool.
func (w *writer) close() error {
	var errs []error
	for _, s := range w.prepared {
		errs = append(errs, s.Close())
	}
	if err := w.conn.Close(); !errors.Is(err, sql.ErrConnDone) {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
