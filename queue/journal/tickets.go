package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"

	"onedoor/queue"
)

// ticketColumns are those of a ticket that never change, but for its class, then those that do.
const (
	ticketFixed   = "id, day, number, ref, code, class, lang, kiosk, issued, ahead, low_s, high_s"
	ticketChanges = `service, party, state, changed, seq, since, credit_us, window, staff, for_window, for_staff, hold_reason, until,
		returned, outcome, reason, notes, print, print_why, print_weak, copies, printer, by_hand, print_at, tries, visit`
	ticketColumns = ticketFixed + ", " + ticketChanges

	putTicket = "INSERT INTO tickets (" + ticketColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET class = excluded.class, service = excluded.service, party = excluded.party, state = excluded.state, changed = excluded.changed,
		seq = excluded.seq, since = excluded.since, credit_us = excluded.credit_us, window = excluded.window, staff = excluded.staff,
		for_window = excluded.for_window, for_staff = excluded.for_staff, hold_reason = excluded.hold_reason, until = excluded.until,
		returned = excluded.returned, outcome = excluded.outcome, reason = excluded.reason, notes = excluded.notes,
		print = excluded.print, print_why = excluded.print_why, print_weak = excluded.print_weak, copies = excluded.copies,
		printer = excluded.printer, by_hand = excluded.by_hand, print_at = excluded.print_at, tries = excluded.tries,
		visit = excluded.visit`

	legColumns = "ticket, n, service, window, staff, began, called, started, ended, calls, waited_s, ending, counts"

	putLeg = "INSERT INTO legs (" + legColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (ticket, n) DO UPDATE SET service = excluded.service, window = excluded.window, staff = excluded.staff,
		began = excluded.began, called = excluded.called, started = excluded.started, ended = excluded.ended, calls = excluded.calls,
		waited_s = excluded.waited_s, ending = excluded.ending, counts = excluded.counts`

	// A leg that was undone is gone.
	dropLegs = "DELETE FROM legs WHERE ticket = ? AND n > ?"
)

// putTicket brings a ticket's rows to where it stands.
func (w *writer) putTicket(ctx context.Context, t *queue.Ticket) error {
	var low, high, reason, notes, visit any
	if t.Estimate != nil {
		low, high = int64(t.Estimate.LowS), int64(t.Estimate.HighS)
	}
	if t.Reason != nil {
		b, err := json.Marshal(t.Reason)
		if err != nil {
			return err
		}
		reason = string(b)
	}
	if len(t.Notes) > 0 {
		b, err := json.Marshal(t.Notes)
		if err != nil {
			return err
		}
		notes = string(b)
	}
	if !reflect.ValueOf(t.Visit).IsZero() {
		b, err := json.Marshal(t.Visit)
		if err != nil {
			return err
		}
		visit = string(b)
	}
	if err := w.ticket.exec(ctx, int64(t.ID), string(t.Day), t.Number, t.Ref, t.Code, string(t.Class), t.Lang,
		string(t.Kiosk), micros(t.Issued), int64(t.AheadAtIssue), low, high,
		string(t.Service), int64(t.Party), string(t.State), micros(t.Changed), t.Seq, micros(t.Since), t.CreditUS, string(t.Window), string(t.Staff),
		string(t.ForWindow), string(t.ForStaff), t.HoldReason, microsOrNull(t.Until), t.Returned, string(t.Outcome), reason, notes,
		string(t.Print.State), t.Print.Why, t.Print.Weak, int64(t.Print.Copies),
		string(t.Print.Printer), t.Print.ByHand, microsOrNull(t.Print.At), int64(t.Tries), visit); err != nil {
		return err
	}
	for i := range t.Legs {
		l := &t.Legs[i]
		if err := w.leg.exec(ctx, int64(t.ID), int64(i+1), string(l.Service), string(l.Window), string(l.Staff), micros(l.From),
			microsOrNull(l.Called), microsOrNull(l.Started), microsOrNull(l.Ended), int64(l.Calls), l.WaitedS, l.End, string(l.Counts)); err != nil {
			return fmt.Errorf("leg %d: %w", i+1, err)
		}
	}
	return nil
}

// dropLegs takes away what a ticket no longer has of its way.
func (w *writer) dropLegs(ctx context.Context, t *queue.Ticket) error {
	return w.noLeg.exec(ctx, int64(t.ID), int64(len(t.Legs)))
}

// undoes says whether an event may take legs away.
func undoes(e queue.Event) bool { return e.Type == queue.Undone || e.Type == queue.SessionUndone }

// Ticket finds a ticket by its ref, living or past, as of the last commit.
func (b *Books) Ticket(ctx context.Context, ref string) (*queue.Ticket, bool, error) {
	list, err := b.tickets(ctx, "ref = ?", ref)
	if err != nil || len(list) == 0 {
		return nil, false, err
	}
	return list[0], true, nil
}

// TicketsOfDay gives all tickets that count to a day, oldest first.
func (b *Books) TicketsOfDay(ctx context.Context, day queue.Day) ([]*queue.Ticket, error) {
	return b.tickets(ctx, "day = ?", string(day))
}

// tickets reads whole tickets in one transaction, so that legs fit them.
func (b *Books) tickets(ctx context.Context, where string, arg any) ([]*queue.Ticket, error) {
	now, done, err := b.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	rows, err := now.tx.QueryContext(ctx, "SELECT "+ticketColumns+" FROM tickets WHERE "+where+" ORDER BY id", arg)
	if err != nil {
		return nil, b.wrap("read tickets", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var list []*queue.Ticket
	byID := map[queue.TicketID]*queue.Ticket{}
	for rows.Next() {
		t, err := scanTicket(rows)
		if err != nil {
			return nil, b.damaged(0, "a ticket can't be read", err)
		}
		list = append(list, t)
		byID[t.ID] = t
	}
	if err := rows.Err(); err != nil {
		return nil, b.wrap("read tickets", err)
	}
	legs, err := now.tx.QueryContext(ctx, "SELECT "+legColumns+" FROM legs WHERE ticket IN (SELECT id FROM tickets WHERE "+where+") ORDER BY ticket, n", arg)
	if err != nil {
		return nil, b.wrap("read legs", err)
	}
	defer func() { _ = legs.Close() }() // Err tells
	for legs.Next() {
		id, leg, err := scanLeg(legs)
		if err != nil {
			return nil, b.damaged(0, "a leg can't be read", err)
		}
		if t := byID[id]; t != nil {
			t.Legs = append(t.Legs, leg)
		}
	}
	return list, b.wrap("read legs", legs.Err())
}

// scanTicket reads a row of ticketColumns.
func scanTicket(rows *sql.Rows) (*queue.Ticket, error) {
	var t queue.Ticket
	var issued, changed, since int64
	var low, high, until, printed sql.NullInt64
	var reason, notes, visit []byte
	err := rows.Scan(&t.ID, &t.Day, &t.Number, &t.Ref, &t.Code, &t.Class, &t.Lang, &t.Kiosk, &issued, &t.AheadAtIssue, &low, &high,
		&t.Service, &t.Party, &t.State, &changed, &t.Seq, &since, &t.CreditUS, &t.Window, &t.Staff, &t.ForWindow, &t.ForStaff, &t.HoldReason, &until,
		&t.Returned, &t.Outcome, &reason, &notes, &t.Print.State, &t.Print.Why, &t.Print.Weak, &t.Print.Copies,
		&t.Print.Printer, &t.Print.ByHand, &printed, &t.Tries, &visit)
	if err != nil {
		return nil, err
	}
	t.Issued, t.Changed, t.Since, t.Until = instant(issued), instant(changed), instant(since), instantOrZero(until)
	t.Print.At = instantOrZero(printed)
	if low.Valid && high.Valid {
		t.Estimate = &queue.Range{LowS: int(low.Int64), HighS: int(high.Int64)}
	}
	if reason != nil {
		if err := json.Unmarshal(reason, &t.Reason); err != nil {
			return nil, fmt.Errorf("reason of ticket %d: %w", t.ID, err)
		}
	}
	if notes != nil {
		if err := json.Unmarshal(notes, &t.Notes); err != nil {
			return nil, fmt.Errorf("notes of ticket %d: %w", t.ID, err)
		}
	}
	if visit != nil {
		if err := json.Unmarshal(visit, &t.Visit); err != nil {
			return nil, fmt.Errorf("visit of ticket %d: %w", t.ID, err)
		}
	}
	return &t, nil
}

// scanLeg reads a row of legColumns.
func scanLeg(rows *sql.Rows) (queue.TicketID, queue.Leg, error) {
	var id queue.TicketID
	var n int
	var l queue.Leg
	var began int64
	var called, started, ended sql.NullInt64
	err := rows.Scan(&id, &n, &l.Service, &l.Window, &l.Staff, &began, &called, &started, &ended, &l.Calls, &l.WaitedS, &l.End, &l.Counts)
	l.From, l.Called, l.Started, l.Ended = instant(began), instantOrZero(called), instantOrZero(started), instantOrZero(ended)
	return id, l, err
}
