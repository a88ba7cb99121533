package admin

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report"
)

//go:embed assets templates
var files embed.FS

// Face names the package's files for the kit. Its pages also use styles and
// scripts of the face console.
func Face() display.Face { return display.Face{Name: "admin", Files: files} }

// Past reads tickets as the projection keeps them. The journal fits it.
type Past interface {
	report.Books
}

// Options is what an Admin is made of.
type Options struct {
	Kit      *display.Kit
	Queue    *queue.Queue
	Sessions *display.Sessions
	Pump     *display.Pump
	Board    *display.Board
	Past     Past
	Notices  *display.Notices // nil: no free text is known

	Centre    func() *config.Centre       // as the file says now
	File      string                      // the config's path; "" for the embedded sample
	PublicURL string                      // what the QR leads to, without a slash at the end
	Ready     func(context.Context) error // whether the store can write; nil: not asked
	Faults    func() []config.Fault       // of the address and the certificate; nil: not asked
	Log       *slog.Logger                // slog.Default when nil
}

// Admin serves the pages of those who look after the hall.
type Admin struct {
	Options
	bell  *display.Group
	tally *tally

	mu     sync.Mutex
	write  error          // what the store said last when it was asked
	faults []config.Fault // as they were then
}

const (
	lookEvery  = time.Second      // how often the hall is looked at while somebody watches
	probeEvery = 10 * time.Second // how often the store is asked whether it can write
)

// New makes an Admin; Run must run for the hall to be live.
func New(o Options) *Admin {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Notices == nil {
		o.Notices = display.NewNotices(nil)
	}
	return &Admin{Options: o, bell: display.NewGroup(), tally: &tally{queue: o.Queue, past: o.Past, log: o.Log}}
}

// Register adds the routes; who may have them stands in display's table of rights.
func (a *Admin) Register(r gin.IRouter) {
	r.GET("/", display.StaffPage, a.startPage)
	r.GET("/hall", a.hallPage)
	r.GET("/ws/hall", a.hallSocket)
	r.GET("/reports", a.reportsPage)
	r.GET("/admin", a.adminPage)
}

// Run watches the hall for its pages until the context ends.
func (a *Admin) Run(ctx context.Context) error {
	var counting sync.WaitGroup
	counting.Go(func() { a.tally.run(ctx) })
	defer counting.Wait()
	look, probe := time.NewTicker(lookEvery), time.NewTicker(probeEvery)
	defer look.Stop()
	defer probe.Stop()
	a.probe(ctx)
	var last []byte
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-probe.C:
			a.probe(ctx)
		case <-look.C:
			last = a.ring(last)
		}
	}
}

// probe asks the store whether it can write and the house whether phones find it, and keeps the answers.
func (a *Admin) probe(ctx context.Context) {
	var err error
	if a.Ready != nil {
		err = a.Ready(ctx)
	}
	var faults []config.Fault
	if a.Faults != nil {
		faults = a.Faults()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.write, a.faults = err, faults
}

func (a *Admin) lastFaults() []config.Fault {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.faults
}

func (a *Admin) writeError() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.write
}

// head is what the bell says.
type head struct {
	Type string    `json:"type"` // snapshot, changed
	Seq  int64     `json:"seq"`
	At   time.Time `json:"at"`
}

// ring rings when the hall looks different from last, and gives how it looks.
func (a *Admin) ring(last []byte) []byte {
	if a.bell.Len() == 0 {
		return nil
	}
	h := a.hall(a.Kit.HouseLang())
	now, err := json.Marshal(h)
	if err != nil {
		a.Log.Error("hall not compared", "err", err)
		return last
	}
	if last != nil && bytes.Equal(now, last) {
		return last
	}
	m, err := display.NewMessage(head{Type: "changed", Seq: h.Seq, At: a.Queue.Now()})
	if err != nil {
		a.Log.Error("bell not rung", "err", err)
		return last
	}
	a.bell.Send(m)
	return now
}

func (a *Admin) hallSocket(c *gin.Context) {
	a.Pump.Serve(c, a.Sessions.Live(c, func(s *display.Socket) {
		s.OnClose(func() { a.bell.Leave(s) })
		a.bell.Join(s, func() *display.Message {
			h := head{Type: "snapshot", At: a.Queue.Now()}
			a.Queue.View(func(l *queue.Lobby) { h.Seq = l.Seq() })
			m, err := display.NewMessage(h)
			if err != nil {
				a.Log.Error("bell not joined", "err", err)
				return nil
			}
			return m
		})
	}))
}
