package display

import (
	"testing"
	"time"
)

// TestADayThatBeginsIsTheDay: 明天, not 明天 0:00, and no space is left where a clock was expected.
func TestADayThatBeginsIsTheDay(t *testing.T) {
	k := testKit(t)
	now := k.Now()
	midnight := func(days int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()+days, 0, 0, 0, 0, now.Location())
	}
	for _, c := range []struct {
		lang, want string
		at         time.Time
	}{
		{"zh", "暂停接待，明天回来", midnight(1)},
		{"zh", "暂停接待，明天 9:00 回来", midnight(1).Add(9 * time.Hour)},
		{"en", "Away just now, back tomorrow", midnight(1)},
		{"en", "Away just now, back tomorrow at 9:00", midnight(1).Add(9 * time.Hour)},
	} {
		if got := k.PauseWords(c.lang, "", c.at); got != c.want {
			t.Errorf("it says %q, want %q", got, c.want)
		}
	}
	if got, want := k.When("zh", midnight(3)), k.T("zh", "common.weekday."+string(rune('0'+midnight(3).Weekday()))); got != want {
		t.Errorf("in three days is %q, want %q", got, want)
	}
}
