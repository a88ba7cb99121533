package printertest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/display"
	"onedoor/printer"
	"onedoor/printer/paper"
)

// sheet is what came out, for a plan of what was sent: slips by their entry, pieces
// of them, and what else befell.
type sheet struct {
	t  *testing.T
	p  printer.Profile
	ip *paper.Interpreter
	to []paper.Page
}

func newSheet(t *testing.T, p printer.Profile) *sheet {
	s := &sheet{t: t, p: p}
	s.ip = paper.NewInterpreter(p, paper.Hooks{Page: func(page paper.Page) {
		page.Seq = uint64(len(s.to) + 1)
		s.to = append(s.to, page)
	}})
	return s
}

func (s *sheet) bytes(e *Entry) []byte {
	b, err := printer.Encode(s.p, e.Job.Slip)
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

func (s *sheet) put(b []byte) { _, _ = s.ip.Write(b) } // never fails

// half is a slip with its number, and without its end.
func (s *sheet) half(e *Entry) []byte {
	b := s.bytes(e)
	_, below, _ := bytes.Cut(b, []byte(e.Number)) // of the centre
	_, below, _ = bytes.Cut(below, []byte(e.Number))
	return b[:len(b)-len(below)+bytes.IndexByte(below, '\n')+1]
}

// TestBooks puts on paper what must not be there, and finds it in the books.
func TestBooks(t *testing.T) {
	confirmed := printer.Verdict{State: printer.Confirmed}
	for _, tt := range []struct {
		name string
		do   func(s *sheet, b *Books)
		want []string
	}{
		{"all is well", func(s *sheet, b *Books) {
			s.put(s.bytes(b.Entries[0]))
			s.put(s.half(b.Entries[1]))
			s.put([]byte("\n\x1b@\x1dVB\x00"))
			s.put(s.bytes(b.Entries[2]))
		}, nil},
		{"not on paper", func(s *sheet, b *Books) {
			b.Entries[1].Verdict = confirmed
			s.put(s.half(b.Entries[1]))
			s.put([]byte("\n\x1b@\x1dVB\x00"))
			s.put(s.bytes(b.Entries[0]))
		}, []string{"A002/1 is confirmed and not on paper"}},
		{"the code is missing", func(s *sheet, b *Books) {
			whole := string(s.bytes(b.Entries[0]))
			at := strings.Index(whole, "\x1d(k\x03\x001Q0")
			if at < 0 {
				at = strings.Index(whole, "\x1dv0") + 100 // within its dots
			}
			s.put([]byte(whole[:at] + strings.Repeat("\x00", 8) + whole[at+8:]))
		}, []string{"A001/1 is confirmed and not on paper"}},
		{"twice", func(s *sheet, b *Books) {
			s.put(s.bytes(b.Entries[0]))
			s.put(s.bytes(b.Entries[0]))
		}, []string{"page 2 is the second unmarked slip of A001", "A001/1 came out on 2 pieces"}},
		{"two on one", func(s *sheet, b *Books) {
			s.put(s.half(b.Entries[1]))
			s.put(s.bytes(b.Entries[0]))
		}, []string{"nobody's alone", "A001/1 is confirmed and not on paper"}},
		{"an original and its reprint on one", func(s *sheet, b *Books) {
			b.Entries[0].Verdict = printer.Verdict{State: printer.InDoubt}
			s.put(s.half(b.Entries[1]))
			s.put(s.bytes(b.Entries[2]))
		}, []string{"nobody's alone"}},
		{"a number below a marked one", func(s *sheet, b *Books) {
			s.put(s.bytes(b.Entries[1]))
			s.put(s.half(b.Entries[2]))
			s.put(s.bytes(b.Entries[1]))
			b.Entries[0].Verdict = printer.Verdict{State: printer.InDoubt}
		}, []string{"page 2 is the second unmarked slip of A002", "nobody's alone"}},
		{"given up", func(s *sheet, b *Books) {
			b.Entries[0].Verdict = printer.Verdict{State: printer.Lapsed}
			s.put(s.half(b.Entries[0]))
			s.put([]byte("\n\x1b@\x1dVB\x00"))
		}, []string{`which ended as "lapsed"`}},
		{"never begun", func(s *sheet, b *Books) {
			b.Entries[0].Begun = false
			s.put(s.bytes(b.Entries[0]))
		}, []string{"begun false"}},
		{"stumbled over", func(s *sheet, b *Books) {
			s.put([]byte("\x1dB\x00"))
			s.put(s.bytes(b.Entries[0]))
		}, []string{"which no profile emits"}},
		{"unheard", func(s *sheet, b *Books) {
			b.Unheard = func(paper.Page) bool { return true }
			b.Entries[0].Verdict = printer.Verdict{State: printer.Sent}
			s.put(s.half(b.Entries[1]))
			s.ip.PowerOff()
			s.put(s.bytes(b.Entries[0]))
		}, nil},
		{"two on one without a power cut", func(s *sheet, b *Books) {
			b.Unheard = func(paper.Page) bool { return true }
			b.Entries[0].Verdict = printer.Verdict{State: printer.Sent}
			s.put(s.half(b.Entries[1]))
			s.put(s.bytes(b.Entries[0]))
		}, []string{"nobody's alone"}},
		{"a hole", func(s *sheet, b *Books) {
			b.Adapter = true
			b.Entries[0].Verdict = printer.Verdict{State: printer.InDoubt}
			whole := s.bytes(b.Entries[0])
			s.put(whole[:60])
			s.ip.PowerOff()
			s.put(whole[90:])
		}, nil},
		{"a hole and another", func(s *sheet, b *Books) {
			b.Adapter = true
			b.Entries[0].Verdict = printer.Verdict{State: printer.InDoubt}
			s.put(s.half(b.Entries[1]))
			s.ip.PowerOff()
			s.put(s.bytes(b.Entries[0])[60:])
		}, []string{"nobody's alone"}},
		{"believed", func(s *sheet, b *Books) {
			b.Entries[0].Verdict = printer.Verdict{State: printer.Confirmed, Weak: true}
		}, []string{"believed: A001/1 is confirmed"}},
	} {
		for _, name := range []string{"epson-80", "raster-80"} {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				s, b := newSheet(t, Profile(t, name)), &Books{}
				for i, of := range []struct {
					number  string
					attempt int
				}{{"A001", 1}, {"A002", 1}, {"A002", 2}} {
					e, err := NewEntry(s.p, of.number, printer.Job{ID: int64(i + 1), Attempt: of.attempt, Slip: slip(of.number, of.attempt)})
					if err != nil {
						t.Fatal(err)
					}
					e.Begun, e.Verdict = true, printer.Verdict{State: printer.InDoubt}
					b.Entries = append(b.Entries, e)
				}
				b.Entries[0].Verdict = confirmed
				tt.do(s, b)
				var got []string
				for _, wrong := range b.Check(s.to) {
					if wrong.Believed {
						wrong.Text = "believed: " + wrong.Text
					}
					got = append(got, wrong.Text)
				}
				if len(got) != len(tt.want) {
					t.Fatalf("%q, want %q", got, tt.want)
				}
				for i := range got {
					if !strings.Contains(got[i], tt.want[i]) {
						t.Errorf("%q, want %q", got[i], tt.want[i])
					}
				}
			})
		}
	}
}

// TestNumbers reads the numbers on a piece of paper and their marks.
func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		name, paper string
		want        []Numbered
	}{
		{"an original", "Contested Claims Centre|A001|window one", []Numbered{{"A001", ""}}},
		{"a mark above", "Reprint 2|Centre|A001|window", []Numbered{{"A001", "Reprint 2"}}},
		{"a mark below", "A001|补打 2|window", []Numbered{{"A001", "补打 2"}}},
		{"both", "补打 2|中心|A001|补打 2|调解", []Numbered{{"A001", "补打 2"}}},
		{"a mark further below", "A001|window|测试", []Numbered{{"A001", ""}}},
		{"two", "A001|A002|window", []Numbered{{"A001", ""}, {"A002", ""}}},
		{"one twice", "A001|window|A001", []Numbered{{"A001", ""}, {"A001", ""}}},
		{"a mark is good for one", "补打 2|A001|补打 2|中心|A001", []Numbered{{"A001", "补打 2"}, {"A001", ""}}},
		{"of the second", "A001|补打 2|补打 3|A001", []Numbered{{"A001", "补打 2"}, {"A001", "补打 3"}}},
		{"none", "补打 2|中心 A001|Test", nil},
	} {
		if got := numbers(strings.Split(tt.paper, "|")); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// TestMarks has every language's own marks known for marks.
func TestMarks(t *testing.T) {
	words, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Langs() {
		for _, mark := range []string{words.T(lang, "slip.copy", "n", 2), words.T(lang, "slip.test")} {
			if got := numbers([]string{mark, "A001"}); len(got) != 1 || got[0].Mark != mark {
				t.Errorf("%s: %q is no mark: %+v", lang, mark, got)
			}
		}
	}
}

// TestShared has a witness see more than one slip on a piece of paper.
func TestShared(t *testing.T) {
	w := &Witness{changed: make(chan struct{})}
	for i, texts := range [][]string{{"A001"}, {"A002", "A003"}, {"A004", "A004"}, {"补打 2", "A005"}} {
		w.see(paper.Page{Seq: uint64(i + 1), Texts: texts})
	}
	if got := w.Twice(); !slices.Equal(got, []string{"A004"}) {
		t.Errorf("twice: %q", got)
	}
	if got := w.Shared(); len(got) != 2 || got[0].Seq != 2 || got[1].Seq != 3 {
		t.Errorf("shared: %+v", got)
	}
	if len(w.Of("A003")) != 1 {
		t.Error("the second number of a piece of paper isn't found")
	}
}

// TestRandomFaults holds the script against what is said of it.
func TestRandomFaults(t *testing.T) {
	const slips = 30_000
	r := Run{Slips: slips, Bytes: 300, Lasts: slips * 5 * time.Second}
	struck, kinds := map[int]bool{}, map[string]bool{}
	atByte := 0
	script := RandomFaults(rand.New(rand.NewPCG(1, 2)), r)
	for _, step := range script {
		kinds[fmt.Sprint(step.What.Kind, step.What.Condition)] = true
		w := step.When
		if w.Byte > 0 {
			atByte++
			struck[w.Slip] = true
		} else {
			struck[1+int((w.After-1)/(5*time.Second))] = true
		}
		if w.Byte > r.Bytes || w.After > r.Lasts || w.Slip > slips {
			t.Fatalf("%v lies beyond the run", step)
		}
		if over := step.For > 0 || step.What.Kind >= paper.PowerCycled; !over {
			t.Fatalf("%v is never over", step)
		}
	}
	if share := float64(len(struck)) / slips; share < 0.32 || share > 0.35 {
		t.Errorf("%.3f of the slips are struck, not a third", share)
	}
	if share := float64(atByte) / float64(len(script)); share < 0.48 || share > 0.52 {
		t.Errorf("%.3f of the faults are at a byte, not half", share)
	}
	if len(kinds) != 20 {
		t.Errorf("%d kinds of faults", len(kinds))
	}
}
