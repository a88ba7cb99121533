package paper

import (
	"errors"
	"sync"
	"time"

	"onedoor/printer"
)

// wire is a serial line in memory: no device, no descriptor, only channels, so
// that in a testing/synctest bubble everybody on it is durably blocked and time
// jumps. At the host's end stands a transmit buffer as a kernel has one; at the
// printer's end bytes are taken at the line's speed. Between them may stand an
// adapter with a buffer of its own: what is in it has left, nobody can take it
// back, and it is sent even when the port is closed.
type wire struct {
	mu      sync.Mutex
	changed chan struct{} // closed and made anew at every change
	adapter int           // bytes that fit the adapter
	out     []byte        // written, not yet on their way to the printer; the first of them in the adapter
	in      []byte        // said by the printer, not yet read
	host    *end          // who has the port open; nil: nobody
	gone    bool          // unplugged
	obeys   bool          // XON and XOFF are the line's, not the reader's
	stopped bool          // XOFF was heard
}

const (
	wireOut = 4096 // bytes of transmit buffer, as Linux gives a serial port
	wireIn  = 4096 // bytes of receive buffer; what is said beyond them is lost
)

func newWire(obeys bool, adapter int) *wire {
	return &wire{changed: make(chan struct{}), obeys: obeys, adapter: adapter}
}

// held is how many bytes the host still has, and could take back; mu is held.
func (w *wire) held() int { return max(len(w.out)-w.adapter, 0) }

// Connect opens the host's end of a printer in memory (Options.InMemory), as
// opening a serial port does: one may have it open at a time, what was said
// before is lost, and unplugging ends it for good. The error is a
// *printer.DeviceError: port_busy, unplugged, or unsupported on a printer that has
// a device instead.
//
// The port writes as the real drivers here do: Write returns when the line, or an
// adapter (Options.Adapter), has taken everything, or by its deadline with how much
// may have left; the rest is taken off the line again. After Close nothing more
// leaves the host.
func (v *Virtual) Connect() (printer.Port, error) {
	v.mu.Lock()
	line, memory := v.line, v.o.InMemory
	v.mu.Unlock()
	if !memory {
		return nil, &printer.DeviceError{Op: "open", Why: printer.WhyUnsupported, Err: errors.New("this virtual printer is opened by its path")}
	}
	w, ok := line.(*wire)
	if !ok {
		return nil, unplugged("open")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.gone:
		return nil, unplugged("open")
	case w.host != nil:
		return nil, &printer.DeviceError{Op: "open", Why: printer.WhyPortBusy, Retry: true}
	}
	w.host = &end{w: w}
	w.in, w.stopped = nil, false
	w.wake()
	return w.host, nil
}

func unplugged(op string) *printer.DeviceError {
	return &printer.DeviceError{Op: op, Why: printer.WhyUnplugged, Retry: true, Hint: "check cable and power"}
}

// wake tells everybody on the line that something has changed; mu is held.
func (w *wire) wake() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// path is empty: there is nothing to open by name.
func (w *wire) path() string { return "" }

// ready waits until there is something to read, or the plug is pulled.
func (w *wire) ready() {
	for {
		w.mu.Lock()
		ready, changed := w.gone || len(w.out) > 0 && !w.stopped, w.changed
		w.mu.Unlock()
		if ready {
			return
		}
		<-changed
	}
}

// read takes bytes off the line for the printer, waiting for the first.
func (w *wire) read(p []byte) (int, error) {
	for {
		w.mu.Lock()
		if w.gone {
			w.mu.Unlock()
			return 0, unplugged("read")
		}
		if len(w.out) > 0 && !w.stopped {
			n := copy(p, w.out)
			if w.out = w.out[n:]; len(w.out) == 0 {
				w.out = nil
			}
			w.wake()
			w.mu.Unlock()
			return n, nil
		}
		changed := w.changed
		w.mu.Unlock()
		<-changed
	}
}

// answer is what the printer says. Nobody hears it when the port isn't open.
func (w *wire) answer(p []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.gone || w.host == nil {
		return
	}
	for _, b := range p {
		switch {
		case w.obeys && (b == xon || b == xoff):
			w.stopped = b == xoff
		case len(w.in) < wireIn:
			w.in = append(w.in, b)
		}
	}
	w.wake()
}

// close pulls the plug: what is on the line is lost.
func (w *wire) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.gone {
		if w.host != nil {
			w.host.unsent = w.held()
		}
		w.gone, w.out = true, nil
		w.wake()
	}
}

// end is the host's end of a wire, while it is open.
type end struct {
	w      *wire
	unsent int // bytes of the last Write that had not left when the end came
}

var _ printer.Port = (*end)(nil)

// over says why the end can't be used any more, if so; mu is held.
func (e *end) over(op string) error {
	switch {
	case e.w.host != e:
		d := unplugged(op)
		d.Err, d.Hint = errors.New("the line is closed"), ""
		return d
	case e.w.gone:
		return unplugged(op)
	}
	return nil
}

// Read returns what has come. What came before the plug was pulled can still be
// read.
func (e *end) Read(p []byte, within time.Duration) (int, error) {
	w := e.w
	timer := time.NewTimer(within)
	defer timer.Stop()
	for late := within <= 0; ; {
		w.mu.Lock()
		changed, err := w.changed, e.over("read")
		n := 0
		if w.host == e {
			n = copy(p, w.in)
			w.in = w.in[n:]
		}
		w.mu.Unlock()
		switch {
		case n > 0:
			return n, nil
		case err != nil || late:
			return 0, err
		}
		select {
		case <-changed:
		case <-timer.C:
			late = true
		}
	}
}

// Write hands p over and waits until it has left.
func (e *end) Write(p []byte, within time.Duration) (int, error) {
	w := e.w
	timer := time.NewTimer(within)
	defer timer.Stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	for given, late := 0, false; ; {
		if err := e.over("write"); err != nil {
			return max(given-e.unsent, 0), err
		}
		if n := min(len(p)-given, wireOut+w.adapter-len(w.out)); n > 0 {
			w.out = append(w.out, p[given:given+n]...)
			given += n
			w.wake()
		}
		held := w.held()
		switch {
		case given == len(p) && held == 0:
			return given, nil
		case late:
			w.out = w.out[:len(w.out)-held]
			return given - held, &printer.DeviceError{
				Op: "write", Why: printer.WhyTimeout, Retry: true, Hint: "the printer takes no bytes: paper, cover, flow control or speed",
			}
		}
		changed := w.changed
		w.mu.Unlock()
		select {
		case <-changed:
		case <-timer.C:
			late = true
		}
		w.mu.Lock()
	}
}

// Close takes what the host still holds off the line.
func (e *end) Close() error {
	w := e.w
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.host == e {
		if !w.gone {
			e.unsent = w.held()
			w.out = w.out[:len(w.out)-e.unsent]
		}
		w.host, w.in = nil, nil
		w.wake()
	}
	return nil
}
