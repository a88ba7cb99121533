package queue

import (
	"context"
	"crypto/sha256"
	"fmt"
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

	FollowUp *FollowUp `json:"follow_up,omitempty"` // after the command; a copy, nil when it is closed

	Count    int        `json:"count,omitempty"`    // of the tickets that it changed, where a command is about many
	Notice   *Notice    `json:"notice,omitempty"`   // after the command; a copy
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
