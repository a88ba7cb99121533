package kiosk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"onedoor/display"
	"onedoor/printer"
	"onedoor/queue"
)

// Printer is one printer of the house.
type Printer struct {
	ID      queue.PrinterID
	Profile printer.Profile
	Open    func(ctx context.Context) (printer.Port, error) // nil: there is no paper here (none:)
	Paper   Pages                                           // nil: what is sent is drawn as the profile would print it
}

// PrintRoomOptions is what a PrintRoom is made of.
type PrintRoomOptions struct {
	Kit       *display.Kit
	Queue     *queue.Queue
	Board     *display.Board
	Printers  []Printer
	StatusURL func(ref string) string // what a slip's QR says; "" for no QR
	Template  func() printer.Template // how slips are laid out now; nil: as usual
	Font      printer.Font            // for what a printer can't say; nil: the embedded one alone
	Log       *slog.Logger            // nil logs nothing
}

// PrintRoom brings the queue's print jobs to the house's printers and writes
// into the books what became of them. It owns a spool for each printer.
type PrintRoom struct {
	o      PrintRoomOptions
	spools map[queue.PrinterID]*printer.Spool
	paper  []Paper

	viewers   *display.Group // of /paper
	recovered chan struct{}  // holds one: a printer has become well, or a slip has stalled
}

// Paper is what came out of one printer.
type Paper struct {
	ID queue.PrinterID
	Pages
}

// NewPrintRoom makes the spools; Run starts them. It refuses printers that
// can't be, all at once.
func NewPrintRoom(o PrintRoomOptions) (*PrintRoom, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Template == nil {
		o.Template = printer.DefaultTemplate
	}
	r := &PrintRoom{o: o, spools: map[queue.PrinterID]*printer.Spool{}, viewers: display.NewGroup(), recovered: make(chan struct{}, 1)}
	doubts := inDoubt(o.Queue)
	var bad []error
	for _, p := range o.Printers {
		if p.Open == nil {
			o.Board.Printer(display.PrinterHealth{ID: p.ID, State: display.PrinterOff, Why: "no_printer", Since: o.Queue.Now()})
			continue
		}
		open, pages := p.Open, p.Paper
		if pages == nil {
			tap := newTap(p.Profile, o.Queue.Now)
			open, pages = tap.opens(p.Open), tap
		}
		spool, err := printer.NewSpool(printer.Options{
			Name: string(p.ID), Profile: p.Profile, Open: open, Ledger: &ledger{queue: o.Queue, actor: queue.ByPrinter(p.ID), instead: r.insteadOf},
			Log: o.Log, Now: o.Queue.Now, Changed: func(s printer.Status) { r.report(p.ID, s) },
			Await: doubts[p.ID], Font: o.Font,
		})
		if err != nil {
			bad = append(bad, fmt.Errorf("printer %s: %w", p.ID, err))
			continue
		}
		r.spools[p.ID] = spool
		r.paper = append(r.paper, Paper{p.ID, pages})
	}
	return r, errors.Join(bad...)
}

// inDoubt lists by printer the slips of which it may still say that they are on
// paper: those in doubt, and those that were under way when the program ended.
func inDoubt(q *queue.Queue) map[queue.PrinterID][]printer.Awaited {
	list := map[queue.PrinterID][]printer.Awaited{}
	q.View(func(l *queue.Lobby) {
		for _, j := range append(l.Doubts(), l.Jobs()...) {
			if j.State != queue.PrintInDoubt && j.State != queue.Printing {
				continue
			}
			a := printer.Awaited{Job: int64(j.ID), Attempt: attemptOf(j), Process: j.Process}
			if why := printer.Why(j.Why); why == printer.WhySilent || why == printer.WhyPowerCycled {
				a.Process = 0 // it was switched off within the slip: its id would prove the slip's end alone
			}
			list[j.Printer] = append(list[j.Printer], a)
		}
	})
	return list
}

// Paper lists what can be seen of each printer, in the order of the options.
func (r *PrintRoom) Paper() []Paper { return r.paper }

// Status tells how a printer is; ok is false for one without paper.
func (r *PrintRoom) Status(id queue.PrinterID) (status printer.Status, ok bool) {
	s := r.spools[id]
	if s == nil {
		return printer.Status{}, false
	}
	return s.Status(), true
}

// Run settles what the last run left half printed, then prints until ctx ends.
// It returns when every port is closed. The queue must outlive it, or the end of
// a slip under way is not written down and reads as in doubt.
func (r *PrintRoom) Run(ctx context.Context) error {
	if err := r.settleLeft(ctx); err != nil {
		return err
	}
	var work sync.WaitGroup
	defer work.Wait()
	for _, s := range r.spools {
		work.Go(func() { _ = s.Run(ctx) }) // always nil
	}
	for _, p := range r.paper {
		work.Go(func() { r.showPaper(ctx, p) })
	}
	work.Go(func() { r.relocate(ctx) })
	for {
		err := r.follow(ctx)
		if errors.Is(err, queue.ErrLagged) {
			continue
		}
		return err
	}
}

// settleLeft ends the jobs whose first byte may have left before the program
// died: nobody knows whether paper came out. The policy may ask for a marked
// reprint in the same breath.
func (r *PrintRoom) settleLeft(ctx context.Context) error {
	var left []queue.Job
	r.o.Queue.View(func(l *queue.Lobby) {
		for _, j := range l.Jobs() {
			if j.State == queue.Printing {
				left = append(left, *j)
			}
		}
	})
	for _, j := range left {
		r.o.Log.Warn("a slip was under way when the program ended", "printer", j.Printer, "ticket", j.Ticket)
		err := r.settle(ctx, &j, queue.PrintInDoubt, "crashed")
		if err != nil && ctx.Err() == nil {
			return fmt.Errorf("settle what was printing: %w", err)
		}
	}
	return nil
}

// settleAgain is the pause between two tries to write down a slip's end while the
// store refuses.
const settleAgain = time.Second

// settle writes down what became of a job, for as long as it takes: a disk that
// is full now may have room in a minute.
func (r *PrintRoom) settle(ctx context.Context, j *queue.Job, s queue.PrintState, why string) error {
	for told := false; ; told = true {
		_, err := r.o.Queue.Do(ctx, queue.Request{
			Command: queue.SettlePrint{Job: j.ID, State: s, Why: why}, Actor: queue.ByPrinter(j.Printer),
		})
		switch {
		case err == nil || errors.Is(err, &queue.Error{Code: queue.ErrUnknownJob}):
			return nil
		case ctx.Err() != nil || errors.Is(err, &queue.Error{Code: queue.ErrStopped}):
			return err
		case !told:
			r.o.Log.Error("a slip's end could not be noted; tried again every second", "printer", j.Printer, "ticket", j.Ticket, "err", err)
		}
		select {
		case <-time.After(settleAgain):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// errand is a job with its slip, or without one when there is no printer.
type errand struct {
	job  queue.Job
	work printer.Job
}

// follow hands in what waits and then whatever is asked for, until ctx ends
// (nil) or the watch is cut off.
func (r *PrintRoom) follow(ctx context.Context) error {
	var errands []errand
	w := r.o.Queue.Watch(func(l *queue.Lobby) {
		for _, j := range l.Jobs() {
			errands = r.plan(errands, l, j)
		}
	})
	defer w.Close()
	r.lookAgain() // at what stalled before the watch
	for {
		r.hand(ctx, errands)
		events, err := w.Next(ctx)
		switch {
		case ctx.Err() != nil || errors.Is(err, &queue.Error{Code: queue.ErrStopped}):
			return nil
		case err != nil:
			return err
		}
		errands = errands[:0]
		for _, e := range events {
			var job queue.JobID
			switch d := e.Data.(type) {
			case queue.PrintAskedData:
				job = d.Job
			case queue.PrintMovedData:
				job = d.Job
			case queue.PrintStalledData:
				r.lookAgain()
				continue
			default:
				continue
			}
			r.o.Queue.View(func(l *queue.Lobby) { errands = r.plan(errands, l, l.Job(job)) })
		}
	}
}

// plan makes the slip of a job that still waits. Called under the queue's lock.
func (r *PrintRoom) plan(list []errand, l *queue.Lobby, j *queue.Job) []errand {
	if j == nil || j.State != queue.PrintQueued {
		return list
	}
	e := errand{job: *j}
	t := l.Ticket(j.Ticket)
	e.work = printer.Job{ID: int64(j.ID), Attempt: attemptOf(j), Slip: Slip(r.o.Kit.Catalogue, SlipData{
		Rules: l.Rules(), Ticket: t, Service: l.Service(t.Service), Template: r.o.Template(), URL: r.o.StatusURL(t.Ref), Copy: j.Copy,
	})}
	if s := l.Rules().Policy.PrintLapseS; s > 0 {
		e.work.Deadline = j.Asked.Add(time.Duration(s) * time.Second)
	}
	return append(list, e)
}

// hand gives jobs to their spools. A job for a printer that isn't there goes to
// another of its kiosk's; where there is none it has failed, and the visitor is told
// at once.
func (r *PrintRoom) hand(ctx context.Context, errands []errand) {
	for _, e := range errands {
		if s := r.spools[e.job.Printer]; s != nil {
			s.Submit(e.work)
			continue
		}
		e.job.Why = "no_printer"
		if to := r.elsewhere(e.job.ID); to != "" {
			r.moveAtLast(ctx, &e.job, to)
			continue
		}
		_ = r.settle(ctx, &e.job, queue.PrintFailed, "no_printer") // fails only when all ends
	}
}

// moveAtLast is move for as long as it takes: a disk that is full now may have room in a
// minute.
func (r *PrintRoom) moveAtLast(ctx context.Context, j *queue.Job, to queue.PrinterID) {
	for !r.move(ctx, j, to) && ctx.Err() == nil {
		select {
		case <-time.After(settleAgain):
		case <-ctx.Done():
		}
	}
}

// report puts a printer's status on the board.
func (r *PrintRoom) report(id queue.PrinterID, s printer.Status) {
	h := display.PrinterHealth{ID: id, State: boardState(s), Why: string(s.Why), Since: s.Since, Low: s.Paper == printer.PaperNearEnd, Profile: s.Profile}
	if s.Answers && s.Open {
		h.Seen = r.o.Queue.Now()
	}
	r.o.Board.Printer(h)
	r.tellRecovered(s)
	r.tell(printerView{Type: "printer", ID: id, State: h.State})
}

// boardState says a status in the board's words.
func boardState(s printer.Status) string {
	switch {
	case s.Why == printer.WhyPaperOut:
		return display.PrinterPaperOut
	case s.Why == printer.WhyCoverOpen:
		return display.PrinterCoverOpen
	case s.Why == printer.WhySilent || s.Why == printer.WhyUnplugged || s.Why == printer.WhyOffline:
		return display.PrinterOff
	case s.Why != "":
		return display.PrinterError
	case !s.Open:
		return display.PrinterUnknown
	case s.Job != 0:
		return display.PrinterBusy
	case !s.Answers:
		return display.PrinterOneWay
	}
	return display.PrinterReady
}
