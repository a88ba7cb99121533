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
// full it takes no more if the line has a ready wire, and loses them if not.
func (v *Virtual) receive(ctx context.Context) {
	var rt realTime
	chunk := make([]byte, 4096)
	wire := pace{rate: v.o.Baud / 10}
	if v.o.Baud > 0 {
		chunk = chunk[:min(max(v.o.Baud/10/200, 1), len(chunk))] // 5 ms of line at most
	}
	for {
		var line device
		if !v.await(ctx, func() bool { line = v.line; return line != nil }) {
			return
		}
		line.ready()
		var room int
		if !v.await(ctx, func() bool {
			room = v.room(len(chunk))
			return v.line != line || room > 0 && !v.conds[Stalled]
		}) {
			return
		}
		n, err := line.read(chunk[:max(room, 1)])
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

// room is how many bytes may come, most at the most; the lock is held.
func (v *Virtual) room(most int) int {
	switch v.o.Flow {
	case printer.FlowRTSCTS, "":
		if v.off && v.o.Flow != "" {
			return 0 // its ready wire is down
		}
		most = min(most, v.o.Buffer-v.buf.len())
	case printer.FlowXonXoff:
		if v.held && !v.o.InMemory {
			return 0 // what a terminal has accepted can't be stopped by XOFF: on a wire it wouldn't have left
		}
		most = min(most, max(v.o.Buffer/8, 1)) // no more may be on the way after XOFF
	case printer.FlowNone:
	}
	if v.fault != nil {
		most = min(most, v.faultIn) // so that no byte after it is on the way
	}
	if most <= 0 {
		return most
	}
	return v.play.near(v.received, most)
}

// take handles received bytes one by one, and those after a fault only if the
// line has outlived it.
func (v *Virtual) take(rt *realTime, line device, b []byte) {
	each := v.byteTime()
	now := v.o.Now()
	v.change(func() {
		v.log.received(v.received, len(b), now.Add(-time.Duration(len(b)-1)*each))
	})
	from := 0
	for i, c := range b {
		var steps []Step
		var lost bool
		var fault func()
		v.mu.Lock()
		v.received++
		steps, lost = v.play.hear(c, v.received)
		if v.faultIn--; v.fault != nil && v.faultIn <= 0 {
			fault, v.fault = v.fault, nil
		}
		v.befalling = steps != nil || fault != nil
		v.mu.Unlock()
		last := i == len(b)-1
		if !last && steps == nil && !lost && fault == nil {
			continue
		}
		end := i + 1
		if lost {
			end = i
		}
		v.buffer(rt, b[from:end], now.Add(-time.Duration(len(b)-end)*each))
		from = i + 1
		for _, s := range steps {
			v.befall(s)
		}
		if fault != nil {
			fault()
		}
		var gone bool
		v.change(func() { gone, v.befalling = v.line != line, false })
		if gone {
			return
		}
	}
}

// buffer keeps received bytes for the head, the last of which came at last, and
// obeys at once what is real-time among them.
func (v *Virtual) buffer(rt *realTime, b []byte, last time.Time) {
	v.mu.Lock()
	off := v.off
	v.mu.Unlock()
	if off {
		return
	}
	// At once means before what came with it is printed.
	for _, c := range b {
		if kind, n, ok := rt.next(c); ok && !v.class.InTurn {
			v.atOnce(kind, n)
		}
	}
	v.change(func() {
		if over := v.buf.len() + len(b) - v.o.Buffer; over > 0 {
			v.log.happened("overrun: %d bytes are lost", over)
			v.overrun += over
			b = b[:max(len(b)-over, 0)]
		}
		v.buf.add(b, last, v.byteTime())
		if v.o.Flow == printer.FlowXonXoff && !v.held && v.buf.len() > v.o.Buffer*3/4 {
			v.handshake(xoff)
		}
	})
}
