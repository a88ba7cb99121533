package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// hallWindows is how many windows the hall has that is measured.
const hallWindows = 40

// measureHall measures what the supervisor's page costs, live before a hall at work: forty windows, of which one calls,
// begins or ends with somebody three times a second. Counted are the server with all that it does, and the Chromium that
// shows the page. The limits are the same server at the same work that nobody looks at, and the same browser with an
// empty page; the page's own share is what is beyond them.
func measureHall(b *testing.B, f *figures) {
	own := newCentre(b, "\nwindows:\n", "\nwindows:\n"+manyWindows())
	p := start(b, released("serve", "--config", own.config, "--data", b.TempDir(), "--listen", "127.0.0.1:0", "--printer", "none:"))
	defer p.kill()
	clerk := p.caller()
	var session struct{ Token string }
	clerk.must(b, http.StatusOK, "POST", "/api/v1/session", map[string]string{"staff": "li", "pin": own.pins["li"]}, &session)
	clerk.token = session.Token
	for n := range hallWindows {
		clerk.must(b, http.StatusOK, "POST", fmt.Sprintf("/api/v1/windows/x%d/open", n), nil, nil)
	}
	empty := costOf(b, "about:blank", deskSize(), "true")
	const looks = 20 * time.Second
	turn := 0
	server := func() (share float64) {
		before, began := worked(b, p.cmd.Process.Pid), time.Now()
		turn = clerk.serveAll(b, turn, began.Add(looks))
		return (worked(b, p.cmd.Process.Pid) - before).Seconds() / time.Since(began).Seconds()
	}
	alone := server()

	br := newBrowser(b)
	t := br.tab("hall", deskSize())
	t.do("open", chromedp.Navigate(p.url+"/login?to=/hall"))
	t.fill(`input[name="staff"]`, "li")
	t.fill(`input[name="pin"]`, own.pins["li"]+"\r")
	t.see(`.hall [data-live="live"]`)
	turn = clerk.serveAll(b, turn, time.Now().Add(5*time.Second)) // what is new is drawn
	pid := chromedp.FromContext(br.ctx).Browser.Process().Pid
	before, began := worked(b, pid), time.Now()
	watched := server()
	page := (worked(b, pid) - before).Seconds() / time.Since(began).Seconds()
	if open := read[int](t, `document.querySelectorAll('.hall:has([data-live="live"]) tr.open').length`); open < hallWindows {
		b.Errorf("the page shows %d open windows at the end", open)
	}
	br.close()

	percent := func(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }
	cost := max(watched-alone, 0) + max(page-empty, 0)
	f.add(figure{
		what:  fmt.Sprintf("/hall live with %d windows, of a core", hallWindows),
		got:   fmt.Sprintf("%s (server %s, page %s)", percent(cost), percent(max(watched-alone, 0)), percent(max(page-empty, 0))),
		limit: fmt.Sprintf("%s + %s (the same work unseen, an empty page)", percent(alone), percent(empty)),
		goal:  "≤ 3.0 %", ok: cost <= 0.03,
	})
}

// manyWindows are forty more windows of a config, for its first service.
func manyWindows() string {
	var s strings.Builder
	for n := range hallWindows {
		fmt.Fprintf(&s, "  - {id: x%d, label: {zh: %d 号窗口, en: Window %d}, floor: \"1\", services: [petition]}\n", n, n+100, n+100)
	}
	return s.String()
}

// serveAll has one window after the other call, begin and end with somebody, three acts a second, from a turn on until a
// time; it gives the turn that it came to.
func (c *caller) serveAll(b *testing.B, turn int, until time.Time) int {
	b.Helper()
	beat := time.NewTicker(time.Second / 3)
	defer beat.Stop()
	for ; time.Now().Before(until); turn++ {
		<-beat.C
		at := fmt.Sprintf("/api/v1/windows/x%d/", turn/4%hallWindows)
		switch turn % 4 {
		case 0:
			c.must(b, http.StatusCreated, "POST", "/api/v1/tickets", map[string]string{"service": "petition"}, nil)
		case 1:
			c.must(b, http.StatusOK, "POST", at+"next", nil, nil)
		case 2:
			c.must(b, http.StatusOK, "POST", at+"start", nil, nil)
		case 3:
			c.must(b, http.StatusOK, "POST", at+"finish", map[string]string{"outcome": "answered"}, nil)
		}
	}
	return turn
}
