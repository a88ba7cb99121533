package console

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// follower is every socket of one place: one person's pages at one window.
type follower struct {
	place place
	group *display.Group

	// Under the console's lock.
	sockets map[*display.Socket]struct{}

	// Under the group's lock.
	last  map[string][]byte // each part as it was last sent
	notes noteCache
}

// part is a message that replaces what a page knows under its fields' names.
type part struct {
	name  string
	value any   // the message
	same  []any // what is compared; times that only run on are left out
}

// head is the beginning of every message.
type head struct {
	Type string    `json:"type"`
	Seq  int64     `json:"seq"`
	At   time.Time `json:"at"`
}

// parts gives what is sent alone.
func (s *snapshot) parts() []part {
	h := func(name string) head { return head{name, s.Seq, s.At} }
	still := slices.Clone(s.Candidates)
	for i := range still {
		still[i].WaitedS = 0
	}
	return []part{
		{"window", struct {
			head
			Window windowPart `json:"window"`
		}{h("window"), s.Window}, []any{s.Window}},
		{"ticket", struct {
			head
			handPart
		}{h("ticket"), s.handPart}, []any{s.handPart}},
		{"waiting", struct {
			head
			linePart
		}{h("waiting"), s.linePart}, []any{still, s.Count, s.Heads}},
		{"aside", struct {
			head
			Aside []asideRow `json:"aside"`
		}{h("aside"), s.Aside}, []any{s.Aside}},
		{"emergency", struct {
			head
			Emergencies []string `json:"emergencies"`
		}{h("emergency"), s.Emergencies}, []any{s.Emergencies}},
		{"joint", struct {
			head
			jointPart
		}{h("joint"), s.jointPart}, []any{s.jointPart}},
	}
}

func (c *Console) windowSocket(g *gin.Context) {
	id := queue.WindowID(g.Param("window"))
	if err := c.may(display.StaffOf(g), id); err != nil {
		c.kit.Problem(g, err)
		return
	}
	p := place{window: id, staff: display.StaffOf(g), lang: c.kit.Lang(g)}
	c.pump.Serve(g, c.sessions.Live(g, func(s *display.Socket) { c.follow(s, p) }))
}

// may says whether somebody may stand at a window, as the rules would.
func (c *Console) may(staff queue.StaffID, id queue.WindowID) error {
	var known bool
	var rules *queue.Rules
	c.queue.View(func(l *queue.Lobby) { known, rules = l.WindowRule(id) != nil, l.Rules() })
	if !known {
		return display.Refuse(queue.ErrUnknownWindow, "window", string(id))
	}
	p := rules.Person(staff)
	if p == nil || !p.Is(queue.RoleClerk) || (!p.MayServe(id) && !p.Is(queue.RoleSupervisor)) {
		return display.Refuse(queue.ErrNotAllowed, "what", "window", "window", string(id))
	}
	return nil
}

// follow joins a socket to its place.
func (c *Console) follow(s *display.Socket, p place) {
	c.mu.Lock()
	f := c.followers[p]
	if f == nil {
		f = &follower{place: p, group: display.NewGroup(), sockets: map[*display.Socket]struct{}{}, last: map[string][]byte{}}
		c.followers[p] = f
	}
	f.sockets[s] = struct{}{}
	c.mu.Unlock()

	s.OnClose(func() {
		f.group.Leave(s)
		c.mu.Lock()
		defer c.mu.Unlock()
		if delete(f.sockets, s); len(f.sockets) == 0 {
			delete(c.followers, p)
		}
	})
	f.group.Join(s, func() *display.Message {
		// What is left of last says what the older sockets were told; the new one
		// hears a part twice rather than miss it.
		m, err := display.NewMessage(c.look(context.Background(), p, &f.notes))
		if err != nil {
			c.log.Error("snapshot not sent", "window", p.window, "err", err)
			return nil
		}
		return m
	})
}

// refresh tells every follower what has changed for it.
func (c *Console) refresh(ctx context.Context) {
	c.mu.Lock()
	list := make([]*follower, 0, len(c.followers))
	for _, f := range c.followers {
		list = append(list, f)
	}
	c.mu.Unlock()
	for _, f := range list {
		if err := c.may(f.place.staff, f.place.window); err != nil {
			c.dismiss(f)
			continue
		}
		if err := c.tell(ctx, f); err != nil {
			c.log.Error("change not sent", "window", f.place.window, "err", err)
		}
	}
}

// toldElsewhere has a place's sockets told of everything once more: a page of it has fetched what it shows, so what the
// sockets were told last says no longer what it knows. A call that was made and taken back between two rounds would
// stay on the page for ever.
func (c *Console) toldElsewhere(p place) {
	c.mu.Lock()
	f := c.followers[p]
	c.mu.Unlock()
	if f == nil {
		return
	}
	f.group.With(func(func(*display.Message)) { clear(f.last) })
	c.stir()
}

// tell sends the parts that differ from what was sent last.
func (c *Console) tell(ctx context.Context, f *follower) error {
	var failed error
	f.group.With(func(send func(*display.Message)) {
		s := c.look(ctx, f.place, &f.notes)
		for _, p := range s.parts() {
			same, err := json.Marshal(p.same)
			if err != nil {
				failed = err
				return
			}
			if bytes.Equal(same, f.last[p.name]) {
				continue
			}
			f.last[p.name] = same
			m, err := display.NewMessage(p.value)
			if err != nil {
				failed = err
				return
			}
			send(m)
		}
	})
	return failed
}

// goneCode is the WebSocket close code for a policy that forbids (RFC 6455).
const goneCode = 1008

// dismiss ends the sockets of somebody who has lost the right, or whose window
// has gone. The pages ask for themselves anew and say why.
func (c *Console) dismiss(f *follower) {
	c.mu.Lock()
	sockets := make([]*display.Socket, 0, len(f.sockets))
	for s := range f.sockets {
		sockets = append(sockets, s)
	}
	c.mu.Unlock()
	for _, s := range sockets {
		if err := s.SendJSON(head{Type: "gone", At: c.queue.Now()}); err != nil {
			c.log.Error("goodbye not sent", "window", f.place.window, "err", err)
		}
		s.Close(goneCode, "not_allowed")
	}
}

// ring tells every desk that something happened.
func (c *Console) ring() {
	if c.desk.Len() == 0 {
		return
	}
	c.desk.With(func(send func(*display.Message)) {
		m, err := display.NewMessage(c.bellNow("changed"))
		if err != nil {
			c.log.Error("bell not rung", "err", err)
			return
		}
		send(m)
	})
}

// bellNow is what a page hears that fetches itself.
func (c *Console) bellNow(kind string) head {
	b := head{Type: kind, At: c.queue.Now()}
	c.queue.View(func(l *queue.Lobby) { b.Seq = l.Seq() })
	return b
}

func (c *Console) deskSocket(g *gin.Context) {
	c.pump.Serve(g, c.sessions.Live(g, func(s *display.Socket) {
		s.OnClose(func() { c.desk.Leave(s) })
		c.desk.Join(s, func() *display.Message {
			m, err := display.NewMessage(c.bellNow("snapshot"))
			if err != nil {
				c.log.Error("bell not joined", "err", err)
				return nil
			}
			return m
		})
	}))
}
