package admin

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"onedoor/queue"
)

// dayPaper is what became of the slips of today's tickets at one printer.
type dayPaper struct {
	confirmed, weak, sent, doubt, failed, lapsed int // tickets, by the state of their latest slip
	hand                                         int // no slip needed: written by hand
	last                                         time.Time
}

// tally keeps what became of the paper of each of today's tickets. It begins with
// what the books say of the day, so that a restart forgets nothing, and follows
// the events from there.
type tally struct {
	queue *queue.Queue
	past  Past
	log   *slog.Logger

	mu     sync.Mutex
	day    queue.Day
	prints map[queue.TicketID]queue.Print
}

// errNewDay ends the following of a day that is over.
var errNewDay = errors.New("the day is over")

// run follows until the context or the queue ends.
func (t *tally) run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := t.follow(ctx); err != nil && !errors.Is(err, queue.ErrLagged) && !errors.Is(err, errNewDay) {
			return
		}
	}
}

// follow counts one day.
func (t *tally) follow(ctx context.Context) error {
	w := t.queue.Watch(t.begin)
	defer w.Close()
	t.recall(ctx)
	for {
		events, err := w.Next(ctx)
		if err != nil {
			return err
		}
		for i := range events {
			if err := t.hear(&events[i]); err != nil {
				return err
			}
		}
	}
}

// begin takes today's living tickets.
func (t *tally) begin(l *queue.Lobby) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.day, t.prints = l.Day(), map[queue.TicketID]queue.Print{}
	for x := range l.Tickets() {
		if x.Day == t.day {
			t.prints[x.ID] = x.Print
		}
	}
}

// recall adds today's tickets that have gone already.
func (t *tally) recall(ctx context.Context) {
	if t.past == nil {
		return
	}
	t.mu.Lock()
	day := t.day
	t.mu.Unlock()
	list, err := t.past.TicketsOfDay(ctx, day)
	if err != nil {
		if ctx.Err() == nil {
			t.log.Warn("today's slips could not be counted from the books", "err", err)
		}
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, x := range list {
		if _, living := t.prints[x.ID]; !living {
			t.prints[x.ID] = x.Print
		}
	}
}

// hear takes over what an event says of a ticket's paper.
func (t *tally) hear(e *queue.Event) error {
	var last queue.Print // when the ticket has gone already
	switch d := e.Data.(type) {
	case queue.DayData:
		return errNewDay
	case queue.PrintSettledData:
		if d.Behind { // the ticket tells of a newer slip
			return nil
		}
		last = queue.Print{State: d.State, Weak: d.Weak, Why: d.Why, At: e.At}
	case queue.IssuedData, queue.PrintAskedData, queue.PrintBegunData, queue.PrintStalledData, queue.PrintMovedData, queue.HandWrittenData:
	default:
		return nil
	}
	id := e.TicketOf()
	t.queue.View(func(l *queue.Lobby) {
		t.mu.Lock()
		defer t.mu.Unlock()
		x := l.Ticket(id)
		switch {
		case x != nil && x.Day == t.day:
			t.prints[id] = x.Print
		case x == nil && last.State != "":
			if old, ok := t.prints[id]; ok {
				last.Printer, last.Copies, last.ByHand = old.Printer, old.Copies, old.ByHand
				t.prints[id] = last
			}
		}
	})
	return nil
}

// lapse counts a slip that was let go: a number that was written by hand is no failure.
func (d *dayPaper) lapse(p queue.Print) {
	if p.Why == "by_hand" {
		d.hand++
		return
	}
	d.lapsed++
}

// days counts by printer, and the reprints of the whole house: a ticket's may have come
// out of several.
func (t *tally) days() (days map[queue.PrinterID]dayPaper, copies int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	days = map[queue.PrinterID]dayPaper{}
	for _, p := range t.prints {
		if p.Printer == "" {
			continue
		}
		d := days[p.Printer]
		copies += p.Copies
		switch p.State {
		case queue.PrintConfirmed:
			if p.Weak {
				d.weak++
			} else {
				d.confirmed++
			}
			if p.At.After(d.last) {
				d.last = p.At
			}
		case queue.PrintSent:
			d.sent++
		case queue.PrintInDoubt:
			d.doubt++
		case queue.PrintFailed:
			d.failed++
		case queue.PrintLapsed:
			d.lapse(p)
		case queue.PrintNone, queue.PrintQueued, queue.Printing:
		}
		days[p.Printer] = d
	}
	return days, copies
}
