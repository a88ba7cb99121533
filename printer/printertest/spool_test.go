package printertest

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// ledger keeps verdicts for a test.
type ledger struct{ settled chan printer.Verdict }

func (ledger) Begin(context.Context, int64, int, uint32) error { return nil }
func (ledger) Stall(context.Context, int64, printer.Why) error { return nil }
func (l ledger) Settle(_ context.Context, _ int64, v printer.Verdict) error {
	l.settled <- v
	return nil
}

// TestSpoolToPaper sends slips of every profile the whole way, and holds what the
// spool believes against what came out.
func TestSpoolToPaper(t *testing.T) {
	for _, name := range printer.BuiltIn().Names() {
		for _, way := range []string{"answering", "one-way"} {
			p := Profile(t, name)
			p.Margin = 50 * time.Millisecond // the paper of this printer takes no time
			want := printer.Verdict{State: printer.Confirmed, Weak: !p.Status.ProcessID}
			o := paper.Options{Profile: p, Speed: -1, Tear: time.Millisecond}
			if way == "one-way" {
				if p.Promises {
					continue
				}
				o.Answers = &printer.Abilities{}
				want = printer.Verdict{State: printer.Sent}
			}
			t.Run(name+", "+way, func(t *testing.T) {
				v := Start(t, o)
				w := Watch(t, v)
				l := ledger{make(chan printer.Verdict)}
				s := spool(t, p, l, func() (printer.Port, error) { return Dial(v.Path()) })
				for i := range 3 {
					number := fmt.Sprintf("A%03d", i+1)
					slip := printer.Ticket{Lang: "zh", Number: number, Service: "人民调解", QR: url}.Slip(nil)
					if !s.Submit(printer.Job{ID: int64(i + 1), Attempt: 1, Slip: slip}) {
						t.Fatal("not taken")
					}
					if got := <-l.settled; got != want {
						t.Errorf("%s: %+v, want %+v", number, got, want)
					}
					if got := await(t, w, i+1)[i]; got.Number != number || len(got.Problems) > 0 {
						t.Errorf("witnessed %+v", got)
					}
				}
			})
		}
	}
}

// spool runs a spool on a line until the test ends.
func spool(t *testing.T, p printer.Profile, l printer.Ledger, open func() (printer.Port, error)) *printer.Spool {
	t.Helper()
	s, err := printer.NewSpool(printer.Options{
		Name: "test", Profile: p, Ledger: l, Log: slog.New(slog.DiscardHandler),
		Open: func(context.Context) (printer.Port, error) { return open() },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() {
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { stop(); work.Wait() })
	return s
}

// TestSpoolInABubble has a spool, a printer in memory and a witness keep to the
// clock of synctest: a hundred slips take minutes there, and no time here.
func TestSpoolInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := Profile(t, "epson-80")
		v := Start(t, paper.Options{Profile: p, InMemory: true, Keep: 100})
		w := Watch(t, v)
		l := ledger{make(chan printer.Verdict)}
		s := spool(t, p, l, v.Connect)
		start := time.Now()
		for i := range 100 {
			slip := printer.Ticket{Lang: "zh", Number: fmt.Sprintf("A%03d", i+1), QR: url}.Slip(nil)
			s.Submit(printer.Job{ID: int64(i + 1), Attempt: 1, Slip: slip})
			if got := <-l.settled; got.State != printer.Confirmed {
				t.Errorf("slip %d: %+v", i+1, got)
			}
		}
		if took := time.Since(start); took < 10*time.Second {
			t.Errorf("100 slips took %v", took)
		}
		synctest.Wait()
		if n, twice := len(w.Slips()), w.Twice(); n != 100 || len(twice) > 0 || len(w.Faulty()) > 0 {
			t.Errorf("%d slips, twice %q, faulty %q", n, twice, w.Faulty())
		}
	})
}
