package main

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// measureScreens has a window call while many screens hang in the hall, and
// times the way from the request to the last screen, the commit included. In
// turns with it the bare server tells the same text to as many sockets.
func measureScreens(b *testing.B, f *figures) {
	for _, n := range []int{1000, 20} {
		openFiles(b, 4096)
		ours, limit := callScreens(b, n)
		what := fmt.Sprintf("call → last of %d screens", n)
		v := figure{
			what:  what + ", p99",
			got:   ms(ours.last.at(0.99)) + " (p50 " + ms(ours.last.at(0.5)) + ")",
			limit: ms(limit.last.at(0.99)) + " (p50 " + ms(limit.last.at(0.5)) + ")",
			ratio: ratio(ours.last.at(0.5), limit.last.at(0.5)),
		}
		if n < 1000 {
			v.goal, v.ok = "p99 ≤ 15 ms", ours.last.at(0.99) <= 15*time.Millisecond
			f.add(v)
			continue
		}
		v.goal = "p50 ≤ 20, p99 ≤ 50 ms"
		v.ok = ours.last.at(0.5) <= 20*time.Millisecond && ours.last.at(0.99) <= 50*time.Millisecond
		f.add(v)
		over := ratio(ours.after.at(0.5), limit.after.at(0.5))
		f.add(figure{
			what: "  of which after the commit, p50", got: ms(ours.after.at(0.5)), limit: ms(limit.after.at(0.5)),
			ratio: over, goal: "≤ 1.3 ×", ok: over <= 1.3,
		})
	}
}

// callScreens calls 100 times with n screens open, and shouts as often.
func callScreens(b *testing.B, n int) (ours, limit *telling) {
	const calls = 100
	p, raw := serveReleased(b, b.TempDir(), "--printer", "none:"), serveBare(b)
	defer p.kill()
	defer raw.kill()
	clerk := p.login("demo")
	issueMany(b, p, calls)
	clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	paths := slices.Repeat([]string{"/ws/screen/hall"}, n)
	screens, sockets := openPages(b, p.url, paths), openPages(b, raw.url, paths)
	ours, limit = &telling{}, &telling{}
	for range calls {
		text := screens.callAt(clerk, "w1", "call", ours)
		ending := time.Now()
		clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil)
		screens.all("settled", ending)
		sockets.shout(raw, text, limit)
	}
	return ours, limit
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

// issueMany issues tickets that petition's windows call, and gives their refs.
func issueMany(b *testing.B, p *program, n int) []string {
	b.Helper()
	refs := make([]string, n)
	var work sync.WaitGroup
	const hands = 16
	for hand := range hands {
		work.Go(func() {
			c := p.caller()
			for i := hand; i < n; i += hands {
				t, status, err := c.issue("petition", "")
				if err != nil || status != http.StatusCreated {
					b.Errorf("issue: %d, %v", status, err)
					return
				}
				refs[i] = t.Ref
			}
		})
	}
	work.Wait()
	if b.Failed() {
		b.FailNow()
	}
	return refs
}
