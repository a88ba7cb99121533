package display

import (
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestWhoMayStandThereWithoutPaper(t *testing.T) {
	r := testRules(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	health := Health{Printers: []PrinterHealth{
		{ID: "well", State: PrinterBusy}, {ID: "out", State: PrinterPaperOut, Why: "paper_out"}, {ID: "new", State: PrinterUnknown},
	}}
	for _, c := range []struct {
		name  string
		print queue.Print
		kiosk queue.KioskID
		state queue.State
		want  Paper
	}{
		{name: "confirmed", print: queue.Print{State: queue.PrintConfirmed}},
		{name: "believed", print: queue.Print{State: queue.PrintConfirmed, Weak: true}},
		{name: "sent", print: queue.Print{State: queue.PrintSent}},
		{name: "queued", print: queue.Print{State: queue.PrintQueued}},
		{name: "stalled", print: queue.Print{State: queue.PrintQueued, Why: "paper_out"}, want: PaperMissing},
		{name: "queued for long", print: queue.Print{State: queue.PrintQueued, At: now.Add(-time.Minute)}, want: PaperMissing},
		{name: "printing", print: queue.Print{State: queue.Printing}},
		{name: "printing at a printer that goes on", print: queue.Print{State: queue.Printing, Printer: "well"}},
		{name: "printing at a printer not heard of yet", print: queue.Print{State: queue.Printing, Printer: "new"}},
		{name: "stopped within the slip", print: queue.Print{State: queue.Printing, Printer: "out"}, want: PaperMaybe},
		{name: "stopped within the slip, written by hand", print: queue.Print{State: queue.Printing, Printer: "out", ByHand: true}},
		{name: "printing for long", print: queue.Print{State: queue.Printing, At: now.Add(-time.Minute)}, want: PaperMaybe},
		{name: "confirmed before the paper ended", print: queue.Print{State: queue.PrintConfirmed, Printer: "out"}},
		{name: "failed", print: queue.Print{State: queue.PrintFailed}, want: PaperMissing},
		{name: "lapsed", print: queue.Print{State: queue.PrintLapsed}, want: PaperMissing},
		{name: "in doubt", print: queue.Print{State: queue.PrintInDoubt}, want: PaperMaybe},
		{name: "failed, written by hand", print: queue.Print{State: queue.PrintFailed, ByHand: true}},
		{name: "never asked for at a kiosk that prints", print: queue.Print{State: queue.PrintNone}, kiosk: "main", want: PaperMissing},
		{name: "a kiosk without a printer", print: queue.Print{State: queue.PrintNone}, kiosk: "bare"},
		{name: "not wished at the desk", print: queue.Print{State: queue.PrintNone}},
		{name: "failed and left", print: queue.Print{State: queue.PrintFailed}, state: queue.Cancelled},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := &queue.Ticket{Kiosk: c.kiosk, State: c.state, Print: c.print, Issued: now.Add(-time.Second)}
			if x.State == "" {
				x.State = queue.Waiting
			}
			if got := PaperOf(x, r, health, now); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestTheMostUrgentStandFirst(t *testing.T) {
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{})
	issue := func(s queue.ServiceID, end queue.PrintState) string {
		r := queuetest.Do(t, q, queue.ByKiosk("main"), queue.Issue{Service: s, Kiosk: "main", Seed: queuetest.Seed()})
		queuetest.Do(t, q, queue.ByPrinter("p1"), queue.BeginPrint{Job: r.Job, Attempt: 1, Process: 1})
		queuetest.Do(t, q, queue.ByPrinter("p1"), queue.SettlePrint{Job: r.Job, State: end})
		return r.Ticket.Number
	}
	doubt, served := issue("legal", queue.PrintInDoubt), issue("mediation", queue.PrintFailed)
	second, first := issue("legal", queue.PrintFailed), issue("court", queue.PrintLapsed)
	queuetest.Do(t, q, queue.System, queue.OpenWindow{Window: "w3"})
	queuetest.Do(t, q, queue.System, queue.Call{Window: "w3", Number: served})
	list := func() (numbers []string) {
		q.View(func(l *queue.Lobby) {
			for _, n := range PaperNeeds(l, Health{}, q.Now()) {
				numbers = append(numbers, n.Ticket.Number)
			}
		})
		return numbers
	}
	if got, want := list(), []string{served, first, second, doubt}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	queuetest.Do(t, q, queue.System, queue.Start{Window: "w3"})
	if got, want := list(), []string{first, second, doubt}; !slices.Equal(got, want) {
		t.Errorf("while one is served: %v, want %v", got, want)
	}
}

func TestWhereASlipIsPrintedAgain(t *testing.T) {
	kiosks := []queue.Kiosk{
		{ID: "bare"}, {ID: "side", Printer: "p3"}, {ID: "main", Printer: "p1", Fallback: []queue.PrinterID{"p4"}}, {ID: DeskKiosk, Printer: "p2"},
	}
	for _, c := range []struct {
		name   string
		taken  queue.KioskID
		kiosks []queue.Kiosk
		off    []queue.PrinterID // known not to print
		well   []queue.PrinterID // known to
		want   queue.KioskID
	}{
		{name: "where it was taken", taken: "main", kiosks: kiosks, want: "main"},
		{name: "at the desk when taken without paper", taken: "bare", kiosks: kiosks, want: DeskKiosk},
		{name: "at the desk when taken nowhere", kiosks: kiosks, want: DeskKiosk},
		{name: "at the desk when the kiosk is gone", taken: "gone", kiosks: kiosks, want: DeskKiosk},
		{name: "where there is a printer", taken: "bare", kiosks: kiosks[:2], want: "side"},
		{name: "nowhere", taken: "bare", kiosks: kiosks[:1]},
		{name: "not where the printer is dead", taken: "main", kiosks: kiosks, off: []queue.PrinterID{"p1"}, want: DeskKiosk},
		{name: "where another takes over", taken: "main", kiosks: kiosks, off: []queue.PrinterID{"p1"}, well: []queue.PrinterID{"p4"}, want: "main"},
		{name: "at the last that prints", taken: "main", kiosks: kiosks, off: []queue.PrinterID{"p1", "p2"}, want: "side"},
		{name: "where it was taken when nothing prints", taken: "main", kiosks: kiosks, off: []queue.PrinterID{"p1", "p2", "p3"}, want: "main"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := testRules(t)
			r.Kiosks = c.kiosks
			if err := r.Prepare(); err != nil {
				t.Fatal(err)
			}
			var h Health
			for _, id := range c.off {
				h.Printers = append(h.Printers, PrinterHealth{ID: id, State: PrinterOff, Why: "silent"})
			}
			for _, id := range c.well {
				h.Printers = append(h.Printers, PrinterHealth{ID: id, State: PrinterReady})
			}
			if got := ReprintAt(&queue.Ticket{Kiosk: c.taken}, r, h); got != c.want {
				t.Errorf("at %q, want %q", got, c.want)
			}
		})
	}
}
