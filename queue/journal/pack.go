package journal

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"onedoor/queue"
)

// dayPacker packs closed days behind the scenes: after a day was closed, and at the start what is not
// packed, as after an upgrade. Nobody waits for it but for the one day that it has in hand. A day that
// can't be packed stays loose, is told of, and is read from its tickets.
type dayPacker struct {
	wake   chan struct{}
	cancel context.CancelFunc
	done   chan struct{}
}

// startPacker begins with what is to be packed now.
func (s *Store) startPacker() *dayPacker {
	ctx, cancel := context.WithCancel(context.Background())
	p := &dayPacker{wake: make(chan struct{}, 1), cancel: cancel, done: make(chan struct{})}
	p.due()
	go func() {
		defer close(p.done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-p.wake:
			}
			// A pause as long as each day took leaves the other half of the time to the hall.
			err := s.pack(ctx, func(took time.Duration) {
				select {
				case <-ctx.Done():
				case <-time.After(took):
				}
			})
			if err != nil && ctx.Err() == nil && !errors.Is(err, errClosed) {
				s.log.Error("days are not packed; their figures are read from their tickets", "err", err)
			}
		}
	}()
	return p
}

// closesDay says whether an event closes a day.
func closesDay(e queue.Event) bool { return e.Type == queue.DayClosed }

// due tells the packer that a day was closed.
func (p *dayPacker) due() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// stop ends the packer and waits for it.
func (p *dayPacker) stop() {
	p.cancel()
	<-p.done
}

// Pack packs the closed days that aren't packed, each by itself, and waits for it. Its error tells of
// all days that can't be.
func (s *Store) Pack(ctx context.Context) error {
	if err := s.Ready(ctx); err != nil {
		return err
	}
	return s.pack(ctx, func(time.Duration) {})
}

func (s *Store) pack(ctx context.Context, between func(time.Duration)) error {
	today, err := s.Today(ctx)
	if err != nil || today == "" {
		return err
	}
	var days []queue.Day
	err = s.each(ctx, "look for days to pack", unpackedDays, []any{string(today)}, func(rows *sql.Rows) error {
		var day queue.Day
		err := rows.Scan(&day)
		days = append(days, day)
		return err
	})
	if err != nil {
		return err
	}
	var bad []error
	for _, day := range days {
		began := time.Now()
		if err := s.packDay(ctx, day); err != nil {
			bad = append(bad, fmt.Errorf("pack %s: %w", day, err))
		}
		if between(time.Since(began)); ctx.Err() != nil {
			break
		}
	}
	return errors.Join(bad...)
}

// packDay packs one day, while nothing is written that could change it.
func (s *Store) packDay(ctx context.Context, day queue.Day) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.writer
	switch {
	case w == nil || s.closed:
		return errClosed
	case s.doubt != nil:
		return s.doubt
	}
	v, names := Visits{Day: day}, NewNames()
	if err := s.moment(ctx, func(b *Books) error { return b.loose(ctx, &v, names) }); err != nil {
		return err
	}
	packed := v.pack(names)
	ctx = context.WithoutCancel(ctx)
	err := w.transact(ctx, func(x driver.ExecerContext) error {
		_, err := x.ExecContext(ctx, "INSERT OR REPLACE INTO cells (day, data) VALUES (?, ?)", named(nil, []driver.Value{string(day), packed}))
		return err
	})
	if err != nil {
		return s.failed(ctx, w, err)
	}
	s.keeper.wrote(1 + len(packed)/pageSize)
	return nil
}
