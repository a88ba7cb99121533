package settings_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
	"onedoor/display/settings"
	"onedoor/display/voice"
	"onedoor/kiosk"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// house is the sample centre with its administration.
type house struct {
	t     *testing.T
	url   string
	queue *queue.Queue
	shelf *edition.Shelf
	file  string
	audit audit
	store *queuetest.Store
	kit   *display.Kit
	voice *voice.Announcer

	centre func() *config.Centre // in force
}

// audit keeps what was recorded.
type audit struct {
	mu   sync.Mutex
	list []display.AuditEntry
}

func (a *audit) Audit(_ context.Context, e display.AuditEntry) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = append(a.list, e)
	return nil
}

func (a *audit) acts() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var acts []string
	for _, e := range a.list {
		acts = append(acts, string(e.Staff)+" "+e.Act+" "+e.Detail["by"]+e.Detail["hashes"])
	}
	return strings.Join(acts, ", ")
}

// logins is a display.LoginStore in memory.
type logins struct {
	display.LoginStore
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

func (*logins) PIN(context.Context, queue.StaffID) (string, bool, error) { return "", false, nil }
func (*logins) Attempts(context.Context, queue.StaffID) (int, time.Time, error) {
	return 0, time.Time{}, nil
}
func (*logins) PutAttempts(context.Context, queue.StaffID, int, time.Time) error { return nil }

func open(t *testing.T, change ...func(*settings.Options)) *house {
	t.Helper()
	gin.SetMode(gin.TestMode)
	dir := t.TempDir()
	h := &house{t: t, file: filepath.Join(dir, "sample.yaml")}
	centre := config.Sample()
	began := centre
	var mu sync.Mutex
	current := func() *config.Centre { mu.Lock(); defer mu.Unlock(); return centre }
	h.centre, h.store = current, &queuetest.Store{}
	h.queue = queuetest.Start(t, centre.Rules, queue.Options{Store: h.store, Now: time.Now})
	var err error
	h.shelf, err = edition.New(edition.Options{
		File: h.file, Sample: true, Dir: filepath.Join(dir, "config"), Now: time.Now, Everything: true,
		Apply: func(ctx context.Context, c *config.Centre) error {
			_, err := h.queue.Do(ctx, queue.Request{Command: queue.SetRules{Rules: c.Rules}, Actor: queue.System})
			if err != nil {
				return err
			}
			mu.Lock()
			centre = c
			mu.Unlock()
			return errors.Join(h.respeak(c), h.revoice(c))
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.shelf.Took(config.SampleText()); err != nil {
		t.Fatal(err)
	}
	kit, err := display.New(display.Options{
		Later: true, // cmd/onedoor checks all pages
		Faces: []display.Face{kiosk.Face(), console.Face(), admin.Face(), settings.Face()}, Now: h.queue.Now, Rules: h.queue.Rules,
		Standing: display.Standing(h.queue), Notices: display.NewNotices(h.store),
	})
	if err != nil {
		t.Fatal(err)
	}
	v, err := voice.Open("")
	if err != nil {
		t.Fatal(err)
	}
	h.kit, h.voice = kit, voice.New(voice.Options{Kit: kit, Queue: h.queue, Voice: v})
	sessions, err := display.NewSessions(display.SessionOptions{
		Kit: kit, Store: &logins{sessions: map[string]queue.StaffID{}},
		Directory: func(id queue.StaffID) (display.Person, bool) {
			pin, ok := current().PINs[id]
			return display.Person{Name: current().Names[id], FirstPIN: pin}, ok
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	o := settings.Options{
		Kit: kit, Queue: h.queue, Sessions: sessions, Shelf: h.shelf, Auditor: &h.audit, Centre: current,
		Waits: func(c *config.Centre) []string {
			if c.PublicURL != began.PublicURL {
				return []string{"public_url"}
			}
			return nil
		},
		Picture: func(*config.Centre, settings.Look) (settings.Slip, error) {
			return settings.Slip{PNG: pixel, MM: 80, Bytes: 300, Profile: "epson-80"}, nil
		},
		Voice: h.voice, Revoice: func() error { return h.revoice(current()) }, Respeak: func() error { return h.respeak(current()) },
	}
	for _, c := range change {
		c(&o)
	}
	s := settings.New(o)
	r := gin.New()
	r.Use(kit.Recover, display.Secure)
	r.NoRoute(kit.NotFound)
	kit.Register(r)
	sessions.Register(r)
	s.Register(r)
	devices, err := display.NewDevices(display.DeviceOptions{Kit: kit})
	if err != nil {
		t.Fatal(err)
	}
	api.Register(r, api.Options{Kit: kit, Queue: h.queue, Sessions: sessions, Devices: devices, Configs: s, PublicURL: func() string { return "" }})
	h.voice.Register(r, devices)
	board, pump := display.NewBoard(), display.NewPump(display.PumpOptions{Build: kit.Assets.Hash, Now: h.queue.Now})
	kiosk.Register(r, kiosk.Options{
		Beat: 300 * time.Millisecond,
		Kit:  kit, Queue: h.queue, Devices: devices, Board: board, Sessions: sessions, Pump: pump, StatusURL: func(string) string { return "" },
		Clues: display.NewClues(h.store, h.queue.Now), Visits: h.store,
	})
	windows := console.New(console.Options{Kit: kit, Queue: h.queue, Sessions: sessions, Pump: pump, Notes: h.store, Matters: h.store, Board: board, FollowUps: h.store, Thoughts: h.store})
	windows.Register(r)
	run(t, pump.Run)
	run(t, windows.Run)
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// respeak and revoice take words and recordings over as the program does.
func (h *house) respeak(c *config.Centre) error {
	var all []display.Words
	for lang, file := range c.Catalogues {
		b, err := os.ReadFile(c.Beside(file))
		if err != nil {
			return err
		}
		all = append(all, display.Words{Lang: lang, File: file, JSON: b})
	}
	return h.kit.Speak(all...)
}

func (h *house) revoice(c *config.Centre) error {
	if c.Voice.Clips == "" {
		return nil
	}
	v, err := h.voice.Voice().Again(c.Beside(c.Voice.Clips))
	if v != nil {
		h.voice.Speak(v, c.Voice.Yi)
	}
	return err
}

// pixel is a picture of one.
var pixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\nIDATx\x9cc\x60\x00\x00\x00\x02\x00\x01\x48\xaf\xa4\x71\x00\x00\x00\x00IEND\xaeB\x60\x82")

// person is a browser of somebody's.
type person struct {
	h *house
	c *http.Client
}

func (h *house) login(staff string) *person {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	p := &person{h, &http.Client{Jar: jar}}
	resp, err := p.c.PostForm(h.url+"/login?lang=en", url.Values{"staff": {staff}, "pin": {config.DemoPIN}, "to": {"/language/en?to=/admin"}})
	if err != nil {
		h.t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusForbidden { // a clerk may not see /admin
		h.t.Fatalf("log in: %s", resp.Status)
	}
	return p
}

// get fetches a page.
func (p *person) get(path string) *goquery.Document { return p.read(p.c.Get(p.h.url + path)) }

// post sends a form and gives the page that it leads to.
func (p *person) post(path string, form url.Values) *goquery.Document {
	return p.read(p.c.PostForm(p.h.url+path, form))
}

func (p *person) read(resp *http.Response, err error) *goquery.Document {
	p.h.t.Helper()
	if err != nil {
		p.h.t.Fatal(err)
	}
	defer resp.Body.Close()
	doc, err := goquery.NewDocumentFromReader(resp.Body)
	if err != nil {
		p.h.t.Fatal(err)
	}
	doc.Url = resp.Request.URL
	if resp.StatusCode >= http.StatusInternalServerError {
		p.h.t.Fatalf("%s: %s\n%s", doc.Url, resp.Status, words(doc.Selection))
	}
	return doc
}

// upload sends a file, and fields that are ticked.
func (p *person) upload(path, name string, file []byte, more ...string) *goquery.Document {
	p.h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, err := w.CreateFormFile("file", name)
	if err != nil {
		p.h.t.Fatal(err)
	}
	if _, err := f.Write(file); err != nil {
		p.h.t.Fatal(err)
	}
	for _, field := range more {
		if err := w.WriteField(field, "yes"); err != nil {
			p.h.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		p.h.t.Fatal(err)
	}
	return p.read(p.c.Post(p.h.url+path, w.FormDataContentType(), &b))
}

// bytes fetches a file.
func (p *person) bytes(path string) []byte {
	p.h.t.Helper()
	resp, err := p.c.Get(p.h.url + path)
	if err != nil {
		p.h.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		p.h.t.Fatal(resp.Status, err)
	}
	return b
}

// form is what a page's form would send as it stands.
func form(doc *goquery.Document, selector string) url.Values {
	v := url.Values{}
	doc.Find(selector).Find("input[name], select[name], textarea[name]").Each(func(_ int, s *goquery.Selection) {
		if s.ParentsFiltered("template").Length() > 0 {
			return
		}
		name, value := s.AttrOr("name", ""), s.AttrOr("value", "")
		_, checked := s.Attr("checked")
		switch {
		case goquery.NodeName(s) == "textarea":
			v.Add(name, strings.TrimPrefix(s.Text(), "\n"))
		case goquery.NodeName(s) == "select":
			if on := s.Find("option[selected]"); on.Length() > 0 {
				v.Add(name, on.First().AttrOr("value", ""))
			} else {
				v.Add(name, s.Find("option").First().AttrOr("value", ""))
			}
		case s.AttrOr("type", "") != "checkbox" || checked:
			v.Add(name, value)
		}
	})
	return v
}

// words is an element's text with its spaces made one.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// bytesOf sends a form and gives the answer's bytes.
func (p *person) bytesOf(path string, form url.Values) []byte {
	p.h.t.Helper()
	resp, err := p.c.PostForm(p.h.url+path, form)
	if err != nil {
		p.h.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		p.h.t.Fatal(err)
	}
	return b
}

// unpacked is the config of an export.
func (p *person) unpacked(path string) string {
	p.h.t.Helper()
	packed := p.bytes(path)
	b, err := edition.Unpack(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		p.h.t.Fatal(err)
	}
	return string(b.Src)
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
