package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// measureTickets issues durable tickets in process, in turns with what the disk
// can do at most: 4 KiB appended and made durable, again and again.
func measureTickets(b *testing.B, f *figures) {
	for _, part := range []struct {
		issuers, turn int
		times, most   float64 // the goal: so many times raw, or so many a second
	}{
		{64, 10_000, 6, 15_000},
		{1, 800, 0.65, 3_000},
	} {
		rate, raw := issueInTurns(b, part.issuers, part.turn)
		f.add(figure{
			what: fmt.Sprintf("durable tickets, issuers: %d", part.issuers),
			got:  fmt.Sprintf("%.0f/s", rate), limit: fmt.Sprintf("%.0f/s", raw), ratio: rate / raw,
			goal: fmt.Sprintf("≥ %g × or %.0f/s", part.times, part.most), ok: rate >= min(part.times*raw, part.most),
		})
	}
}

// issueInTurns gives tickets a second and raw appends a second.
func issueInTurns(b *testing.B, issuers, turn int) (rate, raw float64) {
	dir := b.TempDir()
	store, err := journal.Open(b.Context(), journal.Options{Dir: filepath.Join(dir, "data")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = store.Close() })
	q := queuetest.Start(b, config.Sample().Rules, queue.Options{Store: store})
	file, err := os.Create(filepath.Join(dir, "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	const turns = 5
	var issuing, appending time.Duration
	appends := 0
	for range turns {
		began := time.Now()
		issueAll(b, q, issuers, turn)
		took := time.Since(began)
		issuing += took
		began = time.Now()
		for time.Since(began) < took {
			appendDurably(b, file)
			appends++
		}
		appending += time.Since(began)
	}
	return float64(turns*turn) / issuing.Seconds(), float64(appends) / appending.Seconds()
}

// issueAll issues tickets, by some issuers at once.
func issueAll(b *testing.B, q *queue.Queue, issuers, tickets int) {
	var taken atomic.Int64
	var work sync.WaitGroup
	for range issuers {
		work.Go(func() {
			for taken.Add(1) <= int64(tickets) {
				c := queue.Issue{Service: "petition", Seed: queuetest.Seed()}
				if _, err := q.Do(b.Context(), queue.Request{Actor: queue.System, Command: c}); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	work.Wait()
}

func appendDurably(b *testing.B, file *os.File) {
	var block [4096]byte
	if _, err := file.Write(block[:]); err != nil {
		b.Fatal(err)
	}
	if err := syscall.Fdatasync(int(file.Fd())); err != nil {
		b.Fatal(err)
	}
}
