package printer

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestFontHasAllOfGB2312(t *testing.T) {
	decode := simplifiedchinese.GBK.NewDecoder()
	hanzi := 0
	for lead := byte(0xB0); lead <= 0xF7; lead++ {
		for trail := byte(0xA1); trail <= 0xFE; trail++ {
			text, err := decode.Bytes([]byte{lead, trail})
			if err != nil {
				t.Fatal(err)
			}
			r := []rune(string(text))[0]
			if r == '\uFFFD' || r >= 0xE000 && r <= 0xF8FF {
				continue // D7FA to D7FE are empty
			}
			hanzi++
			g, ok := Font24(r)
			if !ok || g.Width != 24 || g.Rows == (Glyph{}).Rows {
				t.Errorf("%c (%X%X): no glyph", r, lead, trail)
			}
		}
	}
	if hanzi != 6763 {
		t.Errorf("GB 2312 has 6763 hanzi, walked over %d", hanzi)
	}
}

func TestFontWidths(t *testing.T) {
	for r := ' '; r <= '~'; r++ {
		if g, ok := Font24(r); !ok || g.Width != 12 {
			t.Errorf("%q: width %d, ok %v", r, g.Width, ok)
		}
	}
	for _, r := range "éüāǎ¥€" {
		if g, ok := Font24(r); !ok || g.Width != 12 {
			t.Errorf("%q: width %d, ok %v", r, g.Width, ok)
		}
	}
	for _, r := range "，。：；！？（）《》“”‘’·…—〓￥℃①⑴⒈Ⅰ→" {
		if g, ok := Font24(r); !ok || g.Width != 24 {
			t.Errorf("%q: width %d, ok %v", r, g.Width, ok)
		}
	}
	for _, r := range "éü" {
		if g, ok := WideFont24(r); !ok || g.Width != 24 {
			t.Errorf("%q wide: width %d, ok %v", r, g.Width, ok)
		}
	}
	for _, r := range "😀镕\x00\x7f\U0010FFFF" {
		if _, ok := Font24(r); ok {
			t.Errorf("%q: has a glyph", r)
		}
	}
}

func TestFontIsSmall(t *testing.T) {
	if n := len(fontFile); n > 600<<10 {
		t.Errorf("font of %d bytes", n)
	}
	if allocs := testing.AllocsPerRun(100, func() { Font24('号') }); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

// ExampleGlyph draws a glyph as text.
func ExampleGlyph() {
	g, _ := Font24('门')
	for y := range GlyphHeight {
		var line strings.Builder
		for x := range g.Width {
			if g.Dot(x, y) {
				line.WriteString("#")
			} else {
				line.WriteString(".")
			}
		}
		fmt.Println(line.String())
	}
	// Output:
	// ........................
	// .....##.................
	// .....##...############..
	// .....###..############..
	// ......##............##..
	// ....................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##................##..
	// ..##.............#####..
	// ..##..............###...
	// ........................
}

func BenchmarkFont24(b *testing.B) {
	for b.Loop() {
		Font24('号')
	}
}

// TestAccentsAreWhole holds that no accent is cut off a capital: É isn't E.
func TestAccentsAreWhole(t *testing.T) {
	for accented, plain := range map[rune]rune{'É': 'E', 'À': 'A', 'Ü': 'U', 'Š': 'S', 'Ñ': 'N', 'Ç': 'C', 'Å': 'A', 'é': 'e'} {
		a, _ := Font24(accented)
		p, _ := Font24(plain)
		if a.Rows == p.Rows || accented != 'Ç' && a.Rows[0]|a.Rows[1]|a.Rows[2] == 0 && unicode.IsUpper(accented) {
			t.Errorf("%c has no whole accent", accented)
		}
	}
}
