package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// measureStart times the way from exec to the first answer over ten days'
// books: killed with as many events after the newest snapshot as can be, and
// stopped in order. The limit is the program telling its version: exec, the
// runtime and the packages' own beginnings.
func measureStart(b *testing.B, f *figures) {
	data := filepath.Join(b.TempDir(), "data")
	workedDays(b, data)
	const rounds = 15
	var least times
	for range rounds {
		began := time.Now()
		if err := released("version").Run(); err != nil {
			b.Fatal(err)
		}
		least.add(time.Since(began))
	}
	for _, state := range []string{"stopped", "killed"} {
		if state == "stopped" { // on a copy: stopping in order keeps a snapshot
			stopped := filepath.Join(b.TempDir(), "stopped")
			if err := os.CopyFS(stopped, os.DirFS(data)); err != nil {
				b.Fatal(err)
			}
			p := serveReleased(b, stopped, "--printer", "none:")
			p.stop()
			timeStarts(b, f, "start after a stop in order", stopped, rounds, least.at(0.5))
			continue
		}
		timeStarts(b, f, "start after a kill, no snapshot for long", data, rounds, least.at(0.5))
	}
}

func timeStarts(b *testing.B, f *figures, what, data string, rounds int, least time.Duration) {
	var alive, page times
	for range rounds {
		began := time.Now()
		p := serveReleased(b, data)
		mustGet(b, p.url+"/healthz")
		alive.add(time.Since(began))
		mustGet(b, p.url+"/kiosk/main")
		page.add(time.Since(began))
		p.kill()
	}
	got := alive.at(0.5)
	f.add(figure{
		what: what + " → first 200", got: ms(got), limit: ms(least), ratio: float64(got) / float64(least),
		goal: "≤ 50 ms", ok: got <= 50*time.Millisecond,
	})
	f.add(figure{what: "  the kiosk's page; worst of " + strconv.Itoa(rounds), got: ms(page.at(0.5)) + "; " + ms(page.at(1))})
}

func mustGet(b *testing.B, url string) {
	b.Helper()
	resp, err := http.Get(url)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s", url, resp.Status)
	}
}

// measureMemory weighs the program at rest, after a log-in and some pages, and
// its time on the processor while nobody comes.
func measureMemory(b *testing.B, f *figures) {
	p := serveReleased(b, b.TempDir())
	clerk, supervisor := p.login("demo"), p.login("supervisor")
	for _, page := range []string{"/", "/kiosk/main", "/screen/hall", "/window/w1", "/desk", "/hall", "/paper", "/metrics", "/api/v1/services"} {
		if _, err := supervisor.do("GET", page, nil, nil); err != nil {
			b.Logf("%s: %v", page, err)
		}
	}
	if _, status, err := clerk.issue("petition", "main"); err != nil || status != http.StatusCreated {
		b.Fatalf("issue: %d, %v", status, err)
	}
	before := cpuTime(b, p.cmd.Process.Pid)
	const rest = 10 * time.Second
	<-time.After(rest)
	idle := float64(cpuTime(b, p.cmd.Process.Pid)-before) / float64(rest) * 100
	anon, rss := weigh(b, p.cmd.Process.Pid)
	f.add(figure{what: "memory at rest, RssAnon", got: mib(anon), goal: "≤ 20 MiB", ok: anon <= 20<<20})
	f.add(figure{what: "memory at rest, RSS", got: mib(rss), goal: "≤ 39 MiB", ok: rss <= 39<<20})
	f.add(figure{what: "a core at rest, virtual printer and all", got: fmt.Sprintf("%.2f %%", idle), goal: "< 1 %", ok: idle < 1})
	if binary := os.Getenv("ONEDOOR_BINARY"); binary != "" {
		info, err := os.Stat(binary)
		if err != nil {
			b.Fatal(err)
		}
		f.add(figure{what: "release binary, stripped", got: mib(info.Size()), goal: "≤ 30 MiB", ok: info.Size() <= 30<<20})
	}
}

func mib(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

// weigh reads a process's memory: what is its own, and all that is resident.
func weigh(b *testing.B, pid int) (anon, rss int64) {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range bytes.Lines(raw) {
		name, rest, _ := strings.Cut(string(line), ":")
		kib, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
		switch name {
		case "RssAnon":
			anon = kib << 10
		case "VmRSS":
			rss = kib << 10
		}
	}
	return anon, rss
}

// cpuTime reads how long a process has been on a processor: the kernel's own
// account in nanoseconds, thread by thread.
func cpuTime(b *testing.B, pid int) time.Duration {
	b.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil {
		b.Fatal(err)
	}
	var sum int64
	for _, t := range threads {
		raw, err := os.ReadFile(t)
		if err != nil {
			continue // a thread that has ended
		}
		n, _, _ := strings.Cut(string(raw), " ")
		ns, _ := strconv.ParseInt(n, 10, 64)
		sum += ns
	}
	return time.Duration(sum)
}
