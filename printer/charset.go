package printer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// missing stands for what can neither be said nor drawn: the geta mark, A1 FE in
// every Chinese set.
const missing = '〓'

// charset turns characters into a printer's codes.
type charset struct {
	set  Encoding
	enc  transform.Transformer
	utf8 [utf8.UTFMax]byte // here, so that a character costs no allocation
	buf  [8]byte
}

func newCharset(set Encoding) *charset {
	if set == GB18030 {
		return &charset{set: set, enc: simplifiedchinese.GB18030.NewEncoder().Transformer}
	}
	return &charset{set: set, enc: simplifiedchinese.GBK.NewEncoder().Transformer}
}

// code returns the code of r, valid until the next call, or reports false when the set has none that this
// class of printer draws as one character. A printer that doesn't know four-byte
// codes prints two characters with ASCII digits in them: false digits beside a
// ticket's number. So only a GB18030 printer gets any, and only for hanzi: the
// encoder has a code for every emoji, the printer has no picture for it.
func (c *charset) code(r rune) ([]byte, bool) {
	if r >= ' ' && r <= '~' {
		c.buf[0] = byte(r)
		return c.buf[:1], true
	}
	if r < ' ' || r == 0x7F || unicode.Is(unicode.Co, r) {
		return nil, false
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

// plain maps what has a good equal in every set. In a language not written in
// hanzi, quotes and dashes become ASCII: as hanzi they would be two cells wide.
func plain(r rune, hanzi bool) (rune, bool) {
	if r >= ' ' && r <= '~' || r >= 0x3400 && r <= 0x9FFF {
		return r, true // nearly all there is
	}
	switch r {
	case '¥':
		return '￥', true
	case '•', '‧', '∙':
		return '·', true
	case '–', '‐', '‑', '‒', '−':
		return '-', true
	case '\t', '\u00A0', '\u2002', '\u2003', '\u2007', '\u2009', '\u202F':
		return ' ', true
	}
	if !hanzi {
		switch r {
		case '‘', '’':
			return '\'', true
		case '“', '”':
			return '"', true
		case '—', '―':
			return '-', true
		}
	}
	// Invisible ones (direction marks, joiners, variation selectors) and all
	// control characters are dropped: on paper they'd be a 〓, or worse.
	drop := unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
	return r, !drop
}

// paragraphs cleans a text and cuts it at its line ends.
func paragraphs(text, lang string, each func([]rune)) {
	hanzi := lang == "" || strings.HasPrefix(lang, "zh") || strings.HasPrefix(lang, "ja")
	line := make([]rune, 0, len(text))
	for _, r := range text {
		switch r {
		case '\n', '\u2028', '\u2029':
			each(line)
			line = line[:0]
			continue
		case '…':
			if !hanzi {
				line = append(line, '.', '.', '.')
				continue
			}
		}
		if r, ok := plain(r, hanzi); ok {
			line = append(line, r)
		}
	}
	each(line)
}
