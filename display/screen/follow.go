package screen

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"onedoor/display"
	"onedoor/queue"
)

const (
	keptCalls   = 60                     // of the whole house, for snapshots
	countsEvery = 500 * time.Millisecond // between two counts of who waits
)

// overShown is how long a visit that is over stays among those called before: somebody who was called with it, or
// comes back for a bag, still finds the window; after that the row only hides where the hall looks.
const overShown = 3 * time.Minute

// quiet is how often the hours are looked at while nothing happens.
const quiet = 20 * time.Second

// hall is what the screens know, as of one event.
type hall struct {
	seq   int64
	calls []entry // newest first, each ticket once
	rows  map[queue.ServiceID]count

	pauses map[queue.WindowID]queue.Window // that pause
	missed []missed                        // calls that can still be put right, the latest first

	notices []display.NoticeView // that stand
}

// missed is a number whose call was missed, and the window that called it.
type missed struct {
	number string
	window queue.WindowID
}

// shownMissed is how many missed calls a screen names.
const shownMissed = 8

// missedOf reads the calls that can still be put right.
func missedOf(l *queue.Lobby) []missed {
	var list []missed
	for _, t := range l.Missed() {
		list = append(list, missed{t.Number, t.Leg().Window})
	}
	return list
}

// entry is a call that still holds or has been followed.
type entry struct {
	queue.Announcement
	window  *queue.WindowRule
	settled bool
	over    time.Time // when the visit ended; zero: it hasn't
	party   int       // heads
	session bool      // to a session: all its sides are called at once
}

// of notes what the ticket of a call tells; nil when it is over for a while.
func (e *entry) of(t *queue.Ticket) {
	if t != nil {
		e.party, e.session = t.Party, t.Session != 0
	}
}

type count struct {
	waiting int
	open    bool
	shut    bool                      // for the day
	late    map[queue.ClosingRule]int // of those who wait: beyond the hours
}

// Run follows the queue until ctx ends.
func (s *Screens) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	var notices sync.WaitGroup
	defer notices.Wait()
	defer stop()
	views, _ := s.readNotices(ctx) // what can't be read now is asked for again below
	s.mu.Lock()
	s.hall.notices = views
	s.mu.Unlock()
	notices.Go(func() { s.keepNotices(ctx) })
	for {
		w := s.watch()
		s.post() // what came meanwhile
		err := s.follow(ctx, w)
		w.Close()
		if !errors.Is(err, queue.ErrLagged) {
			if ctx.Err() != nil || errors.Is(err, &queue.Error{Code: queue.ErrStopped}) {
				return nil
			}
			return fmt.Errorf("follow the queue: %w", err)
		}
		s.log.Warn("screens fell behind and start from a snapshot")
	}
}

// watch subscribes and takes the state as it is, and shows it to everybody who
// is already here.
func (s *Screens) watch() *queue.Watch {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.queue.Watch(func(l *queue.Lobby) {
		s.hall = hall{seq: l.Seq(), rows: counts(l), calls: callsOf(l), pauses: pauses(l), missed: missedOf(l), notices: s.hall.notices}
	})
	s.begin.Do(func() { close(s.following) })
	s.showAll()
	s.catchUp()
	return w
}

// callsOf lists the calls that still hold, newest first, one a ticket.
func callsOf(l *queue.Lobby) []entry {
	var calls []entry
	seen := map[queue.TicketID]bool{}
	taken := map[queue.WindowID]bool{} // where somebody was called later
	for c := range l.Calls() {
		if len(calls) == keptCalls || c.Window == "" {
			break
		}
		if e, ok := entryOf(l, c); ok && !seen[c.Ticket] && (e.over.IsZero() || !taken[c.Window]) {
			calls = append(calls, e)
			taken[c.Window] = true
		}
		seen[c.Ticket] = true
	}
	return calls
}

// entryOf makes an entry of a call; false when it no longer holds.
func entryOf(l *queue.Lobby, c queue.Announcement) (entry, bool) {
	e := entry{Announcement: c, window: l.WindowRule(c.Window)}
	t := l.Ticket(c.Ticket)
	e.of(t)
	if t == nil { // over for long
		return e, false
	}
	switch t.Stands() {
	case queue.Called:
	case queue.Serving:
		e.settled = !c.Joint || !t.Joint // to a consultation one goes while being served
	case queue.Done:
		e.settled, e.over = true, t.Leg().Ended
	case queue.NoShow, queue.Waiting, queue.Held, queue.Cancelled, queue.Lapsed:
		return e, false
	}
	return e, true
}

// showAll sends every group a new snapshot. The caller holds s.mu.
func (s *Screens) showAll() {
	s.each(func(g *group) {
		if g.rule() == nil { // taken off the rules: it can't come back and says it is stale
			g.sockets.Close(websocket.CloseGoingAway, "no such screen")
			return
		}
		if m := s.snapshot(g); m != nil {
			g.sockets.Send(m)
		}
	})
}

// follow brings events to the screens: calls at once, counts twice a second.
func (s *Screens) follow(ctx context.Context, w *queue.Watch) error {
	var counted time.Time
	behind := false
	for {
		due := counted.Add(quiet)
		if behind {
			due = counted.Add(countsEvery)
		}
		wait, cancel := context.WithDeadline(ctx, due)
		events, err := w.Next(wait)
		cancel()
		switch {
		case err == nil:
			s.take(events)
			if slices.ContainsFunc(events, changesNotices) {
				s.post()
			}
			behind = true
		case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
			behind = true // the hours may have begun or ended
		default:
			return err
		}
		if now := time.Now(); behind && now.Sub(counted) >= countsEvery {
			counted, behind = now, false
			s.tellCounts()
		}
	}
}

// take applies events and sends what they change.
func (s *Screens) take(events []queue.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	news := s.announcements(events)
	for i := range events {
		e := &events[i]
		s.hall.seq = e.Seq
		switch d := e.Data.(type) {
		case queue.CalledData, queue.RecalledData, queue.ConsultationBegunData:
			if a, ok := news[e.Seq]; ok {
				s.called(a)
			}
		case queue.StartedData:
			s.settle(e.Seq, d.Ticket)
		case queue.FinishedData:
			s.settle(e.Seq, d.Ticket)
			s.over(d.Ticket, e.At)
		case queue.PassedData, queue.HeldData, queue.TransferredData, queue.MovedOnData, queue.LeftData, queue.LapsedData, queue.WokenData,
			queue.ReturnedData, queue.SessionJoinedData:
			s.drop(e.Seq, e.TicketOf())
		case queue.UndoneData:
			if d.Window != "" { // a call may be gone, or hold again
				s.queue.View(func(l *queue.Lobby) { s.hall.calls = callsOf(l) })
				s.showAll()
			}
		case queue.DayData:
			s.hall.calls = slices.DeleteFunc(s.hall.calls, func(e entry) bool { return e.settled || slices.Contains(d.Lapsed, e.Ticket) })
			s.showAll()
		case queue.RulesData:
			s.showAll()
		}
	}
	s.catchUp()
}

// announces says whether events of a type call somebody.
func announces(t queue.Type) bool {
	return t == queue.TicketCalled || t == queue.Recalled || t == queue.ConsultationBegun
}

// announcements gives the calls among the events, with their tickets' language
// and windows. The lobby keeps the latest hundred; an older one is past anyway.
func (s *Screens) announcements(events []queue.Event) map[int64]entry {
	if !slices.ContainsFunc(events, func(e queue.Event) bool { return announces(e.Type) }) {
		return nil
	}
	news := map[int64]entry{}
	s.queue.View(func(l *queue.Lobby) {
		for c := range l.Calls() {
			if c.Seq < events[0].Seq {
				return
			}
			e := entry{Announcement: c, window: l.WindowRule(c.Window)}
			e.of(l.Ticket(c.Ticket))
			news[c.Seq] = e
		}
	})
	return news
}

// called puts a call at the top and tells it. A visit that is over leaves its window to whoever is called there next.
func (s *Screens) called(e entry) {
	for _, o := range slices.Clone(s.hall.calls) {
		if o.Window == e.Window && !o.over.IsZero() {
			s.drop(e.Seq, o.Ticket)
		}
	}
	s.hall.calls = slices.DeleteFunc(s.hall.calls, func(o entry) bool { return o.Ticket == e.Ticket })
	s.hall.calls = slices.Insert(s.hall.calls, 0, e)
	s.hall.calls = s.hall.calls[:min(len(s.hall.calls), keptCalls)]
	s.each(func(g *group) {
		if c, ok := g.call(e); ok {
			s.send(g, c.head, func(h head) any { c.head = h; return c })
		}
	})
}

// settle notes that whoever was called has come.
func (s *Screens) settle(seq int64, id queue.TicketID) {
	i := slices.IndexFunc(s.hall.calls, func(e entry) bool { return e.Ticket == id })
	if i < 0 || s.hall.calls[i].settled {
		return
	}
	s.hall.calls[i].settled = true
	s.tell(s.hall.calls[i], head{Type: "settled", Seq: seq})
}

// over notes that a visit has ended.
func (s *Screens) over(id queue.TicketID, at time.Time) {
	if i := slices.IndexFunc(s.hall.calls, func(e entry) bool { return e.Ticket == id }); i >= 0 {
		s.hall.calls[i].over = at
	}
}

// dropOver takes visits off the screens that have been over for overShown. The caller holds s.mu.
func (s *Screens) dropOver() {
	now := s.kit.Now()
	for _, e := range slices.Clone(s.hall.calls) {
		if !e.over.IsZero() && now.Sub(e.over) >= overShown {
			s.drop(s.hall.seq, e.Ticket)
		}
	}
}

// drop takes a call off the screens: nobody should go there for it now.
func (s *Screens) drop(seq int64, id queue.TicketID) {
	i := slices.IndexFunc(s.hall.calls, func(e entry) bool { return e.Ticket == id })
	if i < 0 {
		return
	}
	e := s.hall.calls[i]
	s.hall.calls = slices.Delete(s.hall.calls, i, i+1)
	s.tell(e, head{Type: "gone", Seq: seq})
}

// tell says what became of an entry to every group that shows its window.
func (s *Screens) tell(e entry, h head) {
	s.each(func(g *group) {
		if g.shows(e.Window) {
			s.send(g, h, func(h head) any { return numberMessage{h, e.Number} })
		}
	})
}

// send sends a message to a group, with the next number of its own, so that a browser that
// misses one knows. The caller holds s.mu.
func (s *Screens) send(g *group, h head, message func(head) any) {
	g.sent++
	if g.sockets.Len() == 0 {
		return
	}
	h.N = g.sent
	if m := s.message(message(h)); m != nil {
		g.sockets.Send(m)
	}
}

// tellCounts reads who waits and tells the groups whose counts have changed.
func (s *Screens) tellCounts() {
	var rows map[queue.ServiceID]count
	var paused map[queue.WindowID]queue.Window
	var gone []missed
	s.queue.View(func(l *queue.Lobby) { rows, paused, gone = counts(l), pauses(l), missedOf(l) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hall.rows, s.hall.pauses, s.hall.missed = rows, paused, gone
	s.dropOver()
	s.each(func(g *group) {
		if told := g.missed; !slices.Equal(told, s.missed(g)) {
			s.send(g, head{Type: "missed", Seq: s.hall.seq}, func(h head) any { return missedMessage{h, g.missed} })
		}
		if told := g.told; !told.equal(s.stands(g)) {
			s.send(g, head{Type: "waiting", Seq: s.hall.seq}, func(h head) any { return waitingMessage{h, g.told} })
		}
	})
}

// counts reads how many wait for each service, and whether a window for it is
// open.
func counts(l *queue.Lobby) map[queue.ServiceID]count {
	rows := map[queue.ServiceID]count{}
	if l.Rules() == nil {
		return rows
	}
	for i := range l.Rules().Services {
		id := l.Rules().Services[i].ID
		_, shut := l.ShutOf(id)
		rows[id] = count{waiting: l.WaitingFor(id), shut: shut, late: l.ClosingOf(id)}
	}
	for w := range l.Windows() {
		if w.State == queue.WindowClosed {
			continue
		}
		for _, id := range l.WindowRule(w.ID).Services {
			c := rows[id]
			c.open = true
			rows[id] = c
		}
	}
	return rows
}

// pauses reads which windows pause.
func pauses(l *queue.Lobby) map[queue.WindowID]queue.Window {
	paused := map[queue.WindowID]queue.Window{}
	for w := range l.Windows() {
		if w.State == queue.WindowPaused {
			paused[w.ID] = *w
		}
	}
	return paused
}
