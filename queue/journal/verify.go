package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
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
// the chain from the first event, and whether the tickets in the projections are
// what their events came to. The first thing that isn't comes back as an
// *queue.Error of code ErrDamaged, with the event's number in its argument seq
// when it is an event.
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

// verifier replays the books.
type verifier struct {
	*Books
	lobby  *queue.Lobby
	newest queue.TicketID              // ticket
	open   map[queue.TicketID]struct{} // touched, and not yet found as the projection has them
}

// verify is Verify with a rest of the caller's choice after each chunk.
func (b *Books) verify(ctx context.Context, rest func(worked time.Duration) error) error {
	last, err := b.headOf(ctx, b.read)
	if err != nil {
		return err
	}
	v := &verifier{Books: b, lobby: queue.NewLobby(), open: map[queue.TicketID]struct{}{}}
	var at head
	for at.seq < last.seq {
		began := time.Now()
		if at, err = v.chunk(ctx, at, last); err != nil {
			return err
		}
		if at.seq == last.seq {
			break
		}
		if err := rest(time.Since(began)); err != nil {
			return err
		}
	}
	if at != last {
		return b.damaged(last.seq, "it is not what was written", nil)
	}
	return v.end(ctx, last)
}

// chunk verifies and replays some events after one.
func (v *verifier) chunk(ctx context.Context, at, last head) (head, error) {
	touched := map[queue.TicketID]*queue.Ticket{}
	next, err := v.walk(ctx, at, min(at.seq+verifyChunk, last.seq), func(e *queue.Event, data []byte) (bool, error) {
		var err error
		if e.Data, err = queue.DecodeData(e.Type, e.V, data); err != nil {
			return false, fmt.Errorf("read event %d: %w", e.Seq, err)
		}
		v.lobby.Apply(e)
		for _, id := range e.Touched() {
			if t := v.lobby.Ticket(id); t != nil {
				touched[id], v.newest = t, max(v.newest, id)
			}
		}
		return true, nil
	})
	switch {
	case err != nil:
		return at, err
	case next == at:
		return at, v.damaged(at.seq+1, "it is missing", nil)
	}
	return next, v.compare(ctx, touched, last)
}

// compare holds tickets as the events leave them against the projection. A row
// that is further on than the replay is looked at again when the replay gets
// there.
func (v *verifier) compare(ctx context.Context, touched map[queue.TicketID]*queue.Ticket, last head) error {
	ids, err := json.Marshal(slices.Sorted(maps.Keys(touched)))
	if err != nil {
		return fmt.Errorf("verify tickets: %w", err)
	}
	list, err := v.tickets(ctx, "id IN (SELECT value FROM json_each(?))", string(ids))
	if err != nil {
		return err
	}
	found := make(map[queue.TicketID]*queue.Ticket, len(list))
	for _, t := range list {
		found[t.ID] = t
	}
	now, err := v.headOf(ctx, v.read)
	if err != nil {
		return err
	}
	for id, want := range touched {
		got := found[id]
		delete(v.open, id)
		switch {
		case got == nil:
			return v.damaged(0, fmt.Sprintf("ticket %d is missing among the tickets, and event %d tells of it", id, want.Seq), nil)
		case got.Seq > now.seq:
			return v.damaged(now.seq+1, fmt.Sprintf("ticket %d tells of event %d, and the events end before it", id, got.Seq), nil)
		case got.Seq > last.seq: // changed since this began
		case got.Seq > want.Seq:
			v.open[id] = struct{}{}
		default:
			if !equal(got, want) {
				return v.damaged(0, fmt.Sprintf("ticket %d is not what its events came to", id), nil)
			}
		}
	}
	return nil
}

// equal compares what is told of two tickets.
func equal(a, b *queue.Ticket) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y) // a time out of all range can't be told
}

// end looks for what the replay didn't come by.
func (v *verifier) end(ctx context.Context, last head) error {
	if len(v.open) > 0 {
		id := slices.Sorted(maps.Keys(v.open))[0]
		return v.damaged(0, fmt.Sprintf("ticket %d is not what its events came to", id), nil)
	}
	var extra int
	var newest int64
	err := v.read.QueryRowContext(ctx, "SELECT count(*) FILTER (WHERE seq <= ?), coalesce(max(seq), 0) FROM tickets WHERE id > ?",
		last.seq, v.newest).Scan(&extra, &newest)
	if err != nil {
		return v.wrap("verify tickets", err)
	}
	now, err := v.headOf(ctx, v.read)
	switch {
	case err != nil:
		return err
	case extra > 0:
		return v.damaged(0, fmt.Sprintf("%d tickets have no events", extra), nil)
	case newest > now.seq:
		return v.damaged(now.seq+1, fmt.Sprintf("a ticket tells of event %d, and the events end before it", newest), nil)
	}
	return nil
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
