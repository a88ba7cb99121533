package admin_test

import (
	"context"
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

	"onedoor/config"
	"onedoor/display"
	"onedoor/display/admin"
	"onedoor/display/api"
	"onedoor/display/console"
	"onedoor/display/phone"
	"onedoor/display/screen"
	"onedoor/kiosk"
	"onedoor/queue"
	"onedoor/queue/queuetest"
	"onedoor/queue/report/daily"
)

// house is the sample centre with the staff's faces, and those that the staff act on: kiosk, screens and phones.
// It runs until the test ends.
type house struct {
	url   string
	queue *queue.Queue
	board *display.Board
	past  *past
	clock *clock
}

type houseOptions struct {
	rules func(*queue.Rules)
	daily daily.State
	ready func(context.Context) error
	reach config.Reach // in which the house is found
	begin time.Time    // of the clock, which then stands; zero: the real one
	last  time.Time    // of an event that the books have already; zero: they are empty
	past  *past        // the projection of another house; nil: its own
	file  string       // the config's; "": the sample centre
}

// clock is a wall clock that tests move.
type clock struct {
	mu    sync.Mutex
	at    time.Time     // it stands; zero: it runs
	ahead time.Duration // of the real one, when it runs
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return time.Now().Add(c.ahead)
	}
	return c.at
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		c.ahead += d
		return
	}
	c.at = c.at.Add(d)
}

// past reads the projection of the store in memory.
type past struct{ store *queuetest.Store }

func (p *past) MattersOf(ctx context.Context, from, to queue.Day) (map[queue.TicketID]queue.MatterID, []*queue.Ticket, error) {
	return p.store.MattersOf(ctx, from, to)
}

func (p *past) TicketsOfDay(_ context.Context, day queue.Day) ([]*queue.Ticket, error) {
	var list []*queue.Ticket
	for _, t := range p.store.Tickets() {
		if t.Day == day {
			list = append(list, t)
		}
	}
	return list, nil
}

// logins is a display.LoginStore in memory.
type logins struct {
	mu       sync.Mutex
	sessions map[string]queue.StaffID
	until    map[string]time.Time
}

func (l *logins) PutSession(_ context.Context, hash []byte, staff queue.StaffID, _, expires time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sessions[string(hash)], l.until[string(hash)] = staff, expires
	return nil
}

func (l *logins) Session(_ context.Context, hash []byte) (queue.StaffID, time.Time, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id, ok := l.sessions[string(hash)]
	return id, l.until[string(hash)], ok, nil
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

func open(t *testing.T, o houseOptions) *house {
	t.Helper()
	gin.SetMode(gin.TestMode)
	centre := config.Sample()
	rules := *centre.Rules
	// A clerk without the desk, for the table of rights.
	rules.Staff = append(append([]queue.Staff{}, rules.Staff...),
		queue.Staff{ID: "clerk", Roles: []queue.Role{queue.RoleClerk}, Windows: []queue.WindowID{"w3"}},
		queue.Staff{ID: "duty", Roles: []queue.Role{queue.RoleSupervisor}})
	if o.rules != nil {
		o.rules(&rules)
	}
	centre.Names["clerk"], centre.PINs["clerk"] = "王律师", centre.PINs["demo"]
	centre.Names["duty"], centre.PINs["duty"] = "李主任", centre.PINs["demo"]

	h := &house{board: display.NewBoard(), clock: &clock{at: o.begin}}
	store := &queuetest.Store{}
	if h.past = o.past; h.past == nil {
		h.past = &past{store}
	}
	if !o.last.IsZero() {
		queuetest.Start(t, &rules, queue.Options{Store: store, Now: func() time.Time { return o.last }, Tick: time.Hour})
	}
	options := queue.Options{Store: store, Now: h.clock.now}
	if began := time.Now(); o.begin.IsZero() { // the wall may be set, the time runs on
		options.Mono = func() time.Duration { return time.Since(began) }
	}
	h.queue = queuetest.Start(t, &rules, options)
	kit, err := display.New(display.Options{
		Later: true, // cmd/onedoor checks all pages
		Faces: []display.Face{console.Face(), admin.Face(), screen.Face(), phone.Face(), kiosk.Face()}, Now: h.queue.Now, Rules: h.queue.Rules, Standing: display.Standing(h.queue), Notices: display.NewNotices(store),
	})
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := display.NewSessions(display.SessionOptions{
		Kit: kit, Store: &logins{sessions: map[string]queue.StaffID{}, until: map[string]time.Time{}},
		Directory: func(id queue.StaffID) (display.Person, bool) {
			pin, ok := centre.PINs[id]
			return display.Person{Name: centre.Names[id], FirstPIN: pin}, ok
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
	windows := console.New(console.Options{Kit: kit, Queue: h.queue, Sessions: sessions, Pump: pump, Notes: store})
	statusURL := func(ref string) string { return display.StatusURL("http://127.0.0.1:8080", ref) }
	phones := phone.New(phone.Options{Kit: kit, Queue: h.queue, Pump: pump, Past: store, Rows: store, StatusURL: statusURL})
	screens := screen.New(screen.Options{Kit: kit, Queue: h.queue, Pump: pump, Devices: devices, Board: h.board, Notices: display.NewNotices(store)})
	halls := admin.New(admin.Options{
		Kit: kit, Queue: h.queue, Sessions: sessions, Pump: pump, Board: h.board, Past: h.past, Notices: display.NewNotices(h.past.store),
		Centre: func() *config.Centre { return centre }, PublicURL: "http://127.0.0.1:8080", Ready: o.ready, Faults: func() []config.Fault { return o.reach.Faults() }, File: o.file, Daily: func() daily.State { return o.daily }, Look: 50 * time.Millisecond,
	})

	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.Use(kit.Recover, display.Secure)
	r.NoRoute(kit.NotFound)
	kit.Register(r)
	sessions.Register(r)
	api.Register(r, api.Options{
		Kit: kit, Queue: h.queue, Sessions: sessions, Devices: devices, Past: store, Notes: store, Matters: store,
		Board: h.board, PublicURL: func() string { return "http://127.0.0.1:8080" },
	})
	kiosk.Register(r, kiosk.Options{Beat: 300 * time.Millisecond, Kit: kit, Queue: h.queue, Devices: devices, Sessions: sessions, Board: h.board, Pump: pump, StatusURL: statusURL})
	windows.Register(r)
	phones.Register(r)
	screens.Register(r)
	halls.Register(r)
	run(t, pump.Run)
	run(t, windows.Run)
	run(t, phones.Run)
	run(t, screens.Run)
	run(t, halls.Run)
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// run runs a part until the test ends.
func run(t *testing.T, part func(context.Context) error) {
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

// login gives a browser-like client with somebody's session; "" for nobody.
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
	resp, err := c.PostForm(h.url+"/login", url.Values{"staff": {staff}, "pin": {admin.DemoPIN}, "to": {"/"}})
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
	if err := ws.SetReadDeadline(time.Now().Add(15 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return ws, resp.StatusCode
}

// words is an element's text with its spaces made one.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
