package chart

import (
	"cmp"
	"html/template"
	"math"
	"strconv"
)

// Heat is a map: rows down, columns across, and a value where they meet.
type Heat struct {
	Rows, Cols []string
	At         [][]Value // by row and column
}

// shades is how many degrees of lightness a place may have besides empty.
const shades = 5

// Draw draws the map. Each place has its value written in it, so that its shade is
// a help and not the message.
func (h Heat) Draw(f Frame) template.HTML {
	const each, head = 30.0, 20.0
	names := 30.0
	for _, r := range h.Rows {
		names = max(names, wide(r)+12)
	}
	d := f.begin("heat", head+each*float64(len(h.Rows))+2)
	if len(h.Cols) == 0 {
		return d.end()
	}
	room := (float64(f.width()) - names) / float64(len(h.Cols))
	most := 0.0
	for _, row := range h.At {
		for _, v := range row {
			most = max(most, v.Size)
		}
	}
	for i, c := range h.Cols {
		d.text(names+room*(float64(i)+0.5), 13, "middle", "c-axis", c)
	}
	for i, row := range h.At {
		y := head + each*float64(i)
		d.text(names-10, y+each/2+4, "end", "c-axis", h.Rows[i])
		for j, v := range row {
			x, n := names+room*float64(j), shade(v, most)
			d.box(x+1, y+1, room-2, each-2, "c-heat c-h"+strconv.Itoa(n), h.Rows[i]+" "+h.Cols[j]+" · "+v.word(f.Masked))
			words, class := v.word(f.Masked), "c-in"
			if n >= 4 {
				class = "c-in c-in-dark"
			}
			if v.None || v.Size == 0 && !v.Masked {
				continue
			}
			d.text(x+room/2, y+each/2+4, "middle", class, words)
		}
	}
	return d.end()
}

// shade is how dark a place is: 0 for nothing, 1 to 5 for a part of the most.
func shade(v Value, most float64) int {
	if v.None || v.Masked || v.Size <= 0 || most <= 0 {
		return 0
	}
	return min(max(int(math.Ceil(v.Size/most*shades)), 1), shades)
}

func (v Value) word(masked string) string {
	switch {
	case v.None:
		return "–"
	case v.Masked:
		return cmp.Or(v.Word, masked)
	}
	return v.Word
}
