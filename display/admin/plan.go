package admin

import (
	"strconv"
	"time"

	"onedoor/display"
	"onedoor/queue"
)

// plans draws the floors that have a plan, with each window as it stands.
func (b *hallBuilder) plans() {
	broken := map[queue.KioskID]bool{}
	for _, h := range b.health.Kiosks {
		broken[h.ID] = b.now.Sub(h.Seen) > kioskDeaf || h.Frozen()
	}
	for i := range b.d.Floors {
		f := &b.d.Floors[i]
		rule := b.floor(f.Windows)
		m := display.HallMarks{Windows: map[queue.WindowID]display.HallSpot{}, Kiosks: broken, Now: b.now}
		for _, w := range f.Windows {
			m.Windows[w.ID] = b.spot(w)
		}
		waiting := 0
		for j := range b.d.Services {
			s := &b.d.Services[j]
			if r := b.rules.Service(s.ID); r != nil && r.Floor == rule {
				waiting += s.Heads
				m.Over = m.Over || s.Over
			}
		}
		m.Waiting = b.t("plan_waiting", "n", waiting)
		f.Plan = b.a.Kit.HallPlan(b.lang, rule, m)
		f.Says = m.Waiting + strconv.FormatBool(m.Over) + b.brokenOn(rule, broken)
	}
}

// floor is where windows are.
func (b *hallBuilder) floor(list []hallWindow) queue.FloorID {
	for _, w := range list {
		if r := b.rules.Window(w.ID); r != nil {
			return r.Floor
		}
	}
	return ""
}

// brokenOn names the broken kiosks of a floor, for comparing.
func (b *hallBuilder) brokenOn(id queue.FloorID, broken map[queue.KioskID]bool) (names string) {
	f := b.rules.Floor(id)
	if f == nil || f.Plan == nil {
		return ""
	}
	for _, k := range f.Plan.Kiosks {
		if broken[k.Kiosk] {
			names += " " + string(k.Kiosk)
		}
	}
	return names
}

// spot is how a window stands on the plan.
func (b *hallBuilder) spot(w hallWindow) display.HallSpot {
	s := display.HallSpot{Number: w.Number, Since: w.Since, Moved: w.Moved}
	switch {
	case w.Number != "" && w.Serving:
		s.Kind, s.Word, s.Brief = "serving", b.t("serving"), b.t("plan_serving")
	case w.Number != "":
		s.Kind, s.Word, s.Brief = "called", b.t("called"), b.t("plan_called")
	case w.State == queue.WindowOpen:
		s.Kind, s.Word = "free", b.t("free")
	case w.State == queue.WindowPaused:
		s.Kind, s.Word = "paused", b.t("paused")
	default:
		s.Kind, s.Word = "closed", b.t("closed")
	}
	if s.Kind == "closed" {
		s.Since = time.Time{} // nobody asks for how long
	}
	return s
}
