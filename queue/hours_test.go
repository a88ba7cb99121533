package queue_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// openHours are those of an office: weekdays with a noon break, Saturday morning, closed
// on National Day, and a working Sunday after it.
func openHours() *queue.Hours {
	day := []queue.Span{{From: 9 * 60, To: 12 * 60}, {From: 13*60 + 30, To: 17*60 + 30}}
	h := &queue.Hours{Days: []queue.OtherDay{
		{Day: "2026-10-01", Name: queue.Text{"zh": "国庆节", "en": "National Day"}},
		{Day: "2026-10-04", Spans: []queue.Span{{From: 10 * 60, To: 16 * 60}}},
	}}
	for d := time.Monday; d <= time.Friday; d++ {
		h.Week[d] = day
	}
	h.Week[time.Saturday] = day[:1]
	return h
}

// at is a moment in the centre's time.
func at(t *testing.T, moment string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	m, err := time.ParseInLocation("2006-01-02 15:04", moment, loc)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestOpeningHours(t *testing.T) {
	always := &queue.Hours{}
	for d := range always.Week {
		always.Week[d] = []queue.Span{{From: 0, To: 24 * 60}}
	}
	night := &queue.Hours{}
	night.Week[time.Friday] = []queue.Span{{From: 20 * 60, To: 24 * 60}}
	night.Week[time.Saturday] = []queue.Span{{From: 0, To: 2 * 60}}
	wednesdays := &queue.Hours{}
	wednesdays.Week[time.Wednesday] = []queue.Span{{From: 9 * 60, To: 10 * 60}}
	for name, c := range map[string]struct {
		centre, service *queue.Hours
		now             string
		open            bool
		then            string // when that ends; "": never
		holiday         queue.Day
	}{
		"no hours are around the clock":    {nil, nil, "2026-09-30 03:00", true, "", ""},
		"a morning":                        {openHours(), nil, "2026-09-30 09:00", true, "2026-09-30 12:00", ""},
		"the last minute":                  {openHours(), nil, "2026-09-30 11:59", true, "2026-09-30 12:00", ""},
		"the noon break":                   {openHours(), nil, "2026-09-30 12:00", false, "2026-09-30 13:30", ""},
		"before the day":                   {openHours(), nil, "2026-09-30 08:59", false, "2026-09-30 09:00", ""},
		"an evening before a holiday":      {openHours(), nil, "2026-09-30 17:30", false, "2026-10-02 09:00", ""},
		"a holiday":                        {openHours(), nil, "2026-10-01 10:00", false, "2026-10-02 09:00", "2026-10-01"},
		"a working Sunday":                 {openHours(), nil, "2026-10-04 15:59", true, "2026-10-04 16:00", ""},
		"another Sunday":                   {openHours(), nil, "2026-10-11 15:00", false, "2026-10-12 09:00", ""},
		"a service's own week":             {openHours(), wednesdays, "2026-09-28 10:00", false, "2026-09-30 09:00", ""},
		"the centre's holidays hold there": {openHours(), always, "2026-10-01 10:00", false, "2026-10-02 00:00", "2026-10-01"},
		"around the clock by its hours":    {nil, always, "2026-10-01 10:00", true, "", ""},
		"over midnight":                    {nil, night, "2026-10-02 23:00", true, "2026-10-03 02:00", ""},
		"never again":                      {nil, &queue.Hours{}, "2026-10-02 23:00", false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := queuetest.Rules()
			r.Centre.Hours, r.Services[0].Hours = c.centre, c.service
			if err := r.Prepare(); err != nil {
				t.Fatal(err)
			}
			o := r.Opening(&r.Services[0], at(t, c.now))
			then := o.From
			if o.Open {
				then = o.Until
			}
			want := time.Time{}
			if c.then != "" {
				want = at(t, c.then)
			}
			if o.Open != c.open || !then.Equal(want) || o.Holiday != c.holiday {
				t.Errorf("%+v", o)
			}
		})
	}
}

func TestNoNumberOutsideTheHours(t *testing.T) {
	rules := queuetest.Rules()
	rules.Centre.Hours = openHours()
	d := newHallDay(t, rules)
	d.now = at(t, "2026-11-23 12:15")
	issue := queue.Issue{Service: "legal", Seed: queuetest.Seed()}
	main := queue.ByKiosk("main")
	_, err := queue.Decide(d.lobby, issue, queue.Input{Actor: main, Now: d.now, Wall: d.now})
	wantCode(t, err, queue.ErrServiceClosed)
	for name, in := range map[string]queue.Input{
		"a person at the desk may":          {Actor: boss, Now: d.now, Wall: d.now},
		"nobody knows how late it is":       {Actor: main, Now: d.now},
		"the books are ahead of the clock":  {Actor: main, Now: d.now, Wall: at(t, "2026-11-23 11:00")},
		"the afternoon has begun meanwhile": {Actor: main, Now: at(t, "2026-11-23 13:30"), Wall: at(t, "2026-11-23 13:30")},
	} {
		if _, err := queue.Decide(d.lobby, issue, in); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUntilWhenNumbersAreGivenOutToday(t *testing.T) {
	always := &queue.Hours{Days: []queue.OtherDay{{Day: "2026-12-25"}}}
	for d := range always.Week {
		always.Week[d] = []queue.Span{{From: 0, To: 24 * 60}}
	}
	for name, c := range map[string]struct {
		hours *queue.Hours
		now   string
		want  string
	}{
		"before the noon break":  {openHours(), "2026-09-30 09:30", "2026-09-30 17:30"},
		"after it":               {openHours(), "2026-09-30 15:00", "2026-09-30 17:30"},
		"weeks before a holiday": {always, "2026-11-23 09:30", ""},
		"around the clock":       {nil, "2026-11-23 09:30", ""},
	} {
		r := queuetest.Rules()
		r.Centre.Hours = c.hours
		if err := r.Prepare(); err != nil {
			t.Fatal(err)
		}
		want := time.Time{}
		if c.want != "" {
			want = at(t, c.want)
		}
		if got := r.Opening(&r.Services[0], at(t, c.now)).Last; !got.Equal(want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestHolidaysHaveNames(t *testing.T) {
	rules := queuetest.Rules()
	rules.Centre.Hours = openHours()
	d := newHallDay(t, rules)
	_, why := d.lobby.Takes("legal", at(t, "2026-10-01 10:00"))
	if why == nil || why.Code != "holiday" || rules.Holiday(queue.Day(why.Args["holiday"]))["en"] != "National Day" {
		t.Errorf("%+v", why)
	}
}
