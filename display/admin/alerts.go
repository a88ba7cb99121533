package admin

import (
	"strconv"

	"onedoor/queue"
)

// alert gives an alert that lasts, or nil.
func (b *hallBuilder) alert(id queue.AlertID) *queue.Alert {
	for i := range b.alerts {
		if b.alerts[i].ID == id {
			return &b.alerts[i]
		}
	}
	return nil
}

// about gives the alert about a service or a device; 0: there is none.
func (b *hallBuilder) about(k queue.AlertKind, s queue.ServiceID, device string) queue.AlertID {
	for _, a := range b.alerts {
		if a.Kind == k && a.Service == s && a.Device == device {
			return a.ID
		}
	}
	return 0
}

// waits tells who waits before closed windows, who waits longer than anybody may, and what is beyond the
// thresholds of the queues.
func (b *hallBuilder) waits() {
	for i := range b.d.Services {
		s := &b.d.Services[i]
		key, sheet := string(s.ID), "services/"+string(s.ID)
		if s.Waiting > 0 && s.Open == 0 {
			n := need{
				Key: "nobody-" + key, Urgent: true, Icon: "people", Sentence: b.t("need_unserved", "service", s.Name, "n", s.Waiting),
				Alert: b.about(queue.AlertNobody, s.ID, ""),
			}
			b.toOpen(&n, s.ID)
			b.d.Needs = append(b.d.Needs, n)
		}
		if a := b.alert(b.about(queue.AlertWindow, s.ID, "")); a != nil && s.Open > 0 {
			n := need{
				Key: "window-" + key, Icon: "door", Alert: a.ID, Urgent: true,
				Sentence: b.t("need_alert_window", "service", s.Name, "n", s.Waiting, "open", s.Open),
			}
			b.toOpen(&n, s.ID)
			b.d.Needs = append(b.d.Needs, n)
		}
		if a := b.alert(b.about(queue.AlertWait, s.ID, "")); a != nil {
			b.d.Needs = append(b.d.Needs, need{
				Key: "wait-" + key, Icon: "clock", Alert: a.ID, Urgent: s.Over, Sheet: sheet, Do: b.t("look"),
				Sentence: b.t("need_alert_wait", "service", s.Name, "minutes", s.Longest, "limit", strconv.Itoa(a.Limit/60)),
			})
		}
		if a := b.alert(b.about(queue.AlertQueue, s.ID, "")); a != nil {
			b.d.Needs = append(b.d.Needs, need{
				Key: "queue-" + key, Icon: "people", Alert: a.ID, Sheet: sheet, Do: b.t("look"),
				Sentence: b.t("need_alert_queue", "service", s.Name, "n", s.Waiting, "limit", a.Limit),
			})
		}
	}
	if b.over > 0 {
		n := need{Key: "over", Urgent: true, Icon: "clock", Sentence: b.t("need_over", "n", b.over, "minutes", b.rules.Policy.CeilingS/60)}
		for i := range b.d.Services {
			if s := &b.d.Services[i]; s.Over && n.Sheet == "" {
				n.Sheet, n.Do = "services/"+string(s.ID), b.t("look")
			}
		}
		b.d.Needs = append(b.d.Needs, n)
	}
}

// toOpen offers the first window that takes a service and isn't open, or else the service's sheet.
func (b *hallBuilder) toOpen(n *need, id queue.ServiceID) {
	n.Sheet, n.Do = "services/"+string(id), b.t("look")
	for _, f := range b.d.Floors {
		for _, w := range f.Windows {
			if r := b.rules.Window(w.ID); r != nil && r.Serves(id) && w.State != queue.WindowOpen {
				n.Sheet, n.Do = "windows/"+string(w.ID), b.t("open_it", "window", w.Label)
				return
			}
		}
	}
}

// machines names what was found broken among the devices, and what to do about
// a printer.
func (b *hallBuilder) machines() {
	for _, p := range b.d.Printers {
		key, alert := "printer-"+string(p.ID), b.about(queue.AlertPrinter, "", string(p.ID))
		what := b.t("need_printer", "device", p.Called, "what", p.Words, "time", p.Since, "do", p.Do)
		n := need{Key: key, Urgent: true, Icon: "printer", Sentence: what, Alert: alert}
		switch {
		case p.Bad && p.Instead != "":
			n.Sentence = b.t("need_instead", "what", what, "instead", p.Instead)
			b.d.Needs = append(b.d.Needs, n)
		case p.Bad:
			b.d.Needs = append(b.d.Needs, n)
		case p.Weak:
			b.soon(key, "printer", b.t("need_printer_soon", "device", p.Called, "what", p.Words, "do", p.Do), "")
		}
	}
	for _, g := range b.d.Devices {
		for _, d := range g.Devices {
			if d.Bad || d.Weak {
				b.d.Needs = append(b.d.Needs, need{
					Key: g.Kind + "-" + d.ID, Urgent: d.Bad, Icon: g.Icon, Sentence: b.t("need_device", "device", d.Name, "what", d.Words),
					Alert: b.about(g.Alert, "", d.ID),
				})
			}
		}
	}
	if id := b.about(queue.AlertDisk, "", ""); id != 0 {
		b.d.Needs = append(b.d.Needs, need{Key: "room", Icon: "warning", Alert: id, Sentence: b.t("need_disk", "room", b.room())})
	}
}

// house says how what the server stands on is: disk, clock, journal.
func (b *hallBuilder) house() {
	disk := device{ID: "disk", Name: b.t("disk"), Words: b.t("disk_room", "room", b.room())}
	if b.room() == "" {
		disk.Words, disk.Quiet = b.t("disk_unknown"), true
	}
	disk.Weak = b.about(queue.AlertDisk, "", "") != 0
	clock := device{ID: "clock", Name: b.t("clock"), Words: b.t("clock_fine")}
	if b.a.Queue.ClockDoubt() != "" {
		clock.Words, clock.Bad = b.t("clock_doubt"), true
	}
	journal := device{ID: "journal", Name: b.t("journal"), Words: b.t("journal_fine")}
	if b.a.Queue.Damaged() != nil || b.a.writeError() != nil {
		journal.Words, journal.Bad = b.t("journal_bad"), true
	}
	b.d.House = []device{disk, clock, journal}
}

// room is how much room the disk has, in words; "" when nobody knows.
func (b *hallBuilder) room() string {
	mb, known := b.a.lastRoom()
	switch {
	case !known:
		return ""
	case mb >= 10_000:
		return strconv.FormatInt(mb/1000, 10) + " GB"
	}
	return strconv.FormatInt(mb, 10) + " MB"
}
