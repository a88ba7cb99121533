package queue_test

import (
	"time"

	"onedoor/queue"
)

// consulting calls posts together and has them answer and begin.
func (m *model) consulting(op, a, b byte, w queue.WindowID) queue.Command {
	windows := m.lobby.Rules().Windows
	at := func(n byte) queue.WindowID { return windows[int(n)%len(windows)].ID }
	list := m.lobby.Consultations()
	if len(list) == 0 || op%4 == 0 {
		if a&3 > 0 { // mostly where somebody is in hand
			for x := range m.lobby.Windows() {
				if x.Ticket != 0 && m.lobby.Leads(x.ID) == nil {
					w = x.ID
				}
			}
		}
		c := queue.Consult{Window: w, Posts: []queue.Invitation{{Window: at(b)}}, Auto: a&16 > 0, For: time.Duration(a) * time.Second}
		if b&16 > 0 {
			c.Posts = append(c.Posts, queue.Invitation{Window: at(b >> 5)})
		}
		if b&8 > 0 {
			c.Room = at(b >> 2)
		}
		return c
	}
	c := list[int(a)%len(list)]
	switch {
	case op%4 == 1 && b&15 == 15:
		return queue.WithdrawConsultation{Window: c.Lead}
	case op%4 == 1 || len(c.Posts) == 0:
		return queue.BeginConsultation{Window: c.Lead}
	}
	return queue.AnswerConsultation{Window: c.Posts[int(b)%len(c.Posts)].Window, Accept: b&12 > 0}
}

// consultations holds them against windows and tickets, once a command is through: who takes
// part in a running one is paused, has nobody in hand and takes part in no other; its ticket is
// in the lead's hand; and nobody is paused for one that isn't there.
func (m *model) consultations(after string) {
	kept := map[queue.WindowID]queue.ConsultationID{}
	for _, c := range m.lobby.Consultations() {
		t := m.lobby.Ticket(c.Ticket)
		if t == nil || !t.State.InHand() || t.Window != c.Lead || m.lobby.Window(c.Lead).Ticket != t.ID {
			m.t.Fatalf("%s: consultation %d goes on without its ticket: %+v", after, c.ID, t)
		}
		if c.Running() != t.Joint || c.Running() && t.State != queue.Serving || t.Room != "" && !c.Running() {
			m.t.Fatalf("%s: consultation %d runs: %v, its ticket says %+v", after, c.ID, c.Running(), t.Visit)
		}
		for _, b := range c.Before {
			w := m.lobby.Window(b.ID)
			if w.State != queue.WindowPaused || w.Reason != "consultation" || w.Ticket != 0 || kept[b.ID] != 0 || b.Reason == "consultation" {
				m.t.Fatalf("%s: %s is in consultation %d: %+v, also in %d, was %+v", after, b.ID, c.ID, w, kept[b.ID], b)
			}
			kept[b.ID] = c.ID
		}
	}
	for w := range m.lobby.Windows() {
		if w.Reason == "consultation" && kept[w.ID] == 0 {
			m.t.Fatalf("%s: %s is paused for a consultation that isn't there", after, w.ID)
		}
	}
}
