package queue_test

import (
	"time"

	"onedoor/queue"
)

// hall gives the commands of a supervisor about the hall.
func (m *model) hall(a, b byte, w queue.WindowID, s queue.ServiceID, id queue.TicketID) queue.Command {
	services := []queue.ServiceID{"legal", "labour", "mediation", "court"}
	other := services[int(a>>4)%len(services)]
	switch a % 8 {
	case 0:
		return queue.AssignWindow{Window: w, Services: services[b%4:], Sure: b&16 > 0}
	case 1:
		return queue.AssignWindow{Window: w, Sure: true}
	case 2:
		return queue.Move{Tickets: []queue.TicketID{id}, Service: s, Window: map[byte]queue.WindowID{0: w}[b%3]}
	case 3:
		return queue.Move{From: other, Service: s, Sure: b&1 > 0}
	case 4:
		return queue.ShutService{
			Service: s, Then: []queue.ShutRule{queue.ShutServe, queue.ShutTell, queue.ShutMove}[b%3],
			To: map[byte]queue.ServiceID{2: other}[b%3], Reason: []string{"", "system", "staff"}[b>>2%3], Sure: b&64 > 0,
		}
	case 5:
		return queue.ReopenService{Service: s}
	}
	if list := m.lobby.Alerts(); len(list) > 0 {
		return queue.SeeAlert{Alert: list[int(b)%len(list)].ID}
	}
	return queue.SeeAlert{Alert: 1}
}

// hallHolds: an alert stands once for each thing and isn't over at once, and what is so for the day is no part of
// the file's rules.
func (m *model) hallHolds(e *queue.Event) {
	type about struct {
		kind    queue.AlertKind
		service queue.ServiceID
		device  string
	}
	seen := map[about]bool{}
	for _, a := range m.lobby.Alerts() {
		key := about{a.Kind, a.Service, a.Device}
		if seen[key] {
			m.t.Fatalf("two alerts about %+v", key)
		}
		seen[key] = true
	}
	if over, ok := e.Data.(queue.AlertOverData); ok && over.LastedS < int64(time.Minute/time.Second) && m.lobby.Rules().Alerts != nil &&
		m.lobby.Rules().Service(over.Service) != nil {
		m.t.Fatalf("an alert was over after %d s", over.LastedS)
	}
	for i := range m.lobby.Rules().Windows {
		w := &m.lobby.Rules().Windows[i]
		filed := m.lobby.Filed().Window(w.ID)
		if filed == nil || !m.lobby.Assigned(w.ID) && len(filed.Services) != len(w.Services) {
			m.t.Fatalf("window %s takes %v, by the file %+v", w.ID, w.Services, filed)
		}
	}
	if d, ok := e.Data.(queue.IssuedData); ok {
		if _, shut := m.lobby.ShutOf(d.Service); shut {
			if _, staff := e.Actor.Staff(); !staff {
				m.t.Fatalf("a number of %s, which is closed for the day", d.Service)
			}
		}
	}
}
