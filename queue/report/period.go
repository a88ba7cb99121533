package report

import (
	"fmt"
	"time"

	"onedoor/queue"
)

// Period is whole local days, both ends included.
type Period struct {
	From queue.Day `json:"from"`
	To   queue.Day `json:"to"`
}

// Unit is what kind of time a period is.
type Unit string

// The units.
const (
	UnitDay   Unit = "day"
	UnitWeek  Unit = "week" // from a Monday to a Sunday
	UnitMonth Unit = "month"
	UnitYear  Unit = "year"
	UnitRange Unit = "range" // any other
)

// Parse reads a period as 2026-11-01 and 2026-11-30: in order, at most ten years.
func Parse(from, to string) (Period, error) {
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return Period{}, fmt.Errorf("the day %q is not of the form 2026-11-23", from)
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return Period{}, fmt.Errorf("the day %q is not of the form 2026-11-23", to)
	}
	if last.Before(first) || last.Sub(first) > maxDays*24*time.Hour {
		return Period{}, fmt.Errorf("from %s to %s: the days must be in order and at most %d", from, to, maxDays)
	}
	return period(first, last), nil
}

func period(first, last time.Time) Period {
	return Period{queue.Day(first.Format(time.DateOnly)), queue.Day(last.Format(time.DateOnly))}
}

// date is a day as it begins in UTC; of what is no day the first of all.
func date(d queue.Day) time.Time {
	t, _ := time.Parse(time.DateOnly, string(d)) // the zero time is as good as any
	return t
}

// DayOf is the period of one day.
func DayOf(d queue.Day) Period { return Period{d, d} }

// WeekOf is the week that a day is in, from Monday to Sunday.
func WeekOf(d queue.Day) Period {
	monday := date(d).AddDate(0, 0, -weekday(date(d))+1)
	return period(monday, monday.AddDate(0, 0, 6))
}

// MonthOf is the month that a day is in.
func MonthOf(d queue.Day) Period {
	first := time.Date(date(d).Year(), date(d).Month(), 1, 0, 0, 0, 0, time.UTC)
	return period(first, first.AddDate(0, 1, -1))
}

// YearOf is the year that a day is in.
func YearOf(d queue.Day) Period {
	first := time.Date(date(d).Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	return period(first, first.AddDate(1, 0, -1))
}

// weekday is 1 for Monday to 7 for Sunday.
func weekday(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// Unit says what kind of time the period is.
func (p Period) Unit() Unit {
	switch p {
	case DayOf(p.From):
		return UnitDay
	case WeekOf(p.From):
		return UnitWeek
	case MonthOf(p.From):
		return UnitMonth
	case YearOf(p.From):
		return UnitYear
	}
	return UnitRange
}

// Days is how many days the period has.
func (p Period) Days() int { return int(date(p.To).Sub(date(p.From))/(24*time.Hour)) + 1 }

// Before is the period before: for a month the month before, for a year the year before, else
// as many days.
func (p Period) Before() Period { return p.next(-1) }

// After is the period after, as Before is the one before.
func (p Period) After() Period { return p.next(1) }

func (p Period) next(by int) Period {
	from := date(p.From)
	switch p.Unit() {
	case UnitMonth:
		return MonthOf(queue.Day(from.AddDate(0, by, 0).Format(time.DateOnly)))
	case UnitYear:
		return YearOf(queue.Day(from.AddDate(by, 0, 0).Format(time.DateOnly)))
	case UnitDay, UnitWeek, UnitRange:
	}
	days := by * p.Days()
	return period(from.AddDate(0, 0, days), date(p.To).AddDate(0, 0, days))
}
