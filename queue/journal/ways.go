package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"onedoor/queue"
)

// Way is what lists of visits tell of a ticket: its number, and where and when it went. They have neither
// refs nor words.
type Way struct {
	Ticket  queue.TicketID
	Day     queue.Day
	Number  string
	Class   queue.Class
	Party   int
	State   queue.State
	Outcome queue.OutcomeID
	Issued  time.Time
	Legs    []Stop
}

// Stop is one leg of a way; times that weren't are zero.
type Stop struct {
	Service                      queue.ServiceID
	Window                       queue.WindowID
	From, Called, Started, Ended time.Time
	Outcome                      queue.OutcomeID // empty: it ended without one
}

// waysByID reads ways, a row a leg. A whole ticket has thrice as much, which is most of the time that a
// list of 100,000 takes.
const waysByID = `SELECT t.id, t.day, t.number, t.class, t.party, t.state, t.outcome, t.issued,
	l.service, l.window, l.began, l.called, l.started, l.ended, iif(l.counts <> '', l.ending, '')
	FROM tickets t JOIN legs l ON l.ticket = t.id WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY t.id, l.n`

// Ways gives the ways of tickets, living and past, one by one in the order of their ids. A way is only
// good until the next.
func (b *Books) Ways(ctx context.Context, ids []queue.TicketID, each func(*Way) error) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("read ways: %w", err)
	}
	rows, err := b.at().QueryContext(ctx, waysByID, string(list))
	if err != nil {
		return b.wrap("read ways", err)
	}
	defer func() { _ = rows.Close() }() // Err tells
	var way Way
	for rows.Next() {
		var next Way
		var stop Stop
		if err := scanWay(rows, &next, &stop); err != nil {
			return b.damaged(0, "a ticket's way can't be read", err)
		}
		if next.Ticket != way.Ticket {
			if err := way.tell(each); err != nil {
				return err
			}
			next.Legs = way.Legs[:0]
			way = next
		}
		way.Legs = append(way.Legs, stop)
	}
	if err := rows.Err(); err != nil {
		return b.wrap("read ways", err)
	}
	return way.tell(each)
}

// tell gives a way, if it is one.
func (w *Way) tell(each func(*Way) error) error {
	if len(w.Legs) == 0 {
		return nil
	}
	return each(w)
}

// scanWay reads a row of waysByID.
func scanWay(rows *sql.Rows, w *Way, s *Stop) error {
	var issued, began int64
	var called, started, ended sql.NullInt64
	err := rows.Scan(&w.Ticket, &w.Day, &w.Number, &w.Class, &w.Party, &w.State, &w.Outcome, &issued,
		&s.Service, &s.Window, &began, &called, &started, &ended, &s.Outcome)
	w.Issued, s.From = instant(issued), instant(began)
	s.Called, s.Started, s.Ended = instantOrZero(called), instantOrZero(started), instantOrZero(ended)
	return err
}
