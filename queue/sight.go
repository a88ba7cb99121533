package queue

import (
	"math"
	"slices"
)

// What a call-number screen must be for whoever looks at it from the back of the hall.
//
// A sign is read by the angle it stands in. ISO 9241-303 asks for capital letters of 20 to 22
// minutes of arc where one reads with ease and for 16 at least; an eye of full acuity tells
// letters of 5 apart, one that may drive (6/12) those of 10. A called number is held to 20
// minutes, where to go to 10: it is a word that one expects. So on the default screen a number
// that is read at 15 m has capitals of 87 mm.
const (
	numberArc = 20 // minutes of arc of a called number's capitals
	placeArc  = 10 // and of the characters that say where to go
)

// A screen that the config says nothing of: 55 inches across, 16 : 9, read from the back of a hall.
const (
	defaultWidthMM    = 1218
	defaultDistanceCM = 1500
)

// The largest number the page can show, in thousandths of the picture's width: the height of its
// capitals, with room for A1000 and for where to go, in a font of low capitals (WenQuanYi Micro Hei: 0.65
// of its size; Inter and Noto Sans: 0.73). Held by a test of the page in a browser.
const (
	numberShare        = 81
	numberShareUpright = 144
	windowShare        = 130 // of one window's own screen: nothing else is on it
	windowShareUpright = 182
)

// Sight is how a screen hangs. The zero value is 55 inches across and read at 15 m.
type Sight struct {
	WidthMM    int  `json:"width_mm,omitempty"`    // of the picture as it hangs
	Upright    bool `json:"upright,omitempty"`     // it hangs on its short side
	DistanceCM int  `json:"distance_cm,omitempty"` // to the furthest visitor who reads it
}

// Width is the picture's width as it hangs, in millimetres.
func (s Sight) Width() int {
	switch {
	case s.WidthMM > 0:
		return s.WidthMM
	case s.Upright:
		return defaultWidthMM * 9 / 16
	}
	return defaultWidthMM
}

// Distance is how far away the furthest reader stands, in millimetres.
func (s Sight) Distance() int {
	if s.DistanceCM > 0 {
		return s.DistanceCM * 10
	}
	return defaultDistanceCM * 10
}

// NumberMM is how high the capitals of a called number must be, in millimetres.
func (s Sight) NumberMM() float64 { return arc(numberArc, float64(s.Distance())) }

// PlaceMM is how high the characters must be that say where to go, in millimetres.
func (s Sight) PlaceMM() float64 { return arc(placeArc, float64(s.Distance())) }

// arc is what stands in an angle of so many minutes at a distance.
func arc(minutes, distance float64) float64 { return distance * math.Tan(minutes/60*math.Pi/180) }

// Reach is how far away, in whole millimetres, the largest number that fits is still read on a
// screen that shows so many windows.
func (s Sight) Reach(windows int) int {
	share := numberShare
	switch {
	case windows == 1 && s.Upright:
		share = windowShareUpright
	case windows == 1:
		share = windowShare
	case s.Upright:
		share = numberShareUpright
	}
	return int(float64(s.Width()*share) / 1000 / arc(numberArc, 1))
}

// ZoneID names a part of the house, as the east side of a hall: windows that are shown together, and
// screens that are heard together.
type ZoneID string

// Shows says whether a screen shows a window's calls: those it names; else those of its floor; else
// those of its zone, where windows are in it; else everybody's.
func (r *Rules) Shows(s *Screen, w *WindowRule) bool {
	switch {
	case w == nil:
		return false
	case len(s.Windows) > 0:
		return slices.Contains(s.Windows, w.ID)
	case s.Floor != "":
		return w.Floor == s.Floor
	case s.Zone != "" && slices.ContainsFunc(r.Windows, func(o WindowRule) bool { return o.Zone == s.Zone }):
		return w.Zone == s.Zone
	}
	return true
}

// Shown lists the windows whose calls a screen shows, in the rules' order.
func (r *Rules) Shown(s *Screen) []WindowID {
	var list []WindowID
	for i := range r.Windows {
		if r.Shows(s, &r.Windows[i]) {
			list = append(list, r.Windows[i].ID)
		}
	}
	return list
}
