package admin

import (
	"context"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// alarms holds the board of devices against the thresholds of the rules and tells the queue when one has been bad
// for longer, or well again for a while: the board is in memory, only its alarms are events.
type alarms struct {
	bad  map[alarm]time.Time // since when each device is bad
	well map[alarm]time.Time // since when each that was told of is well
	told map[alarm]bool
}

// alarm is a device that may be bad.
type alarm struct {
	kind   queue.AlertKind
	device string
}

// wellFor is for how long a device is well before its alert is over.
const wellFor = 20 * time.Second

// watch looks at everything once and gives the commands that tell of it.
func (w *alarms) watch(now time.Time, r *queue.AlertRules, states map[alarm]bool, room int64) (list []queue.NoteDevice) {
	for a, bad := range states {
		limit := time.Duration(r.Device(a.kind)) * time.Second
		if a.kind == queue.AlertDisk {
			limit = 0
		}
		if !bad {
			delete(w.bad, a)
			if since, ok := w.well[a]; !ok {
				w.well[a] = now
			} else if w.told[a] && now.Sub(since) >= wellFor {
				delete(w.told, a)
				list = append(list, queue.NoteDevice{Kind: a.kind, Device: a.device})
			}
			continue
		}
		delete(w.well, a)
		since, ok := w.bad[a]
		if !ok {
			w.bad[a], since = now, now
		}
		if r.Device(a.kind) > 0 && !w.told[a] && now.Sub(since) >= limit {
			w.told[a] = true
			list = append(list, queue.NoteDevice{Kind: a.kind, Device: a.device, Bad: true, Value: int(room)})
		}
	}
	return list
}

// alarm looks at the devices and tells the queue what has become bad or well.
func (a *Admin) alarm(ctx context.Context, w *alarms) {
	rules, now := a.Queue.Rules(), a.Queue.Now()
	if rules == nil || rules.Alerts == nil {
		return
	}
	room, known := a.lastRoom()
	states := statesOf(a.Board.Snapshot(), rules, now)
	if known {
		states[alarm{queue.AlertDisk, ""}] = room < int64(rules.Alerts.DiskMB)
	}
	for _, c := range w.watch(now, rules.Alerts, states, room) {
		if _, err := a.Queue.Do(ctx, queue.Request{Command: c, Actor: queue.System}); err != nil {
			w.told[alarm{c.Kind, c.Device}] = !c.Bad // it is told again
			a.Log.Warn("alarm not kept", "kind", c.Kind, "err", err)
		}
	}
}

// statesOf says of each device that was heard of whether it is bad now.
func statesOf(h display.Health, r *queue.Rules, now time.Time) map[alarm]bool {
	states := map[alarm]bool{}
	for _, p := range h.Printers {
		states[alarm{queue.AlertPrinter, string(p.ID)}] = !p.Well() && p.State != display.PrinterUnknown
	}
	for _, k := range h.Kiosks {
		if r.Kiosk(k.ID) != nil {
			states[alarm{queue.AlertKiosk, string(k.ID)}] = now.Sub(k.Seen) > kioskDeaf || k.Frozen()
		}
	}
	for _, s := range h.Screens {
		a := alarm{queue.AlertScreen, string(s.ID)}
		if silent := now.Sub(s.Seen) > screenDeaf; r.Screen(s.ID) != nil { // of several browsers one is enough
			states[a] = silent && (states[a] || !has(states, a))
		}
	}
	for id := range h.Gone {
		if r.Screen(id) != nil {
			states[alarm{queue.AlertScreen, string(id)}] = true
		}
	}
	for _, s := range h.Voice.Speakers {
		states[alarm{queue.AlertVoice, string(s.Zone)}] = !s.Fails.IsZero()
	}
	return states
}

func has(states map[alarm]bool, a alarm) bool {
	_, ok := states[a]
	return ok
}
