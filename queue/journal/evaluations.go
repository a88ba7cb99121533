package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"onedoor/queue"
)

// putEvaluation brings the table of evaluations to what an event says. A second one of the same visit
// is refused.
func putEvaluation(ctx context.Context, x driver.ExecerContext, e *queue.Event) error {
	d, ok := e.Data.(queue.EvaluatedData)
	if !ok {
		return nil
	}
	var reasons driver.Value
	if len(d.Reasons) > 0 {
		b, err := json.Marshal(d.Reasons)
		if err != nil {
			return err
		}
		reasons = string(b)
	}
	_, err := x.ExecContext(ctx, `INSERT INTO evaluations (ticket, seq, at, day, service, window, staff, level, reasons, via, words, due)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, named(nil, []driver.Value{
		int64(d.Ticket), e.Seq, micros(e.At), string(d.Visit), string(d.Service), string(d.Window), string(d.Staff), string(d.Level),
		reasons, string(d.Via), d.Words, microsOrNull(d.Due),
	}))
	if err != nil && faultOf(err) == faultTwice {
		return &queue.Error{Code: queue.ErrEvaluated, Cause: err}
	}
	return err
}

// Evaluation gives what the visitor thought of a visit; ok is false when nobody has said so.
func (b *Books) Evaluation(ctx context.Context, t queue.TicketID) (e queue.Evaluation, ok bool, err error) {
	var at int64
	var reasons []byte
	var due sql.NullInt64
	ok, err = b.one(ctx, "read an evaluation", `SELECT ticket, at, day, service, window, staff, level, reasons, via, words, due
		FROM evaluations WHERE ticket = ?`, int64(t))(
		&e.Ticket, &at, &e.Day, &e.Service, &e.Window, &e.Staff, &e.Level, &reasons, &e.Via, &e.Words, &due)
	if err != nil || !ok {
		return e, false, err
	}
	e.At, e.Due = instant(at), instantOrZero(due)
	if reasons != nil {
		if err := json.Unmarshal(reasons, &e.Reasons); err != nil {
			return e, false, b.damaged(0, fmt.Sprintf("the evaluation of ticket %d can't be read", t), err)
		}
	}
	return e, true, nil
}

// Visited gives what is known of a visit by its ticket; ok is false when there is none.
func (b *Books) Visited(ctx context.Context, t queue.TicketID) (v queue.Visited, ok bool, err error) {
	var ended int64
	ok, err = b.one(ctx, "read a visit", `SELECT t.id, t.day, t.state, t.changed, t.service, l.window, l.staff,
		EXISTS (SELECT 1 FROM evaluations e WHERE e.ticket = t.id)
		FROM tickets t JOIN legs l ON l.ticket = t.id AND l.n = (SELECT max(n) FROM legs WHERE ticket = t.id) WHERE t.id = ?`, int64(t))(
		&v.Ticket, &v.Day, &v.State, &ended, &v.Service, &v.Window, &v.Staff, &v.Evaluated)
	v.Ended = instant(ended)
	return v, ok, err
}
