package journal

import (
	"context"
	"database/sql"
	"time"

	"onedoor/queue"
)

// What is counted and is no ticket's is told one by one here: reports lead from a figure to it.

// told is what an event of the index events_told is asked for by.
const told = "type IN ('searched', 'consultation_over', 'print_stalled') AND type = ? AND day BETWEEN ? AND ?"

// Search is how many searches at a kiosk on a day came to the same.
type Search struct {
	Day     queue.Day
	Kiosk   queue.KioskID
	Lang    string
	Code    string          // one of those of tallies
	Service queue.ServiceID // that was taken
	N       int
}

// Searches gives the searches of the days from one to another, both included.
func (b *Books) Searches(ctx context.Context, from, to queue.Day) (list []Search, err error) {
	err = b.each(ctx, "read searches", `SELECT day, device, lang, code, service, n FROM tallies WHERE day BETWEEN ? AND ? AND what = ?
		ORDER BY day, device, lang, code, service`, []any{string(from), string(to), TallySearch}, func(rows *sql.Rows) error {
		var s Search
		list = append(list, s)
		last := &list[len(list)-1]
		return rows.Scan(&last.Day, &last.Kiosk, &last.Lang, &last.Code, &last.Service, &last.N)
	})
	return list, err
}

// Word is a word that found nothing at the kiosks, as long as it is kept.
type Word struct {
	Word        string
	N           int // how often it was searched for
	First, Last queue.Day
}

// Words gives the words that found nothing on the days from one to another, both included, at a kiosk
// or, with none named, at all: the most frequent first.
func (b *Books) Words(ctx context.Context, from, to queue.Day, kiosk queue.KioskID) (list []Word, err error) {
	err = b.each(ctx, "read words", `SELECT p.value, count(*), min(e.day), max(e.day) FROM events e JOIN personal p ON p.id = json_extract(e.data, '$.word')
		WHERE e.`+told+` AND p.kind = ? AND ? IN ('', json_extract(e.data, '$.kiosk')) GROUP BY p.value ORDER BY 2 DESC, 4 DESC, 1`,
		[]any{string(queue.Searched), string(from), string(to), queue.RowSearch, string(kiosk)}, func(rows *sql.Rows) error {
			var w Word
			err := rows.Scan(&w.Word, &w.N, &w.First, &w.Last)
			list = append(list, w)
			return err
		})
	return list, err
}

// Stall is a time that slips waited because a printer could not print.
type Stall struct {
	Printer      queue.PrinterID
	Day          queue.Day
	Since, Until time.Time
	Why          string // code of what kept it, at first
}

// Stalls gives the stalls of the days from one to another that have ended, by when they began: those
// that the tallies count.
func (b *Books) Stalls(ctx context.Context, from, to queue.Day) ([]Stall, error) {
	type start struct {
		seq   int64
		at    int64
		actor string
		Stall
	}
	var starts []start
	err := b.each(ctx, "read stalls", "SELECT seq, at, day, actor, coalesce(json_extract(data, '$.why'), '') FROM events WHERE "+told+" ORDER BY seq",
		[]any{string(queue.PrintStalled), string(from), string(to)}, func(rows *sql.Rows) error {
			var s start
			err := rows.Scan(&s.seq, &s.at, &s.Day, &s.actor, &s.Why)
			if p, ok := queue.Actor(s.actor).Printer(); ok && s.Why != "" {
				s.Printer, s.Since = p, instant(s.at)
				starts = append(starts, s)
			}
			return err
		})
	if err != nil {
		return nil, err
	}
	var list []Stall
	ended := map[queue.PrinterID]int64{} // the event that a printer's last stall ended with
	for _, s := range starts {
		if s.seq < ended[s.Printer] {
			continue // the same stall, for another slip
		}
		var seq, at int64
		ok, err := b.one(ctx, "read stalls", `SELECT seq, at FROM events WHERE seq > ? AND (type = ? AND actor = ? OR type = ?) ORDER BY seq LIMIT 1`,
			s.seq, string(queue.PrintBegun), s.actor, string(queue.DayClosed))(&seq, &at)
		if err != nil {
			return nil, err
		}
		if !ok {
			ended[s.Printer] = 1 << 62 // it goes on
			continue
		}
		ended[s.Printer], s.Until = seq, instant(at)
		list = append(list, s.Stall)
	}
	return list, nil
}

// Consultation is one that is over.
type Consultation struct {
	Day  queue.Day
	Over time.Time
	queue.ConsultationOverData
}

// ConsultationsOver gives the consultations that ended on the days from one to another, both
// included, held or not.
func (b *Books) ConsultationsOver(ctx context.Context, from, to queue.Day) (list []Consultation, err error) {
	err = b.each(ctx, "read consultations", "SELECT "+eventColumns+" FROM events WHERE "+told+" ORDER BY seq",
		[]any{string(queue.ConsultationOver), string(from), string(to)}, func(rows *sql.Rows) error {
			e, err := scanAudited(rows)
			if err != nil {
				return err
			}
			if d, ok := e.Data.(queue.ConsultationOverData); ok {
				list = append(list, Consultation{e.Day, e.At, d})
			}
			return nil
		})
	return list, err
}

// FollowUps gives the follow-ups of visits of the days from one to another, both included, in the order
// in which they were opened: without what was written, said and how to reach anybody.
func (b *Books) FollowUps(ctx context.Context, from, to queue.Day) (list []queue.FollowUp, err error) {
	err = b.each(ctx, "read follow-ups", `SELECT ticket, day, service, window, staff, opened, due, owner, overdue, coalesce(closed, 0), coalesce(result, ''), tries
		FROM follow_ups WHERE day BETWEEN ? AND ? ORDER BY opened, ticket`, []any{string(from), string(to)}, func(rows *sql.Rows) error {
		var f queue.FollowUp
		var opened, due, closed int64
		var overdue sql.NullInt64
		var tries int
		if err := rows.Scan(&f.Visit, &f.Day, &f.Service, &f.Window, &f.Staff, &opened, &due, &f.Owner, &overdue, &closed, &f.Result, &tries); err != nil {
			return err
		}
		f.Opened, f.Due, f.Overdue, f.Calls = instant(opened), instant(due), instantOrZero(overdue), make([]queue.FollowUpCall, tries)
		if closed != 0 {
			f.Closed = instant(closed)
		}
		list = append(list, f)
		return nil
	})
	return list, err
}

// Raised is an alert, or a surge.
type Raised struct {
	Day             queue.Day
	Kind            string // of the rules, or AlertSurge
	Service         queue.ServiceID
	Device          string
	At, Seen, Ended time.Time // zero: nobody has acknowledged it, it isn't over
}

// Raised gives the alerts and surges of the days from one to another, both included, in their order.
func (b *Books) Raised(ctx context.Context, from, to queue.Day) (list []Raised, err error) {
	err = b.each(ctx, "read alerts", "SELECT day, kind, service, device, at, seen, ended FROM alerts WHERE day BETWEEN ? AND ? ORDER BY seq",
		[]any{string(from), string(to)}, func(rows *sql.Rows) error {
			var a Raised
			var at int64
			var seen, ended sql.NullInt64
			err := rows.Scan(&a.Day, &a.Kind, &a.Service, &a.Device, &at, &seen, &ended)
			a.At, a.Seen, a.Ended = instant(at), instantOrZero(seen), instantOrZero(ended)
			list = append(list, a)
			return err
		})
	return list, err
}

// each reads rows one by one.
func (b *Books) each(ctx context.Context, what, query string, args []any, row func(*sql.Rows) error) error {
	rows, err := b.at().QueryContext(ctx, query, args...)
	if err != nil {
		return b.wrap(what, err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	for rows.Next() {
		if err := row(rows); err != nil {
			return b.wrap(what, err)
		}
	}
	return b.wrap(what, rows.Err())
}
