package paper

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"time"
)

// Page is a piece of paper that has left the printer.
type Page struct {
	Seq      uint64    // counts a printer's pages from 1; 0 outside of a Virtual
	At       time.Time // when it was cut or torn off; zero outside of a Virtual
	Width    int       // dots across
	Height   int       // dots from tip to cut
	Texts    []string  // printed lines from top to bottom, without blanks around them
	QRs      []QR      // codes that the printer drew itself; raster ones are just dots
	Problems []Problem // what a real printer might have stumbled over
	Bytes    int       // how many bytes made it, from its ESC @ on
	Offset   int64     // of the first of them in everything the interpreter has been given, from 0
	Torn     bool      // taken off by force, before it was ended by a cut or at the tear bar

	// The power went since the page before came off: what had been printed by then
	// stayed on it, and what came after the power was back stands below.
	PowerCut bool

	// When its first and its last byte came in, the last being that of the cut or
	// the last that was printed; At less LastByte is what the paper took, LastByte
	// less FirstByte the wire. Zero outside of a Virtual.
	FirstByte, LastByte time.Time

	dots []byte // rows of Width/8 bytes down to the last black one
}

// QR is a code that the printer drew from GS ( k.
type QR struct {
	Data   string
	Module int // dots a module measures
	X, Y   int // its upper left corner in dots
	Side   int // dots each way, without a quiet zone
}

// Problem is something in the bytes that a printer does something else with than
// was meant.
type Problem struct {
	Offset int64  // of the byte in everything the interpreter has been given, from 0
	Text   string // what is wrong, in plain English for a developer
}

// Black reports whether the dot x from the left and y from the top is black.
func (p Page) Black(x, y int) bool {
	at := y*(p.Width/8) + x/8
	return x >= 0 && x < p.Width && y >= 0 && y < p.Height && at < len(p.dots) && p.dots[at]>>(7-x%8)&1 == 1
}

// Ink is the page's rows of Width/8 bytes from the first black one to the last: what
// is the same on two slips that look the same, however much white stands above.
func (p Page) Ink() []byte {
	stride := p.Width / 8
	white := func(row []byte) bool { return len(bytes.Trim(row, "\x00")) == 0 }
	rows := p.dots[:min(p.Height*stride, len(p.dots))]
	for len(rows) >= stride && stride > 0 && white(rows[:stride]) {
		rows = rows[stride:]
	}
	for len(rows) >= stride && stride > 0 && white(rows[len(rows)-stride:]) {
		rows = rows[:len(rows)-stride]
	}
	return rows
}

// Image draws the page at the printer's own dots, black on white.
func (p Page) Image() *image.Paletted {
	img := image.NewPaletted(image.Rect(0, 0, p.Width, p.Height), color.Palette{color.White, color.Black})
	stride := p.Width / 8
	for y := 0; y < p.Height && (y+1)*stride <= len(p.dots); y++ {
		row := img.Pix[y*img.Stride:]
		for x := range p.Width {
			row[x] = p.dots[y*stride+x/8] >> (7 - x%8) & 1
		}
	}
	return img
}

// PNG writes the page as a picture of one bit a dot.
func (p Page) PNG(w io.Writer) error { return png.Encode(w, p.Image()) }

// CutThrough is the Problem of a cut without a feed before: the rest of what was
// printed stands on the next page.
const CutThrough = "the cut goes through what is printed"

const (
	maxRows     = 8000 // one metre of paper: no slip is longer
	maxProblems = 100  // a page keeps; one is enough to look into it
)

// roll is the paper under the head, as rows of dots since the last cut.
type roll struct {
	stride int
	y      int    // where the head is
	dots   []byte // down to the last black row
}

// black draws a dot at x, y rows below the head.
func (r *roll) black(x, y int) {
	y += r.y
	if x < 0 || x >= r.stride*8 || y < 0 || y >= maxRows {
		return
	}
	for need := (y + 1) * r.stride; len(r.dots) < need; {
		r.dots = append(r.dots, make([]byte, need-len(r.dots))...)
	}
	r.dots[y*r.stride+x/8] |= 0x80 >> (x % 8)
}

// clip takes back what is drawn and hasn't come under the head.
func (r *roll) clip() { r.dots = r.dots[:min(r.y*r.stride, len(r.dots))] }

// inked is the row below the last black one.
func (r *roll) inked() int { return len(r.dots) / r.stride }

// take cuts the paper at row y. What stands below stays in the printer.
func (r *roll) take(y int) []byte {
	at := min(y*r.stride, len(r.dots))
	off := r.dots[:at:at]
	r.dots = append([]byte(nil), r.dots[at:]...)
	r.y -= y
	return off
}
