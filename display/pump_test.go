package display

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"
)

// hall serves a pump at /ws and runs it until the test ends.
type hall struct {
	*Pump
	url  string
	stop func()
}

func newHall(t testing.TB, o PumpOptions, open func(*Socket)) *hall {
	t.Helper()
	gin.SetMode(gin.TestMode)
	p := NewPump(o)
	e := gin.New()
	e.GET("/ws", func(c *gin.Context) { p.Serve(c, open) })
	srv := httptest.NewServer(e)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := p.Run(ctx); err != nil {
			t.Error(err)
		}
	}()
	var once sync.Once
	h := &hall{Pump: p, url: "ws" + strings.TrimPrefix(srv.URL, "http") + "/ws"}
	h.stop = func() { once.Do(func() { cancel(); <-done; srv.Close() }) }
	t.Cleanup(h.stop)
	return h
}

func dial(t testing.TB, url string, header http.Header) *websocket.Conn {
	t.Helper()
	ws, resp, err := websocket.DefaultDialer.Dial(url, header)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	t.Cleanup(func() { _ = ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(20 * time.Second))
	return ws
}

type numbered struct {
	Type string `json:"type"`
	N    int    `json:"n"`
	Pad  string `json:"pad,omitempty"`
}

// next reads the next message that isn't a beat.
func next(t testing.TB, ws *websocket.Conn) numbered {
	t.Helper()
	for {
		_, b, err := ws.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		var m numbered
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		if m.Type != "beat" {
			return m
		}
	}
}

func message(t testing.TB, v any) *Message {
	t.Helper()
	m, err := NewMessage(v)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWhoJoinsMissesNothingAndHearsNothingTwice(t *testing.T) {
	g, state := NewGroup(), 0
	h := newHall(t, PumpOptions{}, func(s *Socket) {
		s.OnClose(func() { g.Leave(s) })
		g.Join(s, func() *Message { return message(t, numbered{Type: "snapshot", N: state}) })
	})
	const last = 2000
	go func() {
		for range last {
			g.With(func(send func(*Message)) {
				state++
				send(message(t, numbered{Type: "call", N: state}))
			})
		}
	}()
	var all sync.WaitGroup
	for range 8 {
		ws := dial(t, h.url, nil)
		all.Go(func() {
			m := next(t, ws)
			if m.Type != "snapshot" {
				t.Errorf("first message is %+v", m)
			}
			for n := m.N; n < last; n++ {
				if m := next(t, ws); m.N != n+1 {
					t.Errorf("after %d came %+v", n, m)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestBeatsFollowTheFirstMessageOnly(t *testing.T) {
	quiet := make(chan *Socket, 1)
	h := newHall(t, PumpOptions{Beat: 20 * time.Millisecond, Build: func() string { return "b1" }}, func(s *Socket) { quiet <- s })
	ws := dial(t, h.url, nil)
	s := <-quiet
	if err := s.SendJSON(numbered{Type: "snapshot"}); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"snapshot", "beat", "beat"} {
		_, b, err := ws.ReadMessage()
		if err != nil {
			t.Fatal(err)
		}
		var m struct{ Type, Build string }
		if err := json.Unmarshal(b, &m); err != nil || m.Type != want {
			t.Fatalf("message %d: %s, want %s", i, b, want)
		}
		if want == "beat" && m.Build != "b1" {
			t.Errorf("beat of build %q", m.Build)
		}
	}
}

// deafConn is a client that has shaken hands and reads nothing.
func deafConn(t testing.TB, url string) net.Conn {
	t.Helper()
	host := strings.TrimSuffix(strings.TrimPrefix(url, "ws://"), "/ws")
	c, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.(*net.TCPConn).SetReadBuffer(4 << 10)
	fmt.Fprintf(c, "GET /ws HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", host)
	return c
}

func TestScreenThatStopsReadingIsClosedAndDelaysNobody(t *testing.T) {
	g, joined, gone := NewGroup(), make(chan struct{}, 2), make(chan struct{}, 2)
	h := newHall(t, PumpOptions{Late: time.Minute}, func(s *Socket) {
		s.OnClose(func() { g.Leave(s); gone <- struct{}{} })
		g.Join(s, func() *Message { return message(t, numbered{Type: "snapshot"}) })
		joined <- struct{}{}
	})
	deafConn(t, h.url)
	<-joined
	ws := dial(t, h.url, nil)
	<-joined
	next(t, ws)
	pad := strings.Repeat("x", 32<<10)
	n := 0
	for g.Len() == 2 {
		n++
		g.Send(message(t, numbered{Type: "call", N: n, Pad: pad}))
		if m := next(t, ws); m.N != n {
			t.Fatalf("want %d, got %d", n, m.N)
		}
		if n > 5000 {
			t.Fatal("the deaf screen is still there")
		}
		select {
		case <-gone:
			if g.Len() != 1 {
				t.Fatal("the wrong one went")
			}
		default:
		}
	}
}

func TestSlowScreenCatchesUpInOrder(t *testing.T) {
	got := make(chan *Socket, 1)
	h := newHall(t, PumpOptions{Backlog: 64 << 20}, func(s *Socket) { got <- s })
	ws := dial(t, h.url, nil)
	s := <-got
	pad := strings.Repeat("x", 64<<10)
	const last = 200 // 13 MB: more than any socket buffer takes
	for n := 1; n <= last; n++ {
		s.Send(message(t, numbered{Type: "call", N: n, Pad: pad}))
	}
	for n := 1; n <= last; n++ {
		if m := next(t, ws); m.N != n || len(m.Pad) != len(pad) {
			t.Fatalf("want %d, got %d with %d bytes", n, m.N, len(m.Pad))
		}
	}
	s.Send(message(t, numbered{Type: "call", N: last + 1}))
	if m := next(t, ws); m.N != last+1 {
		t.Fatalf("after catching up: %+v", m)
	}
}

func TestDeafSocketIsClosed(t *testing.T) {
	gone := make(chan struct{})
	h := newHall(t, PumpOptions{Beat: 20 * time.Millisecond, Ping: 20 * time.Millisecond, Deaf: 200 * time.Millisecond},
		func(s *Socket) { s.OnClose(func() { close(gone) }) })
	deafConn(t, h.url)
	select {
	case <-gone:
	case <-time.After(20 * time.Second):
		t.Fatal("still there")
	}
	if n := h.Len(); n != 0 {
		t.Errorf("%d sockets left", n)
	}
}

func TestSocketThatAnswersPingsStays(t *testing.T) {
	gone := make(chan struct{})
	h := newHall(t, PumpOptions{Beat: 20 * time.Millisecond, Ping: 20 * time.Millisecond, Deaf: 2 * time.Second},
		func(s *Socket) {
			s.OnClose(func() { close(gone) })
			_ = s.SendJSON(numbered{Type: "snapshot"})
		})
	ws := dial(t, h.url, nil)
	pings := make(chan struct{}, 8)
	answer := ws.PingHandler()
	ws.SetPingHandler(func(s string) error { pings <- struct{}{}; return answer(s) })
	go func() {
		for {
			if _, _, err := ws.ReadMessage(); err != nil {
				return
			}
		}
	}()
	for range 5 {
		select {
		case <-pings:
		case <-gone:
			t.Fatal("closed although it answers")
		}
	}
}

func TestStopSaysGoodbyeAndWaits(t *testing.T) {
	open := make(chan struct{}, 4)
	h := newHall(t, PumpOptions{}, func(*Socket) { open <- struct{}{} })
	ws := dial(t, h.url, nil)
	<-open
	h.stop()
	_, _, err := ws.ReadMessage()
	if !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("read: %v", err)
	}
	if h.Len() != 0 {
		t.Errorf("%d sockets left", h.Len())
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	h := newHall(t, PumpOptions{}, func(*Socket) { t.Error("opened") })
	_, resp, err := websocket.DefaultDialer.Dial(h.url, http.Header{"Origin": {"http://elsewhere.example"}})
	if err == nil || resp == nil || resp.StatusCode != http.StatusForbidden {
		t.Fatalf("err %v, response %v", err, resp)
	}
	_ = resp.Body.Close()
}

func TestLongMessagesFromPagesEndTheSocket(t *testing.T) {
	gone := make(chan struct{})
	h := newHall(t, PumpOptions{}, func(s *Socket) { s.OnClose(func() { close(gone) }) })
	ws := dial(t, h.url, nil)
	if err := ws.WriteMessage(websocket.TextMessage, make([]byte, 4<<10)); err != nil {
		t.Fatal(err)
	}
	<-gone
}

func TestPagesAreHeard(t *testing.T) {
	heard := make(chan string, 1)
	h := newHall(t, PumpOptions{}, func(s *Socket) { s.OnMessage(func(b []byte) { heard <- string(b) }) })
	ws := dial(t, h.url, nil)
	if err := ws.WriteMessage(websocket.TextMessage, []byte(`{"type":"sound"}`)); err != nil {
		t.Fatal(err)
	}
	if got := <-heard; got != `{"type":"sound"}` {
		t.Errorf("heard %s", got)
	}
}
