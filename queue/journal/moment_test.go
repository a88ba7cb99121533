package journal_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// TestWhoReadsForLongLeavesRoom: as many long readers as there may be keep nobody from asking one thing.
func TestWhoReadsForLongLeavesRoom(t *testing.T) {
	s := open(t, t.TempDir())
	queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: newClock().Now, Tick: time.Hour})
	var let []func()
	var refused error
	for refused == nil && len(let) < journal.Readers {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		t.Cleanup(cancel)
		_, done, err := s.Moment(ctx)
		if refused = err; err == nil {
			let = append(let, done)
		}
	}
	if len(let) >= journal.Readers-1 || !errors.Is(refused, context.DeadlineExceeded) {
		t.Fatalf("%d have a moment each of %d connections, then %v", len(let), journal.Readers, refused)
	}
	if _, _, err := s.PIN(t.Context(), "anna"); err != nil {
		t.Error(err)
	}
	let[0]()
	let[0]() // a second time lets nobody else in
	_, done, err := s.Moment(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	done()
	for _, done := range let[1:] {
		done()
	}
}

// TestTheRulesOfADayLockNobodyOut: who reads rules without a moment waits for a connection that somebody has who reads
// them, too.
func TestTheRulesOfADayLockNobodyOut(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: newClock().Now, Tick: time.Hour})
	b, err := journal.OpenBooks(t.Context(), dir) // which has read no rules yet
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() }) // only read
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var release []func()
	for range journal.Readers {
		release = append(release, b.Hold(t))
	}
	read := make(chan error, 2)
	inLine := func(n int64) {
		for b.Waited() < n && ctx.Err() == nil {
			runtime.Gosched()
		}
	}
	go func() {
		_, err := b.RulesOf(ctx, "9999-12-31")
		read <- err
	}()
	inLine(1)
	go func() { // comes into the first one's place between its two looks
		now, done, err := b.Moment(ctx)
		if err == nil {
			_, err = now.RulesOf(ctx, "9999-12-31")
			done()
		}
		read <- err
	}()
	inLine(2)
	release[0]()
	for range 2 {
		if err := <-read; err != nil {
			t.Error(err)
		}
	}
	for _, r := range release[1:] {
		r()
	}
}
