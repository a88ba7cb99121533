package report

import (
	"cmp"
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

// Past reads whole tickets of the projections. The journal fits it.
type Past interface {
	// TicketsOfDay gives all tickets that count to a day, oldest first.
	TicketsOfDay(ctx context.Context, day queue.Day) ([]*queue.Ticket, error)
	// MattersOf gives the matter of each ticket of some days that has one, and of every other
	// ticket of these matters, with those other tickets.
	MattersOf(ctx context.Context, from, to queue.Day) (of map[queue.TicketID]queue.MatterID, others []*queue.Ticket, err error)
}

// Read reads the visits of the days from one to another, both included.
func Read(ctx context.Context, books Past, from, to queue.Day) (Visits, error) {
	var v Visits
	var err error
	if v.Of, v.Others, err = books.MattersOf(ctx, from, to); err != nil {
		return Visits{}, err
	}
	first, err := time.Parse(time.DateOnly, string(from))
	if err != nil {
		return Visits{}, fmt.Errorf("the day %q is not of the form 2026-11-23", from)
	}
	for at := first; queue.Day(at.Format(time.DateOnly)) <= to; at = at.AddDate(0, 0, 1) {
		tickets, err := books.TicketsOfDay(ctx, queue.Day(at.Format(time.DateOnly)))
		if err != nil {
			return Visits{}, err
		}
		v.Tickets = append(v.Tickets, tickets...)
	}
	return v, nil
}

// ServiceDay is one service's figures on one day.
type ServiceDay struct {
	Day     queue.Day       `json:"day"`
	Service queue.ServiceID `json:"service"`
	Figures
}

// Table is the figures of some days, by day and service, and of all together.
type Table struct {
	From, To queue.Day
	Rows     []ServiceDay
	Total    Figures
}

// maxDays bounds a table: ten years.
const maxDays = 3660

// Days makes the table of the days from one to another, both included.
func Days(ctx context.Context, books Past, from, to queue.Day) (*Table, error) {
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
	v, err := Read(ctx, books, from, to)
	if err != nil {
		return nil, err
	}
	t := &Table{From: from, To: to, Total: newFigures()}
	for _, r := range v.rows() {
		t.Rows = append(t.Rows, r)
		t.Total.Join(r.Figures)
	}
	return t, nil
}

// rows counts the visits by day and service, in order.
func (v Visits) rows() []ServiceDay {
	type key struct {
		day     queue.Day
		service queue.ServiceID
	}
	by := map[key]*ServiceDay{}
	of := func(day queue.Day, s queue.ServiceID) *Figures {
		k := key{day, s}
		if by[k] == nil {
			by[k] = &ServiceDay{day, s, newFigures()}
		}
		return &by[k].Figures
	}
	for _, t := range v.Tickets {
		of(t.Day, t.Service).add(t)
	}
	for _, a := range v.counted() {
		of(a.ticket.Day, a.at().Service).tell(a.counts)
	}
	list := make([]ServiceDay, 0, len(by))
	for _, k := range slices.SortedFunc(maps.Keys(by), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.service, b.service))
	}) {
		list = append(list, *by[k])
	}
	return list
}

// cells gives the table with its head, numbers as numbers. Durations are whole
// seconds. The last row is the total.
func (t *Table) cells() [][]any {
	head := []any{
		"day", "service", "batches", "persons", "served", "left", "missed", "lapsed", "inside",
		"waited_n", "waited_mean_s", "took_n", "took_mean_s",
		"accepted", "concluded", "mediated", "mediation_failed", "confirmed", "repeated", "groups",
	}
	outcomes := slices.Sorted(maps.Keys(t.Total.Outcomes))
	for _, o := range outcomes {
		head = append(head, "outcome_"+string(o))
	}
	row := func(day, service string, f *Figures) []any {
		line := []any{
			day, service, f.Batches, f.Heads, f.Served, f.Left, f.Missed, f.Lapsed, f.Inside,
			f.Waited.N, int(f.Waited.Of().Seconds()), f.Took.N, int(f.Took.Of().Seconds()),
			f.Accepted, f.Concluded, f.Mediated, f.MediationFailed, f.Confirmed, f.Repeated, f.Groups,
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
