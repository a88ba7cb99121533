package queue

import "maps"

// AreaID names a part of a floor's plan: a room or a place to wait.
type AreaID string

// FloorPlan is a floor seen from above. Everything is counted in whole units of the
// plan's own, as half metres, from its upper left corner: x to the right, y down.
type FloorPlan struct {
	Width  int `json:"width"`  // 10–1000
	Height int `json:"height"` // 10–1000

	Rooms []Room `json:"rooms,omitempty"`
	Waits []Area `json:"waits,omitempty"` // where people wait; the first is the floor's own

	Entrance []Point `json:"entrance,omitempty"`
	Lift     []Point `json:"lift,omitempty"`
	Stairs   []Point `json:"stairs,omitempty"`
	Desk     []Point `json:"desk,omitempty"`

	Windows []WindowSpot `json:"windows,omitempty"` // in the order of their ids
	Kiosks  []KioskSpot  `json:"kiosks,omitempty"`  // in the order of their ids
}

// Point is a place on a plan.
type Point struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// Room is what walls surround.
type Room struct {
	ID      AreaID  `json:"id"`
	Name    Text    `json:"name,omitempty"` // empty: nothing for visitors
	Outline []Point `json:"outline"`        // its corners in order, three or more
}

// Area is a rectangle in which people wait.
type Area struct {
	ID     AreaID `json:"id"`
	Name   Text   `json:"name,omitempty"` // as a side's Wait names it; empty: the floor's own Wait
	X      int    `json:"x"`
	Y      int    `json:"y"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// WindowSpot is where a window's visitors stand or enter.
type WindowSpot struct {
	Window WindowID `json:"window"`
	Point
}

// KioskSpot is where a kiosk stands.
type KioskSpot struct {
	Kiosk KioskID `json:"kiosk"`
	Point
}

// Wait gives a place to wait by its id, or nil.
func (p *FloorPlan) Wait(id AreaID) *Area {
	for i := range p.Waits {
		if p.Waits[i].ID == id {
			return &p.Waits[i]
		}
	}
	return nil
}

// Window gives where a window is; ok is false when the plan doesn't show it.
func (p *FloorPlan) Window(id WindowID) (at Point, ok bool) {
	for _, w := range p.Windows {
		if w.Window == id {
			return w.Point, true
		}
	}
	return Point{}, false
}

// Kiosk gives where a kiosk stands; ok is false when the plan doesn't show it.
func (p *FloorPlan) Kiosk(id KioskID) (at Point, ok bool) {
	for _, k := range p.Kiosks {
		if k.Kiosk == id {
			return k.Point, true
		}
	}
	return Point{}, false
}

// WaitOf gives where the plan has people of a side wait, or of any other ticket when the side
// is nil; nil when the plan doesn't show it.
func (p *FloorPlan) WaitOf(side *SideRule) *Area {
	if side == nil || len(side.Wait) == 0 {
		if len(p.Waits) == 0 {
			return nil
		}
		return &p.Waits[0]
	}
	for i := range p.Waits {
		if maps.Equal(p.Waits[i].Name, side.Wait) {
			return &p.Waits[i]
		}
	}
	return nil
}
