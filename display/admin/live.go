package admin

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// hallPart is a part of the hall that is drawn by itself: the template hall-<name>.
type hallPart struct {
	name string
	of   any // what it tells, for comparing
}

// parts lists the parts of the hall.
func (d *hallData) parts() []hallPart {
	return []hallPart{
		{"emergency", d.Emergencies},
		{"sum", d.Sum},
		{"needs", []any{d.Needs, d.Quiet}},
		{"duty", d.Duty},
		{"floors", d.Floors},
		{"queues", []any{d.Services, d.Joint}},
		{"printing", []any{d.Printers, d.Copies, d.Papers, d.NoPaper}},
		{"devices", []any{d.Devices, d.House}},
		{"notices", d.Notices},
	}
}

// news is what a page of the hall is sent: first every part, then those that changed. Seq is the journal's.
type news struct {
	Type  string            `json:"type"` // snapshot, changed
	Seq   int64             `json:"seq"`
	At    time.Time         `json:"at"`
	Parts map[string]string `json:"parts"` // HTML by the part's name
}

// watchers are the pages of the hall, by language: what is drawn for one is drawn for all.
type watchers struct {
	mu    sync.Mutex
	langs map[string]*watched
}

// watched is the pages of one language and what they show.
type watched struct {
	group *display.Group
	last  map[string][]byte // what each part told when it was sent last
}

func newWatchers() *watchers { return &watchers{langs: map[string]*watched{}} }

// show sends every page what has changed since the last look.
func (a *Admin) show() {
	a.watchers.mu.Lock()
	defer a.watchers.mu.Unlock()
	for _, lang := range slices.Sorted(maps.Keys(a.watchers.langs)) {
		w := a.watchers.langs[lang]
		if w.group.Len() == 0 {
			delete(a.watchers.langs, lang)
			continue
		}
		if m := a.news(lang, "changed", w); m != nil {
			w.group.Send(m)
		}
	}
}

// news draws the parts that tell something else than they did; nil when there are none. For a snapshot it
// draws all of them, and what they told stays as it was for the others.
func (a *Admin) news(lang, kind string, w *watched) *display.Message {
	d := a.hall(lang)
	n := news{Type: kind, Seq: d.Seq, At: a.Queue.Now(), Parts: map[string]string{}}
	for _, p := range d.parts() {
		now, err := json.Marshal(p.of)
		if err != nil {
			a.Log.Error("hall not compared", "part", p.name, "err", err)
			continue
		}
		if kind == "changed" && bytes.Equal(now, w.last[p.name]) {
			continue
		}
		html, err := a.Kit.Part(lang, "admin/hall", "hall-"+p.name, d)
		if err != nil {
			a.Log.Error("hall not drawn", "part", p.name, "err", err)
			continue
		}
		n.Parts[p.name] = html
		if kind == "changed" {
			w.last[p.name] = now
		}
	}
	if len(n.Parts) == 0 {
		return nil
	}
	m, err := display.NewMessage(n)
	if err != nil {
		a.Log.Error("hall not told", "err", err)
		return nil
	}
	return m
}

func (a *Admin) hallSocket(c *gin.Context) {
	lang := a.Kit.Lang(c)
	a.Pump.Serve(c, a.Sessions.Live(c, func(s *display.Socket) {
		a.watchers.mu.Lock()
		defer a.watchers.mu.Unlock()
		w := a.watchers.langs[lang]
		if w == nil {
			w = &watched{group: display.NewGroup(), last: map[string][]byte{}}
			a.watchers.langs[lang] = w
		}
		s.OnClose(func() { w.group.Leave(s) })
		w.group.Join(s, func() *display.Message { return a.news(lang, "snapshot", w) })
	}))
}

// windowSheet is what can be done about a window, as a piece of the page.
func (a *Admin) windowSheet(c *gin.Context) {
	lang := a.Kit.Lang(c)
	d, ok := a.windowData(lang, queue.WindowID(c.Param("id")))
	if !ok {
		a.Kit.Problem(c, display.Refuse(queue.ErrUnknownWindow, "window", c.Param("id")))
		return
	}
	a.piece(c, lang, "hall-window", d)
}

// serviceSheet is what can be done about a service and who waits for it, as a piece of the page.
func (a *Admin) serviceSheet(c *gin.Context) {
	lang := a.Kit.Lang(c)
	d, ok := a.serviceData(lang, queue.ServiceID(c.Param("id")))
	if !ok {
		a.Kit.Problem(c, display.Refuse(queue.ErrUnknownService, "service", c.Param("id")))
		return
	}
	a.piece(c, lang, "hall-service", d)
}

// piece answers with a template of the hall by itself.
func (a *Admin) piece(c *gin.Context, lang, name string, data any) {
	html, err := a.Kit.Part(lang, "admin/hall", name, data)
	if err != nil {
		a.Kit.Problem(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, gin.H{"html": html})
}
