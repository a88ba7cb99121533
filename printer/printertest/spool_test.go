package printertest

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
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
				s := spool(t, p, l, v.Path)
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

// spool runs a spool on a device until the test ends.
func spool(t *testing.T, p printer.Profile, l printer.Ledger, path func() string) *printer.Spool {
	t.Helper()
	s, err := printer.NewSpool(printer.Options{
		Name: "test", Profile: p, Ledger: l, Log: slog.New(slog.DiscardHandler),
		Open: func(context.Context) (printer.Port, error) { return Dial(path()) },
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
