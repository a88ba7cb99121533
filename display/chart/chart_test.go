package chart_test

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"onedoor/display/chart"
)

// shape is an element of a drawing.
type shape struct {
	name, class, text, told string
	at                      map[string]string
}

// shapes reads a drawing as XML, and refuses what our policy wouldn't show.
func shapes(t *testing.T, svg template.HTML) []shape {
	t.Helper()
	var list []shape
	var open []int
	dec := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%s", err, svg)
		}
		switch e := token.(type) {
		case xml.StartElement:
			s := shape{name: e.Name.Local, at: map[string]string{}}
			for _, a := range e.Attr {
				if n := a.Name.Local; n == "style" || strings.HasPrefix(n, "on") || n == "href" {
					t.Errorf("<%s %s=…>", e.Name.Local, n)
				}
				s.at[a.Name.Local] = a.Value
			}
			s.class = s.at["class"]
			open = append(open, len(list))
			list = append(list, s)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				list[open[len(open)-1]].text += string(e)
			}
			if n := len(open); n > 1 && list[open[n-1]].name == "title" {
				list[open[n-2]].told += string(e)
			}
		}
	}
}

func of(list []shape, class string) (found []shape) {
	for _, s := range list {
		if s.class == class {
			found = append(found, s)
		}
	}
	return found
}

func size(t *testing.T, s shape, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s.at[name], 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func n(v float64) chart.Value { return chart.Value{Size: v, Word: strconv.Itoa(int(v))} }

func frame() chart.Frame {
	return chart.Frame{ID: "day", Title: "批次 <每天>", Text: "最多 40 批", Steps: true, Masked: "<5"}
}

func TestBarsAreAsHighAsTheirValues(t *testing.T) {
	before := n(20)
	list := shapes(t, chart.Bars(frame(), []chart.Point{
		{Label: "1", Now: n(40), Before: &before},
		{Label: "2", Now: n(10)},
		{Label: "3", Now: chart.Value{None: true}},
		{Label: "4", Now: chart.Value{Masked: true}},
		{Label: "5", Now: n(0)},
	}))
	now, was := of(list, "c-now"), of(list, "c-was")
	if len(now) != 2 || len(was) != 1 {
		t.Fatalf("%d bars of now and %d of before, want 2 and 1", len(now), len(was))
	}
	if got := size(t, now[0], "height") / size(t, now[1], "height"); math.Abs(got-4) > 0.02 {
		t.Errorf("40 is drawn %.2f times as high as 10", got)
	}
	if got := size(t, now[0], "height") / size(t, was[0], "height"); math.Abs(got-2) > 0.02 {
		t.Errorf("40 is drawn %.2f times as high as 20", got)
	}
	if masked := of(list, "c-masked"); len(masked) != 1 || masked[0].text != "<5" {
		t.Errorf("masked %v", masked)
	}
	if now[0].told != "1 · 40" {
		t.Errorf("a bar tells %q", now[0].told)
	}
}

func TestEveryDrawingHasItsNameAndText(t *testing.T) {
	p := []chart.Point{{Label: "A & B", Now: n(3)}}
	for name, svg := range map[string]template.HTML{
		"bars": chart.Bars(frame(), p), "across": chart.Across(frame(), p), "distribution": chart.Distribution(frame(), p, []chart.Mark{{At: 0.5, Label: "中位 3"}}),
		"lines": chart.Lines(frame(), []string{"A & B"}, []chart.Line{{Name: "x", Values: []chart.Value{n(3)}}}),
		"heat":  chart.Heat{Rows: []string{"一"}, Cols: []string{"9"}, At: [][]chart.Value{{n(3)}}}.Draw(frame()),
		"empty": chart.Bars(frame(), nil), "empty lines": chart.Lines(frame(), nil, nil), "empty map": chart.Heat{}.Draw(frame()), "nothing across": chart.Across(frame(), nil),
		"no distribution": chart.Distribution(frame(), nil, nil),
	} {
		list := shapes(t, svg)
		if list[0].at["role"] != "img" || list[0].at["aria-labelledby"] != "day-t day-d" || list[1].text != "批次 <每天>" || list[2].text != "最多 40 批" {
			t.Errorf("%s begins with %+v", name, list[:3])
		}
	}
}

func TestALineHasGapsWhereThereIsNoFigure(t *testing.T) {
	none := chart.Value{None: true}
	list := shapes(t, chart.Lines(frame(), []string{"1", "2", "3", "4", "5"}, []chart.Line{{Name: "x", Values: []chart.Value{n(1), n(2), none, n(4), n(5)}}}))
	stretches := 0
	for _, s := range list {
		if s.name == "polyline" {
			stretches++
			if got := len(strings.Fields(s.at["points"])); got != 2 {
				t.Errorf("a stretch of %d points", got)
			}
		}
	}
	if stretches != 2 || len(of(list, "c-dot")) != 4 {
		t.Errorf("%d stretches, %d dots", stretches, len(of(list, "c-dot")))
	}
}

func TestAMapIsDarkestWhereThereIsMost(t *testing.T) {
	list := shapes(t, chart.Heat{Rows: []string{"Mon"}, Cols: []string{"8", "9", "10", "11"}, At: [][]chart.Value{{n(1), n(100), n(0), {Masked: true}}}}.Draw(frame()))
	for i, want := range []string{"c-heat c-h1", "c-heat c-h5", "c-heat c-h0", "c-heat c-h0"} {
		if len(of(list, want)) == 0 {
			t.Errorf("place %d: no %s", i, want)
		}
	}
	var written []string
	for _, s := range list {
		if strings.HasPrefix(s.class, "c-in") {
			written = append(written, s.text)
		}
	}
	if strings.Join(written, " ") != "1 100 <5" {
		t.Errorf("written: %q", written)
	}
}

func TestNothingIsDrawnOutsideTheFrame(t *testing.T) {
	var points []chart.Point
	for i := range 400 {
		points = append(points, chart.Point{Label: "11月" + strconv.Itoa(i), Now: n(float64(i * 1000))})
	}
	for _, svg := range []template.HTML{chart.Bars(frame(), points), chart.Distribution(frame(), points, []chart.Mark{{At: 399.9, Label: "90 % within 12 min"}})} {
		for _, s := range shapes(t, svg) {
			if s.name == "rect" && (size(t, s, "x") < 0 || size(t, s, "x")+size(t, s, "width") > chart.Half+1 || size(t, s, "height") < 0) {
				t.Fatalf("outside: %+v", s)
			}
		}
	}
}

// TestWordsOfMarksStandAboveTheBars puts two marks close together over the highest bar.
func TestWordsOfMarksStandAboveTheBars(t *testing.T) {
	points := []chart.Point{{Label: "0–5", Now: chart.Value{Size: 9, Word: "9"}}, {Label: "5–10", Now: chart.Value{Size: 1, Word: "1"}}}
	svg := string(chart.Distribution(frame(), points, []chart.Mark{{At: 0.5, Label: "中位数 2 分"}, {At: 0.6, Label: "九成 3 分"}}))
	at := func(pattern string) float64 {
		m := regexp.MustCompile(pattern).FindStringSubmatch(svg)
		if m == nil {
			t.Fatalf("no %s in %s", pattern, svg)
		}
		v, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	median, nine, bar := at(`y="([\d.]+)"[^>]*>中位数`), at(`y="([\d.]+)"[^>]*>九成`), at(`<rect[^>]* y="([\d.]+)"`)
	if nine-median < 15 || nine > bar {
		t.Errorf("the words stand at %v and %v, the bar begins at %v", median, nine, bar)
	}
}
