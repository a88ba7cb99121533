package reports

import (
	"strings"
	"testing"

	"onedoor/display"
	"onedoor/queue/report"
)

// TestAChangeIsRoundedHalfUp as every other figure is.
func TestAChangeIsRoundedHalfUp(t *testing.T) {
	cat, err := display.LoadCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	w := &words{cat: cat, lang: "en"}
	for _, c := range []struct {
		before, now int
		want        string
	}{{3, 5, "+67"}, {3, 4, "+33"}, {3, 1, "−67"}, {8, 9, "+13"}, {200, 201, "+1"}, {201, 202, "+0"}, {7, 7, "±0"}} {
		f := func(n int) report.Figure { return report.Figure{Measure: report.Batches, N: n} }
		if got := w.change(f(c.now), f(c.before)); !strings.Contains(got, c.want+" %") && !strings.Contains(got, c.want+"%") {
			t.Errorf("from %d to %d is told %q, want %s", c.before, c.now, got, c.want)
		}
	}
}
