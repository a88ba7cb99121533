package queue_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

var p1 = queue.ByPrinter("p1")

// slip issues a ticket at the kiosk and gives it with its print job.
func slip(t *testing.T, q *queue.Queue) (*queue.Ticket, queue.JobID) {
	t.Helper()
	r := queuetest.Do(t, q, queue.ByKiosk("main"), queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()})
	return r.Ticket, r.Job
}

// paper gives what is known of a ticket's slip, whenever it became so.
func paper(q *queue.Queue, id queue.TicketID) (p queue.Print) {
	q.View(func(l *queue.Lobby) { p = l.Ticket(id).Print })
	p.At = time.Time{}
	return p
}

func TestAnotherPrinterTakesOver(t *testing.T) {
	q, _ := hall(t)
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.StallPrint{Job: job, Why: "paper_out"})
	if p := paper(q, ticket.ID); !p.NoPaper() || p.Printer != "p1" {
		t.Errorf("stalled: %+v", p)
	}
	queuetest.Do(t, q, p1, queue.MovePrint{Job: job, Printer: "p2", Why: "paper_out"})
	if p := paper(q, ticket.ID); p != (queue.Print{State: queue.PrintQueued, Printer: "p2"}) {
		t.Errorf("moved: %+v", p)
	}
	_, err := ask(t, q, queue.System, queue.MovePrint{Job: job, Printer: "p3", Why: "paper_out"})
	wantCode(t, err, queue.ErrBadValue)
	_, err = ask(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1})
	wantCode(t, err, queue.ErrUnknownJob)
	queuetest.Do(t, q, queue.ByPrinter("p2"), queue.BeginPrint{Job: job, Attempt: 1})
	_, err = ask(t, q, queue.System, queue.MovePrint{Job: job, Printer: "p1", Why: "paper_out"})
	wantCode(t, err, queue.ErrBadState)
}

func TestALateWordEndsADoubt(t *testing.T) {
	q, _ := hall(t)
	rules := queuetest.Rules()
	rules.Policy.ReprintDoubt = true
	queuetest.Do(t, q, queue.System, queue.SetRules{Rules: rules})
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1, Process: 7})
	again := queuetest.Do(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintInDoubt, Why: "paper_out"}).Job
	if p := paper(q, ticket.ID); p.State != queue.PrintQueued || p.Copies != 1 {
		t.Fatalf("in doubt: %+v", p)
	}
	queuetest.Do(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintConfirmed})
	if p := paper(q, ticket.ID); p.State != queue.PrintConfirmed || p.NoPaper() {
		t.Errorf("after the printer's word: %+v", p)
	}
	_, err := ask(t, q, p1, queue.BeginPrint{Job: again, Attempt: 1})
	wantCode(t, err, queue.ErrUnknownJob) // the reprint nobody needs
	_, err = ask(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintConfirmed})
	wantCode(t, err, queue.ErrUnknownJob)
}

func TestALateWordDoesNotHideANewerSlip(t *testing.T) {
	q, _ := hall(t)
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1, Process: 7})
	queuetest.Do(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintInDoubt, Why: "timeout"})
	again := queuetest.Do(t, q, boss, queue.Reprint{Ticket: ticket.ID}).Job
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: again, Attempt: 1, Process: 8})
	queuetest.Do(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintConfirmed})
	if p := paper(q, ticket.ID); p.State != queue.Printing || p.Copies != 1 {
		t.Errorf("the slip under way: %+v", p)
	}
	for _, late := range []queue.PrintState{queue.PrintInDoubt, queue.PrintConfirmed} {
		_, err := ask(t, q, p1, queue.SettlePrint{Job: job, State: late})
		wantCode(t, err, queue.ErrUnknownJob)
	}
}

func TestADoubtGoesWithItsVisit(t *testing.T) {
	q, _ := hall(t)
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1, Process: 7})
	queuetest.Do(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintInDoubt, Why: "timeout"})
	queuetest.Do(t, q, queue.Visitor, queue.Cancel{Ticket: ticket.ID})
	_, err := ask(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintConfirmed})
	wantCode(t, err, queue.ErrUnknownJob)
}

func TestANumberWrittenByHand(t *testing.T) {
	q, _ := hall(t)
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.StallPrint{Job: job, Why: "paper_out"})
	queuetest.Do(t, q, boss, queue.NoteHandWritten{Ticket: ticket.ID})
	if p := paper(q, ticket.ID); p.NoPaper() || !p.ByHand || p.State != queue.PrintLapsed {
		t.Errorf("written by hand: %+v", p)
	}
	_, err := ask(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1})
	wantCode(t, err, queue.ErrUnknownJob)
	queuetest.Do(t, q, boss, queue.NoteHandWritten{Ticket: ticket.ID}) // twice is no error
	queuetest.Do(t, q, boss, queue.Reprint{Ticket: ticket.ID})
	if p := paper(q, ticket.ID); p.ByHand || p.State != queue.PrintQueued {
		t.Errorf("printed after all: %+v", p)
	}
	queuetest.Do(t, q, queue.Visitor, queue.Cancel{Ticket: ticket.ID})
	_, err = ask(t, q, boss, queue.NoteHandWritten{Ticket: ticket.ID})
	wantCode(t, err, queue.ErrBadState)
}
