package settings

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"onedoor/config"
)

// mine takes the errors of a form's own fields out of what the check says of the whole text: each is said beside its field,
// by the field's name.
func (d *sectionData) mine(s *Settings, lang string, text []byte, problems config.Problems) {
	prefix := d.Section.Path
	if d.Section.List {
		prefix = append(slices.Clone(prefix), d.Entry)
	}
	var others config.Problems
	for _, p := range problems {
		f := d.whose(prefix, text, p)
		if p.Severity != config.Error || f.field == nil {
			others = append(others, p)
			continue
		}
		t := s.told(lang, config.Problems{p})[0]
		if f.field.Missing {
			t.Said, t.Lang = s.Kit.T(lang, "settings.field_missing"), ""
		} else if said := s.plainly(lang, f.field, f.value()); said != "" {
			t.Said, t.Lang = said, ""
		}
		f.mark(t)
		d.Wrong = append(d.Wrong, wrong{told: t, Label: f.label, field: f.field, parts: f.parts, place: d.place(f.field)})
	}
	slices.SortStableFunc(d.Wrong, func(a, b wrong) int { return a.place - b.place }) // as the form has them
	if len(d.Wrong) > 0 {
		if first := d.Wrong[0]; len(first.parts) > 0 {
			first.parts[0].First = true
		} else {
			first.field.First = true
		}
	}
	d.Problems = s.toldWhere(lang, text, others)
	d.Errors = len(problems.Errors())
}

// spot is what of a form a problem is about: a field, or days of its week. A field of none is nil.
type spot struct {
	field *field
	parts []part
	label string
}

// value is what stands there.
func (w spot) value() string {
	if len(w.parts) > 0 {
		return w.parts[0].Value
	}
	return w.field.Value
}

// mark says beside the field, or the days, what is wrong.
func (w spot) mark(t told) {
	if len(w.parts) == 0 {
		w.field.Wrong, w.field.WrongLang = cmp.Or(w.field.Wrong, t.Said), t.Lang
		return
	}
	id := w.field.Name + "." + w.parts[0].Key + ".wrong"
	for i := range w.parts {
		w.parts[i].WrongID = id
	}
	w.parts[0].Wrong = cmp.Or(w.parts[0].Wrong, t.Said)
}

// wrong is an error of a field of the form.
type wrong struct {
	told
	Label string
	field *field
	parts []part
	place int // of the field in the form
}

// place is where a field, or the block that it is in, stands in the form.
func (d *sectionData) place(f *field) int {
	return slices.IndexFunc(d.Fields, func(o field) bool { return o.Name == f.Name || strings.HasPrefix(f.Name, o.Name+".") })
}

// whose finds the field that a problem is about; its field is nil when it is none of this form.
func (d *sectionData) whose(prefix config.Path, text []byte, p config.Problem) spot {
	path := config.Whose(text, p.Line, p.Column)
	if len(path) < len(prefix) || !slices.Equal(path[:len(prefix)], prefix) {
		return spot{}
	}
	rest := path[len(prefix):]
	if len(rest) == 1 && d.Section.List && rest[0] == d.Section.By && !names(p, rest[0]) {
		return spot{} // what concerns the whole entry stands where its id does
	}
	if len(rest) > 0 {
		if i := slices.IndexFunc(d.Fields, func(f field) bool { return f.Key == rest[0] }); i >= 0 {
			return innermost(&d.Fields[i], rest[1:], p)
		}
		return spot{}
	}
	if !d.Section.List {
		return spot{}
	}
	for i := range d.Fields { // a key that the entry hasn't got
		f := &d.Fields[i]
		if f.Need && names(p, f.Key) {
			f.Missing = true
			return spot{field: f, label: f.Label}
		}
	}
	return spot{}
}

// names says whether a problem has a key among its words.
func names(p config.Problem, key string) bool {
	words := strings.FieldsFunc(p.What, func(r rune) bool { return r == ' ' || r == '"' || r == ',' })
	return slices.Contains(words, key)
}

func innermost(f *field, rest config.Path, p config.Problem) spot {
	if len(rest) == 0 {
		return spot{field: f, label: f.Label}
	}
	switch f.Kind {
	case config.WeekKind:
		if from, to := daysOf(rest[0]); from >= 0 {
			parts := f.Parts[from : to+1]
			label := parts[0].Label
			if to > from {
				label += "–" + parts[len(parts)-1].Label
			}
			return spot{f, parts, f.Label + " · " + label}
		}
	case config.ListKind:
		if w := inRow(f, rest, p); w.field != nil {
			return w
		}
	default:
		for i := range f.Inner {
			if f.Inner[i].Key == rest[0] {
				return innermost(&f.Inner[i], rest[1:], p)
			}
		}
	}
	return spot{field: f, label: f.Label}
}

// daysOf is which days a key of a week names, Monday is 0; from is -1 when it names none in a row.
func daysOf(key string) (from, to int) {
	first, last, ranged := strings.Cut(key, "-")
	from = slices.Index(days(), first)
	if to = from; ranged {
		to = slices.Index(days(), last)
	}
	if to < from {
		return -1, -1
	}
	return from, to
}

// inRow finds the field of a row that a problem is about, or the one that the row hasn't got.
func inRow(list *field, rest config.Path, p config.Problem) spot {
	i, err := strconv.Atoi(strings.TrimPrefix(rest[0], "#"))
	if !strings.HasPrefix(rest[0], "#") || err != nil || i >= len(list.Rows) {
		return spot{}
	}
	fields := list.Rows[i].Fields
	for k := range fields {
		f := &fields[k]
		switch {
		case len(rest) > 1 && f.Key == rest[1]:
			w := innermost(f, rest[2:], p)
			w.label = list.Label + " · " + w.label
			return w
		case len(rest) == 1 && list.Fields[k].Need && f.Value == "" && names(p, f.Key):
			f.Missing = true
			return spot{field: f, label: list.Label + " · " + f.Label}
		}
	}
	return spot{}
}
