package report

import "testing"

// TestTheLengthsOfAVisitAreHiddenWithTheirCases holds that no kind of time that a table of visits
// tells is left out of the masking.
func TestTheLengthsOfAVisitAreHiddenWithTheirCases(t *testing.T) {
	for _, m := range visitMeasures {
		s := m.spec()
		if n, ok := timedBy[s.time]; s.kind == KindTime && (!ok || n != s.n) {
			t.Errorf("%s is made of few, and told", m)
		}
	}
}
