package printer

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// missing stands for what can neither be said nor drawn: the geta mark, A1 FE in
// every Chinese set.
const missing = '〓'

// charset turns characters into a printer's codes.
type charset struct {
	set  Encoding
	page *charmap.Charmap      // of a code page
	enc  transform.Transformer // of a Chinese set
	utf8 [utf8.UTFMax]byte     // here, so that a character costs no allocation
	buf  [8]byte
}

func newCharset(set Encoding) charset {
	if page, ok := set.CodePage(); ok {
		return charset{set: set, page: page}
	}
	if set == GB18030 {
		return charset{set: set, enc: simplifiedchinese.GB18030.NewEncoder().Transformer}
	}
	return charset{set: set, enc: simplifiedchinese.GBK.NewEncoder().Transformer}
}

// missing is the character that stands for one that isn't there: a code page has
// no geta mark, and not always a black square.
func (c *charset) missing() rune {
	switch {
	case c.page == nil:
		return missing
	case c.has('■'):
		return '■'
	}
	return '?'
}

// has reports whether the printer can say r.
func (c *charset) has(r rune) bool {
	_, ok := c.code(r)
	return ok
}

// code returns the code of r, valid until the next call, or reports false when the
// set has none that this class of printer draws as one character. A printer that
// doesn't know four-byte codes prints two characters with ASCII digits in them:
// false digits beside a ticket's number. So only a GB18030 printer gets any, and
// only for hanzi: the encoder has a code for every emoji, the printer has no
// picture for it.
func (c *charset) code(r rune) ([]byte, bool) {
	if r >= ' ' && r <= '~' {
		c.buf[0] = byte(r)
		return c.buf[:1], true
	}
	if r < 0xA0 || r == utf8.RuneError || unicode.Is(unicode.Co, r) {
		return nil, false
	}
	if c.page != nil {
		b, ok := c.page.EncodeRune(r)
		c.buf[0] = b
		return c.buf[:1], ok && b >= 0x80
	}
	n, _, err := c.enc.Transform(c.buf[:], c.utf8[:utf8.EncodeRune(c.utf8[:], r)], true)
	if err != nil || !c.knows(c.buf[:n], r) {
		return nil, false
	}
	return c.buf[:n], true
}

func (c *charset) knows(code []byte, r rune) bool {
	switch c.set {
	case GB2312:
		return len(code) == 2 && code[0] >= 0xA1 && code[0] <= 0xF7 && code[1] >= 0xA1 && code[1] <= 0xFE
	case GBK:
		return len(code) == 2
	case GB18030:
		return len(code) == 2 || len(code) == 4 && r <= 0xFFFF && unicode.Is(unicode.Han, r)
	case CP437, CP850, CP852, CP858, CP866, Windows1250, Windows1251, Windows1252:
	}
	return false
}
