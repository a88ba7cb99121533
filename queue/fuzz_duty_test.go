package queue_test

import (
	"fmt"
	"time"

	"onedoor/queue"
)

// dutiful adds quotas, a roster, somebody on call, somebody who stands in, and hours to
// rules.
func dutiful(r *queue.Rules) *queue.Rules {
	r.Policy.PageS = 120
	for i := range r.Services {
		s := &r.Services[i]
		switch s.ID {
		case "legal":
			s.Quota = &queue.Quota{Morning: 4, Afternoon: 6}
			s.Hours, s.Closing = daily(queue.Span{From: 8 * 60, To: 18 * 60}), queue.ClosingTell
			s.Last = &queue.LastTicket{Estimate: true}
		case "mediation":
			s.Quota = &queue.Quota{Afternoon: 3}
			s.Person, s.Anyone, s.ByRoster = "xiao", "legal", true
		case "court":
			s.Hours, s.Closing = daily(queue.Span{From: 9 * 60, To: 17 * 60}), queue.ClosingCarry
		}
	}
	for i := range r.Staff {
		p := &r.Staff[i]
		if p.ID == "xiao" {
			p.Roster, p.Fallback = daily(queue.Span{From: 9 * 60, To: 12 * 60}, queue.Span{From: 14 * 60, To: 20 * 60}), queue.Anybody
		}
		if p.ID == "anna" {
			p.OnCall, p.Fallback = true, "xiao"
		}
	}
	return r
}

// duty gives a command about who is there and how many come.
func (m *model) duty(a, b byte, w queue.WindowID, s queue.ServiceID) queue.Command {
	id, _ := m.pick(int(b))
	staff := []queue.StaffID{"anna", "xiao", "boss"}[a%3]
	switch a / 3 % 8 {
	case 0:
		return queue.LeaveDuty{Staff: staff, For: time.Duration(b%8) * time.Hour, Reason: "leave"}
	case 1:
		return queue.ResumeDuty{Staff: staff}
	case 2:
		return queue.Anyone{Ticket: id}
	case 3:
		return queue.CallIn{Staff: staff, Service: s}
	case 4:
		return queue.AnswerPage{Staff: staff, Minutes: int(b % 30)}
	case 5:
		return queue.PauseWindow{Window: w, Reason: "meeting", For: time.Duration(b) * time.Minute}
	case 6:
		m.do(queue.ByStaff(staff), queue.OpenWindow{Window: w})
		m.do(queue.ByStaff(staff), queue.Next{Window: w})
	}
	seed := queue.Seed{0: 77, 1: a, 2: b, 12: byte(len(m.events)), 13: byte(len(m.events) >> 8)}
	m.do("kiosk:main", queue.Issue{Service: s, Anyone: b&64 > 0, Seed: seed})
	seed[3] = 1
	return queue.Issue{Service: s, Over: b&128 > 0, Seed: seed}
}

// dutyHolds: quotas hold, and who is on leave calls nobody.
func (m *model) dutyHolds(e *queue.Event) {
	switch d := e.Data.(type) {
	case queue.IssuedData:
		if d.Half == "" {
			return
		}
		half := fmt.Sprint(e.Day, d.Service, d.Half)
		m.halves[d.Ticket] = half
		if s := m.lobby.Rules().Service(d.Service); !d.Over {
			most, n := s.Quota.Morning, 0
			if d.Half == queue.Afternoon {
				most = s.Quota.Afternoon
			}
			for id, h := range m.halves {
				if h == half && m.known[id] != queue.Cancelled {
					n++
				}
			}
			if most > 0 && n > most {
				m.t.Fatalf("%s is number %d of %s, %d are allowed", d.Number, n, half, most)
			}
		}
	case queue.AnyoneData:
		if m.lobby.Ticket(d.Ticket).Half == "" { // it waits for another service now
			delete(m.halves, d.Ticket)
		}
	case queue.TicketMovedData:
		if m.lobby.Ticket(d.Ticket).Half == "" {
			delete(m.halves, d.Ticket)
		}
	case queue.CalledData:
		if _, away := m.lobby.Absence(d.Staff); away {
			m.t.Fatalf("%s on leave calls %s", d.Staff, d.Number)
		}
	}
	for _, s := range m.lobby.Rules().Services {
		if g := m.lobby.Given(s.ID); g.Morning < 0 || g.Afternoon < 0 {
			m.t.Fatalf("%s gives %s out %+v times", e.Type, s.ID, g)
		}
	}
}
