package report_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/report"
	"onedoor/queue/report/golden"
)

// TestComparedMaskedAndNarrowed makes reports of another centre's year, with the rules of a
// careful house.
func TestComparedMaskedAndNarrowed(t *testing.T) {
	s := written(t, golden.Other)
	r := golden.Rules()
	r.Reports.MaskBelow = 5
	ask := func(q report.Query) *report.Report {
		t.Helper()
		rep, err := report.Make(t.Context(), s, r, q)
		if err != nil {
			t.Fatal(err)
		}
		return rep
	}
	march := ask(report.Query{Period: report.MonthOf("2025-03-01"), Compare: true})
	february := ask(report.Query{Period: report.MonthOf("2025-02-01")})
	if march.Before == nil || *march.Before != february.Period {
		t.Fatalf("March is compared with %v", march.Before)
	}
	for _, id := range []report.SectionID{report.SectionTotals, report.SectionService, report.SectionHour, report.SectionTarget} {
		then := february.Section(id)
		for _, row := range append(march.Section(id).Rows, march.Section(id).Total) {
			for i, was := range row.Before {
				if then.Row(row.Key) != nil && was != then.Row(row.Key).Figures[i] {
					t.Errorf("%s %q: before March was %+v, February is %+v", id, row.Key, was, then.Row(row.Key).Figures[i])
				}
			}
		}
	}
	if march.Section(report.SectionDay).Rows[0].Before != nil || len(march.Section(report.SectionDay).Rows) != 31 {
		t.Error("days are compared, or missing")
	}
	if march.Section(report.SectionStaff) != nil {
		t.Error("figures of persons are told to everybody")
	}
	if _, err := report.Make(t.Context(), s, r, report.Query{Period: march.Period, Filter: report.Filter{Staff: []queue.StaffID{"xiao"}}}); !errors.Is(err, report.ErrPersons) {
		t.Errorf("narrowed to a person: %v", err)
	}

	sum := 0
	for _, c := range []queue.Class{queue.ClassOrdinary, queue.ClassPriority} {
		only := ask(report.Query{Period: march.Period, Filter: report.Filter{Classes: []queue.Class{c}}})
		n := only.Section(report.SectionTotals).Figure("", report.Batches).N
		if n == 0 || n != march.Section(report.SectionClass).Figure(string(c), report.Batches).N {
			t.Errorf("of class %s alone there are %d", c, n)
		}
		if sum += n; only.Section(report.SectionLevel) != nil || only.Section(report.SectionServer) != nil {
			t.Error("what can't be narrowed is told narrowed")
		}
	}
	if sum != march.Section(report.SectionTotals).Figure("", report.Batches).N {
		t.Error("the classes don't add up to all")
	}

	legal := ask(report.Query{Period: march.Period, Filter: report.Filter{Departments: []queue.DepartmentID{"legal"}}})
	for _, m := range []report.Measure{report.Batches, report.Receipts, report.Concluded, report.WaitP95, report.ServeMean, report.TargetMet} {
		if got, want := legal.Section(report.SectionTotals).Figure("", m), march.Section(report.SectionDepartment).Figure("legal", m); got.N != want.N || got.Seconds != want.Seconds || got.Of != want.Of {
			t.Errorf("%s of legal aid alone is %+v, in its row %+v", m, got, want)
		}
	}
}

// TestTodaysTargetsAreThoseOfTheReport asks both ways, also by rules that came later: what a day was
// held to doesn't change with them.
func TestTodaysTargetsAreThoseOfTheReport(t *testing.T) {
	s := written(t, golden.Other)
	later := golden.Rules()
	later.Policy.Target, later.Services[1].Target, later.Services[1].Department = nil, &queue.Target{WithinS: 60, Percent: 50}, "court"
	if err := later.Prepare(); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*queue.Rules{golden.Rules(), later} {
		centre, services, err := report.TargetsOf(t.Context(), s, r, "2025-03-05")
		if err != nil {
			t.Fatal(err)
		}
		rep, err := report.Make(t.Context(), s, r, report.Query{Period: report.DayOf("2025-03-05")})
		if err != nil {
			t.Fatal(err)
		}
		section := rep.Section(report.SectionTarget)
		if want := section.Figure("", report.TargetMet); centre != want || centre.Of == 0 || centre.WithinS != 900 || centre.Percent != 90 {
			t.Errorf("the centre: %+v, in the report %+v", centre, want)
		}
		for id, got := range services {
			if want := section.Figure(string(id), report.TargetMet); got != want {
				t.Errorf("%s: %+v, in the report %+v", id, got, want)
			}
		}
		if len(services) == 0 || services["legal"].WithinS != 900 {
			t.Errorf("services %+v", services)
		}
		law, court := rep.Section(report.SectionDepartment).Figure("legal", report.Batches), rep.Section(report.SectionDepartment).Figure("court", report.Batches)
		narrow, err := report.Make(t.Context(), s, r, report.Query{Period: report.DayOf("2025-03-05"), Filter: report.Filter{Departments: []queue.DepartmentID{"legal"}}})
		if err != nil {
			t.Fatal(err)
		}
		if only := narrow.Section(report.SectionTotals).Figure("", report.Batches); law.N == 0 || court.N != 0 || only != law {
			t.Errorf("of legal aid there are %+v, of it alone %+v, of the court %+v", law, only, court)
		}
	}
}

// TestHowLongTheServerRan counts from its first start to now, without the time that it was down.
func TestHowLongTheServerRan(t *testing.T) {
	dir := t.TempDir()
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("", 8*3600))
	run := func(from, to time.Duration) {
		now := noon.Add(from)
		s, err := journal.Open(t.Context(), journal.Options{Dir: dir, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		for ; now.Before(noon.Add(to)); now = now.Add(4 * time.Minute) {
			if err := s.Ready(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		now = noon.Add(to)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	run(0, time.Hour)
	run(2*time.Hour, 5*time.Hour)
	b, err := journal.OpenBooks(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	for _, c := range []struct {
		day     queue.Day
		now     time.Duration
		up, run int
	}{
		{"2026-11-23", 5 * time.Hour, 4 * 3600, 5 * 3600},
		{"2026-11-23", 8 * time.Hour, 4 * 3600, 8 * 3600},
		{"2026-11-23", 100 * time.Hour, 4 * 3600, 12 * 3600},
		{"2026-11-22", 5 * time.Hour, 0, 0},
		{"2026-11-24", 100 * time.Hour, 0, 24 * 3600},
	} {
		rep, err := report.Make(t.Context(), b, golden.Rules(), report.Query{Period: report.DayOf(c.day), Now: noon.Add(c.now)})
		if err != nil {
			t.Fatal(err)
		}
		if f := rep.Section(report.SectionServer).Figure("", report.ServerUp); f.N != c.up || f.Of != c.run {
			t.Errorf("%s at noon and %v: it ran %d of %d seconds, want %d of %d", c.day, c.now, f.N, f.Of, c.up, c.run)
		}
		list, err := report.List(t.Context(), b, golden.Rules(), report.Query{Period: report.DayOf(c.day), Now: noon.Add(c.now)},
			report.Place{Section: report.SectionServer, Measure: report.ServerUp})
		if err != nil {
			t.Fatal(err)
		}
		sums := map[string]int{}
		for _, e := range list.Entries {
			sums[e.Code] += e.Seconds
		}
		if list.Sum != c.up || sums[report.Ran] != c.up || sums[report.Down] != c.run-c.up {
			t.Errorf("%s at noon and %v: %+v", c.day, c.now, list)
		}
	}
	for _, c := range []struct {
		today   queue.Day
		up, run int
	}{
		{"2026-11-24", 4 * 3600, 12 * 3600}, // closed: to its end
		{"2026-11-23", 4 * 3600, 5 * 3600},  // open: to the last sign
	} {
		rep, err := report.Make(t.Context(), onDay{b, c.today}, golden.Rules(), report.Query{Period: report.DayOf("2026-11-23")})
		if err != nil {
			t.Fatal(err)
		}
		if f := rep.Section(report.SectionServer).Figure("", report.ServerUp); f.N != c.up || f.Of != c.run {
			t.Errorf("on %s, nobody says how late it is: it ran %d of %d seconds, want %d of %d", c.today, f.N, f.Of, c.up, c.run)
		}
	}
}

// onDay are books of which somebody says which day it is.
type onDay struct {
	report.Books
	today queue.Day
}

func (b onDay) Today(context.Context) (queue.Day, error) { return b.today, nil }
