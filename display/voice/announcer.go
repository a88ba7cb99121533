package voice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
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
	Call   int64         // seq of the event that called; 0: it is an emergency
	Number string        // of the ticket
	Audio  string        // path to fetch; "" when there is none and the lines are to be said
	Length time.Duration // of the audio; about, when there is none
	Lines  []Line
	Begins time.Time // by the lobby's clock
	Cut    bool      // what is being said ends at once
	Notice queue.NoticeID
	Aside  bool          // the zone's loudspeaker can't say all of it: a browser says the lines marked local
	Behind time.Duration // of Aside: behind what the loudspeaker plays; 0: it plays nothing, and a browser says all
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
	Notices  *display.Notices
	Voice    *Voice    // what can be said; nil: the browsers' own voices are asked
	Yi       bool      // 一 in a ticket's number is said 一 and not 幺
	Speakers []Speaker // at the server's own sound card
	Board    *display.Board
	Log      *slog.Logger // slog.Default when nil
}

// Announcer decides in what order the calls of each zone are said, and when.
type Announcer struct {
	kit      *display.Kit
	queue    *queue.Queue
	notices  *display.Notices
	listen   []Listener
	tongue   atomic.Pointer[tongue]
	speakers map[queue.ZoneID]*speaker
	unsaid   atomic.Pointer[[]string] // emergencies that no clip says
	board    *display.Board
	lacks    lacks
	calls,
	sentences store // apart: no kiosk pushes a call out that a screen is about to fetch
	log *slog.Logger

	// These belong to Run's goroutine.
	zones    []*zone
	standing []queue.Notice // emergencies
	alarms   []display.NoticeView
	unread   time.Time // when the words of some are asked for again; zero: all are known
	seq      int64     // of the last event followed
}

// New makes an Announcer; Run must run for anything to be said.
func New(o Options) *Announcer {
	a := &Announcer{
		kit: o.Kit, queue: o.Queue, notices: o.Notices, speakers: map[queue.ZoneID]*speaker{}, board: o.Board, log: o.Log,
	}
	if a.log == nil {
		a.log = slog.Default()
	}
	if o.Voice == nil {
		o.Voice = &Voice{}
	}
	a.tongue.Store(&tongue{o.Voice, o.Yi})
	if a.notices == nil {
		a.notices = display.NewNotices(nil)
	}
	for _, s := range o.Speakers {
		a.speakers[s.Zone] = &speaker{Speaker: s, log: a.log, run: run, news: a.report}
	}
	return a
}

// Tell has somebody listen. Call it before Run.
func (a *Announcer) Tell(l Listener) { a.listen = append(a.listen, l) }

// tongue is what calls are said with.
type tongue struct {
	voice *Voice
	yi    bool
}

// Voice is what can be said now. It is safe for concurrent use.
func (a *Announcer) Voice() *Voice { return a.tongue.Load().voice }

// Speak has what is announced from now on said with another voice, and 一 in a ticket's number as 一 or as 幺. What is
// being said goes on. It is safe for concurrent use.
func (a *Announcer) Speak(v *Voice, yi bool) {
	a.tongue.Store(&tongue{v, yi})
	a.report()
}

// Run follows the queue and has calls said until ctx ends. Calls that were made before it
// began are said when they are fresh and still stand: nobody can know whether a program that
// was cut off had said them.
func (a *Announcer) Run(ctx context.Context) error {
	defer a.silence()
	a.report()
	for {
		now := a.kit.Now()
		var over []*zone
		var alarms []queue.Notice
		w := a.queue.Watch(func(l *queue.Lobby) {
			a.zone(l)
			over, alarms = a.hear(l, now), standing(l)
		})
		a.hush(over)
		a.alarm(ctx, alarms)
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
		if !a.unread.IsZero() && !time.Now().Before(a.unread) {
			a.alarm(ctx, a.standing)
		}
		wait, cancel := ctx, context.CancelFunc(func() {})
		due, ok := a.advance(ctx, time.Now())
		if !a.unread.IsZero() && (!ok || a.unread.Before(due)) {
			due, ok = a.unread, true
		}
		if ok {
			wait, cancel = context.WithDeadline(ctx, due)
		}
		events, err := w.Next(wait)
		cancel()
		switch {
		case err == nil:
			now := a.kit.Now()
			set := slices.ContainsFunc(events, func(e queue.Event) bool { return e.Type == queue.RulesSet })
			var over []*zone
			var alarms []queue.Notice
			a.queue.View(func(l *queue.Lobby) {
				if set {
					a.zone(l)
				}
				over, alarms = a.hear(l, now), standing(l)
			})
			a.hush(over)
			a.alarm(ctx, alarms)
			if set {
				a.report()
			}
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
		if s := a.speakers[z.ID]; s != nil {
			s.stop()
		}
		for _, l := range a.listen {
			l.Hush(z.ID, call)
		}
	}
}

// advance begins what is due and says when the next is; false when nothing is.
func (a *Announcer) advance(ctx context.Context, now time.Time) (due time.Time, ok bool) {
	for _, z := range a.zones {
		if next := a.remind(z, now); !next.IsZero() && (!ok || next.Before(due)) {
			due, ok = next, true
		}
		urgent := len(z.waiting) > 0 && z.waiting[0].rank == emergency && (z.said == nil || z.said.rank != emergency)
		if !now.Before(z.ends) || urgent {
			a.begin(ctx, z, now, urgent && z.said != nil)
		}
		if (z.said != nil || len(z.waiting) > 0) && (!ok || z.ends.Before(due)) {
			due, ok = z.ends, true
		}
	}
	return due, ok
}

// begin has the next of a zone said, if there is one.
func (a *Announcer) begin(ctx context.Context, z *zone, now time.Time, cut bool) {
	z.said = nil
	i, once, ok := z.next(a.kit.Now(), func(i item, once bool) time.Duration { return a.compose(z, i, once).length })
	if !ok {
		return
	}
	s := a.compose(z, i, once)
	say := Announcement{
		Call: i.Seq, Number: i.Number, Lines: s.lines, Length: s.length, Begins: a.kit.Now(), Cut: cut,
	}
	if i.notice != nil {
		say.Notice = i.notice.ID
		if z.warned == nil {
			z.warned = map[queue.NoticeID]time.Time{}
		}
		z.warned[i.notice.ID] = now.Add(s.length + again)
	}
	if s.mix != nil {
		a.sound(ctx, z, s, &say)
	}
	z.said, z.ends = &i, now.Add(say.Length+breath)
	for _, l := range a.listen {
		l.Say(z.ID, say)
	}
}

// sound makes what is heard of an announcement and has the zone's loudspeaker play it. What it
// can't say of it, one browser of the zone does behind it.
func (a *Announcer) sound(ctx context.Context, z *zone, s speech, say *Announcement) {
	made, err := a.calls.make(s.mix)
	if err != nil {
		a.log.Error("a call's audio can't be made; the browsers' own voices say it", "err", err)
		for n := range say.Lines {
			say.Lines[n].Local = true
		}
		say.Aside = a.Speaks(z.ID)
		return
	}
	say.Audio = "/voice/call/" + made.key + ".wav"
	sp := a.speakers[z.ID]
	if sp == nil {
		return
	}
	if s.lacks() {
		if say.Aside = a.Speaks(z.ID); say.Aside {
			say.Audio, say.Behind = "", s.mix.length()
		}
		sp.leave()
		a.report()
	}
	sp.play(ctx, made.wav, s.mix.length())
}

// compose makes what is said of a call.
func (a *Announcer) compose(z *zone, i item, once bool) speech {
	if i.notice != nil {
		return a.speechOfNotice(i.notice)
	}
	rules := a.kit.Rules()
	w := rules.Window(i.Window)
	if w == nil { // it has left the rules; a visitor is still there
		return speech{}
	}
	return a.speechOf(Call{
		Number: i.Number, Lang: i.Lang, Window: w, Floor: rules.Floor(w.Floor), Here: z.Floor == w.Floor, Send: i.Send, Once: once,
	})
}

// Speaks says whether a loudspeaker of the server speaks in a zone, so that no browser needs
// to. It is safe for concurrent use.
func (a *Announcer) Speaks(zone queue.ZoneID) bool {
	s := a.speakers[zone]
	if s == nil {
		return false
	}
	_, err := s.failed()
	return err == nil
}

// Says says whether everything the config has said can be said by clips, in every language
// that has some. It is safe for concurrent use.
func (a *Announcer) Says() bool {
	v := a.Voice()
	missing, _ := a.lacks.of(v, a.kit)
	return len(missing) == 0 && len(v.pack) > 0
}

// lacks is what a voice can't say of some rules: every screen asks for it at every snapshot.
type lacks struct {
	mu      sync.Mutex
	voice   *Voice       // the last asked for
	rules   *queue.Rules // the same
	missing []string
	standin bool
}

func (l *lacks) of(v *Voice, k *display.Kit) (missing []string, standin bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := k.Rules(); l.rules != r || l.voice != v {
		l.rules, l.voice = r, v
		l.missing, l.standin = v.Missing(k, r)
	}
	return l.missing, l.standin
}

// report tells the board how calls are heard.
func (a *Announcer) report() {
	if a.board == nil {
		return
	}
	v := a.Voice()
	h := display.VoiceHealth{Known: true, Broken: v.Broken}
	h.Missing, h.Standin = a.lacks.of(v, a.kit)
	if unsaid := a.unsaid.Load(); unsaid != nil {
		h.Unsaid = *unsaid
	}
	for _, id := range slices.Sorted(maps.Keys(a.speakers)) {
		s := display.SpeakerHealth{Zone: id, Left: a.speakers[id].leftAt()}
		if since, err := a.speakers[id].failed(); err != nil {
			s.Fails = since
		}
		h.Speakers = append(h.Speakers, s)
	}
	a.board.Voice(h)
}

// silence ends every player and waits until they have ended.
func (a *Announcer) silence() {
	for _, s := range a.speakers {
		s.stop()
		s.wait.Wait()
	}
}
