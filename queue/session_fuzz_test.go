package queue_test

import (
	"fmt"
	"time"

	"onedoor/queue"
)

// session gives the commands about sessions.
func (m *model) session(op, a, b byte, w queue.WindowID) queue.Command {
	list := m.lobby.Sessions()
	var s *queue.Session
	if len(list) > 0 {
		s = list[int(a)%len(list)]
	} else {
		s = &queue.Session{ID: 1}
	}
	side := 1 + int(b%3)
	seed := queue.Seed{0: op, 1: a, 2: b, 12: byte(len(m.events)), 13: byte(len(m.events) >> 8), 14: 2}
	switch op % 16 {
	case 0, 1:
		p := queue.PlannedSession{At: m.now.Add(time.Duration(b) * time.Minute), Service: "court", Room: "court"}
		if a%2 > 0 {
			p.Service, p.Room = "mediation", "w3"
		}
		if a%4 > 0 {
			p.Key = fmt.Sprint(a % 8)
		}
		for i := range int(a>>4)%3 + 1 {
			p.Sides = append(p.Sides, queue.PlannedSide{Role: []queue.SideID{"applicant", "respondent", "witness"}[(i+int(b))%3]})
		}
		return queue.PlanSessions{Sessions: []queue.PlannedSession{p}, Seed: seed}
	case 2, 3, 4, 5:
		return queue.CheckIn{Session: s.ID, Side: side, Kiosk: "main", Seed: seed}
	case 6:
		return queue.MarkSide{Session: s.ID, Side: side, State: []queue.SideState{queue.SideConnected, queue.SideAbsent, queue.SideExpected}[a%3]}
	case 7, 8, 9:
		return queue.CallSession{Window: s.Room, Session: s.ID}
	case 10:
		if a%4 == 0 {
			return queue.CancelSession{Session: s.ID}
		}
		return queue.Undo{Window: s.Room}
	case 11, 12:
		_, one := m.pick(int(a))
		_, two := m.pick(int(b))
		return queue.GatherSession{Window: w, Numbers: []string{one, two}, Seed: seed}
	case 13:
		return queue.Finish{Window: s.Room, Outcome: "concluded"}
	case 14:
		return []queue.Command{queue.Pass{Window: s.Room}, queue.Hold{Window: s.Room, For: time.Duration(b) * time.Second}, queue.Transfer{Window: s.Room, Service: "legal"}}[a%3]
	}
	return []queue.Command{queue.OpenWindow{Window: s.Room}, queue.Start{Window: s.Room}, queue.Recall{Window: s.Room}}[a%3]
}

// sides holds sessions against their tickets once a command's events are applied: who
// follows a lead follows one that is in hand for the same session, all who are there are
// called as one, and nobody waits for a session that is over.
func (m *model) sides() {
	place := map[queue.TicketID]queue.SessionID{}
	for _, s := range m.lobby.Sessions() {
		lead := m.lobby.Ticket(s.Lead)
		if (s.State == queue.SessionCalled) != (lead != nil && lead.State.InHand() && lead.Session == s.ID && lead.Window == s.Room) {
			m.t.Fatalf("session %d is %s with the lead %+v", s.ID, s.State, lead)
		}
		ready := s.Count(queue.SideHere)+s.Count(queue.SideConnected) == len(s.Sides)
		if s.State != queue.SessionOver && ready != !s.Ready.IsZero() {
			m.t.Fatalf("session %d is ready since %v: %+v", s.ID, s.Ready, s.Sides)
		}
		for i := range s.Sides {
			side := &s.Sides[i]
			t := m.lobby.Ticket(side.Ticket)
			if t == nil || s.State == queue.SessionOver || t.Session != s.ID {
				continue
			}
			if place[t.ID] != 0 {
				m.t.Fatalf("ticket %d is a side of sessions %d and %d", t.ID, place[t.ID], s.ID)
			}
			place[t.ID] = s.ID
			if (side.State == queue.SideHere) != (!t.State.Over() && t.State != queue.NoShow) {
				m.t.Fatalf("session %d says %s of ticket %d, which is %s", s.ID, side.State, t.ID, t.State)
			}
			if t.State == queue.Waiting || t.State.InHand() && s.Lead != t.ID {
				m.t.Fatalf("ticket %d of session %d is %s alone", t.ID, s.ID, t.State)
			}
			if s.State == queue.SessionCalled && t.State == queue.Held && t.With != s.Lead {
				m.t.Fatalf("session %d was called without ticket %d", s.ID, t.ID)
			}
		}
	}
	for t := range m.lobby.Tickets() {
		if t.With != 0 {
			lead := m.lobby.Ticket(t.With)
			if lead == nil || !lead.State.InHand() || lead.Session != t.Session || lead.With != 0 || t.State != queue.Held || t.As != lead.State && lead.State == queue.Called {
				m.t.Fatalf("ticket %d (%s as %s) follows %+v", t.ID, t.State, t.As, lead)
			}
		}
		if t.State == queue.Held && t.HoldReason == queue.HeldSession && place[t.ID] == 0 {
			m.t.Fatalf("ticket %d waits for session %d in vain", t.ID, t.Session)
		}
	}
}

// meets is how a session stands, in words; sides may have come or gone since.
func (m *model) meets(id queue.SessionID) string {
	s := m.lobby.Session(id)
	if s == nil {
		return ""
	}
	return fmt.Sprint("|", s.ID, s.State, s.Room, s.Lead, s.Called, s.Ended, s.Why)
}
