package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onedoor/queue/report/sheet"
)

// measureExport writes a workbook of 100,000 tickets, as the reports do of what is behind a
// figure, and finds how long it takes and how much memory the program has meanwhile beyond
// what it had at rest. The limit is the same table as CSV, which nobody packs.
func measureExport(b *testing.B, f *figures) {
	const rows, times, memory = 100_000, 3 * time.Second, 64 << 20
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 8*3600))
	book := func() *sheet.Book {
		column := func(id string, k sheet.Kind) sheet.Column { return sheet.Column{ID: id, Name: id, Kind: k} }
		return &sheet.Book{Title: "tickets", Sheets: []sheet.Sheet{{
			ID: "tickets", Name: "tickets",
			Columns: []sheet.Column{
				column("day", sheet.Day), column("number", sheet.Text), column("service", sheet.Text), column("window", sheet.Text),
				column("class", sheet.Text), column("state", sheet.Text), column("outcome", sheet.Text), column("issued", sheet.Moment),
				column("called", sheet.Moment), column("started", sheet.Moment), column("ended", sheet.Moment),
				column("wait_s", sheet.Seconds), column("serve_s", sheet.Seconds),
			},
			Rows: func(yield func([]sheet.Cell, error) bool) {
				row := make([]sheet.Cell, 0, 13)
				for i := range rows {
					t := at.Add(time.Duration(i) * 7 * time.Second)
					row = append(row[:0], sheet.Word(t.Format(time.DateOnly)), sheet.Word(fmt.Sprintf("A%03d", i%1000)), sheet.Word("petition"), sheet.Word("w1"),
						sheet.Word("ordinary"), sheet.Word("done"), sheet.Word("answered"), sheet.At(t), sheet.At(t.Add(8*time.Minute)),
						sheet.At(t.Add(9*time.Minute)), sheet.At(t.Add(20*time.Minute)), sheet.Number(480), sheet.Number(660))
					if !yield(row, nil) {
						return
					}
				}
			},
		}}}
	}
	debug.FreeOSMemory()
	begin := time.Now()
	if err := book().CSV(io.Discard); err != nil {
		b.Fatal(err)
	}
	plain := time.Since(begin)
	debug.FreeOSMemory()
	rest, most, stop := resident(b), atomic.Int64{}, make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				most.Store(max(most.Load(), resident(b)))
			}
		}
	}()
	begin = time.Now()
	if err := book().XLSX(io.Discard); err != nil {
		b.Fatal(err)
	}
	took := time.Since(begin)
	close(stop)
	<-watched
	more := most.Load() - rest
	f.add(figure{
		what: "XLSX of 100,000 tickets", got: fmt.Sprintf("%.2f s", took.Seconds()), limit: "as CSV " + fmt.Sprintf("%.2f s", plain.Seconds()),
		ratio: took.Seconds() / plain.Seconds(), goal: "≤ 3 s", ok: took <= times,
	})
	f.add(figure{what: "memory for it above rest", got: fmt.Sprintf("%.0f MiB", float64(more)/(1<<20)), goal: "≤ 64 MiB", ok: more <= memory})
}

// resident is how much memory this process has, in bytes.
func resident(b *testing.B) int64 {
	b.Helper()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Fatal(err)
	}
	var all, pages int64
	if _, err := fmt.Fscan(strings.NewReader(string(text)), &all, &pages); err != nil {
		b.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}
