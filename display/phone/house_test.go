package phone

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// house is a running centre with the phone's pages, live.
type house struct {
	queue  *queue.Queue
	store  *queuetest.Store
	kit    *display.Kit
	phones *Phones
	http   *gin.Engine
	server *httptest.Server
	stop   func()
	told   estimates
}

// estimates tells every ticket the same, or nothing.
type estimates struct{ r atomic.Pointer[queue.Range] }

func (e *estimates) Ticket(queue.TicketID) (queue.Range, bool) {
	if r := e.r.Load(); r != nil {
		return *r, true
	}
	return queue.Range{}, false
}

func (e *estimates) Service(queue.ServiceID, queue.Class) (queue.Range, bool) { return e.Ticket(0) }

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{store: &queuetest.Store{}}
	rules := queuetest.Rules()
	rules.Centre.Demo = true
	rules.Centre.Name = queue.Text{"zh": "西夏区社会治理综合服务中心", "en": "Xixia District Social Governance Service Centre"}
	rules.Centre.Short = queue.Text{"zh": "西夏区综治中心", "en": "Xixia Service Centre"}
	rules.Centre.Desk = queue.Text{"zh": "咨询台", "en": "reception desk"}
	h.queue = queuetest.Start(t, rules, queue.Options{Store: h.store})
	var err error
	h.kit, err = display.New(display.Options{Later: true, Faces: []display.Face{Face()}, Now: h.queue.Now, Standing: display.Standing(h.queue), Notices: display.NewNotices(h.store), Rules: func() (r *queue.Rules) {
		h.queue.View(func(l *queue.Lobby) { r = l.Rules() })
		return r
	}})
	if err != nil {
		t.Fatal(err)
	}
	h.serve(t, "127.0.0.1:0")
	for _, w := range []queue.WindowID{"w1", "w2", "court"} {
		queuetest.Do(t, h.queue, queue.ByStaff("boss"), queue.OpenWindow{Window: w})
	}
	return h
}

// serve makes the phones' pages live at an address.
func (h *house) serve(t testing.TB, address string) {
	t.Helper()
	pump := display.NewPump(display.PumpOptions{Build: h.kit.Assets.Hash})
	h.phones = New(Options{
		Kit: h.kit, Queue: h.queue, Pump: pump, Past: h.store, Rows: h.store, Estimates: &h.told,
		StatusURL: func(ref string) string { return display.StatusURL("http://centre.example:8080", ref) },
	})
	gin.SetMode(gin.TestMode)
	h.http = gin.New()
	h.http.Use(h.kit.Recover, display.Secure)
	h.kit.Register(h.http)
	h.phones.Register(h.http)
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	h.server = httptest.NewUnstartedServer(h.http)
	_ = h.server.Listener.Close()
	h.server.Listener = l
	h.server.Start()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 2)
	phones, server := h.phones, h.server
	go func() { done <- pump.Run(ctx) }()
	go func() { done <- phones.Run(ctx) }()
	<-phones.following
	h.stop = sync.OnceFunc(func() {
		_ = l.Close()
		server.CloseClientConnections()
		cancel()
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		server.Close()
	})
	t.Cleanup(h.stop)
}

func (h *house) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	return w
}

func (h *house) post(path, act string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(url.Values{"act": {act}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	return w
}

func (h *house) page(t testing.TB, ref string) *goquery.Document {
	t.Helper()
	w := h.get("/t/" + ref)
	if w.Code != http.StatusOK {
		t.Fatalf("GET /t/…: %d", w.Code)
	}
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func (h *house) boss(t testing.TB, c queue.Command) queue.Result {
	t.Helper()
	return queuetest.Do(t, h.queue, queue.ByStaff("boss"), c)
}

// told is a message of a socket, without the beats.
type told struct {
	Type   string `json:"type"`
	Seq    int64  `json:"seq"`
	Number string `json:"number"`
	State  string `json:"state"`
	Ahead  int    `json:"ahead"`
	Window *struct {
		Label string `json:"label"`
	} `json:"window"`
	Legs  []json.RawMessage `json:"legs"`
	Print struct{ Doubt bool }
}

type listener struct {
	t  testing.TB
	ws *websocket.Conn
}

func (h *house) listen(t testing.TB, ref string) *listener {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(h.server.URL, "http")+"/ws/ticket/"+ref, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	return &listener{t, ws}
}

// next gives the next message that isn't a beat.
func (l *listener) next() told {
	l.t.Helper()
	for {
		var m told
		if err := l.ws.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			l.t.Fatal(err)
		}
		if err := l.ws.ReadJSON(&m); err != nil {
			l.t.Fatal(err)
		}
		if m.Type != "beat" {
			return m
		}
	}
}
