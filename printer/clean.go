package printer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// joiner makes one picture of the emoji beside it.
const joiner = '\u200D'

// clean makes a text of what can stand on paper, and appends it to dst: composed,
// without control characters, and what the printer has no code for mapped to what
// says the same, if anything does. A line end is '\n'. What is left over the printer
// lacks: it is drawn, or missing. The text is cut where it would be too long in any
// size.
func (e *sheet) clean(dst []rune, text, lang string) []rune {
	if !composed(text) {
		text = norm.NFC.String(text)
	}
	hanzi := lang == "" || strings.HasPrefix(lang, "zh") || strings.HasPrefix(lang, "ja")
	most := len(dst) + (normalLines+1)*max(e.p.Columns, 1)
	all := e.set.set == GBK || e.set.set == GB18030 // of Unicode's first hanzi are in these
	e.lacks = false
	joined := false
	for _, r := range text {
		switch {
		case len(dst) >= most:
			return dst
		case r >= ' ' && r <= '~', all && r >= 0x4E00 && r <= 0x9FA5:
			dst, joined = append(dst, r), false // nearly all there is
		case r == '\n', r == '\u2028', r == '\u2029':
			dst, joined = append(dst, '\n'), false
		case r == joiner:
			joined = true
		case invisible(r):
		case joined && unicode.IsSymbol(r):
			joined = false
		default:
			dst, joined = e.map1(dst, r, hanzi), false
		}
	}
	return dst
}

// composed reports that nothing in a text has another composed form: it knows the
// usual characters only.
func composed(text string) bool {
	for _, r := range text {
		if r < 0x300 || r >= 0x2010 && r <= 0x2027 || r >= 0x3000 && r <= 0x3029 || r >= 0x4E00 && r <= 0x9FFF || r >= 0xFF00 && r <= 0xFFEF {
			continue
		}
		if !norm.NFC.IsNormalString(text) {
			return false
		}
		break
	}
	return true
}

// invisible are the characters that have no picture of their own: control and
// format characters, variation selectors, the skin colours of emoji, and marks
// that didn't compose with what they stand on. On paper they'd be a 〓, or worse.
func invisible(r rune) bool {
	if r == '\t' {
		return false
	}
	return r < ' ' || r >= 0x7F && r < 0xA0 || r >= 0x1F3FB && r <= 0x1F3FF ||
		unicode.In(r, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me, unicode.Variation_Selector)
}

// map1 appends what stands for r on this printer, itself where it can be said. In
// a language not written in hanzi, quotes and dashes become ASCII on a Chinese
// printer: as hanzi they would be two cells wide.
func (e *sheet) map1(dst []rune, r rune, hanzi bool) []rune {
	if r == '\t' || r != '\u3000' && unicode.Is(unicode.Zs, r) {
		return append(dst, ' ')
	}
	if e.set.page == nil && !hanzi {
		if sign := narrow(r); sign != "" {
			return appendText(dst, sign)
		}
	}
	if e.set.has(r) {
		return append(dst, r)
	}
	if _, drawn := Font24(r); drawn && hanzi && e.set.page != nil {
		e.lacks = true
		return append(dst, r) // among hanzi the line is drawn, and so is the sign
	}
	for _, alike := range [...]string{same(r), compatible(r)} {
		if alike != "" && e.says(alike) {
			return appendText(dst, alike)
		}
	}
	if alike := narrow(r) + halved(r); alike != "" && !hanzi {
		return appendText(dst, alike)
	}
	e.lacks = true
	return append(dst, r)
}

func appendText(dst []rune, text string) []rune {
	for _, r := range text {
		dst = append(dst, r)
	}
	return dst
}

func (e *sheet) says(text string) bool {
	for _, r := range text {
		if !e.set.has(r) {
			return false
		}
	}
	return true
}

// narrow is how a typewriter wrote a quote, a dash or an ellipsis; "" for all else.
func narrow(r rune) string {
	switch r {
	case '‘', '’', '‚', '‛', 'ʼ', '′':
		return "'"
	case '“', '”', '„', '‟', '″':
		return `"`
	case '–', '—', '―', '‐', '‑', '‒', '−':
		return "-"
	case '…':
		return "..."
	}
	return ""
}

// halved is what stands for a Chinese sign on a printer that has no such signs.
func halved(r rune) string {
	switch r {
	case '·', '•', '‧', '∙', '・':
		return "-"
	case '、', '，':
		return ", "
	case '。':
		return ". "
	case '；':
		return "; "
	case '：':
		return ": "
	case '「', '」', '『', '』', '《', '》':
		return `"`
	}
	return ""
}

// same is what says the same as r in one of the sets; "" when nothing is known.
// No digit comes or goes: a number on paper is the number that was meant.
func same(r rune) string {
	switch r {
	case '¥', '￥':
		return "￥"
	case '•', '‧', '∙', '・', '⋅', '●':
		return "·"
	case '–', '‐', '‑', '‒', '−':
		return "-"
	case '―', '⸺', '─':
		return "—"
	case '⋯':
		return "…"
	case '〜', '∼', '~':
		return "～"
	case '〝', '„', '‟':
		return "“"
	case '〞', '〟':
		return "”"
	case '‚', '‛':
		return "‘"
	case 'ʼ', '＇':
		return "’"
	case '«':
		return "《"
	case '»':
		return "》"
	case '\u3000':
		return "  "
	case '☎', '☏', '📞':
		return "电话"
	case '㎡':
		return "平方米"
	case '✓', '✔':
		return "√"
	}
	return ""
}

// compatible is the plain form that Unicode knows of r: letters of a ligature, the
// full form of a half-width sign, the upright one of a sign for vertical text. Where
// a digit would come of what isn't one (½, ², ㉑) there is none: beside other
// digits it would make another number.
func compatible(r rune) string {
	plain := norm.NFKC.String(string(r))
	if plain == string(r) {
		return ""
	}
	for _, c := range plain {
		if unicode.IsDigit(c) && !unicode.Is(unicode.Nd, r) || unicode.Is(unicode.Mn, c) || unicode.IsControl(c) {
			return ""
		}
	}
	return plain
}

// unaccented is the letter under an accent.
func unaccented(r rune) (rune, bool) {
	if !unicode.IsLetter(r) || r < 0xC0 {
		return 0, false
	}
	for _, base := range norm.NFD.String(string(r)) {
		return base, base != r
	}
	return 0, false
}
