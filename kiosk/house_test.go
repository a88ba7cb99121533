package kiosk

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/printer"
	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// house is a running centre with the kiosk's pages.
type house struct {
	queue *queue.Queue
	store *queuetest.Store
	kit   *display.Kit
	board *display.Board
	room  *PrintRoom
	pump  *display.Pump
	http  *gin.Engine

	options houseOptions
}

type houseOptions struct {
	rules    func(*queue.Rules)
	printers []Printer
	store    *queuetest.Store
	profiles printer.Profiles
	template printer.Template
	now      func() time.Time
}

func testRules(change func(*queue.Rules)) *queue.Rules {
	r := queuetest.Rules()
	r.Centre.Demo = true
	r.Centre.Desk = queue.Text{"zh": "咨询台", "en": "reception desk"}
	r.Centre.Hotline = "12345"
	if change != nil {
		change(r)
	}
	return r
}

func newHouse(t testing.TB, o houseOptions) *house {
	t.Helper()
	h := &house{store: o.store, board: display.NewBoard()}
	if h.store == nil {
		h.store = &queuetest.Store{}
	}
	h.queue = queuetest.Start(t, testRules(o.rules), queue.Options{Store: h.store, Now: o.now})
	h.options = o
	h.wire(t, o.printers)
	return h
}

// wire builds the faces over the running queue.
func (h *house) wire(t testing.TB, printers []Printer) {
	t.Helper()
	var err error
	rules := func() (r *queue.Rules) {
		h.queue.View(func(l *queue.Lobby) { r = l.Rules() })
		return r
	}
	if h.kit, err = display.New(display.Options{Later: true, Faces: []display.Face{Face()}, Rules: rules, Now: h.queue.Now, Standing: display.Standing(h.queue), Notices: display.NewNotices(h.store)}); err != nil {
		t.Fatal(err)
	}
	devices, err := display.NewDevices(display.DeviceOptions{Kit: h.kit})
	if err != nil {
		t.Fatal(err)
	}
	sessions, err := display.NewSessions(display.SessionOptions{Kit: h.kit})
	if err != nil {
		t.Fatal(err)
	}
	var template func() printer.Template
	if own := h.options.template; own != nil {
		template = func() printer.Template { return own }
	}
	if h.room, err = NewPrintRoom(PrintRoomOptions{Kit: h.kit, Queue: h.queue, Board: h.board, Printers: printers, StatusURL: statusURL, Template: template}); err != nil {
		t.Fatal(err)
	}
	h.pump = display.NewPump(display.PumpOptions{})
	gin.SetMode(gin.TestMode)
	h.http = gin.New()
	h.http.Use(h.kit.Recover, display.Secure, sessions.Guard)
	h.http.NoRoute(h.kit.NotFound)
	h.kit.Register(h.http)
	Register(h.http, Options{
		Kit: h.kit, Queue: h.queue, Devices: devices, Board: h.board, Sessions: sessions, Pump: h.pump, Room: h.room, StatusURL: statusURL,
		Profiles: h.options.profiles, Clues: display.NewClues(h.store, h.queue.Now), Visits: h.store,
	})
	h.http.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
}

func statusURL(ref string) string { return "http://192.168.1.10:8080/t/" + ref }

// print runs the print room until the test ends.
func (h *house) print(t testing.TB) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- h.room.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func (h *house) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func (h *house) post(path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.http.ServeHTTP(w, r)
	return w
}

func (h *house) page(t testing.TB, path string) *goquery.Document {
	t.Helper()
	w := h.get(path)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, w.Code, w.Header().Get("Location"))
	}
	return parse(t, w)
}

func parse(t testing.TB, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// take touches a service's 取号 on a page and gives the ticket's address.
func (h *house) take(t testing.TB, page, service string) string {
	t.Helper()
	d := h.page(t, page)
	form := d.Find(`form:has(input[name=service][value="` + service + `"])`)
	if form.Length() != 1 {
		t.Fatalf("%s has %d forms for %s", page, form.Length(), service)
	}
	w := h.post(form.AttrOr("action", ""), fields(form))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("POST: %d %s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

func fields(form *goquery.Selection) url.Values {
	v := url.Values{}
	form.Find("input").Each(func(_ int, s *goquery.Selection) {
		_, checked := s.Attr("checked")
		if kind := s.AttrOr("type", ""); kind != "radio" && kind != "checkbox" || checked {
			v.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
		}
	})
	return v
}

func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// ticketOf finds the ticket at a kiosk's address.
func (h *house) ticketOf(t testing.TB, address string) *queue.Ticket {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	ref := u.Path[strings.LastIndex(u.Path, "/")+1:]
	var found *queue.Ticket
	h.queue.View(func(l *queue.Lobby) {
		if x := l.ByRef(ref); x != nil {
			found = x.Clone()
		}
	})
	if found == nil {
		t.Fatalf("no ticket at %s", u.Path)
	}
	return found
}

// awaitPrint follows the queue until a ticket's paper is in a state.
func (h *house) awaitPrint(t testing.TB, id queue.TicketID, want ...queue.PrintState) queue.Print {
	t.Helper()
	var now queue.Print
	look := func(l *queue.Lobby) { now = l.Ticket(id).Print }
	w := h.queue.Watch(look)
	defer w.Close()
	for {
		if slices.Contains(want, now.State) {
			return now
		}
		if _, err := w.Next(t.Context()); err != nil {
			t.Fatalf("waiting for %v: it is %+v: %v", want, now, err)
		}
		h.queue.View(look)
	}
}

var _ printer.Port = (*deadPort)(nil)
