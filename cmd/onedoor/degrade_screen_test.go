package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// told is a message of a screen's socket.
type told struct {
	Type   string
	Seq    int64
	Number string
	Again  bool
	Calls  []struct{ Number string }
}

// watch opens a screen and hands on what it is told, the snapshot first.
func (p *program) watch(t *testing.T, screen string, hear func(told)) {
	t.Helper()
	ws, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(p.url, "http")+"/ws/screen/"+screen, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	var reader sync.WaitGroup
	t.Cleanup(func() { _ = ws.Close(); reader.Wait() })
	var first told
	if err := ws.ReadJSON(&first); err != nil || first.Type != "snapshot" {
		t.Fatalf("the first message is %+v, %v", first, err)
	}
	hear(first)
	reader.Go(func() {
		for {
			var m told
			if ws.ReadJSON(&m) != nil {
				return
			}
			hear(m)
		}
	})
}

// deafScreen opens a screen that reads the handshake and not a byte more, with
// as little room for what it is sent as a system gives.
func (p *program) deafScreen(t *testing.T) {
	t.Helper()
	dialer := net.Dialer{Control: func(_, _ string, c syscall.RawConn) (err error) {
		if e := c.Control(func(fd uintptr) { err = smallest(int(fd)) }); e != nil {
			return e
		}
		return err
	}}
	conn, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	fmt.Fprintf(conn, "GET /ws/screen/hall HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n", strings.TrimPrefix(p.url, "http://"))
	status, err := bufio.NewReaderSize(conn, 16).ReadString('\n')
	if err != nil || !strings.Contains(status, " 101 ") {
		t.Fatalf("upgrade: %q, %v", status, err)
	}
}

// smallest makes a socket take as little as the system allows: little room for
// what comes, and in segments of a network, not of one machine, by which the
// other side's room is measured.
func smallest(fd int) error {
	return errors.Join(
		syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_RCVBUF, 1),
		syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, 536),
	)
}

// sockets is how many live pages the program says it has.
func (p *program) sockets(t *testing.T) int { return p.metric(t, "onedoor_sockets") }

func (p *program) metric(t *testing.T, name string) int {
	t.Helper()
	_, text, _ := strings.Cut(p.text(t, "/metrics"), "\n"+name+" ")
	text, _, _ = strings.Cut(text, "\n")
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatalf("metric %s: %v", name, err)
	}
	return int(n)
}

// memory is the program's own memory in MiB.
func (p *program) memory(t *testing.T) int {
	t.Helper()
	_, text, _ := strings.Cut(string(readFile(t, fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))), "RssAnon:")
	n, err := strconv.Atoi(strings.Fields(text)[0])
	if err != nil {
		t.Fatal(err)
	}
	return n >> 10
}

// TestScreensThatStopReading has many screens that take nothing while windows
// call. They are closed, the one that reads is told of every call in time, and
// whoever comes back gets a snapshot first.
func TestScreensThatStopReading(t *testing.T) {
	p := serve(t, t.TempDir(), "--printer", "none:")
	clerk := p.login("demo")
	windows, heard := p.allCalling(t, clerk)
	var last int64
	p.watch(t, "hall", func(m told) {
		if m.Seq < last && m.Type != "beat" && m.Type != "voice" {
			t.Errorf("seq went back from %d to %d", last, m.Seq)
		}
		last = max(last, m.Seq)
		if m.Type == "call" {
			heard[m.Number] <- time.Now()
		}
	})
	before := p.memory(t)
	const deaf = 8
	for range deaf {
		p.deafScreen(t)
	}
	p.await(t, "all screens to be open", func() bool { return p.sockets(t) == deaf+1 })
	delays := p.recall(t, clerk, windows, heard, func() bool { return p.sockets(t) == 1 })
	worst := slices.Max(delays)
	t.Logf("%d calls until %d screens were closed; told after %s at most; memory grew from %d to %d MiB",
		len(delays), deaf, worst, before, p.memory(t))
	if worst > startBound {
		t.Errorf("a call took %s to a screen that reads, bound %s", worst, startBound)
	}
	if grew := p.memory(t) - before; grew > 32*int(startBound/time.Second) {
		t.Errorf("memory grew by %d MiB", grew)
	}
	seq, back := p.metric(t, "onedoor_journal_seq"), told{}
	p.watch(t, "hall", func(m told) {
		if back.Type == "" {
			back = m
		}
	})
	if back.Seq < int64(seq) || len(back.Calls) == 0 {
		t.Errorf("a screen that comes back is told %+v, want a snapshot of event %d with the calls", back, seq)
	}
}

// allCalling opens every window and calls a ticket at each. It gives the windows
// and a channel for each number that is called there.
func (p *program) allCalling(t *testing.T, clerk *caller) (windows []string, heard map[string]chan time.Time) {
	t.Helper()
	heard = map[string]chan time.Time{}
	var house struct {
		Windows []struct {
			ID       string
			Services []string
		}
	}
	clerk.must(t, http.StatusOK, "GET", "/api/v1/windows", nil, &house)
	for _, w := range house.Windows {
		clerk.must(t, http.StatusCreated, "POST", "/api/v1/tickets", map[string]string{"service": w.Services[0], "window": w.ID}, nil)
		clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/"+w.ID+"/open", nil, nil)
		var called struct{ Ticket ticket }
		clerk.must(t, http.StatusOK, "POST", "/api/v1/windows/"+w.ID+"/next", nil, &called)
		windows, heard[called.Ticket.Number] = append(windows, w.ID), make(chan time.Time, 16)
	}
	return windows, heard
}

// recall calls the tickets in hand again and again at every window until done
// holds, each time waiting for the screen to be told. It gives how long that
// took after the answer.
func (p *program) recall(t *testing.T, clerk *caller, windows []string, heard map[string]chan time.Time, done func() bool) []time.Duration {
	t.Helper()
	var mu sync.Mutex
	var delays []time.Duration
	var work sync.WaitGroup
	over := make(chan struct{})
	for _, window := range windows {
		work.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
				}
				var called struct{ Ticket ticket }
				if status, err := clerk.do("POST", "/api/v1/windows/"+window+"/recall", nil, &called); status != http.StatusOK {
					t.Errorf("recall: %d %v", status, err)
					return
				}
				answered := time.Now()
				select {
				case at := <-heard[called.Ticket.Number]:
					mu.Lock()
					delays = append(delays, at.Sub(answered))
					mu.Unlock()
				case <-time.After(patience):
					t.Error("a screen that reads wasn't told of a call")
					return
				}
			}
		})
	}
	p.await(t, "the screens that don't read to be closed", done)
	close(over)
	work.Wait()
	return delays
}
