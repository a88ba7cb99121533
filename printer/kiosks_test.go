package printer_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
)

// TestTwoKiosksOnePrinter has two kiosks hand in slips as they come: each comes
// out whole, alone on its paper, and those of a kiosk in their order.
func TestTwoKiosksOnePrinter(t *testing.T) {
	for name, class := range classes(t) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t, class.profile, class.answers)
				defer h.stop()
				const each = 10
				var jobs [2][]*record
				for range each {
					for kiosk := range jobs {
						jobs[kiosk] = append(jobs[kiosk], h.ask())
					}
				}
				s, stop := h.work()
				var kiosks sync.WaitGroup
				for kiosk, mine := range jobs {
					kiosks.Go(func() {
						for i, r := range mine {
							time.Sleep(time.Duration((i*(kiosk+3)*7919)%4000) * time.Millisecond)
							s.Submit(r.job)
						}
					})
				}
				kiosks.Wait()
				for len(h.open()) > 0 {
					time.Sleep(time.Second)
				}
				stop()
				h.witness()
				h.inOrder(jobs[0])
				h.inOrder(jobs[1])
			})
		})
	}
}

// work runs a spool that nothing happens to.
func (h *house) work() (*printer.Spool, func()) {
	l := &life{left: -1}
	ctx := l.born(h)
	s := h.wake(l)
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Run(ctx) }()
	return s, func() { l.cancel(); <-done }
}

// inOrder holds the order on paper against the one of asking.
func (h *house) inOrder(mine []*record) {
	h.Helper()
	at := 0
	for _, page := range h.v.Pages(0) {
		if r := h.of(page); len(page.Texts) > 0 && r != nil && at < len(mine) && r == mine[at] {
			at++
		}
	}
	if at < len(mine) {
		h.Errorf("%s isn't on paper in its turn", mine[at].number)
	}
}
