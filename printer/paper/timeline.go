package paper

import (
	"fmt"
	"strings"
	"time"
)

// EventKind tells what happened.
type EventKind uint8

// The kinds of events.
const (
	Received  EventKind = iota // bytes came in: Offset in all that came, N of them
	Executed                   // a command was carried out: Offset in all that was given to the head, N bytes, Dots of paper
	Answered                   // the printer said N bytes
	PaperCame                  // a page came off: N is its Seq, Dots its length
	Happened                   // a condition, a plug, the power, a lost byte
)

// String is the kind's name.
func (k EventKind) String() string {
	switch k {
	case Received:
		return "in"
	case Executed:
		return "do"
	case Answered:
		return "say"
	case PaperCame:
		return "page"
	case Happened:
		return "!"
	}
	return "event(?)"
}

// Event is one thing that happened to a Virtual.
type Event struct {
	At     time.Time // when it began
	Until  time.Time // when it was over; At for what takes no time
	Kind   EventKind
	Offset int64
	N      int
	Dots   int
	Text   string // the command, the answer in hexadecimal, what happened
}

// Timeline is what happened to a Virtual, oldest first.
type Timeline []Event

// String is the timeline as text, an event a line: seconds since its first
// event, how long it took, and what it was.
func (t Timeline) String() string {
	var out strings.Builder
	for _, e := range t {
		fmt.Fprintf(&out, "%9.4f %+8.4f  %-4s ", e.At.Sub(t[0].At).Seconds(), e.Until.Sub(e.At).Seconds(), e.Kind)
		switch e.Kind {
		case Received:
			fmt.Fprintf(&out, "%d bytes from %d", e.N, e.Offset)
		case Executed:
			fmt.Fprintf(&out, "at %d: %s", e.Offset, e.Text)
			if e.Dots > 0 {
				fmt.Fprintf(&out, ", %d dots", e.Dots)
			}
		case PaperCame:
			fmt.Fprintf(&out, "%d came off, %d dots%s", e.N, e.Dots, e.Text)
		case Answered, Happened:
			out.WriteString(e.Text)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// After returns the events that weren't over by at.
func (t Timeline) After(at time.Time) Timeline {
	for i, e := range t {
		if e.Until.After(at) {
			return t[i:]
		}
	}
	return nil
}

// Timeline returns what happened of late: the newest events, as many as
// Options.Events.
func (v *Virtual) Timeline() Timeline {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := make(Timeline, 0, len(v.log.ring))
	s := newScanner()
	for i := range v.log.ring {
		r := v.log.ring[(v.log.first+i)%len(v.log.ring)]
		e := r.Event
		if e.Kind == Executed {
			e.Text = commandText(s, r.raw, e.N)
		}
		out = append(out, e)
	}
	return out
}

// record is an event whose text isn't made yet.
type record struct {
	Event
	raw []byte // of Executed: the command, or as much of it as is kept
}

// diary is a ring of records. Its methods are called under the Virtual's lock.
type diary struct {
	most  int
	ring  []record
	first int // the oldest, once the ring is full
	in    int // which record goes on receiving; -1: none
	doing int // which command is under way; -1: none
	text  int // which command is the last text or NULs; -1: none
	now   func() time.Time
}

func newDiary(most int, now func() time.Time) diary {
	return diary{most: most, in: -1, doing: -1, text: -1, now: now}
}

// add appends a record and returns where it stands.
func (d *diary) add(r record) int {
	if len(d.ring) < d.most {
		d.ring = append(d.ring, r)
		return len(d.ring) - 1
	}
	at := d.first
	for _, i := range []*int{&d.in, &d.doing, &d.text} {
		if *i == at {
			*i = -1
		}
	}
	d.ring[at] = r
	d.first = (d.first + 1) % d.most
	return at
}

// pause is the silence on the line after which bytes are another event.
const pause = 50 * time.Millisecond

// received notes bytes, joined with those just before. first is when the first
// of them came in.
func (d *diary) received(offset int64, n int, first time.Time) {
	now := d.now()
	if d.in >= 0 {
		if r := &d.ring[d.in]; first.Sub(r.Until) < pause && r.Offset+int64(r.N) == offset {
			r.N, r.Until = r.N+n, now
			return
		}
	}
	d.in = d.add(record{Event: Event{At: first, Until: now, Kind: Received, Offset: offset, N: n}})
}

// most of a command that is kept to be shown.
const maxRaw = 96

// began notes a command; text that goes on where text ended is one command, and
// so are NULs.
func (d *diary) began(c command, offset int64) {
	now := d.now()
	run := c.op == opText || c.op == opNul
	if run && d.text >= 0 {
		if r := &d.ring[d.text]; r.Offset+int64(r.N) == offset && printable(r.raw[0]) == printable(c.raw[0]) {
			r.raw = append(r.raw, c.raw[:min(len(c.raw), maxRaw-len(r.raw))]...)
			r.N += len(c.raw)
			d.doing = d.text
			return
		}
	}
	d.doing = d.add(record{
		Event: Event{At: now, Until: now, Kind: Executed, Offset: offset, N: len(c.raw)},
		raw:   append([]byte(nil), c.raw[:min(len(c.raw), maxRaw)]...),
	})
	if run {
		d.text = d.doing
	}
}

func (d *diary) ended() {
	if d.doing >= 0 {
		d.ring[d.doing].Until = d.now()
		d.doing = -1
	}
}

// fed notes paper that moved, with the command that moved it.
func (d *diary) fed(dots int) {
	if d.doing >= 0 {
		d.ring[d.doing].Dots += dots
	}
}

func (d *diary) said(b []byte) {
	now := d.now()
	text := fmt.Sprintf("% X", b)
	switch {
	case len(b) == 1 && b[0] == xoff:
		text = "XOFF"
	case len(b) == 1 && b[0] == xon:
		text = "XON"
	}
	d.add(record{Event: Event{At: now, Until: now, Kind: Answered, N: len(b), Text: text}})
}

func (d *diary) happened(format string, args ...any) {
	now := d.now()
	d.add(record{Event: Event{At: now, Until: now, Kind: Happened, Text: fmt.Sprintf(format, args...)}})
}

func (d *diary) page(p Page) {
	text := ""
	if p.Torn {
		text = ", torn"
	}
	if p.PowerCut {
		text += ", the power went within"
	}
	if n := len(p.Problems); n > 0 {
		text += fmt.Sprintf(", %d problems", n)
	}
	d.add(record{Event: Event{At: p.At, Until: p.At, Kind: PaperCame, Offset: p.Offset, N: int(p.Seq), Dots: p.Height, Text: text}})
}

// commandText is a command for a line of the timeline; raw may be just the
// beginning of its n bytes.
func commandText(s scanner, raw []byte, n int) string {
	if len(raw) < n {
		switch c, want := s.scan(raw); {
		case want == 0 && c.op == opText:
			return fmt.Sprintf("text %s… %d bytes", quote(raw[:16]), n)
		case want == 0 && c.op == opNul:
			return fmt.Sprintf("NUL %d", n)
		case raw[1] == 'v':
			return fmt.Sprintf("GS v 0 %d %dx%d", raw[3], word(raw[4:]), word(raw[6:]))
		default:
			return fmt.Sprintf("%s … %d bytes", strings.TrimSuffix(hexLine(raw[:8]), "\n"), n)
		}
	}
	text, _, _ := strings.Cut(Disassemble(raw), "\n")
	return text
}
