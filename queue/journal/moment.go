package journal

import (
	"context"
	"database/sql"
	"fmt"
	"sync"

	"onedoor/queue"
)

// asker is what both a pool and a transaction can be asked.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// at is where to read: in the books' moment, else as they stand.
func (b *Books) at() asker {
	if b.tx != nil {
		return b.tx
	}
	return b.read
}

// moments is how many may read the books as of one moment for as long as they like: whoever fetches the visits of a year
// over a slow line has a connection until the last row is out. The others are for those who ask one thing and go.
const moments = readers / 2

// Moment gives the books as they stand now, whatever is written meanwhile, for one goroutine to read
// what reports are made of. They are to be let go. Who comes when all moments are taken waits.
func (b *Books) Moment(ctx context.Context) (now *Books, done func(), err error) {
	if b.tx != nil {
		return b, func() {}, nil
	}
	select {
	case b.long <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, b.wrap("read the books", ctx.Err())
	}
	now, end, err := b.begin(ctx)
	if err != nil {
		<-b.long
		return nil, nil, err
	}
	return now, sync.OnceFunc(func() { end(); <-b.long }), nil
}

// begin is Moment for who reads at once and goes.
func (b *Books) begin(ctx context.Context) (now *Books, done func(), err error) {
	if b.tx != nil {
		return b, func() {}, nil
	}
	tx, err := b.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, nil, b.wrap("read the books", err)
	}
	return &Books{file: b.file, read: b.read, rules: b.rules, tx: tx}, func() { _ = tx.Rollback() }, nil // only read
}

// moment reads as of one moment.
func (b *Books) moment(ctx context.Context, do func(*Books) error) error {
	now, done, err := b.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	return do(now)
}

// rulebook keeps rules that were read, by the event that set them.
type rulebook struct {
	mu sync.Mutex
	by map[int64]*queue.Rules
}

// get gives the rules of an event; nil when they aren't kept.
func (k *rulebook) get(seq int64) *queue.Rules {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.by[seq]
}

// put keeps them.
func (k *rulebook) put(seq int64, r *queue.Rules) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.by) >= keptRules {
		clear(k.by)
	}
	k.by[seq] = r
}

// keptRules is how many rules a rulebook keeps: days that are read together mostly have the same.
const keptRules = 8

// lastDay is after all days: its rules are those in force.
const lastDay queue.Day = "9999-12-31"

// RulesOf gives the rules that a day ended with; of the open day those in force, nil when nobody has
// set any.
func (b *Books) RulesOf(ctx context.Context, day queue.Day) (*queue.Rules, error) {
	var seq int64
	if ok, err := b.one(ctx, "read rules", "SELECT seq FROM events WHERE type = 'rules_set' AND day <= ? ORDER BY seq DESC LIMIT 1", string(day))(&seq); err != nil || !ok {
		return nil, err
	}
	if r := b.rules.get(seq); r != nil {
		return r, nil
	}
	// Nobody holds the rulebook while they wait for a connection: who has one may wait for the rulebook.
	var v int
	var raw []byte
	if _, err := b.one(ctx, "read rules", "SELECT v, data FROM events WHERE seq = ?", seq)(&v, &raw); err != nil {
		return nil, err
	}
	data, err := queue.DecodeData(queue.RulesSet, v, raw)
	d, ok := data.(queue.RulesData)
	if err != nil || !ok {
		return nil, b.damaged(seq, fmt.Sprintf("the rules of %s can't be read", day), err)
	}
	b.rules.put(seq, d.Rules)
	return d.Rules, nil
}
