package printertest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"onedoor/printer"
	"onedoor/printer/paper"
)

// Step is one thing that happens on a scripted line: either bytes that must be
// written, or bytes that can be read, or an error.
type Step struct {
	write, read string
	err         error
	taken       int // bytes of a failing write that leave all the same
}

// Wants expects exactly these bytes, in as many writes as it takes.
func Wants(b string) Step { return Step{write: b} }

// Says lets these bytes be read.
func Says(b string) Step { return Step{read: b} }

// Fails has the next read or write fail, after a write has taken so many bytes.
func Fails(err error, taken int) Step { return Step{err: err, taken: taken} }

// Playback is a Port that plays a script. It fails the test when something else
// is written than expected, or steps are left when the test ends.
type Playback struct {
	tb     testing.TB
	mu     sync.Mutex
	steps  []Step
	closed chan struct{}
	once   sync.Once
}

var _ printer.Port = (*Playback)(nil)

// Play makes a port of a script.
func Play(tb testing.TB, steps ...Step) *Playback {
	tb.Helper()
	p := &Playback{tb: tb, steps: steps, closed: make(chan struct{})}
	tb.Cleanup(func() {
		if left := p.Left(); len(left) > 0 {
			tb.Errorf("playback: %d steps are left, the first: %v", len(left), left[0])
		}
	})
	return p
}

// String shows a step.
func (s Step) String() string {
	switch {
	case s.write != "":
		return "wants\n" + paper.Disassemble([]byte(s.write))
	case s.read != "":
		return fmt.Sprintf("says % X", s.read)
	default:
		return fmt.Sprintf("fails: %v", s.err)
	}
}

// Left returns the steps that haven't happened yet.
func (p *Playback) Left() []Step {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Step(nil), p.steps...)
}

// Read gives what the script says next; while it expects a write, nothing comes
// within the given time.
func (p *Playback) Read(b []byte, within time.Duration) (int, error) {
	p.mu.Lock()
	if len(p.steps) > 0 && p.steps[0].write == "" {
		defer p.mu.Unlock()
		s := &p.steps[0]
		if s.err != nil {
			p.steps = p.steps[1:]
			return 0, s.err
		}
		n := copy(b, s.read)
		if s.read = s.read[n:]; s.read == "" {
			p.steps = p.steps[1:]
		}
		return n, nil
	}
	p.mu.Unlock()
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-timer.C:
		return 0, nil
	case <-p.closed:
		return 0, errClosed()
	}
}

// Write holds b against the script.
func (p *Playback) Write(b []byte, _ time.Duration) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.closed:
		p.tb.Errorf("playback: written after close: % X", b)
		return 0, errClosed()
	default:
	}
	done := 0
	for done < len(b) {
		if len(p.steps) == 0 {
			p.tb.Errorf("playback: nothing more was expected, written was\n%s", paper.Disassemble(b[done:]))
			return len(b), nil
		}
		s := &p.steps[0]
		if s.err != nil {
			p.steps = p.steps[1:]
			return min(done+s.taken, len(b)), s.err
		}
		n := min(len(s.write), len(b)-done)
		if n == 0 || string(b[done:done+n]) != s.write[:n] {
			p.tb.Errorf("playback: %v\nwritten was\n%s", *s, paper.Disassemble(b[done:]))
			return len(b), nil
		}
		done += n
		if s.write = s.write[n:]; s.write == "" {
			p.steps = p.steps[1:]
		}
	}
	return done, nil
}

// Close ends the line.
func (p *Playback) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func errClosed() error { return errors.New("the scripted line is closed") }

// Recorder is a Port that writes down what goes through another one.
type Recorder struct {
	port printer.Port
	mu   sync.Mutex
	log  []entry
}

// entry is bytes in one direction; neighbours in the same one are joined.
type entry struct {
	out bool
	b   []byte
}

var _ printer.Port = (*Recorder)(nil)

// Record puts a recorder before a port.
func Record(port printer.Port) *Recorder { return &Recorder{port: port} }

// Read reads from the port and notes what came.
func (r *Recorder) Read(b []byte, within time.Duration) (int, error) {
	n, err := r.port.Read(b, within)
	r.note(false, b[:n])
	return n, err
}

// Write writes to the port and notes what left.
func (r *Recorder) Write(b []byte, within time.Duration) (int, error) {
	n, err := r.port.Write(b, within)
	r.note(true, b[:n])
	return n, err
}

// Close closes the port.
func (r *Recorder) Close() error { return r.port.Close() }

func (r *Recorder) note(out bool, b []byte) {
	if len(b) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.log); n > 0 && r.log[n-1].out == out {
		r.log[n-1].b = append(r.log[n-1].b, b...)
		return
	}
	r.log = append(r.log, entry{out, bytes.Clone(b)})
}

// Written returns all bytes that left.
func (r *Recorder) Written() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []byte
	for _, e := range r.log {
		if e.out {
			all = append(all, e.b...)
		}
	}
	return all
}

// String is the whole talk: what was written as commands, one a line after ">",
// what was read as bytes after "<".
func (r *Recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out strings.Builder
	for _, e := range r.log {
		if !e.out {
			fmt.Fprintf(&out, "< % X\n", e.b)
			continue
		}
		for line := range strings.Lines(paper.Disassemble(e.b)) {
			out.WriteString("> " + line)
		}
	}
	return out.String()
}
