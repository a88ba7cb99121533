package kiosk

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// Pages is what came out of a printer. The virtual printer has its own; for a
// real one the bytes sent are drawn.
type Pages interface {
	// Pages gives the kept pages whose Seq is above after, oldest first.
	Pages(after uint64) []paper.Page
	// Wait is Pages, but waits until there is one. It fails when ctx or the
	// printer has ended.
	Wait(ctx context.Context, after uint64) ([]paper.Page, error)
}

var _ Pages = (*paper.Virtual)(nil)

const (
	tapKeep = 50                     // pages kept for readers
	tapTear = 700 * time.Millisecond // after the last byte a slip without a cutter is torn off
)

// tap listens on the line to a real printer and draws what goes over it. It
// shows what was sent; whether it came out is for the spool to say.
type tap struct {
	profile printer.Profile
	now     func() time.Time

	mu      sync.Mutex
	ip      *paper.Interpreter
	pages   []paper.Page
	seq     uint64
	changed chan struct{}
	tear    *time.Timer
}

func newTap(p printer.Profile, now func() time.Time) *tap {
	t := &tap{profile: p, now: now, changed: make(chan struct{})}
	t.ip = paper.NewInterpreter(p, paper.Hooks{Page: t.keep})
	return t
}

// keep stores a page; called by the interpreter, under the lock.
func (t *tap) keep(p paper.Page) {
	t.seq++
	p.Seq, p.At = t.seq, t.now()
	t.pages = append(t.pages, p)
	if len(t.pages) > tapKeep {
		t.pages = slices.Delete(t.pages, 0, len(t.pages)-tapKeep)
	}
	close(t.changed)
	t.changed = make(chan struct{})
}

// opens makes every port that open gives pass its bytes through the tap.
func (t *tap) opens(open func(context.Context) (printer.Port, error)) func(context.Context) (printer.Port, error) {
	return func(ctx context.Context) (printer.Port, error) {
		p, err := open(ctx)
		if err != nil {
			return nil, err
		}
		return &tapped{p, t}, nil
	}
}

type tapped struct {
	printer.Port
	tap *tap
}

// Write passes bytes on and draws those that left.
func (t *tapped) Write(p []byte, within time.Duration) (int, error) {
	n, err := t.Port.Write(p, within)
	t.tap.sent(p[:min(max(n, 0), len(p))])
	return n, err
}

func (t *tap) sent(b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = t.ip.Write(b) // never fails
	if t.profile.Cutter != printer.NoCutter || !t.ip.Pending() {
		return
	}
	if t.tear == nil {
		t.tear = time.AfterFunc(tapTear, t.torn)
		return
	}
	t.tear.Reset(tapTear)
}

// torn is the visitor's hand where there is no cutter.
func (t *tap) torn() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ip.Clear() {
		t.ip.Tear()
	}
}

// Pages gives the kept pages whose Seq is above after, oldest first.
func (t *tap) Pages(after uint64) []paper.Page {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.IndexFunc(t.pages, func(p paper.Page) bool { return p.Seq > after })
	if i < 0 {
		return nil
	}
	return slices.Clone(t.pages[i:])
}

// Wait is Pages, but waits until there is one.
func (t *tap) Wait(ctx context.Context, after uint64) ([]paper.Page, error) {
	for {
		t.mu.Lock()
		changed := t.changed
		t.mu.Unlock()
		if pages := t.Pages(after); len(pages) > 0 {
			return pages, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, errors.Join(errors.New("wait for paper"), ctx.Err())
		}
	}
}
