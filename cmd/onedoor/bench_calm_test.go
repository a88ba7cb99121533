package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/faces/week.js
var weekScript string

// measureCalm measures what faces cost that nobody touches: the processor's time of a Chromium that shows a screen
// between two calls, and of one that shows the kiosk's first page, inviting. The limit is the same browser with an
// empty page.
func measureCalm(b *testing.B, f *figures) {
	p := serveReleased(b, b.TempDir(), "--printer", "none:")
	defer p.kill()
	clerk := p.login("demo")
	clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/open", nil, nil)
	issueMany(b, p, 12)
	for range 8 {
		clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/next", nil, nil)
		clerk.must(b, http.StatusOK, "POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil)
	}
	empty := costOf(b, "about:blank", screenSize(), "true")
	share := func(what string, got, goal float64) {
		percent := func(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }
		f.add(figure{what: what, got: percent(got), limit: percent(empty) + " (an empty page)", goal: "≤ " + percent(goal), ok: got <= goal})
	}
	share("screen between calls, of a core", costOf(b, p.url+"/screen/hall", screenSize(), `document.querySelector("#now") !== null`), 0.05)
	share("kiosk inviting, of a core", costOf(b, p.url+"/kiosk/main", kioskSize(), `document.body.matches(".inviting")`), 0.03)
}

// costOf is what share of a core a Chromium takes that shows one page, once it has come to rest in a state.
func costOf(b *testing.B, address string, s size, state string) float64 {
	b.Helper()
	const settles, looks = 20 * time.Second, 20 * time.Second
	br := newBrowser(b)
	t := br.tab("calm", s)
	t.do("open", chromedp.Navigate(address))
	t.await(state, state)
	<-time.After(settles) // a call is no longer large
	pid := chromedp.FromContext(br.ctx).Browser.Process().Pid
	before, began := worked(b, pid), time.Now()
	<-time.After(looks)
	took, during := worked(b, pid)-before, time.Since(began)
	br.close()
	return took.Seconds() / during.Seconds()
}

// worked is how long a process and all that come of it have been on a processor. The clock of the system ticks a
// hundred times a second.
func worked(b *testing.B, root int) time.Duration {
	b.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		b.Fatal(err)
	}
	parent, ticks := map[int]int{}, map[int]int{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		_, rest, _ := strings.Cut(string(text), ") ") // the name may hold anything
		fields := strings.Fields(rest)                // from the third of proc(5) on
		number := func(n int) int { v, _ := strconv.Atoi(fields[n-3]); return v }
		parent[pid], ticks[pid] = number(4), number(14)+number(15)
	}
	sum := 0
	for pid := range ticks {
		for at := pid; at > 1; at = parent[at] {
			if at == root {
				sum += ticks[pid]
				break
			}
		}
	}
	return time.Duration(sum) * 10 * time.Millisecond
}

// measureWeek has a screen live through a week of calls, one every three minutes day and night, in minutes: with
// every tick of its clocks and every beat of its line. The limit is what it holds after the first hour.
func measureWeek(b *testing.B, f *figures) {
	p := serveReleased(b, b.TempDir(), "--printer", "none:")
	defer p.kill()
	told, err := json.Marshal(toldOf(b, p))
	if err != nil {
		b.Fatal(err)
	}
	br := newBrowser(b)
	t := br.tab("week", screenSize())
	t.before("const words = " + string(told) + ";\n" + weekScript)
	t.open(p.url + "/screen/hall")
	t.await("the page's line", "window.live !== undefined && document.readyState === 'complete'")
	live := func(hours int) {
		read[bool](t, fmt.Sprintf("window.done = false, window.live(%d, 180000).then(() => { window.done = true; }, (e) => { window.done = String(e); }), true", hours))
		for began := time.Now(); ; {
			<-time.After(100 * time.Millisecond)
			if done := read[any](t, "window.done"); done != false {
				if done != true {
					b.Fatalf("the week: %v", done)
				}
				return
			}
			if time.Since(began) > 10*time.Minute {
				b.Fatal("the week doesn't end")
			}
		}
	}
	live(1)
	first, nodes := heldBy(b, t)
	live(7*24 - 1)
	last, later := heldBy(b, t)
	const weekOfCalls = 7 * 24 * 20
	called := read[struct {
		Last   string
		Called int
	}](t, "window.numbers()")
	if there := read[bool](t, fmt.Sprintf("document.querySelector('main [data-number=%q]') !== null", called.Last)); !there || called.Called != weekOfCalls {
		b.Errorf("%d calls, and the last is shown: %v", called.Called, there)
	}
	f.add(figure{
		what: "screen's memory after a week (nodes)", got: fmt.Sprintf("%s (%d)", mb(last), later), limit: fmt.Sprintf("%s (%d) after an hour", mb(first), nodes),
		ratio: last / first, goal: "≤ 1.20 ×", ok: last <= 1.2*first,
	})
	br.close()
}

// heldBy is what a page's scripts hold, in bytes, and how many nodes its document has.
func heldBy(b *testing.B, t *tab) (bytes float64, nodes int) {
	b.Helper()
	for range 3 { // what a collection lets go of another finds
		if _, err := chromedp.Call(t.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			b.Fatal(err)
		}
	}
	use, err := chromedp.Call(t.ctx, runtime.GetHeapUsage, cdp.Empty{})
	if err != nil {
		b.Fatal(err)
	}
	return use.UsedSize, read[int](t, `document.querySelectorAll("*").length`)
}

func mb(bytes float64) string { return fmt.Sprintf("%.2f MB", bytes/1e6) }
