package main

import (
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/queue"
	"onedoor/queue/journal"
)

// workedDays writes the books of a busy centre into a data directory: ten days
// of 10,000 visits each, of which 500 are still alive at the end. The books end
// as a kill leaves them, as far behind their newest snapshot as they can be.
func workedDays(b *testing.B, dir string) {
	b.Helper()
	const days, visits, alive = 10, 10_000, 500
	now := time.Now()
	y := &year{b: b, rules: config.Sample().Rules, random: rand.New(rand.NewPCG(1, 2))}
	y.now = time.Date(now.Year(), now.Month(), now.Day(), 1, 0, 0, 0, time.UTC).AddDate(0, 0, -days)
	store, err := journal.Open(b.Context(), journal.Options{Dir: dir, Now: y.clock})
	if err != nil {
		b.Fatal(err)
	}
	y.store = &coarse{Store: store}
	if y.queue, err = queue.Open(b.Context(), queue.Options{Store: y.store, Now: y.clock}); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan struct{})
	go func() { y.queue.Run(ctx); close(done) }()
	y.do(queue.System, queue.SetRules{Rules: y.rules})
	for day := range days {
		waiting := 40
		if day == days-1 {
			waiting = alive
		}
		y.day(visits, waiting)
		if day < days-1 {
			y.now = y.now.Add(24*time.Hour - visits*visitEvery)
		}
	}
	y.untilSnapshot()
	cancel()
	<-done
	if err := errors.Join(y.store.flush(b.Context()), store.Close()); err != nil {
		b.Fatal(err)
	}
}

// visitEvery is the time between two visitors: 10,000 come within 8 h.
const visitEvery = 2880 * time.Millisecond

// year is the centre at work in quick motion.
type year struct {
	b      *testing.B
	rules  *queue.Rules
	random *rand.Rand
	now    time.Time
	store  *coarse
	queue  *queue.Queue
	turn   int
}

func (y *year) clock() time.Time { return y.now }

func (y *year) do(who queue.Actor, c queue.Command) queue.Result {
	r, err := y.queue.Do(y.b.Context(), queue.Request{Command: c, Actor: who})
	if err != nil {
		y.b.Fatalf("%T: %v", c, err)
	}
	return r
}

// day lets visitors come, and be served so that only so many are in the hall.
func (y *year) day(visits, most int) {
	clerk := queue.ByStaff("demo")
	for i := range y.rules.Windows {
		y.do(clerk, queue.OpenWindow{Window: y.rules.Windows[i].ID})
	}
	for range visits {
		y.now = y.now.Add(visitEvery)
		y.visitor()
		for y.inHall() > most && y.serve(clerk) {
		}
	}
}

func (y *year) visitor() {
	var seed queue.Seed
	for i := 0; i < len(seed); i += 4 {
		binary.LittleEndian.PutUint32(seed[i:], y.random.Uint32())
	}
	s := y.rules.Services[y.random.IntN(len(y.rules.Services))].ID
	y.do(queue.System, queue.Issue{Service: s, Seed: seed})
}

func (y *year) inHall() (n int) {
	y.queue.View(func(l *queue.Lobby) { n = l.Count() })
	return n
}

// serve serves one visitor at the next window that has one; false when nobody
// waits.
func (y *year) serve(clerk queue.Actor) bool {
	for range y.rules.Windows {
		y.turn = (y.turn + 1) % len(y.rules.Windows)
		w := y.rules.Windows[y.turn].ID
		if y.do(clerk, queue.Next{Window: w}).Ticket == nil {
			continue
		}
		y.do(clerk, queue.Start{Window: w})
		y.do(clerk, queue.Finish{Window: w, Outcome: y.rules.Outcomes[0].ID})
		return true
	}
	return false
}

// untilSnapshot goes on, call by call, until the next snapshot would be due.
func (y *year) untilSnapshot() {
	y.store.lastKept = true
	w := y.rules.Windows[0].ID
	clerk := queue.ByStaff("demo")
	y.do(clerk, queue.Next{Window: w})
	for !y.store.refused {
		y.do(clerk, queue.Recall{Window: w})
		y.now = y.now.Add(time.Millisecond)
	}
}

// coarse is a journal that writes many batches as one: what it writes is the
// same, in a tenth of the time.
type coarse struct {
	*journal.Store
	batch    queue.Batch
	tickets  map[queue.TicketID]*queue.Ticket
	lastKept bool // no further snapshot is kept
	refused  bool // one would have been
}

// Commit keeps a batch for later; a snapshot is written with what it is of.
func (c *coarse) Commit(ctx context.Context, b *queue.Batch) error {
	if c.tickets == nil {
		c.tickets = map[queue.TicketID]*queue.Ticket{}
	}
	c.batch.Events = append(c.batch.Events, b.Events...)
	for _, t := range b.Tickets {
		c.tickets[t.ID] = t
	}
	if c.lastKept && b.Snapshot != nil {
		c.refused, b.Snapshot = true, nil
	}
	c.batch.Snapshot = b.Snapshot
	if len(c.batch.Events) < 2000 && b.Snapshot == nil {
		return nil
	}
	return c.flush(ctx)
}

// flush writes what is kept, each ticket as it stands now.
func (c *coarse) flush(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(c.tickets)) {
		c.batch.Tickets = append(c.batch.Tickets, c.tickets[id])
	}
	err := c.Store.Commit(ctx, &c.batch)
	c.batch = queue.Batch{}
	clear(c.tickets)
	return err
}
