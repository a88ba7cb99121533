package report

import (
	"math/rand/v2"
	"testing"

	"onedoor/queue"
)

// TestNothingComesOutBySubtraction masks random columns and tries to get at what is hidden.
func TestNothingComesOutBySubtraction(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const below = 5
	partly := 0
	for range 5000 {
		a, b := make([]int, 1+rng.IntN(8)), []int{}
		total := 0
		for i := range a {
			a[i] = rng.IntN(1 + rng.IntN(40))
			b = append(b, a[i])
			total += a[i]
		}
		out := hidden(a, b, below)
		n, sum := 0, 0
		for i, h := range out {
			switch {
			case h:
				n, sum = n+1, sum+a[i]
			case a[i] > 0 && a[i] < below:
				t.Fatalf("%v: row %d is told", a, i)
			}
		}
		others := 0 // rows that could be hidden with them
		for i := range out {
			if !out[i] && a[i] > 0 {
				others++
			}
		}
		if n > 0 && others > 0 && (n < 2 || sum < below) {
			t.Fatalf("%v: of %d in all, %d hidden in %d rows come out by subtraction", a, total, sum, n)
		}
		if n > 0 && others > 0 {
			partly++
		}
	}
	if partly < 500 {
		t.Errorf("only %d columns were hidden in part", partly)
	}
}

// TestAShareIsHiddenWithEitherOfItsSides hides whoever was discontent among few.
func TestAShareIsHiddenWithEitherOfItsSides(t *testing.T) {
	yes, no := []int{50, 40, 30, 0}, []int{1, 9, 20, 0}
	if got := hidden(yes, no, 5); !got[0] || !got[1] || got[2] || got[3] {
		t.Errorf("hidden are %v", got)
	}
}

// TestADistributionOfAPersonIsHiddenWhereItIsOfFew: its rows count waits, not receptions.
func TestADistributionOfAPersonIsHiddenWhereItIsOfFew(t *testing.T) {
	for id, want := range map[SectionID]count{SectionWaits: waits, SectionServes: serves, SectionOutcome: outcomes} {
		row := func(n int) Row {
			s := &sums{}
			s.n[want] = n
			return Row{Figures: []Figure{{Measure: Waits, N: n}}, sums: s}
		}
		all := &sums{}
		all.n[batches], all.n[receptions], all.n[want] = 60, 60, 60
		s := &Section{ID: id, Measures: []Measure{Waits}, Rows: []Row{row(1), row(9), row(50), row(0)}, Total: Row{Figures: []Figure{{Measure: Waits, N: 60}}, sums: all}}
		m := maker{rules: &queue.Rules{Reports: queue.ReportRule{MaskBelow: 5}}, query: &Query{Filter: Filter{Staff: []queue.StaffID{"anna"}}}, now: &gathered{}}
		m.mask(s)
		for i, hidden := range []bool{true, true, false, false} {
			if s.Rows[i].Figures[0].Masked != hidden {
				t.Errorf("%s, row %d: %+v", id, i, s.Rows[i].Figures[0])
			}
		}
		if s.Total.Figures[0].Masked {
			t.Errorf("%s: the total is hidden", id)
		}
	}
}
