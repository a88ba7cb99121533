package printer

import (
	"fmt"
	"io"
)

// Encode turns a slip into the bytes for a printer: initialised, laid out, cut.
// It is pure. The error says that a QR code doesn't fit the paper, or holds
// what isn't text.
func Encode(p Profile, s Slip) ([]byte, error) { return Encoder{Profile: p}.Encode(s) }

// AppendEncode is Encode, appending to dst.
func AppendEncode(dst []byte, p Profile, s Slip) ([]byte, error) {
	return Encoder{Profile: p}.AppendEncode(dst, s)
}

// EncodeTo is Encode, writing to w piece by piece: whatever the slip holds, no more
// than one band of a picture is in memory. Everything that can be wrong with the
// slip is found before the first byte is written; any later error is w's.
func EncodeTo(w io.Writer, p Profile, s Slip) error { return Encoder{Profile: p}.EncodeTo(w, s) }

// Encoder encodes for a profile with a font of the centre's own: LoadFont reads
// one. The functions of the same names do without. An Encoder is a value, and may
// be used from anywhere at once.
type Encoder struct {
	Profile Profile
	Font    Font // asked for what the embedded font lacks; nil has nothing more
}

// Encode returns the bytes of a slip.
func (e Encoder) Encode(s Slip) ([]byte, error) { return e.AppendEncode(make([]byte, 0, 1024), s) }

// AppendEncode appends the bytes of a slip to dst. After an error it returns dst as
// it was.
func (e Encoder) AppendEncode(dst []byte, s Slip) ([]byte, error) {
	sh := newSheet(e)
	sh.out = dst
	if err := sh.plan(s); err != nil {
		return dst, err
	}
	sh.slip(s)
	return sh.out, nil
}

// EncodeTo writes the bytes of a slip to w.
func (e Encoder) EncodeTo(w io.Writer, s Slip) error {
	sh := newSheet(e)
	if err := sh.plan(s); err != nil {
		return err
	}
	sh.to = w
	sh.slip(s)
	sh.flush()
	if sh.err != nil {
		return fmt.Errorf("write slip: %w", sh.err)
	}
	return nil
}

// sheet is one slip on its way to bytes. It remembers what the printer was told
// last, so that nothing is told twice.
type sheet struct {
	p       Profile
	font    Font
	set     charset
	symbols []symbol // the QR codes still to come, in order

	out []byte
	to  io.Writer // out goes there now and then; nil keeps all
	err error     // to's first

	size  int  // GS !, as width<<4 | height less one each
	hanzi byte // FS !
	align Align
	bold  bool
	kanji bool // FS & was sent and not taken back
	tight int  // dots that a text keeps from what stands right above it

	length int // dots of text so far

	text  []rune // a block's, cleaned; what follows is about its characters
	lacks bool   // the printer has no code for some of them
	lines lines
	codes []byte
}

func newSheet(e Encoder) *sheet {
	return &sheet{p: e.Profile, font: e.Font, set: newCharset(e.Profile.Encoding), text: make([]rune, 0, usualText), codes: make([]byte, 0, 64), lines: newLines()}
}

func (e *sheet) put(b ...byte) { e.out = append(e.out, b...) }

// flush hands out what has been made.
func (e *sheet) flush() {
	if e.to == nil || e.err != nil || len(e.out) == 0 {
		return
	}
	_, e.err = e.to.Write(e.out)
	e.out = e.out[:0]
}

// glyph is the picture of a character, by the embedded font if it has one.
func (e *sheet) glyph(r rune) (Glyph, bool) {
	if g, ok := Font24(r); ok || e.font == nil {
		return g, ok
	}
	g, ok := e.font(r)
	return g, ok && g.Width >= 1 && g.Width <= 24
}

func (e *sheet) slip(s Slip) {
	e.begin()
	for _, b := range s.Blocks {
		switch b.Kind {
		case Text:
			e.block(b, s.Lang)
		case Rule:
			e.rule()
		case QR:
			e.qr()
		case Feed:
			e.feedLines(b.Lines)
			e.tight = 0
		case Gap:
			e.feedDots(b.Lines)
			e.tight = 0
		}
		if e.flush(); e.err != nil {
			return
		}
	}
	e.cut()
}

// begin brings the printer into a known state.
func (e *sheet) begin() {
	e.put(0x1B, '@')
	if e.p.Status.Auto {
		e.put(0x1D, 'a', 0x0E) // after ESC @, which turns it off
	}
	e.page()
	if e.p.Spacing > 0 {
		e.put(0x1B, '3', e.units(e.p.Spacing))
	}
}

// page chooses the code page, where the characters are those of one.
func (e *sheet) page() {
	if e.set.page == nil {
		return
	}
	if e.p.Quirks.KanjiOffBeforeQR { // it has a Chinese mode, in which bytes from 80 on are halves of hanzi
		e.put(0x1C, '.')
	}
	e.put(0x1B, 't', byte(e.p.Page))
}

// anew has the printer told again what a text in this style needs.
func (e *sheet) anew(s Style) {
	e.page()
	e.align, e.bold = s.Align+1, !s.Bold
	e.size, e.hanzi, e.kanji = -1, 0xFF, false
}

// units is a distance in dots as ESC 3, ESC J and GS V count it.
func (e *sheet) units(dots int) byte {
	if e.p.Quirks.HalfDots {
		dots *= 2
	}
	return byte(min(max(dots, 0), 255))
}

// spacing is how far the next line is, at least: a sixth of an inch, which is 30
// dots and more, unless the profile says.
func (e *sheet) spacing() int {
	if e.p.Spacing > 0 {
		return e.p.Spacing
	}
	return 30
}

// feedLines feeds empty lines, 20 at most. Up to three it says by their ends,
// which is shorter than ESC d.
func (e *sheet) feedLines(n int) {
	switch {
	case n > 3:
		e.put(0x1B, 'd', byte(min(n, 20)))
	default:
		for range n {
			e.put('\n')
		}
	}
}

// feedDots feeds a distance, 255 dots at most: half of it where half dots count.
// What is about a line is a line: that is a byte instead of three.
func (e *sheet) feedDots(n int) {
	switch off := n - e.spacing(); {
	case n <= 0:
	case off > -8 && off < 8:
		e.put('\n')
	default:
		e.put(0x1B, 'J', e.units(n))
	}
}

func (e *sheet) aligned(a Align) {
	if e.align != a {
		e.align = a
		e.put(0x1B, 'a', byte(a))
	}
}

func (e *sheet) bolded(bold bool) {
	if e.bold == bold {
		return
	}
	e.bold = bold
	if bold {
		e.put(0x1B, 'E', 1)
	} else {
		e.put(0x1B, 'E', 0)
	}
}

// sized sets width and height, and puts the printer into Chinese before hanzi.
// GS ! comes after FS !, because where both scale hanzi the later one counts.
func (e *sheet) sized(wide, high int, hanzi bool) {
	if hanzi && !e.kanji {
		e.put(0x1C, '&')
		e.kanji = true
	}
	if hanzi && e.p.Quirks.HanziSize {
		var mode byte
		if wide > 1 {
			mode |= 0x04
		}
		if high > 1 {
			mode |= 0x08
		}
		if e.hanzi != mode {
			e.hanzi = mode
			e.put(0x1C, '!', mode)
			e.size = -1
		}
	}
	if size := (wide-1)<<4 | (high - 1); e.size != size {
		e.size = size
		e.put(0x1D, '!', byte(size))
	}
}

// rule draws a line with a handful of underscores, each stretched eight times: a
// full row of characters would cost what the QR code costs.
func (e *sheet) rule() {
	e.aligned(Centre)
	e.bolded(false)
	e.sized(8, 1, false)
	for range e.p.Columns / 8 {
		e.put('_')
	}
	e.put('\n')
	e.tight = 12 // as far as it is from the text above
}

// margin is how far above the cut the last line stands, in tenths of a
// millimetre, and knife how far the cutter is from the head, at most.
const (
	margin = 30
	knife  = 120
)

// dots is a distance in tenths of a millimetre in the printer's dots, rounded up.
func (e *sheet) dots(tenths int) int { return (tenths*e.p.DPI + 253) / 254 }

// cut ends the slip. Where the printer doesn't feed to the knife by itself, and
// where there is only a tear bar, lines are fed until the last one is past it.
func (e *sheet) cut() {
	past := (e.dots(knife+margin) + e.spacing() - 1) / e.spacing()
	switch e.p.Cutter {
	case PartialCut:
		e.put(0x1D, 'V', 'B', e.units(e.dots(margin)))
	case FullCut:
		e.put(0x1B, 'd', byte(past), 0x1D, 'V', 0)
	case NoCutter:
		e.put(0x1B, 'd', byte(past))
	}
}
