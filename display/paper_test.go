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
		{name: "printing for long", print: queue.Print{State: queue.Printing, At: now.Add(-time.Minute)}, want: PaperMissing},
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
			if got := PaperOf(x, r, now); got != c.want {
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
			for _, n := range PaperNeeds(l, q.Now()) {
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
	r := testRules(t)
	for kiosk, want := range map[queue.KioskID]queue.KioskID{"main": "main", "bare": "main", "": "main", "gone": "main"} {
		if got := ReprintAt(&queue.Ticket{Kiosk: kiosk}, r); got != want {
			t.Errorf("a ticket of %q is printed again at %q, want %q", kiosk, got, want)
		}
	}
	r.Kiosks = append(slices.Clone(r.Kiosks), queue.Kiosk{ID: DeskKiosk, Printer: "p2"})
	if err := r.Prepare(); err != nil {
		t.Fatal(err)
	}
	if got := ReprintAt(&queue.Ticket{}, r); got != DeskKiosk {
		t.Errorf("without a kiosk it is printed at %q, want the desk", got)
	}
	r.Kiosks = nil
	if err := r.Prepare(); err != nil {
		t.Fatal(err)
	}
	if got := ReprintAt(&queue.Ticket{}, r); got != "" {
		t.Errorf("where nothing prints it is printed at %q", got)
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
