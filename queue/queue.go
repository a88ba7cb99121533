package queue

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Options are what a Queue is made of.
type Options struct {
	Store Store
	Now   func() time.Time // the wall clock
	// Mono is the monotonic clock, from any beginning; nil: the monotonic
	// reading that Now's times carry.
	Mono func() time.Duration

	// SnapshotEvery is after how many events a snapshot is kept; 0: 2,000.
	SnapshotEvery int64
	// Tick is how often the clock's rules are looked at; 0: once a second.
	Tick time.Duration
}

// Queue is the single writer of the lobby and the way to read it.
type Queue struct {
	store    Store
	clock    *lobbyClock
	options  Options
	requests chan *request

	mu        sync.RWMutex // over published and watches
	published *Lobby
	watches   map[*Watch]struct{}
	rules     atomic.Pointer[Rules] // of published; read without the lock

	own      *Lobby // the writer's; ahead of published by the batch under way
	snapshot int64  // seq of the newest snapshot
	crowd    bool   // the last batch held several commands
	journal  string

	damage  error // set once; nothing is written any more
	stopped chan struct{}
}

// Request is a command with who asks it.
type Request struct {
	Command Command
	Actor   Actor
	// Key makes the request idempotent when its Key field is set: Body is then
	// the SHA-256 of the request's body.
	Key  Key
	Body [sha256.Size]byte
}

// Result is what a command came to. An answer to the outside is rendered from
// it alone, so that a repeated request gets the same one.
type Result struct {
	Seq    int64     `json:"seq,omitempty"` // of the command's last event; 0: nothing changed
	At     time.Time `json:"at"`
	Ticket *Ticket   `json:"ticket,omitempty"` // after the command; a copy
	Ahead  int       `json:"ahead"`            // of the ticket
	Window *Window   `json:"window,omitempty"` // after the command; a copy
	Job    JobID     `json:"job,omitempty"`    // of a print job asked for
	Help   *HelpCall `json:"help,omitempty"`   // after the command; a copy, nil when it is over

	Sessions []*Session `json:"sessions,omitempty"` // that it was about, after the command; copies
}

// maxBatch is how many commands share one commit at most.
const maxBatch = 256

type request struct {
	Request
	answer chan outcome
}

type outcome struct {
	result Result
	err    error
}

// Open loads the books from the store. Nothing runs before Run.
func Open(ctx context.Context, o Options) (*Queue, error) {
	if o.SnapshotEvery == 0 {
		o.SnapshotEvery = 2000
	}
	if o.Tick == 0 {
		o.Tick = time.Second
	}
	if o.Mono == nil {
		start := o.Now()
		o.Mono = func() time.Duration { return o.Now().Sub(start) }
	}
	loaded, err := o.Store.Load(ctx)
	if err != nil {
		return nil, fmt.Errorf("load the books: %w", err)
	}
	l := NewLobby()
	if loaded.Snapshot != nil {
		if l, err = RestoreLobby(loaded.Snapshot); err != nil {
			return nil, fmt.Errorf("load the books: %w", err)
		}
	}
	from := l.Seq()
	for e, err := range loaded.Events {
		if err != nil {
			return nil, fmt.Errorf("load the books: %w", err)
		}
		if e.Seq != l.Seq()+1 {
			return nil, &Error{Code: ErrDamaged, Args: map[string]string{"seq": fmt.Sprint(l.Seq() + 1)}}
		}
		l.Apply(&e)
	}
	q := &Queue{
		store: o.Store, clock: newClock(o.Now, o.Mono, l.At()), options: o, requests: make(chan *request, maxBatch),
		published: l, own: l.Clone(), watches: map[*Watch]struct{}{}, snapshot: from, journal: loaded.Journal,
		stopped: make(chan struct{}),
	}
	q.rules.Store(l.rules)
	return q, nil
}

// Run takes commands until the context ends, then refuses what still waits and
// keeps a snapshot. It is called once.
func (q *Queue) Run(ctx context.Context) {
	ticker := time.NewTicker(q.options.Tick)
	defer ticker.Stop()
	defer q.stop()
	for {
		select {
		case <-ctx.Done():
			return
		case r := <-q.requests:
			q.serve(ctx, q.gather(r))
		case <-ticker.C:
			q.serve(ctx, []*request{{Request: Request{Command: Tick{}, Actor: Clock}, answer: make(chan outcome, 1)}})
		}
	}
}

// stop ends the queue: a last snapshot, then a refusal to whoever waits.
func (q *Queue) stop() {
	if q.damage == nil && q.own.Seq() > q.snapshot {
		if b, err := q.own.Snapshot(); err == nil {
			// A snapshot only saves time at the next start; a failure costs that time.
			_ = q.store.Commit(context.Background(), &Batch{Snapshot: b})
		}
	}
	close(q.stopped)
	for {
		select {
		case r := <-q.requests:
			r.answer <- outcome{err: refuse(ErrStopped)}
		default:
			return
		}
	}
}

// Do asks a command and waits for its answer, which comes only when what it
// tells is durable. When the context ends first the command may still happen.
func (q *Queue) Do(ctx context.Context, r Request) (Result, error) {
	req := &request{Request: r, answer: make(chan outcome, 1)}
	select {
	case q.requests <- req:
	case <-q.stopped:
		return Result{}, refuse(ErrStopped)
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
	select {
	case o := <-req.answer:
		return o.result, o.err
	case <-q.stopped:
		select {
		case o := <-req.answer:
			return o.result, o.err
		default:
			return Result{}, refuse(ErrStopped)
		}
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
}

// View runs a function on the published state. It must copy what it needs and
// must not call the queue.
func (q *Queue) View(view func(*Lobby)) {
	q.mu.RLock()
	defer q.mu.RUnlock()
	view(q.published)
}

// Rules are the rules in force; nil before the first. They may be asked for
// within a view.
func (q *Queue) Rules() *Rules { return q.rules.Load() }

// Now is the lobby's time.
func (q *Queue) Now() time.Time { return q.clock.Now() }

// Wall gives the time that people's watches show, by which hours are kept; zero while the
// wall clock is doubted, when no hours hold.
func (q *Queue) Wall() time.Time { return q.clock.Wall() }

// ClockDoubt says why the wall clock's date isn't followed: "jumped", "behind",
// or empty when it is.
func (q *Queue) ClockDoubt() string { return q.clock.Doubt() }

// Journal is the id of the journal, new at every restore.
func (q *Queue) Journal() string { return q.journal }

// SetDamaged stops all writing for good: the books were found damaged. Reading
// goes on.
func (q *Queue) SetDamaged(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.damage == nil {
		q.damage = &Error{Code: ErrDamaged, Cause: err}
	}
}

// Damaged gives the error that stopped writing, or nil.
func (q *Queue) Damaged() error {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return q.damage
}

// gather takes what else is already waiting, up to a batch. After a batch of
// several, whoever was just answered may be about to ask again: they get one
// turn to do so, since a commit costs the same for one and for all of them.
func (q *Queue) gather(first *request) []*request {
	if q.crowd {
		runtime.Gosched()
	}
	batch := []*request{first}
	for len(batch) < maxBatch {
		select {
		case r := <-q.requests:
			batch = append(batch, r)
			continue
		default:
		}
		break
	}
	q.crowd = len(batch) > 1
	return batch
}

// batch is what one commit is made of and what it will answer.
type batch struct {
	Batch
	touched map[TicketID]*Ticket
	answers []outcome   // by request
	pending map[Key]int // request that a key of this batch belongs to
	twins   map[int]int // request → the request whose answer it shares
	trust   bool
	first   int          // request whose events are the batch's first; -1: none yet
	old     map[int]bool // requests answered from the books
}

// serve decides, commits, applies, publishes and answers one batch.
func (q *Queue) serve(ctx context.Context, requests []*request) {
	ctx = context.WithoutCancel(ctx) // what was taken is finished
	b := &batch{
		touched: map[TicketID]*Ticket{}, answers: make([]outcome, len(requests)),
		pending: map[Key]int{}, twins: map[int]int{}, first: -1, old: map[int]bool{},
	}
	if err := q.Damaged(); err != nil {
		for _, r := range requests {
			r.answer <- outcome{err: err}
		}
		return
	}
	for i, r := range requests {
		b.answers[i] = q.decide(ctx, b, i, r)
	}
	if err := q.commit(ctx, b); err != nil {
		if len(requests) > 1 && errors.Is(err, &Error{Code: ErrMatterTaken}) {
			// One of them read what another has changed. Each by itself, that one alone is refused.
			for _, r := range requests {
				q.serve(ctx, []*request{r})
			}
			return
		}
		for i, r := range requests {
			// Whatever was decided after the first event saw a state that never came to be.
			if i >= b.first && !b.old[i] {
				b.answers[i] = outcome{err: err}
			}
			r.answer <- b.answers[i]
		}
		return
	}
	for i, r := range requests {
		if first, twin := b.twins[i]; twin {
			b.answers[i] = b.answers[first]
		}
		r.answer <- b.answers[i]
	}
}

// decide decides one command on the writer's own state and applies it there.
func (q *Queue) decide(ctx context.Context, b *batch, i int, r *request) outcome {
	if r.Key.Key != "" {
		if o, done := q.kept(ctx, b, i, r); done {
			return o
		}
	}
	in := Input{Actor: r.Actor, Wall: q.clock.Wall(), Now: q.clock.Now()}
	if err := q.newDay(b, i, in); err != nil {
		return outcome{err: err}
	}
	d, err := Decide(q.own, r.Command, in)
	if err != nil {
		return outcome{err: err}
	}
	q.take(b, i, d, in)
	if _, ok := r.Command.(TrustClock); ok {
		b.trust = true
	}
	result := q.result(d, in)
	if r.Key.Key != "" && len(d.Data) > 0 {
		raw, err := json.Marshal(result)
		if err != nil {
			return outcome{err: fmt.Errorf("encode result: %w", err)}
		}
		b.pending[r.Key] = i
		b.Answers = append(b.Answers, Answer{Key: r.Key, Kept: Kept{Body: r.Body, Result: raw}, At: in.Now})
	}
	return outcome{result: result}
}

// kept looks whether a request was answered before: in this batch or in the
// books.
func (q *Queue) kept(ctx context.Context, b *batch, i int, r *request) (outcome, bool) {
	if first, ok := b.pending[r.Key]; ok {
		for _, a := range b.Answers {
			if a.Key == r.Key && a.Body != r.Body {
				return outcome{err: refuse(ErrKeyReused)}, true
			}
		}
		b.twins[i] = first
		return b.answers[first], true
	}
	k, ok, err := q.store.Kept(ctx, r.Key)
	switch {
	case err != nil:
		return outcome{err: &Error{Code: ErrNotDurable, Cause: err}}, true
	case !ok:
		return outcome{}, false
	case k.Body != r.Body:
		return outcome{err: refuse(ErrKeyReused)}, true
	}
	b.old[i] = true
	var o outcome
	if err := json.Unmarshal(k.Result, &o.result); err != nil {
		o.err = fmt.Errorf("decode kept result: %w", err)
	}
	return o, true
}

// newDay closes the day first when a later one has come by a clock that isn't
// doubted.
func (q *Queue) newDay(b *batch, i int, in Input) error {
	if q.own.rules == nil || q.clock.Doubt() != "" {
		return nil
	}
	day := q.own.rules.Date(in.Now)
	if day <= q.own.day {
		return nil
	}
	in.Actor = Clock
	d, err := Decide(q.own, CloseDay{Day: day}, in)
	if err != nil {
		return err
	}
	q.take(b, i, d, in)
	return nil
}

// take adds a decision's events to the batch and applies them to the writer's
// own state.
func (q *Queue) take(b *batch, i int, d *Decision, in Input) {
	events := d.Events(q.own, in)
	if len(events) > 0 && b.first < 0 {
		b.first = i
	}
	for n := range events {
		q.own.Apply(&events[n])
		for _, id := range events[n].Touched() {
			if t := q.own.Ticket(id); t != nil { // an earlier visit may be of the past
				b.touched[id] = t
			}
		}
	}
	b.Events = append(b.Events, events...)
	b.Personal = append(b.Personal, d.Personal...)
}

// Touched lists the tickets that an event changes.
func (e *Event) Touched() []TicketID {
	switch d := e.Data.(type) {
	case DayData:
		return slices.Concat(d.Lapsed, d.Carried)
	case PageAnsweredData:
		return d.Tickets
	case HoursEndedData:
		return d.Tickets
	}
	if d, ok := e.Data.(interface{ touched() []TicketID }); ok {
		return d.touched()
	}
	if id := e.TicketOf(); id != 0 {
		return []TicketID{id}
	}
	return nil
}

// result makes the answer of a decision that was applied.
func (q *Queue) result(d *Decision, in Input) Result {
	r := Result{At: in.Now}
	if len(d.Data) > 0 {
		r.Seq = q.own.Seq()
	}
	if t := q.own.Ticket(d.ticket); t != nil {
		r.Ticket, r.Ahead = t.Clone(), q.own.Ahead(t, in.Now)
	}
	if w := q.own.Window(d.window); w != nil {
		c := *w
		r.Window = &c
	}
	if h := q.own.HelpCall(d.help); h != nil {
		c := *h
		r.Help = &c
	}
	for _, id := range d.sessions {
		if s := q.own.Session(id); s != nil {
			c := s.Clone()
			c.Prior = nil
			r.Sessions = append(r.Sessions, c)
		}
	}
	for _, data := range d.Data {
		if p, ok := data.(PrintAskedData); ok {
			r.Job = p.Job
		}
	}
	return r
}

// commit makes the batch durable and public, or makes the writer's state anew
// from the published one.
func (q *Queue) commit(ctx context.Context, b *batch) error {
	if len(b.Events) == 0 {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(b.touched)) {
		b.Tickets = append(b.Tickets, b.touched[id])
	}
	// A snapshot costs time with each ticket in it, so a full hall keeps one
	// less often: the cost stays a constant share of each event's.
	snapshot := q.own.Seq()-q.snapshot >= max(q.options.SnapshotEvery, 2*int64(q.own.Count()))
	if snapshot {
		raw, err := q.own.Snapshot()
		if err != nil {
			return q.retreat(err)
		}
		b.Snapshot = raw
	}
	if err := q.store.Commit(ctx, &b.Batch); err != nil {
		return q.retreat(err)
	}
	if snapshot {
		q.snapshot = q.own.Seq()
	}
	if b.trust {
		q.clock.Trust()
	}
	q.publish(b.Events)
	return nil
}

// retreat makes the writer's state anew after a failed commit.
func (q *Queue) retreat(cause error) error {
	q.own = q.published.Clone()
	var known *Error
	if !errors.As(cause, &known) {
		return &Error{Code: ErrNotDurable, Cause: cause}
	}
	if known.Code == ErrDamaged {
		q.SetDamaged(cause)
	}
	return cause
}

// publish applies what is durable to the published state and tells the watches.
func (q *Queue) publish(events []Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i := range events {
		q.published.Apply(&events[i])
	}
	q.rules.Store(q.published.rules)
	for w := range q.watches {
		w.offer(events)
	}
}
