package printer

import (
	_ "embed"
)

//go:generate go run ./internal/fontgen -out font24.bin

// GlyphHeight is the height in dots of every glyph of the embedded font.
const GlyphHeight = 24

// A Glyph is a character as black and white dots, as a printer at 203 dpi has
// it in its own memory.
type Glyph struct {
	Width int                 // dots across: 12 for Latin, 24 for hanzi and full-width signs
	Rows  [GlyphHeight]uint32 // from the top; the leftmost dot is the highest of Width bits
}

// Dot reports whether the dot x from the left and y from the top is black.
// Places outside the glyph are white.
func (g Glyph) Dot(x, y int) bool {
	return x >= 0 && x < g.Width && y >= 0 && y < GlyphHeight && g.Rows[y]>>(g.Width-1-x)&1 == 1
}

// fontFile is the font as fontgen wrote it: "OD24", the number of narrow and
// of wide glyphs, their characters in order (all numbers two bytes, the higher
// first), then 48 bytes for each narrow and 72 for each wide glyph. It stays as
// it is: looking a glyph up is a binary search in the file itself, so nothing
// is decoded at start and nothing stands in memory twice.
//
//go:embed font24.bin
var fontFile string

const fontHead = 8 // bytes before the first character

// Font24 returns the glyph of r in the embedded 24-dot font: ASCII and Latin
// letters 12 dots wide, everything else of GB 2312 24 dots wide. It reports
// false for a character the font doesn't have.
func Font24(r rune) (Glyph, bool) {
	if i, ok := findRune(0, fontNarrow(), r); ok {
		return glyphAt(fontGlyphs()+i*2*GlyphHeight, 2), true
	}
	return WideFont24(r)
}

// WideFont24 returns the 24-dot wide glyph that r has in GB 2312. Pinyin
// letters such as é have one beside their narrow one; a printer draws it when
// the letter comes as a two-byte code.
func WideFont24(r rune) (Glyph, bool) {
	i, ok := findRune(fontNarrow(), fontWide(), r)
	if !ok {
		return Glyph{}, false
	}
	return glyphAt(fontGlyphs()+fontNarrow()*2*GlyphHeight+i*3*GlyphHeight, 3), true
}

func fontNarrow() int { return fontNumber(4) }
func fontWide() int   { return fontNumber(6) }
func fontGlyphs() int { return fontHead + 2*(fontNarrow()+fontWide()) }

func fontNumber(at int) int { return int(fontFile[at])<<8 | int(fontFile[at+1]) }

// findRune searches n characters in order from the first-th of the file, and
// returns the place of r among them.
func findRune(first, n int, r rune) (int, bool) {
	at := fontHead + 2*first
	lo, hi := 0, n
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch c := rune(fontNumber(at + 2*mid)); {
		case c == r:
			return mid, true
		case c < r:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

// glyphAt reads the glyph of 24 rows of the given bytes each.
func glyphAt(at, bytes int) Glyph {
	g := Glyph{Width: 8 * bytes}
	if bytes == 2 {
		g.Width = 12
	}
	for y := range g.Rows {
		for range bytes {
			g.Rows[y] = g.Rows[y]<<8 | uint32(fontFile[at])
			at++
		}
	}
	return g
}
