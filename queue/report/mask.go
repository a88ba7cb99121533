package report

import "slices"

// Masking hides what tells of fewer cases than the rules say: a person's row, and what visitors
// thought. What is hidden must not come out by subtraction either. So of each table at least
// two rows are hidden or none, and together they have at least as many cases as one row needs
// to be told; the smallest of those that could be told go with them.
//
// What it can't hide: the only person of a day has the day's total; who asks for a month and for
// the same month but a day, or with a filter and without, learns the rest by subtraction; and two
// tables of one report can be held against each other, such as a service that only one window has.
// Page and files say so. Who takes a file out of the house is written down, and who looks at figures of a
// person or at the visits behind an opinion.

// mask hides what a table must not tell.
func (m *maker) mask(s *Section) {
	below := m.rules.Reports.MaskBelow
	if below == 0 {
		return
	}
	for _, was := range []bool{false, true} {
		t := masking{section: s, was: was, below: below}
		if was && m.was == nil {
			return
		}
		g := m.now
		if was {
			g = m.was
		}
		switch {
		case s.ID == SectionLevel:
			t.rows(evaluations, evaluations)
			t.total(evaluations, evaluations)
		case s.ID == SectionEvaluationService, s.ID == SectionEvaluationWindow, s.ID == SectionEvaluationStaff:
			t.rows(evaluations, evaluations)
			t.total(evaluations, evaluations)
			t.content(g.hidesLevels(below))
		case s.ID == SectionFollowUp: // as many as were discontent
			t.total(followUps, followUps)
			if g.hidesLevels(below) {
				t.hide(&s.Total, all)
			}
		case s.ID == SectionStaff:
			t.rows(batches, receptions)
			t.times()
		case len(m.query.Filter.Staff) > 0:
			a, b := of(s.ID)
			t.rows(a, b)
			t.times()
			t.total(a, b)
		case m.query.Away:
			m.away(t)
		}
	}
}

// of is what a row of a table of visits counts.
func of(id SectionID) (a, b count) {
	switch id {
	case SectionWaits:
		return waits, waits
	case SectionServes:
		return serves, serves
	case SectionOutcome:
		return outcomes, outcomes
	default:
		return batches, receptions
	}
}

// hidesLevels says whether some level of the evaluation was chosen so seldom that it is hidden.
func (g *gathered) hidesLevels(below int) bool {
	for _, s := range g.tallied[levelTable] {
		if few(s.n[evaluations], below) {
			return true
		}
	}
	return false
}

// few says whether there are too few cases to tell of. Of none there is nothing to hide.
func few(n, below int) bool { return n > 0 && n < below }

// masking hides figures of one table, of the period or of the one before.
type masking struct {
	section *Section
	was     bool
	below   int
}

// of gives a row's sums.
func (t masking) of(row *Row) *sums {
	if t.was {
		return orEmpty(row.was)
	}
	return row.sums
}

// hide hides a row's figures of some measures.
func (t masking) hide(row *Row, which func(Measure) bool) {
	list := row.Figures
	if t.was {
		list = row.Before
	}
	for i := range list {
		if which(list[i].Measure) {
			list[i] = Figure{Measure: list[i].Measure, Masked: true}
		}
	}
}

func all(Measure) bool { return true }

// base is of how many cases a row tells: the lesser of two counts, if it has both.
func base(s *sums, a, b count) int {
	if s.n[a] == 0 || s.n[b] == 0 {
		return max(s.n[a], s.n[b])
	}
	return min(s.n[a], s.n[b])
}

// rows hides rows of few cases.
func (t masking) rows(a, b count) {
	cases := make([]int, len(t.section.Rows))
	for i := range cases {
		cases[i] = base(t.of(&t.section.Rows[i]), a, b)
	}
	for i, hidden := range hidden(cases, cases, t.below) {
		if hidden {
			t.hide(&t.section.Rows[i], all)
		}
	}
}

// total hides the total of few cases, and then every row.
func (t masking) total(a, b count) {
	if !few(base(t.of(&t.section.Total), a, b), t.below) {
		return
	}
	t.hide(&t.section.Total, all)
	for i := range t.section.Rows {
		t.hide(&t.section.Rows[i], all)
	}
}

// times hides times that come of few cases: they are of somebody.
func (t masking) times() {
	for of, n := range timedBy {
		cases := make([]int, len(t.section.Rows))
		for i := range cases {
			cases[i] = t.of(&t.section.Rows[i]).n[n]
		}
		for i, hidden := range hidden(cases, cases, t.below) {
			if hidden {
				t.hide(&t.section.Rows[i], of.measures)
			}
		}
	}
}

// timedBy is how many went into the lengths of a visit.
var timedBy = map[sequence]count{waitTimes: waits, callTimes: calls, serveTimes: serves}

// measures says whether a measure is of the lengths.
func (s sequence) measures(m Measure) bool { return m.spec().time == s }

// content hides the share of the content where few were content or few weren't. Where a level
// is hidden, it would come out of the share.
func (t masking) content(levels bool) {
	share := func(m Measure) bool { return m == ContentRate }
	sides := func(s *sums) (int, int) { return s.n[content], s.n[evaluations] - s.n[content] }
	yes, no := make([]int, len(t.section.Rows)), make([]int, len(t.section.Rows))
	for i := range t.section.Rows {
		yes[i], no[i] = sides(t.of(&t.section.Rows[i]))
	}
	a, b := sides(t.of(&t.section.Total))
	every := levels || few(a, t.below) || few(b, t.below)
	if every {
		t.hide(&t.section.Total, share)
	}
	out := hidden(yes, no, t.below)
	for i := range out {
		if every || out[i] {
			t.hide(&t.section.Rows[i], share)
		}
	}
}

// hidden says which of some rows are hidden, each of which has cases of two kinds, maybe the
// same: those with few of one of them, and others with them until nothing comes out of the sum.
func hidden(a, b []int, below int) []bool {
	out := make([]bool, len(a))
	n, sumA, sumB := 0, 0, 0
	hide := func(i int) {
		out[i] = true
		n, sumA, sumB = n+1, sumA+a[i], sumB+b[i]
	}
	order := make([]int, len(a))
	for i := range a {
		order[i] = i
		if few(a[i], below) || few(b[i], below) {
			hide(i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return a[i] + b[i] - a[j] - b[j] })
	for _, i := range order {
		if n == 0 || n > 1 && !few(sumA, below) && !few(sumB, below) {
			break
		}
		if !out[i] && a[i]+b[i] > 0 {
			hide(i)
		}
	}
	return out
}
