package paper

import (
	"context"
	"time"

	"onedoor/printer"
)

// head prints what is in the buffer, as long as nothing is wrong.
type head struct {
	v     *Virtual
	ctx   context.Context // of run; feed is called from within the interpreter
	paper pace
}

func (h *head) run(ctx context.Context) {
	v := h.v
	h.ctx = ctx
	h.paper.rate = v.o.Speed * v.dotsPerMM()
	for {
		b, ok := h.next(ctx)
		if !ok {
			return
		}
		_, _ = v.ip.Write([]byte{b})
	}
}

// next waits for a byte to print. In the meantime it forgets what a power cut
// took, has a finished slip torn off where there is no cutter, and whatever hangs
// out when it was told to.
func (h *head) next(ctx context.Context) (b byte, ok bool) {
	v := h.v
	for {
		var cycled, torn bool
		wait := func() bool {
			cycled, v.cycled = v.cycled, false
			torn, v.torn = v.torn && !cycled, v.torn && cycled
			if cycled || torn || v.buf.len() == 0 || v.waits() {
				return cycled || torn
			}
			var at time.Time
			b, at = v.buf.take()
			v.arrived.note(v.ip.total, at)
			return true
		}
		limit, cancel := ctx, context.CancelFunc(func() {})
		if h.finished() {
			limit, cancel = context.WithTimeout(ctx, v.o.Tear)
		}
		ready := v.await(limit, wait)
		cancel()
		switch {
		case ctx.Err() != nil:
			return 0, false
		case cycled:
			v.ip.PowerOff()
		case torn:
			v.ip.TearOff()
		case !ready:
			v.ip.Tear()
		default:
			h.taken()
			return b, true
		}
	}
}

// finished reports whether a slip hangs out of a printer without a cutter, ready
// to be torn off.
func (h *head) finished() bool {
	v := h.v
	if v.o.Profile.Cutter != printer.NoCutter || !v.ip.Pending() || !v.ip.Clear() {
		return false
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.buf.len() == 0
}

// taken wakes the receiver when there is room again, and says XON.
func (h *head) taken() {
	v := h.v
	v.mu.Lock()
	left := v.buf.len()
	again := v.held && left <= v.o.Buffer/4
	v.mu.Unlock()
	if left+1 >= v.o.Buffer || again {
		v.change(v.relieve)
	}
}

// feed is the paper moving: it takes time and uses up the roll, and stops while
// the printer can't print. It returns how far the paper came, and false when the
// power went or the printer has ended.
func (h *head) feed(dots int) (moved int, on bool) {
	v := h.v
	for moved < dots {
		step := min(dots-moved, 8)
		h.paper.spend(h.ctx, step)
		h.use(step)
		moved += step
		ok := v.await(h.ctx, func() bool { return v.cycled || !v.waits() })
		if !ok || h.cycled() {
			return moved, false
		}
	}
	return moved, true
}

// waits reports whether the head has to stand still: nothing can be printed, or what
// comes with a byte hasn't befallen yet, which it does before that byte is printed;
// mu is held.
func (v *Virtual) waits() bool { return v.stopped() || v.befalling }

// use takes paper from the roll.
func (h *head) use(dots int) {
	v := h.v
	v.mu.Lock()
	v.log.fed(dots)
	endless := v.left < 0
	v.mu.Unlock()
	if endless {
		return
	}
	v.report(func() {
		v.left = max(v.left-dots, 0)
		if v.left <= nearEndMM*v.dotsPerMM() {
			v.set(NearEnd, true)
		}
		if v.left == 0 {
			v.set(PaperOut, true)
		}
	})
}

func (h *head) cycled() bool {
	h.v.mu.Lock()
	defer h.v.mu.Unlock()
	return h.v.cycled
}
