package display

import (
	"html/template"
	"strings"
	"unicode/utf8"
)

// box is a part of a drawing, in its units.
type box struct{ x, y, w, h int }

// overlap is how much of a box lies within another.
func (a box) overlap(b box) int {
	w := min(a.x+a.w, b.x+b.w) - max(a.x, b.x)
	h := min(a.y+a.h, b.y+b.h) - max(a.y, b.y)
	return max(0, w) * max(0, h)
}

// label writes words around a place in as many lines as the width needs, up to three.
func (d *drawnPlan) label(x, y, wide int, words, with string) {
	lines := wrap(words, wide*100/planType)
	const step = 38
	top := y + 11 - step*(len(lines)-1)/2
	d.put(`<text x="%d" y="%d" %s>`, x, top, with)
	for i, l := range lines {
		if i == 0 {
			d.put(`<tspan x="%d">%s</tspan>`, x, escape(l))
			continue
		}
		d.put(`<tspan x="%d" dy="%d">%s</tspan>`, x, step, escape(l))
	}
	d.put(`</text>`)
}

// width is about how wide words are, in hundredths of their size.
func width(s string) (n int) {
	for _, r := range s {
		switch {
		case r >= 0x2E80:
			n += 100
		case r == ' ':
			n += 28
		case r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			n += 64
		default:
			n += 54
		}
	}
	return n
}

// wrap breaks words into lines no wider than wide: between words, and a text of hanzi into equal
// parts. What can't be broken stands out.
func wrap(s string, wide int) []string {
	if s == "" || width(s) <= wide {
		return []string{s}
	}
	if !strings.Contains(s, " ") {
		n := utf8.RuneCountInString(s)
		parts := min(3, (width(s)+max(wide, 100)-1)/max(wide, 100))
		each := max(1, (n+parts-1)/parts)
		var lines []string
		for r := []rune(s); len(r) > 0; r = r[min(each, len(r)):] {
			lines = append(lines, string(r[:min(each, len(r))]))
		}
		return lines
	}
	lines := []string{""}
	for w := range strings.FieldsSeq(s) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = w
		case width(*last+" "+w) <= wide || len(lines) == 3:
			*last += " " + w
		default:
			lines = append(lines, w)
		}
	}
	return lines
}

// digitsOf is the number in a window's label: 12 of 12 号窗口; "" when there is none.
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// escape makes words safe within the drawing.
func escape(s string) string { return template.HTMLEscapeString(s) }
