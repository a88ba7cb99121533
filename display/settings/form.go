package settings

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"onedoor/config"
	"onedoor/queue"
)

// field is a key of the file as a form draws it.
type field struct {
	config.Field
	Name   string // of its inputs
	Label  string
	Hint   string
	Value  string
	On     bool
	Parts  []part   // NamesKind and WeekKind: inputs beside each other
	Offers []option // ChoiceKind, ChoicesKind, RefKind, RefsKind
	Inner  []field  // BlockKind
	Rows   []row    // ListKind
	Blank  *row     // of ListKind, for the script that adds one
	Wide   bool
	Day    bool // DateKind: it can be chosen from a calendar, which would lose what is no date

	Missing   bool   // the file has no such key, and needs it
	Wrong     string // what the check says of it; "": nothing
	WrongLang string
	First     bool // of those that are wrong
}

// part is one of several inputs of a field.
type part struct {
	Key, Label, Value string
	Wrong             string // what the check says of it, said once for days that are alike
	WrongID           string // of the sentence that says so; "": nothing is wrong
	First             bool
}

// option is something to choose.
type option struct {
	Value, Label string
	On           bool
}

// row is an entry of a list within a form.
type row struct {
	Name   string
	Fields []field
}

// drawer draws the fields of a section.
type drawer struct {
	s       *Settings
	lang    string
	langs   []string // of the centre, its own among them
	section config.Section
	tree    config.Map // the whole file
	in      string     // the key of the block or list around; "": none
}

// text is a sentence of the catalogue for a key of this section, or for the key anywhere; "" when there is none.
func (d *drawer) text(kind, key string) string {
	for _, k := range []string{"settings." + kind + "_" + d.section.ID + "_" + d.in + "_" + key, "settings." + kind + "_" + d.section.ID + "_" + key, "settings." + kind + "_" + key} {
		if d.s.Kit.Catalogue.Has(k) {
			return d.s.Kit.T(d.lang, k)
		}
	}
	return ""
}

// inside draws what is in a block or a list.
func (d *drawer) inside(f config.Field) *drawer {
	inner := *d
	inner.in = f.Key
	return &inner
}

// label is what a key is called.
func (d *drawer) label(key string) string {
	if t := d.text("f", key); t != "" {
		return t
	}
	return key
}

func (d *drawer) fields(list []config.Field, prefix string, m config.Map) []field {
	var out []field
	for _, f := range list {
		if f.Kind != config.SecretKind {
			out = append(out, d.field(f, prefix+"."+f.Key, m.Get(f.Key)))
		}
	}
	return out
}

func (d *drawer) field(f config.Field, name string, v any) field {
	x := field{Field: f, Name: name, Label: d.label(f.Key), Hint: d.text("h", f.Key), Value: scalar(v)}
	if key := d.section.ID + "." + f.Key; !d.s.Shelf.Everything() && slices.Contains([]string{
		"daily.dir", "daily.url", "daily.token_file", "voice.play",
	}, key) {
		x.Hint = strings.TrimSpace(x.Hint + " " + d.s.Kit.T(d.lang, "settings.only_by_hand"))
	}
	switch f.Kind {
	case config.YesKind:
		x.On = f.Else
		if b, ok := v.(bool); ok {
			x.On = b
		}
	case config.NamesKind:
		m, _ := v.(config.Map)
		for _, l := range d.langs {
			x.Parts = append(x.Parts, part{Key: l, Label: d.s.Kit.T(d.lang, "common.language_"+l), Value: scalar(m.Get(l))})
		}
	case config.WordsKind:
		l, _ := canonWords(v).(config.List)
		words := make([]string, len(l))
		for i, w := range l {
			words[i] = scalar(w)
		}
		x.Value = strings.Join(words, "\n")
	case config.ChoiceKind:
		for _, w := range f.Words {
			x.Offers = append(x.Offers, option{w, d.word(f.Key, w), x.Value == w || x.Value == "" && w == f.Words[0]})
		}
	case config.ChoicesKind:
		x.Offers = d.offers(f.Words, v, func(w string) string { return d.word(f.Key, w) })
	case config.RefKind, config.RefsKind:
		x.Offers = d.refs(f, v)
	case config.WeekKind:
		for i, open := range weekDays(v) {
			x.Parts = append(x.Parts, part{Key: days()[i], Label: d.s.Kit.T(d.lang, "common.weekday."+strconv.Itoa((i+1)%7)), Value: open})
		}
	case config.BlockKind:
		x.Inner = optional(d.inside(f).fields(f.Fields, name, spread(f, v)))
	case config.ListKind:
		d.inside(f).rows(&x, v)
	case config.PlainKind:
		x.Value = config.Render(v)
	case config.DateKind:
		_, err := time.Parse(time.DateOnly, x.Value)
		x.Day = err == nil || x.Value == ""
	case config.TextKind, config.NumberKind, config.TimeKind, config.SecretKind:
	}
	x.Wide = slices.Contains([]config.Kind{config.NamesKind, config.WordsKind, config.RefsKind, config.ChoicesKind, config.WeekKind, config.BlockKind, config.ListKind, config.PlainKind}, f.Kind)
	return x
}

// word is what a word of a choice is called.
func (d *drawer) word(key, w string) string {
	if w == "" {
		return d.s.Kit.T(d.lang, "settings.not_said")
	}
	for _, k := range []string{"settings.w_" + key + "_" + w, "settings.w_" + w} {
		if d.s.Kit.Catalogue.Has(k) {
			return d.s.Kit.T(d.lang, k)
		}
	}
	return w
}

// offers are words of which some are on.
func (d *drawer) offers(words []string, v any, label func(string) string) []option {
	on, _ := canonWords(v).(config.List)
	var list []option
	for _, w := range words {
		list = append(list, option{w, label(w), slices.Contains(on, any(w))})
	}
	for _, w := range on { // what isn't there any more is shown, so that it can be taken off
		if s := scalar(w); !slices.Contains(words, s) {
			list = append(list, option{s, s, true})
		}
	}
	return list
}

// refs are the entries of another part; those of a list keep the order of the file first.
func (d *drawer) refs(f config.Field, v any) []option {
	var ids []string
	names := map[string]string{}
	for _, s := range config.Sections() {
		if s.ID != f.Of {
			continue
		}
		list, _ := at(d.tree, s.Path).(config.List)
		for _, e := range entriesOf(list, s, d.lang) {
			ids, names[e.ID] = append(ids, e.ID), e.Title
		}
	}
	label := func(id string) string { return names[id] }
	if f.Kind == config.RefsKind {
		on, _ := canonWords(v).(config.List)
		slices.SortStableFunc(ids, func(a, b string) int { return place(on, a) - place(on, b) })
		return d.offers(ids, v, label)
	}
	chosen := scalar(v)
	list := []option{{"", d.s.Kit.T(d.lang, "settings.not_said"), chosen == ""}}
	for _, w := range f.Also {
		list = append(list, option{w, d.word(f.Key, w), chosen == w})
	}
	for _, id := range ids {
		list = append(list, option{id, label(id), chosen == id})
	}
	if chosen != "" && names[chosen] == "" && !slices.Contains(f.Also, chosen) {
		list = append(list, option{chosen, chosen, true})
	}
	return list
}

// place is where an id stands in a list, behind its end when it doesn't.
func place(list config.List, id string) int {
	if i := slices.Index(list, any(id)); i >= 0 {
		return i
	}
	return len(list)
}

func (d *drawer) rows(x *field, v any) {
	l, _ := v.(config.List)
	for i, e := range l {
		x.Rows = append(x.Rows, d.row(x.Field, x.Name+"."+strconv.Itoa(i), e))
	}
	x.Rows = append(x.Rows, d.row(x.Field, x.Name+"."+strconv.Itoa(len(l)), nil))
	blank := d.row(x.Field, x.Name+".{i}", nil)
	x.Blank = &blank
}

func (d *drawer) row(f config.Field, name string, v any) row {
	if f.Fields[0].Key == "" {
		inner := d.field(f.Fields[0], name, v)
		inner.Label = ""
		return row{name, optional([]field{inner})}
	}
	m, _ := v.(config.Map)
	if f.Bare != "" && m == nil && scalar(v) != "" {
		m = config.Map{{Key: f.Bare, Value: v}}
	}
	r := row{name, d.fields(f.Fields, name, m)}
	defer optional(r.Fields)
	if v == nil { // a choice of a row that isn't filled in chooses nothing
		for i := range r.Fields {
			if c := &r.Fields[i]; c.Kind == config.ChoiceKind && c.Need {
				c.Offers = append([]option{{"", d.s.Kit.T(d.lang, "settings.not_said"), true}}, c.Offers...)
				for k := range c.Offers[1:] {
					c.Offers[k+1].On = false
				}
			}
		}
	}
	return r
}

// optional takes the word "needed" off fields of what may be left out as a whole.
func optional(list []field) []field {
	for i := range list {
		list[i].Need = false
	}
	return list
}

// Count is how many rows the form has.
func (f field) Count() int { return len(f.Rows) }

// mostRows bounds a list that is sent.
const mostRows = 500

// sent reads what somebody filled in, in the forms of canon.
func sent(form url.Values, f config.Field, name string) (any, error) {
	switch f.Kind {
	case config.YesKind:
		return canon(f, form.Get(name) != ""), nil
	case config.NamesKind:
		return sentParts(form, name), nil
	case config.WordsKind:
		var l config.List
		for w := range strings.SplitSeq(form.Get(name), "\n") {
			l = append(l, w)
		}
		return canonWords(l), nil
	case config.ChoicesKind, config.RefsKind:
		var l config.List
		for _, w := range form[name] {
			l = append(l, w)
		}
		return canonWords(l), nil
	case config.WeekKind:
		var week [7]string
		for i, d := range days() {
			week[i] = hours(form.Get(name + "." + d))
		}
		return weekMap(week), nil
	case config.BlockKind:
		v, err := sentBlock(form, f.Fields, name)
		return gather(f, v), err
	case config.ListKind:
		return sentList(form, f, name)
	case config.PlainKind:
		v, err := config.ParseValue(form.Get(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Key, err)
		}
		return v, nil
	case config.SecretKind:
		return nil, nil
	case config.NumberKind:
		v := typedIn(f, form.Get(name))
		if _, err := strconv.Atoi(v); v != "" && err != nil {
			return v, nil // the check says what is right
		}
		return canon(f, v), nil
	case config.TextKind, config.DateKind, config.TimeKind, config.ChoiceKind, config.RefKind:
	}
	return canon(f, typedIn(f, form.Get(name))), nil
}

func sentParts(form url.Values, name string) any {
	var keys []string
	for k := range form {
		if rest, ok := strings.CutPrefix(k, name+"."); ok && !strings.Contains(rest, ".") {
			keys = append(keys, rest)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(rank(a)-rank(b), strings.Compare(a, b)) })
	var m config.Map
	for _, k := range keys {
		m = append(m, config.Pair{Key: k, Value: form.Get(name + "." + k)})
	}
	return canonNames(m)
}

// rank puts Chinese before English before the centre's own languages.
func rank(lang string) int {
	if i := slices.Index([]string{"zh", "en"}, lang); i >= 0 {
		return i
	}
	return 2
}

func sentBlock(form url.Values, fields []config.Field, name string) (any, error) {
	var m config.Map
	for _, f := range fields {
		v, err := sent(form, f, name+"."+f.Key)
		if err != nil {
			return nil, err
		}
		if v != nil {
			m = append(m, config.Pair{Key: f.Key, Value: v})
		}
	}
	if len(m) == 0 {
		return nil, nil
	}
	return m, nil
}

func sentList(form url.Values, f config.Field, name string) (any, error) {
	n, _ := strconv.Atoi(form.Get(name + ".n"))
	var l config.List
	for i := range min(n, mostRows) {
		at := name + "." + strconv.Itoa(i)
		var v any
		var err error
		if f.Fields[0].Key == "" {
			v, err = sent(form, f.Fields[0], at)
		} else {
			v, err = sentBlock(form, f.Fields, at)
		}
		if err != nil {
			return nil, err
		}
		if v != nil {
			l = append(l, v)
		}
	}
	return canonList(f, l), nil
}

// entry is an entry of a section's list.
type entry struct {
	ID    string
	Title string
	More  string // said beside it
}

// entriesOf lists the entries of a section, as they stand in the file.
func entriesOf(v any, section config.Section, lang string) []entry {
	l, _ := v.(config.List)
	var list []entry
	for _, x := range l {
		m, ok := x.(config.Map)
		if !ok {
			continue
		}
		e := entry{ID: scalar(m.Get(section.By))}
		switch t := m.Get(section.Title).(type) {
		case config.Map:
			e.Title = nameIn(t, lang)
		default:
			e.Title = scalar(t)
		}
		if e.Title == "" {
			e.Title = e.ID
		}
		list = append(list, e)
	}
	return list
}

func nameIn(m config.Map, lang string) string {
	t := queue.Text{}
	for _, p := range m {
		t[p.Key] = scalar(p.Value)
	}
	return t.In(lang)
}

// at gives a value of the tree.
func at(v any, path config.Path) any {
	for _, key := range path {
		m, ok := v.(config.Map)
		if !ok {
			return nil
		}
		v = m.Get(key)
	}
	return v
}
