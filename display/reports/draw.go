package reports

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/display/chart"
	"onedoor/queue/report"
)

// drawn is a drawing under its title; one without SVG is none.
type drawn struct {
	Title string
	SVG   template.HTML
}

// frame is the frame of a drawing of a measure.
func (p *page) frame(s *report.Section, m report.Measure, title string) chart.Frame {
	return chart.Frame{
		ID: "c-" + string(s.ID) + "-" + string(m), Title: title, Text: p.told(s, m),
		Steps: m.Kind() == report.KindCount, Masked: p.t("hidden"),
	}
}

// told says in words what a drawing shows: where there is most.
func (p *page) told(s *report.Section, m report.Measure) string {
	i := slices.Index(s.Measures, m)
	var most *report.Row
	for j := range s.Rows {
		r := &s.Rows[j]
		if f := r.Figures[i]; !f.Masked && !f.None() && f.N > 0 && (most == nil || size(f) > size(most.Figures[i])) {
			most = r
		}
	}
	if most == nil {
		return p.t("chart_nothing")
	}
	f := most.Figures[i]
	return p.t("chart_most", "what", p.measure(m), "where", p.key(s.By, most.Key), "n", p.figure(f)+p.spaced(m))
}

func (p *page) spaced(m report.Measure) string {
	if u := p.unit(m); u != "" {
		return " " + u
	}
	return ""
}

// size is how large a figure is drawn: times in minutes, rates in per cent.
func size(f report.Figure) float64 {
	switch f.Measure.Kind() {
	case report.KindTime:
		return float64(f.Seconds) / 60
	case report.KindRate:
		if f.Of == 0 {
			return 0
		}
		return float64(f.N) * 100 / float64(f.Of)
	case report.KindRatio:
		if f.Of == 0 {
			return 0
		}
		return float64(f.N) / float64(f.Of)
	case report.KindCount:
	}
	return float64(f.N)
}

func (p *page) value(f report.Figure) chart.Value {
	if f.Masked {
		return chart.Value{Word: p.figure(f), Masked: true}
	}
	return chart.Value{Size: size(f), Word: p.figure(f) + p.spaced(f.Measure), None: f.None(), Masked: f.Masked}
}

// points makes the points of a measure.
func (p *page) points(s *report.Section, m report.Measure) []chart.Point {
	i := slices.Index(s.Measures, m)
	var points []chart.Point
	for j := range s.Rows {
		r := &s.Rows[j]
		x := chart.Point{Label: p.short(s.By, r.Key), Name: p.key(s.By, r.Key), Now: p.value(r.Figures[i])}
		if i < len(r.Before) {
			v := p.value(r.Before[i])
			x.Before = &v
		}
		points = append(points, x)
	}
	return points
}

// short names a row where there is little room.
func (p *page) short(by report.Dimension, key string) string {
	switch by {
	case report.DimDay:
		at, err := time.Parse(time.DateOnly, key)
		if err != nil {
			return key
		}
		if p.report.Query.Period.Days() <= 31 {
			return strconv.Itoa(at.Day())
		}
		return strconv.Itoa(int(at.Month())) + "-" + strconv.Itoa(at.Day())
	case report.DimHour:
		return key
	case report.DimWait:
		from, to, _ := strings.Cut(key, "-")
		if to == "" {
			return bound(from) + "+"
		}
		return bound(from) + "–" + bound(to)
	case report.DimWeekday:
		return p.t("weekday." + key)
	default:
		return p.key(by, key)
	}
}

// bars draws a measure of a section, with the period before.
func (p *page) bars(id report.SectionID, m report.Measure, title string, width int) drawn {
	s := p.report.Section(id)
	if s == nil || !slices.Contains(s.Measures, m) {
		return drawn{}
	}
	s = trimmed(s)
	f := p.frame(s, m, title)
	f.Width = width
	if len(s.Rows) > 62 {
		return p.lines(s, title, width, m)
	}
	return drawn{title, chart.Bars(f, p.points(s, m))}
}

// trimmed is trim for hours, the section itself for all else.
func trimmed(s *report.Section) *report.Section {
	if s.By == report.DimHour {
		return trim(s)
	}
	return s
}

// lines draws one or two measures as lines.
func (p *page) lines(s *report.Section, title string, width int, measures ...report.Measure) drawn {
	s = trimmed(s)
	f := p.frame(s, measures[0], title)
	f.ID += "-lines"
	f.Width = width
	labels := make([]string, len(s.Rows))
	for i := range s.Rows {
		labels[i] = p.short(s.By, s.Rows[i].Key)
	}
	var lines []chart.Line
	for n, m := range measures {
		i := slices.Index(s.Measures, m)
		if i < 0 {
			continue
		}
		l, before := chart.Line{Name: p.measure(m), Second: n > 0}, chart.Line{Name: p.t("before_line", "what", p.measure(m)), Before: true}
		for j := range s.Rows {
			l.Values = append(l.Values, p.value(s.Rows[j].Figures[i]))
			if n == 0 && i < len(s.Rows[j].Before) {
				before.Values = append(before.Values, p.value(s.Rows[j].Before[i]))
			}
		}
		lines = append(lines, l)
		if len(before.Values) > 0 {
			lines = append(lines, before)
		}
	}
	return drawn{title, chart.Lines(f, labels, lines)}
}

// across draws a measure of a section as bars that lie.
func (p *page) across(s *report.Section, m report.Measure, title string, width int) drawn {
	if !slices.Contains(s.Measures, m) {
		return drawn{}
	}
	f := p.frame(s, m, title)
	f.Width = width
	return drawn{title, chart.Across(f, p.points(s, m))}
}

// distribution draws how many waited how long, with the median and the 90th percentile.
func (p *page) distribution(s *report.Section, m report.Measure, title string, marks ...report.Measure) drawn {
	if len(s.Measures) == 0 || !slices.Contains(s.Measures, m) {
		return drawn{}
	}
	totals := p.report.Section(report.SectionTotals)
	var list []chart.Mark
	for _, mark := range marks {
		if totals == nil {
			break
		}
		f := totals.Figure("", mark)
		if f.None() || f.Masked {
			continue
		}
		if at, ok := place(s, f.Seconds); ok {
			list = append(list, chart.Mark{At: at, Label: p.measure(mark) + " " + p.figure(f) + p.spaced(mark)})
		}
	}
	return drawn{title, chart.Distribution(p.frame(s, m, title), p.points(s, m), list)}
}

// place is where on a distribution's axis some seconds are, in parts.
func place(s *report.Section, seconds int) (float64, bool) {
	for i := range s.Rows {
		from, to, _ := strings.Cut(s.Rows[i].Key, "-")
		a, b := number(from), number(to)
		if to == "" {
			return float64(i) + 0.5, seconds >= a
		}
		if seconds >= a && seconds < b {
			return float64(i) + float64(seconds-a)/float64(b-a), true
		}
	}
	return 0, false
}

// heat draws the map of weekdays and hours.
func (p *page) heat(m report.Measure, title string) drawn {
	s := p.report.Section(report.SectionHeat)
	if s == nil || !slices.Contains(s.Measures, m) {
		return drawn{}
	}
	i := slices.Index(s.Measures, m)
	at := map[string]report.Figure{}
	first, last := 24, -1
	for j := range s.Rows {
		r := &s.Rows[j]
		at[r.Key] = r.Figures[i]
		if happened(r) {
			_, h, _ := strings.Cut(r.Key, "-")
			first, last = min(first, number(h)), max(last, number(h))
		}
	}
	var h chart.Heat
	for hour := first; hour <= last; hour++ {
		h.Cols = append(h.Cols, strconv.Itoa(hour))
	}
	for d := 1; d <= 7; d++ {
		h.Rows = append(h.Rows, p.t("weekday."+strconv.Itoa(d)))
		var row []chart.Value
		for hour := first; hour <= last; hour++ {
			f, ok := at[strconv.Itoa(d)+"-"+strconv.Itoa(hour)]
			v := p.value(f)
			v.Word = p.figure(f)
			if !ok {
				v = chart.Value{None: true}
			}
			row = append(row, v)
		}
		h.At = append(h.At, row)
	}
	f := p.frame(s, m, title)
	f.Width = chart.Full
	return drawn{title, h.Draw(f)}
}
