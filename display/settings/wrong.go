package settings

import (
	"cmp"
	"slices"
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
		if p.Severity != config.Error || f == nil {
			others = append(others, p)
			continue
		}
		t := s.told(lang, config.Problems{p})[0]
		if f.Missing {
			t.Said, t.Lang = s.Kit.T(lang, "settings.field_missing"), ""
		}
		f.Wrong, f.WrongLang = cmp.Or(f.Wrong, t.Said), t.Lang
		d.Wrong = append(d.Wrong, wrong{told: t, Label: f.Label, field: f, place: d.place(f)})
	}
	slices.SortStableFunc(d.Wrong, func(a, b wrong) int { return a.place - b.place }) // as the form has them
	if len(d.Wrong) > 0 {
		d.Wrong[0].field.First = true
	}
	d.Problems = s.told(lang, others)
	d.Errors = len(problems.Errors())
}

// wrong is an error of a field of the form.
type wrong struct {
	told
	Label string
	field *field
	place int // of the field in the form
}

// place is where a field, or the block that it is in, stands in the form.
func (d *sectionData) place(f *field) int {
	return slices.IndexFunc(d.Fields, func(o field) bool { return o.Name == f.Name || strings.HasPrefix(f.Name, o.Name+".") })
}

// whose finds the field that a problem is about; nil when it is none of this form.
func (d *sectionData) whose(prefix config.Path, text []byte, p config.Problem) *field {
	path := config.Whose(text, p.Line, p.Column)
	if len(path) < len(prefix) || !slices.Equal(path[:len(prefix)], prefix) {
		return nil
	}
	rest := path[len(prefix):]
	if len(rest) == 1 && d.Section.List && rest[0] == d.Section.By && !names(p, rest[0]) {
		return nil // what concerns the whole entry stands where its id does
	}
	if len(rest) > 0 {
		if i := slices.IndexFunc(d.Fields, func(f field) bool { return f.Key == rest[0] }); i >= 0 {
			return innermost(&d.Fields[i], rest[1:])
		}
		return nil
	}
	if !d.Section.List {
		return nil
	}
	for i := range d.Fields { // a key that the entry hasn't got
		f := &d.Fields[i]
		if f.Need && names(p, f.Key) {
			f.Missing = true
			return f
		}
	}
	return nil
}

// names says whether a problem has a key among its words.
func names(p config.Problem, key string) bool {
	words := strings.FieldsFunc(p.What, func(r rune) bool { return r == ' ' || r == '"' || r == ',' })
	return slices.Contains(words, key)
}

func innermost(f *field, rest config.Path) *field {
	if len(rest) > 0 {
		for i := range f.Inner {
			if f.Inner[i].Key == rest[0] {
				return innermost(&f.Inner[i], rest[1:])
			}
		}
	}
	return f
}
