package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNo201BeforeItsSync traces the program's system calls: SIGKILL can't see a
// missing sync, since the page cache outlives the process. Between a write to
// the books and the answer that acknowledges it stands a sync that covers it.
func TestNo201BeforeItsSync(t *testing.T) {
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := command([]string{"serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--printer", "none:"},
		"strace", "-D", "-f", "-y", "-q", "-s", "64", "-e", "trace=pwrite64,write,fsync,fdatasync", "-o", trace)
	p := start(t, cmd)
	const tickets = 20
	for range tickets {
		if _, status, err := p.caller().issue("petition", ""); err != nil || status != 201 {
			t.Fatalf("issue: %d, %v\n%s", status, err, p.log)
		}
	}
	p.stop()
	end := regexp.MustCompile(fmt.Sprintf(`(?m)^%d +\+\+\+ exited`, cmd.Process.Pid)) // strace pads short numbers
	var raw []byte
	p.await(t, "the trace's end", func() (ended bool) {
		raw, _ = os.ReadFile(trace)
		return end.Match(raw)
	})
	j := judge{t: t}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		j.line(lines.Text())
	}
	if j.answers != tickets {
		t.Fatalf("the trace shows %d answers 201, want %d", j.answers, tickets)
	}
}

// TestTheJudgeOfTheTraceFindsAMissingSync holds the check itself against traces
// that are wrong.
func TestTheJudgeOfTheTraceFindsAMissingSync(t *testing.T) {
	const (
		wal    = `10 pwrite64(7</d/onedoor.db-wal>, "", 4096, 32) = 4096`
		sync   = `10 fdatasync(7</d/onedoor.db-wal>) = 0`
		begin  = `10 fdatasync(7</d/onedoor.db-wal> <unfinished ...>`
		end    = `10 <... fdatasync resumed>) = 0`
		failed = `10 fdatasync(7</d/onedoor.db-wal>) = -1 EIO (Input/output error)`
		answer = `11 write(9<socket:[1]>, "HTTP/1.1 201 Created\r\n"..., 300) = 300`
	)
	for name, c := range map[string]struct {
		lines []string
		bad   bool
	}{
		"right":              {[]string{wal, sync, answer}, false},
		"right, interrupted": {[]string{wal, begin, end, answer}, false},
		"no sync":            {[]string{wal, answer}, true},
		"answer first":       {[]string{wal, begin, answer, end}, true},
		"write after":        {[]string{wal, sync, wal, answer}, true},
		"write meanwhile":    {[]string{wal, begin, wal, end, answer}, true},
		"sync failed":        {[]string{wal, failed, answer}, true},
		"nothing written":    {[]string{wal, sync, answer, answer}, true},
	} {
		j := judge{quiet: true}
		for _, l := range c.lines {
			j.line(l)
		}
		if (j.faults > 0) != c.bad {
			t.Errorf("%s: %d faults", name, j.faults)
		}
	}
}

// judge reads a trace line by line.
type judge struct {
	t       *testing.T
	quiet   bool
	dirty   bool            // written since the last sync began
	syncing map[string]bool // by process: its sync covers everything written before it began
	covered bool            // a sync has ended since the last answer
	answers int
	faults  int
}

var traced = regexp.MustCompile(`^(\d+) +(?:<\.\.\. )?(pwrite64|write|fsync|fdatasync)(?:\((\d+)<([^>]*)>| resumed)`)

func (j *judge) line(s string) {
	m := traced.FindStringSubmatch(s)
	if m == nil {
		return
	}
	pid, call, file := m[1], m[2], m[4]
	resumed, unfinished := strings.Contains(s, " resumed>"), strings.Contains(s, "<unfinished")
	if j.syncing == nil {
		j.syncing = map[string]bool{}
	}
	switch {
	case call == "pwrite64" && strings.HasSuffix(file, "onedoor.db-wal"):
		j.dirty = true
		clear(j.syncing) // one that is under way doesn't cover this
	case strings.HasSuffix(call, "sync") && (resumed || strings.HasSuffix(file, "onedoor.db-wal")):
		if unfinished {
			j.syncing[pid] = true
			return
		}
		if strings.Contains(s, "= 0") && (!resumed || j.syncing[pid]) {
			j.dirty, j.covered = false, true
		}
		delete(j.syncing, pid)
	case call == "write" && strings.Contains(s, `"HTTP/1.1 201`):
		j.answers++
		if j.dirty || !j.covered {
			j.fault(s)
		}
		j.covered = false
	}
}

func (j *judge) fault(s string) {
	j.faults++
	if !j.quiet {
		j.t.Errorf("acknowledged before it was synced (unsynced writes: %v): %s", j.dirty, s)
	}
}
