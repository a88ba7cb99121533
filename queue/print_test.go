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
	doubting(t, q)
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

// doubting puts rules in force by which a doubt is followed by a reprint.
func doubting(t *testing.T, q *queue.Queue) {
	t.Helper()
	rules := queuetest.Rules()
	rules.Policy.ReprintDoubt = true
	queuetest.Do(t, q, queue.System, queue.SetRules{Rules: rules})
}

func TestAReprintTakesThePlaceOfASlipThatWaits(t *testing.T) {
	q, _ := hall(t)
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.StallPrint{Job: job, Why: "paper_out"})
	again := queuetest.Do(t, q, boss, queue.Reprint{Ticket: ticket.ID}).Job
	_, err := ask(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1})
	wantCode(t, err, queue.ErrUnknownJob) // or both would come out after the reload
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: again, Attempt: 1})
	queuetest.Do(t, q, p1, queue.SettlePrint{Job: again, State: queue.PrintConfirmed})
	if p := paper(q, ticket.ID); p != (queue.Print{State: queue.PrintConfirmed, Copies: 1, Printer: "p1"}) {
		t.Errorf("%+v", p)
	}
}

func TestAnOlderSlipDoesNotHideANewerOne(t *testing.T) {
	q, _ := hall(t)
	doubting(t, q)
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1, Process: 7}) // and stops halfway
	again := queuetest.Do(t, q, boss, queue.Reprint{Ticket: ticket.ID}).Job
	queuetest.Do(t, q, p1, queue.MovePrint{Job: again, Printer: "p2", Why: "cover_open"})
	p2 := queue.ByPrinter("p2")
	queuetest.Do(t, q, p2, queue.BeginPrint{Job: again, Attempt: 1, Process: 8})
	queuetest.Do(t, q, p2, queue.SettlePrint{Job: again, State: queue.PrintConfirmed})
	want := queue.Print{State: queue.PrintConfirmed, Copies: 1, Printer: "p2"}
	queuetest.Do(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintInDoubt, Why: "cover_open"})
	if p := paper(q, ticket.ID); p != want {
		t.Errorf("after the older one's doubt: %+v", p)
	}
	q.View(func(l *queue.Lobby) {
		if len(l.Jobs()) > 0 {
			t.Errorf("the policy asks for %+v, though somebody has had it printed again", l.Jobs()[0])
		}
	})
	queuetest.Do(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintConfirmed})
	if p := paper(q, ticket.ID); p != want {
		t.Errorf("after the older one's late word: %+v", p)
	}
}

func TestAnOlderSlipThatComesOutSparesTheNewerOne(t *testing.T) {
	q, _ := hall(t)
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1, Process: 7})
	again := queuetest.Do(t, q, boss, queue.Reprint{Ticket: ticket.ID}).Job
	queuetest.Do(t, q, p1, queue.StallPrint{Job: again, Why: "paper_out"})
	queuetest.Do(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintConfirmed})
	if p := paper(q, ticket.ID); p != (queue.Print{State: queue.PrintConfirmed, Copies: 1, Printer: "p1"}) {
		t.Errorf("%+v", p)
	}
	_, err := ask(t, q, p1, queue.BeginPrint{Job: again, Attempt: 1})
	wantCode(t, err, queue.ErrUnknownJob)
}

func TestASlipThatNobodyWaitsForLapses(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(queue.TicketID) queue.Command
		why       string
	}{
		"visit_over": {func(id queue.TicketID) queue.Command { return queue.Cancel{Ticket: id} }, "visit_over"},
		"by_hand":    {func(id queue.TicketID) queue.Command { return queue.NoteHandWritten{Ticket: id} }, "by_hand"},
	} {
		for move, back := range map[string]func(queue.JobID) queue.Command{
			"stalled": func(j queue.JobID) queue.Command { return queue.StallPrint{Job: j, Why: "paper_out"} },
			"moved": func(j queue.JobID) queue.Command {
				return queue.MovePrint{Job: j, Printer: "p2", Why: "paper_out"}
			},
		} {
			t.Run(name+" "+move, func(t *testing.T) {
				q, _ := hall(t)
				ticket, job := slip(t, q)
				queuetest.Do(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1, Process: 7})
				queuetest.Do(t, q, boss, c.meanwhile(ticket.ID))
				queuetest.Do(t, q, p1, back(job))
				if p := paper(q, ticket.ID); p.State != queue.PrintLapsed || p.Why != c.why || p.NoPaper() != (c.why == "visit_over") {
					t.Errorf("%+v", p)
				}
			})
		}
	}
}

func TestAReprintedSlipThatFallsBackLapses(t *testing.T) {
	q, _ := hall(t)
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1, Process: 7})
	again := queuetest.Do(t, q, boss, queue.Reprint{Ticket: ticket.ID}).Job
	queuetest.Do(t, q, p1, queue.StallPrint{Job: job, Why: "paper_out"})
	_, err := ask(t, q, p1, queue.BeginPrint{Job: job, Attempt: 2})
	wantCode(t, err, queue.ErrUnknownJob)
	if p := paper(q, ticket.ID); p != (queue.Print{State: queue.PrintQueued, Copies: 1, Printer: "p1"}) {
		t.Errorf("%+v", p)
	}
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: again, Attempt: 1})
}

func TestANumberWrittenByHandWhileItsSlipIsUnderWay(t *testing.T) {
	q, _ := hall(t)
	doubting(t, q)
	ticket, job := slip(t, q)
	queuetest.Do(t, q, p1, queue.BeginPrint{Job: job, Attempt: 1, Process: 7})
	queuetest.Do(t, q, boss, queue.NoteHandWritten{Ticket: ticket.ID})
	queuetest.Do(t, q, p1, queue.SettlePrint{Job: job, State: queue.PrintInDoubt, Why: "paper_out"})
	if p := paper(q, ticket.ID); p.NoPaper() || !p.ByHand || p.State != queue.PrintInDoubt || p.Copies != 0 {
		t.Errorf("the visitor has the number, and the slip isn't asked for again: %+v", p)
	}
}
