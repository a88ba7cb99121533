package admin

import (
	"strings"
	"unicode"
)

// edge marks in a sentence where an argument begins and ends.
const edge = '\u2063'

// edged marks the words among the arguments of a sentence.
func edged(args []any) []any {
	list := make([]any, len(args))
	for i, a := range args {
		if s, ok := a.(string); ok && i%2 == 1 && s != "" {
			a = string(edge) + s + string(edge)
		}
		list[i] = a
	}
	return list
}

// spaced takes the marks away. Where hanzi meet a digit or a letter there, it puts a space, as a sentence that
// was written in one piece has it: the catalogue can't know whether a window is called 3 号窗口 or 人民调解室.
func spaced(s string) string {
	if !strings.ContainsRune(s, edge) {
		return s
	}
	var b strings.Builder
	before, marked := rune(0), false
	for _, r := range s {
		if r == edge {
			marked = true
			continue
		}
		if marked && (unicode.Is(unicode.Han, before) && plain(r) || plain(before) && unicode.Is(unicode.Han, r)) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before, marked = r, false
	}
	return b.String()
}

// plain says whether a rune is a digit or letter of ASCII.
func plain(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
