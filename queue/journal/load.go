package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"onedoor/queue"
)

// Load gives the newest snapshot that can be used and the events after it,
// verifying their chain on the way. An event that doesn't fit ends the sequence
// with an *queue.Error of code ErrDamaged.
func (s *Store) Load(ctx context.Context) (queue.Loaded, error) {
	loaded, err := s.Books.load(ctx)
	if err != nil {
		return queue.Loaded{}, err
	}
	events := loaded.Events
	loaded.Events = func(yield func(queue.Event, error) bool) {
		for e, err := range events {
			if !yield(e, err) || err != nil {
				return
			}
		}
		s.trusted.Store(true)
	}
	return loaded, nil
}

// load reads the books without writing anything.
func (b *Books) load(ctx context.Context) (queue.Loaded, error) {
	journal, err := b.Journal(ctx)
	if err != nil {
		return queue.Loaded{}, err
	}
	last, err := b.headOf(ctx, b.read)
	if err != nil {
		return queue.Loaded{}, err
	}
	from, state, err := b.snapshot(ctx, last)
	if err != nil {
		return queue.Loaded{}, err
	}
	return queue.Loaded{Snapshot: state, Events: b.chained(ctx, from, last), Journal: journal}, nil
}

// snapshotHead is how every snapshot of the form that this program reads
// begins: the first field is the form's number.
func snapshotHead() ([]byte, error) {
	empty, err := queue.NewLobby().Snapshot()
	if err != nil {
		return nil, err
	}
	form, _, ok := bytes.Cut(empty, []byte{','})
	if !ok {
		return nil, errors.New("a snapshot does not begin with its form")
	}
	return append(form, ','), nil
}

// snapshot finds the newest snapshot that is whole, of this program's form, and
// in the chain. A snapshot only saves time, so a bad one is passed over; but one
// that is ahead of the last event says that events are missing.
func (b *Books) snapshot(ctx context.Context, last head) (head, []byte, error) {
	form, err := snapshotHead()
	if err != nil {
		return head{}, nil, err
	}
	rows, err := b.read.QueryContext(ctx, `SELECT s.seq, s.chain, s.sum, s.state, e.hash
		FROM snapshots s LEFT JOIN events e ON e.seq = s.seq ORDER BY s.seq DESC`)
	if err != nil {
		return head{}, nil, b.wrap("read snapshots", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	for rows.Next() {
		var at head
		var chain, sum, state, hash []byte
		if err := rows.Scan(&at.seq, &chain, &sum, &state, &hash); err != nil {
			return head{}, nil, b.wrap("read snapshots", err)
		}
		if at.seq > last.seq {
			return head{}, nil, b.damaged(last.seq+1, fmt.Sprintf("there is a snapshot of event %d, and the events end before it", at.seq), nil)
		}
		whole := sha256.Sum256(state)
		if bytes.Equal(whole[:], sum) && bytes.HasPrefix(state, form) && copy(at.hash[:], chain) == len(at.hash) &&
			(at.seq == 0 || bytes.Equal(chain, hash)) {
			return at, state, nil
		}
	}
	return head{}, nil, b.wrap("read snapshots", rows.Err())
}

// eventColumns are those that scanEvent reads.
const eventColumns = "seq, at, day, type, v, actor, cause, data, hash"

// scanEvent reads a row of eventColumns, the data still undecoded.
func scanEvent(rows *sql.Rows) (e queue.Event, data, hash sql.RawBytes, err error) {
	var at int64
	err = rows.Scan(&e.Seq, &at, &e.Day, &e.Type, &e.V, &e.Actor, &e.Cause, &data, &hash)
	e.At = instant(at)
	return e, data, hash, err
}

// chained gives the events after one up to the last, each verified against the
// one before.
func (b *Books) chained(ctx context.Context, from, last head) iter.Seq2[queue.Event, error] {
	return func(yield func(queue.Event, error) bool) {
		end, err := b.walk(ctx, from, last.seq, func(e *queue.Event, data []byte) (bool, error) {
			var err error
			if e.Data, err = queue.DecodeData(e.Type, e.V, data); err != nil {
				return false, fmt.Errorf("read event %d: %w", e.Seq, err)
			}
			return yield(*e, nil), nil
		})
		switch {
		case errors.Is(err, errEnough):
		case err != nil:
			yield(queue.Event{}, err)
		case end != last:
			yield(queue.Event{}, b.damaged(end.seq+1, "the events do not lead to the last one", nil))
		}
	}
}

// errEnough ends a walk early.
var errEnough = errors.New("enough")

// walk reads the events after one up to a number, holds each against the one
// before, and gives the last that fits.
func (b *Books) walk(ctx context.Context, from head, to int64, each func(e *queue.Event, data []byte) (more bool, err error)) (head, error) {
	rows, err := b.read.QueryContext(ctx, "SELECT "+eventColumns+" FROM events WHERE seq > ? AND seq <= ? ORDER BY seq", from.seq, to)
	if err != nil {
		return from, b.wrapAt(from.seq+1, "read events", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	prev := from
	for rows.Next() {
		e, data, next, err := b.verified(rows, prev)
		if err != nil {
			return prev, err
		}
		more, err := each(&e, data)
		if err != nil {
			return prev, err
		}
		if prev = next; !more {
			return prev, errEnough
		}
	}
	return prev, b.wrapAt(prev.seq+1, "read events", rows.Err())
}

// verified reads one row of eventColumns and holds it against the event before.
func (b *Books) verified(rows *sql.Rows, prev head) (queue.Event, []byte, head, error) {
	e, data, hash, err := scanEvent(rows)
	if err != nil { // a value of a type that was never written, for one
		return e, nil, prev, b.damaged(prev.seq+1, "it can't be read", err)
	}
	if e.Seq != prev.seq+1 {
		return e, nil, prev, b.damaged(prev.seq+1, "it is missing", nil)
	}
	sum := queue.Chain(prev.hash, &e, data)
	if !bytes.Equal(sum[:], hash) {
		return e, nil, prev, b.damaged(e.Seq, "it is not what was written", nil)
	}
	return e, data, head{e.Seq, sum}, nil
}

// ReadEvents gives up to limit events after one, oldest first.
func (b *Books) ReadEvents(ctx context.Context, after int64, limit int) ([]queue.Event, error) {
	rows, err := b.read.QueryContext(ctx, "SELECT "+eventColumns+" FROM events WHERE seq > ? ORDER BY seq LIMIT ?", after, limit)
	if err != nil {
		return nil, b.wrap("read events", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var events []queue.Event
	for rows.Next() {
		e, data, _, err := scanEvent(rows)
		if err != nil {
			return nil, b.wrap("read events", err)
		}
		if e.Data, err = queue.DecodeData(e.Type, e.V, data); err != nil {
			return nil, fmt.Errorf("read event %d: %w", e.Seq, err)
		}
		events = append(events, e)
	}
	return events, b.wrap("read events", rows.Err())
}
