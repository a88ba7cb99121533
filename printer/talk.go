package printer

import (
	"cmp"
	"errors"
	"time"
)

// talk is the conversation over one open line. It belongs to one goroutine.
type talk struct {
	port    Port
	ear     ear
	within  time.Duration // for an answer to come
	chunk   int           // bytes written at once; 0: as many as there are
	pace    int           // bytes written a second; 0: as fast as the line takes them
	still   time.Duration // how long the line may stand still within a slip; 0: as long as it likes
	pending chan read     // a read under way in the background; nil: none

	answered [5]bool   // DLE EOT n was answered on this line
	mute     [5]bool   // DLE EOT n wasn't, though the printer was there
	muted    time.Time // when that was last found
	late     bool      // an answer is missing and may still come
	stray    int       // real-time answers that nobody was waiting for

	processes map[uint32]bool // process ids that came back
	fences    int             // answers to GS r that came back
	unasked   *Health         // the newest automatic status, until it was looked at
	auto      bool            // the printer was told to send it
	filled    bool            // the blocks that an unfinished slip had begun were filled up on this line
	cut       bool            // what was sent last left in part: the printer waits for the rest of a command

	bytes int           // that came
	best  time.Duration // the shortest time that a byte took to leave; 0: none has left
	infos []string      // what GS I told
}

func newTalk(p Port, within time.Duration) *talk {
	return &talk{port: p, within: within, processes: map[uint32]bool{}}
}

// quiet is a silence within an answer after which the rest won't come.
const quiet = 100 * time.Millisecond

// read is what one read of the port gave.
type read struct {
	b   []byte
	err error
}

// listen has the port read in the background, for d at most, and returns where
// what comes will be. One read is under way at a time: the next take waits for
// it. In the meantime the line may be written to.
func (t *talk) listen(d time.Duration) <-chan read {
	if t.pending == nil {
		pending := make(chan read, 1) // the reader never waits for somebody to take it
		go func() {
			var buf [64]byte
			n, err := t.port.Read(buf[:], d)
			pending <- read{buf[:n], err}
		}()
		t.pending = pending
	}
	return t.pending
}

// close ends the line, and whatever listens on it.
func (t *talk) close() {
	_ = t.port.Close() // an error in closing what is given up changes nothing
	if t.pending != nil {
		<-t.pending
		t.pending = nil
	}
}

// take reads once, waiting up to d, and notes what it heard. It returns how many
// bytes came and the real-time answers among them.
func (t *talk) take(d time.Duration) (n int, bits []byte, err error) {
	d = max(d, 0)
	if t.pending != nil {
		var r read
		start := time.Now()
		select {
		case r = <-t.pending:
		default:
			timer := time.NewTimer(d)
			defer timer.Stop()
			select {
			case r = <-t.pending:
			case <-timer.C:
				t.silence(0, d)
				return 0, nil, nil
			}
		}
		t.pending = nil
		if d -= time.Since(start); len(r.b) > 0 || r.err != nil || d <= 0 {
			return len(r.b), t.heard(r.b), r.err
		}
	}
	var buf [64]byte
	n, err = t.port.Read(buf[:], d)
	t.silence(n, d)
	return n, t.heard(buf[:n]), err
}

// silence has what began and never ended forgotten when nothing came for long enough.
func (t *talk) silence(n int, d time.Duration) {
	if n == 0 && d >= quiet {
		t.ear.forget()
	}
}

// heard notes what came, and returns the real-time answers among it.
func (t *talk) heard(b []byte) (bits []byte) {
	t.bytes += len(b)
	for _, c := range b {
		a, ok := t.ear.hear(c)
		if !ok {
			continue
		}
		switch a.kind {
		case realTime:
			bits = append(bits, a.bits)
		case single:
			t.fences++
		case auto:
			h := autoHealth(a.auto)
			t.unasked = &h
		case process:
			t.processes[a.process] = true
		case info:
			t.infos = append(t.infos, a.text)
		}
	}
	return bits
}

// drain takes in what is there already. Real-time answers among it belong to
// earlier questions. A line that babbles without end is borne for a while.
func (t *talk) drain() error {
	for range 64 {
		n, bits, err := t.take(0)
		t.stray += len(bits)
		if err != nil || n == 0 {
			return err
		}
	}
	return nil
}

// ask sends DLE EOT n and waits for its answer. A line that takes no bytes is as
// good as no answer, unless it ended with that; an error means that the line is gone.
func (t *talk) ask(n byte) (bits byte, ok bool, err error) {
	if err := t.drain(); err != nil {
		return 0, false, err
	}
	_, err = t.send([]byte{0x10, 0x04, n}, t.within)
	if stuck(err) {
		if _, _, gone := t.take(0); gone != nil {
			return 0, false, err
		}
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	for end := time.Now().Add(t.within); ; {
		left := time.Until(end)
		if left <= 0 {
			return 0, false, nil
		}
		_, all, err := t.take(left)
		if err != nil {
			return 0, false, err
		}
		if len(all) > 0 {
			t.stray += len(all) - 1
			return all[len(all)-1], true, nil
		}
	}
}

// stuck reports whether err says only that the printer took no bytes in time.
func stuck(err error) bool {
	var d *DeviceError
	return errors.As(err, &d) && d.Why == WhyTimeout
}

// health asks DLE EOT 1 to 4, one by one. It reports false when the printer is
// silent, or was so in the middle. A question that a living printer doesn't
// know is asked once and left out for a while.
func (t *talk) health() (h Health, ok bool, err error) {
	for range 4 {
		var again bool
		if h, ok, again, err = t.round(); err != nil || !again {
			return h, ok, err
		}
	}
	return h, false, nil
}

// muteFor is how long a question that wasn't answered is left out: its one answer may
// have been lost.
const muteFor = 5 * time.Minute

// round asks each question once. It must be asked again when a question turned
// out to be unknown, or when the answers turned out to be one question late:
// then somewhere an answer too many came in.
func (t *talk) round() (h Health, ok, again bool, err error) {
	if err := t.drain(); err != nil {
		return h, false, false, err
	}
	t.stray = 0
	if time.Since(t.muted) > muteFor {
		t.mute = [5]bool{}
	}
	for n := byte(1); n <= 4; n++ {
		if t.mute[n] {
			continue
		}
		bits, ok, err := t.ask(n)
		if err != nil {
			return h, false, false, err
		}
		if !ok {
			t.late = true
			if n == 1 { // it is off, and may be another one when it is on again
				t.mute = [5]bool{}
				return h, false, false, nil
			}
			unknown := !t.answered[n]
			t.mute[n], t.muted = unknown, time.Now()
			return h, false, unknown, nil
		}
		t.answered[n] = true
		h.add(n, bits)
	}
	if t.late { // give what is late the time to show itself
		_, bits, err := t.take(quiet)
		t.stray += len(bits)
		if err != nil {
			return h, false, false, err
		}
	}
	if err := t.drain(); err != nil {
		return h, false, false, err
	}
	t.late = t.stray > 0
	return h, true, t.stray > 0, nil
}

// chunkMax is the most that is written at once: a line that is lost, or a printer
// that takes no more, is noticed after so much.
const chunkMax = 256

// follow has slips sent as the profile's printer can take them: in pieces that
// a small buffer has room for, and no faster than it reads.
func (t *talk) follow(p Profile) {
	t.pace, t.chunk, t.still = p.Pace, chunkMax, stillMax
	t.chunk = max(min(p.buffer()/4, chunkMax), 1)
	if p.buffer() < roomy {
		t.still = stillPrinting
	}
}

// How long a line may stand still within a slip. A printer that holds the sender
// back so long has its cover open, or was switched off: then the rest of the slip
// would come out as whatever it says without its beginning, and an answer to its
// end would prove nothing. So what hasn't left by then is taken back. Where a slip
// doesn't fit the printer's buffer, printing what is in it takes its time.
const (
	stillMax      = time.Second
	stillPrinting = 3 * time.Second
	roomy         = 2048 // bytes of buffer that a slip fits
)

// slowest is what a byte takes on the slowest line, of 1,200 baud.
const slowest = time.Second / 120

// write writes one piece, and no longer than its line needs, or till end.
func (t *talk) write(b []byte, end time.Time) (int, error) {
	start := time.Now()
	d := end.Sub(start)
	if each := cmp.Or(t.best, slowest); t.still > 0 {
		d = min(d, t.still+2*each*time.Duration(len(b)))
	}
	n, err := t.port.Write(b, max(d, time.Millisecond))
	if n > 0 && err == nil {
		if each := max(time.Since(start)/time.Duration(n), 1); t.best == 0 || each < t.best {
			t.best = each
		}
	}
	return n, err
}

// send writes b within d. It returns how many bytes may have left; fewer than all
// without an error is for the caller to mind.
func (t *talk) send(b []byte, d time.Duration) (n int, err error) {
	start := time.Now()
	end := start.Add(d)
	if t.cut {
		// Else a question that was cut short takes the next ESC for its argument. Two
		// NULs are enough for any question, and nothing to a printer that waits for none.
		if m, err := t.write([]byte{0, 0}, end); err != nil || m < 2 {
			return 0, err
		}
	}
	defer func() { t.cut = n > 0 && n < len(b) }()
	for n < len(b) {
		size := len(b) - n
		if t.chunk > 0 {
			size = min(size, t.chunk)
		}
		m, err := t.write(b[n:n+size], end)
		n += m
		if err != nil || m < size {
			return n, err
		}
		if t.pace <= 0 || n == len(b) {
			continue
		}
		due := start.Add(time.Duration(n) * time.Second / time.Duration(t.pace))
		for left := time.Until(due); left > 0; left = time.Until(due) {
			_, bits, err := t.take(left)
			t.stray += len(bits)
			if err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// sending is how long len bytes may take to leave, when without a pace they may
// take d.
func (t *talk) sending(n int, d time.Duration) time.Duration {
	if t.pace > 0 {
		d += time.Duration(n) * time.Second / time.Duration(t.pace)
	}
	return d
}
