package display

import (
	"testing"
	"time"
)

// TestTheBellRingsForNewsOfPrinters holds one ring however much has happened, and
// none when a printer was merely heard again.
func TestTheBellRingsForNewsOfPrinters(t *testing.T) {
	b := NewBoard()
	rings, hush := b.Bell()
	rung := func() bool {
		select {
		case <-rings:
			return true
		default:
			return false
		}
	}
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	h := PrinterHealth{ID: "p1", State: PrinterReady, Since: at, Seen: at}
	for _, c := range []struct {
		what   string
		change func()
		want   bool
	}{
		{"the first word", func() {}, true},
		{"the same again", func() { h.Seen = at.Add(time.Minute) }, false},
		{"near its end", func() { h.Low = true }, true},
		{"no paper", func() { h.State, h.Why = PrinterPaperOut, "paper_out" }, true},
	} {
		c.change()
		b.Printer(h)
		if got := rung(); got != c.want || rung() {
			t.Errorf("%s: rings %v, want %v, once", c.what, got, c.want)
		}
	}
	hush()
	h.Low = false
	if b.Printer(h); rung() {
		t.Error("it rings after it was hushed")
	}
}

func TestAPrinterThatGoesOnIsWellSinceTheSameTime(t *testing.T) {
	b := NewBoard()
	at := func(minute int) time.Time { return time.Date(2026, 11, 23, 9, minute, 0, 0, time.UTC) }
	since := func() int { return b.Snapshot().Printers[0].Since.Minute() }
	for i, h := range []struct {
		state, why string
		want       int
	}{
		{PrinterReady, "", 0},
		{PrinterBusy, "", 0},
		{PrinterReady, "", 0},
		{PrinterPaperOut, "paper_out", 3},
		{PrinterPaperOut, "paper_out", 3},
		{PrinterCoverOpen, "cover_open", 5},
		{PrinterReady, "", 6},
	} {
		b.Printer(PrinterHealth{ID: "p1", State: h.state, Why: h.why, Since: at(i)})
		if got := since(); got != h.want {
			t.Errorf("step %d, %s: since minute %d, want %d", i, h.state, got, h.want)
		}
	}
}
