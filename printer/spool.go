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
	Font    Font                                    // for what the embedded font lacks; nil has nothing more
	Open    func(ctx context.Context) (Port, error) // opens the line; called again after it was lost
	Ledger  Ledger
	Log     *slog.Logger     // nil logs nothing
	Changed func(Status)     // called from the spool's goroutine when the Status changed; must not block
	Now     func() time.Time // the clock of the jobs' deadlines; nil is time.Now
	Seed    uint32           // where process ids start; 0 takes a random one
	Await   []Awaited        // what earlier runs left in doubt; see Awaited

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
	queue  []*entry
	seen   map[jobKey]bool
	order  []jobKey // of seen, the oldest first
	status Status

	// Run's own.
	notes     notes
	talk      *talk // nil while the line isn't open
	ever      bool  // the printer has answered DLE EOT, on this line or an earlier one
	fenced    bool  // it has answered a fence
	tellsIDs  bool  // it has sent a slip's process id back
	fenceless bool  // it hasn't, though all was well
	owed      int   // fences sent that weren't answered
	tries     uint32
	refusing  bool          // the ledger takes nothing
	backed    time.Duration // the pause after the last failure to open
	asked     time.Time     // when the printer last said that it can print
	cut       bool          // the line was lost within a question: talk.cut of the next one
	way       way           // what an unfinished slip has left in the printer
	hanging   way           // what may hang out of a printer that falls silent before hangs
	hangs     time.Time
	late      late // slips in doubt that the printer may still be done with
	jam       jam  // tries to free the knife
}

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
	s := &Spool{o: o, wake: make(chan struct{}, 1), seen: map[jobKey]bool{}}
	s.status = Status{Name: o.Name, Profile: o.Profile.Name, Since: o.Now()}
	for _, a := range o.Await {
		s.late.await(a)
	}
	if len(o.Await) > 0 {
		s.way = unknownWay(o.Profile)
	}
	return s, nil
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
	why := s.preflight(ctx)
	s.heed(ctx)
	switch {
	case s.talk != nil:
	case why == WhyTimeout: // it ended because nobody takes what it is given
		return s.o.Retry
	default:
		return 0 // lost in asking: open it again at once, then with pauses
	}
	if why != "" {
		s.stall(ctx, why)
		return s.o.Retry
	}
	w := s.claim()
	if w.entry == nil {
		return s.o.Poll
	}
	if s.way.nuls != 0 { // it came after the look at who waits, for whom the way is cleared
		s.release(w.entry)
		return 0
	}
	if !s.print(ctx, w) {
		s.release(w.entry)
		return s.o.Retry
	}
	return 0
}

// listening is how long one read of an idle line lasts.
const listening = time.Second

// wait passes d, less when a job comes, one is about to lapse, or the printer
// says something that has to be looked into.
func (s *Spool) wait(ctx context.Context, d time.Duration) {
	s.mu.Lock()
	for _, e := range s.queue {
		if !e.Deadline.IsZero() {
			d = min(d, max(e.Deadline.Sub(s.o.Now()), s.notes.pause()))
		}
	}
	s.mu.Unlock()
	if s.notes.short {
		d = min(d, s.notes.pause())
	}
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		var said <-chan read
		if s.talk != nil {
			said = s.talk.listen(listening)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
			return
		case <-timer.C:
			return
		case r := <-said:
			s.talk.pending = nil
			s.talk.stray += len(s.talk.heard(r.b))
			if r.err != nil {
				s.lost(ctx, "read", r.err)
				return
			}
			if len(r.b) == 0 {
				s.talk.ear.forget()
			}
			s.heed(ctx)
			if s.news() {
				return
			}
		}
	}
}

// news takes in what an idle printer said of itself unasked, and reports whether
// it should be asked. What is wrong is on the board at once; that all is well
// again is for the pre-flight to say.
func (s *Spool) news() bool {
	if s.talk.unasked == nil {
		return false
	}
	h := *s.talk.unasked
	s.talk.unasked = nil
	why, before := h.Why(), s.Status()
	if why == before.Why && h.Paper() == before.Paper {
		return false
	}
	if why != "" || before.Why == "" {
		s.health(h, true, why)
	}
	return true
}

// settle ends a job in the ledger, and keeps at it: until the verdict is
// durable nothing else is printed. When the program stops first, the ledger is
// left with a job that began and never ended, which reads as in doubt.
func (s *Spool) settle(ctx context.Context, e *entry, v Verdict) {
	s.o.Log.Info("slip", "printer", s.o.Name, "job", e.ID, "state", string(v.State), "why", string(v.Why))
	for {
		s.mu.Lock()
		handed := e.handed
		s.mu.Unlock()
		last := ctx.Err() != nil
		once, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.o.Grace)
		err := s.o.Ledger.Settle(once, e.ID, v)
		cancel()
		if errors.Is(err, ErrUnwanted) && (v.State == Lapsed || v.State == Failed) { // never begun
			s.unwritten(false)
			s.letGo(e, handed)
			s.release(e)
			return
		}
		if err == nil || errors.Is(err, ErrUnwanted) {
			break
		}
		s.o.Log.Error("the end of a slip could not be noted", "printer", s.o.Name, "job", e.ID, "err", err)
		s.unwritten(true)
		if last {
			break
		}
		pause(ctx, s.o.Retry)
	}
	s.unwritten(false)
	s.tally(v)
	s.ended(e)
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
