package report_test

import (
	"testing"

	"onedoor/queue"
	"onedoor/queue/report"
	"onedoor/queue/report/golden"
)

// TestFewVisitorsDontLeaveTheHouse makes each day of a month, as it is handed on, beside what the
// house itself sees, and plays who knows the centre: no row that is told is of few visits, and what
// is hidden isn't what the total is short of, in no table and not in the departments.
func TestFewVisitorsDontLeaveTheHouse(t *testing.T) {
	s := written(t, golden.Other)
	r := golden.Rules()
	r.Reports.MaskBelow = 5
	hiddenRows, told := 0, 0
	for _, period := range []report.Period{
		report.DayOf("2025-03-03"), report.DayOf("2025-03-05"), report.DayOf("2025-03-08"), report.WeekOf("2025-03-05"), report.MonthOf("2025-03-05"),
	} {
		make := func(away bool) *report.Report {
			rep, err := report.Make(t.Context(), s, r, report.Query{Period: period, Away: away})
			if err != nil {
				t.Fatal(err)
			}
			return rep
		}
		inside, away := make(false), make(true)
		for _, id := range []report.SectionID{report.SectionWindow, report.SectionStaff, report.SectionEvaluationWindow, report.SectionConsult, report.SectionSearch} {
			if away.Section(id) != nil {
				t.Errorf("%v: %s leaves the house", period, id)
			}
		}
		services := map[string]bool{} // departments with a hidden service
		for _, row := range away.Section(report.SectionService).Rows {
			if row.Figures[0].Masked {
				services[string(r.Service(queue.ServiceID(row.Key)).Department)] = true
			}
		}
		for i := range away.Sections {
			sec := &away.Sections[i]
			all := inside.Section(sec.ID)
			first := sec.Measures[0]
			if first.Kind() != report.KindCount || sec.ID == report.SectionPrinter || sec.ID == report.SectionAlert || sec.ID == report.SectionFollowUp {
				continue
			}
			n, sum := 0, 0
			for _, row := range sec.Rows {
				f, was := row.Figures[0], all.Figure(row.Key, first)
				if sec.ID == report.SectionDepartment && services[row.Key] && !f.Masked {
					t.Errorf("%v: %s is told, and a service of it is hidden", period, row.Key)
				}
				if f.Masked {
					n, sum = n+1, sum+was.N
					hiddenRows++
				} else if f.N > 0 {
					told++
				}
				if !f.Masked && f.N > 0 && f.N < 5 {
					t.Errorf("%v: %s %s is told of %d", period, sec.ID, row.Key, f.N)
				}
				for _, g := range row.Figures {
					if g.Measure.Kind() == report.KindTime && !g.Masked && g.N > 0 && g.N < 5 {
						t.Errorf("%v: %s %s: %s of %d", period, sec.ID, row.Key, g.Measure, g.N)
					}
				}
			}
			total := sec.Total.Figures[0]
			if !total.Masked && total.N > 0 && total.N < 5 {
				t.Errorf("%v: %s altogether is told of %d", period, sec.ID, total.N)
			}
			if !total.Masked && n > 0 && sum < 5 {
				t.Errorf("%v: %s: %d rows are hidden, and the total tells that they are %d", period, sec.ID, n, sum)
			}
			if rows := len(sec.Rows); !total.Masked && n == 1 && rows > 1 {
				t.Errorf("%v: %s hides one row of %d", period, sec.ID, rows)
			}
		}
	}
	if hiddenRows < 20 || told < 20 {
		t.Errorf("%d rows were hidden, %d told", hiddenRows, told)
	}
}

// TestOpenIsAReportThatMayStillChange asks for a day while it may change and after.
func TestOpenIsAReportThatMayStillChange(t *testing.T) {
	s := written(t, golden.Other) // whose lobby is at the end of 2025
	today, err := s.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := golden.Rules()
	r.Policy.Evaluation.Days, r.Policy.Evaluation.FollowDays = 2, 4
	for _, c := range []struct {
		back int
		open bool
	}{{0, true}, {1, true}, {7, true}, {8, false}, {30, false}} {
		rep, err := report.Make(t.Context(), s, r, report.Query{Period: report.DayOf(dayAfter(t, today, -c.back))})
		if err != nil {
			t.Fatal(err)
		}
		if rep.Open != c.open || rep.Settles != dayAfter(t, today, 7-c.back) {
			t.Errorf("%d days back: open %v, settles on %s", c.back, rep.Open, rep.Settles)
		}
	}
}

func dayAfter(t *testing.T, d queue.Day, n int) queue.Day {
	t.Helper()
	p, err := report.Parse(string(d), string(d))
	if err != nil {
		t.Fatal(err)
	}
	for ; n < 0; n++ {
		p = p.Before()
	}
	for ; n > 0; n-- {
		p = p.After()
	}
	return p.From
}
