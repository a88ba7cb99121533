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
		m.Waits, f.Says = b.waitsOn(rule)
		f.Plan = b.a.Kit.HallPlan(b.lang, rule, m)
		f.Says += b.brokenOn(rule, broken)
		if r := b.rules.Floor(rule); f.Plan != "" {
			for _, w := range f.Windows {
				if _, shown := r.Plan.Window(w.ID); !shown {
					f.Off = append(f.Off, w)
				}
			}
		}
	}
}

// gathered are people who wait in one place.
type gathered struct {
	heads int
	over  bool // somebody longer than anybody may
}

// gather counts a ticket that waits to the place of the plan where its people do. In the view.
func (b *hallBuilder) gather(t *queue.Ticket, over bool) {
	s := b.rules.Service(t.Service)
	if s == nil {
		return
	}
	f := b.rules.Floor(s.Floor)
	if f == nil || f.Plan == nil {
		return
	}
	a := f.Plan.WaitOf(s.Side(t.Side))
	if a == nil {
		return
	}
	if b.areas[f.ID] == nil {
		b.areas[f.ID] = map[queue.AreaID]gathered{}
	}
	g := b.areas[f.ID][a.ID]
	g.heads += t.Party
	g.over = g.over || over
	b.areas[f.ID][a.ID] = g
}

// waitsOn says of every place to wait on a floor who waits there, and the same in one text, for comparing.
func (b *hallBuilder) waitsOn(id queue.FloorID) (list map[queue.AreaID]display.HallWait, says string) {
	f := b.rules.Floor(id)
	if f == nil || f.Plan == nil {
		return nil, ""
	}
	list = map[queue.AreaID]display.HallWait{}
	for i := range f.Plan.Waits {
		a := &f.Plan.Waits[i]
		g := b.areas[id][a.ID]
		list[a.ID] = display.HallWait{Heads: g.heads, Words: b.t("plan_waiting", "n", g.heads), Over: g.over}
		says += " " + strconv.Itoa(g.heads) + strconv.FormatBool(g.over)
	}
	return list, says
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
