package admin

import "testing"

// TestRates holds the centre's published figures.
func TestRates(t *testing.T) {
	for _, tt := range []struct {
		part, whole int
		want        string
	}{
		{12311, 13423, "91.7"}, {1708, 2155, "79.3"}, {0, 0, ""}, {0, 7, "0.0"}, {7, 7, "100.0"}, {1, 2000, "0.1"}, {1, 2001, "0.0"},
	} {
		if got := percent(tt.part, tt.whole); got != tt.want {
			t.Errorf("%d of %d: %s, want %s", tt.part, tt.whole, got, tt.want)
		}
	}
}
