package search

import (
	"cmp"
	"slices"
)

// maxQuery is how many letters or hanzi of what was typed are read.
const maxQuery = 40

// nowhere is the cost of what doesn't match.
const nowhere = 1 << 20

// farOff is how much worse than the best a find may be.
const farOff = 15

// Hit is an entry that was found.
type Hit struct {
	ID   string
	Cost int // 0 is just what was typed
}

// Find gives the entries that somebody may mean by what was typed, at most limit of them, the
// likeliest first.
func (x *Index) Find(typed string, limit int) []Hit {
	q := newQuery(typed)
	if len(q.han) == 0 {
		return nil
	}
	var hits []Hit
	for i := range x.entries {
		if cost := q.entry(&x.entries[i]); cost < nowhere {
			hits = append(hits, Hit{x.entries[i].id, cost})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(a.Cost, b.Cost) })
	for i := range hits {
		if i == limit || hits[i].Cost > hits[0].Cost+farOff {
			return hits[:i]
		}
	}
	return hits
}

// query is what was typed, made ready.
type query struct {
	han     []rune   // hanzi, letters and digits
	core    []rune   // han without what any sentence has
	isHan   bool     // there are hanzi in it
	letters string   // of han, without spaces
	sound   string   // the pinyin of all of it
	words   []string // English
}

func newQuery(typed string) query {
	s := plain(typed)
	q := query{han: squeeze(s), isHan: hasHan(s), words: meaning(latin(s))}
	if len(q.han) > maxQuery {
		q.han = q.han[:maxQuery]
	}
	q.core = q.han
	if !q.isHan {
		q.letters = string(q.han)
		return q
	}
	q.core = core(q.han)
	for _, r := range q.core {
		if p := readings(r); len(p) > 0 {
			q.sound += p[0]
		} else if letter(r) {
			q.sound += string(r)
		}
	}
	return q
}

// entry is what it costs to mean an entry.
func (q *query) entry(e *entry) int {
	best := nowhere
	for i := range e.texts {
		t := &e.texts[i]
		var cost int
		if q.isHan {
			cost = min(overlap(q.core, t.han), plus(typed(q.sound, t.syllables), costSoundOnly))
		} else {
			cost = typed(q.letters, t.syllables)
		}
		best = min(best, plus(cost, 3*t.rank))
	}
	if !q.isHan {
		best = min(best, english(q.words, e.texts))
	}
	return best
}

// costSoundOnly is what a find costs that only sounds like what was typed.
const costSoundOnly = 5

func plus(cost, more int) int { return min(cost+more, nowhere) }
