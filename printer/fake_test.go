package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// machine is a printer on a line in memory. Its fields are what a test breaks.
type machine struct {
	mu     sync.Mutex
	in     []byte // on its way to the program
	came   chan struct{}
	status [5]byte // by DLE EOT n
	mute   [5]bool // DLE EOT n isn't answered; [0]: none is
	late   time.Duration
	busy   time.Duration // until a slip is out
	fences bool          // it answers GS r
	ids    bool          // it answers GS ( H
	gone   bool          // unplugged
	turns  bool          // it answers questions in their turn only, after a slip it is busy with
	free   time.Time     // when it will be done with the slip
	take   int           // how many bytes of the next slip it takes; -1 all
	stall  bool          // having taken them it takes no more, rather than vanishing
	open   bool
	opened int
	slips  [][]byte
	counts
	hello  []byte           // said when the line is opened
	onSlip func(m *machine) // when a slip has come in
	onFree func(m *machine) // when the knife is told to try again
	onElse func(m *machine) // when something else comes: a fence alone, for instance
}

func newMachine() *machine {
	return &machine{
		came: make(chan struct{}, 1), status: [5]byte{0, 0x12, 0x12, 0x12, 0x12},
		fences: true, ids: true, take: -1, busy: 800 * time.Millisecond,
	}
}

// Open is what a spool's Options need.
func (m *machine) Open(context.Context) (Port, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.opened++
	if m.gone {
		return nil, &DeviceError{Op: "open", Why: WhyUnplugged, Retry: true}
	}
	m.open, m.in = true, m.hello // what was said to nobody is lost
	return &wire{m}, nil
}

// set changes something about the machine.
func (m *machine) set(f func(m *machine)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f(m)
}

// say sends bytes to the program. The lock is held.
func (m *machine) say(b ...byte) {
	m.in = append(m.in, b...)
	select {
	case m.came <- struct{}{}:
	default:
	}
}

// sayIn sends them after d. The lock is held.
func (m *machine) sayIn(d time.Duration, b ...byte) {
	if d == 0 {
		m.say(b...)
		return
	}
	time.AfterFunc(d, func() { m.set(func(m *machine) { m.say(b...) }) })
}

// counts is how often things happened.
type counts struct {
	wipes int // half a slip was cleared away
	frees int // the knife was told to try again
	nuls  int
	asked int // DLE EOT
}

func (m *machine) seen() counts {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.counts
}

func (m *machine) printed() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.slips)
}

// wire is an open line to a machine.
type wire struct{ m *machine }

var errGone = &DeviceError{Op: "read", Why: WhyUnplugged, Retry: true, Err: errors.New("input/output error")}

func (w *wire) Read(p []byte, within time.Duration) (int, error) {
	m := w.m
	timeout := time.NewTimer(within)
	defer timeout.Stop()
	for {
		m.mu.Lock()
		n := copy(p, m.in)
		m.in = m.in[n:]
		gone := m.gone
		m.mu.Unlock()
		switch {
		case gone:
			return 0, errGone
		case n > 0 || within == 0:
			return n, nil
		}
		select {
		case <-m.came:
		case <-timeout.C:
			return 0, nil
		}
	}
}

func (w *wire) Write(p []byte, within time.Duration) (int, error) {
	m := w.m
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.gone || !m.open {
		return 0, errGone
	}
	if len(p) == 3 && p[0] == 0x10 && p[1] == 0x04 {
		m.asked++
		if n := p[2]; !m.mute[0] && !m.mute[n] {
			late := m.late
			if m.turns {
				late = max(late, time.Until(m.free))
			}
			m.sayIn(late, m.status[n])
		}
		return len(p), nil
	}
	if len(p) == 3 && p[0] == 0x1D && p[1] == 'I' {
		m.say([]byte("_machine\x00")...)
		return len(p), nil
	}
	if m.aside(p) {
		return len(p), nil
	}
	if m.take >= 0 && m.take < len(p) {
		n := m.take
		m.take = -1
		if m.stall {
			time.Sleep(within)
			return n, &DeviceError{Op: "write", Why: WhyTimeout, Retry: true}
		}
		return n, errGone
	}
	m.slips = append(m.slips, bytes.Clone(p))
	m.free = time.Now().Add(m.busy)
	if m.onSlip != nil {
		m.onSlip(m)
	}
	m.prove(p, m.busy/2)
	return len(p), nil
}

// aside handles what isn't a slip: those of the tests say that they are. The lock is held.
func (m *machine) aside(p []byte) bool {
	switch {
	case bytes.Contains(p, []byte("slip")) || bytes.Contains(p, []byte("test")):
		return false
	case bytes.Count(p, []byte{0}) == len(p):
		m.nuls += len(p)
	case bytes.Equal(p, []byte{0x10, 0x05, 1}):
		m.frees++
		if m.onFree != nil {
			m.onFree(m)
		}
	case bytes.HasPrefix(p, []byte{0x1B, '@'}):
		m.wipes++
		m.prove(p, m.busy/4)
	default:
		m.prove(p, 0)
		if m.onElse != nil {
			m.onElse(m)
		}
	}
	return true
}

// prove answers the fences in p, the process id after twice the time. The lock is held.
func (m *machine) prove(p []byte, after time.Duration) {
	if m.fences && bytes.Contains(p, fence()) {
		m.sayIn(after, 0)
	}
	if at := bytes.LastIndex(p, []byte("\x1d(H\x06\x0000")); at >= 0 && m.ids {
		m.sayIn(2*after, append(append([]byte{0x37, 0x22}, p[at+7:]...), 0)...)
	}
}

func (w *wire) Close() error {
	w.m.set(func(m *machine) { m.open = false })
	return nil
}

// book is a ledger in memory that can refuse, and that knows what the machine
// had printed when it was asked.
type book struct {
	mu      sync.Mutex
	m       *machine
	entries []string
	refuse  error
	onBegin func()
	onStall func()
}

func (b *book) write(format string, args ...any) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuse != nil {
		return b.refuse
	}
	b.entries = append(b.entries, fmt.Sprintf(format, args...))
	return nil
}

func (b *book) Begin(_ context.Context, id int64, attempt int, _ uint32) error {
	if b.onBegin != nil {
		b.onBegin()
	}
	return b.write("begin %d/%d after %d", id, attempt, b.m.printed())
}

func (b *book) Settle(_ context.Context, id int64, v Verdict) error {
	weak := ""
	if v.Weak {
		weak = " weak"
	}
	return b.write("%d %s%s %s", id, v.State, weak, v.Why)
}

func (b *book) Stall(_ context.Context, id int64, why Why) error {
	if b.onStall != nil {
		b.onStall()
	}
	return b.write("%d waits %s", id, why)
}

func (b *book) refusing(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refuse = err
}

func (b *book) all() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.entries...)
}

// bench is a spool at work on a machine, in a bubble of its own time.
type bench struct {
	*testing.T
	m    *machine
	book *book
	s    *Spool
	stop func()
}

// onBench runs a test with a spool for a profile; prepare may spoil the machine
// before the line is opened.
func onBench(t *testing.T, profileName string, prepare func(m *machine), test func(b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		if prepare != nil {
			prepare(m)
		}
		b := &bench{T: t, m: m, book: &book{m: m}}
		b.start(Options{Name: "main", Profile: profile(t, profileName), Open: m.Open, Ledger: b.book, Seed: 1})
		defer b.stop()
		test(b)
	})
}

// start has a spool at work until stop.
func (b *bench) start(o Options) {
	b.Helper()
	var err error
	if b.s, err = NewSpool(o); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan struct{})
	go func() { defer close(done); _ = b.s.Run(ctx) }()
	b.stop = func() { cancel(); <-done }
}

// submit hands in an original that is waited for two minutes.
func (b *bench) submit(id int64) bool {
	return b.s.Submit(Job{ID: id, Attempt: 1, Slip: line("slip", Style{}), Deadline: time.Now().Add(2 * time.Minute)})
}

// after lets d pass, in no time, and holds the book against what it should say.
func (b *bench) after(d time.Duration, want ...string) {
	b.Helper()
	time.Sleep(d)
	synctest.Wait()
	got := b.book.all()
	if len(got) == len(want) {
		same := true
		for i := range got {
			same = same && got[i] == want[i]
		}
		if same {
			return
		}
	}
	b.Errorf("after %v the book says\n  %q\nand should say\n  %q", d, got, want)
}

func (b *bench) slips(want int) {
	b.Helper()
	if got := b.m.printed(); got != want {
		b.Errorf("%d slips were printed, %d were wanted", got, want)
	}
}
