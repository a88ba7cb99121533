package printer_test

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"onedoor/printer"
	"onedoor/printer/paper"
	"onedoor/printer/printertest"
)

// printed is the page of a whole ticket.
func printed(t *testing.T, p printer.Profile, lang string) paper.Page {
	t.Helper()
	b, err := printer.Encode(p, tickets()[lang].Slip(nil))
	if err != nil {
		t.Fatal(err)
	}
	pages := paper.Interpret(p, b)
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	return pages[0]
}

// dots are a page's dots, to be damaged: true is black.
type dots struct {
	w, h  int
	black []bool
}

func dotsOf(p paper.Page) dots {
	d := dots{p.Width, p.Height, make([]bool, p.Width*p.Height)}
	for i := range d.black {
		d.black[i] = p.Black(i%d.w, i/d.w)
	}
	return d
}

func (d dots) at(x, y int) bool { return x >= 0 && x < d.w && y >= 0 && y < d.h && d.black[y*d.w+x] }

// frame is how many modules around a code are in the picture that is taken of it:
// its quiet zone, and no more.
const frame = 4

// around is a copy of what a camera takes of a code.
func (d dots) around(c code) dots {
	side := c.side + 2*frame*c.module
	part := dots{side, side, make([]bool, side*side)}
	for i := range part.black {
		part.black[i] = d.at(c.x-frame*c.module+i%side, c.y-frame*c.module+i/side)
	}
	return part
}

// camera sees dots as a phone does that is held 20 cm away: a photo of 4,000 pixels
// shows some 25 cm there, two pixels a dot of 203 dpi, a video half of that; and lens, hand and paper
// blur each dot into its neighbours, by a Gaussian of so many dots. Decoders that
// are given the bare dots see each speck as sharp as an eye of the code, which no
// camera does.
func (d dots) camera(l look) *image.Gray {
	scale, blur := l.pixels, l.blur
	sigma := blur * float64(scale)
	reach := int(3 * sigma)
	weights := make([]float64, 2*reach+1)
	sum := 0.0
	for k := range weights {
		weights[k] = math.Exp(-float64((k-reach)*(k-reach)) / (2 * sigma * sigma))
		sum += weights[k]
	}
	w, h := d.w*scale, d.h*scale
	ink := make([]float64, w*h) // blurred along the rows
	for y := range h {
		for x := range w {
			for k, weight := range weights {
				if d.at((x+k-reach)/scale, y/scale) {
					ink[y*w+x] += weight / sum
				}
			}
		}
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := 0.0
			for k, weight := range weights {
				if at := y + k - reach; at >= 0 && at < h {
					v += ink[at*w+x] * weight / sum
				}
			}
			img.SetGray(x, y, color.Gray{Y: uint8(255 - 255*v)})
		}
	}
	return img
}

// zxing reads a picture with a decoder that shares nothing with zbar, and tells
// where the centres of the code's eyes are: lower left, upper left, upper right.
func zxing(img image.Image) (string, []gozxing.ResultPoint) {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return err.Error(), nil
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	r, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	if err != nil {
		return err.Error(), nil
	}
	return r.GetText(), r.GetResultPoints()
}

// gray is the page at its own dots.
func (d dots) gray() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, d.w, d.h))
	for i, black := range d.black {
		if !black {
			img.SetGray(i%d.w, i/d.w, color.Gray{Y: 255})
		}
	}
	return img
}

// code is where a QR code stands on a page, measured on its dots.
type code struct{ x, y, side, module int }

// find measures the code from its eyes outwards: an eye is black for three
// modules, white for one and black for one.
func (d dots) find(t *testing.T) code {
	t.Helper()
	text, points := zxing(d.gray())
	if len(points) < 3 {
		t.Fatalf("no code: %s", text)
	}
	at := func(i int) (x, y int) { return int(points[i].GetX()), int(points[i].GetY()) }
	run := func(x, y, dx, dy int, black bool) (n int) {
		for d.at(x, y) == black && n < d.w {
			x, y, n = x+dx, y+dy, n+1
		}
		return n
	}
	edge := func(x, y, dx, dy int) (n int) {
		for _, black := range []bool{true, false, true} {
			n += run(x+n*dx, y+n*dy, dx, dy, black)
		}
		return n
	}
	x, y := at(1)
	right, _ := at(2)
	c := code{x: x - edge(x, y, -1, 0) + 1, y: y - edge(x, y, 0, -1) + 1}
	c.side = right + edge(right, y, 1, 0) - c.x
	c.module = (run(x, y, 1, 0, true) + run(x, y, -1, 0, true) - 1) / 3
	return c
}

// TestQRQuietZone measures on the paper's dots that nothing but white is within
// four modules of the code on any side, and that a code that the printer draws is
// read from 20 cm: it is 2 cm wide.
func TestQRQuietZone(t *testing.T) {
	for _, p := range kinds() {
		for _, lang := range []string{"zh", "long"} {
			d := dotsOf(printed(t, p, lang))
			c := d.find(t)
			mm := float64(c.side) * 25.4 / float64(p.DPI)
			if least := map[printer.QRKind]float64{printer.NativeQR: 20, printer.RasterQR: 16}[p.QR]; mm < least {
				t.Errorf("%s: the code is %.1f mm wide, less than %.0f", p.Name, mm, least)
			}
			if c.side%c.module != 0 || (c.side/c.module-17)%4 != 0 {
				t.Errorf("%s: %d dots by modules of %d is no QR code", p.Name, c.side, c.module)
			}
			zone := 4 * c.module
			if c.x < zone || d.w-c.x-c.side < zone {
				t.Errorf("%s: %d dots left and %d right of the code, want %d", p.Name, c.x, d.w-c.x-c.side, zone)
			}
			for y := c.y - zone; y < c.y+c.side+zone; y++ {
				for x := c.x - zone; x < c.x+c.side+zone; x++ {
					inside := x >= c.x && x < c.x+c.side && y >= c.y && y < c.y+c.side
					if !inside && d.at(x, y) {
						t.Fatalf("%s %s: a dot %d right and %d below the code's corner, in its quiet zone", p.Name, lang, x-c.x, y-c.y)
					}
				}
			}
		}
	}
}

// damages are what happens to paper and heads, each with its own chance.
func damages(c code) map[string]func(d dots, r *rand.Rand) {
	third := func(from int) func(d dots, r *rand.Rand) { // half of the dots in a third of the code didn't get hot
		return func(d dots, r *rand.Rand) {
			for i := range d.black {
				if x := i%d.w - c.x - from*c.side/3; x >= 0 && x < c.side/3 && r.IntN(2) == 0 {
					d.black[i] = false
				}
			}
		}
	}
	column := func(at int) func(d dots, r *rand.Rand) { // a dead dot of the head
		return func(d dots, _ *rand.Rand) {
			for y := range d.h {
				d.black[y*d.w+c.x+at] = false
			}
		}
	}
	return map[string]func(d dots, r *rand.Rand){
		"clean": func(dots, *rand.Rand) {},
		"salt and pepper": func(d dots, r *rand.Rand) {
			for i := range d.black {
				if r.IntN(20) == 0 {
					d.black[i] = !d.black[i]
				}
			}
		},
		"column in an eye": column(c.module + 1), "column in a timing": column(8 * c.module), "column in the middle": column(c.side / 2),
		"column at the edge": column(c.side - 1), "column of a module's edge": column(c.side/3/c.module*c.module + c.module - 1),
		"left third faded": third(0), "middle third faded": third(1), "right third faded": third(2),
	}
}

// look is one picture that a phone takes.
type look struct {
	pixels int     // a dot
	blur   float64 // dots
}

// looks are those of a second: it takes thirty, and hand and focus move between.
func looks() []look {
	return []look{{2, 1.2}, {2, 1.4}, {2, 1.6}, {2, 1.8}, {2, 2.2}, {2, 2.5}, {1, 1.2}, {1, 1.5}, {3, 1.5}, {3, 1.8}}
}

// TestQRIsReadFromDamagedPaper has two decoders that no one here wrote read the
// code from the picture of each profile's paper, as a camera sees it. All but the
// faded thirds at the sides, where both of a side's eyes are faded, have to be
// read at first sight.
func TestQRIsReadFromDamagedPaper(t *testing.T) {
	done := map[string]bool{}
	for _, p := range kinds() {
		page := dotsOf(printed(t, p, "zh"))
		c := page.find(t)
		if clean := fmt.Sprint(page.around(c)); done[clean] {
			continue // the same dots as another profile's
		} else {
			done[clean] = true
		}
		for name, damage := range damages(code{x: frame * c.module, y: frame * c.module, side: c.side, module: c.module}) {
			d := page.around(c)
			damage(d, rand.New(rand.NewPCG(2026, 4)))
			byZxing := read(d, func(img image.Image) bool { got, _ := zxing(img); return got == statusURL })
			byZbar := read(d, func(img image.Image) bool { return slices.Equal(printertest.ZbarImage(t, img), []string{statusURL}) })
			t.Logf("%-10s %-24s zxing at look %d, zbar at look %d", p.Name, name, byZxing, byZbar)
			most := 1
			if strings.HasSuffix(name, "faded") {
				most = len(looks())
			}
			if byZxing > most || byZbar > most {
				t.Errorf("%s, %s: read by zxing at look %d, by zbar at look %d, want %d", p.Name, name, byZxing, byZbar, most)
			}
		}
	}
	if len(done) < 3 {
		t.Errorf("%d different codes, want one of each module and kind", len(done))
	}
}

// read tells at which look a decoder reads the code, from 1.
func read(d dots, decodes func(image.Image) bool) int {
	for i, l := range looks() {
		if decodes(d.camera(l)) {
			return i + 1
		}
	}
	return len(looks()) + 1
}
