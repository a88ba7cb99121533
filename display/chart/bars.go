package chart

import (
	"cmp"
	"html/template"
	"math"
	"slices"
)

// The margins of a drawing with axes.
const (
	left   = 44.0
	right  = 8.0
	top    = 14.0
	bottom = 24.0
	height = 176.0 // of the plane between the axes
)

// plane draws the horizontal rules of an axis with their values.
func (f *Frame) plane(d *drawing, s scale) (y func(float64) float64) {
	y = func(v float64) float64 { return top + f.head + height*(1-v/s.top) }
	for v := 0.0; v <= s.top+s.step/2; v += s.step {
		class := "c-rule"
		if v == 0 {
			class = "c-base"
		}
		d.line(left, y(v), float64(f.width())-right, y(v), class)
		d.text(left-8, y(v)+4, "end", "c-axis", s.words(v))
	}
	return y
}

// Bars draws a bar for each point, and beside it a pale one for the period before.
func Bars(f Frame, points []Point) template.HTML {
	d := f.begin("bars", top+height+bottom)
	y := f.plane(d, scaleOf(largest(points), f.Steps))
	f.columns(d, points, y)
	return d.end()
}

// columns draws the bars of Bars and what stands below the axis.
func (f *Frame) columns(d *drawing, points []Point, y func(float64) float64) {
	if len(points) == 0 {
		return
	}
	room := (float64(f.width()) - left - right) / float64(len(points))
	skip := every(points, room)
	pair := false
	for i := range points {
		pair = pair || points[i].Before != nil
	}
	thick := math.Min(room*0.72, 46)
	for i := range points {
		p := &points[i]
		mid := left + room*(float64(i)+0.5)
		x, w := mid-thick/2, thick
		if pair {
			w = thick / 2
			if p.Before != nil {
				f.column(d, x, w, *p.Before, y, "c-was", p.name())
			}
			x = mid
		}
		f.column(d, x, w, p.Now, y, "c-now", p.name())
		if i%skip == 0 {
			d.text(mid, top+height+17, "middle", "c-axis", p.Label)
		}
	}
}

func (f *Frame) column(d *drawing, x, w float64, v Value, y func(float64) float64, class, name string) {
	switch {
	case v.None:
	case v.Masked:
		d.text(x+w/2, y(0)-4, "middle", "c-masked", v.word(f.Masked))
	case v.Size > 0:
		d.box(x, y(v.Size), w, y(0)-y(v.Size), class, name+" · "+v.Word)
	}
}

// Mark is a value on the axis of a distribution that has a name: the median.
type Mark struct {
	At    float64 // in points: 1.5 is the middle of the second
	Label string
}

// Distribution draws bars that touch each other, since what they count is parts of
// one axis, and marks on it.
func Distribution(f Frame, points []Point, marks []Mark) template.HTML {
	f.head = float64(len(marks)) * markLine
	d := f.begin("distribution", top+f.head+height+bottom+14)
	y := f.plane(d, scaleOf(largest(points), f.Steps))
	if len(points) == 0 {
		return d.end()
	}
	room := (float64(f.width()) - left - right) / float64(len(points))
	skip := every(points, room)
	for i := range points {
		p := &points[i]
		x := left + room*float64(i)
		if p.Before != nil && !p.Before.None && !p.Before.Masked && p.Before.Size > 0 {
			d.box(x+1, y(p.Before.Size), room-2, y(0)-y(p.Before.Size), "c-was", p.name()+" · "+p.Before.Word)
		}
		inset := 1.0
		if p.Before != nil {
			inset = room * 0.24
		}
		f.column(d, x+inset, room-2*inset, p.Now, y, "c-now", p.name())
		if i%skip == 0 {
			d.text(x+room/2, y(0)+17, "middle", "c-axis", p.Label)
		}
	}
	f.marks(d, marks, room)
	return d.end()
}

// markLine is how much room a mark's words take above the plane.
const markLine = 17.0

// marks draws marks, the words of each on a line of its own above the plane, where no bar is.
func (f *Frame) marks(d *drawing, marks []Mark, room float64) {
	for i, m := range slices.SortedStableFunc(slices.Values(marks), func(a, b Mark) int { return cmp.Compare(a.At, b.At) }) {
		x, level := left+room*m.At, top+markLine*float64(i)
		d.line(x, level-10, x, top+f.head+height, "c-mark")
		at, anchor := x+5, "start"
		if at+wide(m.Label) > float64(f.width()) {
			at, anchor = x-5, "end"
		}
		d.text(at, level, anchor, "c-marked", m.Label)
	}
}

// Across draws bars that lie, one below the other, each with its name before and its
// value right behind it, also where the one before is longer; for what has names too long for an axis.
func Across(f Frame, points []Point) template.HTML {
	const each, thick = 30.0, 14.0
	names, values := 60.0, 30.0
	for i := range points {
		names = max(names, wide(points[i].name())*1.06+12)
		values = max(values, wide(points[i].Now.Word)+14)
	}
	names = math.Min(names, float64(f.width())*0.46)
	d := f.begin("across", each*float64(max(len(points), 1))+4)
	most := math.Max(largest(points), 1e-9)
	long := float64(f.width()) - names - values
	for i := range points {
		p, y := &points[i], each*float64(i)
		d.text(names-10, y+each/2+4, "end", "c-name", cut(p.name(), names-10))
		if b := p.Before; b != nil && !b.None && !b.Masked && b.Size > 0 {
			d.box(names, y+4, long*b.Size/most, each-8, "c-was", p.name()+" · "+b.Word)
		}
		at := 0.0
		if !p.Now.None && !p.Now.Masked && p.Now.Size > 0 {
			at = long * p.Now.Size / most
			d.box(names, y+(each-thick)/2, at, thick, "c-now", p.name()+" · "+p.Now.Word)
		}
		word, class := p.Now.Word, "c-value"
		switch {
		case p.Now.None:
			word = "–"
		case p.Now.Masked:
			word, class = p.Now.word(f.Masked), "c-masked"
		}
		d.text(names+at+6, y+each/2+4, "start", class, word)
	}
	d.line(names, 0, names, each*float64(max(len(points), 1)), "c-base")
	return d.end()
}

// cut shortens a name that has no room; the table behind has it whole.
func cut(name string, room float64) string {
	if wide(name) <= room {
		return name
	}
	runes := []rune(name)
	for len(runes) > 1 && wide(string(runes))+8 > room {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
