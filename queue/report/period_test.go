package report_test

import (
	"testing"

	"onedoor/queue/report"
)

func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		from, to      string
		unit          report.Unit
		days          int
		before, after string
	}{
		{"2026-11-23", "2026-11-23", report.UnitDay, 1, "2026-11-22 2026-11-22", "2026-11-24 2026-11-24"},
		{"2026-11-23", "2026-11-29", report.UnitWeek, 7, "2026-11-16 2026-11-22", "2026-11-30 2026-12-06"},
		{"2026-11-22", "2026-11-28", report.UnitRange, 7, "2026-11-15 2026-11-21", "2026-11-29 2026-12-05"},
		{"2026-03-01", "2026-03-31", report.UnitMonth, 31, "2026-02-01 2026-02-28", "2026-04-01 2026-04-30"},
		{"2024-02-01", "2024-02-29", report.UnitMonth, 29, "2024-01-01 2024-01-31", "2024-03-01 2024-03-31"},
		{"2024-01-01", "2024-12-31", report.UnitYear, 366, "2023-01-01 2023-12-31", "2025-01-01 2025-12-31"},
		{"2026-11-01", "2026-11-10", report.UnitRange, 10, "2026-10-22 2026-10-31", "2026-11-11 2026-11-20"},
	} {
		p, err := report.Parse(c.from, c.to)
		if err != nil {
			t.Fatal(err)
		}
		if p.Unit() != c.unit || p.Days() != c.days {
			t.Errorf("%v is a %s of %d days", p, p.Unit(), p.Days())
		}
		if b, a := p.Before(), p.After(); string(b.From+" "+b.To) != c.before || string(a.From+" "+a.To) != c.after {
			t.Errorf("%v: before it %v, after it %v", p, b, a)
		}
	}
	for _, c := range [][2]string{{"yesterday", "2026-11-23"}, {"2026-11-23", "2026-02-30"}, {"2026-11-24", "2026-11-23"}, {"1900-01-01", "2026-11-23"}} {
		if _, err := report.Parse(c[0], c[1]); err == nil {
			t.Errorf("%v was taken", c)
		}
	}
	if w := report.WeekOf("2026-11-29"); w.From != "2026-11-23" || report.MonthOf("2026-02-14").To != "2026-02-28" || report.YearOf("2026-02-14").From != "2026-01-01" {
		t.Errorf("the week of a Sunday is %v", w)
	}
}
