package printer

// The bounds of texts, so that nothing, however long, pushes what comes after it
// off the paper: large text takes three lines at most or is set a size smaller,
// normal text twelve, and then ends in …. On a slip that is half a metre long
// already, every further text is one line.
const (
	largeLines  = 3
	normalLines = 12
	longSlip    = 5000 // tenths of a millimetre
)

// block prints a text. It is set smaller, step by step, while it would take too
// many lines or a word would have to be torn: a ticket's number, which is one
// word, so stays whole at any width.
func (e *sheet) block(b Block, lang string) {
	if b.Style.Anew {
		e.anew(b.Style)
	}
	e.text = e.clean(e.text[:0], b.Text, lang)
	style := b.Style
	style.Size = min(max(style.Size, 1), 8)
	large, most := largeLines, normalLines
	if e.length > e.dots(longSlip) {
		style.Size, large, most = min(style.Size, 2), 1, 1
	}
	columns := e.p.Columns
	if e.lacks { // glyphs have a width of their own
		columns = min(columns, e.p.Dots/12)
	}
	if e.set.page == nil {
		e.lines.measure(e.text, nil)
	} else {
		e.lines.measure(e.text, e.cells)
	}
	for ; ; style.Size-- {
		e.lines.wrap(columns / style.Size)
		if style.Size == 1 || len(e.lines.spans) <= large && !e.lines.torn {
			break
		}
	}
	if len(e.lines.spans) > most {
		e.lines.spans = e.lines.spans[:most]
		e.shorten(columns)
	}
	if style.Size == 1 { // large ones have white of their own
		e.feedDots(e.tight)
	}
	e.tight = 0
	if style.Size > 1 {
		e.tight = 8
	}
	for _, l := range e.lines.spans {
		e.length += max(GlyphHeight*style.Size, e.spacing())
		if l.from == l.to { // an empty line inside a text is meant: it separates
			e.put('\n')
			continue
		}
		e.line(e.text[l.from:l.to], style)
	}
}

// shorten ends the last line in an ellipsis, over what stands there.
func (e *sheet) shorten(columns int) {
	last := &e.lines.spans[len(e.lines.spans)-1]
	mark := []rune("…")
	if !e.set.has('…') {
		mark = []rune("...")
	}
	width := 0
	for _, r := range mark {
		width += e.cells(r)
	}
	for last.to > last.from && (e.lines.width(*last)+width > columns || len(e.text)-last.to < len(mark)) {
		last.to--
	}
	last.to += copy(e.text[last.to:], mark)
}

// cells is the width of a character on paper: one for a letter, two for what goes
// out as a Chinese code, and what the picture takes for what is drawn. Which lines
// are drawn shows only when they are cut, so in a text of which the printer lacks
// some, what it has is as wide as its picture.
func (e *sheet) cells(r rune) int {
	switch {
	case r < 0x80:
		return 1
	case e.set.page == nil:
		return 2
	case e.set.has(r) && !e.lacks:
		return 1
	}
	if g, ok := e.glyph(r); ok {
		return (g.Width + 11) / 12
	}
	return 2
}

// line prints what fits one line: as text, or as dots when the printer has no code
// for some of it and less would be missing from the picture.
func (e *sheet) line(line []rune, style Style) {
	codes, lost, hanzi := e.codes[:0], 0, false
	for _, r := range line {
		if r >= ' ' && r <= '~' {
			codes = append(codes, byte(r))
			continue
		}
		code, ok := e.set.code(r)
		if !ok {
			var loss int
			code, loss = e.standIn(r)
			lost += loss
		}
		hanzi = hanzi || code[0] >= 0x80
		codes = append(codes, code...)
	}
	e.codes = codes
	e.aligned(style.Align)
	if lost > 0 && e.undrawn(line) < lost {
		e.drawn(line, style)
		return
	}
	e.sized(style.Size, style.Size, hanzi && e.set.page == nil)
	e.bolded(style.Bold)
	e.out = append(e.out, codes...)
	e.put('\n')
}

// The weight of what a reader misses: an accent less than a character.
const (
	accentLost = 1
	allLost    = 2
)

// standIn is the code for what the printer has none of: the letter without its
// accent, else the mark for a missing character.
func (e *sheet) standIn(r rune) (code []byte, loss int) {
	if base, ok := unaccented(r); ok {
		if code, ok := e.set.code(base); ok {
			return code, accentLost
		}
	}
	code, _ = e.set.code(e.set.missing())
	return code, allLost
}

// undrawn weighs what a reader misses of a line that is drawn.
func (e *sheet) undrawn(line []rune) (lost int) {
	for _, r := range line {
		_, loss := e.outline(r)
		lost += loss
	}
	return lost
}

// outline is the picture of a character, or what stands for it where there is none.
func (e *sheet) outline(r rune) (g Glyph, loss int) {
	if g, ok := e.glyph(r); ok {
		return g, 0
	}
	if base, ok := unaccented(r); ok {
		if g, ok := e.glyph(base); ok {
			return g, accentLost
		}
	}
	g, _ = Font24(missing)
	return g, allLost
}
