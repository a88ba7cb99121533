package queue

import "time"

// Waited is how long somebody waited for a service from one moment to another: as the clock goes
// on the day they came and on the one they were called, and without the nights and the days that
// the service is closed in between. A break within a day is waited through. Around the clock, every
// hour counts.
func (r *Rules) Waited(id ServiceID, from, to time.Time) time.Duration {
	s := r.Service(id)
	if s == nil {
		s = &Service{} // gone: the centre's hours
	}
	from, to = from.In(r.Location()), to.In(r.Location())
	switch {
	case !from.Before(to):
		return 0
	case from.Year() == to.Year() && from.YearDay() == to.YearDay(), s.Hours == nil && r.Centre.Hours == nil:
		return to.Sub(from)
	}
	first, last := DayOf(from, r.Location()), DayOf(to, r.Location())
	var sum time.Duration
	for day := from; ; day = day.AddDate(0, 0, 1) {
		date := DayOf(day, r.Location())
		if date > last {
			return sum
		}
		spans, _ := r.spans(s, day)
		if len(spans) == 0 {
			continue
		}
		begin, _ := spans[0].on(day)
		_, end := spans[len(spans)-1].on(day)
		if date == first {
			begin = from
		}
		if date == last {
			end = to
		}
		sum += max(end.Sub(begin), 0)
	}
}
