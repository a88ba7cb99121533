package paper

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"time"

	"onedoor/printer"
)

// Options say what printer a Virtual is. Only the profile is required.
type Options struct {
	Profile  printer.Profile
	Class    Class              // how it answers; the zero Class has all that the profile hopes for
	Answers  *printer.Abilities // what it answers, in place of the class's; may be nil
	Baud     int                // line speed in bits/s; 0: 115200; negative: as fast as bytes come
	Flow     printer.Flow       // how it holds the sender back; empty: by a wire that works even without power
	Buffer   int                // bytes it takes in ahead of printing; 0: the profile's, or 4096
	Speed    int                // of the paper in mm/s; 0: 150; negative: it takes no time
	InMemory bool               // no device: Connect opens the line, which keeps to the clock of testing/synctest
	Adapter  int                // bytes that an adapter in the line in memory holds: they have left and can't be taken back
	Tear     time.Duration      // without a cutter, how long after the last byte a slip is torn off; 0: 700 ms
	Keep     int                // pages kept for readers; 0: 50
	Events   int                // of the timeline that are kept; 0: 2000
	Link     string             // path of a symbolic link that always leads to the device; may be empty
	Script   Script             // what goes wrong
	Seed     uint64             // of garbled answers and noise
	Now      func() time.Time   // stamps pages and events; nil: time.Now
}

// Virtual is a printer at the end of a line, a pseudo-terminal or one in memory:
// what is written to it comes out as pages. It keeps time like a real one: bytes
// take as long as the line's speed says, fill a buffer, and are printed as fast as
// paper moves; answers come back on the same line.
//
// The line holds the sender back by Options.Flow. FlowRTSCTS takes no more than
// there is room for, and nothing when it is off. FlowXonXoff says XOFF at three
// quarters of the buffer and XON at one. FlowNone takes what comes. What comes and
// finds the buffer full is lost, as in a real one. The empty Flow is the kindest:
// it takes what there is room for, and loses only what comes while it is off.
//
// Its methods may be called from anywhere, also before and after Run.
type Virtual struct {
	o     Options
	class Class
	ip    *Interpreter // the head's alone

	mu        sync.Mutex
	changed   chan struct{} // closed and made anew at every change
	line      device        // nil while unplugged
	gone      []device      // unplugged, still to be closed by their reader
	conds     [conditions]bool
	off       bool
	cycled    bool // power was lost: the head has to forget
	torn      bool // the paper is to be taken off
	ended     bool
	buf       buffer
	received  int64    // bytes that came in
	overrun   int      // of them lost for want of room
	arrived   arrivals // of what the head was given
	held      bool     // XOFF was said
	auto      byte     // what GS a asked for
	left      int      // dots of paper left; negative: endless
	voice     voice
	fault     func()
	faultIn   int  // bytes until fault
	befalling bool // something goes wrong with the byte that comes in: the head waits until it has
	play      play
	log       diary
	pages     []Page
	seq       uint64
}

// device is a line as its printer sees it.
type device interface {
	path() string
	ready()                     // blocks until there is something to read, where that can be told
	read(p []byte) (int, error) // blocks; fails for good after close
	answer(p []byte)            // doesn't block for long
	close()
}

// NewVirtual makes a printer and plugs it in: it can be opened at once, by its
// Path or, in memory, by Connect; printing begins with Run. The error says why
// there is no pseudo-terminal.
func NewVirtual(o Options) (*Virtual, error) {
	v := newVirtual(o)
	if _, err := v.Plug(); err != nil {
		return nil, err
	}
	return v, nil
}

func (o *Options) defaults() {
	if o.Class.Name == "" {
		o.Class = classOf(o.Profile)
	}
	if o.Answers != nil {
		o.Class.Answers = *o.Answers
	}
	if o.Baud == 0 {
		o.Baud = 115200
	}
	if o.Buffer == 0 {
		o.Buffer = o.Profile.Buffer
	}
	if o.Buffer <= 0 {
		o.Buffer = 4096
	}
	if o.Speed == 0 {
		o.Speed = 150
	}
	if o.Tear <= 0 {
		o.Tear = 700 * time.Millisecond
	}
	if o.Keep <= 0 {
		o.Keep = 50
	}
	if o.Events <= 0 {
		o.Events = 2000
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

func newVirtual(o Options) *Virtual {
	o.defaults()
	v := &Virtual{o: o, class: o.Class, changed: make(chan struct{}), left: -1, log: newDiary(o.Events, o.Now)}
	v.voice.random = rand.New(rand.NewPCG(o.Seed, 1))
	v.play = play{steps: slices.Clone(o.Script), noise: rand.New(rand.NewPCG(o.Seed, 2))}
	v.ip = NewInterpreter(o.Profile, Hooks{Page: v.keep, Ask: v.ask, Init: v.forget})
	v.ip.began = func(c command, offset int64) { v.quietly(func() { v.log.began(c, offset) }) }
	v.ip.ended = func() { v.quietly(v.log.ended) }
	return v
}

// Run works until ctx ends, then takes the device away and returns nil when
// everything that worked for it has ended. It is called once.
func (v *Virtual) Run(ctx context.Context) error {
	h := &head{v: v}
	v.ip.hooks.Feed = h.feed
	var work sync.WaitGroup
	for _, part := range []func(context.Context){h.run, v.receive, v.speak, v.follow, v.retire} {
		work.Go(func() { part(ctx) })
	}
	work.Wait()
	return nil
}

// retire takes the device away for good when ctx ends.
func (v *Virtual) retire(ctx context.Context) {
	<-ctx.Done()
	v.change(func() {
		v.ended = true
		v.drop()
	})
	v.closeGone()
	if v.o.Link != "" {
		_ = os.Remove(v.o.Link)
	}
}

// Path is the device to be opened as a serial port, empty while unplugged and in
// memory. It is another one after each Plug; Options.Link stays.
func (v *Virtual) Path() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.line == nil {
		return ""
	}
	return v.line.path()
}

// Unplug pulls the cable: whoever has the port open loses it. The printer stays
// on and prints what it has.
func (v *Virtual) Unplug() {
	v.change(func() {
		if v.line != nil {
			v.log.happened("unplugged")
		}
		v.drop()
	})
	v.closeGone()
	if v.o.Link != "" {
		_ = os.Remove(v.o.Link)
	}
}

// Plug puts the cable back and returns the new path, or the present one when it
// wasn't unplugged.
func (v *Virtual) Plug() (string, error) {
	v.mu.Lock()
	ended, line := v.ended, v.line
	v.mu.Unlock()
	if ended {
		return "", errors.New("plug in: the virtual printer has ended")
	}
	if line != nil {
		return line.path(), nil
	}
	if v.o.InMemory {
		return "", v.attach(newWire(v.o.Flow == printer.FlowXonXoff, v.o.Adapter))
	}
	t, err := openTTY()
	if err != nil {
		return "", err
	}
	if err := v.attach(t); err != nil {
		t.close()
		return "", err
	}
	return t.path(), nil
}

// attach makes a line the printer's.
func (v *Virtual) attach(d device) error {
	if v.o.Link != "" && d.path() != "" {
		next := v.o.Link + ".new"
		_ = os.Remove(next)
		if err := os.Symlink(d.path(), next); err != nil {
			return fmt.Errorf("link the virtual printer: %w", err)
		}
		if err := os.Rename(next, v.o.Link); err != nil {
			return fmt.Errorf("link the virtual printer: %w", err)
		}
	}
	var err error
	v.change(func() {
		if v.ended || v.line != nil {
			err = errors.New("plug in: the virtual printer has ended or is plugged in already")
			return
		}
		v.line = d
		v.log.happened("plugged in")
	})
	return err
}

// drop forgets the line; mu is held.
func (v *Virtual) drop() {
	if v.line != nil {
		v.gone = append(v.gone, v.line)
		v.line = nil
	}
}

// closeGone closes dropped lines, without the lock: closing waits.
func (v *Virtual) closeGone() {
	v.mu.Lock()
	gone := v.gone
	v.gone = nil
	v.mu.Unlock()
	for _, d := range gone {
		d.close()
	}
}

// PowerOff switches off: what isn't printed is lost, what arrives is too. Paper
// that hangs out stays there, and the next slip is printed below what is on it.
func (v *Virtual) PowerOff() {
	v.change(func() {
		v.off, v.cycled = true, true
		v.auto = 0
		v.buf.clear()
		v.voice.hush()
		v.log.happened("power off")
		v.set(BrokenDown, false)
	})
}

// PowerOn switches on again. A sender that was held back by XOFF hears XON.
func (v *Virtual) PowerOn() {
	v.change(func() {
		if v.off {
			v.cycled = true // nothing is lost once more, but what came off meanwhile was another page
			v.log.happened("power on")
		}
		v.off = false
		v.relieve()
	})
}

// TearOff takes the paper off as it hangs out, in the middle of a slip if need be,
// once the command under way is done. It returns at once.
func (v *Virtual) TearOff() { v.change(func() { v.torn = true }) }

// PowerCycle switches off and on, faster than anybody could.
func (v *Virtual) PowerCycle() {
	v.PowerOff()
	v.PowerOn()
}

// Load puts in a new roll with the given millimetres of paper, or an endless one
// when negative. The paper is out once it is used up, and near its end 150 mm
// before.
func (v *Virtual) Load(mm int) {
	v.report(func() {
		v.left = -1
		if mm >= 0 {
			v.left = mm * v.dotsPerMM()
		}
		v.set(PaperOut, v.left == 0)
		v.set(NearEnd, v.left >= 0 && v.left <= nearEndMM*v.dotsPerMM())
	})
}

const nearEndMM = 150

func (v *Virtual) dotsPerMM() int { return max((v.o.Profile.DPI*10+127)/254, 1) }

// Reseed begins the random bytes of garbled answers anew.
func (v *Virtual) Reseed(seed uint64) {
	v.change(func() { v.voice.random = rand.New(rand.NewPCG(seed, seed)) })
}

// After has f called once when n more bytes have come in, n above 0: a fault at
// an exact byte. f is called from the printer's goroutine and may call every
// method but Wait. A later After replaces an earlier one.
func (v *Virtual) After(n int, f func()) { v.change(func() { v.fault, v.faultIn = f, max(n, 1) }) }

// Overrun is how many bytes were lost because the buffer was full and the sender
// wasn't held back.
func (v *Virtual) Overrun() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.overrun
}

// quietly does f under the lock and wakes nobody.
func (v *Virtual) quietly(f func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	f()
}
