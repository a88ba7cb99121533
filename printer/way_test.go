package printer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/port"
)

// ledger passes on what a spool has written down.
type ledger chan string

func (l ledger) Begin(ctx context.Context, id int64, attempt int, _ uint32) error {
	return l.write(ctx, fmt.Sprintf("begin %d", id))
}

func (l ledger) Settle(ctx context.Context, id int64, v printer.Verdict) error {
	weak := ""
	if v.Weak {
		weak = " weak"
	}
	return l.write(ctx, strings.TrimSpace(fmt.Sprintf("%d %s%s %s", id, v.State, weak, v.Why)))
}

func (l ledger) Stall(ctx context.Context, id int64, why printer.Why) error {
	return l.write(ctx, fmt.Sprintf("%d waits %s", id, why))
}

func (l ledger) write(ctx context.Context, entry string) error {
	select {
	case l <- entry:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// way is a spool at work on a virtual printer, over the driver of real ones.
type way struct {
	*testing.T
	v     *paper.Virtual
	s     *printer.Spool
	wrote ledger
}

func newWay(t *testing.T, name string, answers *printer.Abilities) *way {
	t.Helper()
	p, err := printer.BuiltIn().Find(name)
	if err != nil {
		t.Fatal(err)
	}
	p.Margin = 50 * time.Millisecond // the paper takes no time here
	v, err := paper.NewVirtual(paper.Options{Profile: p, Answers: answers, Baud: -1, Speed: -1, Tear: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	w := &way{T: t, v: v, wrote: make(ledger, 100)}
	w.s, err = printer.NewSpool(printer.Options{
		Name: "main", Profile: p, Ledger: w.wrote,
		Open: func(context.Context) (printer.Port, error) {
			return port.OpenSerial(v.Path(), 115200, printer.FlowNone)
		},
		// Everything is near here, but the machine may be busy.
		Answer: time.Second, Fence: 5 * time.Second, Poll: 50 * time.Millisecond, Retry: 20 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{}, 2)
	go func() { _ = v.Run(ctx); done <- struct{}{} }()
	go func() { _ = w.s.Run(ctx); done <- struct{}{} }()
	t.Cleanup(func() { cancel(); <-done; <-done })
	return w
}

func (w *way) submit(id int64) {
	ticket := tickets()["zh"]
	ticket.Number = fmt.Sprintf("A%03d", id)
	w.s.Submit(printer.Job{ID: id, Attempt: 1, Slip: ticket.Slip(nil)})
}

// expect holds the next entries against what they should be.
func (w *way) expect(entries ...string) {
	w.Helper()
	for _, want := range entries {
		if got := w.next(want); got != want {
			w.Fatalf("the ledger has %q, want %q", got, want)
		}
	}
}

// next is the next entry; want says what it should be.
func (w *way) next(want string) string {
	w.Helper()
	select {
	case got := <-w.wrote:
		return got
	case <-time.After(20 * time.Second):
		w.Fatalf("still waiting for %q; %+v", want, w.s.Status())
		return ""
	}
}

// witness holds the paper against the numbers that should be on it.
func (w *way) witness(numbers ...string) {
	w.Helper()
	var got []string
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for seq := uint64(0); len(got) < len(numbers); {
		pages, err := w.v.Wait(ctx, seq)
		if err != nil {
			w.Fatalf("on paper are %q, want %q: %v", got, numbers, err)
		}
		for _, page := range pages {
			seq = page.Seq
			for _, problem := range page.Problems {
				w.Errorf("page %d: %+v", page.Seq, problem)
			}
			for _, text := range page.Texts {
				if len(text) == 4 && text[0] == 'A' {
					got = append(got, text)
				}
			}
		}
	}
	if !slices.Equal(got, numbers) {
		w.Errorf("on paper are %q, want %q", got, numbers)
	}
}

func TestTheWholeWay(t *testing.T) {
	for name, end := range map[string]string{
		"epson-80": "confirmed", "generic-80": "confirmed weak", "generic-58": "confirmed weak", "raster-58": "confirmed weak",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWay(t, name, nil)
			w.submit(12)
			w.expect("begin 12", "12 "+end)
			w.submit(13)
			w.expect("begin 13", "13 "+end)
			w.witness("A012", "A013")
		})
	}
}

func TestTheWayToAMutePrinter(t *testing.T) {
	w := newWay(t, "generic-80", &printer.Abilities{})
	w.submit(12)
	w.expect("begin 12", "12 sent")
	w.witness("A012")
}

func TestTheWayPastAnEmptyRoll(t *testing.T) {
	w := newWay(t, "epson-80", nil)
	w.v.Set(paper.PaperOut, true)
	w.submit(12)
	w.expect("12 waits paper_out")
	w.v.Load(-1)
	w.v.Set(paper.PaperOut, false)
	w.expect("begin 12", "12 confirmed")
	w.v.After(150, func() { w.v.Set(paper.CoverOpen, true) }) // within the slip
	w.submit(13)
	w.expect("begin 13")
	w.submit(14)
	w.expect("14 waits cover_open")
	w.v.Set(paper.CoverOpen, false)
	w.expect("13 confirmed", "begin 14", "14 confirmed")
	w.witness("A012", "A013", "A014")
}

func TestTheWayOfAPulledCable(t *testing.T) {
	w := newWay(t, "epson-80", nil)
	w.submit(12)
	w.expect("begin 12", "12 confirmed")
	w.v.After(150, func() { w.v.Unplug() })
	w.submit(13)
	w.expect("begin 13")
	got := w.next("13 in_doubt unplugged")
	if got != "13 in_doubt unplugged" && got != "13 in_doubt short_write" {
		t.Errorf("after the cable was pulled: %q", got)
	}
	w.submit(14)
	w.expect("14 waits unplugged")
	if _, err := w.v.Plug(); err != nil {
		t.Fatal(err)
	}
	w.expect("begin 14", "14 confirmed")
}

func TestTheWayOfAPowerCut(t *testing.T) {
	w := newWay(t, "epson-80", nil)
	w.submit(12)
	w.expect("begin 12", "12 confirmed")
	w.v.After(150, w.v.PowerOff)
	w.submit(13)
	w.expect("begin 13", "13 in_doubt silent")
	w.submit(14)
	w.expect("14 waits silent")
	w.v.PowerOn()
	w.expect("begin 14", "14 confirmed")
}
