package main

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/queue/journal"
	"onedoor/queue/report"
)

// measureExport fetches the tickets behind a figure of 100,000 visits as a workbook, as somebody does who presses the
// link: the serving program finds them, reads them and writes them. Measured is until the last byte is here, and how
// much memory the program has meanwhile beyond what it had at rest. The limit is the same file as CSV, which nobody packs.
func measureExport(b *testing.B, f *figures) {
	const aDay, days, within, memory = 6250, 16, 3 * time.Second, 64 << 20
	data := filepath.Join(b.TempDir(), "data")
	first := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -days)
	writeVisits(b, data, config.Sample().Rules, aDay, first, days)
	s, err := journal.Open(b.Context(), journal.Options{Dir: data})
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Pack(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	p := serveReleased(b, data, "--printer", "none:")
	defer p.kill()
	head := p.login("supervisor")
	path := fmt.Sprintf("/reports/export/tickets.%%s?from=%s&to=%s&section=%s&measure=%s",
		first.Format(time.DateOnly), first.AddDate(0, 0, days-1).Format(time.DateOnly), report.SectionTotals, report.Batches)
	<-time.After(5 * time.Second) // until what a start leaves is swept away
	rest, _ := weigh(b, p.cmd.Process.Pid)
	plain, _, _ := fetched(b, p, head, fmt.Sprintf(path, "csv"))
	before := cpuTime(b, p.cmd.Process.Pid)
	took, size, most := fetched(b, p, head, fmt.Sprintf(path, "xlsx"))
	cpu := cpuTime(b, p.cmd.Process.Pid) - before
	f.add(figure{
		what: fmt.Sprintf("XLSX of %s visits over HTTP", report.Thousands(aDay*days)), got: fmt.Sprintf("%.2f s (%.2f s of a core), %s", took.Seconds(), cpu.Seconds(), mib(size)),
		limit: fmt.Sprintf("%.2f s as CSV", plain.Seconds()), ratio: took.Seconds() / plain.Seconds(), goal: "≤ 3 s", ok: took <= within,
	})
	f.add(figure{what: "  memory for it above rest", got: mib(most - rest), goal: "≤ 64 MiB", ok: most-rest <= memory})
}

// fetched fetches a file from a program: how long it took, how large it is, and the most memory of its own that the
// program had meanwhile.
func fetched(b *testing.B, p *program, c *caller, path string) (took time.Duration, size, most int64) {
	b.Helper()
	stop, watched, peak := make(chan struct{}), make(chan struct{}), atomic.Int64{}
	go func() {
		defer close(watched)
		for {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				anon, _ := weigh(b, p.cmd.Process.Pid)
				peak.Store(max(peak.Load(), anon))
			}
		}
	}()
	defer func() {
		close(stop)
		<-watched
		most = peak.Load()
	}()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, c.base+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	began := time.Now()
	resp, err := c.http.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s", path, resp.Status)
	}
	if size, err = io.Copy(io.Discard, resp.Body); err != nil {
		b.Fatal(err)
	}
	return time.Since(began), size, 0
}
