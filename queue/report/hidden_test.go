package report

import (
	"testing"

	"onedoor/queue"
)

// tableOf makes a table of sums.
func tableOf(id SectionID, measures []Measure, total *sums, rows ...*sums) *Section {
	s := &Section{ID: id, Measures: measures}
	row := func(x *sums) Row {
		r := Row{sums: x}
		for _, m := range measures {
			r.Figures = append(r.Figures, Figure{Measure: m, N: x.n[m.spec().n]})
		}
		return r
	}
	for _, x := range rows {
		s.Rows = append(s.Rows, row(x))
	}
	s.Total = row(total)
	return s
}

// counted makes sums of counts.
func counted(list ...int) *sums {
	s := &sums{}
	for i := 0; i+1 < len(list); i += 2 {
		s.n[list[i]] = list[i+1]
	}
	return s
}

func TestWhatTellsOfFewIsHidden(t *testing.T) {
	const ev, ct, fu = int(evaluations), int(content), int(followUps)
	levels := func(yes, no int) *gathered {
		g := &gathered{}
		g.tallied[levelTable] = keyed{"good": counted(ev, yes, ct, yes), "bad": counted(ev, no)}
		return g
	}
	level := func(yes, no int) *sums { return counted(ev, yes+no, ct, yes) }
	opinions := []Measure{Evaluations, ContentRate}
	person := []Measure{Batches, WaitMean, ServeMean}
	staff := func(n, waited, served int) *sums {
		return counted(int(batches), n, int(receptions), n, int(waits), waited, int(serves), served)
	}
	for name, c := range map[string]struct {
		section *Section
		now     *gathered
		want    string // by row, then the total: a sign for each column, x is hidden, < said to be few
	}{
		"two of a service weren't content": {
			tableOf(SectionEvaluationService, opinions, counted(ev, 100, ct, 70), counted(ev, 20, ct, 18), counted(ev, 20, ct, 10), counted(ev, 60, ct, 42)), levels(70, 30), ".x .x .. ..",
		},
		"few of a service were": {
			tableOf(SectionEvaluationService, opinions, counted(ev, 100, ct, 50), counted(ev, 20, ct, 3), counted(ev, 20, ct, 10), counted(ev, 60, ct, 37)), levels(50, 50), ".x .x .. ..",
		},
		"few were content of all": {
			tableOf(SectionEvaluationService, opinions, counted(ev, 100, ct, 2), counted(ev, 50, ct, 1), counted(ev, 50, ct, 1)), levels(2, 98), ".x .x .x",
		},
		"15 of 21 were": {
			tableOf(SectionEvaluationService, opinions, counted(ev, 21, ct, 15), counted(ev, 21, ct, 15)), levels(15, 6), ".. ..",
		},
		"few answered at all": {tableOf(SectionLevel, []Measure{Levels, LevelShare}, level(4, 0), level(4, 0), counted()), levels(4, 0), "<x <x <x"},
		"few of a level":      {tableOf(SectionLevel, []Measure{Levels}, level(60, 0), level(2, 0), level(8, 0), level(50, 0)), levels(60, 0), "x x . ."},
		"few of levels": {
			tableOf(SectionLevel, []Measure{Levels, LevelShare}, level(60, 0), level(2, 0), level(4, 0), level(54, 0)), levels(60, 0), "<x <x .. ..",
		},
		"few of levels, which tells how many": {tableOf(SectionLevel, []Measure{Levels}, level(62, 0), level(4, 0), level(4, 0), level(54, 0)), levels(62, 0), "x x . ."},
		"a level of those who were content": { // 8 + 7 were, 6 weren't: what is hidden on each side is two or none
			tableOf(SectionLevel, []Measure{Levels}, level(19, 6), level(3, 0), level(6, 0), level(10, 0), level(0, 6)), levels(19, 6), "x x . . .",
		},
		"a level on each side": {
			tableOf(SectionLevel, []Measure{Levels}, level(15, 6), level(13, 0), level(2, 0), level(0, 2), level(0, 4)), levels(15, 6), "x x x x .",
		},
		"levels of one side of few": {
			tableOf(SectionLevel, []Measure{Levels}, level(15, 2), level(9, 0), level(6, 0), level(0, 2)), levels(15, 2), ". x x .",
		},
		"few call-backs":   {tableOf(SectionFollowUp, []Measure{FollowUps}, counted(fu, 3)), levels(50, 50), "<"},
		"few were content": {tableOf(SectionFollowUp, []Measure{FollowUps}, counted(fu, 9)), levels(2, 9), "x"},
		"call-backs":       {tableOf(SectionFollowUp, []Measure{FollowUps}, counted(fu, 9)), levels(50, 9), "."},
		"a person's times": {
			tableOf(SectionStaff, person, staff(100, 60, 60), staff(20, 2, 20), staff(30, 20, 30), staff(50, 38, 3)), levels(0, 0), ".xx .x. ..x ...",
		},
		"a person": {tableOf(SectionStaff, person, staff(60, 60, 60), staff(1, 1, 1), staff(9, 9, 9), staff(50, 50, 50)), levels(0, 0), "xxx xxx ... ..."},
	} {
		for _, was := range []bool{false, true} {
			s := *c.section
			m := maker{rules: &queue.Rules{Reports: queue.ReportRule{MaskBelow: 5}}, query: &Query{}, now: c.now}
			all := append(append([]Row{}, s.Rows...), s.Total)
			for i := range all { // hiding writes into the figures
				all[i].Figures = append([]Figure{}, all[i].Figures...)
				if was { // the period before is as said, this one tells of many
					all[i].Before, all[i].was, all[i].sums = all[i].Figures, all[i].sums, counted()
					m.was, m.now = c.now, levels(0, 0)
				}
			}
			s.Rows, s.Total = all[:len(all)-1], all[len(all)-1]
			m.mask(&s)
			got := ""
			for i, r := range append(append([]Row{}, s.Rows...), s.Total) {
				if i > 0 {
					got += " "
				}
				list := r.Figures
				if was {
					list = r.Before
				}
				for _, f := range list {
					sign := "."
					switch {
					case f.Few:
						sign = "<"
					case f.Masked:
						sign = "x"
					}
					got += sign
					if f.Few && !f.Masked || f.Masked && f != (Figure{Measure: f.Measure, Masked: true, Few: f.Few}) {
						t.Errorf("%s: hidden but %+v", name, f)
					}
				}
			}
			if got != c.want {
				t.Errorf("%s (before: %v): %s, want %s", name, was, got, c.want)
			}
		}
	}
}
