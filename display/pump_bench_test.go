package display

import (
	"io"
	"net"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

// crowd opens n sockets whose clients read and throw away, and joins them to a
// group.
func crowd(b *testing.B, n int) (*Group, []*Socket) {
	b.Helper()
	g := NewGroup()
	opened := make(chan *Socket, n)
	h := newHall(b, PumpOptions{Beat: time.Hour}, func(s *Socket) {
		g.Join(s, func() *Message { return nil })
		opened <- s
	})
	for range n {
		c := deafConn(b, h.url)
		go func(c net.Conn) { _, _ = io.Copy(io.Discard, c) }(c)
	}
	sockets := make([]*Socket, n)
	for i := range sockets {
		sockets[i] = <-opened
	}
	return g, sockets
}

// BenchmarkFanOut sends a call to 1,000 screens and, in turn, writes the same
// bytes to the same sockets in a bare loop: the limit. It reports both medians
// and their ratio; the goal is 1.3.
func BenchmarkFanOut(b *testing.B) {
	g, sockets := crowd(b, 1000)
	call := message(b, map[string]any{
		"type": "call", "seq": 1234, "number": "A012", "again": false,
		"window": map[string]any{"id": "w3", "label": "3 号窗口", "floor": "一楼"},
	})
	var ours, bare []time.Duration
	for b.Loop() {
		start := time.Now()
		g.Send(call)
		ours = append(ours, time.Since(start))
		start = time.Now()
		for _, s := range sockets {
			if _, err := s.wire.Conn.Write(call.frame); err != nil {
				b.Fatal(err)
			}
		}
		bare = append(bare, time.Since(start))
	}
	slices.Sort(ours)
	slices.Sort(bare)
	o, r := ours[len(ours)/2], bare[len(bare)/2]
	b.ReportMetric(float64(o.Microseconds())/1000, "ms/fanout")
	b.ReportMetric(float64(r.Microseconds())/1000, "ms/rawloop")
	b.ReportMetric(float64(o)/float64(r), "ratio")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkSocketMemory reports the server's bytes a socket: heap and stacks,
// without the clients', which live here too and are counted before.
func BenchmarkSocketMemory(b *testing.B) {
	const n = 1000
	for b.Loop() {
		var opened sync.WaitGroup
		opened.Add(n)
		h := newHall(b, PumpOptions{Beat: time.Hour}, func(s *Socket) {
			_ = s.SendJSON(numbered{Type: "snapshot"})
			opened.Done()
		})
		conns := make([]net.Conn, n)
		before := inUse()
		for i := range conns {
			conns[i] = deafConn(b, h.url)
		}
		opened.Wait()
		// A client here is a net.Conn without a goroutine: some 0.5 KB.
		b.ReportMetric(float64(inUse()-before)/n, "B/socket")
		h.stop()
		for _, c := range conns {
			_ = c.Close()
		}
	}
	b.ReportMetric(0, "ns/op")
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
