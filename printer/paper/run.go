package paper

import (
	"context"
	"time"

	"onedoor/printer"
)

// The two bytes of flow control.
const (
	xon  = 0x11
	xoff = 0x13
)

// receive takes bytes from the line at its speed into the buffer. When that is
// full it takes no more, as a printer does that drops its ready line.
func (v *Virtual) receive(ctx context.Context) {
	var rt realTime
	chunk := make([]byte, 4096)
	wire := pace{rate: v.o.Baud / 10}
	if v.o.Baud > 0 {
		chunk = chunk[:min(max(v.o.Baud/10/200, 1), len(chunk))] // 5 ms of line at most
	}
	for {
		var line device
		var room int
		ok := v.await(ctx, func() bool {
			line, room = v.line, v.o.Buffer-len(v.buf)
			if v.fault != nil {
				room = min(room, v.faultIn) // so that no byte after it is on the way
			}
			return line != nil && room > 0 && !v.conds[Stalled]
		})
		if !ok {
			return
		}
		n, err := line.read(chunk[:min(room, len(chunk))])
		if err != nil {
			if !v.await(ctx, func() bool { return v.line != line }) {
				return
			}
			continue
		}
		wire.spend(ctx, n)
		// Stalled in the meantime: the bytes are on the way and stay there. Unplugged
		// in the meantime: they are lost.
		gone := false
		if !v.await(ctx, func() bool { gone = v.line != line; return gone || !v.conds[Stalled] }) {
			return
		}
		if !gone {
			v.take(&rt, line, chunk[:n])
		}
	}
}

// take handles received bytes, up to where a fault was ordered, and on from there
// if the line has outlived it.
func (v *Virtual) take(rt *realTime, line device, b []byte) {
	for len(b) > 0 {
		n := len(b)
		var fault func()
		v.change(func() {
			if v.fault != nil && v.faultIn <= n {
				n, fault, v.fault = v.faultIn, v.fault, nil
			}
			v.faultIn -= n
		})
		v.buffer(rt, b[:n])
		b = b[n:]
		if fault == nil {
			continue
		}
		fault()
		v.mu.Lock()
		gone := v.line != line
		v.mu.Unlock()
		if gone {
			return
		}
	}
}

// buffer keeps received bytes for the head, and obeys at once what is real-time
// among them.
func (v *Virtual) buffer(rt *realTime, b []byte) {
	v.mu.Lock()
	off := v.off
	v.mu.Unlock()
	if off {
		return
	}
	// At once means before what came with it is printed.
	for _, c := range b {
		if kind, n, ok := rt.next(c); ok {
			v.atOnce(kind, n)
		}
	}
	stop := false
	v.change(func() {
		v.buf = append(v.buf, b...)
		if v.o.XonXoff && !v.held && len(v.buf) > v.o.Buffer*3/4 {
			v.held, stop = true, true
		}
	})
	if stop {
		v.say([]byte{xoff})
	}
}

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
// took, and has a finished slip torn off where there is no cutter.
func (h *head) next(ctx context.Context) (b byte, ok bool) {
	v := h.v
	for {
		var cycled bool
		wait := func() bool {
			cycled, v.cycled = v.cycled, false
			if cycled || len(v.buf) == 0 || v.stopped() {
				return cycled
			}
			b = v.buf[0]
			if v.buf = v.buf[1:]; len(v.buf) == 0 {
				v.buf = nil
			}
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
	return len(v.buf) == 0
}

// taken wakes the receiver when there is room again, and says XON.
func (h *head) taken() {
	v := h.v
	v.mu.Lock()
	left := len(v.buf)
	again := v.held && left <= v.o.Buffer/4
	v.mu.Unlock()
	if left+1 >= v.o.Buffer || again {
		v.change(func() { v.held = v.held && !again })
	}
	if again {
		v.say([]byte{xon})
	}
}

// feed is the paper moving: it takes time and uses up the roll, and stops while
// the printer can't print.
func (h *head) feed(dots int) {
	v := h.v
	for dots > 0 && h.ctx.Err() == nil {
		step := min(dots, 8)
		dots -= step
		h.paper.spend(h.ctx, step)
		h.use(step)
		ok := v.await(h.ctx, func() bool { return v.cycled || !v.stopped() })
		if !ok || h.cycled() {
			return
		}
	}
}

// use takes paper from the roll.
func (h *head) use(dots int) {
	v := h.v
	v.mu.Lock()
	endless := v.left < 0
	v.mu.Unlock()
	if endless {
		return
	}
	v.report(func() {
		v.left = max(v.left-dots, 0)
		v.conds[NearEnd] = v.left <= nearEndMM*v.dotsPerMM()
		v.conds[PaperOut] = v.left == 0
	})
}

func (h *head) cycled() bool {
	h.v.mu.Lock()
	defer h.v.mu.Unlock()
	return h.v.cycled
}

// pace makes things take their time. It keeps an account rather than sleeping
// for each thing, so that short sleeps, which last longer than asked for, don't
// add up.
type pace struct {
	rate int       // things a second; 0 and less: at once
	busy time.Time // until when the last things take
}

// lateness is how much later than asked a sleep may end without time being lost.
const lateness = 50 * time.Millisecond

// spend waits until n more things are through.
func (p *pace) spend(ctx context.Context, n int) {
	if p.rate <= 0 {
		return
	}
	now := time.Now()
	if now.Sub(p.busy) > lateness {
		p.busy = now
	}
	p.busy = p.busy.Add(time.Duration(n) * time.Second / time.Duration(p.rate))
	timer := time.NewTimer(p.busy.Sub(now))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
