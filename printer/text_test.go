package printer

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// texts are the lines of text in encoded bytes, and the size that each has.
func texts(t *testing.T, p Profile, s Slip) (lines []string, sizes []int) {
	t.Helper()
	size := 1
	b := between(t, p, s)
	for len(b) > 0 {
		switch {
		case bytes.HasPrefix(b, []byte{0x1D, '!'}):
			size, b = int(b[2]&15)+1, b[3:]
		case bytes.HasPrefix(b, []byte{0x1C, '!'}), bytes.HasPrefix(b, []byte{0x1B}):
			b = b[3:]
		case bytes.HasPrefix(b, []byte{0x1C}):
			b = b[2:]
		default:
			n := bytes.IndexByte(b, '\n')
			text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b[:n])
			if err != nil || !utf8.Valid(text) {
				t.Fatalf("% X: %v", b[:n], err)
			}
			if n > 0 {
				lines, sizes = append(lines, string(text)), append(sizes, size)
			}
			b = b[n+1:]
		}
	}
	return lines, sizes
}

// TestLongTextsAreBounded has names of any length leave the rest of the slip where
// it is: large ones in three lines at most, small ones in twelve.
func TestLongTextsAreBounded(t *testing.T) {
	p := profile(t, "generic-58")
	for _, c := range []struct {
		text        string
		size        int
		lines, want int // size
	}{
		{"劳动争议", 2, 1, 2},
		{"农村土地承包经营权流转纠纷调解", 2, 2, 2},
		{strings.Repeat("调解", 12), 2, 3, 2},
		{strings.Repeat("调解", 13), 2, 2, 1}, // a fourth line
		{strings.Repeat("调解", 500), 8, 12, 1},
		{strings.Repeat("mediation ", 500), 4, 12, 1},
		{"Donaudampfschifffahrtsgesellschaft", 2, 2, 1}, // torn only when nothing else is left
		{"Rechtsschutzversicherung now", 2, 1, 1},       // a word of 24 on lines of 16
		{strings.Repeat("x", 5000), 1, 12, 1},
		{strings.Repeat("一\n", 50), 1, 12, 1},
	} {
		lines, sizes := texts(t, p, line(c.text, Style{Size: c.size}))
		if len(lines) != c.lines || sizes[0] != c.want {
			t.Errorf("%.20s… at %d: %d lines at %d, want %d at %d: %q", c.text, c.size, len(lines), sizes[0], c.lines, c.want, lines)
		}
		if c.lines == normalLines && !strings.HasSuffix(lines[normalLines-1], "…") {
			t.Errorf("%.20s… ends with %q, not with an ellipsis", c.text, lines[normalLines-1])
		}
		for _, l := range lines {
			cells := 0
			for _, r := range l {
				if cells++; r >= 0x80 {
					cells++
				}
			}
			if cells > p.Columns/sizes[0] {
				t.Errorf("%q is wider than the paper", l)
			}
		}
	}
}

// TestDrawnLinesFitThePaper has texts of which a code page has some and lacks some:
// the lines that are drawn are no wider than the paper, in whatever size.
func TestDrawnLinesFitThePaper(t *testing.T) {
	for _, set := range Encodings() {
		p := profile(t, "generic-58")
		p.Encoding = set
		for _, text := range []string{
			"Центр социального управления районом 城东",
			"Κέντρο κοινωνικής διαχείρισης ανατολικά 城东",
			"╔══════════════════════════════╗城东",
			"Český úřad pro sociální záležitosti a péči 城东",
			strings.Repeat("я", 100) + "城",
		} {
			for size := 1; size <= 8; size++ {
				s := line(text, Style{Size: size})
				all, modes := pictures(t, encode(t, p, s))
				for i, r := range all {
					width := 8 * r.stride
					if modes[i] == 3 {
						width *= 2
					}
					if width > p.Dots {
						t.Errorf("%s, %q at %d: a picture of %d dots on %d", set, text, size, width, p.Dots)
					}
				}
				if fit := (Encoder{Profile: p}).Fit(s)[0]; fit < 1 || fit > size {
					t.Errorf("%s, %q at %d is printed in %d", set, text, size, fit)
				}
			}
		}
	}
}

// TestALongSlipGetsShort has texts without end leave room for what matters.
func TestALongSlipGetsShort(t *testing.T) {
	ticket := Ticket{Lang: "zh", Number: "A012", Service: strings.Repeat("很长的名字", 99)}
	for range 60 {
		ticket.Notes = append(ticket.Notes, strings.Repeat("很长的说明", 99))
	}
	template := Template{{Item: ItemMark}, {Item: ItemNotes}, {Item: ItemService, Style: Style{Size: 2}}, {Item: ItemNumber, Style: Style{Size: 4}}}
	lines, _ := texts(t, profile(t, "generic-58"), ticket.Slip(template))
	if !slices.Contains(lines, "A012") || len(lines) > 250 {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

func TestSmallPrintKeepsOffWhatIsAbove(t *testing.T) {
	var s Slip
	s.Text("补打 2", Style{Size: 2})
	s.Text("中心", Style{})
	s.Rule()
	s.Text("a", Style{})
	s.Rule()
	s.Gap(24)
	s.Text("b", Style{})
	got := string(between(t, profile(t, "generic-80"), s))
	if strings.Count(got, "\x1bJ\x08") != 1 || strings.Count(got, "\x1bJ\x0c") != 1 || strings.Count(got, "______\n\n") != 1 {
		t.Errorf("got %q", got)
	}
}

func TestLineSpacing(t *testing.T) {
	p := profile(t, "epson-80") // counts half dots
	p.Spacing = 40
	if got := between(t, p, line("a", Style{})); string(got) != "\x1b3\x50a\n" {
		t.Errorf("got %q", got)
	}
	p = profile(t, "generic-80")
	p.Spacing = 40
	if got := between(t, p, line("a", Style{})); string(got) != "\x1b3\x28a\n" {
		t.Errorf("got %q", got)
	}
}

// TestCuts holds that the last line stands 3 mm above the cut, or the tear bar.
func TestCuts(t *testing.T) {
	for _, c := range []struct {
		cutter  Cutter
		spacing int
		want    string
	}{
		{PartialCut, 0, "\x1dVB\x18"}, {FullCut, 0, "\x1bd\x04\x1dV\x00"}, {NoCutter, 0, "\x1bd\x04"}, {NoCutter, 60, "\x1bd\x02"},
	} {
		p := profile(t, "generic-80")
		p.Cutter, p.Spacing = c.cutter, c.spacing
		if b := encode(t, p, Slip{}); !bytes.HasSuffix(b, []byte(c.want)) {
			t.Errorf("%s: %q, want it to end in %q", c.cutter, b, c.want)
		}
	}
}
