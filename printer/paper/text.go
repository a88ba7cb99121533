package paper

import (
	"strings"
	"unicode"

	"onedoor/printer"

	"golang.org/x/text/encoding/charmap"
)

// cell is a character in the line that is being put together.
type cell struct {
	glyph printer.Glyph
	look  look
	bold  bool
	r     rune
}

func (c cell) width() int  { return c.glyph.Width * c.look.w }
func (c cell) height() int { return printer.GlyphHeight * c.look.h }

// line is what has come and isn't printed yet: a printer prints when the line is
// ended or full.
type line struct {
	cells []cell
	width int // dots
}

func (l line) empty() bool { return len(l.cells) == 0 }

// char takes one byte of text.
func (ip *Interpreter) char(b byte) {
	switch {
	case len(ip.lead) > 0:
		ip.trail(b)
	case b < 0x80:
		ip.put(rune(b), false)
	case !ip.hanzi && ip.table != nil:
		r := ip.table.DecodeByte(b)
		if r == unicode.ReplacementChar {
			ip.flag("byte %02X is no character of %s", b, ip.profile.Encoding)
		}
		ip.put(r, false)
	case !ip.hanzi:
		ip.flag("byte %02X of a code page, outside of Kanji mode", b)
		ip.put(charmap.CodePage437.DecodeByte(b), false)
	case ip.isLead(b):
		ip.lead = append(ip.lead[:0], b)
	default:
		ip.flag("byte %02X begins no %s character", b, ip.profile.Encoding)
		ip.put(unicode.ReplacementChar, false)
	}
}

func (ip *Interpreter) isLead(b byte) bool {
	if ip.profile.Encoding == printer.GB2312 {
		return b >= 0xA1 && b <= 0xF7
	}
	return b >= 0x81 && b <= 0xFE
}

// trail takes a byte after the first of a character. A byte that can't stand
// there is garbage on paper, and begins anew.
func (ip *Interpreter) trail(b byte) {
	fits := false
	switch n := len(ip.lead); {
	case n == 1 && ip.profile.Encoding == printer.GB2312:
		fits = b >= 0xA1 && b <= 0xFE
	case n == 1:
		fits = b >= 0x40 && b <= 0xFE ||
			ip.profile.Encoding == printer.GB18030 && b >= '0' && b <= '9'
	case n == 2:
		fits = b >= 0x81 && b <= 0xFE
	default:
		fits = b >= '0' && b <= '9'
	}
	if !fits {
		ip.dropLead()
		ip.char(b)
		return
	}
	ip.lead = append(ip.lead, b)
	if len(ip.lead) == 4 || len(ip.lead) == 2 && b >= 0x40 {
		ip.putHanzi()
	}
}

// dropLead gives up an unfinished character.
func (ip *Interpreter) dropLead() {
	if len(ip.lead) > 0 {
		ip.flag("% X isn't a whole %s character", ip.lead, ip.profile.Encoding)
		ip.lead = ip.lead[:0]
		ip.put(unicode.ReplacementChar, false)
	}
}

// putHanzi draws the character whose code is whole.
func (ip *Interpreter) putHanzi() {
	text, err := ip.decoder.Bytes(ip.lead)
	r := []rune(string(text))
	if err != nil || len(r) != 1 || r[0] == unicode.ReplacementChar || unicode.Is(unicode.Co, r[0]) {
		ip.flag("% X is no character of %s", ip.lead, ip.profile.Encoding)
		r = []rune{unicode.ReplacementChar}
	}
	ip.lead = ip.lead[:0]
	ip.unlined = true
	ip.put(r[0], true)
}

// put adds a character to the line, which is printed first when it is full.
func (ip *Interpreter) put(r rune, wide bool) {
	c := cell{look: ip.latin, bold: ip.bold, r: r}
	var ok bool
	if wide {
		c.look = ip.han
		c.glyph, ok = printer.WideFont24(r)
	} else if c.glyph, ok = printer.Font24(r); ok && c.glyph.Width != 12 {
		ok = false
	}
	if !ok {
		c.glyph = tofu(wide)
	}
	if ip.line.width+c.width() > ip.width && !ip.line.empty() {
		ip.newLine()
	}
	ip.line.cells = append(ip.line.cells, c)
	ip.line.width += c.width()
}

// tofu is the box for what the font doesn't have.
func tofu(wide bool) printer.Glyph {
	g := printer.Glyph{Width: 12}
	if wide {
		g.Width = 24
	}
	full := uint32(1)<<(g.Width-2) - 2
	edge := uint32(1)<<(g.Width-2) | 2
	for y := 2; y < printer.GlyphHeight-2; y++ {
		g.Rows[y] = edge
	}
	g.Rows[2], g.Rows[printer.GlyphHeight-3] = full|edge, full|edge
	return g
}

// newLine is LF: prints the line and goes to the next.
func (ip *Interpreter) newLine() {
	if height := ip.printLine(); height < ip.spacing {
		ip.feed(ip.spacing - height)
	}
}

// printLine prints what has come, if anything, and returns how far the paper
// moved: as far as the highest character.
func (ip *Interpreter) printLine() int {
	ip.dropLead()
	if ip.line.empty() {
		return 0
	}
	l := ip.line
	ip.line = line{}
	x := ip.start(l.width)
	height := 0
	var text strings.Builder
	for _, c := range l.cells {
		height = max(height, c.height())
		text.WriteRune(c.r)
	}
	for _, c := range l.cells {
		ip.drawCell(c, x, height-c.height())
		x += c.width()
	}
	if s := strings.TrimSpace(text.String()); s != "" {
		ip.page.Texts = append(ip.page.Texts, s)
	}
	ip.feed(height)
	return height
}

// start is where something of the given width begins, by the alignment.
func (ip *Interpreter) start(width int) int {
	room := max(ip.width-width, 0)
	switch ip.align {
	case printer.Left:
		room = 0
	case printer.Centre:
		room /= 2
	case printer.Right:
	}
	return ip.margin + room
}

// drawCell draws a character with its upper left corner at x, y below the head.
// Bold doubles each dot to the right before it is magnified, as the heads do.
func (ip *Interpreter) drawCell(c cell, x, y int) {
	for gy := range printer.GlyphHeight {
		row := c.glyph.Rows[gy]
		if c.bold {
			row |= row >> 1
		}
		if c.look.underline && gy >= printer.GlyphHeight-2 {
			row = 1<<c.glyph.Width - 1
		}
		for gx := 0; row != 0 && gx < c.glyph.Width; gx++ {
			if row>>(c.glyph.Width-1-gx)&1 == 1 {
				ip.box(x+gx*c.look.w, y+gy*c.look.h, c.look.w, c.look.h)
			}
		}
	}
}

// box blackens w×h dots at x, y below the head, within the printing width.
func (ip *Interpreter) box(x, y, w, h int) {
	for dx := x; dx < min(x+w, ip.margin+ip.width); dx++ {
		for dy := y; dy < y+h; dy++ {
			ip.roll.black(dx, dy)
		}
	}
}
