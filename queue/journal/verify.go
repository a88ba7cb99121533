package journal

import (
	"context"
	"fmt"
	"time"

	"onedoor/queue"
)

const (
	// verifyChunk is how many rows are read in one go, which takes milliseconds.
	verifyChunk = 500
	// verifyShare is how many times as long as it works the verifier rests.
	verifyShare = 9
)

// Verify reads the whole of the books beside the work, with a tenth of a core:
// the chain from the first event, then the projections. The first thing that
// isn't what was written comes back as an *queue.Error of code ErrDamaged, with
// the event's number in its argument seq when it is an event.
func (b *Books) Verify(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	<-timer.C
	return b.verify(ctx, func(worked time.Duration) error {
		timer.Reset(verifyShare * worked)
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}

// verify is Verify with a rest of the caller's choice after each chunk.
func (b *Books) verify(ctx context.Context, rest func(worked time.Duration) error) error {
	last, err := b.headOf(ctx, b.read)
	if err != nil {
		return err
	}
	var at head
	for at.seq < last.seq {
		began := time.Now()
		next, err := b.walk(ctx, at, min(at.seq+verifyChunk, last.seq), func(*queue.Event, []byte) (bool, error) { return true, nil })
		if err != nil {
			return err
		}
		if next == at {
			return b.damaged(at.seq+1, "it is missing", nil)
		}
		at = next
		if err := rest(time.Since(began)); err != nil {
			return err
		}
	}
	if at != last {
		return b.damaged(last.seq, "it is not what was written", nil)
	}
	return b.verifyTickets(ctx, rest)
}

// verifyTickets reads the projections: that they can be read, that no ticket is
// missing, and that none tells of an event that isn't there.
func (b *Books) verifyTickets(ctx context.Context, rest func(worked time.Duration) error) error {
	for from := int64(0); ; from += verifyChunk {
		began := time.Now()
		list, err := b.tickets(ctx, "id > ?1 AND id <= ?1 + "+fmt.Sprint(verifyChunk), from)
		if err != nil {
			return err
		}
		last, err := b.headOf(ctx, b.read)
		if err != nil {
			return err
		}
		for i, t := range list {
			switch {
			case t.ID != queue.TicketID(from+int64(i)+1):
				return b.damaged(0, fmt.Sprintf("ticket %d is missing", from+int64(i)+1), nil)
			case t.Seq > last.seq:
				return b.damaged(last.seq+1, fmt.Sprintf("ticket %d tells of event %d, and the events end before it", t.ID, t.Seq), nil)
			case len(t.Legs) == 0:
				return b.damaged(0, fmt.Sprintf("ticket %d has lost its legs", t.ID), nil)
			}
		}
		if len(list) < verifyChunk {
			return nil
		}
		if err := rest(time.Since(began)); err != nil {
			return err
		}
	}
}

// check verifies a file that nobody writes, as fast as it goes: its pages, then
// all that Verify does.
func (b *Books) check(ctx context.Context) error {
	var found string
	if err := b.read.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return b.wrap("check the file's pages", err)
	}
	if found != "ok" {
		return b.damaged(0, found, nil)
	}
	return b.verify(ctx, func(time.Duration) error { return ctx.Err() })
}
