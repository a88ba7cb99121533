package report_test

import (
	"context"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/report"
)

// books are visits with their matters, as the journal gives them.
type books struct{ all []*queue.Ticket }

func (b *books) TicketsOfDay(_ context.Context, day queue.Day) (list []*queue.Ticket, _ error) {
	for _, t := range b.all {
		if t.Day == day {
			list = append(list, t)
		}
	}
	return list, nil
}

func (b *books) MattersOf(_ context.Context, from, to queue.Day) (map[queue.TicketID]queue.MatterID, []*queue.Ticket, error) {
	of, touched := map[queue.TicketID]queue.MatterID{}, map[queue.MatterID]bool{}
	within := func(t *queue.Ticket) bool { return t.Day >= from && t.Day <= to }
	for _, t := range b.all {
		touched[t.Matter] = touched[t.Matter] || within(t)
	}
	var others []*queue.Ticket
	for _, t := range b.all {
		if t.Matter != 0 && touched[t.Matter] {
			of[t.ID] = t.Matter
			if !within(t) {
				others = append(others, t)
			}
		}
	}
	return of, others, nil
}

// visit adds a visit on a day of November 2026 that ended with what its legs count to.
func (b *books) visit(day int, matter queue.MatterID, party int, ends ...queue.Counts) *queue.Ticket {
	at := time.Date(2026, 11, day, 1, 0, 0, 0, time.UTC)
	t := &queue.Ticket{ID: queue.TicketID(len(b.all) + 1), Day: queue.Day(at.Format(time.DateOnly)), Service: "legal", Party: party, State: queue.Done}
	t.Matter = matter
	for i, c := range ends {
		service := []queue.ServiceID{"legal", "court"}[i%2]
		t.Service = service
		t.Legs = append(t.Legs, queue.Leg{Service: service, From: at, Ended: at.Add(time.Duration(i+1) * time.Hour), End: string(c), Counts: c})
	}
	b.all = append(b.all, t)
	return t
}

// TestAcceptedAndConcludedCountOncePerMatter follows a few visits and their matters.
func TestAcceptedAndConcludedCountOncePerMatter(t *testing.T) {
	const yes, end, no = queue.CountsAccepted, queue.CountsConcluded, queue.CountsNothing
	for name, c := range map[string]struct {
		days                func(*books)
		from, to            queue.Day
		accepted, concluded int
	}{
		"a visit without a matter counts itself": {func(b *books) { b.visit(23, 0, 1, yes); b.visit(23, 0, 1, yes) }, "2026-11-23", "2026-11-23", 2, 0},
		"once for all legs of a visit":           {func(b *books) { b.visit(23, 0, 1, yes, yes) }, "2026-11-23", "2026-11-23", 1, 0},
		"accepted and concluded in one visit":    {func(b *books) { b.visit(23, 0, 1, yes, end) }, "2026-11-23", "2026-11-23", 1, 1},
		"once for all visits of a matter":        {func(b *books) { b.visit(23, 7, 1, yes); b.visit(25, 7, 1, yes, end); b.visit(26, 7, 1, end) }, "2026-11-23", "2026-11-26", 1, 1},
		"on the first day, not again later":      {func(b *books) { b.visit(23, 7, 1, yes); b.visit(25, 7, 1, yes) }, "2026-11-25", "2026-11-26", 0, 0},
		"a later visit changes no earlier day":   {func(b *books) { b.visit(23, 7, 1, yes); b.visit(25, 7, 1, yes) }, "2026-11-23", "2026-11-23", 1, 0},
		"two matters are two":                    {func(b *books) { b.visit(23, 7, 1, yes); b.visit(23, 8, 1, yes) }, "2026-11-23", "2026-11-23", 2, 0},
		"an answer counts nothing":               {func(b *books) { b.visit(23, 7, 1, no) }, "2026-11-23", "2026-11-23", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var b books
			c.days(&b)
			table, err := report.Days(t.Context(), &b, c.from, c.to)
			if err != nil {
				t.Fatal(err)
			}
			if f := table.Total; f.Accepted != c.accepted || f.Concluded != c.concluded {
				t.Errorf("accepted %d, concluded %d; want %d and %d", f.Accepted, f.Concluded, c.accepted, c.concluded)
			}
			v, err := report.Read(t.Context(), &b, c.from, c.to)
			if err != nil {
				t.Fatal(err)
			}
			var sum report.Figures
			for _, f := range v.CountServices() {
				sum.Join(f)
			}
			if all := v.Count(); sum.Accepted != all.Accepted || sum.Batches != all.Batches || all.Accepted != c.accepted {
				t.Errorf("the services add up to %+v, all are %+v", sum, all)
			}
		})
	}
}

func TestEachMediationCounts(t *testing.T) {
	var b books
	b.visit(23, 7, 2, queue.CountsFailed)
	b.visit(25, 7, 2, queue.CountsMediated, queue.CountsConfirmed)
	table, err := report.Days(t.Context(), &b, "2026-11-23", "2026-11-25")
	if err != nil {
		t.Fatal(err)
	}
	if f := table.Total; f.Mediations() != 2 || f.Mediated != 1 || f.Confirmed != 1 {
		t.Errorf("total %+v", f)
	}
	if r := table.Rows[1]; r.Service != "court" || r.Batches != 1 || r.Confirmed != 1 || r.Mediated != 0 {
		t.Errorf("the row of the court is %+v", r)
	}
}

func TestFirstAndRepeatedVisitsOfOneAndOfMany(t *testing.T) {
	var b books
	b.visit(23, 7, 1, queue.CountsNothing)
	b.visit(24, 7, 17, queue.CountsNothing).Repeat = true
	b.visit(24, 0, 2, queue.CountsNothing)
	v, err := report.Read(t.Context(), &b, "2026-11-23", "2026-11-24")
	if err != nil {
		t.Fatal(err)
	}
	if f := v.Count(); f.First() != 2 || f.Repeated != 1 || f.Alone() != 1 || f.Groups != 2 || f.Heads != 20 {
		t.Errorf("figures %+v", f)
	}
}
