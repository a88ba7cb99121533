package printer

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Encode turns a slip into the bytes for a printer: initialised, laid out, cut.
// It is pure. The error says that a QR code doesn't fit the paper, or holds
// what isn't text.
func Encode(p Profile, s Slip) ([]byte, error) {
	return AppendEncode(make([]byte, 0, 1024), p, s)
}

// AppendEncode is Encode, appending to dst.
func AppendEncode(dst []byte, p Profile, s Slip) ([]byte, error) {
	e := encoder{p: p, out: dst, set: newCharset(p.Encoding), glyph: Font24}
	return e.slip(s)
}

// encoder writes one slip. It remembers what the printer was told last, so that
// nothing is told twice.
type encoder struct {
	p     Profile
	out   []byte
	set   *charset
	glyph func(rune) (Glyph, bool)

	size  int  // GS !, as width<<4 | height less one each
	hanzi byte // FS !
	align Align
	bold  bool
	kanji bool // FS & was sent and not taken back
}

func (e *encoder) put(b ...byte) { e.out = append(e.out, b...) }

func (e *encoder) slip(s Slip) ([]byte, error) {
	e.put(0x1B, '@')
	if e.p.Status.Auto {
		e.put(0x1D, 'a', 0x0E) // after ESC @, which turns it off
	}
	for _, b := range s.Blocks {
		switch b.Kind {
		case Text:
			e.text(b, s.Lang)
		case Rule:
			e.rule()
		case QR:
			if err := e.qr(b.Text); err != nil {
				return nil, err
			}
		case Feed:
			e.feed('d', b.Lines)
		case Gap:
			e.feed('J', b.Lines)
		}
	}
	e.cut()
	return e.out, nil
}

func (e *encoder) feed(command byte, n int) {
	for n > 0 {
		e.put(0x1B, command, byte(min(n, 255)))
		n -= 255
	}
}

func (e *encoder) text(b Block, lang string) {
	paragraphs(b.Text, lang, func(line []rune) {
		style := b.Style
		style.Size = min(max(style.Size, 1), 8)
		// A number never wraps: what is one word is printed as large as it fits.
		for style.Size > 1 && width(line) > e.p.Columns/style.Size && !divisible(line) {
			style.Size--
		}
		// An empty line inside a text is meant: it separates.
		if len(line) == 0 {
			e.feed('d', 1)
			return
		}
		wrap(line, e.p.Columns/style.Size, func(line []rune) { e.line(line, style) })
	})
}

// divisible reports whether a line may be broken anywhere.
func divisible(line []rune) bool {
	for i := 1; i < len(line); i++ {
		if breakable(line[i-1], line[i]) {
			return true
		}
	}
	return false
}

// line prints what fits one line: as text, or as dots when the printer has no
// code for some of it and less is missing from the font.
func (e *encoder) line(line []rune, style Style) {
	unsaid, hanzi := 0, false
	for _, r := range line {
		if _, ok := e.set.code(r); !ok {
			unsaid++
		}
		hanzi = hanzi || r >= 0x80
	}
	drawable := unsaid > 0 && e.undrawn(line) < unsaid
	e.aligned(style.Align)
	if drawable {
		e.drawn(line, style)
		return
	}
	e.sized(style.Size, style.Size, hanzi)
	e.bolded(style.Bold)
	for _, r := range line {
		code, ok := e.set.code(r)
		if !ok {
			code, _ = e.set.code(missing)
		}
		e.out = append(e.out, code...)
	}
	e.put('\n')
}

// undrawn counts the characters that the font has no picture of.
func (e *encoder) undrawn(line []rune) (n int) {
	for _, r := range line {
		if _, ok := e.glyph(r); !ok {
			n++
		}
	}
	return n
}

func (e *encoder) aligned(a Align) {
	if e.align != a {
		e.align = a
		e.put(0x1B, 'a', byte(a))
	}
}

func (e *encoder) bolded(bold bool) {
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
func (e *encoder) sized(wide, high int, hanzi bool) {
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
func (e *encoder) rule() {
	e.aligned(Centre)
	e.bolded(false)
	e.sized(8, 1, false)
	for range e.p.Columns / 8 {
		e.put('_')
	}
	e.put('\n')
}

// cut ends the slip. Without a cutter the last line is fed past the tear bar.
func (e *encoder) cut() {
	switch e.p.Cutter {
	case PartialCut:
		e.put(0x1D, 'V', 'B', 0)
	case FullCut:
		e.put(0x1B, 'd', 4, 0x1D, 'V', 0)
	case NoCutter:
		e.put(0x1B, 'd', 4)
	}
}

// qr puts a QR code in the middle, with at least four modules of white above and
// below: an empty line is taller than that.
func (e *encoder) qr(data string) error {
	if err := checkQR(data); err != nil {
		return err
	}
	e.aligned(Centre)
	e.feed('d', 1)
	if e.p.QR == RasterQR {
		if err := e.rasterQR(data); err != nil {
			return err
		}
	} else if err := e.nativeQR(data); err != nil {
		return err
	}
	e.feed('d', 1)
	return nil
}

// checkQR refuses what a phone wouldn't read as text, or a printer as data.
func checkQR(data string) error {
	if data == "" {
		return errors.New("encode slip: the QR code holds nothing")
	}
	if !utf8.ValidString(data) {
		return errors.New("encode slip: the QR code's text isn't UTF-8")
	}
	for i := range len(data) {
		if data[i] < ' ' || data[i] == 0x7F {
			return fmt.Errorf("encode slip: the QR code's text has a control byte at %d", i)
		}
	}
	return nil
}

// mediumBytes is what a QR code of version i+1 holds at error correction M, in bytes.
func mediumBytes() [10]int { return [10]int{14, 26, 42, 62, 84, 106, 122, 152, 180, 213} }

// module returns the size of a module, at most the profile's, with which a code
// of this many modules and its quiet zone fit the paper; steps of step, 0 if none.
func (e *encoder) module(modules, step int) int {
	m := e.p.Module
	for m > 0 && (modules+8)*m > e.p.Dots {
		m -= step
	}
	return max(m, 0)
}

// nativeQR has the printer draw the code. It stands at a line's start, in a mode
// that isn't Chinese: some printers draw an empty code otherwise.
func (e *encoder) nativeQR(data string) error {
	sizes := mediumBytes()
	version, _ := slices.BinarySearch(sizes[:], len(data))
	module := e.module(17+4*(version+1), 1)
	if version == len(sizes) || module < 3 {
		return fmt.Errorf("encode slip: a QR code of %d bytes doesn't fit the paper of %s", len(data), e.p.Name)
	}
	if e.p.Quirks.KanjiOffBeforeQR {
		e.put(0x1C, '.')
		e.kanji = false
	}
	e.put(0x1D, '(', 'k', 4, 0, '1', 'A', '2', 0)       // model 2
	e.put(0x1D, '(', 'k', 3, 0, '1', 'C', byte(module)) // module size
	e.put(0x1D, '(', 'k', 3, 0, '1', 'E', '1')          // error correction M
	n := len(data) + 3                                  // the store's own three bytes count
	e.put(0x1D, '(', 'k', byte(n), byte(n>>8), '1', 'P', '0')
	e.out = append(e.out, data...)
	e.put(0x1D, '(', 'k', 3, 0, '1', 'Q', '0')
	return nil
}
