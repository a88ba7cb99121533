package search

import "strings"

// typed is what it costs to read letters along a text's syllables, from any of them on.
func typed(letters string, syllables [][]spelling) int {
	if letters == "" || len(syllables) == 0 {
		return nowhere
	}
	best := nowhere
	for from := range syllables {
		if from > 0 && len(letters) == 1 {
			break // one letter is how a text begins
		}
		r := reader{q: letters, ways: syllables, most: mistakes(len(letters)), seen: map[[3]int]reading{}}
		got := r.read(0, from, 0)
		if got.wrong > r.most {
			continue
		}
		cost := got.cost
		if from > 0 {
			cost += costWithin
		}
		best = min(best, cost)
	}
	return best
}

// mistakes is how much may be wrong in so many letters.
func mistakes(n int) int {
	switch {
	case n < 3:
		return 0
	case n < 5:
		return costTypo
	case n < 10:
		return costTypo + costSound
	}
	return 2 * costTypo
}

// gapAfter is how many letters a query has at least in which syllables may be left out; so many
// syllables.
const (
	gapAfter = 4
	gapMost  = 4
)

// reading is what it costs to read the rest of a query, and the part of it that is a mistake.
type reading struct{ cost, wrong int }

// reader reads a query along a text.
type reader struct {
	q    string
	ways [][]spelling
	most int
	seen map[[3]int]reading
}

// read reads what is left from letter i on at syllable s; skipped says that a gap has been.
func (r *reader) read(i, s, skipped int) reading {
	none := reading{nowhere, nowhere}
	switch {
	case i == len(r.q) && s < len(r.ways):
		return reading{cost: 1} // the text goes on
	case i == len(r.q):
		return reading{}
	case s == len(r.ways):
		return none
	}
	at := [3]int{i, s, skipped}
	if got, ok := r.seen[at]; ok {
		return got
	}
	best, rest := none, r.q[i:]
	take := func(cost, wrong int, then reading) {
		if cost += then.cost; wrong+then.wrong <= r.most && cost < best.cost {
			best = reading{cost, wrong + then.wrong}
		}
	}
	for _, w := range r.ways[s] {
		switch {
		case strings.HasPrefix(rest, w.letters):
			take(w.cost, w.wrong, r.read(i+len(w.letters), s+1, skipped))
		case w.begins && strings.HasPrefix(w.letters, rest):
			take(w.cost, w.wrong, r.read(len(r.q), s+1, skipped))
		}
	}
	if i > 0 && skipped == 0 && len(r.q) >= gapAfter {
		for n := 1; n <= gapMost && s+n < len(r.ways); n++ {
			take(costGap, costGap, r.read(i, s+n, 1))
		}
	}
	r.seen[at] = best
	return best
}
