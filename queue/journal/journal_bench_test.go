package journal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// rawDisk measures the disk's limit: 4 KiB appended and made durable, again and
// again.
type rawDisk struct {
	f     *os.File
	block [4096]byte
	n     int
	took  time.Duration
}

func newRawDisk(t testing.TB) *rawDisk {
	f, err := os.Create(filepath.Join(t.TempDir(), "raw"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return &rawDisk{f: f}
}

// run appends for some time.
func (r *rawDisk) run(t testing.TB, during time.Duration) {
	began := time.Now()
	for time.Since(began) < during {
		if _, err := r.f.Write(r.block[:]); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Fdatasync(int(r.f.Fd())); err != nil {
			t.Fatal(err)
		}
		r.n++
	}
	r.took += time.Since(began)
}

func (r *rawDisk) rate() float64 { return float64(r.n) / r.took.Seconds() }

// BenchmarkTickets issues durable tickets in process and holds their rate
// against the disk's limit, measured in turns with it, since other work on the
// machine comes and goes.
func BenchmarkTickets(b *testing.B) {
	for _, issuers := range []int{1, 64} {
		b.Run(fmt.Sprintf("issuers=%d", issuers), func(b *testing.B) {
			s := open(b, b.TempDir())
			q := queuetest.Start(b, queuetest.Rules(), queue.Options{Store: s})
			raw := newRawDisk(b)
			took := make([]time.Duration, b.N)
			b.ResetTimer()
			for rest := took; len(rest) > 0; {
				turn := rest[:min(len(rest), 500*issuers)]
				rest = rest[len(turn):]
				began := time.Now()
				issueAll(b, q, issuers, turn)
				b.StopTimer()
				raw.run(b, time.Since(began))
				b.StartTimer()
			}
			b.StopTimer()
			rate := float64(b.N) / b.Elapsed().Seconds()
			b.ReportMetric(rate, "tickets/s")
			b.ReportMetric(raw.rate(), "raw/s")
			b.ReportMetric(rate/raw.rate(), "of-raw")
			b.ReportMetric(float64(b.N)/float64(s.Stats().Commits), "tickets/commit")
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}

// issueAll issues a ticket for each place in took, by some issuers at once, and
// notes there how long it took.
func issueAll(b *testing.B, q *queue.Queue, issuers int, took []time.Duration) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range issuers {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(took)); i = next.Add(1) - 1 {
				began := time.Now()
				if _, err := q.Do(b.Context(), queue.Request{Actor: queue.System, Command: queue.Issue{Service: "legal", Seed: queuetest.Seed()}}); err != nil {
					b.Error(err)
					return
				}
				took[i] = time.Since(began)
			}
		})
	}
	wg.Wait()
}
