package main

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// crowd is many pages that are open at once, and what they hear.
type crowd struct {
	b       *testing.B
	sockets []*websocket.Conn
	news    chan heard
	readers sync.WaitGroup
}

// heard is one message at one page. Its text is kept of the first page alone.
type heard struct {
	page int
	kind string
	at   time.Time
	text []byte
}

// openPages opens a page for each path and waits until all have their snapshot.
func openPages(b *testing.B, url string, paths []string) *crowd {
	b.Helper()
	c := &crowd{b: b, sockets: make([]*websocket.Conn, len(paths)), news: make(chan heard, 4*len(paths))}
	dialer := websocket.Dialer{ReadBufferSize: 512, WriteBufferSize: 256, HandshakeTimeout: time.Minute}
	base := "ws" + strings.TrimPrefix(url, "http")
	var dialling sync.WaitGroup
	gate := make(chan struct{}, 64)
	for i, path := range paths {
		gate <- struct{}{}
		dialling.Go(func() {
			defer func() { <-gate }()
			ws, _, err := dialer.Dial(base+path, nil)
			if err != nil {
				b.Errorf("page %d: %v", i, err)
				return
			}
			c.sockets[i] = ws
		})
	}
	dialling.Wait()
	b.Cleanup(c.leave)
	if b.Failed() {
		b.FailNow()
	}
	for i, ws := range c.sockets {
		c.readers.Go(func() { c.read(i, ws) })
	}
	c.all("snapshot", time.Time{})
	return c
}

// read hears one page until it is closed.
func (c *crowd) read(page int, ws *websocket.Conn) {
	buf := make([]byte, 512)
	for {
		_, r, err := ws.NextReader()
		if err != nil {
			return
		}
		n, _ := r.Read(buf)
		h := heard{page: page, at: time.Now(), kind: kindOf(buf[:n])}
		if h.kind == "beat" {
			continue
		}
		if page == 0 {
			h.text = bytes.Clone(buf[:n])
		}
		c.news <- h
	}
}

// kindOf is a message's type, which stands first in it.
func kindOf(text []byte) string {
	_, rest, _ := bytes.Cut(text, []byte(`"type":"`))
	kind, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(kind)
}

// all waits until every page has heard a message of a kind after start. It gives
// when each did, the earliest first, and the text of one.
func (c *crowd) all(kind string, start time.Time) (at []time.Time, text []byte) {
	c.b.Helper()
	seen := make([]bool, len(c.sockets))
	late := time.NewTimer(time.Minute)
	defer late.Stop()
	for len(at) < len(seen) {
		select {
		case h := <-c.news:
			if h.kind != kind || h.at.Before(start) || seen[h.page] {
				continue
			}
			seen[h.page], at = true, append(at, h.at)
			if h.text != nil {
				text = h.text
			}
		case <-late.C:
			c.b.Fatalf("%d of %d pages heard a %q within a minute", len(at), len(seen), kind)
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	return at, text
}

// leave closes every page.
func (c *crowd) leave() {
	for _, ws := range c.sockets {
		if ws != nil {
			_ = ws.Close()
		}
	}
	gone := make(chan struct{})
	go func() { c.readers.Wait(); close(gone) }()
	for {
		select {
		case <-c.news: // nobody waits for these any more
		case <-gone:
			return
		}
	}
}

// telling is how long it took to tell everybody: from the request, and from
// the moment when it was certain to have been committed, which is the answer
// or the first page that heard, whichever came first.
type telling struct{ each, last, after times }

func (t *telling) note(start, answered time.Time, at []time.Time) {
	for _, v := range at {
		t.each.add(v.Sub(start))
	}
	last, committed := at[len(at)-1], at[0]
	if answered.Before(committed) {
		committed = answered
	}
	t.last.add(last.Sub(start))
	t.after.add(last.Sub(committed))
}

// shout has the bare server tell everybody a text and notes how long it took.
func (c *crowd) shout(p *program, text []byte, t *telling) {
	c.b.Helper()
	start := time.Now()
	resp, err := p.caller().http.Post(p.url+"/tell", "text/plain", bytes.NewReader(text))
	answered := time.Now()
	if err != nil {
		c.b.Fatal(err)
	}
	_ = resp.Body.Close()
	at, _ := c.all(kindOf(text), start)
	t.note(start, answered, at)
}

// callAt has a window call whoever is next, and waits until all have heard.
func (c *crowd) callAt(clerk *caller, window, kind string, t *telling) (text []byte) {
	c.b.Helper()
	start := time.Now()
	clerk.must(c.b, 200, "POST", "/api/v1/windows/"+window+"/next", nil, nil)
	answered := time.Now()
	at, text := c.all(kind, start)
	t.note(start, answered, at)
	return text
}
