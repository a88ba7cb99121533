package printer_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/port"
	"onedoor/printer/printertest"
)

// stopwatch is a line that notes when something is first written after it was set.
type stopwatch struct {
	printer.Port
	set   *atomic.Bool
	first chan time.Time
}

func (s *stopwatch) Write(p []byte, within time.Duration) (int, error) {
	if s.set.CompareAndSwap(true, false) {
		s.first <- time.Now()
	}
	return s.Port.Write(p, within)
}

// done hands on each end of a slip.
type done chan struct{}

func (done) Begin(context.Context, int64, int, uint32) error { return nil }
func (done) Stall(context.Context, int64, printer.Why) error { return nil }
func (d done) Settle(context.Context, int64, printer.Verdict) error {
	d <- struct{}{}
	return nil
}

// BenchmarkPreflight measures from the handing in of a slip to an idle printer's
// spool to the first byte of the question whether it can print: the median, the
// 99th percentile and the worst, in µs. The goal is 10,000 at the 99th.
func BenchmarkPreflight(b *testing.B) {
	for _, line := range []string{"memory", "pty"} {
		b.Run(line, func(b *testing.B) { benchPreflight(b, line == "memory") })
	}
}

func benchPreflight(b *testing.B, memory bool) {
	p := printertest.Profile(b, "epson-80")
	v := printertest.Start(b, paper.Options{Profile: p, InMemory: memory, Baud: -1, Speed: -1, Keep: 1})
	watch := &stopwatch{set: new(atomic.Bool), first: make(chan time.Time, 1)}
	ended := make(done)
	s, err := printer.NewSpool(printer.Options{
		Name: "main", Profile: p, Ledger: ended, Poll: time.Minute, // no poll's question is taken for the slip's
		Open: func(context.Context) (line printer.Port, err error) {
			if memory {
				line, err = v.Connect()
			} else {
				line, err = port.OpenSerial(v.Path(), 115200, printer.FlowNone)
			}
			watch.Port = line
			return watch, err
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	gone := make(chan struct{})
	go func() { defer close(gone); _ = s.Run(ctx) }()
	defer func() { stop(); <-gone }()
	var slip printer.Slip
	slip.Text("A012", printer.Style{Size: 4})
	var took []time.Duration
	for b.Loop() {
		id := int64(len(took) + 1)
		pause := time.NewTimer(5*time.Millisecond + time.Duration(id*7919%20000)*time.Microsecond) // it has looked after the last slip, and idles
		<-pause.C
		start := time.Now()
		watch.set.Store(true)
		s.Submit(printer.Job{ID: id, Attempt: 1, Slip: slip})
		took = append(took, (<-watch.first).Sub(start))
		<-ended
	}
	slices.Sort(took)
	for _, at := range []int{50, 99, 100} {
		d := took[min(len(took)*at/100, len(took)-1)]
		b.ReportMetric(float64(d.Microseconds()), fmt.Sprintf("p%d-µs", at))
	}
}
