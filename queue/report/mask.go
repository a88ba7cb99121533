package report

import "slices"

// Masking hides what tells of fewer cases than the rules say: a person's row, and what visitors
// thought. What is hidden must not come out by subtraction either. So of each table at least
// two rows are hidden or none, and together they have at least as many cases as one row needs
// to be told; the smallest of those that could be told go with them. "Fewer than five" stands only
// where it is so, and where it leaves open which; what is hidden beside it is not shown, and no more
// is said of it.
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
			t.total(evaluations, evaluations)
			t.levels()
		case s.ID == SectionEvaluationService, s.ID == SectionEvaluationWindow, s.ID == SectionEvaluationStaff:
			t.total(evaluations, evaluations)
			t.rows(evaluations, evaluations)
			t.content()
		case s.ID == SectionFollowUp: // as many as were discontent
			t.total(followUps, followUps)
			if g.oneSided(below) {
				t.hide(&s.Total, all, false)
			}
		case s.ID == SectionStaff:
			t.rows(batches, receptions)
			t.times()
		case len(m.query.Filter.Staff) > 0:
			a, b := of(s.ID)
			t.total(a, b)
			t.rows(a, b)
			t.times()
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

// oneSided says whether few were content, or few weren't: how many of either would tell it.
func (g *gathered) oneSided(below int) bool {
	yes, no := 0, 0
	for _, s := range g.tallied[levelTable] {
		a, b := sides(s)
		yes, no = yes+a, no+b
	}
	return few(yes, below) || few(no, below)
}

// sides are how many were content, and how many weren't.
func sides(s *sums) (yes, no int) { return s.n[content], s.n[evaluations] - s.n[content] }

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

// hide hides a row's figures of some measures. Where it may be said that the cases are few, the
// counts that are say so; a rate or a time never does, which would be read as a small one.
func (t masking) hide(row *Row, which func(Measure) bool, sayFew bool) {
	list := row.Figures
	if t.was {
		list = row.Before
	}
	for i, f := range list {
		if which(f.Measure) && !f.Masked {
			list[i] = Figure{Measure: f.Measure, Masked: true, Few: sayFew && f.Measure.Kind() == KindCount && f.N < t.below}
		}
	}
}

// tells says whether it may be said of hidden rows that each has few cases: all do, and that doesn't
// tell how many.
func tells(out []bool, cases []int, below int) bool {
	n, sum := 0, 0
	for i := range out {
		if out[i] && !few(cases[i], below) {
			return false
		}
		if out[i] {
			n, sum = n+1, sum+cases[i]
		}
	}
	return sum > n && sum < n*(below-1)
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
	t.out(hidden(cases, cases, t.below), cases)
}

// out hides rows.
func (t masking) out(out []bool, cases []int) {
	say := tells(out, cases, t.below)
	for i := range out {
		if out[i] {
			t.hide(&t.section.Rows[i], all, say)
		}
	}
}

// levels hides levels that few chose. Where many were content and many weren't, their share is told:
// so of each of the two at least two levels are hidden or none.
func (t masking) levels() {
	yes, no, cases := make([]int, len(t.section.Rows)), make([]int, len(t.section.Rows)), make([]int, len(t.section.Rows))
	a, b := 0, 0
	for i := range cases {
		yes[i], no[i] = sides(t.of(&t.section.Rows[i]))
		cases[i], a, b = yes[i]+no[i], a+yes[i], b+no[i]
	}
	out := hidden(cases, cases, t.below)
	if !few(a, t.below) && !few(b, t.below) {
		out = hidden(yes, yes, t.below)
		for i, hidden := range hidden(no, no, t.below) {
			out[i] = out[i] || hidden
		}
	}
	t.out(out, cases)
}

// total hides the total of few cases, and then every row.
func (t masking) total(a, b count) {
	if !few(base(t.of(&t.section.Total), a, b), t.below) {
		return
	}
	t.hide(&t.section.Total, all, true)
	for i := range t.section.Rows {
		t.hide(&t.section.Rows[i], all, true)
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
				t.hide(&t.section.Rows[i], of.measures, false)
			}
		}
	}
}

// timedBy is how many went into the lengths of a visit.
var timedBy = map[sequence]count{waitTimes: waits, callTimes: calls, serveTimes: serves}

// measures says whether a measure is of the lengths.
func (s sequence) measures(m Measure) bool { return m.spec().time == s }

// content hides the share of the content where few were content or few weren't.
func (t masking) content() {
	share := func(m Measure) bool { return m == ContentRate }
	yes, no := make([]int, len(t.section.Rows)), make([]int, len(t.section.Rows))
	for i := range t.section.Rows {
		yes[i], no[i] = sides(t.of(&t.section.Rows[i]))
	}
	a, b := sides(t.of(&t.section.Total))
	every := few(a, t.below) || few(b, t.below)
	if every {
		t.hide(&t.section.Total, share, false)
	}
	out := hidden(yes, no, t.below)
	for i := range out {
		if every || out[i] {
			t.hide(&t.section.Rows[i], share, false)
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
