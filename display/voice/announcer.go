package voice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

const (
	// Fresh is how long after a call it may still be spoken.
	Fresh = 30 * time.Second
	// breath is what lies between two announcements; a browser needs some of it to fetch the
	// next one.
	breath = 800 * time.Millisecond
)

// Announcement is a call that is being said in a zone.
type Announcement struct {
	Call   int64         // seq of the event that called
	Number string        // of the ticket
	Audio  string        // path to fetch; "" when there is none and the lines are to be said
	Length time.Duration // of the audio; about, when there is none
	Lines  []Line
	Begins time.Time // by the lobby's clock
	Cut    bool      // what is being said ends at once
}

// Listener hears what is said in the house, one thing at a time for each zone. It is called
// from one goroutine and must not wait.
type Listener interface {
	// Say says that an announcement begins now.
	Say(zone queue.ZoneID, a Announcement)
	// Hush says that the announcement of a call has ended before its end: the call doesn't
	// hold any more.
	Hush(zone queue.ZoneID, call int64)
}

// Options is what an Announcer is made of.
type Options struct {
	Kit      *display.Kit
	Queue    *queue.Queue
	Listener Listener     // nil: nobody listens
	Log      *slog.Logger // slog.Default when nil
}

// Announcer decides in what order the calls of each zone are said, and when.
type Announcer struct {
	kit      *display.Kit
	queue    *queue.Queue
	listener Listener
	log      *slog.Logger

	// These belong to Run's goroutine.
	zones []*zone
	seq   int64 // of the last event followed
}

// New makes an Announcer; Run must run for anything to be said.
func New(o Options) *Announcer {
	a := &Announcer{kit: o.Kit, queue: o.Queue, listener: o.Listener, log: o.Log}
	if a.log == nil {
		a.log = slog.Default()
	}
	return a
}

// Run follows the queue and has calls said until ctx ends. Calls that were made before it
// began are said when they are fresh and still stand: nobody can know whether a program that
// was cut off had said them.
func (a *Announcer) Run(ctx context.Context) error {
	for {
		now := a.kit.Now()
		var over []*zone
		w := a.queue.Watch(func(l *queue.Lobby) {
			a.zone(l)
			over = a.hear(l, now)
		})
		a.hush(over)
		err := a.follow(ctx, w)
		w.Close()
		if !errors.Is(err, queue.ErrLagged) {
			if ctx.Err() != nil || errors.Is(err, &queue.Error{Code: queue.ErrStopped}) {
				return nil
			}
			return fmt.Errorf("follow the queue: %w", err)
		}
		a.log.Warn("the voice fell behind and starts from what still stands")
	}
}

// follow takes what happens and what is due, whichever comes first.
func (a *Announcer) follow(ctx context.Context, w *queue.Watch) error {
	for {
		wait, cancel := ctx, context.CancelFunc(func() {})
		if due, ok := a.advance(time.Now()); ok {
			wait, cancel = context.WithDeadline(ctx, due)
		}
		events, err := w.Next(wait)
		cancel()
		switch {
		case err == nil:
			now := a.kit.Now()
			var over []*zone
			a.queue.View(func(l *queue.Lobby) {
				if slices.ContainsFunc(events, func(e queue.Event) bool { return e.Type == queue.RulesSet }) {
					a.zone(l)
				}
				over = a.hear(l, now)
			})
			a.hush(over)
		case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		default:
			return err
		}
	}
}

// zone reads which zones there are. What waits in one that stays goes on waiting.
func (a *Announcer) zone(l *queue.Lobby) {
	if l.Rules() == nil {
		return
	}
	var zones []*zone
	for _, rule := range l.Rules().Zones() {
		z := &zone{}
		if at := slices.IndexFunc(a.zones, func(o *zone) bool { return o.ID == rule.ID }); at >= 0 {
			z = a.zones[at]
		}
		z.Zone = rule
		zones = append(zones, z)
	}
	a.zones = zones
}

// hear puts new calls in line and forgets those that don't stand any more. It gives the zones
// in which what is being said doesn't.
func (a *Announcer) hear(l *queue.Lobby, now time.Time) (over []*zone) {
	var calls []queue.Announcement
	for c := range l.Calls() {
		if c.Seq <= a.seq || now.Sub(c.At) > Fresh {
			break
		}
		calls = append(calls, c)
	}
	a.seq = l.Seq()
	for _, z := range a.zones {
		for _, c := range slices.Backward(calls) {
			if !z.Says(c.Window) || !stands(l, c) {
				continue
			}
			i := item{Announcement: c, rank: ordinary}
			if t := l.Ticket(c.Ticket); t.Class == queue.ClassPriority {
				i.rank = priority
			}
			z.add(i)
		}
		if !z.keep(l) {
			over = append(over, z)
		}
	}
	return over
}

// hush ends what is being said in some zones.
func (a *Announcer) hush(over []*zone) {
	for _, z := range over {
		call := z.said.Seq
		z.said, z.ends = nil, time.Now().Add(breath)
		if a.listener != nil {
			a.listener.Hush(z.ID, call)
		}
	}
}

// advance begins what is due and says when the next is; false when nothing is.
func (a *Announcer) advance(now time.Time) (due time.Time, ok bool) {
	for _, z := range a.zones {
		urgent := len(z.waiting) > 0 && z.waiting[0].rank == emergency && (z.said == nil || z.said.rank != emergency)
		if !now.Before(z.ends) || urgent {
			a.begin(z, now, urgent && z.said != nil)
		}
		if (z.said != nil || len(z.waiting) > 0) && (!ok || z.ends.Before(due)) {
			due, ok = z.ends, true
		}
	}
	return due, ok
}

// begin has the next of a zone said, if there is one.
func (a *Announcer) begin(z *zone, now time.Time, cut bool) {
	z.said = nil
	i, once, ok := z.next(a.kit.Now(), func(i item, once bool) time.Duration { return a.compose(z, i, once).Length })
	if !ok {
		return
	}
	say := a.compose(z, i, once)
	say.Begins, say.Cut = a.kit.Now(), cut
	z.said, z.ends = &i, now.Add(say.Length+breath)
	if a.listener != nil {
		a.listener.Say(z.ID, say)
	}
}

// compose makes the announcement of a call.
func (a *Announcer) compose(z *zone, i item, once bool) Announcement {
	rules := a.kit.Rules()
	w := rules.Window(i.Window)
	if w == nil { // it has left the rules; a visitor is still there
		return Announcement{Call: i.Seq, Number: i.Number}
	}
	lines := Compose(a.kit, Call{
		Number: i.Number, Lang: i.Lang, Window: w, Floor: rules.Floor(w.Floor), Here: z.Floor == w.Floor, Send: i.Send, Once: once,
	})
	return Announcement{Call: i.Seq, Number: i.Number, Lines: lines, Length: guess(lines)}
}

// guess is about how long a machine's voice needs for some lines, behind a chime.
func guess(lines []Line) time.Duration {
	long := 1500 * time.Millisecond
	for _, l := range lines {
		each := 90 * time.Millisecond
		if l.Lang == "zh-CN" {
			each = 260 * time.Millisecond
		}
		long += time.Duration(len([]rune(l.Text)))*each + 300*time.Millisecond
	}
	return long
}
