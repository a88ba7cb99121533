package queue

import (
	"time"
)

// Hours are when visitors get numbers: spans of each weekday, and days that differ.
// Times of day are minutes after local midnight.
type Hours struct {
	Week [7][]Span  `json:"week"` // by time.Weekday, Sunday first; no span is closed
	Days []OtherDay `json:"days,omitempty"`
}

// Span is a part of a day, from From up to To, 0 to 1,440 minutes after midnight.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// OtherDay is a day with hours of its own: a holiday, or a working Saturday.
type OtherDay struct {
	Day   Day    `json:"day"`
	Spans []Span `json:"spans,omitempty"` // none: closed
	Name  Text   `json:"name,omitempty"`  // of the holiday
}

// Opening is how a service stands at a moment, by its hours.
type Opening struct {
	Open    bool
	Until   time.Time // open: when numbers end for now; zero: around the clock
	Last    time.Time // open: when they end for today, after all breaks; zero: not before midnight
	From    time.Time // closed: when there are numbers again; zero: not within sixty days
	Holiday Day       // closed: the day that has a name
}

// midnight is the end of a day, in minutes.
const midnight = 24 * 60

// lookAhead is for how many days the next opening is looked for.
const lookAhead = 60

// Opening gives how a service stands: by its own hours, else by the centre's, else
// it is open around the clock. A day that differs for the centre differs for a
// service, too, unless the service says otherwise. At the zero time, when nobody knows
// how late it is, no hours hold.
func (r *Rules) Opening(s *Service, now time.Time) Opening {
	if s.Hours == nil && r.Centre.Hours == nil || now.IsZero() {
		return Opening{Open: true}
	}
	local := now.In(r.Location())
	spans, name := r.spans(s, local)
	for _, span := range spans {
		from, to := span.on(local)
		switch {
		case now.Before(from):
			return Opening{From: from}
		case now.Before(to):
			o := Opening{Open: true, Until: r.goesOn(s, to)}
			if last := spans[len(spans)-1]; last.To < midnight {
				_, o.Last = last.on(local)
			}
			return o
		}
	}
	o := Opening{}
	if len(spans) == 0 && len(name) > 0 {
		o.Holiday = DayOf(local, r.Location())
	}
	for n := 1; n <= lookAhead; n++ {
		day := local.AddDate(0, 0, n)
		if spans, _ := r.spans(s, day); len(spans) > 0 {
			o.From, _ = spans[0].on(day)
			break
		}
	}
	return o
}

// goesOn is when a span that ends at midnight really ends: the next day's may go on
// from there. Around the clock it is zero.
func (r *Rules) goesOn(s *Service, to time.Time) time.Time {
	for range lookAhead {
		local := to.In(r.Location())
		if local.Hour() != 0 || local.Minute() != 0 {
			return to
		}
		spans, _ := r.spans(s, local)
		if len(spans) == 0 || spans[0].From > 0 {
			return to
		}
		_, to = spans[0].on(local)
	}
	return time.Time{}
}

// spans are the hours of the local day that a moment is in.
func (r *Rules) spans(s *Service, local time.Time) ([]Span, Text) {
	day := DayOf(local, r.Location())
	for _, h := range []*Hours{s.Hours, r.Centre.Hours} {
		if h == nil {
			continue
		}
		for i := range h.Days {
			if h.Days[i].Day == day {
				return h.Days[i].Spans, h.Days[i].Name
			}
		}
	}
	h := s.Hours
	if h == nil {
		h = r.Centre.Hours
	}
	return h.Week[local.Weekday()], nil
}

// on is a span on the local day that a moment is in.
func (p Span) on(local time.Time) (from, to time.Time) {
	at := func(minute int) time.Time {
		return time.Date(local.Year(), local.Month(), local.Day(), 0, minute, 0, 0, local.Location())
	}
	return at(p.From), at(p.To)
}

// Takes gives whether a service's numbers are given out now, at a time that zero is
// unknown, and if not the reason: service_gone, holiday, closed_now, closed, off_duty, nobody_on_duty, person_away, full, full_now,
// too_late_today, or shut_today, shut_system, shut_staff when a supervisor closed it for the day. Its arguments are from, the RFC 3339 time when there are numbers again,
// and holiday, the day. Staff at the desk may give out a number all the same.
func (l *Lobby) Takes(id ServiceID, wall time.Time) (Opening, *Reason) { return l.takes(id, wall, nil) }

// takes is Takes for a visitor who was told an estimate.
func (l *Lobby) takes(id ServiceID, wall time.Time, told *Range) (Opening, *Reason) {
	if l.rules == nil || l.rules.Service(id) == nil {
		return Opening{}, &Reason{Code: "service_gone"}
	}
	s := l.rules.Service(id)
	if shut, ok := l.shut[id]; ok {
		return Opening{From: shut.Again}, shut.reason()
	}
	o := l.rules.Opening(s, wall)
	switch {
	case !o.Open && o.Holiday != "" && !o.From.IsZero():
		return o, &Reason{Code: "holiday", Args: map[string]string{"from": o.From.Format(time.RFC3339), "holiday": string(o.Holiday)}}
	case !o.Open:
		return shutUntil(o.From, "closed_now", "closed")
	}
	if ok, from := l.onDutyFor(s, wall); !ok {
		return shutUntil(from, "off_duty", "nobody_on_duty")
	}
	if again, gone := l.goneFor(s, wall); gone {
		return shutUntil(again, "person_away", "person_away")
	}
	if l.full(s, l.half(wall)) {
		return shutUntil(l.again(s, wall), "full", "full_now")
	}
	if l.late(s, o, wall, told) {
		return shutUntil(l.rules.Opening(s, o.Last).From, "too_late_today", "closed")
	}
	return o, nil
}

// shutUntil is a service that gives out no numbers until a moment, with the code of the reason, and
// the one for when nobody knows until when.
func shutUntil(from time.Time, code, unknown string) (Opening, *Reason) {
	if from.IsZero() {
		return Opening{}, &Reason{Code: unknown}
	}
	return Opening{From: from}, &Reason{Code: code, Args: map[string]string{"from": from.Format(time.RFC3339)}}
}

// Holiday is what a day that differs is called: the first of its names, the centre's
// before its services'; nil when it has none.
func (r *Rules) Holiday(day Day) Text {
	all := []*Hours{r.Centre.Hours}
	for i := range r.Services {
		all = append(all, r.Services[i].Hours)
	}
	for _, h := range all {
		if h == nil {
			continue
		}
		for _, d := range h.Days {
			if d.Day == day && len(d.Name) > 0 {
				return d.Name
			}
		}
	}
	return nil
}
