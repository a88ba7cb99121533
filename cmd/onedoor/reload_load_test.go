package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"onedoor/config/edition"
	"onedoor/queue"
)

// What the house goes through while its config changes: in eight seconds, or as long as
// ONEDOOR_RELOAD_LOAD says, as 5m.
const (
	reloadTickets = 200 // a second
	reloadTimes   = 50
	reloadFor     = 8 * time.Second
)

// listener is a live page that is never to be cut off.
type listener struct {
	name string
	seq  atomic.Int64
	n    atomic.Int64
	mu   sync.Mutex
	said map[string]bool // numbers called

	heard chan struct{} // holds one when a call was heard since it was last read
}

// listen opens a page's socket as somebody and reads it until the context ends; an end
// before is an error.
func (h *rightsHouse) listen(t *testing.T, ctx context.Context, reading *sync.WaitGroup, who, path string) *listener {
	t.Helper()
	head := http.Header{}
	if who != "" {
		head.Set("Authorization", "Bearer "+h.tokens[who])
	}
	ws, resp, err := websocket.DefaultDialer.DialContext(ctx, "ws"+strings.TrimPrefix(h.url, "http")+path, head)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	resp.Body.Close()
	l := &listener{name: path, said: map[string]bool{}, heard: make(chan struct{}, 1)}
	stop := context.AfterFunc(ctx, func() { ws.Close() })
	reading.Go(func() {
		defer stop()
		for {
			_, raw, err := ws.ReadMessage()
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				t.Errorf("%s was cut off: %v", path, err)
				return
			}
			var m struct {
				Type   string
				Seq    int64
				Number string
			}
			if err := json.Unmarshal(raw, &m); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			if l.n.Add(1); m.Seq != 0 && m.Seq < l.seq.Swap(m.Seq) {
				t.Errorf("%s goes back to %d", path, m.Seq)
			}
			if m.Type == "call" {
				l.mu.Lock()
				l.said[m.Number] = true
				l.mu.Unlock()
				select {
				case l.heard <- struct{}{}:
				default:
				}
			}
		}
	})
	return l
}

// changed is the config with another name, and every other time with one more service
// and window, the n-th time.
func changedConfig(src string, n int) string {
	src = strings.Replace(src, "name: {zh: 法律咨询, en: Legal advice}", fmt.Sprintf("name: {zh: 法律咨询%d, en: Legal advice %d}", n, n), 1)
	if n%2 == 1 {
		src = strings.Replace(src, "windows:\n", "  - {id: extra, prefix: B, name: {zh: 加办, en: Extra}, department: legal, floor: 1}\nwindows:\n", 1)
		src = strings.Replace(src, "staff:\n", "  - {id: w3, label: {zh: 3 号窗口, en: Window 3}, floor: 1, services: [extra, legal]}\nstaff:\n", 1)
	}
	return src
}

// TestReloadUnderLoad changes the config fifty times, by hand and by the administration,
// while 200 tickets a second are taken and a window works: no request fails, no page is
// cut off, no event is lost, and the chain holds.
func TestReloadUnderLoad(t *testing.T) {
	h := openRights(t)
	long := reloadFor
	if s := os.Getenv("ONEDOOR_RELOAD_LOAD"); s != "" {
		var err error
		if long, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(h.file)
	if err != nil {
		t.Fatal(err)
	}
	supervisor := &caller{base: h.url, token: h.tokens["supervisor"], http: &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	first, status, err := supervisor.issue("legal", "")
	if status != http.StatusCreated {
		t.Fatal(status, err)
	}
	supervisor.must(t, 200, "POST", "/api/v1/windows/w1/open", nil, nil)

	pages, leave := context.WithCancel(t.Context())
	var reading sync.WaitGroup
	screen := h.listen(t, pages, &reading, "s1", "/ws/screen/s1")
	all := []*listener{screen, h.listen(t, pages, &reading, "", "/ws/ticket/"+first.Ref), h.listen(t, pages, &reading, "supervisor", "/ws/console/w1"), h.listen(t, pages, &reading, "supervisor", "/ws/hall"), h.listen(t, pages, &reading, "desk", "/ws/desk")}

	work, stop := context.WithCancel(t.Context())
	defer stop()
	began := time.Now()
	var working sync.WaitGroup
	var issued atomic.Int64
	issued.Add(1)
	tick := make(chan struct{}, reloadTickets)
	working.Go(func() { pace(work, tick) })
	for range 16 {
		working.Go(func() {
			for range tick {
				if _, status, err := supervisor.issue("legal", ""); status != http.StatusCreated {
					t.Errorf("a ticket: %d %v", status, err)
					return
				}
				issued.Add(1)
			}
		})
	}
	called := map[string]bool{}
	working.Go(func() { h.serveAll(t, work, supervisor, called) })
	next := time.NewTicker(long / reloadTimes)
	defer next.Stop()
	for n := range reloadTimes {
		<-next.C
		if err := h.reload(t.Context(), changedConfig(string(raw), n+1), n); err != nil {
			t.Fatalf("reload %d: %v", n, err)
		}
	}
	stop()
	working.Wait()
	took := time.Since(began)

	var last int64
	h.app.queue.View(func(l *queue.Lobby) { last = l.Seq() })
	screen.hears(t, called)
	leave()
	reading.Wait()
	for _, l := range all {
		if l.n.Load() == 0 {
			t.Errorf("%s heard nothing", l.name)
		}
	}
	kept := int64(0)
	for _, day := range []queue.Day{h.app.queue.Rules().Date(h.app.queue.Now())} {
		tickets, err := h.app.store.TicketsOfDay(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		kept += int64(len(tickets))
	}
	want := int64(reloadTickets * took.Seconds() / 4) // a loaded machine is slower; the log says by how much
	if kept != issued.Load() || kept < want {
		t.Errorf("%d tickets were given out and %d are in the books; %d at least were to be", issued.Load(), kept, want)
	}
	if err := h.app.store.Verify(t.Context()); err != nil {
		t.Errorf("the chain: %v", err)
	}
	t.Logf("%d tickets, %d calls, %d events, %d reloads in %.1f s: %.0f tickets a second", kept, len(called), last, reloadTimes, took.Seconds(), float64(kept)/took.Seconds())
}

// pace ticks for each ticket by the clock until the context ends, catching up with what a
// busy machine has missed.
func pace(ctx context.Context, tick chan<- struct{}) {
	defer close(tick)
	began := time.Now()
	for n := time.Duration(1); ; n++ {
		due := time.NewTimer(time.Until(began.Add(n * time.Second / reloadTickets)))
		select {
		case <-ctx.Done():
			due.Stop()
			return
		case <-due.C:
		}
		select {
		case tick <- struct{}{}:
		default: // the house is a second behind: the count tells
		}
	}
}

// serveAll works at a window until the context ends, and notes whom it called.
func (h *rightsHouse) serveAll(t *testing.T, ctx context.Context, c *caller, called map[string]bool) {
	rest := time.NewTicker(50 * time.Millisecond)
	defer rest.Stop()
	for ctx.Err() == nil {
		<-rest.C
		var answer struct{ Ticket struct{ Number string } }
		status, err := c.do("POST", "/api/v1/windows/w1/next", nil, &answer)
		if status == http.StatusNoContent {
			continue
		}
		if status != http.StatusOK {
			t.Errorf("next: %d %v", status, err)
			return
		}
		called[answer.Ticket.Number] = true
		if status, err := c.do("POST", "/api/v1/windows/w1/finish", map[string]string{"outcome": "answered"}, nil); status != http.StatusOK {
			t.Errorf("finish: %d %v", status, err)
			return
		}
	}
}

// reload has a new text taken over: by hand and SIGHUP's way, or by the administration's.
func (h *rightsHouse) reload(ctx context.Context, src string, n int) error {
	if n%2 == 0 {
		if err := os.WriteFile(h.file, []byte(src), 0o600); err != nil {
			return err
		}
		return h.app.reload(ctx)
	}
	text, err := h.app.shelf.Current()
	if err != nil {
		return err
	}
	_, err = h.app.shelf.Put(ctx, edition.Change{Who: "admin", Act: edition.Applied, Base: text.Sum, Src: []byte(src)})
	return err
}

// hears waits until the page was told of all these calls.
func (l *listener) hears(t *testing.T, numbers map[string]bool) {
	t.Helper()
	late := time.After(patience)
	for {
		l.mu.Lock()
		missing := len(numbers)
		for number := range numbers {
			if l.said[number] {
				missing--
			}
		}
		l.mu.Unlock()
		if missing == 0 {
			return
		}
		select {
		case <-l.heard:
		case <-late:
			t.Fatalf("%s wasn't told of %d of %d calls", l.name, missing, len(numbers))
		}
	}
}
