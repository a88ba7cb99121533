package printer

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// empty is a printer without paper.
func empty(m *machine) { m.status[1], m.status[4] = 0x1A, 0x72 }

func TestAWaitingSlipCanBeTakenBack(t *testing.T) {
	onBench(t, "epson-80", empty, func(b *bench) {
		b.submit(7)
		b.submit(8)
		b.after(10*time.Second, "7 waits paper_out", "8 waits paper_out")
		if !b.s.Withdraw(7, 1) {
			b.Error("a waiting slip wasn't given back")
		}
		if b.s.Withdraw(7, 1) || b.s.Withdraw(8, 2) || b.s.Withdraw(9, 1) {
			b.Error("what isn't here was given back")
		}
		if st := b.s.Status(); st.Queued != 1 {
			b.Errorf("status %+v", st)
		}
		b.m.set(reload)
		b.after(10*time.Second, "7 waits paper_out", "8 waits paper_out", "begin 8/1 after 0", "8 confirmed ")
		if !b.submit(7) || b.submit(7) {
			b.Error("a slip that was taken back should be taken again, once")
		}
		b.after(10*time.Second, "7 waits paper_out", "8 waits paper_out", "begin 8/1 after 0", "8 confirmed ",
			"begin 7/1 after 1", "7 confirmed ")
		b.slips(2)
	})
}

func TestASlipUnderWayIsNotGivenBack(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.book.onBegin = func() {
			if b.s.Withdraw(7, 1) {
				b.Error("given back while its start is being written down")
			}
		}
		b.submit(7)
		b.after(100*time.Millisecond, "begin 7/1 after 0")
		if b.s.Withdraw(7, 1) {
			b.Error("given back while it prints")
		}
		b.after(2*time.Second, "begin 7/1 after 0", "7 confirmed ")
		if b.s.Withdraw(7, 1) || b.submit(7) {
			b.Error("given back or taken again when it was printed")
		}
		b.slips(1)
	})
}

func TestWhatLeftNoByteCanBeTakenBack(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.take = 0 }, func(b *bench) {
		b.m.set(func(m *machine) { m.status[1] = 0x12 })
		b.book.onStall = func() { b.m.set(func(m *machine) { m.gone = true }) }
		b.submit(7)
		b.after(time.Minute, "begin 7/1 after 0", "7 waits unplugged")
		if !b.s.Withdraw(7, 1) {
			b.Error("no byte of it left, and it isn't given back")
		}
		b.m.set(func(m *machine) { m.gone = false })
		b.after(time.Minute, "begin 7/1 after 0", "7 waits unplugged")
		b.slips(0)
	})
}

func TestAnUnwantedSlipMayComeBack(t *testing.T) {
	for at, spoil := range map[string]func(m *machine){"begin": nil, "stall": empty} {
		onBench(t, "epson-80", spoil, func(b *bench) {
			b.book.refusing(ErrUnwanted)
			b.submit(7)
			b.after(5 * time.Second)
			if st := b.s.Status(); st.Queued != 0 || b.s.Withdraw(7, 1) {
				b.Errorf("%s: still here: %+v", at, st)
			}
			b.book.refusing(nil)
			b.m.set(reload)
			b.after(20 * time.Second)
			if !b.submit(7) {
				b.Errorf("%s: not taken again", at)
			}
			b.after(5*time.Second, "begin 7/1 after 0", "7 confirmed ")
			b.slips(1)
		})
	}
}

func TestAnUnwantedSlipThatLapsesMayComeBack(t *testing.T) {
	onBench(t, "epson-80", empty, func(b *bench) {
		b.submit(7)
		b.after(time.Minute, "7 waits paper_out")
		b.book.refusing(ErrUnwanted)
		b.after(2*time.Minute, "7 waits paper_out")
		b.book.refusing(nil)
		b.m.set(reload)
		if !b.submit(7) {
			b.Error("not taken again")
		}
		b.after(10*time.Second, "7 waits paper_out", "begin 7/1 after 0", "7 confirmed ")
	})
}

// The word that a slip is unwanted here may be older than its coming back.
func TestASlipThatComesBackWhileItIsRefusedStays(t *testing.T) {
	onBench(t, "epson-80", empty, func(b *bench) {
		b.after(5 * time.Second)
		b.book.refusing(ErrUnwanted)
		b.book.onStall = func() {
			b.submit(7)
			b.m.set(reload)
		}
		b.submit(7)
		synctest.Wait()
		b.book.refusing(nil)
		b.after(10*time.Second, "begin 7/1 after 0", "7 confirmed ")
		b.slips(1)
	})
}

// countedLedger counts what it is told of.
type countedLedger struct{ stalled, settled atomic.Int64 }

func (l *countedLedger) Begin(context.Context, int64, int, uint32) error { return nil }
func (l *countedLedger) Stall(context.Context, int64, Why) error {
	l.stalled.Add(1)
	return nil
}

func (l *countedLedger) Settle(context.Context, int64, Verdict) error {
	l.settled.Add(1)
	return nil
}

// A printer that stands still costs the hall a bounded number of commits.
func TestThousandsOfStuckSlipsAreToldOfInTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &countedLedger{}
		s, err := NewSpool(Options{
			Name: "p1", Profile: BuiltIn()["epson-80"], Ledger: l,
			Open: func(context.Context) (Port, error) { return nil, &DeviceError{Why: WhyUnplugged} },
		})
		if err != nil {
			t.Fatal(err)
		}
		for id := range int64(1000) {
			s.Submit(Job{ID: id, Attempt: 1, Deadline: time.Now().Add(time.Minute)})
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); _ = s.Run(ctx) }()
		time.Sleep(5500 * time.Millisecond)
		if n := l.stalled.Load(); n == 0 || n > 7*notesMost {
			t.Errorf("the ledger was told of %d stalls in 5 s", n)
		}
		time.Sleep(50 * time.Second)
		if n := l.stalled.Load(); n != 1000 || l.settled.Load() != 0 {
			t.Errorf("the ledger was told of %d stalls and %d ends", n, l.settled.Load())
		}
		time.Sleep(time.Minute)
		if n := l.settled.Load(); n != 1000 {
			t.Errorf("%d slips have lapsed", n)
		}
		stop()
		<-done
	})
}
