package admin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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

// alerts is a list of one alert, or of none.
func alerts(id queue.AlertID) []queue.AlertID {
	if id == 0 {
		return nil
	}
	return []queue.AlertID{id}
}

// waits tells who waits before closed windows, who waits longer than anybody may, and what is beyond the
// thresholds of the queues: a line a service, those that nobody serves first, then those with most people.
func (b *hallBuilder) waits() {
	order := make([]*hallService, len(b.d.Services))
	for i := range order {
		order[i] = &b.d.Services[i]
	}
	slices.SortStableFunc(order, func(x, y *hallService) int {
		if (x.Open == 0) != (y.Open == 0) {
			if x.Open == 0 {
				return -1
			}
			return 1
		}
		return cmp.Compare(y.Waiting, x.Waiting)
	})
	b.propose()
	for _, s := range order {
		b.queued(s)
	}
	b.beyond()
}

// propose finds a window to open for each service that nobody serves, or too few do: each window once, and in the
// order of the rules, so that a proposal stays while the queues change.
func (b *hallBuilder) propose() {
	taken := map[queue.WindowID]bool{}
	for _, nobody := range []bool{true, false} {
		for i := range b.d.Services {
			s := &b.d.Services[i]
			few := s.Open > 0 && b.about(queue.AlertWindow, s.ID, "") != 0
			if s.Shut != "" || nobody && (s.Waiting == 0 || s.Open > 0) || !nobody && !few {
				continue
			}
			if w := b.closedFor(s.ID, taken); w != nil {
				taken[w.ID], b.opens[s.ID] = true, w
			}
		}
	}
}

// closedFor gives the first window that takes a service, that somebody who is there may open and that isn't taken; nil: there is none.
func (b *hallBuilder) closedFor(id queue.ServiceID, taken map[queue.WindowID]bool) *hallWindow {
	for _, f := range b.d.Floors {
		for i := range f.Windows {
			w := &f.Windows[i]
			if r := b.rules.Window(w.ID); r != nil && r.Serves(id) && w.State != queue.WindowOpen && !taken[w.ID] && b.l.Opens(w.ID) {
				return w
			}
		}
	}
	return nil
}

// queued says in one line what is beyond its threshold about a service.
func (b *hallBuilder) queued(s *hallService) {
	wait, long := b.alert(b.about(queue.AlertWait, s.ID, "")), b.alert(b.about(queue.AlertQueue, s.ID, ""))
	window := b.about(queue.AlertWindow, s.ID, "")
	n := need{Key: "service-" + string(s.ID), Icon: "people", Sheet: "services/" + string(s.ID), Do: b.t("look")}
	say := func(id queue.AlertID, sentence string) {
		n.Alerts = append(n.Alerts, alerts(id)...)
		if n.Sentence != "" {
			sentence = b.t("need_both", "first", n.Sentence, "then", sentence)
		}
		n.Sentence = sentence
	}
	switch {
	case s.Waiting > 0 && s.Shut != "" && s.Open == 0:
		say(b.about(queue.AlertNobody, s.ID, ""), b.t("need_shut_nobody", "service", s.Name, "n", s.Waiting))
	case s.Waiting > 0 && s.Shut != "" && window != 0:
		say(window, b.t("need_shut", "service", s.Name, "n", s.Waiting, "open", s.Open))
	case s.Waiting > 0 && s.Open == 0 && s.Gone != "":
		say(b.about(queue.AlertNobody, s.ID, ""), b.t("need_person_away", "service", s.Name, "n", s.Waiting, "gone", s.Gone))
	case s.Waiting > 0 && s.Open == 0:
		say(b.about(queue.AlertNobody, s.ID, ""), b.t("need_unserved", "service", s.Name, "n", s.Waiting))
	case window != 0 && s.Open > 0:
		n.Icon = "door"
		say(window, b.t("need_alert_window", "service", s.Name, "n", s.Waiting, "open", s.Open))
	}
	counted := n.Sentence != "" // how many wait was said
	if counted {
		n.Urgent = true
		if w := b.opens[s.ID]; w != nil {
			n.Sheet, n.Do = "windows/"+string(w.ID), b.t("open_it", "window", w.Label)
		}
	}
	switch {
	case wait == nil:
	case counted:
		say(wait.ID, b.t("need_also_wait", "minutes", s.Longest, "limit", strconv.Itoa(wait.Limit/60)))
	default:
		n.Icon, n.Urgent = "clock", s.Over
		say(wait.ID, b.t("need_alert_wait", "service", s.Name, "minutes", s.Longest, "limit", strconv.Itoa(wait.Limit/60)))
	}
	switch {
	case long == nil:
	case counted:
		n.Alerts = append(n.Alerts, long.ID)
	case wait != nil:
		say(long.ID, b.t("need_also_queue", "n", s.Waiting, "limit", long.Limit))
	default:
		say(long.ID, b.t("need_alert_queue", "service", s.Name, "n", s.Waiting, "limit", long.Limit))
	}
	if n.Sentence != "" {
		b.d.Needs = append(b.d.Needs, n)
	}
}

// overNamed is how many of those beyond the bound are named.
const overNamed = 4

// beyond names who waits longer than anybody may.
func (b *hallBuilder) beyond() {
	if len(b.over) == 0 {
		return
	}
	slices.SortStableFunc(b.over, func(x, y overdue) int { return x.since.Compare(y.since) })
	first := b.over[0]
	names := make([]string, 0, overNamed)
	for _, t := range b.over[:min(len(b.over), overNamed)] {
		names = append(names, t.number)
	}
	who := strings.Join(names, b.a.Kit.T(b.lang, "common.list_comma"))
	if more := len(b.over) - overNamed; more > 0 {
		who = b.t("need_over_more", "who", who, "n", more)
	}
	b.d.Needs = append(b.d.Needs, need{
		Key: "over", Urgent: true, Icon: "clock", Sheet: "services/" + string(first.service), Do: b.t("look"),
		Sentence: b.t("need_over", "n", len(b.over), "minutes", b.rules.Policy.CeilingS/60, "who", who),
	})
}

// paper names the printers that print nothing, and what to do about them, and those that soon won't.
func (b *hallBuilder) paper() {
	for _, p := range b.d.Printers {
		key, alert := "printer-"+string(p.ID), b.about(queue.AlertPrinter, "", string(p.ID))
		what := b.t("need_printer", "device", p.Called, "what", p.Words, "time", p.Since, "do", p.Do)
		n := need{Key: key, Urgent: true, Icon: "printer", Sentence: what, Alerts: alerts(alert)}
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
}

// machines names what else was found broken.
func (b *hallBuilder) machines() {
	for _, g := range b.d.Devices {
		for _, d := range g.Devices {
			if d.Bad || d.Weak {
				b.d.Needs = append(b.d.Needs, need{
					Key: g.Kind + "-" + d.ID, Urgent: d.Bad, Icon: g.Icon, Sentence: b.t("need_device", "device", d.Name, "what", d.Words),
					Alerts: alerts(b.about(g.Alert, "", d.ID)),
				})
			}
		}
	}
	if id := b.about(queue.AlertDisk, "", ""); id != 0 {
		b.d.Needs = append(b.d.Needs, need{Key: "room", Icon: "warning", Alerts: alerts(id), Sentence: b.t("need_disk", "room", b.room())})
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
