package reports_test

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
	"onedoor/display/admin"
	"onedoor/display/browsertest"
	"onedoor/display/console"
	"onedoor/display/reports"
	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// clock is a wall clock that tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

func (c *clock) forward(d time.Duration) { c.set(c.now().Add(d)) }

// house is the sample centre over real books, with the reports alone.
type house struct {
	url   string
	queue *queue.Queue
	store *journal.Store
	kit   *display.Kit
	clock *clock
	names map[queue.StaffID]string
	faces *reports.Reports

	audited []string
	entries []display.AuditEntry
	ended   []queue.Visited // who may be asked what they thought
}

type houseOptions struct {
	dir   string             // where the books are; "": anew
	rules func(*queue.Rules) // changes them before the start
	begin time.Time
}

func open(t testing.TB, o houseOptions) *house {
	t.Helper()
	gin.SetMode(gin.TestMode)
	centre := config.Sample()
	rules := *centre.Rules
	rules.Staff = append(append([]queue.Staff{}, rules.Staff...),
		queue.Staff{ID: "clerk", Roles: []queue.Role{queue.RoleClerk}, Windows: []queue.WindowID{"w3"}},
		queue.Staff{ID: "duty", Roles: []queue.Role{queue.RoleSupervisor}})
	if o.rules != nil {
		o.rules(&rules)
	}
	for _, id := range []queue.StaffID{"clerk", "duty"} {
		centre.Names[id], centre.PINs[id] = "王"+string(id), centre.PINs["demo"]
	}
	if o.dir == "" {
		o.dir = t.TempDir()
	}
	if o.begin.IsZero() {
		o.begin = time.Date(2026, 10, 30, 1, 0, 0, 0, time.UTC)
	}
	h := &house{clock: &clock{at: o.begin}, names: centre.Names}
	var err error
	if h.store, err = journal.Open(t.Context(), journal.Options{Dir: o.dir, Now: h.clock.now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.store.Close(); err != nil {
			t.Error(err)
		}
	})
	h.queue = queuetest.Start(t, &rules, queue.Options{Store: h.store, Now: h.clock.now, Tick: time.Hour})
	h.kit, err = display.New(display.Options{
		Later: true, // cmd/onedoor checks all pages
		Faces: []display.Face{console.Face(), admin.Face(), reports.Face()}, Now: h.queue.Now, Rules: h.queue.Rules,
	})
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := display.NewSessions(display.SessionOptions{
		Kit: h.kit, Store: h.store, Now: time.Now,
		Directory: func(id queue.StaffID) (display.Person, bool) {
			pin, ok := centre.PINs[id]
			return display.Person{Name: centre.Names[id], FirstPIN: pin}, ok
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	faces := reports.New(reports.Options{
		Kit: h.kit, Queue: h.queue, Sessions: sessions, Books: h.store, Audit: h, Names: func() map[queue.StaffID]string { return h.names },
	})
	h.faces = faces
	r := gin.New()
	r.Use(h.kit.Recover, display.Secure, sessions.Guard)
	r.NoRoute(h.kit.NotFound)
	h.kit.Register(r)
	sessions.Register(r)
	faces.Register(r)
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// Audit counts what staff took away.
func (h *house) Audit(_ context.Context, e display.AuditEntry) error {
	h.entries = append(h.entries, e)
	h.audited = append(h.audited, string(e.Staff)+" "+e.Act+" "+e.Subject+"."+e.Detail["form"])
	return nil
}

// login gives a browser-like client with somebody's session.
func (h *house) login(t testing.TB, staff string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := c.PostForm(h.url+"/login", url.Values{"staff": {staff}, "pin": {admin.DemoPIN}, "to": {"/"}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("log in as %s: %s", staff, resp.Status)
	}
	return c
}

// get fetches a page as somebody.
func (h *house) get(t testing.TB, c *http.Client, path string) (int, *goquery.Document) {
	t.Helper()
	status, body, _ := h.fetch(t, c, path)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	return status, doc
}

func (h *house) fetch(t testing.TB, c *http.Client, path string) (int, []byte, http.Header) {
	t.Helper()
	resp, err := c.Get(h.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, body, resp.Header
}

// words is an element's text with its spaces made one.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// days lets some days pass, with about so many visits each, always the same for a seed.
func (h *house) days(t testing.TB, first time.Time, n, visits int, seed uint64) {
	t.Helper()
	rng, beside := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, 2))
	demo := queue.ByStaff("demo")
	rules := h.queue.Rules()
	var windows []queue.WindowID
	for i := range rules.Windows {
		windows = append(windows, rules.Windows[i].ID)
	}
	do := func(by queue.Actor, c queue.Command) (queue.Result, bool) {
		r, err := h.queue.Do(context.WithoutCancel(t.Context()), queue.Request{Actor: by, Command: c})
		return r, err == nil
	}
	try := func(c queue.Command) (queue.Result, bool) { return do(demo, c) }
	for day := range n {
		h.clock.set(first.AddDate(0, 0, day).Add(-time.Minute))
		if first.AddDate(0, 0, day).Weekday() == time.Sunday {
			continue
		}
		for _, w := range windows {
			try(queue.OpenWindow{Window: w})
		}
		for range visits/2 + rng.IntN(visits) {
			h.clock.forward(time.Duration(30+rng.IntN(400)) * time.Second)
			issue := queue.Issue{Service: rules.Services[rng.IntN(len(rules.Services))].ID, Party: 1, Seed: queuetest.Seed(), Lang: []string{"zh", "zh", "zh", "en"}[rng.IntN(4)]}
			if rng.IntN(8) == 0 {
				issue.Party = 2 + rng.IntN(12)
			}
			if rng.IntN(6) == 0 {
				issue.Class = queue.ClassPriority
			}
			if beside.IntN(2) == 0 {
				issue.Kiosk = "main"
			}
			r, ok := try(issue)
			h.extras(beside, windows, do)
			if ok && rng.IntN(20) == 0 {
				try(queue.Cancel{Ticket: r.Ticket.ID})
			}
			if rng.IntN(3) > 0 {
				h.serve(rng, windows[rng.IntN(len(windows))], try)
			}
		}
		for range visits {
			h.clock.forward(time.Duration(20+rng.IntN(300)) * time.Second)
			h.serve(rng, windows[rng.IntN(len(windows))], try)
		}
	}
}

// serve calls the next at a window and serves, or passes, whoever comes.
func (h *house) serve(rng *rand.Rand, w queue.WindowID, try func(queue.Command) (queue.Result, bool)) {
	if _, ok := try(queue.Next{Window: w}); !ok {
		return
	}
	h.clock.forward(time.Duration(20+rng.IntN(60)) * time.Second)
	if rng.IntN(12) == 0 {
		try(queue.Pass{Window: w})
		return
	}
	try(queue.Start{Window: w})
	h.clock.forward(time.Duration(60+rng.IntN(900)) * time.Second)
	outcome := []queue.OutcomeID{"answered", "answered", "accepted", "accepted", "concluded", "mediated", "mediation_failed", "confirmed"}[rng.IntN(8)]
	r, ok := try(queue.Finish{Window: w, Outcome: outcome})
	if !ok {
		r, ok = try(queue.Finish{Window: w, Outcome: "answered"})
	}
	if ok && r.Ticket != nil {
		h.ended = append(h.ended, queue.VisitedOf(r.Ticket))
	}
}

// filled are the books of a month, made once.
var filled = struct { //nolint:gochecknoglobals // made once for all tests, and only read
	once sync.Once
	dir  string
}{}

// november is a house with a month of visits; it is 25 November, in the evening.
func november(t testing.TB) *house {
	t.Helper()
	filled.once.Do(func() {
		dir, err := os.MkdirTemp("", "november-*")
		if err != nil {
			t.Fatal(err)
		}
		filled.dir = dir
		fill(t, dir)
	})
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filled.dir)); err != nil {
		t.Fatal(err)
	}
	return open(t, houseOptions{dir: dir, begin: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)})
}

// fill makes the books of a month in a directory.
func fill(t testing.TB, dir string) {
	t.Helper()
	h, ctx := &house{clock: &clock{at: time.Date(2026, 10, 30, 1, 0, 0, 0, time.UTC)}}, context.WithoutCancel(t.Context())
	var err error
	if h.store, err = journal.Open(ctx, journal.Options{Dir: dir, Now: h.clock.now}); err != nil {
		t.Fatal(err)
	}
	if h.queue, err = queue.Open(ctx, queue.Options{Store: h.store, Now: h.clock.now, Tick: time.Hour}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); h.queue.Run(ctx) }()
	queuetest.Do(t, h.queue, queue.System, queue.SetRules{Rules: config.Sample().Rules})
	h.days(t, time.Date(2026, 10, 30, 1, 0, 0, 0, time.UTC), 27, 14, 7)
	stop()
	<-done
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestMain(m *testing.M) {
	browsertest.Main(m, func() {
		if filled.dir != "" {
			_ = os.RemoveAll(filled.dir)
		}
	})
}
