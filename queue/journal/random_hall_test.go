package journal_test

import (
	"testing"

	"onedoor/queue"
)

// hall is a thing that a supervisor does, or an alert of a device.
func (d *day) hall(t *testing.T, w queue.WindowID) {
	services := []queue.ServiceID{"legal", "labour", "mediation", "court"}
	switch d.rng.IntN(6) {
	case 0:
		d.do(t, "staff:boss", queue.AssignWindow{Window: w, Services: services[d.rng.IntN(4):], Sure: true})
	case 1:
		d.do(t, "staff:boss", queue.Move{Tickets: []queue.TicketID{d.ticket().ID}, Service: pick(d, services...)})
	case 2:
		d.do(t, "staff:boss", queue.Move{From: pick(d, services...), Service: pick(d, services...), Sure: true})
	case 3:
		d.do(t, "staff:boss", queue.ShutService{Service: pick(d, services...), Then: pick(d, queue.ShutServe, queue.ShutTell), Reason: pick(d, "", "system"), Sure: true})
		d.do(t, "staff:boss", queue.ReopenService{Service: pick(d, services...)})
	case 4:
		d.do(t, queue.System, queue.NoteDevice{Kind: queue.AlertScreen, Device: "hall", Bad: d.rng.IntN(2) == 0})
	case 5:
		d.q.View(func(l *queue.Lobby) { services = l.Shuts() })
		for _, s := range services {
			d.do(t, "staff:boss", queue.ReopenService{Service: s})
		}
		var alerts []queue.Alert
		d.q.View(func(l *queue.Lobby) { alerts = l.Alerts() })
		if len(alerts) > 0 {
			d.do(t, "staff:boss", queue.SeeAlert{Alert: pick(d, alerts...).ID})
		}
	}
}
