package paper

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Script is what will go wrong with a Virtual, and when: the same at every run.
// It is written a step a line, as ParseScript reads it.
type Script []Step

// Step is one thing that goes wrong.
type Step struct {
	When When
	What Fault
	For  time.Duration // after which it is over; 0: it stays
}

// When is a moment in a printer's life: at a byte, of a slip or of all, else after a
// page, else after a while. The zero When is the start.
type When struct {
	Byte  int           // just after this byte came in, from 1: of Slip, or of all when that is 0
	Slip  int           // a slip on the line, from 1; each ESC @ (1B 40, wherever it stands) begins one
	Page  int           // just after this page came off, from 1
	After time.Duration // since Run began
}

// Fault is what goes wrong.
type Fault struct {
	Kind      FaultKind
	Condition Condition     // of Broken
	N         int           // bytes of Dropped and Noise, millimetres of Loaded
	Pause     time.Duration // of Delayed and Split
}

// FaultKind tells faults apart.
type FaultKind uint8

// The kinds of faults. Those up to Loaded can be over after a while.
const (
	Broken    FaultKind = iota // a Condition
	Unplugged                  // the cable; it is back when that is over
	PoweredOff
	Garbled   // answers are as many random bytes
	Late      // each answer comes as the answer to the next question
	Delayed   // answers come after Pause
	Split     // answers come byte by byte, with Pause between
	FlowBytes // XOFF and XON stand somewhere within each answer
	Loaded    // a new roll of N millimetres; an endless one when that is over

	PowerCycled // off and on; that takes two seconds
	Dropped     // the next N bytes on the line never arrive
	Noise       // it says N random bytes that nobody asked for

	faultKinds
)

// String is the fault as a script has it.
func (f Fault) String() string {
	switch f.Kind {
	case Broken:
		return f.Condition.String()
	case Unplugged:
		return "unplug"
	case PoweredOff:
		return "power off"
	case Garbled:
		return "garble answers"
	case Late:
		return "late answers"
	case Delayed:
		return "delay answers by " + f.Pause.String()
	case Split:
		return "split answers by " + f.Pause.String()
	case FlowBytes:
		return "flow bytes in answers"
	case PowerCycled:
		return "power cycle"
	case Dropped:
		return fmt.Sprintf("drop %d bytes", f.N)
	case Noise:
		return fmt.Sprintf("noise %d bytes", f.N)
	case Loaded:
		return fmt.Sprintf("load %d mm", f.N)
	case faultKinds:
	}
	return "fault(?)"
}

// String is the moment as a script has it.
func (w When) String() string {
	switch {
	case w.Slip > 0 && w.Byte > 0:
		return fmt.Sprintf("at byte %d of slip %d", w.Byte, w.Slip)
	case w.Byte > 0:
		return fmt.Sprintf("at byte %d", w.Byte)
	case w.Page > 0:
		return fmt.Sprintf("after page %d", w.Page)
	case w.After > 0:
		return "after " + w.After.String()
	}
	return "at start"
}

// String is the step as a script has it.
func (s Step) String() string {
	if s.For > 0 {
		return fmt.Sprintf("%v: %v for %v", s.When, s.What, s.For)
	}
	return fmt.Sprintf("%v: %v", s.When, s.What)
}

// String is the script as ParseScript reads it.
func (s Script) String() string {
	var out strings.Builder
	for _, step := range s {
		fmt.Fprintln(&out, step)
	}
	return out.String()
}

// ParseScript reads a script, a step a line; empty lines and lines that begin
// with # are left out:
//
//	at start: cover open for 10s
//	at byte 1200: drop 3 bytes
//	at byte 40 of slip 2: unplug for 3s
//	after page 2: paper out for 30s
//	after 1m30s: power cycle
//
// What can go wrong: the conditions by their names (paper out, cover open,
// offline, cutter stuck, cutter jammed, overheated, broken down, paper near end,
// stalled, mute), of which DLE ENQ ends cutter stuck, and a power cycle broken
// down, also when its time is over; unplug, power off, power cycle; garble answers, late answers, delay answers by D, split answers
// by D, flow bytes in answers; drop N bytes, noise N bytes, load N mm. What is not
// a matter of a moment may end with "for D". The error names the first line that
// is wrong.
func ParseScript(text string) (Script, error) {
	var script Script
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		step, err := parseStep(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %q: %w", n, line, err)
		}
		script = append(script, step)
	}
	return script, nil
}

func parseStep(line string) (s Step, err error) {
	when, what, ok := strings.Cut(line, ": ")
	if !ok {
		return s, fmt.Errorf("a step is a moment, a colon and what goes wrong")
	}
	if s.When, err = parseWhen(when); err != nil {
		return s, err
	}
	what, length, lasts := strings.Cut(what, " for ")
	if s.What, err = parseFault(what); err != nil {
		return s, err
	}
	if !lasts {
		return s, nil
	}
	if s.What.Kind >= PowerCycled {
		return s, fmt.Errorf("%q is over at once", what)
	}
	s.For, err = positive(length)
	return s, err
}

func parseWhen(text string) (w When, err error) {
	switch {
	case text == "at start":
		return w, nil
	case strings.HasPrefix(text, "at byte "):
		n, slip, of := strings.Cut(text[len("at byte "):], " of slip ")
		if w.Byte, err = count(n); err == nil && of {
			w.Slip, err = count(slip)
		}
		return w, err
	case strings.HasPrefix(text, "after page "):
		w.Page, err = count(text[len("after page "):])
		return w, err
	case strings.HasPrefix(text, "after "):
		w.After, err = positive(text[len("after "):])
		return w, err
	}
	return w, fmt.Errorf("at start, at byte N, at byte N of slip N, after page N or after D is right, not %q", text)
}

// phrase is how a fault is written: words that may stand around a number or a
// duration.
type phrase struct {
	kind   FaultKind
	before string
	after  string // of a number
}

func phrases() []phrase {
	return []phrase{
		{Unplugged, "unplug", ""},
		{PoweredOff, "power off", ""},
		{PowerCycled, "power cycle", ""},
		{Garbled, "garble answers", ""},
		{Late, "late answers", ""},
		{FlowBytes, "flow bytes in answers", ""},
		{Delayed, "delay answers by ", ""},
		{Split, "split answers by ", ""},
		{Dropped, "drop ", " bytes"},
		{Noise, "noise ", " bytes"},
		{Loaded, "load ", " mm"},
	}
}

func parseFault(text string) (f Fault, err error) {
	for c := range conditions {
		if text == c.String() {
			return Fault{Kind: Broken, Condition: c}, nil
		}
	}
	for _, p := range phrases() {
		rest, ok := strings.CutPrefix(text, p.before)
		if !ok {
			continue
		}
		f.Kind = p.kind
		if n, ok := strings.CutSuffix(rest, p.after); ok && p.after != "" {
			f.N, err = count(n)
			return f, err
		}
		if strings.HasSuffix(p.before, " by ") {
			f.Pause, err = positive(rest)
			return f, err
		}
		if rest == "" {
			return f, nil
		}
	}
	return f, fmt.Errorf("nothing is known that goes wrong by the name of %q", text)
}

// count reads a number above 0.
func count(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 31)
	if err == nil && n == 0 {
		err = fmt.Errorf("counting begins at 1")
	}
	return int(n), err
}

func positive(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err == nil && d <= 0 {
		err = fmt.Errorf("%q is no while", text)
	}
	return d, err
}
