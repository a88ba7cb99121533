package chart

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// The widths of a drawing, in its own unit, which is a pixel where there is room.
const (
	Half = 552  // beside another one
	Full = 1144 // alone in its row
)

// Frame is what every drawing has.
type Frame struct {
	ID    string // unique on the page
	Title string // read first by a screen reader
	Text  string // what there is to see, in a sentence or two
	Width int    // Half or Full; Half when 0
	Steps bool   // values are whole: the axis has no halves

	head   float64 // room above the plane
	Masked string  // what stands for a masked value that has no word of its own
}

// Value is one figure of a drawing.
type Value struct {
	Size   float64 // 0 and more; what it is drawn as
	Word   string  // as it is written: "12", "8 min"; with what it belongs to it is told on hover
	None   bool    // there is no figure
	Masked bool    // there is one, which isn't told
}

// Point is a place on a drawing's axis and what stands there.
type Point struct {
	Label  string // below the axis; may be empty where there is no room for all
	Name   string // in full, on hover; Label when empty
	Now    Value
	Before *Value // of the period before; nil: nothing to compare with
}

func (p *Point) name() string {
	if p.Name != "" {
		return p.Name
	}
	return p.Label
}

// drawing is an SVG being written.
type drawing struct{ strings.Builder }

func (f *Frame) width() int {
	if f.Width == 0 {
		return Half
	}
	return f.Width
}

// begin opens a drawing of a height.
func (f *Frame) begin(kind string, height float64) *drawing {
	d := &drawing{}
	if f.width() > Half {
		kind += " wide"
	}
	d.add(`<svg class="chart %s" viewBox="0 0 %d %s" role="img" aria-labelledby="%s-t %s-d">`, kind, f.width(), num(height), esc(f.ID), esc(f.ID))
	d.add(`<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, esc(f.ID), esc(f.Title), esc(f.ID), esc(f.Text))
	return d
}

func (d *drawing) end() template.HTML {
	d.WriteString("</svg>")
	return template.HTML(d.String()) //nolint:gosec // every text in it was escaped
}

func (d *drawing) add(format string, args ...any) { fmt.Fprintf(&d.Builder, format, args...) }

// text writes words at a place: anchor is start, middle or end.
func (d *drawing) text(x, y float64, anchor, class, words string) {
	if words == "" {
		return
	}
	d.add(`<text x="%s" y="%s" text-anchor="%s" class="%s">%s</text>`, num(x), num(y), anchor, class, esc(words))
}

// line draws a straight line.
func (d *drawing) line(x1, y1, x2, y2 float64, class string) {
	d.add(`<line x1="%s" y1="%s" x2="%s" y2="%s" class="%s"/>`, num(x1), num(y1), num(x2), num(y2), class)
}

// box draws a rectangle that tells itself on hover.
func (d *drawing) box(x, y, w, h float64, class, told string) {
	d.add(`<rect x="%s" y="%s" width="%s" height="%s" class="%s">`, num(x), num(y), num(math.Max(w, 0)), num(math.Max(h, 0)), class)
	if told != "" {
		d.add("<title>%s</title>", esc(told))
	}
	d.WriteString("</rect>")
}

// num writes a place with one decimal at most.
func num(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

func esc(s string) string { return html.EscapeString(s) }

// scale is an axis from zero to a round number not below the largest value.
type scale struct {
	top  float64
	step float64
}

// scaleOf makes an axis of at most some four steps.
func scaleOf(largest float64, whole bool) scale {
	if largest <= 0 {
		largest = 1
	}
	raw := largest / 4
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step := power
	for _, m := range []float64{1, 2, 5, 10} {
		if step = m * power; step >= raw {
			break
		}
	}
	if whole {
		step = math.Max(math.Ceil(step), 1)
	}
	return scale{top: step * math.Ceil(largest/step-1e-9), step: step}
}

// words writes a value of the axis.
func (s scale) words(v float64) string {
	decimals := 0
	if s.step < 1 {
		decimals = int(math.Ceil(-math.Log10(s.step) - 1e-9))
	}
	return strconv.FormatFloat(v, 'f', decimals, 64)
}

// largest is the greatest size among points.
func largest(points []Point) float64 {
	var most float64
	for i := range points {
		most = max(most, points[i].Now.Size)
		if b := points[i].Before; b != nil {
			most = max(most, b.Size)
		}
	}
	return most
}

// wide estimates how wide words are at a size of 12: a hanzi takes twice the
// room of a Latin letter.
func wide(words string) float64 {
	var w float64
	for _, r := range words {
		if r >= 0x2e80 {
			w += 12.5
		} else {
			w += 6.9
		}
	}
	return w
}

// every is how many labels to skip so that those that stand don't touch.
func every(points []Point, room float64) int {
	var widest float64
	for i := range points {
		widest = max(widest, wide(points[i].Label))
	}
	return max(int(math.Ceil((widest+8)/room)), 1)
}
