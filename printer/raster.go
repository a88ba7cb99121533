package printer

// picture is a black and white drawing. It is made row by row, so that only one
// band of it is ever in memory.
type picture struct {
	dots, rows int
	row        func(to []byte, y, left int) // sets row y's black dots, left dots further right
	double     bool                         // each dot is printed two by two
}

// black sets a dot in a row: the leftmost is the highest bit, as GS v 0 takes it.
func black(row []byte, x int) { row[x/8] |= 0x80 >> (x % 8) }

// commandAt finds the first of the real-time commands that a printer carries out
// even in the midst of a picture's data: DLE EOT, DLE ENQ, DLE DC4. Without any
// it is -1.
func commandAt(data []byte) int {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == 0x10 && (data[i+1] == 0x04 || data[i+1] == 0x05 || data[i+1] == 0x14) {
			return i
		}
	}
	return -1
}

// stride is how many bytes a row is, shifted right by left dots.
func (p picture) stride(left int) int { return (p.dots + left + 7) / 8 }

// shift is how far right the drawing goes, of up to seven dots, so that no
// real-time command is in it; without such a place on the paper, none.
func (p picture) shift(most int) int {
	for left := range 8 {
		if p.stride(left) > most {
			break
		}
		if p.harmless(left) {
			return left
		}
	}
	return 0
}

// harmless reports whether the drawing holds no real-time command.
func (p picture) harmless(left int) bool {
	n := p.stride(left)
	buf := make([]byte, n+1) // the row before's last byte, then the row
	for y := range p.rows {
		buf[0] = buf[n]
		clear(buf[1:])
		p.row(buf[1:], y, left)
		if commandAt(buf) >= 0 {
			return false
		}
	}
	return true
}

// picture sends a drawing by GS v 0 in bands that take half the printer's buffer, or
// a single row, where that is more. What can't be moved away from a real-time command
// gets a speck of black instead.
func (e *sheet) picture(p picture) {
	var mode byte
	width := e.p.Dots / 8
	if p.double {
		mode, width = 3, e.p.Dots/16
	}
	left := p.shift(width)
	stride := p.stride(left)
	band := max(1, e.p.buffer()/2/stride)
	for y := 0; y < p.rows && e.err == nil; y += band {
		n := min(band, p.rows-y)
		e.put(0x1D, 'v', '0', mode, byte(stride), byte(stride>>8), byte(n), byte(n>>8))
		from := len(e.out)
		for i := range n {
			at := len(e.out)
			for range stride {
				e.out = append(e.out, 0)
			}
			p.row(e.out[at:], y+i, left)
		}
		for data := e.out[from:]; commandAt(data) >= 0; {
			data[commandAt(data)+1] |= 0x08
		}
		e.flush()
	}
}

// drawQR sends a code's dots.
func (e *sheet) drawQR(code symbol) {
	module := code.module / 2
	side := len(code.square) * module
	e.picture(picture{dots: side, rows: side, double: true, row: func(to []byte, y, left int) {
		for x := range side {
			if code.square[y/module][x/module] {
				black(to, x+left)
			}
		}
	}})
}

// drawn prints one line as dots, in the place and about the size that the
// printer's own characters would have. What stands for a character without a picture is outline's choice.
func (e *sheet) drawn(line []rune, style Style) {
	glyphs := make([]Glyph, 0, len(line))
	dots := 0
	for _, r := range line {
		g, _ := e.outline(r)
		if style.Bold {
			for y, row := range g.Rows {
				g.Rows[y] = row | row>>1
			}
		}
		glyphs = append(glyphs, g)
		dots += g.Width
	}
	scale := style.Size
	for scale > 1 && dots*scale > e.p.Dots { // a wide glyph in a narrow cell
		scale--
	}
	height := GlyphHeight * scale
	double := scale%2 == 0
	if double {
		scale /= 2
	}
	e.picture(picture{
		dots: dots * scale, rows: GlyphHeight * scale, double: double,
		row: func(to []byte, y, left int) { paint(to, glyphs, y/scale, scale, left) },
	})
	e.feedDots(e.spacing() - height) // text has its line spacing, a picture none
}

// paint sets one row of a line of glyphs, each dot scale dots wide.
func paint(to []byte, glyphs []Glyph, y, scale, left int) {
	for _, g := range glyphs {
		for x := range g.Width * scale {
			if g.Dot(x/scale, y) {
				black(to, left+x)
			}
		}
		left += g.Width * scale
	}
}
