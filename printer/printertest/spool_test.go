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

// TestSpoolToPaper sends slips of every profile the whole way, to a printer that
// answers as the profile hopes and to one that never does, and holds what the
// spool believes against what came out. Each of the minutes this takes passes in
// no time.
func TestSpoolToPaper(t *testing.T) {
	for _, name := range printer.BuiltIn().Names() {
		for _, way := range []string{"answering", "one-way"} {
			p := Profile(t, name)
			want := printer.Verdict{State: printer.Confirmed, Weak: !p.Status.ProcessID}
			o := paper.Options{Profile: p, InMemory: true}
			if way == "one-way" {
				if p.Promises {
					continue
				}
				o.Class, _ = paper.ClassNamed(paper.ClassSilent)
				want = printer.Verdict{State: printer.Sent}
			}
			t.Run(name+", "+way, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					v := Start(t, o)
					toPaper(t, p, v, v.Connect, want)
				})
			})
		}
	}
}

// TestSpoolToPaperOnATerminal is the same on the line of the demo.
func TestSpoolToPaperOnATerminal(t *testing.T) {
	p := Profile(t, "generic-58")
	p.Margin = 50 * time.Millisecond // the paper of this printer takes no time
	v := Start(t, paper.Options{Profile: p, Speed: -1, Tear: time.Millisecond})
	open := func() (printer.Port, error) { return Dial(v.Path()) }
	toPaper(t, p, v, open, printer.Verdict{State: printer.Confirmed, Weak: true})
}

func toPaper(t *testing.T, p printer.Profile, v *paper.Virtual, open func() (printer.Port, error), want printer.Verdict) {
	t.Helper()
	w := Watch(t, v)
	l := ledger{make(chan printer.Verdict)}
	s := spool(t, p, l, open)
	for i := range 3 {
		number := fmt.Sprintf("A%03d", i+1)
		slip := printer.Ticket{Lang: "zh", Number: number, Service: "人民调解", QR: url}.Slip(nil)
		if !s.Submit(printer.Job{ID: int64(i + 1), Attempt: 1, Slip: slip}) {
			t.Fatal("not taken")
		}
		if got := <-l.settled; got != want {
			t.Errorf("%s: %+v, want %+v\n%v", number, got, want, v.Timeline())
		}
		if got := await(t, w, i+1)[i]; got.Number != number || len(got.Problems) > 0 {
			t.Errorf("witnessed %+v", got)
		}
	}
}

// TestPace sends a slip of dots to a printer with a small buffer and no flow
// control: at the line's speed bytes are lost, at the profile's pace none is.
func TestPace(t *testing.T) {
	for pace, lost := range map[int]bool{0: true, 300: false} {
		t.Run(fmt.Sprint(pace), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := Profile(t, "raster-58")
				p.Pace, p.Buffer = pace, 256
				v := Start(t, paper.Options{Profile: p, InMemory: true, Flow: printer.FlowNone, Speed: 60})
				l := ledger{make(chan printer.Verdict)}
				s := spool(t, p, l, v.Connect)
				slip := printer.Ticket{Lang: "zh", Number: "A001", Service: "人民调解", QR: url}.Slip(nil)
				s.Submit(printer.Job{ID: 1, Attempt: 1, Slip: slip})
				verdict := <-l.settled
				if got := v.Overrun() > 0; got != lost {
					t.Errorf("%d bytes were lost, the spool says %+v\n%v", v.Overrun(), verdict, v.Timeline())
				}
			})
		})
	}
}

// spool runs a spool on a line until the test ends.
func spool(t testing.TB, p printer.Profile, l printer.Ledger, open func() (printer.Port, error)) *printer.Spool {
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
