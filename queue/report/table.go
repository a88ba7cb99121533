package report

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"onedoor/queue"
)

// Tickets reads the projection. The journal fits it.
type Tickets interface {
	// TicketsOfDay gives all tickets that count to a day, oldest first.
	TicketsOfDay(ctx context.Context, day queue.Day) ([]*queue.Ticket, error)
}

// Row is one service's figures on one day.
type Row struct {
	Day     queue.Day       `json:"day"`
	Service queue.ServiceID `json:"service"`
	Figures
}

// Table is the figures of some days, by day and service, and of all together.
type Table struct {
	From, To queue.Day
	Rows     []Row
	Total    Figures
}

// maxDays bounds a table: ten years.
const maxDays = 3660

// Days makes the table of the days from one to another, both included.
func Days(ctx context.Context, books Tickets, from, to queue.Day) (*Table, error) {
	first, err := time.Parse(time.DateOnly, string(from))
	if err != nil {
		return nil, fmt.Errorf("the day %q is not of the form 2026-11-23", from)
	}
	last, err := time.Parse(time.DateOnly, string(to))
	if err != nil {
		return nil, fmt.Errorf("the day %q is not of the form 2026-11-23", to)
	}
	if last.Before(first) || last.Sub(first) > maxDays*24*time.Hour {
		return nil, fmt.Errorf("from %s to %s: the days must be in order and at most %d", from, to, maxDays)
	}
	t := &Table{From: from, To: to, Total: Figures{Outcomes: map[queue.OutcomeID]int{}}}
	for at := first; !at.After(last); at = at.AddDate(0, 0, 1) {
		day := queue.Day(at.Format(time.DateOnly))
		tickets, err := books.TicketsOfDay(ctx, day)
		if err != nil {
			return nil, err
		}
		for _, ticket := range tickets {
			t.Total.add(ticket)
		}
		by := CountServices(tickets)
		for _, s := range slices.Sorted(maps.Keys(by)) {
			t.Rows = append(t.Rows, Row{Day: day, Service: s, Figures: by[s]})
		}
	}
	return t, nil
}

// cells gives the table with its head, numbers as numbers. Durations are whole
// seconds. The last row is the total.
func (t *Table) cells() [][]any {
	head := []any{
		"day", "service", "batches", "persons", "served", "left", "missed", "lapsed", "inside",
		"waited_n", "waited_mean_s", "took_n", "took_mean_s",
	}
	outcomes := slices.Sorted(maps.Keys(t.Total.Outcomes))
	for _, o := range outcomes {
		head = append(head, "outcome_"+string(o))
	}
	row := func(day, service string, f *Figures) []any {
		line := []any{
			day, service, f.Batches, f.Heads, f.Served, f.Left, f.Missed, f.Lapsed, f.Inside,
			f.Waited.N, int(f.Waited.Of().Seconds()), f.Took.N, int(f.Took.Of().Seconds()),
		}
		for _, o := range outcomes {
			line = append(line, f.Outcomes[o])
		}
		return line
	}
	lines := [][]any{head}
	for i := range t.Rows {
		r := &t.Rows[i]
		lines = append(lines, row(string(r.Day), string(r.Service), &r.Figures))
	}
	return append(lines, row("total", "", &t.Total))
}

// CSV writes the table as CSV in UTF-8, with the mark that makes spreadsheets
// read it as such.
func (t *Table) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	out := csv.NewWriter(w)
	for _, cells := range t.cells() {
		line := make([]string, len(cells))
		for i, c := range cells {
			switch v := c.(type) {
			case int:
				line[i] = strconv.Itoa(v)
			case string:
				line[i] = v
			}
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// JSON writes the table as one object: from, to, rows and total.
func (t *Table) JSON(w io.Writer) error {
	lines := t.cells()
	object := func(cells []any) map[string]any {
		m := make(map[string]any, len(cells))
		for i, c := range cells {
			m[lines[0][i].(string)] = c
		}
		return m
	}
	rows := []map[string]any{}
	for _, cells := range lines[1 : len(lines)-1] {
		rows = append(rows, object(cells))
	}
	total := object(lines[len(lines)-1])
	delete(total, "day")
	delete(total, "service")
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	err := enc.Encode(map[string]any{"from": t.From, "to": t.To, "rows": rows, "total": total})
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// XLSX writes the table as a workbook of one sheet, days as dates and figures
// as numbers.
func (t *Table) XLSX(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	const sheet = "Sheet1"
	format := "yyyy-mm-dd"
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	for i, cells := range t.cells() {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return fmt.Errorf("write XLSX: %w", err)
		}
		day, isDate := time.Parse(time.DateOnly, cells[0].(string))
		if isDate == nil {
			cells[0] = day
		}
		if err := f.SetSheetRow(sheet, at, &cells); err != nil {
			return fmt.Errorf("write XLSX: %w", err)
		}
		if isDate == nil {
			if err := f.SetCellStyle(sheet, at, at, date); err != nil {
				return fmt.Errorf("write XLSX: %w", err)
			}
		}
	}
	if err := f.SetColWidth(sheet, "A", "B", 14); err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	return nil
}
