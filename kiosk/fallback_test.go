package kiosk

import (
	"context"
	"slices"
	"testing"
	"time"

	"onedoor/printer/paper"
	"onedoor/queue"
	"onedoor/queue/queuetest"
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
	rings, hush := h.board.Bell()
	defer hush()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		for _, p := range h.board.Snapshot().Printers {
			if p.ID == id && slices.Contains(states, p.State) {
				return
			}
		}
		select {
		case <-rings:
		case <-ctx.Done():
			t.Fatalf("printer %s never became one of %v: %+v", id, states, h.board.Snapshot().Printers)
		}
	}
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
			h.stalls(t, ticket.ID)
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

// stalls waits until a ticket's slip is known to wait for its printer.
func (h *house) stalls(t testing.TB, id queue.TicketID) {
	t.Helper()
	w := h.queue.Watch(nil)
	defer w.Close()
	for !h.printOf(id).NoPaper() {
		if _, err := w.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestABacklogKeepsItsOrderAtTheFallback has several slips wait for two printers, of
// which the fallback is well first, and one asked for after that.
func TestABacklogKeepsItsOrderAtTheFallback(t *testing.T) {
	own, first := virtual(t, "epson-80")
	other, second := virtual(t, "epson-80")
	second.ID = "p2"
	list := []Printer{first, second}
	for _, v := range []*paper.Virtual{own, other} {
		v.Set(paper.CoverOpen, true)
	}
	h := newHouse(t, houseOptions{printers: list})
	h.print(t)
	h.awaitState(t, "p1", "cover_open")
	h.awaitState(t, "p2", "cover_open")
	var tickets []*queue.Ticket
	take := func() { tickets = append(tickets, h.ticketOf(t, h.take(t, "/kiosk/main/about/law", "legal"))) }
	for range 5 {
		take()
	}
	h.stalls(t, tickets[4].ID)
	other.Set(paper.CoverOpen, false)
	h.awaitPrint(t, tickets[0].ID, queue.PrintConfirmed)
	take()
	var want, got []string
	for _, x := range tickets {
		if p := h.awaitPrint(t, x.ID, queue.PrintConfirmed); p.Printer != "p2" || p.Copies != 0 {
			t.Errorf("%s: %+v, want an original out of p2", x.Number, p)
		}
		want = append(want, x.Number)
	}
	for _, p := range other.Pages(0) {
		if len(p.Texts) > 0 { // an empty piece clears the way
			got = append(got, p.Texts[slices.IndexFunc(p.Texts, func(s string) bool { return slices.Contains(want, s) })])
		}
	}
	if !slices.Equal(got, want) || len(own.Pages(0)) > 0 {
		t.Errorf("out of the fallback came %v, want %v; %d out of the kiosk's own", got, want, len(own.Pages(0)))
	}
}

// TestNothingIsTakenFromAPrinterThatIsWellAgain has both printers recover at once. The
// spool of the kiosk's own stands still here, between recovering and printing.
func TestNothingIsTakenFromAPrinterThatIsWellAgain(t *testing.T) {
	_, _, list := two(t)
	h := newHouse(t, houseOptions{printers: list})
	r := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()})
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.StallPrint{Job: r.Job, Why: "cover_open"})
	h.spool(t, "p2")
	h.awaitState(t, "p2", "ready")
	h.room.moveStuck(t.Context())
	if p := h.printOf(r.Ticket.ID); p.Printer != "p1" || p.Why != "cover_open" {
		t.Errorf("print is %+v, want it to stay", p)
	}
}

// spool runs one of the room's spools alone, until the test ends.
func (h *house) spool(t testing.TB, id queue.PrinterID) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- h.room.spools[id].Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
}

// TestASlipThatStallsIsLookedAtAgain: the other printer may have become well after its
// spool asked who could take it over, and before the books knew that it waits.
func TestASlipThatStallsIsLookedAtAgain(t *testing.T) {
	_, _, list := two(t) // whose spools stand still
	h := newHouse(t, houseOptions{printers: list})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	r := queuetest.Do(t, h.queue, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()})
	go func() { done <- h.room.follow(ctx) }()
	looks := func() {
		t.Helper()
		select {
		case <-h.room.recovered:
		case <-time.After(time.Minute):
			t.Error("nobody looks")
		}
	}
	looks() // as it begins
	queuetest.Do(t, h.queue, queue.ByPrinter("p1"), queue.StallPrint{Job: r.Job, Why: "cover_open"})
	looks()
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestASlipForAPrinterThatIsntThereGoesToAnother has the kiosk's own printer missing:
// the program was started before it stood in the config, or after it was taken out.
func TestASlipForAPrinterThatIsntThereGoesToAnother(t *testing.T) {
	for name, waits := range map[string]bool{"from before the start": true, "asked for later": false} {
		t.Run(name, func(t *testing.T) {
			other, second := virtual(t, "epson-80")
			second.ID = "p2"
			h := newHouse(t, houseOptions{printers: []Printer{second}})
			take := func() *queue.Ticket { return h.ticketOf(t, h.take(t, "/kiosk/main/about/law", "legal")) }
			var x *queue.Ticket
			if waits {
				x = take()
			}
			h.print(t)
			if !waits {
				h.awaitState(t, "p2", "ready")
				x = take()
			}
			if p := h.awaitPrint(t, x.ID, queue.PrintConfirmed, queue.PrintFailed); p.State != queue.PrintConfirmed || p.Printer != "p2" {
				t.Fatalf("print is %+v, want it out of p2", p)
			}
			slipFrom(t, other, x.Number)
		})
	}
}
