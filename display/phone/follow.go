package phone

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

const (
	aheadEvery = time.Second            // between two messages about a ticket's place in the queue
	lookEvery  = 100 * time.Millisecond // between two looks at all places while the order is moving
	lookIdle   = 5 * time.Second        // and when nothing happens: the order moves with time, too
	lookPart   = 256                    // tickets looked at under one lock of the queue
)

// socket follows one ticket.
func (p *Phones) socket(c *gin.Context) {
	f, err := p.find(c)
	if err != nil {
		p.kit.Problem(c, err)
		return
	}
	lang := p.kit.Lang(c)
	id, t := f.ticket.ID, f.ticket
	p.pump.Serve(c, func(s *display.Socket) {
		s.OnClose(func() { p.drop(id, s) })
		p.join(id, t, follower{s, lang})
	})
}

// join sends the snapshot and follows from there: what is sent to a ticket's
// followers is sent under the same lock. Past is the ticket as it was found,
// for one that the Lobby has let go of.
func (p *Phones) join(id queue.TicketID, past *queue.Ticket, f follower) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := message{Type: "snapshot"}
	rules := p.kit.Rules()
	now := p.queue.Now()
	p.queue.View(func(l *queue.Lobby) {
		t, ahead, doubt := l.Ticket(id), 0, false
		if t == nil {
			t = past
		} else {
			rules, ahead, doubt = l.Rules(), l.Ahead(t, now), display.DoubtOf(l, t) != nil
			m.staff, m.Emergencies = l.StaffedFor(t), len(emergencies(l))
		}
		m.TicketView, m.Seq = display.NewTicketView(t, rules, ahead, f.lang), l.Seq()
		m.Print.Doubt, m.Evaluation = doubt, rules.EvaluationOf(t, now)
		if t != past {
			m.Estimate = display.TicketRange(p.estimates, t)
		}
	})
	p.send(f, m)
	if ln := p.lines[id]; ln != nil {
		ln.more = append(ln.more, f)
		return
	}
	// Told a second ago, as it were: a change right after the snapshot is news.
	told := p.ms() - uint32(aheadEvery/time.Millisecond)
	ln := &line{first: f, seq: m.Seq, told: told}
	ln.stands(&m)
	p.lines[id] = ln
}

// drop forgets a socket.
func (p *Phones) drop(id queue.TicketID, s *display.Socket) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ln := p.lines[id]
	if ln == nil {
		return
	}
	if ln.first.socket == s {
		if len(ln.more) == 0 {
			delete(p.lines, id)
			return
		}
		ln.first, ln.more = ln.more[0], ln.more[1:]
		return
	}
	for i := range ln.more {
		if ln.more[i].socket == s {
			ln.more = append(ln.more[:i:i], ln.more[i+1:]...)
			return
		}
	}
}

func (p *Phones) send(f follower, v any) {
	if err := f.socket.SendJSON(v); err != nil {
		p.log.Error("a phone could not be told", "err", err)
	}
}

// Run follows the queue until ctx ends.
func (p *Phones) Run(ctx context.Context) error {
	for {
		w := p.queue.Watch(nil)
		p.queue.View(func(l *queue.Lobby) { p.alarms = fmt.Sprint(emergencies(l)) })
		p.tellAll() // nothing before the watch may be missed
		p.begin.Do(func() { close(p.following) })
		err := p.follow(ctx, w)
		w.Close()
		switch {
		case ctx.Err() != nil || errors.Is(err, &queue.Error{Code: queue.ErrStopped}):
			return nil
		case !errors.Is(err, queue.ErrLagged):
			return fmt.Errorf("follow the queue: %w", err)
		}
		p.log.Warn("phones fell behind and start from a snapshot")
	}
}

// follow tells tickets of their own changes at once, and of their place in the
// queue once a second. The round over all tickets is cut into parts, so that a
// call made meanwhile doesn't wait for its end.
func (p *Phones) follow(ctx context.Context, w *queue.Watch) error {
	var round []queue.TicketID // still to be looked at
	var begun time.Time        // of the last round
	moving := true             // somebody's place may have changed and wasn't told
	next := func() time.Time {
		switch {
		case len(round) > 0:
			return time.Time{}
		case moving:
			return begun.Add(lookEvery)
		}
		return begun.Add(lookIdle)
	}
	for {
		wait, cancel := context.WithDeadline(ctx, next())
		events, err := w.Next(wait)
		cancel()
		switch {
		case err == nil:
			moving = moving || slices.ContainsFunc(events, moves)
			p.changed(events)
		case ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded):
			return err
		}
		if now := time.Now(); len(round) == 0 && !now.Before(next()) {
			round, begun, moving = p.waiting(), now, false
		}
		part := min(lookPart, len(round))
		if owed := p.places(round[:part]); owed {
			moving = true
		}
		round = round[part:]
	}
}

// moves says whether an event may change others' places in the queue. What isn't known not to
// does.
func moves(e queue.Event) bool {
	switch e.Type {
	case queue.PrintAsked, queue.PrintBegun, queue.PrintStalled, queue.PrintMoved, queue.PrintSettled, queue.HandWritten,
		queue.Recalled, queue.Started, queue.Finished, queue.TicketHeld, queue.Passed, queue.WindowWaits, queue.ClockTrusted,
		queue.FetchAsked, queue.FetchOver, queue.HelpAsked, queue.HelpTaken, queue.HelpOver, queue.Planned, queue.HandedOver, queue.NoteAdded, queue.TakesLonger,
		queue.Evaluated, queue.FollowUpOpened, queue.FollowUpGiven, queue.FollowUpCalled, queue.FollowUpOverdue, queue.FollowUpClosed, queue.FollowUpAgain,
		queue.SessionSet, queue.SessionJoined, queue.SideSet, queue.SessionCall, queue.SessionParted, queue.SessionEnd,
		queue.ConsultationCalled, queue.ConsultationAnswered, queue.ConsultationBegun, queue.ConsultationOver:
		return false
	default:
		return true
	}
}

// changed tells the followers of each ticket that events touched, once each.
func (p *Phones) changed(events []queue.Event) {
	last := map[queue.TicketID]int64{}
	for i := range events {
		for _, id := range events[i].Touched() {
			last[id] = events[i].Seq
		}
	}
	p.pauses(events, last)
	p.emergency(events, last)
	for id, seq := range last {
		p.tell(id, seq)
	}
}

// emergency adds everybody to the tickets to be told when another emergency stands than was told of, or one less.
func (p *Phones) emergency(events []queue.Event, last map[queue.TicketID]int64) {
	seq := int64(0)
	for i := range events {
		if e := &events[i]; e.Type == queue.NoticePosted || e.Type == queue.NoticeTaken {
			seq = e.Seq
		}
	}
	if seq == 0 {
		return
	}
	now := ""
	p.queue.View(func(l *queue.Lobby) { now = fmt.Sprint(emergencies(l)) })
	if now == p.alarms {
		return
	}
	p.alarms = now
	p.mu.Lock()
	defer p.mu.Unlock()
	for id := range p.lines {
		last[id] = max(last[id], seq)
	}
}

// emergencies lists those that stand.
func emergencies(l *queue.Lobby) (ids []queue.NoticeID) {
	for _, n := range l.Notices() {
		if n.Kind == queue.NoticeEmergency {
			ids = append(ids, n.ID)
		}
	}
	return ids
}

// pauses adds those to the tickets to be told whose only window pauses or goes on, those that wait where it
// takes longer, and those that wait for what gives out no more numbers, or does again.
func (p *Phones) pauses(events []queue.Event, last map[queue.TicketID]int64) {
	changed, longer, shut := map[queue.WindowID]int64{}, map[queue.WindowID]int64{}, map[queue.ServiceID]int64{}
	for i := range events {
		switch d := events[i].Data.(type) {
		case queue.WindowData:
			changed[d.Window] = events[i].Seq
		case queue.LongerData:
			longer[d.Window] = events[i].Seq
		case queue.ServiceShutData:
			shut[d.Service] = events[i].Seq
		case queue.ServiceReopenedData:
			shut[d.Service] = events[i].Seq
		}
	}
	if len(changed)+len(longer)+len(shut) == 0 {
		return
	}
	ids := p.waiting()
	p.queue.View(func(l *queue.Lobby) {
		for _, id := range ids {
			t := l.Ticket(id)
			if t == nil {
				continue
			}
			if w := l.OnlyAt(t); w != nil && changed[w.ID] > last[id] {
				last[id] = changed[w.ID]
			}
			if seq := shut[t.Service]; seq > last[id] {
				last[id] = seq
			}
			for id, seq := range longer {
				if rule := l.WindowRule(id); rule != nil && rule.Serves(t.Service) && seq > last[t.ID] {
					last[t.ID] = seq
				}
			}
		}
	})
}

// tell sends a ticket as it stands to its followers, unless what they have been
// told is of the event with this seq or of a later one.
func (p *Phones) tell(id queue.TicketID, seq int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ln := p.lines[id]
	if ln == nil || ln.seq >= seq {
		return
	}
	ln.each(func(f follower) {
		m := message{Type: "ticket"}
		now, alive := p.queue.Now(), false
		p.queue.View(func(l *queue.Lobby) {
			if t := l.Ticket(id); t != nil {
				alive = true
				m.TicketView, m.Seq = display.NewTicketView(t, l.Rules(), l.Ahead(t, now), f.lang), l.Seq()
				m.staff, m.Emergencies = l.StaffedFor(t), len(emergencies(l))
				m.Print.Doubt, m.Estimate = display.DoubtOf(l, t) != nil, display.TicketRange(p.estimates, t)
			}
		})
		if !alive { // let go of: it was over, and that was told
			return
		}
		ln.seq = m.Seq
		ln.stands(&m)
		p.send(f, m)
	})
}

// tellAll tells everybody how things stand.
func (p *Phones) tellAll() {
	p.mu.Lock()
	ids := make([]queue.TicketID, 0, len(p.lines))
	for id := range p.lines {
		ids = append(ids, id)
	}
	p.mu.Unlock()
	for _, id := range ids {
		p.tell(id, math.MaxInt64)
	}
}

// waiting lists the tickets that wait and are followed.
func (p *Phones) waiting() []queue.TicketID {
	p.mu.Lock()
	defer p.mu.Unlock()
	ids := make([]queue.TicketID, 0, len(p.lines))
	for id, ln := range p.lines {
		if ln.waits {
			ids = append(ids, id)
		}
	}
	return ids
}

// places tells those of the tickets whose place in the queue has changed, or how long
// they will wait. Owed says that some were told too short a while ago.
func (p *Phones) places(ids []queue.TicketID) (owed bool) {
	if len(ids) == 0 {
		return false
	}
	type moved struct {
		line *line
		m    aheadMessage
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	list := make([]moved, 0, len(ids))
	now, ms := p.queue.Now(), p.ms()
	staffed := map[queue.ServiceID]queue.WindowState{} // of who may be called at any window
	p.queue.View(func(l *queue.Lobby) {
		for _, id := range ids {
			ln, t := p.lines[id], l.Ticket(id)
			if ln == nil || t == nil || t.State != queue.Waiting {
				continue // its own change is on the way
			}
			m := aheadMessage{
				Type: "ticket", Seq: l.Seq(), Number: t.Number, State: t.State,
				Ahead: int32(l.Ahead(t, now)), Estimate: display.TicketRange(p.estimates, t), //nolint:gosec // a hall isn't that large
			}
			known := false
			if m.staff, known = staffed[t.Service]; !known || t.ForWindow != "" {
				if m.staff = l.StaffedFor(t); t.ForWindow == "" {
					staffed[t.Service] = m.staff
				}
			}
			switch {
			case !ln.news(&m):
			case ms-ln.told < uint32(aheadEvery/time.Millisecond):
				owed = true
			default:
				ln.told = ms
				list = append(list, moved{ln, m})
			}
		}
	})
	for _, v := range list {
		v.line.tell(&v.m)
		v.line.each(func(f follower) {
			w := p.waitOf(f.lang, int(v.m.Ahead), v.m.Estimate)
			v.m.Words = aheadWords{w.Ahead, w.Range, w.Clock}
			p.send(f, v.m)
		})
	}
	return owed
}

// ms is a clock for what is told.
func (p *Phones) ms() uint32 {
	return uint32(time.Since(p.made) / time.Millisecond) //nolint:gosec // wraps, and is only subtracted
}
