package settings

import (
	"fmt"
	"slices"
	"strings"

	"onedoor/config"
)

// canon brings a value of the file into the form that a form gives it, so that both can be held against each other:
// what is as when it isn't written is nil.
func canon(f config.Field, v any) any {
	switch f.Kind {
	case config.NumberKind:
		if s := scalar(v); s != "" {
			return config.Number(s)
		}
		return nil
	case config.YesKind:
		if b, ok := v.(bool); ok && b != f.Else {
			return b
		}
		return nil
	case config.NamesKind:
		return canonNames(v)
	case config.WordsKind, config.ChoicesKind, config.RefsKind:
		return canonWords(v)
	case config.ChoiceKind:
		return canonChoice(f, scalar(v))
	case config.WeekKind:
		return weekMap(weekDays(v))
	case config.BlockKind:
		return gather(f, canonBlock(f.Fields, spread(f, v)))
	case config.ListKind:
		return canonList(f, v)
	case config.PlainKind, config.SecretKind:
		return v
	case config.TextKind, config.DateKind, config.TimeKind, config.RefKind:
	}
	if s := scalar(v); s != "" {
		return s
	}
	return nil
}

// scalar is a plain value as text.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case config.Number, bool:
		return fmt.Sprint(v)
	}
	return ""
}

func canonNames(v any) any {
	m, _ := v.(config.Map)
	var out config.Map
	for _, p := range m {
		if s := scalar(p.Value); s != "" {
			out = append(out, config.Pair{Key: p.Key, Value: s})
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func canonWords(v any) any {
	l, _ := v.(config.List)
	var out config.List
	for _, x := range l {
		if s := scalar(x); s != "" {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// canonChoice gives a word of a choice; the one that is meant when nothing is written is nothing.
func canonChoice(f config.Field, s string) any {
	switch {
	case s == "" || s == f.Words[0] && !f.Need:
		return nil
	case s == "true" && slices.Contains(f.Words, "true"):
		return true
	case s == "false" && slices.Contains(f.Words, "false"):
		return false
	}
	return s
}

func canonBlock(fields []config.Field, v any) any {
	m, _ := v.(config.Map)
	var out config.Map
	for _, f := range fields {
		if x := canon(f, m.Get(f.Key)); x != nil {
			out = append(out, config.Pair{Key: f.Key, Value: x})
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// spread gives a block by its keys: a value in the place of the block is that of each.
func spread(f config.Field, v any) config.Map {
	m := mapOf(v)
	if s := scalar(v); f.Each && s != "" {
		for _, k := range f.Fields {
			m = append(m, config.Pair{Key: k.Key, Value: v})
		}
	}
	return m
}

// gather gives a block as the file has it: where each of its keys may be written as one and they are alike, as that one.
func gather(f config.Field, v any) any {
	m := mapOf(v)
	if !f.Each || len(m) != len(f.Fields) || slices.ContainsFunc(m, func(p config.Pair) bool { return p.Value != m[0].Value }) {
		return v
	}
	return m[0].Value
}

func canonList(f config.Field, v any) any {
	l, _ := v.(config.List)
	var out config.List
	for _, x := range l {
		var row any
		switch {
		case f.Fields[0].Key == "": // entries are texts, not blocks
			row = canon(f.Fields[0], x)
		case f.Bare != "" && scalar(x) != "":
			row = x
		default:
			row = canonBlock(f.Fields, x)
			if m, ok := row.(config.Map); ok && f.Bare != "" && len(m) == 1 && m[0].Key == f.Bare {
				row = m[0].Value
			}
		}
		if row != nil {
			out = append(out, row)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// days are the weekdays as the file names them, Monday first as people read a week.
func days() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// weekDays spreads a week of the file over its days: mon-fri is five.
func weekDays(v any) [7]string {
	var week [7]string
	m, _ := v.(config.Map)
	for _, p := range m {
		first, last, ranged := strings.Cut(p.Key, "-")
		from, to := slices.Index(days(), first), slices.Index(days(), last)
		if !ranged {
			to = from
		}
		if from < 0 || to < 0 {
			continue
		}
		for d := from; ; d = (d + 1) % 7 {
			if week[d] = scalar(p.Value); d == to {
				break
			}
		}
	}
	return week
}

// weekMap writes a week as the file has it, neighbours that are alike as one.
func weekMap(week [7]string) any {
	var m config.Map
	for d := 0; d < 7; {
		end := d
		for end+1 < 7 && week[end+1] == week[d] {
			end++
		}
		if s := strings.TrimSpace(week[d]); s != "" && s != "closed" {
			key := days()[d]
			if end > d {
				key += "-" + days()[end]
			}
			m = append(m, config.Pair{Key: key, Value: s})
		}
		d = end + 1
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// same compares two values of a form; keys may stand in another order.
func same(a, b any) bool {
	switch a := a.(type) {
	case config.Map:
		b, ok := b.(config.Map)
		if !ok || len(a) != len(b) {
			return false
		}
		for _, p := range a {
			if v := b.Get(p.Key); v == nil || !same(p.Value, v) {
				return false
			}
		}
		return true
	case config.List:
		b, ok := b.(config.List)
		return ok && slices.EqualFunc(a, b, same)
	}
	return a == b
}
