package journal_test

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
	"onedoor/queue/report"
)

// hall is a queue whose clock a test sets by hand. It begins on Monday 23 November at 8:30.
type hall struct {
	*clock
	q *queue.Queue
}

func newHall(t *testing.T, s *journal.Store, r *queue.Rules) *hall {
	t.Helper()
	h := &hall{clock: newClock()}
	h.q = queuetest.Start(t, r, queue.Options{Store: s, Now: h.Now, Tick: time.Hour})
	for _, w := range []queue.WindowID{"w1", "w2", "w3", "court"} {
		h.do(t, 0, queue.OpenWindow{Window: w})
	}
	return h
}

func (h *hall) do(t *testing.T, after time.Duration, c queue.Command) queue.Result {
	t.Helper()
	h.forward(after)
	queuetest.Do(t, h.q, queue.Clock, queue.Tick{})
	return queuetest.Do(t, h.q, queue.System, c)
}

// next goes to the next morning at 8:30 and closes the day.
func (h *hall) next(t *testing.T, r *queue.Rules) {
	t.Helper()
	at := h.Now().In(time.FixedZone("", 8*3600))
	morning := time.Date(at.Year(), at.Month(), at.Day()+1, 8, 30, 0, 0, at.Location())
	h.forward(morning.Sub(at))
	queuetest.Do(t, h.q, queue.Clock, queue.CloseDay{Day: r.Date(morning)})
}

func (h *hall) issue(t *testing.T, c queue.Issue) {
	t.Helper()
	c.Seed = queuetest.Seed()
	h.do(t, 0, c)
}

// TestWaitsAreThoseOfTheVisitors: who is booked waits from the time on, who is kept over night not by
// night, who is sent on at each window, and who is moved before any call from the beginning.
func TestWaitsAreThoseOfTheVisitors(t *testing.T) {
	s := open(t, t.TempDir())
	r := queuetest.Rules()
	day := []queue.Span{{From: 8 * 60, To: 17 * 60}}
	r.Centre.Hours = &queue.Hours{Week: [7][]queue.Span{day, day, day, day, day, day, day}}
	r.Services[2].Sides = []queue.SideRule{{ID: "one", Name: queue.Text{"zh": "甲方"}}, {ID: "other", Name: queue.Text{"zh": "乙方"}}}
	h := newHall(t, s, r)

	h.forward(45 * time.Minute)
	h.issue(t, queue.Issue{Service: "labour", At: h.Now().Add(45 * time.Minute)}) // at ten
	h.do(t, 50*time.Minute, queue.Next{Window: "w1"})
	h.do(t, time.Minute, queue.Finish{Window: "w1", Outcome: "answered"})

	h.issue(t, queue.Issue{Service: "legal"})
	h.do(t, 2*time.Minute, queue.Next{Window: "w1"})
	h.do(t, time.Minute, queue.Transfer{Window: "w1", Service: "court"})
	h.do(t, 55*time.Minute, queue.Next{Window: "court"})
	h.do(t, time.Minute, queue.Finish{Window: "court", Outcome: "answered"})

	h.issue(t, queue.Issue{Service: "legal"})
	h.issue(t, queue.Issue{Service: "legal"})
	h.do(t, 40*time.Minute, queue.GatherSession{Window: "w3", Service: "mediation", Numbers: []string{"A003", "A004"}, Seed: queuetest.Seed()})
	h.do(t, 5*time.Minute, queue.CallSession{Window: "w3", Session: 1})

	h.forward(16*time.Hour + 50*time.Minute - time.Duration(h.Now().In(time.FixedZone("", 8*3600)).Hour()*60+h.Now().Minute())*time.Minute)
	h.issue(t, queue.Issue{Service: "court"}) // at ten to five
	h.next(t, r)
	h.do(t, 10*time.Minute, queue.Next{Window: "court"})
	h.do(t, time.Minute, queue.Finish{Window: "court", Outcome: "answered"})

	rep, err := report.Make(t.Context(), s, r, report.Query{Period: report.DayOf("2026-11-23"), Persons: true})
	if err != nil {
		t.Fatal(err)
	}
	windows := rep.Section(report.SectionWindow)
	for _, c := range []struct {
		window     string
		measure    report.Measure
		n, seconds int
	}{
		{"w1", report.WaitMax, 2, 5 * 60},
		{"w1", report.CallMean, 2, 210},
		{"court", report.Waits, 1, 0},
		{"court", report.WaitMean, 1, 50 * 60}, // ten minutes, a night, and 40 from eight to twenty to nine
		{"court", report.CallMax, 2, 55 * 60},
		{"court", report.CallMedian, 2, 50 * 60},
		{"w3", report.WaitMean, 2, 45 * 60},
		{"w3", report.Transfers, 0, 0},
	} {
		if f := windows.Figure(c.window, c.measure); f.N != c.n || f.Seconds != c.seconds {
			t.Errorf("%s at %s: %+v, want %d of %d s", c.measure, c.window, f, c.n, c.seconds)
		}
	}
	all := rep.Section(report.SectionTotals)
	if f, of := all.Figure("", report.SentRate), all.Figure("", report.Waits); f.N != 1 || f.Of != 4 || of.N != 5 {
		t.Errorf("sent on are %+v, %d were called", f, of.N)
	}
	page, err := report.Behind(t.Context(), s, r, report.Query{Period: rep.Period}, report.Place{Section: report.SectionWindow, Key: "court", Measure: report.CallMean}, 0, 10)
	if err != nil || len(page.Cases) != 2 {
		t.Fatal(page, err)
	}
	if c := page.Cases[0]; c.WaitedS != 55*60 || c.Leg != 2 || c.Window != "court" || c.Called.Sub(c.From) != 55*time.Minute {
		t.Errorf("behind the wait for the court: %+v", c)
	}
	page, err = report.Behind(t.Context(), s, r, report.Query{Period: rep.Period}, report.Place{Section: report.SectionWindow, Key: "w1", Measure: report.Batches}, 0, 10)
	if err != nil || len(page.Cases) != 2 {
		t.Fatal(page, err)
	}
	if c := page.Cases[1]; c.WaitedS != 2*60 || c.Leg != 0 || c.ServedS != -1 || c.Called.Sub(c.Issued) != 2*time.Minute || c.Window != "w1" {
		t.Errorf("the whole visit: %+v", c)
	}
}

// TestTheRulesOfADayStayThoseOfTheDay changes the time zone, and rebuilds: the hours of closed days
// stay, packed or not.
func TestTheRulesOfADayStayThoseOfTheDay(t *testing.T) {
	dir := t.TempDir()
	var want []string
	with(t, dir, func(t *testing.T, s *journal.Store) {
		r := queuetest.Rules()
		h := newHall(t, s, r)
		h.issue(t, queue.Issue{Service: "legal"})
		h.next(t, r)
		later := queuetest.Rules()
		later.Centre.TimeZone = "Europe/Berlin"
		queuetest.Do(t, h.q, queue.System, queue.SetRules{Rules: later})
		h.issue(t, queue.Issue{Service: "legal"})
		h.next(t, r)
		if err := s.Pack(t.Context()); err != nil {
			t.Fatal(err)
		}
		want = rows(t, s.File(), "cells ORDER BY day")
		if got := hours(t, s); !reflect.DeepEqual(got, []int{8, 1}) || len(want) != 2 {
			t.Errorf("they came at %v", got)
		}
	})
	alter(t, filepath.Join(dir, "onedoor.db"), "DELETE FROM cells")
	with(t, dir, func(t *testing.T, s *journal.Store) {
		if got := hours(t, s); !reflect.DeepEqual(got, []int{8, 1}) {
			t.Errorf("by their tickets they came at %v", got)
		}
		if err := s.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := rows(t, s.File(), "cells ORDER BY day"); !reflect.DeepEqual(got, want) {
			t.Error("days made anew are others")
		}
	})
}

// hours are those of the visits, oldest first.
func hours(t *testing.T, s *journal.Store) (list []int) {
	t.Helper()
	err := s.Facts(t.Context(), "2026-01-01", "2026-12-31", journal.NewNames(), func(v *journal.Visits) error {
		for _, f := range v.Facts {
			list = append(list, f.Hour)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestADayThatCannotBePackedStopsNobody spoils a visit before its day is closed: the hall goes on, the
// other days are packed, and whoever packs is told which isn't.
func TestADayThatCannotBePackedStopsNobody(t *testing.T) {
	dir := t.TempDir()
	r := queuetest.Rules()
	with(t, dir, func(t *testing.T, s *journal.Store) {
		h := newHall(t, s, r)
		h.issue(t, queue.Issue{Service: "legal"})
		h.next(t, r)
		h.issue(t, queue.Issue{Service: "legal"})
	})
	file := filepath.Join(dir, "onedoor.db")
	alter(t, file, `UPDATE tickets SET visit = '{"due":"noon"}' WHERE id = 1`)
	with(t, dir, func(t *testing.T, s *journal.Store) {
		h := newHall(t, s, r)
		h.forward(24 * time.Hour)
		h.next(t, r)
		h.issue(t, queue.Issue{Service: "legal"})
		if err := s.Pack(t.Context()); err == nil || !strings.Contains(err.Error(), "2026-11-23") || strings.Contains(err.Error(), "2026-11-24") {
			t.Errorf("packing says %v", err)
		}
		if got := rows(t, s.File(), "cells ORDER BY day"); len(got) != 1 || !strings.Contains(got[0], "2026-11-24") {
			t.Errorf("packed are %d days", len(got))
		}
		if err := s.Rebuild(t.Context()); err != nil {
			t.Errorf("the repair says %v", err)
		}
		if got := rows(t, s.File(), "cells"); len(got) < 2 {
			t.Errorf("after the repair %d days are packed", len(got))
		}
	})
}

// TestAPlannedStopIsNoTransfer: who goes on as the plan says isn't transferred, who is sent on besides is,
// with an outcome or without; what was undone counts as what came instead. So of a loose day, of a packed
// one, and after a rebuild.
func TestAPlannedStopIsNoTransfer(t *testing.T) {
	s := open(t, t.TempDir())
	r := queuetest.Rules()
	h := newHall(t, s, r)
	h.issue(t, queue.Issue{Service: "legal"})
	h.do(t, time.Minute, queue.Next{Window: "w1"})
	h.do(t, time.Minute, queue.Plan{Window: "w1", Steps: []queue.ServiceID{"court", "labour"}})
	h.do(t, time.Minute, queue.Finish{Window: "w1", Outcome: "answered"})
	h.do(t, time.Minute, queue.Next{Window: "court"})
	h.do(t, time.Minute, queue.Finish{Window: "court", Outcome: "answered"})
	h.do(t, time.Second, queue.Undo{Window: "court"})
	h.do(t, time.Minute, queue.Transfer{Window: "court", Service: "legal", Outcome: "answered"})
	h.do(t, time.Minute, queue.Next{Window: "w1"})
	h.do(t, time.Minute, queue.Transfer{Window: "w1", Service: "court"})
	h.next(t, r)
	holds := func(what string) {
		t.Helper()
		rep, err := report.Make(t.Context(), s, r, report.Query{Period: report.DayOf("2026-11-23")})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			key     string
			measure report.Measure
			n       int
		}{{"w1", report.Onward, 1}, {"w1", report.Transfers, 1}, {"court", report.Onward, 0}, {"court", report.Transfers, 1}, {"", report.SentRate, 2}} {
			if f := rep.Section(report.SectionWindow).Figure(c.key, c.measure); f.N != c.n {
				t.Errorf("%s: %s of %q: %d, want %d", what, c.measure, c.key, f.N, c.n)
			}
		}
		page, err := report.Behind(t.Context(), s, r, report.Query{Period: rep.Period}, report.Place{Section: report.SectionWindow, Key: "w1", Measure: report.Onward}, 0, 10)
		if err != nil || page.Total != 1 || page.Cases[0].Leg != 1 {
			t.Errorf("%s: behind the planned stop: %+v, %v", what, page, err)
		}
	}
	holds("loose")
	if err := s.Pack(t.Context()); err != nil {
		t.Fatal(err)
	}
	holds("packed")
	if err := s.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	holds("rebuilt")
}
