package journal_test

import (
	"testing"

	"onedoor/queue"
)

// session brings a session a step on, or makes one of two numbers that are there.
func (d *day) session(t *testing.T) {
	var s queue.Session
	d.q.View(func(l *queue.Lobby) {
		if list := l.Sessions(); len(list) > 0 {
			s = *pick(d, list...).Clone()
		}
	})
	switch n := d.rng.IntN(8); {
	case s.ID == 0 || n == 0:
		seed := queue.Seed{8: byte(d.rng.UintN(256)), 9: byte(d.rng.UintN(256))}
		d.do(t, queue.System, queue.PlanSessions{Seed: seed, Sessions: []queue.PlannedSession{{
			At: d.q.Now(), Service: "court", Room: "court", Sides: []queue.PlannedSide{{Role: "plaintiff"}, {Role: "defendant", Remote: true}},
		}}})
	case n == 1:
		d.do(t, queue.System, queue.GatherSession{Window: "w3", Numbers: []string{d.ticket().Number, d.ticket().Number}})
	case n == 2:
		d.do(t, queue.System, queue.MarkSide{Session: s.ID, Side: 2, State: pick(d, queue.SideConnected, queue.SideAbsent)})
	case n < 6:
		c := queue.CheckIn{Session: s.ID, Side: 1 + d.rng.IntN(2), Kiosk: "main"}
		for i := range c.Seed {
			c.Seed[i] = byte(d.rng.UintN(256))
		}
		d.do(t, queue.System, c)
	default:
		d.do(t, queue.System, queue.CallSession{Window: s.Room, Session: s.ID})
	}
}
