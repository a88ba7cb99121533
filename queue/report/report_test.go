package report_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"onedoor/queue"
	"onedoor/queue/queuetest"
	"onedoor/queue/report"
)

type days map[queue.Day][]*queue.Ticket

func (d days) TicketsOfDay(_ context.Context, day queue.Day) ([]*queue.Ticket, error) {
	return d[day], nil
}

func (days) MattersOf(context.Context, queue.Day, queue.Day) (map[queue.TicketID]queue.MatterID, []*queue.Ticket, error) {
	return nil, nil, nil
}

// twoDays has a served group, a visitor who left, one who missed the call and
// one who is still inside.
func twoDays() days {
	at := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	leg := func(wait, serve time.Duration, calls int) []queue.Leg {
		l := queue.Leg{From: at, Calls: calls}
		if calls > 0 {
			l.Called = at.Add(wait)
		}
		if serve > 0 {
			l.Started = at.Add(wait)
			l.Ended = l.Started.Add(serve)
		}
		return []queue.Leg{l}
	}
	d := days{
		"2026-11-23": {
			{Service: "legal", Party: 17, State: queue.Done, Outcome: "accepted", Legs: leg(600*time.Second, 1200*time.Second, 1)},
			{Service: "legal", Party: 1, State: queue.Done, Outcome: "answered", Legs: leg(200*time.Second, 0, 2)},
			{Service: "court", Party: 2, State: queue.Cancelled, Legs: leg(0, 0, 0)},
		},
		"2026-11-25": {
			{Service: "legal", Party: 1, State: queue.Lapsed, Legs: leg(100*time.Second, 0, 3)},
			{Service: "legal", Party: 1, State: queue.Lapsed, Legs: leg(0, 0, 0)},
			{Service: "legal", Party: 1, State: queue.Waiting, Legs: leg(0, 0, 0)},
		},
	}
	for day, list := range d {
		for _, t := range list {
			t.Day = day
		}
	}
	return d
}

func table(t *testing.T) *report.Table {
	t.Helper()
	table, err := report.Days(t.Context(), twoDays(), "2026-11-23", "2026-11-25")
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestEveryTicketCountsOnce(t *testing.T) {
	f := table(t).Total
	if f.Batches != 6 || f.Heads != 23 || f.Served != 2 || f.Left != 1 || f.Missed != 1 || f.Lapsed != 1 || f.Inside != 1 {
		t.Errorf("total %+v", f)
	}
	if f.Waited.N != 3 || f.Waited.Of() != 300*time.Second || f.Took.N != 1 || f.Took.Of() != 1200*time.Second {
		t.Errorf("waited %v of %d, took %v of %d", f.Waited.Of(), f.Waited.N, f.Took.Of(), f.Took.N)
	}
	if f.Outcomes["accepted"] != 1 || f.Outcomes["answered"] != 1 {
		t.Errorf("outcomes %v", f.Outcomes)
	}
}

// The article's own figures, as they must print.
func TestPercent(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{12311, 13423, "91.7"}, {1708, 2155, "79.3"}, {0, 5, "0.0"}, {1, 1, "100.0"}, {3, 0, ""}, {1, 2000, "0.1"}, {1, 2001, "0.0"}} {
		if got := report.Percent(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d is %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}

func TestTheSameTableInEveryForm(t *testing.T) {
	var asCSV, asJSON, asXLSX bytes.Buffer
	tab := table(t)
	for name, err := range map[string]error{"csv": tab.CSV(&asCSV), "json": tab.JSON(&asJSON), "xlsx": tab.XLSX(&asXLSX)} {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(asCSV.String(), "\ufeff"))).ReadAll()
	if err != nil || len(lines) != 5 {
		t.Fatalf("csv has %d lines, %v", len(lines), err)
	}
	book, err := excelize.OpenReader(&asXLSX)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := book.GetRows("Sheet1")
	if err != nil || !slices.EqualFunc(lines, sheet, slices.Equal) {
		t.Errorf("csv and xlsx differ:\n%v\n%v, %v", lines, sheet, err)
	}
	if kind, err := book.GetCellType("Sheet1", "C2"); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a figure is stored as %v, %v", kind, err)
	}
	var object struct {
		Rows  []struct{ Persons int }
		Total struct{ Persons, Served int }
	}
	if err := json.Unmarshal(asJSON.Bytes(), &object); err != nil || len(object.Rows) != 3 || object.Total.Persons != 23 || object.Total.Served != 2 {
		t.Errorf("json says %+v, %v", object, err)
	}
}

func TestDaysRefusesNonsense(t *testing.T) {
	for _, c := range [][2]queue.Day{{"yesterday", "2026-11-23"}, {"2026-11-23", "2026-02-30"}, {"2026-11-24", "2026-11-23"}, {"1900-01-01", "2026-11-23"}} {
		if _, err := report.Days(t.Context(), days{}, c[0], c[1]); err == nil {
			t.Errorf("%v was taken", c)
		}
	}
}

// TestSeventeenNeighboursAreOneBatch counts a group by the heads that were confirmed at the
// window and by those who joined, not by what was said when the number was taken.
func TestSeventeenNeighboursAreOneBatch(t *testing.T) {
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{})
	queuetest.Do(t, q, queue.System, queue.OpenWindow{Window: "w1"})
	queuetest.Do(t, q, queue.ByKiosk("main"), queue.Issue{Service: "legal", Party: 2, Seed: queuetest.Seed()})
	queuetest.Do(t, q, queue.System, queue.Next{Window: "w1"})
	queuetest.Do(t, q, queue.System, queue.Start{Window: "w1", Party: 12})
	queuetest.Do(t, q, queue.ByKiosk("main"), queue.Join{Ticket: 1, Heads: 5})
	r := queuetest.Do(t, q, queue.System, queue.Finish{Window: "w1", Outcome: "answered"})
	if f := report.Count([]*queue.Ticket{r.Ticket}); f.Batches != 1 || f.Heads != 17 {
		t.Errorf("%d batches, %d person-visits; want 1 and 17", f.Batches, f.Heads)
	}
}
