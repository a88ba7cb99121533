package settings

import (
	"slices"
	"strings"

	"onedoor/config"
	"onedoor/printer"
	"onedoor/queue"
)

// rowsSaid tells the rows of two lists apart: each that went and each that came.
func (d *drawer) rowsSaid(f config.Field, was, is any) []keySaid {
	old, _ := was.(config.List)
	fresh, _ := is.(config.List)
	left := slices.Clone(fresh)
	var list []keySaid
	for _, row := range old {
		if i := slices.IndexFunc(left, func(x any) bool { return same(x, row) }); i >= 0 {
			left = slices.Delete(left, i, i+1)
			continue
		}
		list = append(list, keySaid{Label: d.label(f.Key), Old: d.inside(f).rowSaid(f, row), New: d.s.Kit.T(d.lang, "settings.said_gone"), Was: true})
	}
	for _, row := range left {
		list = append(list, keySaid{Label: d.label(f.Key), New: d.s.Kit.T(d.lang, "settings.said_added") + " " + d.inside(f).rowSaid(f, row), Is: true})
	}
	if len(list) == 0 {
		list = append(list, keySaid{Label: d.label(f.Key), New: d.s.Kit.T(d.lang, "settings.said_moved"), Is: true})
	}
	return list
}

// rowSaid says a row of a list: what each of its keys is called, and its value.
func (d *drawer) rowSaid(f config.Field, row any) string {
	if f.Fields[0].Key == "" {
		return d.value(f.Fields[0], row)
	}
	m, block := row.(config.Map)
	if !block {
		m = config.Map{{Key: f.Bare, Value: row}}
	}
	var said []string
	for _, k := range f.Fields {
		v := canon(k, m.Get(k.Key))
		switch {
		case v == nil:
		case k.Kind == config.YesKind:
			said = append(said, d.label(k.Key))
		case k.Key == f.Bare || len(said) == 0:
			said = append(said, d.value(k, v))
		default:
			said = append(said, d.label(k.Key)+" "+d.value(k, v))
		}
	}
	if f.Key == "days" && m.Get("open") == nil {
		said = append(said, d.s.Kit.T(d.lang, "settings.closed_all_day"))
	}
	return strings.Join(said, d.s.Kit.T(d.lang, "settings.comma"))
}

// wordsPath is where the file names the centre's own files of words, by language.
var wordsPath = config.Path{"centre", "catalogues"}

// wordsSaid says which files of words came, went or are others: no form asks for them.
func (d *drawer) wordsSaid(was, is config.Map) []keySaid {
	var list []keySaid
	langs := slices.Clone(was)
	for _, p := range is {
		if was.Get(p.Key) == nil {
			langs = append(langs, p)
		}
	}
	for _, p := range langs {
		old, fresh := scalar(was.Get(p.Key)), scalar(is.Get(p.Key))
		if old == fresh {
			continue
		}
		lang := p.Key
		if key := "common.language_" + lang; d.s.Kit.Catalogue.Has(key) {
			lang = d.s.Kit.T(d.lang, key)
		}
		list = append(list, keySaid{d.label("catalogues") + " · " + lang, d.short(old), d.short(fresh), old != "", fresh != ""})
	}
	return list
}

// broughtSaid says which files an import brought beside the draft.
func (s *Settings) broughtSaid(lang string, w *work) []said {
	names, _ := s.Shelf.Staged(w.who)
	if w.mark == "" || len(names) == 0 {
		return nil
	}
	d := drawer{s: s, lang: lang}
	return []said{{Kind: "changed", Section: "centre", Keys: []keySaid{
		{Label: s.Kit.T(lang, "settings.brought"), New: d.short(strings.Join(names, s.Kit.T(lang, "settings.comma"))), Is: true},
	}}}
}

// weekSaid says a week: days that are alike as one.
func (d *drawer) weekSaid(v any) string {
	var said []string
	day := func(key string) string {
		return d.s.Kit.T(d.lang, "common.weekday."+string(rune('0'+(slices.Index(days(), key)+1)%7)))
	}
	for _, p := range mapOf(weekMap(weekDays(v))) {
		name := ""
		if first, last, ranged := strings.Cut(p.Key, "-"); ranged {
			name = d.s.Kit.T(d.lang, "settings.from_to", "from", day(first), "to", day(last))
		} else {
			name = day(first)
		}
		said = append(said, name+" "+strings.ReplaceAll(scalar(p.Value), "-", "–"))
	}
	return strings.Join(said, d.s.Kit.T(d.lang, "settings.semicolon"))
}

// blockSaid says what has no field for each of its keys; what is more than a line is only said to be another.
func (d *drawer) blockSaid(v any) string {
	m, ok := v.(config.Map)
	if !ok {
		return strings.Join(strings.Fields(config.Render(v)), " ")
	}
	said := make([]string, len(m))
	for i, p := range m {
		if said[i] = d.label(p.Key) + " " + scalar(p.Value); scalar(p.Value) == "" {
			return d.s.Kit.T(d.lang, "settings.another")
		}
	}
	return strings.Join(said, d.s.Kit.T(d.lang, "settings.comma"))
}

// timesMean says what other hours mean: which days are closed or open otherwise now, and whose roster changed.
func timesMean(now, then *queue.Rules, name func(queue.StaffID) string, tell func(key string, args ...any)) {
	was, is := hoursOf(now.Centre.Hours), hoursOf(then.Centre.Hours)
	for _, d := range is.Days {
		i := slices.IndexFunc(was.Days, func(o queue.OtherDay) bool { return o.Day == d.Day })
		switch {
		case i >= 0 && slices.Equal(was.Days[i].Spans, d.Spans):
		case len(d.Spans) == 0:
			tell("day_closed", "day", string(d.Day))
		default:
			tell("day_open", "day", string(d.Day), "hours", config.WriteSpans(d.Spans))
		}
	}
	for _, d := range was.Days {
		if !slices.ContainsFunc(is.Days, func(o queue.OtherDay) bool { return o.Day == d.Day }) {
			tell("day_usual", "day", string(d.Day))
		}
	}
	for i := range was.Week {
		if !slices.Equal(was.Week[i], is.Week[i]) {
			tell("week")
			break
		}
	}
	for _, p := range then.Staff {
		o := now.Person(p.ID)
		if o == nil {
			continue
		}
		a, b := hoursOf(o.Roster), hoursOf(p.Roster)
		if (o.Roster == nil) != (p.Roster == nil) || !slices.EqualFunc(a.Days, b.Days, sameDay) || !slices.EqualFunc(a.Week[:], b.Week[:], func(x, y []queue.Span) bool { return slices.Equal(x, y) }) {
			tell("roster", "name", name(p.ID))
		}
	}
}

func sameDay(a, b queue.OtherDay) bool { return a.Day == b.Day && slices.Equal(a.Spans, b.Spans) }

func hoursOf(h *queue.Hours) queue.Hours {
	if h == nil {
		return queue.Hours{}
	}
	return *h
}

// usualTemplate is the slip that is printed while the file has no template, as the file would write it.
func usualTemplate() config.List {
	var list config.List
	for _, l := range printer.DefaultTemplate() {
		m := config.Map{{Key: "item", Value: string(l.Item)}}
		if l.Style.Size > 1 {
			m = append(m, config.Pair{Key: "size", Value: config.Number(string(rune('0' + l.Style.Size)))})
		}
		if l.Style.Bold {
			m = append(m, config.Pair{Key: "bold", Value: true})
		}
		if l.Item == printer.ItemBlank {
			m = append(m, config.Pair{Key: "dots", Value: config.Number("24")})
		}
		list = append(list, m)
	}
	return list
}
