package printer

import (
	"math"
	"slices"
	"unicode"
)

// What may not stand at a line's end or start, by GB/T 15834 and the W3C's
// requirements for Chinese text layout (CLREQ): no closing mark, dash, ellipsis or
// sign that binds at a line's start, no opening mark at its end. Paper has no
// margin to hang a mark into, so the character before it is pulled down with it.

// class is what a character is to the ends of lines; any of the bits.
type class uint8

const (
	closes class = 1 << iota // binds to what is before it
	opens                    // binds to what is after it
	ends                     // a clause
	digit
	latin // a letter of a script with words
	hanzi
)

// classOf sorts characters. ASCII signs that are none of the rest are neither.
func classOf(r rune) class {
	switch {
	case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		return latin
	case r >= '0' && r <= '9':
		return digit
	case r >= 0x3400 && r <= 0x9FFF:
		return hanzi
	}
	switch r {
	case '，', '。', '、', '；', '：', '？', '！', ',', '.', ';', ':', '!', '?':
		return closes | ends
	case '）', '》', '」', '』', '】', '〕', '〉', '｝', '］', '〗', '〙', '”', '’', '…', '—', '～', '·', '％', '‰', '℃', '°', '／', '－',
		')', ']', '}', '%', '/', '~':
		return closes
	case '（', '《', '「', '『', '【', '〔', '〈', '｛', '［', '〖', '〘', '“', '‘', '￥', '＄', '£', '¥', '€', '$', '№', '＃', '#', '(', '[', '{', '@':
		return opens
	}
	switch {
	case r < 0x80:
		return 0
	case unicode.IsDigit(r):
		return digit
	case unicode.Is(unicode.Han, r):
		return hanzi
	case unicode.IsLetter(r) && !unicode.In(r, unicode.Hiragana, unicode.Katakana):
		return latin
	}
	return 0
}

// inWord reports whether a character makes a word with its neighbours: it is a
// letter or digit, or an ASCII sign, as in an address.
func inWord(r rune, c class) bool { return r < 0x80 && r > ' ' || c&(latin|digit) != 0 }

// cost is what it costs to end a line somewhere. The steps are so far apart that
// none of a lower one outweigh one of a higher.
type cost int64

const (
	atClause cost = 0       // after a comma, or a space among hanzi
	bracket  cost = 1       // beside a bracket or quote
	anywhere cost = 2       // between words or hanzi
	aLine    cost = 1 << 20 // each line
	parting  cost = 1 << 26 // a number from the unit after a space
	tearing  cost = 1 << 30 // a word torn, because nothing else is left
	misset   cost = 1 << 36 // a mark where it may not stand
	splits   cost = 1 << 42 // a number, a pair of marks torn
)

// span is one line of a text: the characters from from to before to.
type span struct{ from, to int }

// lines cuts a text into lines. It chooses, of all ways with the fewest lines, the
// one in which lines are about as long as each other, and rather ends one after a
// comma: on centred paper no last line is a lonely character. It keeps its memory
// from text to text.
type lines struct {
	text  []rune
	upTo  []int32 // width of all before each character, and of the whole text
	gaps  []cost  // of a line's end before each character; up to anywhere they are eighths of the limit squared
	ends  []int32 // where lines of a paragraph may end, its start and end too
	best  []cost  // of the rest from each end on; negative where there is no way
	next  []int32 // the end that this one's best line goes to
	spans []span
	torn  bool // a word, a number or a rule had to be broken
}

// usualText is how many characters a text has at most, mostly.
const usualText = 96

// newLines has room for usual texts, all in two pieces of memory.
func newLines() lines {
	numbers, costs := make([]int32, 3*usualText), make([]cost, 2*usualText)
	return lines{
		upTo: numbers[:0:usualText], next: numbers[usualText : usualText : 2*usualText], ends: numbers[2*usualText : 2*usualText : 3*usualText],
		gaps: costs[:0:usualText], best: costs[usualText : usualText : 2*usualText], spans: make([]span, 0, normalLines),
	}
}

// measure takes a text with '\n' at its paragraphs' ends. Without cells a letter of
// ASCII is one and all else two, as on every Chinese printer.
func (l *lines) measure(text []rune, cells func(rune) int) {
	l.text, l.upTo, l.gaps = text, grown(l.upTo, len(text)+1), l.gaps[:0]
	sum := 0
	for i, r := range text {
		l.upTo[i] = int32(sum)
		switch {
		case cells != nil:
			sum += cells(r)
		case r < 0x80:
			sum++
		default:
			sum += 2
		}
	}
	l.upTo[len(text)] = int32(sum)
}

// joints weighs all gaps, once it is known that the text doesn't fit a line.
func (l *lines) joints() {
	if len(l.gaps) == len(l.text) {
		return
	}
	l.gaps = grown(l.gaps, len(l.text))
	for i := range l.gaps {
		l.gaps[i] = joint(l.text, i)
	}
}

// wrap cuts the text into spans of at most limit cells, 2 at least, between words
// and hanzi where it can, anywhere where it must. An empty text is no line.
func (l *lines) wrap(limit int) {
	limit = max(limit, 2) // a hanzi
	l.spans, l.torn = l.spans[:0], false
	if len(l.text) == 0 {
		return
	}
	for from := 0; ; {
		n := slices.Index(l.text[from:], '\n')
		if n < 0 {
			l.paragraph(from, len(l.text), limit)
			return
		}
		l.paragraph(from, from+n, limit)
		from += n + 1
	}
}

// trim takes the spaces off both ends.
func (l *lines) trim(s span) span {
	for s.from < s.to && l.text[s.from] == ' ' {
		s.from++
	}
	for s.from < s.to && l.text[s.to-1] == ' ' {
		s.to--
	}
	return s
}

// width is a span's width in cells.
func (l *lines) width(s span) int { return int(l.upTo[s.to] - l.upTo[s.from]) }

func (l *lines) paragraph(from, to, limit int) {
	p := l.trim(span{from, to})
	if l.width(p) <= limit {
		l.spans = append(l.spans, p)
		return
	}
	l.joints()
	if !l.choose(p, limit, parting) {
		l.torn = true
		l.choose(p, limit, math.MaxInt64)
	}
	for at := 0; at < len(l.ends)-1; at = int(l.next[at]) {
		l.spans = append(l.spans, l.trim(l.between(at, int(l.next[at]))))
	}
}

// between is what lies between two of the ends.
func (l *lines) between(i, j int) span { return span{int(l.ends[i]), int(l.ends[j])} }

// choose finds, from the end backwards, how each rest of the paragraph is cut best,
// where no line's end costs more than worst. It reports whether there is a way;
// where every end will do there is one.
func (l *lines) choose(p span, limit int, worst cost) bool {
	l.ends = append(slices.Grow(l.ends[:0], 32), int32(p.from))
	for i := p.from + 1; i < p.to; i++ {
		if l.gaps[i] <= worst && l.text[i] != ' ' { // spaces stay behind, where they aren't seen
			l.ends = append(l.ends, int32(i))
		}
	}
	l.ends = append(l.ends, int32(p.to))
	last := len(l.ends) - 1
	l.best, l.next = grown(l.best, last+1), grown(l.next, last+1)
	l.best[last] = 0
	eighth := cost(limit) * cost(limit) / 8 // weighs a line's end in mid-clause against ragged lines
	for i := last - 1; i >= 0; i-- {
		l.best[i] = -1
		for j := i + 1; j <= last; j++ {
			room := limit - l.width(l.trim(l.between(i, j)))
			if room < 0 && (j > i+1 || worst < math.MaxInt64) {
				break
			}
			if l.best[j] < 0 {
				continue
			}
			c := l.best[j] + aLine + cost(room)*cost(room)
			if j < last {
				gap := l.gaps[l.ends[j]]
				if gap <= anywhere {
					gap *= eighth
				}
				c += gap
			}
			if l.best[i] < 0 || c <= l.best[i] {
				l.best[i], l.next[i] = c, int32(j)
			}
		}
	}
	return l.best[0] >= 0
}

// grown is s with room for n, whatever is in it.
func grown[T any](s []T, n int) []T {
	if n > cap(s) {
		s = make([]T, max(n, usualText))
	}
	return s[:n]
}

// joint is the cost of a line's end before the i-th character.
func joint(text []rune, i int) cost {
	if i == 0 {
		return anywhere
	}
	at, b := i-1, text[i]
	for at > 0 && text[at] == ' ' {
		at--
	}
	a, spaced := text[at], at < i-1
	ca, cb := classOf(a), classOf(b)
	switch {
	case ca == latin && cb == latin && !spaced:
		return tearing // nearly all there is, as well as the next
	case ca == hanzi && cb == hanzi && !spaced:
		return anywhere
	case b == ' ' || a == ' ' || a == '\n' || b == '\n':
		return anywhere
	case a == b && (a == '—' || a == '…'):
		return splits
	case ca&digit != 0 && spaced && united(text[i:]):
		return parting
	case ca&digit != 0 && cb&hanzi != 0 && !spaced:
		return misset // 3号
	case cb&closes != 0 || ca&opens != 0:
		if cb&digit != 0 || ca&digit != 0 && !spaced {
			return splits // 3.5, ￥80, 50%
		}
		return misset
	case a == '第' && cb&digit != 0:
		return splits
	case !spaced && inWord(a, ca) && inWord(b, cb):
		return within(text, i)
	case !spaced && (a == '"' || b == '"' || a == '\'' || b == '\''):
		return misset // which of the two it is, nobody can tell
	case ca&ends != 0 || spaced && (ca|cb)&hanzi != 0:
		return atClause
	case ca&closes != 0 || cb&opens != 0:
		return bracket
	}
	return anywhere
}

// united reports whether what begins here is the unit of a number before it: a
// hanzi as in 3 号, or a few letters as in 25 mm.
func united(rest []rune) bool {
	n := 0
	for n < len(rest) && classOf(rest[n]) == latin {
		n++
	}
	return classOf(rest[0]) == hanzi || n == 1 || n == 2 || n == 3 && string(rest[:n]) == "min"
}

// within is the cost of tearing a word, or a number: that one is a false number
// then. A compound gives way after its hyphen.
func within(text []rune, i int) cost {
	a, b := text[i-1], text[i]
	switch {
	case (classOf(a)|classOf(b))&digit != 0:
		return splits
	case a == '-' && letters(text[max(i-4, 0):i-1]) && letters(text[i:min(i+3, len(text))]):
		return anywhere
	case b == '-':
		return 2 * tearing
	}
	return tearing
}

// letters reports whether there are three, and nothing else.
func letters(text []rune) bool {
	for _, r := range text {
		if classOf(r) != latin {
			return false
		}
	}
	return len(text) == 3
}
