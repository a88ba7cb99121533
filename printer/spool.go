package printer

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// Options are what a Spool needs. Zero durations and functions get defaults.
type Options struct {
	Name    string // the printer's key in logs and on the board
	Profile Profile
	Open    func(ctx context.Context) (Port, error) // opens the line; called again after it was lost
	Ledger  Ledger
	Log     *slog.Logger     // nil logs nothing
	Changed func(Status)     // called from the spool's goroutine when the Status changed; must not block
	Now     func() time.Time // the clock of the jobs' deadlines; nil is time.Now
	Seed    uint32           // where process ids start; 0 takes a random one

	Answer   time.Duration // how long a real-time answer may take; default 500 ms
	Write    time.Duration // how long a slip may take to leave; default 15 s
	Fence    time.Duration // how long an able printer may take to say that it is done; default 10 s
	Patience time.Duration // how long a slip that is stuck in the printer is waited for; default 120 s
	Grace    time.Duration // how long a stopped spool waits for the slip under way; default 2 s
	Poll     time.Duration // how often an idle printer is asked how it is; default 10 s
	Retry    time.Duration // between two looks at a printer that can't print; default 1 s
}

func (o *Options) defaults() {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Changed == nil {
		o.Changed = func(Status) {}
	}
	if o.Seed == 0 {
		var b [4]byte
		_, _ = rand.Read(b[:]) // never fails
		o.Seed = binary.NativeEndian.Uint32(b[:])
	}
	for d, usual := range map[*time.Duration]time.Duration{
		&o.Answer: 500 * time.Millisecond, &o.Write: 15 * time.Second, &o.Fence: 10 * time.Second,
		&o.Patience: 2 * time.Minute, &o.Grace: 2 * time.Second, &o.Poll: 10 * time.Second, &o.Retry: time.Second,
	} {
		if *d == 0 {
			*d = usual
		}
	}
}

// Spool prints jobs in the order of their submission. Submit and Status may be
// called from anywhere; all else is done by Run's goroutine, which owns the port.
type Spool struct {
	o    Options
	wake chan struct{} // holds one: a job came

	mu     sync.Mutex
	queue  []Job
	seen   map[jobKey]bool
	order  []jobKey // of seen, the oldest first
	status Status

	// Run's own.
	talk      *talk // nil while the line isn't open
	ever      bool  // the printer has answered DLE EOT, on this line or an earlier one
	fenced    bool  // it has answered a fence
	fenceless bool  // it hasn't, though all was well
	owed      int   // fences sent that weren't answered
	tries     uint32
	refusing  bool           // the ledger takes nothing
	current   jobKey         // the job under way
	told      map[jobKey]Why // what Stall has said
	backed    time.Duration  // the pause after the last failure to open
}

// jobKey tells a job from a reprint of it.
type jobKey struct {
	id      int64
	attempt int
}

func (j Job) key() jobKey { return jobKey{j.ID, j.Attempt} }

// seenMax is how many finished jobs are remembered, so that a job handed in twice prints once.
const seenMax = 4096

// NewSpool makes a spool; Run starts it. It refuses an impossible profile and
// missing parts.
func NewSpool(o Options) (*Spool, error) {
	if o.Open == nil || o.Ledger == nil {
		return nil, errors.New("printer: a spool needs Open and a Ledger")
	}
	if err := o.Profile.Check(); err != nil {
		return nil, err
	}
	o.defaults()
	s := &Spool{o: o, wake: make(chan struct{}, 1), seen: map[jobKey]bool{}, told: map[jobKey]Why{}}
	s.status = Status{Name: o.Name, Profile: o.Profile.Name, Since: o.Now()}
	return s, nil
}

// Submit takes a job and returns at once. A job that is already here, or was
// (same ID and Attempt), is not taken twice: then it reports false.
func (s *Spool) Submit(j Job) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen[j.key()] {
		return false
	}
	s.seen[j.key()] = true
	s.order = append(s.order, j.key())
	s.queue = append(s.queue, j)
	s.count()
	select {
	case s.wake <- struct{}{}:
	default:
	}
	return true
}

// count brings the status' length of the queue up to date. The lock is held.
func (s *Spool) count() {
	s.status.Queued = 0
	for _, j := range s.queue {
		if j.ID != s.status.Job {
			s.status.Queued++
		}
	}
}

// Status tells how the printer is.
func (s *Spool) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status
}

// Run works until ctx ends, then closes the port and returns nil. A slip under
// way is given a moment to finish; what waits stays queued in the ledger. It is
// called once.
func (s *Spool) Run(ctx context.Context) error {
	defer s.hangUp()
	for ctx.Err() == nil {
		s.lapse(ctx)
		s.wait(ctx, s.step(ctx))
	}
	return nil
}

// step does the next thing there is to do and returns how long to wait after it,
// unless a job comes.
func (s *Spool) step(ctx context.Context) time.Duration {
	if s.talk == nil && !s.open(ctx) {
		return s.backed
	}
	why := s.preflight()
	if s.talk == nil {
		return 0 // lost in asking: open it again at once, then with pauses
	}
	if why != "" {
		s.stall(ctx, why)
		return s.o.Retry
	}
	job, ok := s.head()
	if !ok {
		return s.o.Poll
	}
	if !s.print(ctx, job) {
		return s.o.Retry
	}
	return 0
}

// wait passes d, less when a job comes or one is about to lapse.
func (s *Spool) wait(ctx context.Context, d time.Duration) {
	s.mu.Lock()
	for _, j := range s.queue {
		if !j.Deadline.IsZero() {
			d = min(d, max(j.Deadline.Sub(s.o.Now()), 0))
		}
	}
	s.mu.Unlock()
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-s.wake:
	case <-timer.C:
	}
}

// head is the job whose turn it is.
func (s *Spool) head() (Job, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		return Job{}, false
	}
	return s.queue[0], true
}

// drop takes a finished job out of the queue.
func (s *Spool) drop(key jobKey) {
	delete(s.told, key)
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, j := range s.queue {
		if j.key() == key {
			s.queue = append(s.queue[:i:i], s.queue[i+1:]...)
			break
		}
	}
	s.count()
	for len(s.order) > seenMax+len(s.queue) {
		delete(s.seen, s.order[0])
		s.order = s.order[1:]
	}
}

// overdue reports whether nobody waits for a job any more.
func (s *Spool) overdue(j Job) bool {
	return !j.Deadline.IsZero() && !s.o.Now().Before(j.Deadline)
}

// lapse ends the jobs that nobody waits for any more. The one under way has
// begun, and ends otherwise.
func (s *Spool) lapse(ctx context.Context) {
	s.mu.Lock()
	var old []Job
	for _, j := range s.queue {
		if s.overdue(j) && j.key() != s.current {
			old = append(old, j)
		}
	}
	why := s.status.Why
	s.mu.Unlock()
	for _, j := range old {
		if why == "" {
			why = WhyTooOld
		}
		s.settle(ctx, j, Verdict{State: Lapsed, Why: why})
	}
}

// stall has the ledger told of each waiting job why it waits, once for a cause.
func (s *Spool) stall(ctx context.Context, why Why) {
	s.mu.Lock()
	waiting := append([]Job(nil), s.queue...)
	s.mu.Unlock()
	for _, j := range waiting {
		if s.told[j.key()] == why || j.key() == s.current {
			continue
		}
		err := s.o.Ledger.Stall(ctx, j.ID, why)
		if errors.Is(err, ErrUnwanted) {
			s.drop(j.key())
			continue
		}
		if errors.Is(err, context.Canceled) {
			return // the program stops
		}
		if err != nil {
			s.o.Log.Warn("a waiting slip could not be noted", "printer", s.o.Name, "job", j.ID, "error", err)
			return
		}
		s.told[j.key()] = why
	}
}

// settle ends a job in the ledger, and keeps at it: until the verdict is
// durable nothing else is printed. When the program stops first, the ledger is
// left with a job that began and never ended, which reads as in doubt.
func (s *Spool) settle(ctx context.Context, j Job, v Verdict) {
	s.o.Log.Info("slip", "printer", s.o.Name, "job", j.ID, "state", string(v.State), "why", string(v.Why))
	for {
		last := ctx.Err() != nil
		once, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.o.Grace)
		err := s.o.Ledger.Settle(once, j.ID, v)
		cancel()
		if err == nil || errors.Is(err, ErrUnwanted) {
			break
		}
		s.o.Log.Error("the end of a slip could not be noted", "printer", s.o.Name, "job", j.ID, "error", err)
		s.unwritten(true)
		if last {
			break
		}
		pause(ctx, s.o.Retry)
	}
	s.unwritten(false)
	s.drop(j.key())
}

// unwritten notes whether the ledger takes entries.
func (s *Spool) unwritten(refusing bool) {
	if s.refusing = refusing; refusing {
		s.note(func(st *Status) { st.Why = WhyStore })
	}
}

// pause waits d, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
