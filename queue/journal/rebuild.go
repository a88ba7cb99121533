package journal

import (
	"context"
	"database/sql/driver"
	"fmt"
	"maps"
	"slices"

	"onedoor/queue"
)

// rebuildChunk is after how many events the tickets they touched are written.
const rebuildChunk = 1000

// Rebuild makes the projections anew from the events, in one transaction.
// Commits wait meanwhile: some seconds for 100,000 tickets. Then it packs the closed days, as Pack
// does. It is for repairs.
func (s *Store) Rebuild(ctx context.Context) error {
	if err := s.rebuild(ctx); err != nil {
		return err
	}
	return s.Pack(ctx)
}

func (s *Store) rebuild(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.ready(ctx)
	if err != nil {
		return err
	}
	err = w.transact(context.WithoutCancel(ctx), func(x driver.ExecerContext) error {
		for _, table := range []string{"cells", "tallies", "stalls", "alerts", "follow_ups", "evaluations", "matter_rows", "links", "matters", "legs", "tickets"} {
			if _, err := x.ExecContext(ctx, "DELETE FROM "+table, nil); err != nil {
				return fmt.Errorf("empty %s: %w", table, err)
			}
		}
		return s.replay(ctx, w, x)
	})
	if err != nil {
		return s.failed(ctx, w, fmt.Errorf("rebuild: %w", err))
	}
	s.keeper.wrote(walPages)
	return nil
}

// replay writes the tickets, matters and evaluations as the events leave them.
func (s *Store) replay(ctx context.Context, w *writer, x driver.ExecerContext) error {
	l := queue.NewLobby()
	touched := map[queue.TicketID]*queue.Ticket{}
	var acts acts
	write := func() error {
		for _, id := range slices.Sorted(maps.Keys(touched)) {
			if err := w.putTicket(context.WithoutCancel(ctx), touched[id]); err != nil {
				return fmt.Errorf("write ticket %d: %w", id, err)
			}
			if err := w.dropLegs(context.WithoutCancel(ctx), touched[id]); err != nil {
				return fmt.Errorf("write ticket %d: %w", id, err)
			}
		}
		clear(touched)
		if err := acts.put(context.WithoutCancel(ctx), w); err != nil {
			return err
		}
		return nil
	}
	for e, err := range s.chained(ctx, head{}, w.head) {
		if err != nil {
			return err
		}
		l.Apply(&e)
		if err := putMatter(context.WithoutCancel(ctx), x, &e); err != nil {
			return fmt.Errorf("write the matter of event %d: %w", e.Seq, err)
		}
		if err := putEvaluation(context.WithoutCancel(ctx), x, &e); err != nil {
			return fmt.Errorf("write the evaluation of event %d: %w", e.Seq, err)
		}
		if err := w.putTally(context.WithoutCancel(ctx), &e); err != nil {
			return fmt.Errorf("count event %d: %w", e.Seq, err)
		}
		acts.event(&e)
		if err := putFollowUp(context.WithoutCancel(ctx), x, &e); err != nil {
			return fmt.Errorf("write the follow-up of event %d: %w", e.Seq, err)
		}
		if err := putAlert(context.WithoutCancel(ctx), x, &e); err != nil {
			return fmt.Errorf("write the alert of event %d: %w", e.Seq, err)
		}
		for _, id := range e.Touched() {
			if t := l.Ticket(id); t != nil {
				touched[id] = t
				acts.ticket(t, undoes(e))
			}
		}
		if e.Seq%rebuildChunk == 0 {
			if err := write(); err != nil {
				return err
			}
		}
	}
	return write()
}
