package search

import (
	"strings"
	"unicode"
)

// Entry is something that can be found.
type Entry struct {
	ID    string
	Words []Words
}

// Words are a text that finds an entry.
type Words struct {
	Text string
	Rank int // 0 for what one sees of the entry; the higher, the later among finds
}

// Index finds entries. It is safe for concurrent use.
type Index struct{ entries []entry }

type entry struct {
	id    string
	texts []text
}

// text is one of an entry's texts, made ready.
type text struct {
	rank      int
	han       []rune       // its hanzi and letters without what is between them
	syllables [][]spelling // how each can be typed; a run of letters or digits is one
	words     []string     // of Latin letters and digits
}

// New makes an index of entries. Their order is kept among equal finds.
func New(entries []Entry) *Index {
	x, sp := &Index{}, speller{}
	for _, e := range entries {
		made := entry{id: e.ID}
		for _, w := range e.Words {
			if t := newText(w, sp); len(t.han) > 0 {
				made.texts = append(made.texts, t)
			}
		}
		x.entries = append(x.entries, made)
	}
	return x
}

func newText(w Words, sp speller) text {
	s := plain(w.Text)
	t := text{rank: w.Rank, han: squeeze(s), words: latin(s)}
	if len(t.words) > 0 && !hasHan(s) { // English is typed as words, never by initials
		return t
	}
	run := ""
	end := func() {
		if run != "" {
			t.syllables, run = append(t.syllables, []spelling{{letters: run, begins: true}}), ""
		}
	}
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Han, r):
			end()
			var ways []spelling
			for i, p := range readings(r) {
				list := sp.of(p)
				if i > 0 {
					list = dearer(list, costReading)
				}
				ways = append(ways, list...)
			}
			t.syllables = append(t.syllables, cheapest(ways))
		case letter(r):
			run += string(r)
		default:
			end()
		}
	}
	end()
	return t
}

// plain lowers letters and narrows those of full width.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case r == '　':
			r = ' '
		case r == '’':
			r = '\''
		case r == 'ü' || r == 'Ü':
			r = 'v'
		}
		return unicode.ToLower(r)
	}, s)
}

// letter says whether a rune is a Latin letter or a digit.
func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// squeeze leaves out everything but hanzi, letters and digits.
func squeeze(s string) []rune {
	var out []rune
	for _, r := range s {
		if letter(r) || unicode.Is(unicode.Han, r) {
			out = append(out, r)
		}
	}
	return out
}

// latin gives the words of letters and digits.
func latin(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !letter(r) })
}
