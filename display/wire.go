package display

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"
)

// errBehind ends a socket whose other side doesn't take what it is sent.
var errBehind = errors.New("the other side is behind")

// wire is a connection whose Write never waits: what the kernel doesn't take at
// once is kept, up to a bound, and a goroutine that lives only as long as there
// is something to send brings it out. gorilla writes frames and answers to
// pings through it from several goroutines, so it also keeps them whole.
type wire struct {
	net.Conn
	raw     syscall.RawConn // nil: writes may wait (TLS), so all go through the goroutine
	attempt func(fd uintptr) bool
	late    time.Duration // how long one write may take
	most    int           // bytes that may be kept

	mu      sync.Mutex
	pending []byte // not yet with the kernel; nil when idle
	draining,
	ending bool
	err error

	buf []byte // of attempt, under mu
	n   int
}

func newWire(c net.Conn, late time.Duration, most int) *wire {
	w := &wire{Conn: c, late: late, most: most}
	if sc, ok := c.(syscall.Conn); ok {
		if raw, err := sc.SyscallConn(); err == nil {
			w.raw = raw
			w.attempt = w.once
		}
	}
	return w
}

// once is one write that doesn't wait; true tells the poller not to either.
func (w *wire) once(fd uintptr) bool {
	for {
		n, err := syscall.Write(int(fd), w.buf) //nolint:gosec // a descriptor is small
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		w.n = max(n, 0)
		if err != nil && !errors.Is(err, syscall.EAGAIN) {
			w.err = err
		}
		return true
	}
}

// Write takes all of b or fails; it never waits for the other side.
func (w *wire) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return 0, w.err
	}
	rest := b
	if !w.draining && w.raw != nil {
		w.buf, w.n = b, 0
		err := w.raw.Write(w.attempt)
		w.buf = nil
		if err == nil {
			err = w.err
		}
		if err != nil {
			w.err = err
			return 0, err
		}
		if rest = b[w.n:]; len(rest) == 0 {
			return len(b), nil
		}
	}
	if len(w.pending)+len(rest) > w.most {
		w.err = errBehind
		return 0, errBehind
	}
	w.pending = append(w.pending, rest...)
	if !w.draining {
		w.draining = true
		go w.drain()
	}
	return len(b), nil
}

// drain brings out what is kept and ends when nothing is.
func (w *wire) drain() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.pending) > 0 && w.err == nil {
		b := w.pending
		w.pending = nil
		w.mu.Unlock()
		err := w.push(b)
		w.mu.Lock()
		if err != nil && w.err == nil {
			w.err = err
		}
	}
	w.draining, w.pending = false, nil
	if w.err != nil || w.ending {
		_ = w.Close()
		return
	}
	_ = w.Conn.SetWriteDeadline(time.Time{})
}

// push writes in pieces, each with its own time: who takes little is slow, who
// takes nothing is gone.
func (w *wire) push(b []byte) error {
	for len(b) > 0 {
		if err := w.Conn.SetWriteDeadline(time.Now().Add(w.late)); err != nil {
			return err
		}
		n, err := w.Conn.Write(b[:min(len(b), 16<<10)])
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// end closes the connection after what is kept, or at once when nothing is.
func (w *wire) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ending = true
	if !w.draining {
		_ = w.Close()
	}
}

// SetWriteDeadline does nothing: no Write of ours waits, and drain sets its own.
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline keeps reads and leaves writes alone.
func (w *wire) SetDeadline(t time.Time) error { return w.SetReadDeadline(t) }
