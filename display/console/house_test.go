package console_test

import (
	"context"
	"crypto/rand"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"

	"onedoor/display"
	"onedoor/display/api"
	"onedoor/display/console"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

const pin = "135790"

// pinHash is everybody's, made once: it takes its time by design.
var pinHash = sync.OnceValues(func() (string, error) { return display.HashPIN(pin, rand.Reader) })

// house is a small centre with the console's pages and the API, running until
// the test ends.
type house struct {
	url    string
	queue  *queue.Queue
	rules  *queue.Rules
	server *httptest.Server
	board  *display.Board
	lines  *lines
}

// lines is a listener whose connections a test can cut, sockets and all.
type lines struct {
	net.Listener
	mu   sync.Mutex
	open []net.Conn
}

// Accept keeps the connection to be cut.
func (l *lines) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.open = append(l.open, c)
	}
	return c, err
}

func (l *lines) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.open {
		_ = c.Close()
	}
	l.open = nil
}

type houseOptions struct {
	rules func(*queue.Rules)
	front func(http.Handler) http.Handler // stands before the house
}

// logins is a display.LoginStore in memory that knows no PINs of its own.
type logins struct {
	mu       sync.Mutex
	sessions map[string]queue.StaffID
}

func (l *logins) PutSession(_ context.Context, hash []byte, staff queue.StaffID, _, _ time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sessions[string(hash)] = staff
	return nil
}

func (l *logins) Session(_ context.Context, hash []byte) (queue.StaffID, time.Time, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id, ok := l.sessions[string(hash)]
	return id, time.Now().Add(time.Hour), ok, nil
}

func (l *logins) DeleteSession(_ context.Context, hash []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sessions, string(hash))
	return nil
}

func (*logins) PIN(context.Context, queue.StaffID) (string, bool, error)       { return "", false, nil }
func (*logins) PutPIN(context.Context, queue.StaffID, string, time.Time) error { return nil }
func (*logins) Attempts(context.Context, queue.StaffID) (int, time.Time, error) {
	return 0, time.Time{}, nil
}
func (*logins) PutAttempts(context.Context, queue.StaffID, int, time.Time) error { return nil }

// spelled is how the names of the test's centre are typed without an input method.
func spelled(name string) string {
	return map[string]string{"人民调解": "renmintiaojie rmtj", "法律援助": "falvyuanzhu flyz"}[name]
}

// testRules is queuetest's centre with an administrator and somebody at the
// desk only.
func testRules(change func(*queue.Rules)) *queue.Rules {
	r := queuetest.Rules()
	r.Staff = append(r.Staff, queue.Staff{ID: "root", Roles: []queue.Role{queue.RoleAdmin}},
		queue.Staff{ID: "desk", Roles: []queue.Role{queue.RoleDesk}, Windows: []queue.WindowID{"w3"}})
	if change != nil {
		change(r)
	}
	return r
}

func open(t *testing.T, o houseOptions) *house {
	t.Helper()
	gin.SetMode(gin.TestMode)
	h := &house{rules: testRules(o.rules), board: display.NewBoard()}
	store := &queuetest.Store{}
	h.queue = queuetest.Start(t, h.rules, queue.Options{Store: store})
	kit, err := display.New(display.Options{Later: true, Faces: []display.Face{console.Face()}, Rules: h.queue.Rules, Now: h.queue.Now, Standing: display.Standing(h.queue), Notices: display.NewNotices(store)})
	if err != nil {
		t.Fatal(err)
	}
	hash, err := pinHash()
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := display.NewSessions(display.SessionOptions{
		Kit: kit, Store: &logins{sessions: map[string]queue.StaffID{}},
		Directory: func(id queue.StaffID) (display.Person, bool) {
			return display.Person{Name: "姓" + string(id), FirstPIN: hash}, true
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	devices, err := display.NewDevices(display.DeviceOptions{Kit: kit})
	if err != nil {
		t.Fatal(err)
	}
	pump := display.NewPump(display.PumpOptions{Build: kit.Assets.Hash, Now: h.queue.Now})
	face := console.New(console.Options{Kit: kit, Queue: h.queue, Sessions: sessions, Pump: pump, Notes: store, Matters: store, Board: h.board, Spell: spelled, FollowUps: store, Thoughts: store})
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.Use(kit.Recover, display.Secure)
	r.NoRoute(kit.NotFound)
	kit.Register(r)
	sessions.Register(r)
	api.Register(r, api.Options{
		Kit: kit, Queue: h.queue, Sessions: sessions, Devices: devices, Past: store, Notes: store, Matters: store, FollowUps: store,
		Board: h.board, PublicURL: func() string { return "http://127.0.0.1" },
	})
	face.Register(r)
	run(t, pump.Run)
	run(t, face.Run)
	var handler http.Handler = r
	if o.front != nil {
		handler = o.front(r)
	}
	h.server = httptest.NewUnstartedServer(handler)
	h.lines = &lines{Listener: h.server.Listener}
	h.server.Listener = h.lines
	h.server.Config.ErrorLog = log.New(io.Discard, "", 0) // cut lines are part of it
	h.server.Start()
	t.Cleanup(h.server.Close)
	h.url = h.server.URL
	return h
}

// run runs a part until the test ends.
func run(t *testing.T, part func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- part(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// login gives a client with somebody's session; "" for nobody.
func (h *house) login(t *testing.T, staff string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if staff == "" {
		return c
	}
	resp, err := c.PostForm(h.url+"/login", url.Values{"staff": {staff}, "pin": {pin}, "to": {"/"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("log in as %s: %s", staff, resp.Status)
	}
	return c
}

// get fetches a page as somebody.
func (h *house) get(t *testing.T, c *http.Client, path string) (int, *goquery.Document) {
	t.Helper()
	resp, err := c.Get(h.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	doc, err := goquery.NewDocumentFromReader(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, doc
}

// dial opens a live page's socket as somebody.
func (h *house) dial(t *testing.T, c *http.Client, path string) (*websocket.Conn, int) {
	t.Helper()
	d := websocket.Dialer{Jar: c.Jar}
	ws, resp, err := d.DialContext(t.Context(), "ws"+strings.TrimPrefix(h.url, "http")+path, nil)
	if err != nil {
		if resp == nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return nil, resp.StatusCode
	}
	resp.Body.Close()
	t.Cleanup(func() { ws.Close() })
	return ws, resp.StatusCode
}

// as asks a command as a member of staff.
func (h *house) as(t *testing.T, staff queue.StaffID, c queue.Command) queue.Result {
	t.Helper()
	return queuetest.Do(t, h.queue, queue.ByStaff(staff), c)
}

// words is an element's text with its spaces made one.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
