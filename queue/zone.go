package queue

import "slices"

// Zone is the part of the house in which a call is heard. What its screens show is what is
// said there, one after the other.
type Zone struct {
	ID      ZoneID
	Screens []ScreenID // in the order of the config
	Floor   FloorID    // where its listeners are; empty: on several floors
	windows []WindowID
}

// Says says whether a window's calls are said in the zone.
func (z *Zone) Says(w WindowID) bool { return slices.Contains(z.windows, w) }

// ZoneOf gives the zone that a screen is heard in: the one it names, else the floor it is taken
// to hang on.
func (r *Rules) ZoneOf(s *Screen) ZoneID {
	if s.Zone != "" {
		return s.Zone
	}
	return ZoneID(r.hangsOn(s))
}

// hangsOn is the floor that a screen is taken to hang on: the one of all that it shows; a screen
// over several floors hangs where people come in, on the first floor of the config.
func (r *Rules) hangsOn(s *Screen) FloorID {
	floors := []FloorID{}
	if s.Floor != "" {
		floors = append(floors, s.Floor)
	}
	for _, id := range r.Shown(s) {
		if w := r.Window(id); !slices.Contains(floors, w.Floor) {
			floors = append(floors, w.Floor)
		}
	}
	switch {
	case len(floors) == 1:
		return floors[0]
	case len(r.Centre.Floors) > 0:
		return r.Centre.Floors[0].ID
	}
	return ""
}

// Zones lists the zones of the house's screens, in the order of the screens.
func (r *Rules) Zones() []Zone {
	var zones []Zone
	for i := range r.Screens {
		s := &r.Screens[i]
		id, floor := r.ZoneOf(s), r.hangsOn(s)
		at := slices.IndexFunc(zones, func(z Zone) bool { return z.ID == id })
		if at < 0 {
			zones = append(zones, Zone{ID: id, Floor: floor})
			at = len(zones) - 1
		}
		z := &zones[at]
		z.Screens = append(z.Screens, s.ID)
		if z.Floor != floor {
			z.Floor = ""
		}
		for _, w := range r.Shown(s) {
			if !z.Says(w) {
				z.windows = append(z.windows, w)
			}
		}
	}
	return zones
}
