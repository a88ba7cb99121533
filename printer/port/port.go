package port

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"onedoor/printer"
)

// Device is where a printer is plugged in. It finds a serial port again that has
// come back under another number. Its methods aren't called at the same time.
type Device struct {
	url   printer.URL
	place place
}

// NewDevice is the device of a URL.
func NewDevice(u printer.URL) *Device {
	return &Device{u, place{path: u.Address, links: links}}
}

// Open opens the device's line. The error is a *printer.DeviceError. A virtual
// printer's line is opened by whoever runs it, as the serial port that it is; and
// none: has no line.
func (d *Device) Open(ctx context.Context) (printer.Port, error) {
	switch d.url.Scheme {
	case printer.Serial:
		return openPlace(&d.place, d.url)
	case printer.TCP:
		return openTCP(ctx, d.url.Address)
	case printer.File:
		return openFile(d.url.Address)
	case printer.Virtual, printer.None:
	}
	return nil, &printer.DeviceError{
		Op: "open", Why: printer.WhyUnsupported, Err: fmt.Errorf("%s: is no device", d.url.Scheme),
	}
}

// Open opens the line of a URL once: NewDevice is for a line that is opened again
// and again.
func Open(ctx context.Context, u printer.URL) (printer.Port, error) { return NewDevice(u).Open(ctx) }

// openFile opens a device that is a plain file, for reading too where it can.
func openFile(path string) (printer.Port, error) {
	f, err := openDevice(path, os.O_RDWR)
	if errors.Is(err, os.ErrPermission) || errors.Is(err, os.ErrInvalid) {
		f, err = openDevice(path, os.O_WRONLY)
	}
	if err != nil {
		return nil, err
	}
	l := newLine(f)
	l.plain = true
	return l, nil
}

// openDevice opens a device for the runtime's poller and locks it.
func openDevice(path string, mode int) (*os.File, error) {
	f, err := os.OpenFile(path, mode|openFlags, 0)
	if err != nil {
		return nil, deviceError("open", err)
	}
	if err := lock(f); err != nil {
		_ = f.Close()
		return nil, deviceError("lock", err)
	}
	return f, nil
}

// file is what a socket and a device have in common: deadlines, and a Close
// after which nothing gets through.
type file interface {
	io.ReadWriteCloser
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
}

// line is an open line.
type line struct {
	file  file
	plain bool                // a plain file: its end means nothing, a deadline may be refused
	held  func() (int, error) // bytes accepted and not yet sent; nil: nobody can tell
	drop  func() bool         // throws them away, and reports whether that's sure; a network line ends with it
	other func() error        // closes what else belongs to the line

	mu     sync.Mutex
	broken bool // a write failed
	once   sync.Once
	closed chan struct{} // when it is
	ended  error
}

var _ printer.Port = (*line)(nil)

func newLine(f file) *line { return &line{file: f, closed: make(chan struct{})} }

// soonest is how long looking for what is there already may take: a deadline in
// the past would not look at all.
const soonest = 200 * time.Microsecond

// Read returns what has come, or 0, nil when nothing did within the time.
func (l *line) Read(p []byte, within time.Duration) (int, error) {
	end := time.Now().Add(max(within, soonest))
	if err := l.file.SetReadDeadline(end); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		return 0, deviceError("read", err)
	}
	for {
		n, err := l.file.Read(p)
		switch {
		case n > 0 || errors.Is(err, os.ErrDeadlineExceeded):
			return n, nil
		case l.plain && (err == nil || errors.Is(err, io.EOF) || unreadable(err)): // nothing yet, in the way of its driver
			left := time.Until(end)
			if left <= 0 {
				return 0, nil
			}
			if err := l.silence(min(left, again)); err != nil {
				return 0, err
			}
			continue
		case err == nil:
			err = io.ErrUnexpectedEOF
		}
		return 0, deviceError("read", err)
	}
}

// again is the pause after an empty read of a plain file. A USB printer's driver
// gives one for each empty packet of the printer's, with an answer right behind it.
const again = 20 * time.Millisecond

// silence passes d, or until the line is closed.
func (l *line) silence(d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-l.closed:
		return deviceError("read", os.ErrClosed)
	}
}

// chunk is the most that is handed over at once.
const chunk = 256

// Write sends p and waits until it has left, no longer than within. A network line
// ends with a write that failed.
func (l *line) Write(p []byte, within time.Duration) (int, error) {
	end := time.Now().Add(max(within, soonest))
	if err := l.file.SetWriteDeadline(end); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		return 0, deviceError("write", err)
	}
	for n := 0; n < len(p); {
		m, err := l.file.Write(p[n:min(n+chunk, len(p))])
		n += m
		if err == nil && m == 0 {
			err = io.ErrShortWrite
		}
		if err != nil {
			return l.failed(n, err)
		}
	}
	if l.held == nil {
		return len(p), nil
	}
	for {
		switch n, err := l.held(); {
		case err != nil:
			return l.failed(len(p), err)
		case n == 0:
			return len(p), nil
		case !time.Now().Before(end):
			return l.failed(len(p), os.ErrDeadlineExceeded)
		}
		time.Sleep(look)
	}
}

// look is the pause between two looks at how much a line still holds.
const look = 2 * time.Millisecond

// failed takes back what didn't leave the line, and reports how much may have.
func (l *line) failed(n int, err error) (int, error) {
	l.mu.Lock()
	l.broken = true
	l.mu.Unlock()
	if l.held != nil {
		n = max(n-l.takeBack(), 0)
	}
	return n, deviceError("write", err)
}

// takeBack throws away what the line still holds, and counts what surely never
// leaves. Of a line that moves nobody can tell what left between the count and the
// throwing away: nothing counts there.
func (l *line) takeBack() int {
	first, err := l.held()
	if err != nil || first == 0 {
		l.drop()
		return 0
	}
	time.Sleep(look)
	held, err := l.held()
	if !l.drop() || err != nil || held != first {
		return 0
	}
	return held
}

// linger is how long a close waits for bytes that are on their way.
const linger = 2 * time.Second

// Close ends the line. Bytes still on their way get a moment, unless the line
// was stuck. Where they can't be thrown away, the system waits for them, half a
// minute at most.
func (l *line) Close() error {
	l.once.Do(func() {
		close(l.closed)
		l.mu.Lock()
		broken := l.broken
		l.mu.Unlock()
		if l.held != nil {
			l.empty(broken)
		}
		if err := l.file.Close(); !errors.Is(err, net.ErrClosed) { // else a failed write has closed it
			l.ended = err
		}
		if l.other != nil {
			l.ended = errors.Join(l.ended, l.other())
		}
	})
	return l.ended
}

// empty gives what is still on its way a moment to leave, unless the line was
// stuck, and throws away what doesn't.
func (l *line) empty(broken bool) {
	for end := time.Now().Add(linger); !broken; time.Sleep(look) {
		if n, err := l.held(); n == 0 && err == nil {
			return
		} else if err != nil || !time.Now().Before(end) {
			break
		}
	}
	l.drop()
}
