package paper

import (
	"bytes"
	"context"
	"math/rand/v2"
	"time"
)

// voice is what the printer says, on its way to the line: one answer after the
// other, each as long as the line's speed makes it, and in whatever manner a
// fault gives it.
type voice struct {
	queue []saying
	ready time.Time // when the last one in the queue is due
	// the manners
	garble bool          // random bytes instead
	late   bool          // each comes as the answer to the next question
	held   []byte        // by late
	flow   bool          // XOFF and XON within
	delay  time.Duration // before each
	split  time.Duration // after each byte
	random *rand.Rand
}

// saying is bytes that leave at once, when they are due.
type saying struct {
	due time.Time
	b   []byte
}

const maxSayings = 4096 // beyond them a printer that nobody listens to forgets

// say has an answer leave, if the printer talks. It doesn't wait for it.
func (v *Virtual) say(b []byte) {
	v.change(func() {
		if !v.off && !v.conds[Mute] && v.line != nil && len(b) > 0 {
			v.voice.put(bytes.Clone(b), v.byteTime())
		}
	})
}

// put queues an answer in the manner of the day.
func (o *voice) put(b []byte, each time.Duration) {
	if o.late {
		b, o.held = o.held, b
	}
	if o.garble {
		for i := range b {
			b[i] = byte(o.random.Uint32())
		}
	}
	if o.flow {
		at := o.random.IntN(len(b) + 1)
		b = bytes.Join([][]byte{b[:at], {xoff, xon}, b[at:]}, nil)
	}
	if len(b) == 0 || len(o.queue) >= maxSayings {
		return
	}
	due := time.Now().Add(o.delay)
	if due.Before(o.ready) {
		due = o.ready
	}
	if o.split == 0 {
		due = due.Add(time.Duration(len(b)) * each)
		o.queue, o.ready = append(o.queue, saying{due, b}), due
		return
	}
	for _, c := range b {
		due = due.Add(each)
		o.queue = append(o.queue, saying{due, []byte{c}})
		due = due.Add(o.split)
	}
	o.ready = due
}

// hush forgets what wasn't said yet.
func (o *voice) hush() { o.queue, o.held, o.ready = nil, nil, time.Time{} }

// handshake says XON or XOFF, past everything that waits to be said, and keeps in
// mind which; the lock is held, so that one isn't overtaken by the other.
func (v *Virtual) handshake(b byte) {
	v.held = b == xoff
	if v.off || v.line == nil {
		return
	}
	v.log.said([]byte{b})
	v.line.answer([]byte{b})
}

// relieve says XON where XOFF was said and there is room again; the lock is held.
func (v *Virtual) relieve() {
	if v.held && v.buf.len() <= v.o.Buffer/4 {
		v.handshake(xon)
	}
}

// speak sends what is due.
func (v *Virtual) speak(ctx context.Context) {
	next := func() (time.Time, bool) {
		if len(v.voice.queue) == 0 {
			return time.Time{}, false
		}
		return v.voice.queue[0].due, true
	}
	for v.awaitDue(ctx, next) {
		v.mu.Lock()
		line, b := v.line, []byte(nil)
		if due, ok := next(); ok && !due.After(time.Now()) {
			b = v.voice.queue[0].b
			v.voice.queue = v.voice.queue[1:]
			v.log.said(b)
		}
		v.mu.Unlock()
		if line != nil && b != nil {
			line.answer(b)
		}
	}
}

// byteTime is how long the line takes for a byte.
func (v *Virtual) byteTime() time.Duration {
	if v.o.Baud < 0 {
		return 0
	}
	return 10 * time.Second / time.Duration(v.o.Baud)
}
