package journal

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"

	"onedoor/queue"
)

// What is tallied. The code says which of them.
const (
	TallyEvaluation   = "evaluation"   // of the visit's day; the code is the level
	TallyDiscontent   = "discontent"   // the same, of who is to be called back by the rules of then
	TallySearch       = "search"       // at a kiosk; the code is one of those below
	TallyConsultation = "consultation" // at the lead's window; the code says whether it was held
	TallyStall        = "stall"        // of a printer, with how long slips waited for it
	TallyFollowUp     = "follow_up"    // of the visit's day; the code says how it stands
	TallyAlert        = "alert"        // of the day it was raised; the code is its kind, or AlertSurge
	TallyAlertSeen    = "alert_seen"   // of these, acknowledged, with how long that took
	TallyAlertOver    = "alert_over"   // of these, over, with how long they lasted
)

// The codes of searches, follow-ups and consultations, and of alerts that are no kind of the rules.
const (
	SearchTaken    = "taken"    // something that came up was taken
	SearchUntaken  = "untaken"  // something came up, nothing was taken
	SearchUnserved = "unserved" // nothing came up
	FollowOpen     = "open"     // not closed, and nobody is late
	FollowLate     = "late"     // not closed in time, and not since
	FollowDone     = "done"     // closed in time
	FollowDoneLate = "done_late"
	ConsultHeld    = "held"
	ConsultNot     = "not_held"
	AlertSurge     = "surge"
)

// Tally is what was counted of a kind on some days.
type Tally struct {
	What    string
	Day     queue.Day // when it is of one alone
	Service queue.ServiceID
	Window  queue.WindowID
	Staff   queue.StaffID
	Device  string // id of a kiosk or a printer
	Lang    string
	Code    string
	N       int
	Seconds int // of those that have a length
}

// tallied are the types of events that putTally reads.
var tallied = [...]queue.Type{
	queue.Evaluated, queue.Searched, queue.ConsultationOver, queue.PrintStalled, queue.PrintBegun, queue.DayClosed,
}

// putTally counts what an event tells of.
func (w *writer) putTally(ctx context.Context, e *queue.Event) error {
	add := func(day queue.Day, t Tally) error {
		return w.tally.exec(ctx, string(day), t.What, string(t.Service), string(t.Window), string(t.Staff), t.Device, t.Lang, t.Code, int64(1), int64(t.Seconds))
	}
	switch d := e.Data.(type) {
	case queue.EvaluatedData:
		what := TallyEvaluation
		if !d.Due.IsZero() {
			what = TallyDiscontent
		}
		return add(d.Visit, Tally{What: what, Service: d.Service, Window: d.Window, Staff: d.Staff, Code: string(d.Level)})
	case queue.SearchedData:
		code := SearchTaken
		switch {
		case d.Hits <= 0:
			code = SearchUnserved
		case d.Service == "" && d.Question == "":
			code = SearchUntaken
		}
		return add(e.Day, Tally{What: TallySearch, Service: d.Service, Device: string(d.Kiosk), Lang: d.Lang, Code: code})
	case queue.ConsultationOverData:
		t := Tally{What: TallyConsultation, Window: d.Lead, Staff: d.Staff, Code: ConsultNot}
		if !d.Began.IsZero() {
			t.Code, t.Seconds = ConsultHeld, int(e.At.Sub(d.Began)/time.Second)
		}
		return add(e.Day, t)
	case queue.PrintStalledData:
		if p, ok := e.Actor.Printer(); ok && d.Why != "" {
			return w.stall.exec(ctx, string(p), micros(e.At))
		}
	case queue.PrintBegunData:
		if p, ok := e.Actor.Printer(); ok {
			return w.endStalls(ctx, e.Day, e.At, string(p))
		}
	case queue.DayData:
		return w.endStalls(ctx, d.Closed, e.At, "")
	}
	return nil
}

// endStalls counts the stall of a printer that prints again; of all printers for none. A stall
// ends with its day: nobody waits for paper over night.
func (w *writer) endStalls(ctx context.Context, day queue.Day, at time.Time, printer string) error {
	if err := w.stalled.exec(ctx, string(day), TallyStall, micros(at), printer); err != nil {
		return err
	}
	return w.unstall.exec(ctx, printer)
}

// fill counts what happened before the books counted it.
func (w *writer) fill(ctx context.Context, x driver.ExecerContext) error {
	const done = "figures"
	filled := false
	if err := query(ctx, x, "SELECT 1 FROM meta WHERE key = ?", []driver.Value{done}, func([]driver.Value) error {
		filled = true
		return nil
	}); err != nil || filled {
		return err
	}
	list, args := "", []driver.Value{}
	for i, t := range tallied {
		list += []string{", ", ""}[btoi(i == 0)] + "?"
		args = append(args, string(t))
	}
	err := query(ctx, x, "SELECT "+eventColumns+" FROM events WHERE type IN ("+list+") ORDER BY seq", args, func(row []driver.Value) error {
		e, data, _, ok := storedEvent(row)
		if !ok {
			return fmt.Errorf("event %d can't be read", e.Seq)
		}
		var err error
		if e.Data, err = queue.DecodeData(e.Type, e.V, []byte(data)); err != nil {
			return fmt.Errorf("read event %d: %w", e.Seq, err)
		}
		return w.putTally(ctx, &e)
	})
	if err != nil {
		return err
	}
	_, err = x.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES (?, '1')", named(nil, []driver.Value{done}))
	return err
}

// Tallies gives what was counted on the days from one to another, both included.
func (b *Books) Tallies(ctx context.Context, from, to queue.Day) ([]Tally, error) {
	rows, err := b.at().QueryContext(ctx, `SELECT what, service, window, staff, device, lang, code, sum(n), sum(seconds) FROM tallies
		WHERE day BETWEEN ?1 AND ?2 GROUP BY what, service, window, staff, device, lang, code
		UNION ALL SELECT 'follow_up', service, window, staff, '', '',
			CASE WHEN closed IS NULL THEN iif(overdue IS NULL, 'open', 'late') ELSE iif(overdue IS NULL AND closed <= due, 'done', 'done_late') END, count(*), 0
			FROM follow_ups WHERE day BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3, 4, 5, 6, 7
		UNION ALL SELECT 'alert', service, '', '', '', '', kind, count(*), 0
			FROM alerts WHERE day BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3, 4, 5, 6, 7
		UNION ALL SELECT 'alert_seen', service, '', '', '', '', kind, count(*), sum((seen - at) / 1000000)
			FROM alerts WHERE day BETWEEN ?1 AND ?2 AND seen IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
		UNION ALL SELECT 'alert_over', service, '', '', '', '', kind, count(*), sum((ended - at) / 1000000)
			FROM alerts WHERE day BETWEEN ?1 AND ?2 AND ended IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
		ORDER BY 1, 2, 3, 4, 5, 6, 7`, string(from), string(to))
	if err != nil {
		return nil, b.wrap("read tallies", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var list []Tally
	for rows.Next() {
		var t Tally
		if from == to {
			t.Day = from
		}
		if err := rows.Scan(&t.What, &t.Service, &t.Window, &t.Staff, &t.Device, &t.Lang, &t.Code, &t.N, &t.Seconds); err != nil {
			return nil, b.wrap("read tallies", err)
		}
		list = append(list, t)
	}
	return list, b.wrap("read tallies", rows.Err())
}
