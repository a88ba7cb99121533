package printer

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// cleaned is what stands for a text on a printer of the given set.
func cleaned(set Encoding, lang, text string) string {
	e := newSheet(Encoder{Profile: Profile{Encoding: set, Columns: 48, Dots: 576}})
	return string(e.clean(nil, text, lang))
}

func TestClean(t *testing.T) {
	for _, c := range []struct {
		set              Encoding
		lang, text, want string
	}{
		{GBK, "zh", "¥5•中", "￥5·中"},
		{GBK, "zh", "a\u00a0b\u2003c\td", "a b c d"},
		{GBK, "zh", "a\x00\x1b@\x7f\u0085\u200b\u202e\ufeffb", "a@b"},
		{GBK, "zh", "e\u0301u\u0308", "éü"}, // composed
		{GBK, "zh", "x\u0335\u0301y", "xy"}, // marks that compose with nothing
		{GBK, "zh", "\uf90a金", "金金"},        // a compatibility hanzi
		{GBK, "zh", "ﬁ｡｢ｶ｣㎏", "fi。「カ」㎏"},    // ligatures and half-width forms
		{GB2312, "zh", "㎏㎡", "kg平方米"},       // and not in GB 2312
		{GBK, "zh", "3½ 10² ㉑", "3½ 10² ㉑"}, // never 31/2, 102, 21
		{GBK, "zh", "⋯⸺〜«x»", "…—～《x》"},     //
		{GBK, "zh", "👍🏽👨‍👩‍👧❤️", "👍👨❤"},     // one picture each
		{GBK, "en", "“don’t” – wait…", `"don't" - wait...`},
		{GBK, "zh", "“别” — 等…", "“别” — 等…"},
		{Windows1252, "en", "“don’t” – wait…", "“don’t” – wait…"}, // it has them
		{CP437, "en", "“don’t” – wait…", `"don't" - wait...`},
		{CP437, "en", "Ａ，３", "A,3"},
		{CP437, "zh", "号，３", "号，３"}, // the line is drawn
		{CP866, "ru", "Привет", "Привет"},
		{GBK, "zh", "a\r\nb\u2028c", "a\nb\nc"},
	} {
		if got := cleaned(c.set, c.lang, c.text); got != c.want {
			t.Errorf("%s %s %q: got %q, want %q", c.set, c.lang, c.text, got, c.want)
		}
	}
}

// FuzzClean holds that a number on paper is the number that was meant: digits
// neither come nor go nor change, and no control character is left.
func FuzzClean(f *testing.F) {
	for _, text := range []string{"3½", "10²", "①⒈㉑", "A０１２", "𝟙2", "٣", "1\u20dd", "㏳", "㋀"} {
		f.Add(text, uint8(0))
		f.Add(text, uint8(5))
	}
	sets := Encodings()
	digits := func(text string) string {
		return strings.Map(func(r rune) rune {
			if !unicode.Is(unicode.Nd, r) {
				return -1
			}
			for _, plain := range norm.NFKC.String(string(r)) { // ３ is a 3, in any form
				return plain
			}
			return r
		}, text)
	}
	f.Fuzz(func(t *testing.T, text string, pick uint8) {
		if len(text) > 600 {
			return
		}
		set, lang := sets[int(pick)%len(sets)], []string{"zh", "en"}[pick>>7]
		got := cleaned(set, lang, text)
		if digits(got) != digits(text) {
			t.Errorf("%s %s: %q became %q", set, lang, text, got)
		}
		for _, r := range got {
			if r != '\n' && unicode.IsControl(r) {
				t.Errorf("%s %s: %q became %q", set, lang, text, got)
			}
		}
	})
}
