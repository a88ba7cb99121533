package printer_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"onedoor/printer"
)

// life is one run of the program. It dies after so many steps: a byte that is
// written is one, an entry into the books is one, and to hear of that is another.
type life struct {
	h      *house
	cancel context.CancelFunc

	mu   sync.Mutex
	left int // negative: it doesn't die
	dead bool
	cut  *cut
}

// cut is a line that breaks once, after so many bytes. Of what was under way the
// sender knows how much left, or only that all of it may have.
type cut struct {
	after  int
	honest bool
	broken bool
}

// errCut is what it breaks with.
var errCut = &printer.DeviceError{Op: "write", Why: printer.WhyUnplugged, Retry: true}

// through is how many of n bytes get through, and how many the sender thinks may have.
func (c *cut) through(n int) (through, told int) {
	if c == nil || c.broken {
		return n, n
	}
	if n <= c.after {
		c.after -= n
		return n, n
	}
	c.broken = true
	if c.honest {
		return c.after, c.after
	}
	return c.after, n
}

var errDead = errors.New("the program is dead")

// steps takes up to n steps and returns how many it lived to take.
func (l *life) steps(n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.dead:
		return 0
	case l.left < 0:
		return n
	case l.left >= n:
		l.left -= n
		return n
	}
	taken := l.left
	l.dead = true
	l.cancel()
	return taken
}

// write makes an entry.
func (l *life) write(entry func()) error {
	if l.steps(1) == 0 {
		return context.Canceled
	}
	entry()
	if l.steps(1) == 0 {
		return context.Canceled
	}
	return nil
}

func (l *life) Begin(_ context.Context, id int64, attempt int, process uint32) error {
	return l.write(func() { l.h.begin(id, attempt, process) })
}

func (l *life) Settle(_ context.Context, id int64, v printer.Verdict) error {
	return l.write(func() { l.h.settle(id, v) })
}

func (l *life) Stall(_ context.Context, id int64, _ printer.Why) error {
	return l.write(func() { l.h.stall(id) })
}

// thread is the line as long as the program lives.
type thread struct {
	printer.Port
	life *life
}

func (t *thread) Read(p []byte, within time.Duration) (int, error) {
	if t.life.isDead() {
		return 0, errDead
	}
	return t.Port.Read(p, within)
}

func (t *thread) Write(p []byte, within time.Duration) (int, error) {
	t.life.h.permit(p)
	n := t.life.steps(len(p))
	through, told := t.life.cut.through(n)
	m, err := t.Port.Write(p[:through], within)
	switch {
	case err != nil:
		return m, err
	case through < n:
		_ = t.Close()
		return told, errCut
	case n < len(p):
		return n, errDead
	}
	return m, nil
}

func (l *life) isDead() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dead
}

func (l *life) born(h *house) (ctx context.Context) {
	l.h = h
	ctx, l.cancel = context.WithCancel(context.Background())
	return ctx
}
