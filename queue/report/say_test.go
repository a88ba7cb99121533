package report_test

import (
	"testing"

	"onedoor/queue/report"
)

// The article's own figures, as they must print.
func TestPercent(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{12311, 13423, "91.7"}, {1708, 2155, "79.3"}, {0, 5, "0.0"}, {1, 1, "100.0"}, {3, 0, ""}, {1, 2000, "0.1"}, {1, 2001, "0.0"}} {
		if got := report.Percent(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d is %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}

func TestRatioAndThousands(t *testing.T) {
	if got := report.Ratio(2833, 1911); got != "1.48" || report.Ratio(1, 0) != "" || report.Ratio(17, 1) != "17.00" {
		t.Errorf("2,833 to 1,911 is %s", got)
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 18951: "18,951", -1234567: "-1,234,567"} {
		if got := report.Thousands(n); got != want {
			t.Errorf("%d is said %q", n, got)
		}
	}
}
