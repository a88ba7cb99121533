package evaluate

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

//go:embed assets templates
var files embed.FS

// Face brings the tablet's page, style and script.
func Face() display.Face { return display.Face{Name: "evaluate", Files: files} }

const (
	asked = time.Minute     // that a visit is asked about
	grace = 2 * time.Minute // that an answer is taken after it: somebody was typing
)

// Options is what the tablets' pages are made of.
type Options struct {
	Kit     *display.Kit
	Queue   *queue.Queue
	Devices *display.Devices
	Pump    *display.Pump
	Log     *slog.Logger // slog.Default when nil
}

// Tablets is the pages of every window's tablet. One Watch serves them all.
type Tablets struct {
	kit     *display.Kit
	queue   *queue.Queue
	devices *display.Devices
	pump    *display.Pump
	log     *slog.Logger
	cross   *http.CrossOriginProtection

	begin     sync.Once
	following chan struct{} // closed once Run follows the queue

	mu     sync.Mutex
	visits map[queue.WindowID][]visit // that may be answered about, the latest last
	groups map[queue.WindowID]*display.Group
}

// visit is one that ended at a window.
type visit struct {
	queue.Visited
	Number string
	Lang   string
	Until  time.Time // asked about
	Over   bool      // not asked about any more: it was answered, taken back, or another is being served
}

// New makes the tablets. Run must run for them to ask.
func New(o Options) *Tablets {
	t := &Tablets{
		kit: o.Kit, queue: o.Queue, devices: o.Devices, pump: o.Pump, log: o.Log, cross: http.NewCrossOriginProtection(),
		following: make(chan struct{}), visits: map[queue.WindowID][]visit{}, groups: map[queue.WindowID]*display.Group{},
	}
	if t.log == nil {
		t.log = slog.Default()
	}
	return t
}

// Register adds the tablets' routes.
func (t *Tablets) Register(r gin.IRouter) {
	r.GET("/evaluate/:window", t.devices.TabletPage, t.known, t.page)
	r.POST("/evaluate/:window", t.devices.TabletData, t.known, t.answer)
	r.GET("/ws/evaluate/:window", t.devices.TabletData, t.known, t.socket)
}

// known refuses windows that the rules don't name. A form tells its origin only under a policy that lets it.
func (t *Tablets) known(c *gin.Context) {
	if t.kit.Rules().Window(queue.WindowID(c.Param("window"))) == nil {
		t.kit.Fail(c, display.Refuse(queue.ErrUnknownWindow))
		return
	}
	c.Header("Referrer-Policy", "same-origin")
}

// Run follows the queue until ctx ends.
func (t *Tablets) Run(ctx context.Context) error {
	for {
		w := t.queue.Watch(nil)
		t.recall()
		t.begin.Do(func() { close(t.following) })
		err := t.follow(ctx, w)
		w.Close()
		switch {
		case ctx.Err() != nil || errors.Is(err, &queue.Error{Code: queue.ErrStopped}):
			return nil
		case !errors.Is(err, queue.ErrLagged):
			return fmt.Errorf("follow the queue: %w", err)
		}
	}
}

func (t *Tablets) follow(ctx context.Context, w *queue.Watch) error {
	for {
		events, err := w.Next(ctx)
		if err != nil {
			return err
		}
		changed := map[queue.WindowID]bool{}
		for i := range events {
			t.note(&events[i], changed)
		}
		for id := range changed {
			t.ring(id)
		}
	}
}

// note takes what an event means for the tablets.
func (t *Tablets) note(e *queue.Event, changed map[queue.WindowID]bool) {
	switch d := e.Data.(type) {
	case queue.FinishedData:
		t.queue.View(func(l *queue.Lobby) {
			if x := l.Ticket(d.Ticket); x != nil {
				t.offer(l.Rules(), x)
			}
		})
		changed[d.Window] = true
	case queue.EvaluatedData:
		t.end(d.Window, func(v *visit) bool { return v.Ticket == d.Ticket })
		changed[d.Window] = true
	case queue.UndoneData:
		t.end(d.Window, func(v *visit) bool { return v.Ticket == d.Ticket })
		changed[d.Window] = true
	case queue.StartedData:
		t.end(d.Window, func(*visit) bool { return true })
		changed[d.Window] = true
	}
}

// recall finds the visits that ended just now in the Lobby.
func (t *Tablets) recall() {
	t.queue.View(func(l *queue.Lobby) {
		for x := range l.Tickets() {
			if t.queue.Now().Sub(x.Changed) < asked {
				t.offer(l.Rules(), x)
			}
		}
	})
}

// offer asks about a visit if it ended with somebody and nobody has said anything of it.
func (t *Tablets) offer(r *queue.Rules, x *queue.Ticket) {
	if r.EvaluationOf(x, x.Changed) != queue.EvaluationOpen {
		return
	}
	v := visit{Visited: queue.VisitedOf(x), Number: x.Number, Lang: x.Lang, Until: x.Changed.Add(asked)}
	t.mu.Lock()
	defer t.mu.Unlock()
	kept := t.visits[v.Window][:0:0]
	for _, old := range t.visits[v.Window] {
		if old.Ticket != v.Ticket && t.queue.Now().Before(old.Until.Add(grace)) {
			old.Over = true
			kept = append(kept, old)
		}
	}
	t.visits[v.Window] = append(kept, v)
}

// end asks no longer about some of a window's visits.
func (t *Tablets) end(w queue.WindowID, which func(*visit) bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.visits[w] {
		if v := &t.visits[w][i]; which(v) {
			v.Over = true
		}
	}
}

// now gives the visit that a window's tablet asks about; ok is false when it is none.
func (t *Tablets) now(w queue.WindowID) (v visit, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if list := t.visits[w]; len(list) > 0 {
		v = list[len(list)-1]
	}
	return v, v.Ticket != 0 && !v.Over && t.queue.Now().Before(v.Until)
}

// begun gives a visit that the tablet has shown and that may still be answered about.
func (t *Tablets) begun(w queue.WindowID, id queue.TicketID) (visit, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, v := range t.visits[w] {
		if v.Ticket == id && t.queue.Now().Before(v.Until.Add(grace)) {
			return v, true
		}
	}
	return visit{}, false
}

// group is the open pages of a window's tablet.
func (t *Tablets) group(w queue.WindowID) *display.Group {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.groups[w] == nil {
		t.groups[w] = display.NewGroup()
	}
	return t.groups[w]
}

// bell is all that the socket tells.
type bell struct {
	Type string    `json:"type"` // snapshot first, then changed
	At   time.Time `json:"at"`
}

func (t *Tablets) ring(w queue.WindowID) {
	m, err := display.NewMessage(bell{"changed", t.queue.Now()})
	if err != nil {
		t.log.Error("tablet not told", "window", w, "err", err)
		return
	}
	t.group(w).Send(m)
}

func (t *Tablets) socket(c *gin.Context) {
	w := queue.WindowID(c.Param("window"))
	g := t.group(w)
	t.pump.Serve(c, func(s *display.Socket) {
		s.OnClose(func() { g.Leave(s) })
		g.Join(s, func() *display.Message {
			m, err := display.NewMessage(bell{"snapshot", t.queue.Now()})
			if err != nil {
				t.log.Error("tablet not joined", "window", w, "err", err)
				return nil
			}
			return m
		})
	})
}
