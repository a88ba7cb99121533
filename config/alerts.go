package config

import (
	"time"

	"onedoor/queue"
)

// readAlerts reads beyond what the supervisor is told. Without the block nobody is told of anything; what it
// leaves out is as usual, and 0 switches one off.
func (b *builder) readAlerts(root *table) {
	if _, ok := root.get("alerts"); !ok {
		return
	}
	t := b.optional(root, "alerts", "alerts")
	a := &queue.AlertRules{
		WaitS:     t.seconds("wait", 30*time.Minute, 0, 12*time.Hour),
		Queue:     t.number("queue", 15, 0, 1000),
		PerWindow: t.number("per_window", 5, 0, 200),
		NobodyS:   t.seconds("nobody", 2*time.Minute, 0, 4*time.Hour),
		PrinterS:  t.seconds("printer", time.Minute, 0, time.Hour),
		ScreenS:   t.seconds("screen", time.Minute, 0, time.Hour),
		KioskS:    t.seconds("kiosk", 2*time.Minute, 0, time.Hour),
		VoiceS:    t.seconds("voice", time.Minute, 0, time.Hour),
		DiskMB:    t.number("disk", 500, 0, 1_000_000),
		AgainS:    t.seconds("again", 15*time.Minute, 0, 12*time.Hour),
	}
	for _, v := range t.items("services") {
		s, ok := b.table(v, "a service of the alerts")
		if !ok {
			continue
		}
		id := s.needID("service", "service: labour")
		b.name(aService, "alerts", id)
		a.Services = append(a.Services, queue.ServiceAlert{
			Service: queue.ServiceID(id.id),
			WaitS:   s.seconds("wait", 0, 0, 12*time.Hour),
			Queue:   s.number("queue", 0, 0, 1000),
		})
		s.done()
	}
	t.done()
	b.rules.Alerts = a
}
