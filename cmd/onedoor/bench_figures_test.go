package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

// BenchmarkFigures measures what the house promises, each beside the limit that
// the machine sets, measured in the same run, and prints a table at the end.
// One of them alone: -bench Figures/start. make bench builds a release for it;
// without ONEDOOR_BINARY the test binary stands for the program, which is as
// fast but larger.
func BenchmarkFigures(b *testing.B) {
	f := &figures{}
	for _, part := range []struct {
		name    string
		measure func(*testing.B, *figures)
	}{
		{"rules", measureRules},
		{"tickets", measureTickets},
		{"http", measureHTTP},
		{"screens", measureScreens},
		{"phones", measurePhones},
		{"start", measureStart},
		{"memory", measureMemory},
		{"slip", measureSlip},
		{"paper", measurePaper},
		{"faces", measureFaces},
		{"console", measureConsole},
		{"calm", measureCalm},
		{"hall", measureHall},
		{"week", measureWeek},
		{"export", measureExport},
		{"reports", measureReports},
	} {
		b.Run(part.name, func(b *testing.B) {
			part.measure(b, f)
			b.ReportMetric(0, "ns/op") // the table says it
		})
	}
	f.print(os.Stdout)
}

// figure is one line of the table.
type figure struct {
	what  string
	got   string
	limit string // of the machine, in the same run
	ratio float64
	goal  string
	ok    bool
}

type figures struct{ list []figure }

func (f *figures) add(v figure) { f.list = append(f.list, v) }

func (f *figures) print(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\nfigure\tmeasured\tlimit, same run\tratio\tgoal\t")
	for _, v := range f.list {
		ratio, reached := "", "reached"
		if v.ratio != 0 {
			ratio = fmt.Sprintf("%.2f", v.ratio)
		}
		switch {
		case v.goal == "":
			reached = ""
		case !v.ok:
			reached = "NOT REACHED"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", v.what, v.got, v.limit, ratio, v.goal, reached)
	}
	_ = t.Flush() // to standard output
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		fmt.Fprintf(w, "processors %d, load average at the end %s", runtime.NumCPU(), load)
	}
}

// released makes the command of the program as it is released.
func released(args ...string) *exec.Cmd {
	binary := os.Getenv("ONEDOOR_BINARY")
	if binary == "" {
		return command(args)
	}
	return exec.Command(binary, args...)
}

// serveReleased starts the program on a free port.
func serveReleased(b *testing.B, data string, args ...string) *program {
	b.Helper()
	return start(b, released(append([]string{"serve", "--data", data, "--listen", "127.0.0.1:0"}, args...)...))
}

// times are how long something took, again and again.
type times struct {
	mu   sync.Mutex
	list []time.Duration
}

func (t *times) add(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.list = append(t.list, d)
}

// at gives the time that a share of all stays within, from 0 to 1.
func (t *times) at(share float64) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.list) == 0 {
		return 0
	}
	slices.Sort(t.list)
	return t.list[min(int(share*float64(len(t.list))), len(t.list)-1)]
}

// ms writes a time as people compare it.
func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// openFiles lets this process have as many sockets as the system allows.
func openFiles(b *testing.B, need uint64) {
	b.Helper()
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		b.Fatal(err)
	}
	if l.Max < need {
		b.Fatalf("the system allows %d open files a process, %d are needed", l.Max, need)
	}
	l.Cur = l.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		b.Fatal(err)
	}
}
