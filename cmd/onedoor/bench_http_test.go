package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// measureHTTP issues tickets over HTTP, 1,000 a second whether or not earlier
// ones are answered, for 30 s or ONEDOOR_BENCH_SECONDS. The same requests go to
// the bare server before and after, half as long each.
func measureHTTP(b *testing.B, f *figures) {
	seconds := 30
	if n, err := strconv.Atoi(os.Getenv("ONEDOOR_BENCH_SECONDS")); err == nil && n > 0 {
		seconds = n
	}
	during := time.Duration(seconds) * time.Second
	p, raw := serveReleased(b, b.TempDir(), "--printer", "none:"), serveBare(b)
	defer p.kill()
	defer raw.kill()
	var ours, limit openLoop
	limit.run(raw.url, during/2)
	ours.run(p.url, during)
	limit.run(raw.url, during/2)
	p99 := ours.took.at(0.99)
	f.add(figure{
		what: fmt.Sprintf("POST /api/v1/tickets, 1,000/s for %d s, p99", seconds), got: ours.String(), limit: limit.String(),
		ratio: ratio(p99, limit.took.at(0.99)), goal: "≤ 5 ms, 0 errors",
		ok: p99 <= 5*time.Millisecond && ours.failed.Load() == 0,
	})
}

// openLoop is how long requests took, from the time they were due.
type openLoop struct {
	took   times
	failed atomic.Int64
}

func (o *openLoop) String() string {
	return fmt.Sprintf("%s (p50 %s), %d errors", ms(o.took.at(0.99)), ms(o.took.at(0.5)), o.failed.Load())
}

// run sends a request every millisecond.
func (o *openLoop) run(url string, during time.Duration) {
	transport := &http.Transport{MaxIdleConnsPerHost: 1000}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 20 * time.Second}
	var out sync.WaitGroup
	begin := time.Now()
	for at := time.Duration(0); at < during; at += time.Millisecond {
		due := begin.Add(at)
		if early := time.Until(due); early > 0 {
			<-time.After(early)
		}
		out.Go(func() {
			if !post(client, url+"/api/v1/tickets") {
				o.failed.Add(1)
			}
			o.took.add(time.Since(due))
		})
	}
	out.Wait()
}

// post issues a ticket; false when it wasn't.
func post(client *http.Client, url string) bool {
	resp, err := client.Post(url, "application/json", strings.NewReader(`{"service":"petition"}`))
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err == nil && resp.StatusCode == http.StatusCreated
}
