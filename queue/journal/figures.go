package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"maps"
	"slices"
	"time"

	"onedoor/queue"
)

// acts are the tickets and matters of which it may have changed what counts once.
type acts struct {
	tickets map[queue.TicketID]struct{}
	matters map[queue.MatterID]struct{}
}

// ticket takes in a ticket that has changed. Of one whose last act was undone it may be that it
// counts no longer.
func (a *acts) ticket(t *queue.Ticket, undone bool) {
	if undone || slices.ContainsFunc(t.Legs, func(l queue.Leg) bool { return l.Counts.OncePerMatter() }) {
		a.add(t.ID)
	}
}

func (a *acts) add(id queue.TicketID) {
	if a.tickets == nil {
		a.tickets = map[queue.TicketID]struct{}{}
	}
	a.tickets[id] = struct{}{}
}

// event takes in what an event says of matters.
func (a *acts) event(e *queue.Event) {
	switch d := e.Data.(type) {
	case queue.MatterOpenedData:
		a.add(d.Ticket)
	case queue.MatterLinkedData:
		a.add(d.Ticket)
	case queue.MatterDroppedData:
		a.add(d.Ticket)
		if a.matters == nil {
			a.matters = map[queue.MatterID]struct{}{}
		}
		a.matters[d.Matter] = struct{}{}
	}
}

// put says anew which legs count, after the tickets and links were written.
func (a *acts) put(ctx context.Context, w *writer) error {
	for _, id := range slices.Sorted(maps.Keys(a.tickets)) {
		if err := w.once.exec(ctx, int64(id)); err != nil {
			return fmt.Errorf("count the acts of ticket %d: %w", id, err)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(a.matters)) {
		if err := w.onceOfMatter.exec(ctx, int64(id)); err != nil {
			return fmt.Errorf("count the acts of matter %d: %w", id, err)
		}
	}
	clear(a.tickets)
	clear(a.matters)
	return nil
}

// putFigures brings what the reports read to what a batch says.
func (w *writer) putFigures(ctx context.Context, b *queue.Batch, undone bool, now time.Time) error {
	var acts acts
	for i := range b.Events {
		acts.event(&b.Events[i])
	}
	for _, t := range b.Tickets {
		acts.ticket(t, undone)
	}
	if err := acts.put(ctx, w); err != nil {
		return err
	}
	if slices.ContainsFunc(b.Events, closesDay) {
		w.exactly(now) // so that the day's figures don't change by the last minute of it
	}
	return w.noteRun(ctx, now)
}

// exactly has the next note be of the second that it is, unless the program was silent for long.
func (w *writer) exactly(now time.Time) {
	if since := now.Sub(w.noted); since >= 0 && since <= runGap {
		w.noted = time.Time{}
	}
}

// runEvery is how exactly it is known until when the program ran, runGap how long it may say nothing
// and still have run.
const (
	runEvery = time.Minute
	runGap   = 5 * time.Minute
)

// noteRun says, once a minute at most, that the program runs. After a jump of the clock, or when the
// machine was asleep, another run begins: nobody was served in between.
func (w *writer) noteRun(ctx context.Context, now time.Time) error {
	since := now.Sub(w.noted)
	switch {
	case w.noted.IsZero():
	case since >= 0 && since < runEvery:
		return nil
	case since > runGap || since < -runEvery:
		w.began = now
	case since < 0: // the clock was set a little
		return nil
	}
	w.noted = now
	if err := w.run.exec(ctx, micros(w.began), micros(now)); err != nil {
		return fmt.Errorf("note that the program runs: %w", err)
	}
	return nil
}

// alive notes that the program runs also while nobody comes.
func (s *Store) alive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ctx := s.writer, context.Background()
	if w == nil || s.closed || s.doubt != nil {
		return
	}
	if err := w.transact(ctx, func(driver.ExecerContext) error { return w.noteRun(ctx, s.now()) }); err != nil {
		s.log.Warn("not noted that the program runs", "err", s.failed(ctx, w, err))
	}
}

// endRun notes when the program ended. When it can't, it ended a minute ago at most.
func (s *Store) endRun() {
	w, ctx := s.writer, context.Background()
	w.exactly(s.now())
	_ = w.transact(ctx, func(driver.ExecerContext) error { return w.noteRun(ctx, s.now()) })
}

// Run is a time that the program ran.
type Run struct{ Began, Last time.Time }

// Runs gives when the program ran within a time, oldest first and no moment twice, and when it
// first ran at all; the zero time for never.
func (b *Books) Runs(ctx context.Context, from, to time.Time) (list []Run, first time.Time, err error) {
	var ever sql.NullInt64
	if _, err := b.one(ctx, "read when the program ran", "SELECT min(began) FROM runs")(&ever); err != nil || !ever.Valid {
		return nil, first, err
	}
	rows, err := b.at().QueryContext(ctx, "SELECT max(began, ?1), min(last, ?2) FROM runs WHERE began < ?2 AND last > ?1 ORDER BY began", micros(from), micros(to))
	if err != nil {
		return nil, first, b.wrap("read when the program ran", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	for rows.Next() {
		var began, last int64
		if err := rows.Scan(&began, &last); err != nil {
			return nil, first, b.wrap("read when the program ran", err)
		}
		r := Run{instant(began), instant(last)}
		if n := len(list); n > 0 && !r.Began.After(list[n-1].Last) { // the clock was set back
			if r.Last.After(list[n-1].Last) {
				list[n-1].Last = r.Last
			}
			continue
		}
		list = append(list, r)
	}
	return list, instant(ever.Int64), b.wrap("read when the program ran", rows.Err())
}
