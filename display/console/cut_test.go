package console_test

import (
	"bytes"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// cutter is a wire between a browser and the house that breaks in the middle of an answer, and stays broken
// until somebody mends it.
type cutter struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	after string // the request whose answer is cut
	down  bool
	open  []net.Conn
	cut   chan struct{}
}

func newCutter(t *testing.T, to string) *cutter {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{listener: l, to: strings.TrimPrefix(to, "http://"), cut: make(chan struct{}, 1)}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { c.carry(in, &all) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		c.mu.Lock()
		c.breakAll()
		c.mu.Unlock()
		all.Wait()
	})
	return c
}

// carry takes bytes both ways until the wire breaks.
func (c *cutter) carry(in net.Conn, all *sync.WaitGroup) {
	out, err := net.Dial("tcp", c.to)
	c.mu.Lock()
	if err != nil || c.down {
		c.mu.Unlock()
		in.Close()
		if out != nil {
			out.Close()
		}
		return
	}
	c.open = append(c.open, in, out)
	c.mu.Unlock()
	armed := make(chan struct{})
	all.Go(func() { // what the browser asks
		buf := make([]byte, 16<<10)
		for cutting := false; ; {
			n, err := in.Read(buf)
			if err != nil {
				out.Close()
				return
			}
			c.mu.Lock()
			if c.after != "" && bytes.Contains(buf[:n], []byte(c.after)) {
				if !cutting {
					close(armed)
				}
				cutting = true
			}
			c.mu.Unlock()
			if _, err := out.Write(buf[:n]); err != nil {
				return
			}
		}
	})
	buf := make([]byte, 16<<10)
	for { // what the house answers
		n, err := out.Read(buf)
		if err != nil {
			in.Close()
			return
		}
		select {
		case <-armed:
			_, _ = in.Write(buf[:n/2]) // half an answer, then nothing
			c.mu.Lock()
			c.after, c.down = "", true
			c.breakAll()
			c.mu.Unlock()
			c.cut <- struct{}{}
			return
		default:
		}
		if _, err := io.Copy(in, bytes.NewReader(buf[:n])); err != nil {
			return
		}
	}
}

func (c *cutter) breakAll() {
	for _, x := range c.open {
		x.Close()
	}
	c.open = nil
}

// cutAfter breaks the wire within the answer to the next request whose bytes have some words.
func (c *cutter) cutAfter(words string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.after = words
}

func (c *cutter) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down = false
}

// TestALineCutInMidAnswer cuts the wire in the middle of the answer to a call, and to a note: what is shown is said to be
// old, the same key asks again when the wire is mended, and everything was done once.
func TestALineCutInMidAnswer(t *testing.T) {
	h := open(t, houseOptions{})
	wire := newCutter(t, h.url)
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	first, second := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal")
	b := newTab(t, h)
	b.Base = "http://" + wire.listener.Addr().String()
	b.login("anna", "/window/w1?lang=en")
	b.view("next")
	wire.cutAfter("/api/v1/windows/w1/next")
	b.Press("\r")
	<-wire.cut
	b.See(`[data-live="stale"]`)
	b.Until(`/No news since \d+:\d\d/.test(document.querySelector('[data-slot="live-words"]').textContent)`)
	b.said("asking again")
	if !value[bool](b, `document.documentElement.hasAttribute("data-busy")`) {
		t.Error("the page shows an act as over whose answer it hasn't")
	}
	b.Shot("console-cut")
	if s := h.ticket(first.ID); s != queue.Called {
		t.Fatalf("%s is %s: the house did the call", first.Number, s)
	}
	wire.mend()
	b.inHand(first.Number)
	b.Until(`!document.documentElement.hasAttribute("data-busy")`)
	if !value[bool](b, `document.querySelector('[data-slot="refusal"]').hidden`) {
		t.Error("a refusal is shown though the call was made")
	}
	if s := h.ticket(second.ID); s != queue.Waiting {
		t.Errorf("the second one is %s: called twice", s)
	}

	wire.cutAfter("/api/v1/windows/w1/note")
	b.Press("f")
	b.See("#note[open]")
	b.Typed(`#note [name="text"]`, "带了合同\r")
	<-wire.cut
	wire.mend()
	b.Until(`document.querySelector('[data-slot="note-list"]').textContent === "带了合同" && !document.documentElement.hasAttribute("data-busy")`)
	if n := len(h.queueState(first.ID).Notes); n != 1 {
		t.Errorf("the note stands there %d times", n)
	}
}
