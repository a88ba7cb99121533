package printer

import "strings"

// Neither may a closing mark start a line nor an opening one end it.
const (
	closing = "，。、；：？！）》」』】〕〉”’…—～·％℃,.;:!?)]}%"
	opening = "（《「『【〔〈“‘￥([{$"
)

// cells is the width of a character on paper: two for everything that goes out
// as a Chinese code, which is all but ASCII.
func cells(r rune) int {
	if r < 0x80 {
		return 1
	}
	return 2
}

// width is the width of a line in cells.
func width(line []rune) int {
	n := 0
	for _, r := range line {
		n += cells(r)
	}
	return n
}

// breakable reports whether a line may end between a and b.
func breakable(a, b rune) bool {
	switch {
	case a == ' ' || b == ' ':
		return true
	case a < 0x80 && b < 0x80:
		return false
	case strings.ContainsRune(closing, b) || strings.ContainsRune(opening, a):
		return false
	}
	return true
}

// wrap cuts a paragraph into lines of at most limit cells, between words and
// hanzi where it can, anywhere where it must, and calls each for every line. An
// empty paragraph is no line.
func wrap(text []rune, limit int, each func([]rune)) {
	for {
		for len(text) > 0 && text[0] == ' ' {
			text = text[1:]
		}
		if len(text) == 0 {
			return
		}
		n := fit(text, limit)
		line := text[:n]
		text = text[n:]
		for len(line) > 0 && line[len(line)-1] == ' ' {
			line = line[:len(line)-1]
		}
		each(line)
	}
}

// fit returns how many characters of text go on one line: at least one.
func fit(text []rune, limit int) int {
	last, used := 0, 0
	for i, r := range text {
		if i > 0 && breakable(text[i-1], r) {
			last = i
		}
		used += cells(r)
		switch {
		case used <= limit:
			continue
		case r == ' ':
			return i // a space at the end of a full line takes no room
		case last > 0:
			return last
		default:
			return max(i, 1)
		}
	}
	return len(text)
}
