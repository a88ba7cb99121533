package display

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// TestFramesAreThoseOfTheLibrary holds our frames to what gorilla's prepared
// messages put on the wire, at each of the three lengths of a head.
func TestFramesAreThoseOfTheLibrary(t *testing.T) {
	sockets := make(chan *Socket, 1)
	h := newHall(t, PumpOptions{Beat: time.Hour}, func(s *Socket) { sockets <- s })
	ws := dial(t, h.url, nil)
	s := <-sockets
	for _, n := range []int{0, 1, 125, 126, 65535, 65536, 70000} {
		text := []byte(strings.Repeat("号", n/3) + "123"[:n%3])
		prepared, err := websocket.NewPreparedMessage(websocket.TextMessage, text)
		if err != nil {
			t.Fatal(err)
		}
		s.Send(&Message{frame(text)})
		ours := read(t, ws)
		if err := s.ws.WritePreparedMessage(prepared); err != nil {
			t.Fatal(err)
		}
		if theirs := read(t, ws); !bytes.Equal(ours, text) || !bytes.Equal(theirs, text) {
			t.Errorf("%d bytes came as %d and %d", n, len(ours), len(theirs))
		}
	}
}

func read(t *testing.T, ws *websocket.Conn) []byte {
	t.Helper()
	kind, b, err := ws.ReadMessage()
	if err != nil || kind != websocket.TextMessage {
		t.Fatal(kind, err)
	}
	return b
}
