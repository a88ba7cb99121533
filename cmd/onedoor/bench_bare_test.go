package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// bareVariable makes this test binary run as the bare server.
const bareVariable = "ONEDOOR_TEST_IS_BARE"

// bare is the least that a server in Go can do for the same traffic, as a
// process of its own beside the program: what it takes is the machine's limit.
type bare struct {
	mu    sync.Mutex
	conns []net.Conn
}

// serveBare starts the bare server.
func serveBare(b *testing.B) *program {
	b.Helper()
	cmd := command(nil)
	cmd.Env = append(cmd.Env, bareVariable+"=1")
	return start(b, cmd)
}

// runBare serves until the process is killed.
func runBare(ctx context.Context, out io.Writer) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s := &bare{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/tickets", answerBare)
	mux.HandleFunc("GET /ws/", s.join)
	mux.HandleFunc("POST /tell", s.tell)
	fmt.Fprintf(out, "Bare is open at http://%s\n", l.Addr())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(l)
}

// answerBare answers as long as an issued ticket is, without doing anything.
func answerBare(w http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(bytes.Repeat([]byte(" "), 500))
}

// join keeps a socket and no more than that.
func (s *bare) join(w http.ResponseWriter, r *http.Request) {
	u := websocket.Upgrader{ReadBufferSize: 256, WriteBufferSize: 256, WriteBufferPool: &sync.Pool{}}
	ws, err := u.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns = append(s.conns, ws.NetConn())
	_, _ = ws.NetConn().Write(framed([]byte(`{"type":"snapshot"}`)))
}

// tell answers, and writes the request's body to every socket in a bare loop.
func (s *bare) tell(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	w.WriteHeader(http.StatusNoContent)
	go func() {
		frame := framed(body)
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, c := range s.conns {
			_, _ = c.Write(frame)
		}
	}()
}

// framed is a text message as a server sends it: RFC 6455, 5.2.
func framed(text []byte) []byte {
	if len(text) < 126 {
		return append([]byte{0x81, byte(len(text))}, text...)
	}
	frame := binary.BigEndian.AppendUint16([]byte{0x81, 126}, uint16(len(text))) //nolint:gosec // some hundred bytes
	return append(frame, text...)
}
