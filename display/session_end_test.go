package display

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"

	"onedoor/queue"
)

// slowStore lets something happen between the reading of a session and its answer.
type slowStore struct {
	*staffStore
	meanwhile func()
}

func (s *slowStore) Session(ctx context.Context, hash []byte) (queue.StaffID, time.Time, bool, error) {
	staff, expires, ok, err := s.staffStore.Session(ctx, hash)
	if f := s.meanwhile; f != nil {
		s.meanwhile = nil
		f()
	}
	return staff, expires, ok, err
}

// TestASessionThatEndsWhileItIsReadIsNotRemembered: what the store said before is no longer so.
func TestASessionThatEndsWhileItIsReadIsNotRemembered(t *testing.T) {
	d, store, _, _ := pinSite(t)
	slow := &slowStore{staffStore: store}
	d.Sessions.store = slow
	token, err := d.Login(t.Context(), "anna", testPIN)
	if err != nil {
		t.Fatal(err)
	}
	slow.meanwhile = func() {
		if err := d.Logout(t.Context(), token); err != nil {
			t.Error(err)
		}
	}
	for range 2 {
		if p, ok, err := d.Who(t.Context(), token); ok || err != nil {
			t.Fatalf("a session that was ended lets in %v, %v", p, err)
		}
	}
}

// TestALivePageEndsWithItsSession: when the working day of a session is over, the page that it holds open hears so.
func TestALivePageEndsWithItsSession(t *testing.T) {
	d, _, _, _ := pinSite(t)
	token, err := d.Login(t.Context(), "anna", testPIN)
	if err != nil {
		t.Fatal(err)
	}
	p := NewPump(PumpOptions{})
	e := gin.New()
	opened := make(chan struct{})
	e.GET("/ws", func(c *gin.Context) {
		d.Identify(c)
		live := d.Live(c, func(*Socket) {})
		p.Serve(c, func(s *Socket) { live(s); close(opened) })
	})
	srv := httptest.NewServer(e)
	t.Cleanup(srv.Close)
	ws := dial(t, "ws"+strings.TrimPrefix(srv.URL, "http")+"/ws", map[string][]string{"Authorization": {"Bearer " + token}})
	<-opened
	round := func() {
		for slot := range slots {
			p.turn(slot, false)
		}
	}
	d.now = d.now.Add(sessionLife - time.Second)
	round()
	if len(d.live) != 1 {
		t.Fatal("it ended too early")
	}
	d.now = d.now.Add(time.Second)
	round()
	if m := next(t, ws); m.Type != "gone" {
		t.Errorf("the page hears %+v", m)
	}
	if _, _, err := ws.ReadMessage(); !websocket.IsCloseError(err, policyViolation) {
		t.Errorf("the socket: %v", err)
	}
}
