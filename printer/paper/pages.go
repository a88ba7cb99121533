package paper

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Pages returns the kept pages whose Seq is above after, oldest first.
func (v *Virtual) Pages(after uint64) []Page {
	v.mu.Lock()
	defer v.mu.Unlock()
	at, _ := slices.BinarySearchFunc(v.pages, after+1, func(p Page, seq uint64) int {
		return int(int64(p.Seq) - int64(seq))
	})
	return slices.Clone(v.pages[at:])
}

// Wait is Pages, but waits until there is at least one. The error is the
// context's, or says that the printer has ended.
func (v *Virtual) Wait(ctx context.Context, after uint64) ([]Page, error) {
	for {
		v.mu.Lock()
		changed, ended := v.changed, v.ended
		v.mu.Unlock()
		if pages := v.Pages(after); len(pages) > 0 {
			return pages, nil
		}
		if ended {
			return nil, errors.New("wait for paper: the virtual printer has ended")
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// keep stores a page for readers, who see it once what comes with it has befallen.
func (v *Virtual) keep(p Page) {
	v.change(func() {
		v.seq++
		p.Seq, p.At = v.seq, v.o.Now()
		p.FirstByte, p.LastByte = v.arrived.of(p.Offset), v.arrived.of(p.Offset+int64(p.Bytes)-1)
		v.arrived.forget(p.Offset + int64(p.Bytes))
		v.log.page(p)
	})
	v.paged(p.Seq)
	v.change(func() {
		v.pages = append(v.pages, p)
		if len(v.pages) > v.o.Keep {
			v.pages = slices.Delete(v.pages, 0, len(v.pages)-v.o.Keep)
		}
	})
}

// change does f under the lock and wakes everybody who waits.
func (v *Virtual) change(f func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	f()
	close(v.changed)
	v.changed = make(chan struct{})
}

// await waits until ok, asked under the lock, holds; false when ctx has ended.
func (v *Virtual) await(ctx context.Context, ok func() bool) bool {
	for {
		v.mu.Lock()
		yes, changed := ok(), v.changed
		v.mu.Unlock()
		if ctx.Err() != nil {
			return false
		}
		if yes {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// awaitDue waits until the time that next tells, asked under the lock again
// whenever something changes; false when ctx has ended.
func (v *Virtual) awaitDue(ctx context.Context, next func() (time.Time, bool)) bool {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		v.mu.Lock()
		at, ok := next()
		changed := v.changed
		v.mu.Unlock()
		var due <-chan time.Time
		if ok {
			d := time.Until(at)
			if d <= 0 {
				return ctx.Err() == nil
			}
			timer.Reset(d)
			due = timer.C
		}
		select {
		case <-due:
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}
