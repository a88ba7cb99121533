package phone

import (
	"bytes"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// phones is how many follow in the benchmark: ONEDOOR_PHONES, else what the
// limit of open files allows (each takes two here), at most 9,500.
func phones(b *testing.B) int {
	b.Helper()
	if n, err := strconv.Atoi(os.Getenv("ONEDOOR_PHONES")); err == nil && n > 0 {
		return n
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		b.Fatal(err)
	}
	return int(min(9500, (limit.Cur-200)/2)) //nolint:gosec // at most 9,500
}

// crowd is many phones on one service, and when each heard of its place.
type crowd struct {
	sockets []*websocket.Conn
	heard   chan time.Time
	readers sync.WaitGroup
}

// gather connects n phones, each with a ticket of its own.
func gather(b *testing.B, h *house, n int) *crowd {
	b.Helper()
	c := &crowd{sockets: make([]*websocket.Conn, n), heard: make(chan time.Time, 2*n)}
	dialer := websocket.Dialer{ReadBufferSize: 256, WriteBufferSize: 256}
	base := "ws" + strings.TrimPrefix(h.server.URL, "http") + "/ws/ticket/"
	var dialling sync.WaitGroup
	gate := make(chan struct{}, 64)
	for i := range n {
		ref := queuetest.Issue(b, h.queue, "legal").Ref
		gate <- struct{}{}
		dialling.Go(func() {
			defer func() { <-gate }()
			ws, _, err := dialer.Dial(base+ref, nil)
			if err != nil {
				b.Error(err)
				return
			}
			c.sockets[i] = ws
		})
	}
	dialling.Wait()
	if b.Failed() {
		b.FailNow()
	}
	for _, ws := range c.sockets {
		c.readers.Go(func() { c.read(ws) })
	}
	for range n { // the snapshots
		<-c.heard
	}
	return c
}

// read notes when whatever isn't a beat came.
func (c *crowd) read(ws *websocket.Conn) {
	for {
		_, raw, err := ws.ReadMessage()
		if err != nil {
			return
		}
		if !bytes.Contains(raw[:min(len(raw), 20)], []byte(`"beat"`)) {
			c.heard <- time.Now()
		}
	}
}

// all waits until everybody has heard, and gives how long each took.
func (c *crowd) all(start time.Time) []time.Duration {
	took := make([]time.Duration, len(c.sockets))
	for i := range took {
		took[i] = (<-c.heard).Sub(start)
	}
	slices.Sort(took)
	return took
}

// BenchmarkEveryPhoneMoves has one window call: everybody's place in the queue
// changes, and every phone is told. Beside it stands one message, the same for
// all, sent to the same sockets in a bare loop: the limit of this machine.
func BenchmarkEveryPhoneMoves(b *testing.B) {
	h := newHouse(b)
	n := phones(b)
	const calls = 60
	for range calls { // they have no phone
		queuetest.Issue(b, h.queue, "legal")
	}
	before := memory()
	c := gather(b, h, n)
	each := float64(memory()-before) / float64(n)
	rest := func() { <-time.NewTimer(aheadEvery + 50*time.Millisecond).C } // a place is told once a second at most
	var took, limit []time.Duration
	rounds := 0
	for b.Loop() {
		if rounds++; rounds > calls {
			b.Fatal("more rounds than tickets")
		}
		rest()
		start := time.Now()
		h.boss(b, queue.Next{Window: "w1"})
		took = append(took, c.all(start)...)
		h.boss(b, queue.Finish{Window: "w1", Outcome: "answered"})
		rest()
		limit = append(limit, c.all(h.shout(b))...)
	}
	slices.Sort(took)
	slices.Sort(limit)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(took[len(took)*99/100]), "p99-ms")
	b.ReportMetric(ms(took[len(took)-1]), "last-ms")
	b.ReportMetric(ms(limit[len(limit)*99/100]), "limit-p99-ms")
	b.ReportMetric(each/1024, "KiB/phone-both-ends")
	for _, ws := range c.sockets {
		_ = ws.Close()
	}
	c.readers.Wait()
}

// shout sends one message to all and gives when it began.
func (h *house) shout(b *testing.B) time.Time {
	b.Helper()
	m, err := display.NewMessage(aheadMessage{Type: "ticket", Number: "A001", State: queue.Waiting, Seq: 1})
	if err != nil {
		b.Fatal(err)
	}
	h.phones.mu.Lock()
	defer h.phones.mu.Unlock()
	start := time.Now()
	for _, ln := range h.phones.lines {
		ln.first.socket.Send(m)
	}
	return start
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// memory is what the process holds in heap and stacks.
func memory() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
