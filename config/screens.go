package config

import (
	"fmt"
	"math"
	"slices"

	"onedoor/queue"
)

func (b *builder) readScreens(root *table) {
	for _, v := range root.items("screens") {
		t, ok := b.table(v, "a screen")
		if !ok {
			continue
		}
		id := t.needID("id", "id: hall")
		t.what = about(aScreen, id)
		windows := b.windowList(t, t.what+" shows no window")
		floor, zone := t.maybeID("floor"), t.maybeID("zone")
		s := queue.Screen{
			ID: queue.ScreenID(id.id), Name: t.needNames("name"), Windows: known[queue.WindowID](windows),
			Floor: queue.FloorID(floor.id), Zone: queue.ZoneID(zone.id), Sight: b.sight(t),
		}
		token := b.token(t)
		if _, given := t.get("windows"); given && floor.id != "" {
			b.bad(floor.at, t.what+" names windows and a floor", "keep the one that says whose calls it shows")
		}
		t.done()
		b.name(aWindow, t.what, windows...)
		b.name(aFloor, t.what, floor)
		if b.define(aScreen, id) {
			b.rules.Screens = append(b.rules.Screens, s)
			if token != "" {
				b.centre.ScreenTokens[s.ID] = token
			}
		}
	}
}

// sight reads how a screen hangs: its size and the furthest reader.
func (b *builder) sight(t *table) queue.Sight {
	s := queue.Sight{
		WidthMM: t.number("width_mm", 0, 100, 20_000), Upright: t.yes("upright", false),
		DistanceCM: 100 * t.number("distance", 0, 1, 60),
	}
	inches := t.number("diagonal", 0, 10, 300)
	switch {
	case inches > 0 && s.WidthMM > 0:
		b.bad(t.spotOfKey("diagonal"), t.what+" has a diagonal and a width", `keep "diagonal" for a television, "width_mm" for a picture of another shape`)
	case inches > 0:
		s.WidthMM = widthOf(inches, s.Upright)
	}
	return s
}

// widthOf is the width in millimetres of a television of 16 : 9 as it hangs.
func widthOf(inches int, upright bool) int {
	side := 16.0
	if upright {
		side = 9
	}
	return int(math.Round(25.4 * float64(inches) * side / math.Hypot(16, 9)))
}

// checkShown warns of windows whose calls nobody would see, and of screens on which the
// furthest visitor couldn't read them.
func (b *builder) checkShown() {
	for i := range b.rules.Windows {
		w := &b.rules.Windows[i]
		if len(b.rules.Screens) > 0 && !slices.ContainsFunc(b.rules.Screens, func(s queue.Screen) bool { return b.rules.Shows(&s, w) }) {
			b.warn(b.defs[aWindow][string(w.ID)], fmt.Sprintf("no screen shows the calls of the window %q", w.ID), `name it in "windows" of a screen`)
		}
	}
	for i := range b.rules.Screens {
		s := &b.rules.Screens[i]
		if reach := s.Reach(len(b.rules.Shown(s))); reach < s.Distance() {
			b.warn(b.defs[aScreen][string(s.ID)],
				fmt.Sprintf("numbers on the screen %q, %d mm wide, are read up to %.1f m away, not %d m", s.ID, s.Width(), float64(reach)/1000, s.Distance()/1000),
				fmt.Sprintf("hang one at least %d mm wide, or nearer, and write its diagonal and distance", int(math.Ceil(float64(s.Width())*float64(s.Distance())/float64(reach)/10)*10)))
		}
	}
}
