package people_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/display/admin"
	"onedoor/display/api"
	"onedoor/display/console"
	"onedoor/display/people"
	"onedoor/display/screen"
	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// centreText is a centre of one's own, not the demo.
const centreText = `centre:
  name: {zh: 某中心, en: A centre}
  languages: [zh, en]
  phone: wifi
  wifi: Hall
  time_zone: Asia/Shanghai
  floors: [{id: 1, name: {zh: 一楼, en: Floor 1}, wait: {zh: 大厅, en: the hall}}]
departments: [{id: legal, name: {zh: 公共法律服务, en: Legal services}}]
services:
  - {id: legal, prefix: A, name: {zh: 法律咨询, en: Legal advice}, department: legal, floor: 1}
windows:
  - {id: w1, label: {zh: 1 号窗口, en: Window 1}, floor: 1, services: [legal]}
  - {id: w2, label: {zh: 2 号窗口, en: Window 2}, floor: 1, services: [legal]}
staff:
  - id: root   # runs the house
    name: 丁一
    roles: [admin]
    first_pin: "HASH"
  - id: anna
    name: 安娜
    roles: [clerk, supervisor]
    windows: [w1]
    # comes on weekdays
    roster:
      week: {mon-fri: "9:00-12:00, 14:00-17:30"}
    first_pin: "HASH"
printers: []
pins: {change_first: false, lock_after: 5, lock_for: 15m}
kiosks:
  - {id: k1, name: {zh: 大厅取号机, en: Hall kiosk}}
screens:
  - {id: s1, name: {zh: 大厅屏, en: Hall screen}}
outcomes: [{id: answered, name: {zh: 当场答复, en: Answered}}]
evaluation: [{id: good, name: {zh: 满意, en: Satisfied}}]
`

const firstPIN = "602481"

// house is that centre at work, with the books on disk.
type house struct {
	t       testing.TB
	url     string
	file    string
	store   *journal.Store
	queue   *queue.Queue
	devices *display.Devices
	ahead   atomic.Int64 // how far the clock of log-ins and codes is ahead
}

func (h *house) now() time.Time        { return time.Now().Add(time.Duration(h.ahead.Load())) }
func (h *house) later(d time.Duration) { h.ahead.Add(int64(d)) }

func open(t testing.TB) *house {
	t.Helper()
	gin.SetMode(gin.TestMode)
	dir := t.TempDir()
	h := &house{t: t, file: filepath.Join(dir, "centre.yaml")}
	hash, err := display.HashPIN(firstPIN, rand.Reader)
	must(t, err)
	src := strings.ReplaceAll(centreText, "HASH", hash)
	must(t, os.WriteFile(h.file, []byte(src), 0o600))
	first, problems := config.Parse(h.file, []byte(src))
	if first == nil {
		t.Fatal(problems)
	}
	var centre atomic.Pointer[config.Centre]
	centre.Store(first)
	h.store, err = journal.Open(t.Context(), journal.Options{Dir: filepath.Join(dir, "data")})
	must(t, err)
	t.Cleanup(func() { must(t, h.store.Close()) })
	h.queue = queuetest.Start(t, first.Rules, queue.Options{Store: h.store, Now: time.Now})
	var sessions *display.Sessions
	shelf, err := edition.New(edition.Options{File: h.file, Dir: filepath.Join(dir, "config"), Now: time.Now, Apply: func(ctx context.Context, c *config.Centre) error {
		_, err := h.queue.Do(ctx, queue.Request{Command: queue.SetRules{Rules: c.Rules}, Actor: queue.System})
		if err == nil {
			centre.Store(c)
			sessions.Recheck()
		}
		return err
	}})
	must(t, err)
	kit, err := display.New(display.Options{
		Later: true, // cmd/onedoor checks all pages
		Faces: []display.Face{console.Face(), admin.Face(), screen.Face(), people.Face()}, Rules: h.queue.Rules, Now: h.queue.Now, Standing: display.Standing(h.queue),
	})
	must(t, err)
	sessions, err = display.NewSessions(display.SessionOptions{
		Kit: kit, Store: h.store, Staff: h.store, Audit: h.store, Now: h.now,
		PINs: func() display.PINPolicy { return display.PINPolicy(centre.Load().PINPolicy) },
		Directory: func(id queue.StaffID) (display.Person, bool) {
			pin, ok := centre.Load().PINs[id]
			return display.Person{Name: centre.Load().Names[id], FirstPIN: pin}, ok
		},
	})
	must(t, err)
	h.devices, err = display.NewDevices(display.DeviceOptions{Kit: kit, Store: h.store, Audit: h.store, Now: h.now})
	must(t, err)
	board := display.NewBoard()
	pump := display.NewPump(display.PumpOptions{Build: kit.Assets.Hash, Now: h.queue.Now})
	desk := console.New(console.Options{Kit: kit, Queue: h.queue, Sessions: sessions, Pump: pump, Notes: h.store, Board: board})
	hall := admin.New(admin.Options{Kit: kit, Queue: h.queue, Sessions: sessions, Pump: pump, Board: board, Past: h.store, Centre: centre.Load})
	screens := screen.New(screen.Options{Kit: kit, Queue: h.queue, Pump: pump, Devices: h.devices, Board: board})
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.Use(kit.Recover, display.Secure)
	r.NoRoute(kit.NotFound)
	kit.Register(r)
	sessions.Register(r)
	h.devices.RegisterPairing(r, "http://192.168.1.10:8080")
	api.Register(r, api.Options{
		Kit: kit, Queue: h.queue, Sessions: sessions, Devices: h.devices, Past: h.store, Notes: h.store, Board: board, PublicURL: func() string { return "" }, Audit: h.store,
	})
	desk.Register(r)
	hall.Register(r)
	screens.Register(r)
	r.GET("/kiosk/:id", h.devices.KioskPage, func(c *gin.Context) { c.Status(http.StatusOK) })
	people.New(people.Options{
		Kit: kit, Queue: h.queue, Sessions: sessions, Devices: h.devices, Books: h.store, Shelf: shelf, Audit: h.store, Centre: centre.Load,
	}).Register(r)
	for _, part := range []func(context.Context) error{pump.Run, desk.Run, hall.Run, screens.Run} {
		run(t, part)
	}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// run runs a part until the test ends.
func run(t testing.TB, part func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- part(ctx) }()
	t.Cleanup(func() {
		cancel()
		must(t, <-done)
	})
}

// source is the config as it is written now.
func (h *house) source() string {
	h.t.Helper()
	b, err := os.ReadFile(h.file)
	must(h.t, err)
	return string(b)
}

// person is a browser of somebody's, in Chinese.
type person struct {
	h *house
	c *http.Client
}

func (h *house) browser() *person {
	jar, err := cookiejar.New(nil)
	must(h.t, err)
	return &person{h, &http.Client{Jar: jar}}
}

// login logs somebody in and gives the page that it leads to.
func (h *house) login(staff, pin, to string) (*person, *page) {
	h.t.Helper()
	p := h.browser()
	return p, p.post("/login", url.Values{"staff": {staff}, "pin": {pin}, "to": {to}})
}

// root is the administrator.
func (h *house) root() *person {
	h.t.Helper()
	p, page := h.login("root", firstPIN, "/admin/staff")
	page.is(http.StatusOK, "/admin/staff")
	return p
}

// page is what came back.
type page struct {
	*goquery.Document
	t      testing.TB
	status int
	path   string
}

func (p *person) get(path string) *page { p.h.t.Helper(); return p.read(p.c.Get(p.h.url + path)) }

func (p *person) post(path string, form url.Values) *page {
	p.h.t.Helper()
	return p.read(p.c.PostForm(p.h.url+path, form))
}

func (p *person) read(resp *http.Response, err error) *page {
	p.h.t.Helper()
	must(p.h.t, err)
	defer resp.Body.Close()
	doc, err := goquery.NewDocumentFromReader(resp.Body)
	must(p.h.t, err)
	return &page{doc, p.h.t, resp.StatusCode, resp.Request.URL.Path}
}

// is fails the test unless the page is that one.
func (p *page) is(status int, path string) *page {
	p.t.Helper()
	if p.status != status || p.path != path {
		p.t.Fatalf("%d at %s, want %d at %s: %s", p.status, p.path, status, path, p.said())
	}
	return p
}

// refused fails the test unless the page says why something wasn't done.
func (p *page) refused(status int, words string) {
	p.t.Helper()
	if got := p.words("[role=alert]"); p.status != status || !strings.Contains(got, words) {
		p.t.Errorf("%d %q, want %d %q", p.status, got, status, words)
	}
}

// words is the text of what a selector finds, with its spaces made one.
func (p *page) words(css string) string { return strings.Join(strings.Fields(p.Find(css).Text()), " ") }
func (p *page) said() string            { return p.words("main") }

// form is what a form of the page would send as it stands.
func (p *page) form(css string) url.Values {
	p.t.Helper()
	v := url.Values{}
	f := p.Find(css)
	if f.Length() != 1 {
		p.t.Fatalf("%d forms %s at %s", f.Length(), css, p.path)
	}
	f.Find("input[name], select[name]").Each(func(_ int, s *goquery.Selection) {
		_, checked := s.Attr("checked")
		kind := s.AttrOr("type", "")
		switch {
		case goquery.NodeName(s) == "select":
			v.Add(s.AttrOr("name", ""), s.Find("option[selected]").AttrOr("value", ""))
		case kind != "checkbox" && kind != "radio" || checked:
			v.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
		}
	})
	return v
}
