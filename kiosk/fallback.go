package kiosk

import (
	"context"
	"errors"

	"onedoor/printer"
	"onedoor/queue"
)

// well lists the printers that could print now.
func (r *PrintRoom) well() map[queue.PrinterID]bool {
	list := map[queue.PrinterID]bool{}
	for id, s := range r.spools {
		st := s.Status()
		list[id] = st.Open && st.Online && st.Why == ""
	}
	return list
}

// instead names the printer that takes a kiosk's slip over from one that can't
// print: the first of the kiosk's that is well, or none.
func instead(k *queue.Kiosk, from queue.PrinterID, well map[queue.PrinterID]bool) queue.PrinterID {
	if k == nil {
		return ""
	}
	for _, id := range k.Printers() {
		if id != from && well[id] {
			return id
		}
	}
	return ""
}

// insteadOf is instead for a job by its id.
func (r *PrintRoom) insteadOf(id queue.JobID) queue.PrinterID { return r.insteadAmong(id, r.well()) }

// elsewhere names the printer for a job whose own isn't there: one that is well, else
// one of which nothing bad was heard, as at the start of the program.
func (r *PrintRoom) elsewhere(id queue.JobID) queue.PrinterID {
	if to := r.insteadOf(id); to != "" {
		return to
	}
	hopeful := map[queue.PrinterID]bool{}
	for p, s := range r.spools {
		hopeful[p] = s.Status().Why == ""
	}
	return r.insteadAmong(id, hopeful)
}

func (r *PrintRoom) insteadAmong(id queue.JobID, well map[queue.PrinterID]bool) (to queue.PrinterID) {
	r.o.Queue.View(func(l *queue.Lobby) {
		if j := l.Job(id); j != nil {
			to = instead(l.Rules().Kiosk(j.Kiosk), j.Printer, well)
		}
	})
	return to
}

// relocate moves slips that are stuck to printers that have become well, until ctx
// ends: each time one has, and each time a slip has stalled, since one may have become
// well while the books were told. A slip that stalls anew is moved by its spool's
// ledger; this is for those that were stalled already. From a printer that is itself
// well again nothing is taken: it is about to print.
func (r *PrintRoom) relocate(ctx context.Context) {
	for {
		select {
		case <-r.recovered:
		case <-ctx.Done():
			return
		}
		r.moveStuck(ctx)
	}
}

// moveStuck moves what is stuck now, the oldest first.
func (r *PrintRoom) moveStuck(ctx context.Context) {
	well := r.well()
	var stuck []queue.Job
	r.o.Queue.View(func(l *queue.Lobby) {
		for _, j := range l.Jobs() {
			if j.State == queue.PrintQueued && j.Why != "" && instead(l.Rules().Kiosk(j.Kiosk), j.Printer, well) != "" {
				stuck = append(stuck, *j)
			}
		}
	})
	for _, j := range stuck {
		if r.stuck(j.Printer) {
			r.move(ctx, &j, r.insteadOf(j.ID))
		}
	}
}

// stuck says whether a printer can't print now.
func (r *PrintRoom) stuck(id queue.PrinterID) bool {
	s := r.spools[id]
	return s == nil || s.Status().Why != ""
}

// move has another printer take a stuck job over, and says whether nothing more is to
// be done about it here. The books come first: from then on the old printer can't begin
// it.
func (r *PrintRoom) move(ctx context.Context, j *queue.Job, to queue.PrinterID) bool {
	if to == "" {
		return false
	}
	_, err := r.o.Queue.Do(ctx, queue.Request{
		Command: queue.MovePrint{Job: j.ID, Printer: to, Why: j.Why}, Actor: queue.System,
	})
	begun, over := &queue.Error{Code: queue.ErrBadState}, &queue.Error{Code: queue.ErrUnknownJob}
	switch {
	case err == nil:
		if s := r.spools[j.Printer]; s != nil {
			s.Withdraw(int64(j.ID), attemptOf(j))
		}
	case ctx.Err() != nil || errors.Is(err, begun) || errors.Is(err, over): // it isn't stuck any more
	default:
		r.o.Log.Warn("a slip could not be moved to another printer", "printer", j.Printer, "ticket", j.Ticket, "err", err)
		return false
	}
	return true
}

// attemptOf tells a spool an original from its reprints.
func attemptOf(j *queue.Job) int { return j.Copy + 1 }

// tellRecovered has relocate look whether the printer that has just become well
// can help.
func (r *PrintRoom) tellRecovered(s printer.Status) {
	if s.Online && s.Why == "" {
		r.lookAgain()
	}
}

// lookAgain has relocate look once more.
func (r *PrintRoom) lookAgain() {
	select {
	case r.recovered <- struct{}{}:
	default:
	}
}
