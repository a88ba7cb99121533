package search

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// What a way of spelling costs. An initial is no mistake; it only counts among finds.
const (
	costInitial = 2
	costReading = 1 // a hanzi's second or further reading
	costSound   = 3 // zh for z, an for ang
	costTypo    = 6 // a letter too few, too many, or changed over
	costGap     = 5 // syllables left out between two
)

// spelling is one way to type a syllable.
type spelling struct {
	letters string
	cost    int  // that counts among finds
	wrong   int  // the part of it that is a mistake
	begins  bool // what was typed may end within it
}

// sounds are the beginnings and the ends of syllables that people take for each other.
var (
	beginnings = [...][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"n", "l"}, {"l", "r"}, {"f", "h"}}
	endings    = [...][2]string{{"ang", "an"}, {"eng", "en"}, {"ing", "in"}}
)

// swapped gives a syllable with one side of a pair for the other; "" when it has neither.
func swapped(s string, pair [2]string, at func(string, string) bool, swap func(s, from, to string) string) string {
	switch {
	case at(s, pair[0]):
		return swap(s, pair[0], pair[1])
	case at(s, pair[1]):
		return swap(s, pair[1], pair[0])
	}
	return ""
}

// alike lists a syllable with what sounds like it to somebody.
func alike(s string) []spelling {
	list := []spelling{{letters: s, begins: true}}
	add := func(t string, from spelling) {
		if t != "" && t != s {
			list = append(list, spelling{letters: t, cost: from.cost + costSound, wrong: from.wrong + costSound, begins: true})
		}
	}
	for _, pair := range beginnings {
		add(swapped(s, pair, strings.HasPrefix, func(s, from, to string) string { return to + s[len(from):] }), list[0])
	}
	for _, x := range slices.Clone(list) {
		for _, pair := range endings {
			add(swapped(x.letters, pair, strings.HasSuffix, func(s, from, to string) string { return s[:len(s)-len(from)] + to }), x)
		}
	}
	return list
}

// slips lists a syllable with one slip of a finger in it: its first letter is always hit.
func slips(s string) []spelling {
	if len(s) < 2 {
		return nil
	}
	var list []spelling
	add := func(t string) {
		list = append(list, spelling{letters: t, cost: costTypo, wrong: costTypo})
	}
	for i := range s {
		add(s[:i+1] + s[i:])
		if i > 0 && len(s) > 2 {
			add(s[:i] + s[i+1:])
		}
		if i > 0 && i < len(s)-1 {
			add(s[:i] + s[i+1:i+2] + s[i:i+1] + s[i+2:])
		}
	}
	return list
}

// initials lists by which letters a syllable is begun.
func initials(s string) []spelling {
	list := []spelling{{letters: s[:1], cost: costInitial}}
	if len(s) > 2 && s[1] == 'h' {
		list = append(list, spelling{letters: s[:2], cost: costInitial})
	}
	return list
}

// speller gives every way to type a syllable, made once for each.
type speller map[string][]spelling

func (sp speller) of(reading string) []spelling {
	if list, ok := sp[reading]; ok {
		return list
	}
	var list []spelling
	for _, r := range umlauts(reading) {
		list = append(append(append(list, alike(r)...), initials(r)...), slips(r)...)
	}
	list = cheapest(list)
	sp[reading] = list
	return list
}

// umlauts writes lü as the keys have it.
func umlauts(reading string) []string {
	if !strings.ContainsAny(reading, "vü") {
		return []string{reading}
	}
	return []string{strings.NewReplacer("v", "v", "ü", "v").Replace(reading), strings.NewReplacer("v", "u", "ü", "u").Replace(reading)}
}

// cheapest keeps the cheapest of equal spellings.
func cheapest(list []spelling) []spelling {
	var out []spelling
	at := map[string]int{}
	for _, s := range list {
		i, seen := at[s.letters]
		switch {
		case !seen:
			at[s.letters] = len(out)
			out = append(out, s)
		case s.cost < out[i].cost:
			s.begins = s.begins || out[i].begins
			out[i] = s
		}
	}
	return out
}

// dearer adds to what each of some spellings costs.
func dearer(list []spelling, cost int) []spelling {
	out := slices.Clone(list)
	for i := range out {
		out[i].cost += cost
	}
	return out
}

// readings are the pinyin of a hanzi without tones, the most common first; none of what isn't one.
func readings(r rune) []string {
	args := pinyin.NewArgs()
	args.Heteronym = true
	var list []string
	for _, p := range pinyin.SinglePinyin(r, args) {
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}
