package display

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"
)

// PumpOptions says how sockets are kept. The zero value is right for the hall.
type PumpOptions struct {
	Beat    time.Duration    // between heartbeats that pages hear; 2 s when 0
	Ping    time.Duration    // between pings; 24 s when 0, rounded to beats
	Deaf    time.Duration    // without a word from the page it is closed; 60 s when 0
	Late    time.Duration    // one write that waits may take this long; 5 s when 0
	Backlog int              // bytes kept for a page that is slow; 64 KiB when 0
	Build   func() string    // of the assets; pages of another build reload; nil: none is told
	Now     func() time.Time // the lobby's clock, for the beat; time.Now when nil
}

// slots is how many parts a round of heartbeats is spread over.
const slots = 20

// Pump keeps every WebSocket of the house: it upgrades, reads, beats, pings and
// closes. One goroutine beats for all; a socket has one goroutine that reads.
type Pump struct {
	o        PumpOptions
	upgrader websocket.Upgrader
	start    time.Time
	readers  sync.WaitGroup

	mu     sync.Mutex
	wheel  [slots][]*Socket
	next   int // slot for the next socket
	count  int
	closed bool
}

// NewPump makes a Pump; Run must run for its heartbeats.
func NewPump(o PumpOptions) *Pump {
	def := func(v *time.Duration, d time.Duration) {
		if *v == 0 {
			*v = d
		}
	}
	def(&o.Beat, 2*time.Second)
	def(&o.Ping, 24*time.Second)
	def(&o.Deaf, time.Minute)
	def(&o.Late, 5*time.Second)
	if o.Backlog == 0 {
		o.Backlog = 64 << 10
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Build == nil {
		o.Build = func() string { return "" }
	}
	return &Pump{o: o, start: time.Now(), upgrader: websocket.Upgrader{
		HandshakeTimeout: o.Late, ReadBufferSize: 256, WriteBufferSize: 512, WriteBufferPool: &sync.Pool{},
		Error: func(w http.ResponseWriter, _ *http.Request, status int, _ error) { w.WriteHeader(status) },
	}}
}

// clock is monotonic nanoseconds since the pump was made.
func (p *Pump) clock() int64 { return int64(time.Since(p.start)) }

// Len is how many sockets are open.
func (p *Pump) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.count
}

// Serve upgrades a request and returns; open runs on a goroutine of its own
// before anything is read, and sends the snapshot. The gin context must not be
// used in open: it is gone by then.
func (p *Pump) Serve(c *gin.Context, open func(*Socket)) {
	h := &hijacker{ResponseWriter: c.Writer, late: p.o.Late, most: p.o.Backlog}
	ws, err := p.upgrader.Upgrade(h, c.Request, nil)
	if err != nil {
		c.Abort()
		return
	}
	s := &Socket{pump: p, ws: ws, wire: h.wire}
	ws.SetReadLimit(1 << 10)
	ws.SetPongHandler(func(string) error { s.hear(); return nil })
	s.hear()
	if !p.add(s) {
		s.Close(websocket.CloseGoingAway, "")
		return
	}
	go func() {
		open(s)
		go p.follow(s) // on a new, small stack: what open needed isn't kept for the socket's life
	}()
}

// follow reads a socket until it is gone.
func (p *Pump) follow(s *Socket) {
	defer p.readers.Done()
	defer p.remove(s)
	s.read()
}

// add gives the socket a place in the round; false after the end.
func (p *Pump) add(s *Socket) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.readers.Add(1)
	s.slot, p.next = p.next, (p.next+1)%slots
	s.at = len(p.wheel[s.slot])
	p.wheel[s.slot] = append(p.wheel[s.slot], s)
	p.count++
	return true
}

func (p *Pump) remove(s *Socket) {
	p.mu.Lock()
	list := p.wheel[s.slot]
	last := len(list) - 1
	list[s.at] = list[last]
	list[s.at].at = s.at
	list[last] = nil
	p.wheel[s.slot] = list[:last]
	p.count--
	p.mu.Unlock()
	s.drop()
	if s.onClose != nil {
		s.onClose()
	}
}

// beat is what pages hear when nothing happens, so that they know it is so.
type beat struct {
	Type  string    `json:"type"` // beat
	At    time.Time `json:"at"`
	Build string    `json:"build,omitempty"`
}

// Run beats until ctx ends, then says goodbye to every socket and waits until
// their goroutines have ended.
func (p *Pump) Run(ctx context.Context) error {
	tick := time.NewTicker(p.o.Beat / slots)
	defer tick.Stop()
	pingEvery := max(1, int(p.o.Ping/p.o.Beat)) // rounds
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			p.stop()
			return nil
		case <-tick.C:
			slot, round := n%slots, n/slots
			p.turn(slot, (round+slot)%pingEvery == 0)
		}
	}
}

// turn beats one slot of the wheel, and closes who hasn't been heard.
func (p *Pump) turn(slot int, ping bool) {
	p.mu.Lock()
	due := append([]*Socket(nil), p.wheel[slot]...)
	p.mu.Unlock()
	if len(due) == 0 {
		return
	}
	m, err := NewMessage(beat{Type: "beat", At: p.o.Now(), Build: p.o.Build()})
	if err != nil {
		return // a time past year 9999: nothing to say
	}
	deaf := p.clock() - int64(p.o.Deaf)
	for _, s := range due {
		switch {
		case s.heard.Load() < deaf:
			s.drop()
			continue
		case s.over():
			continue
		case ping:
			s.ping()
		}
		if s.spoken.Load() {
			s.Send(m)
		}
	}
}

// stop says goodbye and waits for the readers.
func (p *Pump) stop() {
	p.mu.Lock()
	p.closed = true
	var all []*Socket
	for _, list := range p.wheel {
		all = append(all, list...)
	}
	p.mu.Unlock()
	for _, s := range all {
		s.Close(websocket.CloseGoingAway, "")
	}
	p.readers.Wait()
}

// hijacker puts our wire under gorilla's connection.
type hijacker struct {
	http.ResponseWriter
	late time.Duration
	most int
	wire *wire
}

// Hijack takes the connection out of the server's hands.
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	c, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	if err := c.SetDeadline(time.Time{}); err != nil { // of the server's
		return nil, nil, err
	}
	h.wire = newWire(c, h.late, h.most)
	return h.wire, rw, nil
}

// Group is the sockets that follow one thing. Joining and sending share one
// lock, so that a socket that joins with a snapshot misses nothing after it and
// hears nothing before it.
type Group struct {
	mu      sync.Mutex
	sockets map[*Socket]struct{}
}

// NewGroup makes an empty group.
func NewGroup() *Group { return &Group{sockets: map[*Socket]struct{}{}} }

// Join sends first what snapshot gives and follows from there. No Send of the
// group runs in between.
func (g *Group) Join(s *Socket, snapshot func() *Message) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if m := snapshot(); m != nil {
		s.Send(m)
	}
	g.sockets[s] = struct{}{}
}

// Leave forgets a socket.
func (g *Group) Leave(s *Socket) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.sockets, s)
}

// Send sends a message to every socket of the group, on the caller's goroutine
// and without waiting for any of them.
func (g *Group) Send(m *Message) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for s := range g.sockets {
		s.Send(m)
	}
}

// With runs f while no one joins and nothing is sent: the place to change what
// a snapshot is made of together with what is sent about it.
func (g *Group) With(f func(send func(*Message))) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f(func(m *Message) {
		for s := range g.sockets {
			s.Send(m)
		}
	})
}

// Close says goodbye to every socket of the group.
func (g *Group) Close(code int, why string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for s := range g.sockets {
		s.Close(code, why)
	}
}

// Len is how many sockets follow.
func (g *Group) Len() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.sockets)
}
