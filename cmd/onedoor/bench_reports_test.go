package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
	"onedoor/queue/report"
)

// visitsADay make 200,000 in a month of 31 days, and 2.35 million in a year.
const visitsADay = 6452

// measureReports makes reports of a busy hall's year: 40 windows, 60 people, every service of
// the sample. The visits are written by SQL, so that they are there within a minute or two; the
// books pack the days themselves.
func measureReports(b *testing.B, f *figures) {
	dir := filepath.Join(b.TempDir(), "data")
	rules := config.Sample().Rules
	began := time.Now()
	writeVisits(b, dir, rules, visitsADay, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 365)
	wrote := time.Since(began)
	s, err := journal.Open(b.Context(), journal.Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	}()
	began = time.Now()
	if err := s.Pack(b.Context()); err != nil {
		b.Fatal(err)
	}
	f.add(figure{
		what: "  365 days packed, which an upgrade does behind the scenes; written before by SQL",
		got:  time.Since(began).Round(time.Second/10).String() + "; " + wrote.Round(time.Second).String(),
	})
	month, year := report.MonthOf("2026-10-01"), report.YearOf("2026-10-01")
	timeReport(b, f, s, rules, "a month's report", month, 9, 300*time.Millisecond)
	timeReport(b, f, s, rules, "a year's report", year, 3, 2*time.Second)
	began = time.Now()
	if _, err := report.Make(b.Context(), s, rules, report.Query{Period: month, Compare: true, Persons: true}); err != nil {
		b.Fatal(err)
	}
	compared := time.Since(began)
	began = time.Now()
	page, err := report.Behind(b.Context(), s, rules, report.Query{Period: month}, report.Place{Section: report.SectionTotals, Measure: report.Transfers}, 0, 100)
	if err != nil {
		b.Fatal(err)
	}
	f.add(figure{what: fmt.Sprintf("  a month beside the one before; the first 100 of %d tickets behind a figure", page.Total), got: ms(compared) + "; " + ms(time.Since(began))})
}

// timeReport makes a report some times, beside a bare read of the same packed days.
func timeReport(b *testing.B, f *figures, s *journal.Store, rules *queue.Rules, what string, p report.Period, rounds int, goal time.Duration) {
	var took, bare times
	visits := 0
	for range rounds {
		began := time.Now()
		r, err := report.Make(b.Context(), s, rules, report.Query{Period: p, Persons: true})
		if err != nil {
			b.Fatal(err)
		}
		took.add(time.Since(began))
		visits = r.Section(report.SectionTotals).Figure("", report.Batches).N
		bare.add(readPacked(b, s.File(), p))
	}
	if want := visitsADay * p.Days(); visits != want {
		b.Fatalf("%s is of %d visits, not %d", what, visits, want)
	}
	got, least := took.at(0.5), bare.at(0.5)
	f.add(figure{
		what: fmt.Sprintf("%s over %s visits ÷ a bare read of its packed days", what, report.Thousands(visits)), got: ms(got), limit: ms(least),
		ratio: float64(got) / float64(least), goal: "≤ " + goal.String(), ok: got <= goal,
	})
	f.add(figure{what: "  the same waits only added up by SQLite, from tickets and legs", got: ms(addWaits(b, s.File(), p))})
}

// beside opens the books as another program would.
func beside(b *testing.B, file, mode string) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+file+"?"+mode)
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// readPacked reads the bytes of packed days and does nothing with them.
func readPacked(b *testing.B, file string, p report.Period) time.Duration {
	b.Helper()
	db := beside(b, file, "mode=ro")
	defer func() { _ = db.Close() }()
	began := time.Now()
	rows, err := db.QueryContext(b.Context(), "SELECT data FROM cells WHERE day BETWEEN ? AND ?", p.From, p.To)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var data sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&data); err != nil {
			b.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

// addWaits adds up how long visitors waited.
func addWaits(b *testing.B, file string, p report.Period) time.Duration {
	b.Helper()
	db := beside(b, file, "mode=ro")
	defer func() { _ = db.Close() }()
	began := time.Now()
	var sum int64
	if err := db.QueryRowContext(b.Context(), `SELECT sum(l.called - l.began) FROM tickets t JOIN legs l ON l.ticket = t.id AND l.n = 1
		WHERE t.day BETWEEN ? AND ?`, p.From, p.To).Scan(&sum); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

// writeVisits writes the books of a lobby that opened on the day after some days, and so many visits of
// each of these.
func writeVisits(b *testing.B, dir string, rules *queue.Rules, aDay int, first time.Time, days int) {
	b.Helper()
	s, err := journal.Open(b.Context(), journal.Options{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	file := s.File()
	now := func() time.Time { return first.AddDate(0, 0, days).Add(time.Hour) } // nine in the morning
	startStop(b, rules, queue.Options{Store: s, Now: now, Tick: time.Hour})
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	var services []string
	for i := range rules.Services {
		services = append(services, string(rules.Services[i].ID))
	}
	list, err := json.Marshal(services)
	if err != nil {
		b.Fatal(err)
	}
	db := beside(b, file, "mode=rw&_journal_mode=OFF&_synchronous=OFF&_cache_size=-64000")
	for _, script := range []string{
		"DROP TRIGGER cells_issued", "DELETE FROM meta WHERE key = 'figures'", manyTickets, manyLegs,
		"CREATE TRIGGER cells_issued AFTER INSERT ON tickets BEGIN DELETE FROM cells WHERE day = new.day; END",
	} {
		args := map[string][]any{manyTickets: {aDay, string(list), first.Format(time.DateOnly), days}, manyLegs: {}}[script]
		if _, err := db.ExecContext(b.Context(), script, args...); err != nil {
			b.Fatalf("%.60s: %v", script, err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// manyTickets writes ?1 visits a day, to services of the list ?2, from nine to five, from the day ?3 on for ?4 days.
const manyTickets = `WITH RECURSIVE d (day, at, i) AS (
	SELECT ?3, unixepoch(?3) + 3600, 0 UNION ALL SELECT date(day, '+1 day'), at + 86400, i + 1 FROM d WHERE i + 1 < ?4
), n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)
INSERT INTO tickets (id, day, number, ref, code, class, lang, kiosk, issued, ahead, service, party, state, changed, seq, since, credit_us,
	window, staff, for_window, for_staff, hold_reason, returned, outcome, print, print_why, print_weak, copies, printer)
SELECT i * ?1 + n, day, printf('A%05d', n), printf('r%012d', i * ?1 + n), printf('%07d', i * ?1 + n),
	iif(random() % 5 = 0, 'priority', 'ordinary'), iif(random() % 20 = 0, 'en', 'zh'), 'main', (at + n * 28800 / ?1) * 1000000, 3,
	json_extract(?2, '$[' || abs(random() % json_array_length(?2)) || ']'), 1 + (random() % 9 = 0) * abs(random() % 4),
	iif(random() % 20 = 0, 'cancelled', 'done'), 0, 1, 0, 0, '', '', '', '', '', 0, 'answered', 'confirmed', '', 0, 0, 'p1'
FROM d, n`

// manyLegs writes a leg for each, and for every tenth one that was sent on before.
const manyLegs = `INSERT INTO legs (ticket, n, service, window, staff, began, called, started, ended, calls, waited_s, ending, counts, once)
SELECT id, n, service, 'w' || w, 'p' || (w + 20 * (random() % 2 = 0)), began, iif(state = 'done', called, NULL), iif(state = 'done', called + 20000000, NULL),
	iif(state = 'done', called + 20000000 + abs(random() % 900) * 1000000, called), state = 'done', 0,
	iif(state <> 'done', 'cancelled', iif(n < legs, 'transferred', iif(id % 3, 'answered', 'accepted'))),
	iif(state <> 'done' OR n < legs, '', iif(id % 3, 'nothing', 'accepted')), state = 'done' AND n = legs AND id % 3 = 0
FROM (
	SELECT t.id, x.value AS n, t.service, t.state, iif(t.id % 10 = 0 AND t.state = 'done', 2, 1) AS legs, 1 + abs(random() % 40) AS w,
		t.issued + (x.value - 1) * 1800000000 AS began, t.issued + (x.value - 1) * 1800000000 + abs(random() % (1 + abs(random() % 3600))) * 1000000 AS called
	FROM tickets t, json_each('[1,2]') x WHERE x.value <= iif(t.id % 10 = 0 AND t.state = 'done', 2, 1)
)`

// startStop runs a queue just long enough that the rules stand in the books.
func startStop(b *testing.B, rules *queue.Rules, o queue.Options) {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	q, err := queue.Open(ctx, o)
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		q.Run(ctx)
	}()
	queuetest.Do(b, q, queue.System, queue.SetRules{Rules: rules})
	queuetest.Do(b, q, queue.Clock, queue.Tick{}) // which opens the day
	cancel()
	<-done
}
