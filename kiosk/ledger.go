package kiosk

import (
	"context"
	"errors"

	"onedoor/printer"
	"onedoor/queue"
)

// ledger writes a spool's doings into the books, as commands to the queue.
type ledger struct {
	queue   *queue.Queue
	actor   queue.Actor
	instead func(queue.JobID) queue.PrinterID // the printer that could take a job over; "": none
}

var _ printer.Ledger = (*ledger)(nil)

// Begin stands in the books before a slip's first byte. The spool counts the
// attempts of one slip, the books those of one job, so the number is the books'
// own. A job that is already under way was begun by a call whose answer got
// lost: no byte followed it, so it goes back and begins anew.
func (l *ledger) Begin(ctx context.Context, id int64, _ int, process uint32) error {
	var attempt int
	var under bool
	l.queue.View(func(lobby *queue.Lobby) {
		if j := lobby.Job(queue.JobID(id)); j != nil {
			attempt, under = j.Attempt+1, j.State == queue.Printing
		}
	})
	if under {
		if err := l.do(ctx, queue.StallPrint{Job: queue.JobID(id), Why: string(printer.WhyStore)}); err != nil {
			return err
		}
	}
	return l.do(ctx, queue.BeginPrint{Job: queue.JobID(id), Attempt: attempt, Process: process})
}

// Stall says what a slip waits for, or has another printer of the kiosk take it
// over: then it is no longer wanted here.
func (l *ledger) Stall(ctx context.Context, id int64, why printer.Why) error {
	if to := l.instead(queue.JobID(id)); to != "" {
		if err := l.do(ctx, queue.MovePrint{Job: queue.JobID(id), Printer: to, Why: string(why)}); err != nil {
			return err
		}
		return printer.ErrUnwanted
	}
	return l.do(ctx, queue.StallPrint{Job: queue.JobID(id), Why: string(why)})
}

// Settle is the end of a slip.
func (l *ledger) Settle(ctx context.Context, id int64, v printer.Verdict) error {
	return l.do(ctx, queue.SettlePrint{Job: queue.JobID(id), State: queue.PrintState(v.State), Weak: v.Weak, Why: string(v.Why)})
}

func (l *ledger) do(ctx context.Context, c queue.Command) error {
	_, err := l.queue.Do(ctx, queue.Request{Command: c, Actor: l.actor})
	if errors.Is(err, &queue.Error{Code: queue.ErrUnknownJob}) {
		return printer.ErrUnwanted // its visitor has left, the day was closed
	}
	return err
}
