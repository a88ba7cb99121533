package journal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"iter"

	"onedoor/queue"
)

// Load gives the newest snapshot that can be used and the events after it,
// verifying their chain on the way. An event that doesn't fit ends the sequence
// with an *queue.Error of code ErrDamaged.
func (s *Store) Load(ctx context.Context) (queue.Loaded, error) {
	loaded, err := s.load(ctx)
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

// eventColumns are those that storedEvent reads.
const eventColumns = "seq, at, day, type, v, actor, cause, data, hash"

// storedEvent reads a row of eventColumns, the data still undecoded.
func storedEvent(row []driver.Value) (e queue.Event, data string, hash []byte, ok bool) {
	var at, v int64
	var day, kind, actor string
	for i, into := range []any{&e.Seq, &at, &day, &kind, &v, &actor, &e.Cause, &data, &hash} {
		switch into := into.(type) {
		case *int64:
			*into, ok = row[i].(int64)
		case *string:
			*into, ok = row[i].(string)
		case *[]byte:
			*into, ok = row[i].([]byte)
		}
		if !ok {
			return e, "", nil, false
		}
	}
	e.At, e.Day, e.Type, e.V, e.Actor = instant(at), queue.Day(day), queue.Type(kind), int(v), queue.Actor(actor)
	return e, data, hash, true
}

// stored is an event that was verified, its data not yet decoded.
type stored struct {
	queue.Event
	data []byte
}

// aheadBy is how many events are read ahead in one go.
const aheadBy = 128

// chained gives the events after one up to the last, each verified against the
// one before. Reading and verifying run ahead of decoding and of what the caller
// does, since a start waits for it.
func (b *Books) chained(ctx context.Context, from, last head) iter.Seq2[queue.Event, error] {
	return func(yield func(queue.Event, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		chunks := make(chan []stored, 4)
		var failed error // good once chunks is closed
		go func() {
			defer close(chunks)
			failed = b.readAhead(ctx, from, last, chunks)
		}()
		defer func() { // joins the reader, whatever ended this
			cancel()
			for range chunks { // what was read in vain
			}
		}()
		for chunk := range chunks {
			for i := range chunk {
				e := &chunk[i]
				var err error
				if e.Data, err = queue.DecodeData(e.Type, e.V, e.data); err != nil {
					err = fmt.Errorf("read event %d: %w", e.Seq, err)
				}
				if !yield(e.Event, err) || err != nil {
					return
				}
			}
		}
		if failed != nil {
			yield(queue.Event{}, failed)
		}
	}
}

// readAhead sends the verified events after one up to the last.
func (b *Books) readAhead(ctx context.Context, from, last head, chunks chan<- []stored) error {
	var chunk []stored
	send := func() bool {
		select {
		case chunks <- chunk:
			chunk = nil
			return true
		case <-ctx.Done():
			return false
		}
	}
	end, err := b.walk(ctx, from, last.seq, func(e *queue.Event, data []byte) (bool, error) {
		if chunk == nil {
			chunk = make([]stored, 0, aheadBy)
		}
		chunk = append(chunk, stored{*e, data})
		return len(chunk) < aheadBy || send(), nil
	})
	if !send() {
		return ctx.Err()
	}
	if err == nil && end != last {
		return b.damaged(end.seq+1, "the events do not lead to the last one", nil)
	}
	return err
}

// errEnough ends a walk early.
var errEnough = errors.New("enough")

// walk reads the events after one up to a number, holds each against the one
// before, and gives the last that fits. It reads by the driver itself, which
// takes a third of database/sql's time.
func (b *Books) walk(ctx context.Context, from head, to int64, each func(e *queue.Event, data []byte) (more bool, err error)) (head, error) {
	at := from
	err := b.rows(ctx, "SELECT "+eventColumns+" FROM events WHERE seq > ? AND seq <= ? ORDER BY seq", []driver.Value{from.seq, to},
		func(row []driver.Value) error {
			e, data, next, err := b.verified(row, at)
			if err != nil {
				return err
			}
			more, err := each(&e, data)
			if err != nil {
				return err
			}
			if at = next; !more {
				return errEnough
			}
			return nil
		})
	if errors.Is(err, errEnough) {
		return at, err
	}
	return at, b.wrapAt(at.seq+1, "read events", err)
}

// rows runs a query and gives its rows one by one. A row is only good until the
// next one.
func (b *Books) rows(ctx context.Context, query string, args []driver.Value, each func(row []driver.Value) error) (err error) {
	conn, err := b.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return conn.Raw(func(c any) error {
		// To watch a context costs the driver as much as a row does.
		rows, err := c.(driver.QueryerContext).QueryContext(context.WithoutCancel(ctx), query, named(nil, args))
		if err != nil {
			return err
		}
		row := make([]driver.Value, len(rows.Columns()))
		for ctx.Err() == nil && err == nil {
			if err = rows.Next(row); err == nil {
				err = each(row)
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			err = nil
		case err == nil:
			err = ctx.Err()
		}
		if closing := rows.Close(); err == nil {
			err = closing
		}
		return err
	})
}

// verified reads one row of eventColumns and holds it against the event before.
func (b *Books) verified(row []driver.Value, prev head) (queue.Event, []byte, head, error) {
	e, text, hash, ok := storedEvent(row)
	if !ok { // a value of a type that was never written, for one
		return e, nil, prev, b.damaged(prev.seq+1, "it can't be read", nil)
	}
	if e.Seq != prev.seq+1 {
		return e, nil, prev, b.damaged(prev.seq+1, "it is missing", nil)
	}
	data := []byte(text)
	sum := queue.Chain(prev.hash, &e, data)
	if !bytes.Equal(sum[:], hash) {
		return e, nil, prev, b.damaged(e.Seq, "it is not what was written", nil)
	}
	return e, data, head{e.Seq, sum}, nil
}

// ReadEvents gives up to limit events after one, oldest first.
func (b *Books) ReadEvents(ctx context.Context, after int64, limit int) ([]queue.Event, error) {
	var events []queue.Event
	err := b.rows(ctx, "SELECT "+eventColumns+" FROM events WHERE seq > ? ORDER BY seq LIMIT ?", []driver.Value{after, int64(limit)},
		func(row []driver.Value) error {
			e, data, _, ok := storedEvent(row)
			if !ok {
				return b.damaged(0, "an event can't be read", nil)
			}
			var err error
			if e.Data, err = queue.DecodeData(e.Type, e.V, []byte(data)); err != nil {
				return fmt.Errorf("read event %d: %w", e.Seq, err)
			}
			events = append(events, e)
			return nil
		})
	return events, b.wrap("read events", err)
}
