package search

import (
	"strings"
	"unicode"
)

// spelledAtMost is how many ways to read a text Spell tells.
const spelledAtMost = 8

// Spell gives how a text may be typed on a keyboard without an input method, with spaces between: the pinyin of
// its hanzi run together and their initials, in each reading where a hanzi has several, what isn't hanzi as it
// is. It is for lists short enough to be filtered where they are shown, letter by letter.
func Spell(text string) string {
	type way struct{ whole, initials string }
	ways := []way{{}}
	for _, r := range strings.ToLower(text) {
		sounds := readings(r)
		if len(sounds) == 0 {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				continue
			}
			sounds = []string{string(r)}
		}
		var next []way
		for _, w := range ways {
			for _, s := range sounds {
				if len(next) < spelledAtMost {
					next = append(next, way{w.whole + s, w.initials + string([]rune(s)[:1])})
				}
			}
		}
		ways = next
	}
	var out []string
	for _, w := range ways {
		if w.whole != "" {
			out = append(out, w.whole, w.initials)
		}
	}
	return strings.Join(out, " ")
}
