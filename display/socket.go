package display

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Message is one text message, framed once and shared by every socket that is
// sent it. The frame is made here and not by gorilla's prepared messages: a
// server's text frame is a head of at most ten bytes, and the thousands of
// phones that hear of their place each get one of their own.
type Message struct{ frame []byte }

// NewMessage frames a value's JSON.
func NewMessage(v any) (*Message, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode message: %w", err)
	}
	return &Message{frame(b)}, nil
}

// frame makes a final text frame, unmasked as a server's are (RFC 6455, 5.2).
func frame(text []byte) []byte {
	const finalText = 0x81
	f := make([]byte, 1, 10+len(text))
	f[0] = finalText
	switch n := len(text); {
	case n < 126:
		f = append(f, byte(n))
	case n < 1<<16:
		f = binary.BigEndian.AppendUint16(append(f, 126), uint16(n))
	default:
		f = binary.BigEndian.AppendUint64(append(f, 127), uint64(n))
	}
	return append(f, text...)
}

// Socket is one live page. Sending never waits: a page that doesn't take its
// messages is closed, and comes back for a snapshot.
type Socket struct {
	pump *Pump
	ws   *websocket.Conn
	wire *wire

	mu     sync.Mutex // over closed, so that nothing follows the goodbye
	closed bool

	onMessage func([]byte)
	onClose   func()

	still atomic.Pointer[func() bool] // says whether it may go on, and says goodbye when not; nil: it may

	heard  atomic.Int64 // pump's clock in ns when the other side was last heard
	spoken atomic.Bool  // something was sent: beats may follow the first message
	slot   int          // of the pump's round
	at     int          // place in the slot, under the pump's lock
}

// lasts has the pump's round ask whether the socket may go on; who says no has said goodbye.
func (s *Socket) lasts(still func() bool) { s.still.Store(&still) }

// over says whether the socket may not go on.
func (s *Socket) over() bool {
	still := s.still.Load()
	return still != nil && !(*still)()
}

// Send sends a message to this socket. It is safe from several goroutines;
// they must agree on the order among themselves.
func (s *Socket) Send(m *Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.spoken.Store(true)
	if _, err := s.wire.Write(m.frame); err != nil {
		s.drop()
	}
}

// SendJSON sends a value to this socket alone.
func (s *Socket) SendJSON(v any) error {
	m, err := NewMessage(v)
	if err != nil {
		return err
	}
	s.Send(m)
	return nil
}

// OnMessage sets who hears what the page says. Call it in Serve's open. It runs
// on the socket's own goroutine, one message at a time.
func (s *Socket) OnMessage(f func([]byte)) { s.onMessage = f }

// OnClose sets what to do when the socket is gone, once. Call it in Serve's
// open.
func (s *Socket) OnClose(f func()) { s.onClose = f }

// Close says goodbye with a close code (RFC 6455, 7.4.1) and ends the socket.
func (s *Socket) Close(code int, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	_ = s.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, why), time.Time{})
	s.wire.end()
}

// drop ends the socket without a word.
func (s *Socket) drop() { _ = s.wire.Close() }

// ping asks the other side to answer.
func (s *Socket) ping() {
	if err := s.ws.WriteControl(websocket.PingMessage, nil, time.Time{}); err != nil {
		s.drop()
	}
}

// read hears the page until it is gone. It is the socket's one goroutine.
func (s *Socket) read() {
	for {
		kind, b, err := s.ws.ReadMessage()
		if err != nil {
			return
		}
		s.hear()
		if s.onMessage != nil && kind == websocket.TextMessage {
			s.onMessage(b)
		}
	}
}

func (s *Socket) hear() { s.heard.Store(s.pump.clock()) }
