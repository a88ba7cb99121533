package queue_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestNobodyWaitsOverNight counts waiting across a night, a weekend, a break and a holiday.
func TestNobodyWaitsOverNight(t *testing.T) {
	r := queuetest.Rules()
	hours := &queue.Hours{Days: []queue.OtherDay{{Day: "2026-11-25"}}}
	for d := time.Monday; d <= time.Friday; d++ {
		hours.Week[d] = []queue.Span{{From: 9 * 60, To: 12 * 60}, {From: 14 * 60, To: 17 * 60}}
	}
	r.Centre.Hours = hours
	if err := r.Prepare(); err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, r.Location())
	}
	for _, c := range []struct {
		name     string
		from, to time.Time
		want     time.Duration
	}{
		{"of one day, through the break and beyond the hours", at(23, 11, 50), at(23, 17, 30), 340 * time.Minute}, // a Monday
		{"to the next morning", at(23, 16, 50), at(24, 9, 10), 20 * time.Minute},
		{"come after the hours", at(23, 18, 0), at(24, 9, 10), 10 * time.Minute},
		{"called before the hours", at(23, 16, 50), at(24, 8, 0), 10 * time.Minute},
		{"over a holiday", at(24, 16, 0), at(26, 9, 30), 90 * time.Minute},
		{"over a weekend", at(20, 16, 30), at(23, 9, 30), time.Hour},
		{"over a whole day with its break", at(23, 16, 0), at(26, 9, 30), (60 + 480 + 30) * time.Minute},
		{"backwards", at(24, 9, 0), at(23, 9, 0), 0},
	} {
		if got := r.Waited("legal", c.from.UTC(), c.to.UTC()); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if got := r.Waited("gone", c.from, c.to); got != c.want {
			t.Errorf("%s, of a service that is gone: %v, want %v", c.name, got, c.want)
		}
	}
	r.Centre.Hours = nil
	if got := r.Waited("legal", at(23, 17, 0), at(24, 9, 0)); got != 16*time.Hour {
		t.Errorf("around the clock: %v", got)
	}
}
