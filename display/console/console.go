package console

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

//go:embed assets templates
var files embed.FS

// Face names the package's files for the kit.
func Face() display.Face { return display.Face{Name: "console", Files: files} }

// Options is what a Console is made of.
type Options struct {
	Kit      *display.Kit
	Queue    *queue.Queue
	Sessions *display.Sessions
	Pump     *display.Pump
	Notes    display.Rows
	Matters  Matters        // nil: nobody's history is shown
	Board    *display.Board // how the printers are; nil: nobody knows
	Log      *slog.Logger   // slog.Default when nil

	// Spell gives how a name may be typed without an input method: pinyin, initials. Nil: it may not.
	Spell     func(string) string
	FollowUps display.FollowUps // that are closed; nil: none are found
	Thoughts  Thoughts          // what visitors thought; nil: nothing is known
}

// Console serves the pages and sockets of the windows' staff and of the desk.
type Console struct {
	kit      *display.Kit
	queue    *queue.Queue
	sessions *display.Sessions
	pump     *display.Pump
	notes    display.Rows
	matters  Matters
	board    *display.Board
	log      *slog.Logger
	spell    func(string) string

	followUps display.FollowUps
	thoughts  Thoughts

	desk *display.Group // of every desk's bell

	wake chan struct{} // something may have changed

	mu        sync.Mutex
	followers map[place]*follower
}

// A round of looking for changes is followed by a rest of so many times as long as it took, pause at most: a hall in a
// rush costs no more than a busy one, a twentieth of a core, and a clerk alone isn't kept waiting for what they did.
const (
	pause = 100 * time.Millisecond
	rests = 19
)

// drift is how often the lists are looked at though nothing happened: the order
// depends on the time.
const drift = 5 * time.Second

// New makes a Console; Run must run for its pages to be live.
func New(o Options) *Console {
	c := &Console{
		kit: o.Kit, queue: o.Queue, sessions: o.Sessions, pump: o.Pump, notes: o.Notes, matters: o.Matters, board: o.Board, log: o.Log,
		spell: o.Spell, desk: display.NewGroup(), wake: make(chan struct{}, 1), followers: map[place]*follower{},
		followUps: o.FollowUps, thoughts: o.Thoughts,
	}
	if c.board == nil {
		c.board = display.NewBoard()
	}
	if c.log == nil {
		c.log = slog.Default()
	}
	if c.spell == nil {
		c.spell = func(string) string { return "" }
	}
	return c
}

// Register adds the routes; who may have them stands in display's table of rights.
func (c *Console) Register(r gin.IRouter) {
	r.GET("/window", c.pickPage)
	r.GET("/window/:id", c.windowPage)
	r.GET("/window/:id/state", c.windowState)
	r.GET("/ws/console/:window", c.windowSocket)

	r.GET("/matters/:matter", c.matterPage)

	r.GET("/sessions", c.sessionsPage)
	r.GET("/sessions/sample.csv", c.sampleList)
	r.GET("/ws/sessions", c.deskSocket)

	r.GET("/mine", c.minePage)
	r.GET("/ws/mine", c.deskSocket)

	r.GET("/follow-ups", c.followUpsPage)
	r.GET("/ws/follow-ups", c.deskSocket)

	r.GET("/desk", c.deskPage)
	r.GET("/ws/desk", c.deskSocket)
}

// Run keeps every page live until the context ends.
func (c *Console) Run(ctx context.Context) error {
	var watching sync.WaitGroup
	watching.Go(func() { c.watch(ctx) })
	defer watching.Wait()

	printers, hush := c.board.Bell()
	defer hush()
	c.ring() // of what a printer said before
	drifting := time.NewTicker(drift)
	defer drifting.Stop()
	rest := time.NewTimer(0)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-rest.C:
		}
		select {
		case <-ctx.Done():
			return nil
		case <-c.wake:
			c.ring()
		case <-printers:
			c.ring()
		case <-drifting.C:
		}
		began := time.Now()
		c.refresh(ctx)
		rest.Reset(min(pause, rests*time.Since(began)))
	}
}

// watch says that something happened, until the context or the queue ends.
func (c *Console) watch(ctx context.Context) {
	w := c.queue.Watch(nil)
	defer func() { w.Close() }()
	for {
		_, err := w.Next(ctx)
		switch {
		case errors.Is(err, queue.ErrLagged): // only that something happened matters here
			w.Close()
			w = c.queue.Watch(nil)
		case err != nil:
			return
		}
		c.stir()
	}
}

// stir has what changed be looked for soon.
func (c *Console) stir() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}
