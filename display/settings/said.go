package settings

import (
	"slices"
	"strings"

	"onedoor/config"
	"onedoor/queue"
)

// said is a change in words.
type said struct {
	Kind    string // added, gone, changed, moved
	Section string // its id
	Title   string // of the entry; "" for a section without entries
	Keys    []keySaid
}

// keySaid is a key that changed, from what to what.
type keySaid struct {
	Label, Old, New string
	Was, Is         bool // there is an old value, a new one
}

// said tells two texts apart in words. Texts that can't be read have no words.
func (s *Settings) said(lang string, old, fresh []byte) []said {
	a, err := config.Read(old, nil)
	if err != nil {
		return nil
	}
	b, err := config.Read(fresh, nil)
	if err != nil {
		return nil
	}
	was, is := mapOf(a), mapOf(b)
	var list []said
	for _, section := range config.Sections() {
		d := drawer{s: s, lang: lang, langs: s.langs(is), section: section, tree: is}
		if section.List {
			list = append(list, d.entriesSaid(was, is)...)
			continue
		}
		if keys := d.keysSaid(section.Fields, mapOf(at(was, section.Path)), mapOf(at(is, section.Path))); len(keys) > 0 {
			list = append(list, said{Kind: "changed", Section: section.ID, Keys: keys})
		}
	}
	d := drawer{s: s, lang: lang}
	if keys := d.wordsSaid(mapOf(at(was, wordsPath)), mapOf(at(is, wordsPath))); len(keys) > 0 {
		list = append(list, said{Kind: "changed", Section: "centre", Keys: keys})
	}
	return list
}

func mapOf(v any) config.Map {
	m, _ := v.(config.Map)
	return m
}

func (d *drawer) entriesSaid(was, is config.Map) []said {
	section := d.section
	old, _ := at(was, section.Path).(config.List)
	fresh, _ := at(is, section.Path).(config.List)
	before, after := entriesOf(old, section, d.lang), entriesOf(fresh, section, d.lang)
	var list []said
	for _, e := range before {
		if !slices.ContainsFunc(after, func(o entry) bool { return o.ID == e.ID }) {
			list = append(list, said{Kind: "gone", Section: section.ID, Title: e.Title})
		}
	}
	for _, e := range after {
		if !slices.ContainsFunc(before, func(o entry) bool { return o.ID == e.ID }) {
			list = append(list, said{Kind: "added", Section: section.ID, Title: e.Title})
			continue
		}
		if keys := d.keysSaid(section.Fields, entryMap(old, section, e.ID), entryMap(fresh, section, e.ID)); len(keys) > 0 {
			list = append(list, said{Kind: "changed", Section: section.ID, Title: e.Title, Keys: keys})
		}
	}
	if len(list) == 0 && !slices.EqualFunc(before, after, func(a, b entry) bool { return a.ID == b.ID }) {
		list = append(list, said{Kind: "moved", Section: section.ID})
	}
	return list
}

func (d *drawer) keysSaid(fields []config.Field, was, is config.Map) []keySaid {
	var list []keySaid
	for _, f := range fields {
		old, fresh := was.Get(f.Key), is.Get(f.Key)
		a, b := canon(f, old), canon(f, fresh)
		switch {
		case same(a, b):
		case f.Kind == config.SecretKind:
			list = append(list, keySaid{Label: d.label(f.Key), New: d.s.Kit.T(d.lang, "settings.another"), Is: true})
		case f.Kind == config.ListKind:
			list = append(list, d.rowsSaid(f, a, b)...)
		case f.Kind == config.BlockKind:
			for _, k := range d.inside(f).keysSaid(f.Fields, spread(f, old), spread(f, fresh)) {
				k.Label = d.label(f.Key) + " · " + k.Label
				list = append(list, k)
			}
		case f.Kind == config.NamesKind && d.value(f, a) == d.value(f, b): // in another language than the reader's
			for _, l := range d.langs {
				if x, y := scalar(mapOf(a).Get(l)), scalar(mapOf(b).Get(l)); x != y {
					list = append(list, keySaid{d.label(f.Key) + " · " + d.s.Kit.T(d.lang, "common.language_"+l), d.short(x), d.short(y), x != "", y != ""})
				}
			}
		default:
			list = append(list, keySaid{d.label(f.Key), d.value(f, a), d.value(f, b), valued(f, a), valued(f, b)})
		}
	}
	return list
}

// valued says whether a value is one, rather than that nothing is written.
func valued(f config.Field, v any) bool {
	return v != nil || f.Kind == config.YesKind || f.Kind == config.ChoiceKind && f.Words[0] != ""
}

// longest is how much of a value a word of the difference says.
const longest = 160

// value says a value of the file, as people would.
func (d *drawer) value(f config.Field, v any) string {
	say := func() string {
		switch f.Kind {
		case config.NamesKind:
			return nameIn(mapOf(v), d.lang)
		case config.YesKind:
			on := f.Else
			if b, ok := v.(bool); ok {
				on = b
			}
			return d.s.Kit.T(d.lang, map[bool]string{true: "settings.yes", false: "settings.no"}[on])
		case config.ChoiceKind:
			if v == nil {
				return d.word(f.Key, f.Words[0])
			}
			return d.word(f.Key, scalar(v))
		case config.RefKind, config.RefsKind, config.ChoicesKind:
			return d.refsSaid(f, v)
		case config.WeekKind:
			return d.weekSaid(v)
		case config.TextKind, config.DateKind, config.NumberKind, config.TimeKind, config.WordsKind, config.BlockKind, config.ListKind, config.SecretKind, config.PlainKind:
		}
		if s := scalar(v); s != "" || v == nil {
			if f.Key == "url" { // nobody needs to see its password
				return config.MaskURL(s)
			}
			return s
		}
		return d.blockSaid(v)
	}
	return d.short(say())
}

// short cuts what a word of the difference says.
func (d *drawer) short(s string) string {
	text := []rune(s)
	if len(text) > longest {
		return string(text[:longest]) + "…"
	}
	if len(text) == 0 {
		return d.s.Kit.T(d.lang, "settings.not_said")
	}
	return string(text)
}

// refsSaid names the entries that are chosen.
func (d *drawer) refsSaid(f config.Field, v any) string {
	ids, _ := v.(config.List)
	if s := scalar(v); s != "" {
		ids = config.List{s}
	}
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		name := scalar(id)
		if f.Kind == config.ChoicesKind {
			name = d.word(f.Key, name)
		}
		for _, o := range d.refs(f, config.List{id}) {
			if f.Kind != config.ChoicesKind && o.Value == scalar(id) {
				name = o.Label
			}
		}
		names = append(names, name)
	}
	return strings.Join(names, d.s.Kit.T(d.lang, "common.and"))
}

// visitors says what a centre will mean for those who are here and for the staff, by what is in the hall now.
func (s *Settings) visitors(lang string, fresh *config.Centre) []string {
	now, then := s.Kit.Rules(), fresh.Rules
	var list []string
	tell := func(key string, args ...any) { list = append(list, s.Kit.T(lang, "settings.means_"+key, args...)) }
	waiting, hand := map[queue.ServiceID]int{}, map[queue.WindowID]string{}
	s.Queue.View(func(l *queue.Lobby) {
		for t := range l.Tickets() {
			if t.State == queue.Waiting || t.State == queue.Held {
				waiting[t.Service]++
			}
		}
		for w := range l.Windows() {
			if t := l.Ticket(w.Ticket); t != nil {
				hand[w.ID] = t.Number
			}
		}
	})
	for i := range now.Services {
		old := &now.Services[i]
		if then.Service(old.ID) == nil {
			tell("service_gone", "service", old.Name.In(lang), "n", waiting[old.ID])
		}
	}
	for i := range then.Services {
		f := &then.Services[i]
		old := now.Service(f.ID)
		switch {
		case old == nil:
			tell("service_added", "service", f.Name.In(lang))
		case old.Prefix != f.Prefix:
			tell("prefix", "service", f.Name.In(lang), "prefix", f.Prefix, "n", waiting[f.ID])
		}
	}
	for i := range now.Windows {
		old := &now.Windows[i]
		f := then.Window(old.ID)
		switch {
		case f == nil && hand[old.ID] != "":
			tell("window_busy", "window", old.Label.In(lang), "number", hand[old.ID])
		case f == nil:
			tell("window_gone", "window", old.Label.In(lang))
		}
	}
	for _, k := range now.Kiosks {
		if then.Kiosk(k.ID) == nil {
			tell("kiosk_gone", "kiosk", k.Name.In(lang))
		}
	}
	for _, p := range now.Staff {
		if then.Person(p.ID) == nil {
			tell("staff_gone", "name", s.Sessions.Name(p.ID))
		}
	}
	timesMean(now, then, s.Sessions.Name, tell)
	if now.Centre.Phone != then.Centre.Phone && then.Centre.Phone == queue.PhoneOff {
		tell("phone_off")
	}
	return list
}
