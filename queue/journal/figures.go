package journal

import (
	"context"
	"database/sql"

	"onedoor/queue"
)

// Visits is what became of the visits of a day that came for one service: the
// service that the ticket was issued for, whichever it ended at.
type Visits struct {
	Day       queue.Day
	Service   queue.ServiceID
	Issued    int
	Persons   int // heads of all parties
	Called    int // called at least once
	Served    int // ended with an outcome
	NoShow    int // called, and never came
	Cancelled int // left by themselves
	Lapsed    int // never called before the number lapsed
	Open      int // not ended yet
	Outcomes  map[queue.OutcomeID]int
}

// VisitsOf counts the visits from one day to another, both included, by day
// and service in their order.
func (b *Books) VisitsOf(ctx context.Context, from, to queue.Day) ([]Visits, error) {
	rows, err := b.read.QueryContext(ctx, `WITH visits AS (
			SELECT t.day, l.service, t.outcome, t.party, t.state, (SELECT sum(calls) FROM legs WHERE ticket = t.id) AS calls
			FROM tickets t JOIN legs l ON l.ticket = t.id AND l.n = 1
			WHERE t.day BETWEEN ? AND ?)
		SELECT day, service, outcome, count(*), sum(party),
			count(*) FILTER (WHERE calls > 0),
			count(*) FILTER (WHERE state = 'done'),
			count(*) FILTER (WHERE state = 'no_show' OR state = 'lapsed' AND calls > 0),
			count(*) FILTER (WHERE state = 'cancelled'),
			count(*) FILTER (WHERE state = 'lapsed' AND calls = 0),
			count(*) FILTER (WHERE state IN ('waiting', 'called', 'serving', 'held'))
		FROM visits GROUP BY day, service, outcome ORDER BY day, service, outcome`, string(from), string(to))
	if err != nil {
		return nil, b.wrap("count visits", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var list []Visits
	for rows.Next() {
		var v Visits
		var outcome queue.OutcomeID
		if err := rows.Scan(&v.Day, &v.Service, &outcome, &v.Issued, &v.Persons, &v.Called, &v.Served, &v.NoShow, &v.Cancelled, &v.Lapsed, &v.Open); err != nil {
			return nil, b.wrap("count visits", err)
		}
		if n := len(list); n == 0 || list[n-1].Day != v.Day || list[n-1].Service != v.Service {
			list = append(list, Visits{Day: v.Day, Service: v.Service, Outcomes: map[queue.OutcomeID]int{}})
		}
		list[len(list)-1].add(v, outcome)
	}
	return list, b.wrap("count visits", rows.Err())
}

// add adds the visits that ended with one outcome; an empty one is none.
func (v *Visits) add(more Visits, outcome queue.OutcomeID) {
	v.Issued += more.Issued
	v.Persons += more.Persons
	v.Called += more.Called
	v.Served += more.Served
	v.NoShow += more.NoShow
	v.Cancelled += more.Cancelled
	v.Lapsed += more.Lapsed
	v.Open += more.Open
	if outcome != "" {
		v.Outcomes[outcome] += more.Issued
	}
}

// Waits is how long was waited at one service on a day, over the legs that were
// called, in seconds.
type Waits struct {
	Day     queue.Day
	Service queue.ServiceID
	Legs    int
	MeanS   int64
	MedianS int64 // the lower of the two in the middle
	P90S    int64 // nine of ten waited no longer
	LongS   int64 // the longest
}

// WaitsOf gives the waiting times from one day to another, both included, by
// day and service in their order.
func (b *Books) WaitsOf(ctx context.Context, from, to queue.Day) ([]Waits, error) {
	rows, err := b.read.QueryContext(ctx, `SELECT t.day, l.service, l.waited_s
		FROM tickets t JOIN legs l ON l.ticket = t.id
		WHERE t.day BETWEEN ? AND ? AND l.called IS NOT NULL
		ORDER BY t.day, l.service, l.waited_s`, string(from), string(to))
	if err != nil {
		return nil, b.wrap("read waiting times", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	list, err := gatherWaits(rows)
	return list, b.wrap("read waiting times", err)
}

// gatherWaits reads rows of day, service and seconds, each group in rising order.
func gatherWaits(rows *sql.Rows) ([]Waits, error) {
	var list []Waits
	var day queue.Day
	var service queue.ServiceID
	var waited []int64
	end := func() {
		if len(waited) > 0 {
			list = append(list, summary(day, service, waited))
		}
		waited = waited[:0]
	}
	for rows.Next() {
		var d queue.Day
		var s queue.ServiceID
		var w int64
		if err := rows.Scan(&d, &s, &w); err != nil {
			return nil, err
		}
		if d != day || s != service {
			end()
			day, service = d, s
		}
		waited = append(waited, w)
	}
	end()
	return list, rows.Err()
}

// summary makes the figures of waiting times in rising order.
func summary(day queue.Day, service queue.ServiceID, waited []int64) Waits {
	n := len(waited)
	var sum int64
	for _, w := range waited {
		sum += w
	}
	return Waits{
		Day: day, Service: service, Legs: n, MeanS: sum / int64(n),
		MedianS: waited[(n-1)/2], P90S: waited[(9*n+9)/10-1], LongS: waited[n-1],
	}
}
