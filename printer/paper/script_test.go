package paper

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/printer"
)

// send writes everything, and fails the test when that can't be done.
func send(t *testing.T, port printer.Port, s string) {
	t.Helper()
	if n, err := port.Write([]byte(s), time.Minute); n != len(s) || err != nil {
		t.Fatalf("wrote %d bytes of %d, %v", n, len(s), err)
	}
}

// heard reads all that comes until the line has been silent for a second.
func heard(t *testing.T, port printer.Port) string {
	t.Helper()
	var got bytes.Buffer
	for b := make([]byte, 64); ; {
		n, err := port.Read(b, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return got.String()
		}
		got.Write(b[:n])
	}
}

const note = "\x1b@hello\n\x1dVB\x00" // 12 bytes

// TestScript has each fault happen, and end, as the script says.
func TestScript(t *testing.T) {
	const status = "\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
	broken := func(want string) func(*testing.T, *Virtual, printer.Port) {
		return func(t *testing.T, v *Virtual, port printer.Port) {
			time.Sleep(time.Second)
			send(t, port, status)
			if got := heard(t, port); got != want {
				t.Errorf("in the middle: % X, want % X", got, want)
			}
			time.Sleep(10 * time.Second)
			send(t, port, status)
			if got := heard(t, port); got != "\x12\x12\x12\x12" {
				t.Errorf("afterwards: % X", got)
			}
		}
	}
	id := "\x1d(H\x06\x00001234"
	for script, check := range map[string]func(*testing.T, *Virtual, printer.Port){
		"at start: paper near end for 8s": broken("\x12\x12\x12\x1e"),
		"at start: paper out for 8s":      broken("\x1a\x32\x12\x7e"),
		"at start: cover open for 8s":     broken("\x1a\x16\x12\x12"),
		"at start: offline for 8s":        broken("\x1a\x12\x12\x12"),
		"at start: cutter stuck for 8s":   broken("\x1a\x52\x1a\x12"),
		"at start: cutter jammed for 8s":  broken("\x1a\x52\x1a\x12"),
		"at start: overheated for 8s":     broken("\x1a\x52\x52\x12"),
		"at start: broken down for 8s":    broken("\x1a\x52\x32\x12"),
		"at start: mute for 8s":           broken(""),
		"after 500ms: power cycle":        broken("\x12\x12\x12\x12"), // its wire holds the questions back until it is up
		"at start: load 100 mm for 8s":    broken("\x12\x12\x12\x1e"),
		"at start: cutter jammed for 9s\nat start: cutter stuck for 20s": func(t *testing.T, v *Virtual, port printer.Port) {
			start := time.Now()
			send(t, port, note+"\x10\x05\x01") // frees the one that can be freed
			if wait(t, v, 0); time.Since(start) < 9*time.Second || time.Since(start) > 10*time.Second {
				t.Errorf("came out after %v\n%v", time.Since(start), v.Timeline())
			}
		},
		"at byte 9: broken down for 5s": func(t *testing.T, v *Virtual, port printer.Port) {
			send(t, port, note)
			time.Sleep(8 * time.Second) // it is switched off and on, and forgets
			send(t, port, "\x1b@world\n\x1dVB\x00")
			if got := wait(t, v, 0)[0].Texts; !slices.Equal(got, []string{"world"}) {
				t.Errorf("on paper: %q\n%v", got, v.Timeline())
			}
		},
		"at byte 9 of slip 1: broken down": func(t *testing.T, v *Virtual, port printer.Port) {
			send(t, port, note)
			time.Sleep(time.Hour)
			if !v.Is(BrokenDown) {
				t.Error("it is well again by itself")
			}
			if v.PowerCycle(); v.Is(BrokenDown) {
				t.Error("switching off doesn't end it")
			}
		},
		"at start: load 900 mm\nat byte 3: paper out for 8s": func(t *testing.T, v *Virtual, port printer.Port) {
			start := time.Now()
			send(t, port, note)
			if wait(t, v, 0); time.Since(start) < 8*time.Second {
				t.Errorf("came out after %v\n%v", time.Since(start), v.Timeline())
			}
		},
		"at start: garble answers for 10s": broken("\xa4\x85\x3b\x79"),
		"at start: stalled for 8s": func(t *testing.T, _ *Virtual, port printer.Port) {
			start := time.Now()
			time.Sleep(time.Second)
			if n, err := port.Write([]byte(note), time.Second); n != 0 || why(err) != printer.WhyTimeout {
				t.Errorf("wrote %d, %v", n, err)
			}
			send(t, port, note)
			if took := time.Since(start); took < 8*time.Second {
				t.Errorf("taken after %v", took)
			}
		},
		"at byte 9: unplug for 3s": func(t *testing.T, v *Virtual, port printer.Port) {
			if n, err := port.Write([]byte(note), time.Second); n != 9 || why(err) != printer.WhyUnplugged {
				t.Errorf("wrote %d, %v", n, err)
			}
			time.Sleep(3*time.Second + time.Millisecond)
			send(t, connect(t, v), "\x1dVB\x00") // the rest of what was printed
			if got := wait(t, v, 0)[0].Texts; !slices.Equal(got, []string{"hello"}) {
				t.Errorf("on paper: %q", got)
			}
		},
		"at byte 8 of slip 2: power off for 3s": func(t *testing.T, v *Virtual, port printer.Port) {
			send(t, port, note)
			wait(t, v, 0)
			if n, err := port.Write([]byte(note), time.Second); n != 8 || why(err) != printer.WhyTimeout {
				t.Errorf("wrote %d, %v", n, err)
			}
			time.Sleep(3 * time.Second)
			send(t, port, "\x1b@world\n\x1dVB\x00")
			time.Sleep(time.Second)
			pages := v.Pages(1)
			if len(pages) != 1 || !slices.Equal(pages[0].Texts, []string{"world"}) {
				t.Errorf("what hadn't been printed came out after the power was back\n%v", v.Timeline())
			}
		},
		"at byte 4: drop 2 bytes": func(t *testing.T, v *Virtual, port printer.Port) {
			send(t, port, note)
			if got := wait(t, v, 0)[0].Texts; !slices.Equal(got, []string{"heo"}) {
				t.Errorf("on paper: %q", got)
			}
		},
		"after page 1: offline": func(t *testing.T, v *Virtual, port printer.Port) {
			send(t, port, note)
			wait(t, v, 0)
			if !v.Is(Offline) {
				t.Error("it isn't offline")
			}
		},
		"at start: delay answers by 2s": func(t *testing.T, _ *Virtual, port printer.Port) {
			start := time.Now()
			time.Sleep(time.Millisecond)
			send(t, port, "\x10\x04\x01")
			b := make([]byte, 1)
			if n, _ := port.Read(b, 3*time.Second); n != 1 || time.Since(start) < 2*time.Second {
				t.Errorf("% X after %v", b[:n], time.Since(start))
			}
		},
		"at start: late answers for 5s": func(t *testing.T, _ *Virtual, port printer.Port) {
			time.Sleep(time.Millisecond)
			send(t, port, id)
			if got := heard(t, port); got != "" {
				t.Errorf("% X came at once", got)
			}
			send(t, port, "\x10\x04\x01")
			if got := heard(t, port); got != "\x37\x221234\x00" {
				t.Errorf("% X came as the answer to the next question", got)
			}
			time.Sleep(5 * time.Second)
			if got := heard(t, port); got != "\x12" {
				t.Errorf("% X came at last", got)
			}
		},
		"at start: split answers by 300ms": func(t *testing.T, _ *Virtual, port printer.Port) {
			time.Sleep(time.Millisecond)
			send(t, port, id)
			b := make([]byte, 9)
			for i := range 7 {
				start := time.Now()
				n, _ := port.Read(b, time.Second)
				if took := time.Since(start); n != 1 || i > 0 && took < 300*time.Millisecond {
					t.Errorf("% X after %v", b[:n], took)
				}
			}
		},
		"at start: flow bytes in answers": func(t *testing.T, _ *Virtual, port printer.Port) {
			time.Sleep(time.Millisecond)
			send(t, port, id)
			got := heard(t, port)
			if !strings.Contains(got, "\x13\x11") || strings.Replace(got, "\x13\x11", "", 1) != "\x37\x221234\x00" {
				t.Errorf("% X", got)
			}
		},
		"after 1s: noise 5 bytes": func(t *testing.T, _ *Virtual, port printer.Port) {
			time.Sleep(time.Second)
			if got := heard(t, port); len(got) != 5 {
				t.Errorf("% X", got)
			}
		},
	} {
		t.Run(script, func(t *testing.T) {
			s, err := ParseScript(script)
			if err != nil {
				t.Fatal(err)
			}
			inMemory(t, Options{Profile: profile(t, "epson-80"), Flow: printer.FlowRTSCTS, Script: s}, func(t *testing.T, v *Virtual) {
				check(t, v, connect(t, v))
			})
		})
	}
}

// instants is a story in which what happens at one instant stands in the order of its words:
// a fault and the bytes it comes with are noted by two who don't wait for each other.
func instants(story string) string {
	lines := strings.Split(story, "\n")
	at := func(line string) string {
		when, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		return when
	}
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && at(lines[to]) == at(lines[from]) {
			to++
		}
		slices.Sort(lines[from:to])
		from = to
	}
	return strings.Join(lines, "\n")
}

// TestScriptsAreDeterministic has the same faults tell the same story twice.
func TestScriptsAreDeterministic(t *testing.T) {
	s, err := ParseScript("at byte 3: garble answers\nat byte 20 of slip 2: drop 7 bytes\nafter page 2: cover open for 3s\nafter 5s: noise 30 bytes\n")
	if err != nil {
		t.Fatal(err)
	}
	var stories [2]string
	for i := range stories {
		inMemory(t, Options{Profile: profile(t, "epson-80"), Script: s, Seed: 7}, func(t *testing.T, v *Virtual) {
			port := connect(t, v)
			for range 4 {
				send(t, port, string(assembled(t, "slip-80"))+"\x10\x04\x01")
				heard(t, port)
			}
			stories[i] = instants(v.Timeline().String())
		})
	}
	if stories[0] != stories[1] || len(stories[0]) == 0 {
		t.Errorf("one story\n%s\nand another\n%s", stories[0], stories[1])
	}
}

// TestEveryFaultCanBeScripted reads and writes each, and finds it in the bad day.
func TestEveryFaultCanBeScripted(t *testing.T) {
	text, err := os.ReadFile("testdata/bad-day.txt")
	if err != nil {
		t.Fatal(err)
	}
	day, err := ParseScript(string(text))
	if err != nil {
		t.Fatal(err)
	}
	var faults []Fault
	for c := range conditions {
		faults = append(faults, Fault{Kind: Broken, Condition: c})
	}
	for kind := Broken + 1; kind < faultKinds; kind++ {
		f := Fault{Kind: kind}
		switch kind {
		case Dropped, Noise, Loaded:
			f.N = 7
		case Delayed, Split:
			f.Pause = 70 * time.Millisecond
		default:
		}
		faults = append(faults, f)
	}
	for _, f := range faults {
		for _, step := range []Step{{What: f}, {When: When{Byte: 3, Slip: 4}, What: f}, {When: When{Page: 2}, What: f}} {
			if got, err := ParseScript(step.String()); err != nil || !slices.Equal(got, Script{step}) {
				t.Errorf("%v became %v, %v", step, got, err)
			}
		}
		if !slices.ContainsFunc(day, func(s Step) bool { return s.What.Kind == f.Kind && s.What.Condition == f.Condition }) {
			t.Errorf("the bad day knows no %v", f)
		}
	}
}

func TestParseScriptSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"\n# comment\nat noon: unplug":        `line 3: "at noon: unplug"`,
		"at byte 0: unplug":                   "begins at 1",
		"at byte 4 of slip x: unplug":         "invalid syntax",
		"after -3s: unplug":                   "no while",
		"at start: explode":                   "goes wrong",
		"at start: unplug now":                "goes wrong",
		"at start: drop no bytes":             "invalid syntax",
		"at start: power cycle for 3s":        "over at once",
		"at start: paper out for ever":        "invalid duration",
		"at start: delay answers by a lot":    "invalid duration",
		"at start cover open":                 "a colon",
		"at start: drop 99999999999999 bytes": "out of range",
	} {
		if s, err := ParseScript(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want an error with %q", text, s, err, want)
		}
	}
}

func FuzzScript(f *testing.F) {
	f.Add("# all\nat start: cover open for 10s\nat byte 1200: drop 3 bytes\nat byte 40 of slip 2: unplug for 3s\n" +
		"after page 2: paper out for 30s\nafter 1m30s: power cycle\nat start: split answers by 30ms\nat start: load 300 mm\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseScript(text)
		if err != nil {
			return
		}
		again, err := ParseScript(s.String())
		if err != nil || !slices.Equal(s, again) {
			t.Fatalf("%q became\n%v\nand\n%v, %v", text, s, again, err)
		}
	})
}
