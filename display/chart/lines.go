package chart

import (
	"html/template"
	"strings"
)

// Line is one row of values over the points of an axis.
type Line struct {
	Name   string
	Values []Value // one for each label; None is a gap
	Before bool    // of the period before: pale
	Second bool    // broken, so that it is told from the first without its colour
}

// Lines draws lines over one axis, each with its name at its end or in the legend above.
func Lines(f Frame, labels []string, lines []Line) template.HTML {
	const legend = 18.0
	d := f.begin("lines", legend+top+height+bottom)
	d.add(`<g transform="translate(0 %s)">`, num(legend))
	var most float64
	for i := range lines {
		for _, v := range lines[i].Values {
			most = max(most, v.Size)
		}
	}
	y := f.plane(d, scaleOf(most, f.Steps))
	if len(labels) > 0 {
		f.draw(d, labels, lines, y)
	}
	d.WriteString("</g>")
	x := left
	for i := range lines {
		d.line(x, 9, x+22, 9, lines[i].class())
		d.text(x+28, 13, "start", "c-legend", lines[i].Name)
		x += 28 + wide(lines[i].Name)*1.05 + 20
	}
	return d.end()
}

func (f *Frame) draw(d *drawing, labels []string, lines []Line, y func(float64) float64) {
	room := (float64(f.width()) - left - right) / float64(len(labels))
	points := make([]Point, len(labels))
	for i := range labels {
		points[i].Label = labels[i]
	}
	skip := every(points, room)
	at := func(i int) float64 { return left + room*(float64(i)+0.5) }
	for i := 0; i < len(labels); i += skip {
		d.text(at(i), top+height+17, "middle", "c-axis", labels[i])
	}
	for i := range lines {
		l := &lines[i]
		for from := 0; from < len(l.Values); {
			to := from
			for to < len(l.Values) && l.Values[to].drawn() {
				to++
			}
			d.stretch(l, from, to, at, y)
			from = to + 1
		}
		if len(labels) > 62 {
			continue
		}
		for j, v := range l.Values {
			if v.drawn() {
				d.add(`<circle cx="%s" cy="%s" r="3" class="%s"><title>%s</title></circle>`, num(at(j)), num(y(v.Size)), l.dot(), esc(labels[j]+" · "+l.Name+" "+v.Word))
			}
		}
	}
}

// stretch draws a line between two gaps.
func (d *drawing) stretch(l *Line, from, to int, at func(int) float64, y func(float64) float64) {
	if to-from < 2 {
		return
	}
	var path strings.Builder
	for i := from; i < to; i++ {
		if i > from {
			path.WriteByte(' ')
		}
		path.WriteString(num(at(i)) + "," + num(y(l.Values[i].Size)))
	}
	d.add(`<polyline points="%s" class="%s"/>`, path.String(), l.class())
}

func (v Value) drawn() bool { return !v.None && !v.Masked }

func (l *Line) class() string {
	switch {
	case l.Before:
		return "c-line c-line-was"
	case l.Second:
		return "c-line c-line-second"
	}
	return "c-line"
}

func (l *Line) dot() string {
	if l.Before {
		return "c-dot c-dot-was"
	}
	if l.Second {
		return "c-dot c-dot-second"
	}
	return "c-dot"
}
