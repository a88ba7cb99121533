package admin

import (
	"context"
	"embed"
	"log/slog"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/report/daily"
)

//go:embed assets templates
var files embed.FS

// Face names the package's files for the kit. Its pages also use styles and
// scripts of the face console.
func Face() display.Face { return display.Face{Name: "admin", Files: files} }

// Past reads tickets as the projection keeps them. The journal fits it.
type Past interface {
	// TicketsOfDay gives all tickets that count to a day, oldest first.
	TicketsOfDay(ctx context.Context, day queue.Day) ([]*queue.Ticket, error)
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
	Waiting   func() []string             // parts of the config that wait for the next start; nil: none do
	Room      func() (mb int64, ok bool)  // how many million bytes the disk of the books has left; nil: not asked
	Daily     func() daily.State          // how far the daily figures went; nil: there are none
	Look      time.Duration               // how often the pages are brought up to date; 0: once a second
	Log       *slog.Logger                // slog.Default when nil
}

// Admin serves the pages of those who look after the hall.
type Admin struct {
	Options
	watchers *watchers
	tally    *tally
	digits   *digits

	mu     sync.Mutex
	write  error          // what the store said last when it was asked
	faults []config.Fault // as they were then
	room   int64          // million bytes
	roomed bool           // room is known
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
	if o.Look == 0 {
		o.Look = lookEvery
	}
	if o.Notices == nil {
		o.Notices = display.NewNotices(nil)
	}
	return &Admin{Options: o, watchers: newWatchers(), digits: &digits{}, tally: &tally{queue: o.Queue, past: o.Past, log: o.Log}}
}

// Register adds the routes; who may have them stands in display's table of rights.
func (a *Admin) Register(r gin.IRouter) {
	r.GET("/", display.StaffPage, a.startPage)
	r.GET("/hall", a.hallPage)
	r.GET("/hall/windows/:id", a.windowSheet)
	r.GET("/hall/services/:id", a.serviceSheet)
	r.GET("/ws/hall", a.hallSocket)
}

// Run watches the hall for its pages until the context ends.
func (a *Admin) Run(ctx context.Context) error {
	var counting sync.WaitGroup
	counting.Go(func() { a.tally.run(ctx) })
	defer counting.Wait()
	devices := &alarms{bad: map[alarm]time.Time{}, well: map[alarm]time.Time{}, told: map[alarm]bool{}}
	a.Queue.View(func(l *queue.Lobby) { // what was told before a restart
		for _, x := range l.Alerts() {
			if x.Kind.Device() {
				devices.told[alarm{x.Kind, x.Device}] = true
			}
		}
	})
	look, probe := time.NewTicker(a.Look), time.NewTicker(probeEvery)
	defer look.Stop()
	defer probe.Stop()
	a.probe(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-probe.C:
			a.probe(ctx)
		case <-look.C:
			a.show()
			a.alarm(ctx, devices)
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
	var room int64
	var roomed bool
	if a.Room != nil {
		room, roomed = a.Room()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.write, a.faults, a.room, a.roomed = err, faults, room, roomed
}

// lastRoom gives how many million bytes the disk has left; ok is false when nobody knows.
func (a *Admin) lastRoom() (mb int64, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.room, a.roomed
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
