package screen

import (
	"cmp"
	"embed"
	"log/slog"
	"slices"
	"sync"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/display/voice"
	"onedoor/queue"
)

//go:embed assets templates
var files embed.FS

// Face is what the screens bring to the kit.
func Face() display.Face { return display.Face{Name: "screen", Files: files} }

// Options is what Screens is made of.
type Options struct {
	Kit     *display.Kit
	Queue   *queue.Queue
	Pump    *display.Pump
	Devices *display.Devices
	Board   *display.Board
	Notices *display.Notices // nil: free texts aren't known
	Voice   *voice.Announcer // who says what is called; nil: nobody
	Log     *slog.Logger     // slog.Default when nil
}

// Screens is every screen of the house.
type Screens struct {
	kit     *display.Kit
	queue   *queue.Queue
	pump    *display.Pump
	devices *display.Devices
	board   *display.Board
	notices *display.Notices
	log     *slog.Logger

	following chan struct{} // closed once the queue is followed: there is a hall to show
	begin     sync.Once     // closes following
	posted    chan struct{} // the notices may have changed

	mu    sync.Mutex // over hall and the list of groups; taken before a group's own lock
	hall  hall
	views map[view]*group
	print fingerprint
	said  map[queue.ZoneID]saying
	ahead []heard // of calls that aren't followed yet

	voice *voice.Announcer
	words words // who speaks
}

// view is a screen in a language: what one group of sockets shows.
type view struct {
	screen queue.ScreenID
	lang   string
}

// New makes the screens. Run must run for them to be live: until then their
// sockets wait.
func New(o Options) *Screens {
	s := &Screens{
		kit: o.Kit, queue: o.Queue, pump: o.Pump, devices: o.Devices, board: o.Board, notices: o.Notices, log: o.Log,
		following: make(chan struct{}), posted: make(chan struct{}, 1), views: map[view]*group{},
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.voice = o.Voice; s.voice != nil {
		s.voice.Tell(s)
		s.words.other = s.voice.Speaks
	}
	if s.notices == nil {
		s.notices = display.NewNotices(nil)
	}
	return s
}

// Register adds the screens' routes.
func (s *Screens) Register(r gin.IRouter) {
	r.GET("/screen/:id", s.devices.ScreenPage, s.page)
	r.GET("/ws/screen/:id", s.devices.ScreenSocket, s.socket)
}

// lang is the screen's language: ?lang=, else the centre's. Nobody owns a
// hall's screen, so what its browser was installed in says nothing.
func (s *Screens) lang(c *gin.Context) string {
	if lang, ok := s.kit.Catalogue.Match(c.Query("lang")); ok {
		return lang
	}
	return s.kit.HouseLang()
}

func (s *Screens) socket(c *gin.Context) {
	id := queue.ScreenID(c.Param("id"))
	if s.kit.Rules().Screen(id) == nil {
		s.kit.Problem(c, display.Refuse(display.ErrNotFound))
		return
	}
	select {
	case <-s.following:
	case <-c.Request.Context().Done():
		return
	}
	v := view{id, s.lang(c)}
	s.pump.Serve(c, s.devices.Live(c, display.Screen, string(id), func(socket *display.Socket) { s.join(v, socket) }))
}

// join puts a socket into its view's group, behind a snapshot.
func (s *Screens) join(v view, socket *display.Socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.views[v]
	if g == nil {
		g = newGroup(s.kit, v)
		s.views[v] = g
	}
	b := &browser{screens: s, group: g, socket: socket, key: s.board.Key(), since: s.kit.Now()}
	socket.OnMessage(b.hear)
	socket.OnClose(b.leave)
	b.note(display.SoundUnknown, 0)
	g.sockets.Join(socket, func() *display.Message { return s.snapshot(g) })
}

// snapshot is all that a view shows, as of the last event followed. The caller
// holds s.mu.
func (s *Screens) snapshot(g *group) *display.Message {
	m := snapshotMessage{
		head: head{Type: "snapshot", Seq: s.hall.seq, N: g.sent}, At: s.kit.Now(), Calls: []callMessage{},
		standing: s.stands(g), Missed: s.missed(g), Rules: s.print.of(s.kit.Rules()), Saying: s.sayingTo(g), Pack: s.voice != nil && s.voice.Says(), Notices: s.noticesTo(g),
	}
	for _, e := range s.hall.calls {
		if len(m.Calls) == shownCalls {
			break
		}
		if c, ok := g.call(e); ok {
			m.Calls = append(m.Calls, c)
		}
	}
	return s.message(m)
}

// missed gives the numbers whose call at a group's windows was missed and can still be put
// right, the latest first. The caller holds s.mu.
func (s *Screens) missed(g *group) []string {
	numbers := []string{}
	for _, m := range s.hall.missed {
		if len(numbers) < shownMissed && g.shows(m.window) {
			numbers = append(numbers, m.number)
		}
	}
	g.missed = numbers
	return numbers
}

func (s *Screens) message(v any) *display.Message {
	m, err := display.NewMessage(v)
	if err != nil { // plain values: can't be
		s.log.Error("message not made", "err", err)
		return nil
	}
	return m
}

// each runs f on every group, in a fixed order.
func (s *Screens) each(f func(*group)) {
	views := make([]view, 0, len(s.views))
	for v := range s.views {
		views = append(views, v)
	}
	slices.SortFunc(views, func(a, b view) int {
		return cmp.Or(cmp.Compare(a.screen, b.screen), cmp.Compare(a.lang, b.lang))
	})
	for _, v := range views {
		f(s.views[v])
	}
}
