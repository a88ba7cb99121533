package printer

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// raster is a black and white picture in rows of whole bytes, the leftmost dot
// in the highest bit, as GS v 0 takes it.
type raster struct {
	stride int // bytes a row
	rows   int
	data   []byte
}

func newRaster(dots, rows int) raster {
	stride := (dots + 7) / 8
	return raster{stride, rows, make([]byte, stride*rows)}
}

func (r raster) set(x, y int) { r.data[y*r.stride+x/8] |= 0x80 >> (x % 8) }

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

// defused draws a picture of the given width until no real-time command is in
// it: shifted right by up to seven dots, and in the last resort with a speck of
// black added.
func defused(dots, rows int, draw func(r raster, shift int)) raster {
	var r raster
	for shift := range 8 {
		r = newRaster(dots+shift, rows)
		draw(r, shift)
		if commandAt(r.data) < 0 {
			return r
		}
	}
	for at := commandAt(r.data); at >= 0; at = commandAt(r.data) {
		r.data[at+1] |= 0x08
	}
	return r
}

// picture sends a raster by GS v 0 in bands that a small buffer takes. With
// double every dot is printed as two by two.
func (e *encoder) picture(r raster, double bool) {
	var mode byte
	if double {
		mode = 3
	}
	band := max(1, max(e.p.Buffer/2, 512)/r.stride)
	for y := 0; y < r.rows; y += band {
		n := min(band, r.rows-y)
		e.put(0x1D, 'v', '0', mode, byte(r.stride), byte(r.stride>>8), byte(n), byte(n>>8))
		e.out = append(e.out, r.data[y*r.stride:(y+n)*r.stride]...)
	}
}

// rasterQR sends the code's dots, half as many each way as are printed: with
// modules of two dots or more no real-time command can be among them, and it is
// a quarter of the bytes.
func (e *encoder) rasterQR(data string) error {
	code, err := qrcode.New(data, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("encode slip: QR code of %d bytes: %w", len(data), err)
	}
	code.DisableBorder = true // before the first Bitmap; the paper is the border
	bitmap := code.Bitmap()
	module := e.module(len(bitmap), 4) / 2
	if module < 2 {
		return fmt.Errorf("encode slip: a QR code of %d bytes doesn't fit the paper of %s", len(data), e.p.Name)
	}
	side := len(bitmap) * module
	e.picture(defused(side, side, func(r raster, shift int) {
		for y := range side {
			for x := range side {
				if bitmap[y/module][x/module] {
					r.set(x+shift, y)
				}
			}
		}
	}), true)
	return nil
}

// drawn prints one line as dots, in the place and about the size that the
// printer's own characters would have. A character without a picture is a 〓.
func (e *encoder) drawn(line []rune, style Style) {
	glyphs := make([]Glyph, 0, len(line))
	dots := 0
	for _, r := range line {
		g, ok := e.glyph(r)
		if !ok {
			if g, ok = e.glyph(missing); !ok {
				continue
			}
		}
		glyphs = append(glyphs, g)
		dots += g.Width
	}
	scale := style.Size
	for scale > 1 && dots*scale > e.p.Dots { // a wide glyph in a narrow cell
		scale--
	}
	double := scale%2 == 0
	if double {
		scale /= 2
	}
	e.picture(defused(dots*scale, GlyphHeight*scale, func(r raster, shift int) {
		paint(r, glyphs, scale, shift)
	}), double)
	e.feed('J', 6) // text has its line spacing, a picture none
}

func paint(r raster, glyphs []Glyph, scale, left int) {
	for _, g := range glyphs {
		for y := range GlyphHeight * scale {
			for x := range g.Width * scale {
				if g.Dot(x/scale, y/scale) {
					r.set(left+x, y)
				}
			}
		}
		left += g.Width * scale
	}
}
