package report_test

import (
	"context"
	"testing"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/report"
	"onedoor/queue/report/golden"
)

// written gives the books that somebody wrote.
func written(t *testing.T, write func(context.Context, *journal.Store, uint64) error) *journal.Store {
	t.Helper()
	s, err := journal.Open(t.Context(), journal.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := write(t.Context(), s, 20230908); err != nil {
		t.Fatal(err)
	}
	return s
}

// totals makes a report and gives its totals.
func totals(t *testing.T, s *journal.Store, from, to queue.Day) *report.Section {
	t.Helper()
	r, err := report.Make(t.Context(), s, golden.Rules(), report.Query{Period: report.Period{From: from, To: to}})
	if err != nil {
		t.Fatal(err)
	}
	return r.Section(report.SectionTotals)
}

// TestTheArticlesFigures holds the engine against the figures of the article and of another
// centre, as they are printed.
func TestTheArticlesFigures(t *testing.T) {
	all := totals(t, written(t, golden.Article), "2020-07-01", "2023-09-08")
	for m, want := range map[report.Measure]string{
		report.Persons: "18,951", report.Accepted: "13,423", report.Concluded: "12,311", report.ConcludedRate: "91.7",
		report.Mediations: "2,155", report.Mediated: "1,708", report.MediatedRate: "79.3", report.Confirmed: "304",
	} {
		f := all.Figure("", m)
		got := report.Thousands(f.N)
		if m.Kind() == report.KindRate {
			got = f.Rate()
		}
		if got != want {
			t.Errorf("%s is %s, want %s", m, got, want)
		}
	}
	if f := all.Figure("", report.Confirmed); f.Of != 0 || f.Rate() != "" {
		t.Errorf("judicial confirmations have a rate: %+v", f)
	}
	other := totals(t, written(t, golden.Other), "2025-01-01", "2025-12-31")
	if b, p, per := other.Figure("", report.Batches), other.Figure("", report.Persons), other.Figure("", report.PerBatch); b.N != 1911 || p.N != 2833 || per.Decimal() != "1.48" {
		t.Errorf("another centre: %d batches, %d person-visits, %s per batch", b.N, p.N, per.Decimal())
	}
	if n := other.Figure("", report.Accepted).N; n != 493 {
		t.Errorf("another centre: %d cases, want 493", n)
	}
}

// TestOneMatterOfThreeYearsIsOne follows one person who comes in three years to two departments.
func TestOneMatterOfThreeYearsIsOne(t *testing.T) {
	s := written(t, golden.Shan)
	for _, c := range []struct {
		from, to                     queue.Day
		batches, accepted, concluded int
	}{
		{"2021-01-01", "2023-12-31", 3, 1, 1},
		{"2021-01-01", "2021-12-31", 1, 1, 0},
		{"2022-01-01", "2022-12-31", 1, 0, 0},
		{"2023-01-01", "2023-12-31", 1, 0, 1},
	} {
		all := totals(t, s, c.from, c.to)
		if b, a, e := all.Figure("", report.Batches).N, all.Figure("", report.Accepted).N, all.Figure("", report.Concluded).N; b != c.batches || a != c.accepted || e != c.concluded {
			t.Errorf("%s to %s: %d batches, %d accepted, %d concluded; want %d, %d, %d", c.from, c.to, b, a, e, c.batches, c.accepted, c.concluded)
		}
	}
}
