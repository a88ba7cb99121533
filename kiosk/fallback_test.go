package kiosk

import (
	"context"
	"runtime"
	"slices"
	"testing"

	"onedoor/printer/paper"
	"onedoor/queue"
)

// two are the kiosk's own printer and the one that takes over.
func two(t testing.TB) (own, other *paper.Virtual, list []Printer) {
	t.Helper()
	own, first := virtual(t, "epson-80")
	other, second := virtual(t, "generic-80")
	second.ID = "p2"
	return own, other, []Printer{first, second}
}

// awaitState waits until the board gives a printer one of the states.
func (h *house) awaitState(t testing.TB, id queue.PrinterID, states ...string) {
	t.Helper()
	for t.Context().Err() == nil {
		for _, p := range h.board.Snapshot().Printers {
			if p.ID == id && slices.Contains(states, p.State) {
				return
			}
		}
		runtime.Gosched()
	}
	t.Fatalf("printer %s never became one of %v", id, states)
}

// slipFrom waits for the first slip out of a printer and wants it to be a ticket's,
// and no other to follow. An empty piece may: so a printer is cleared of half a slip.
func slipFrom(t testing.TB, v *paper.Virtual, number string) {
	t.Helper()
	pages, err := v.Wait(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	pages = slices.DeleteFunc(pages, func(p paper.Page) bool { return len(p.Texts) == 0 })
	if len(pages) != 1 || !slices.Contains(pages[0].Texts, number) {
		t.Errorf("%d slips came out: %+v", len(pages), pages)
	}
}

func TestTheFallbackPrintsWhatTheKiosksOwnPrinterCant(t *testing.T) {
	own, other, list := two(t)
	own.Set(paper.PaperOut, true)
	h := newHouse(t, houseOptions{printers: list})
	h.print(t)
	h.awaitState(t, "p2", "ready")
	ticket := h.ticketOf(t, h.take(t, "/kiosk/main/about/law", "legal"))
	got := h.awaitPrint(t, ticket.ID, queue.PrintConfirmed)
	if got.Printer != "p2" || got.Copies != 0 {
		t.Errorf("print is %+v, want an original out of p2", got)
	}
	slipFrom(t, other, ticket.Number)
	own.Set(paper.PaperOut, false)
	second := h.ticketOf(t, h.take(t, "/kiosk/main/about/law", "legal"))
	h.awaitPrint(t, second.ID, queue.PrintConfirmed)
	if pages := append(own.Pages(0), other.Pages(1)...); len(pages) != 1 {
		t.Errorf("%d slips came out of one ticket", len(pages))
	}
}

func TestAStuckSlipGoesToThePrinterThatIsWellFirst(t *testing.T) {
	for name, test := range map[string]struct{ mend, prints int }{"its own": {0, 0}, "the fallback": {1, 1}} {
		t.Run(name, func(t *testing.T) {
			own, other, list := two(t)
			printers := []*paper.Virtual{own, other}
			for _, v := range printers {
				v.Set(paper.CoverOpen, true)
			}
			h := newHouse(t, houseOptions{printers: list})
			h.print(t)
			h.awaitState(t, "p1", "cover_open")
			h.awaitState(t, "p2", "cover_open")
			ticket := h.ticketOf(t, h.take(t, "/kiosk/main/about/law", "legal"))
			w := h.queue.Watch(nil)
			defer w.Close()
			for !h.printOf(ticket.ID).NoPaper() {
				if _, err := w.Next(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			printers[test.mend].Set(paper.CoverOpen, false)
			h.awaitPrint(t, ticket.ID, queue.PrintConfirmed)
			slipFrom(t, printers[test.prints], ticket.Number)
			if n := len(own.Pages(0)) + len(other.Pages(0)); n != 1 {
				t.Errorf("%d slips came out of one ticket", n)
			}
		})
	}
}

// printOf is what is known of a ticket's slip.
func (h *house) printOf(id queue.TicketID) (p queue.Print) {
	h.queue.View(func(l *queue.Lobby) { p = l.Ticket(id).Print })
	return p
}

// A printer whose slip was taken over is refused when it begins all the same.
func TestTheOldPrinterCantBeginWhatAnotherTookOver(t *testing.T) {
	h := newHouse(t, houseOptions{})
	r, err := h.queue.Do(t.Context(), queue.Request{
		Command: queue.Issue{Service: "legal", Kiosk: "main"}, Actor: queue.ByKiosk("main"),
	})
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger{queue: h.queue, actor: queue.ByPrinter("p1"), instead: func(queue.JobID) queue.PrinterID { return "p2" }}
	if err := l.Stall(context.WithoutCancel(t.Context()), int64(r.Job), "paper_out"); err == nil {
		t.Fatal("the job stays with the old printer")
	}
	if err := l.Begin(t.Context(), int64(r.Job), 1, 7); err == nil {
		t.Fatal("the old printer may begin")
	}
	if p := h.printOf(r.Ticket.ID); p.State != queue.PrintQueued || p.Printer != "p2" || p.NoPaper() {
		t.Errorf("print is %+v", p)
	}
}

// The paper ends within a slip, the program ends with it, and is started again.
// The printer finishes the slip when its paper is changed, and says so.
func TestASlipInDoubtIsConfirmedByAPrintersLateWord(t *testing.T) {
	v, p := virtual(t, "epson-80")
	h := newHouse(t, houseOptions{printers: []Printer{p}})
	stuck := make(chan struct{})
	v.After(300, func() { v.Set(paper.PaperOut, true); close(stuck) })
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error)
	go func() { ended <- h.room.Run(ctx) }()
	ticket := h.ticketOf(t, h.take(t, "/kiosk/main/about/law", "legal"))
	<-stuck
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if p := h.printOf(ticket.ID); p.State != queue.PrintInDoubt || !p.NoPaper() {
		t.Fatalf("print is %+v, want in doubt", p)
	}
	h.wire(t, []Printer{p})
	h.print(t)
	h.awaitState(t, "p1", "paper_out")
	v.Set(paper.PaperOut, false)
	h.awaitPrint(t, ticket.ID, queue.PrintConfirmed)
	slipFrom(t, v, ticket.Number)
}
