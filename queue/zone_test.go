package queue_test

import (
	"fmt"
	"slices"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestZones(t *testing.T) {
	screen := func(id string, windows ...queue.WindowID) queue.Screen {
		return queue.Screen{ID: queue.ScreenID(id), Windows: windows}
	}
	named := func(s queue.Screen, zone queue.ZoneID) queue.Screen { s.Zone = zone; return s }
	for _, c := range []struct {
		name    string
		screens []queue.Screen
		want    []string // zone, its listeners' floor, its screens, the windows it says
	}{
		{"none", nil, nil},
		{"a screen of everything hangs where people come in", []queue.Screen{screen("hall")}, []string{"f1 f1 [hall] [w1 w2 w3 court]"}},
		{"a floor is a zone", []queue.Screen{screen("hall"), screen("one", "w1", "w2"), screen("three", "court")}, []string{
			"f1 f1 [hall one] [w1 w2 w3 court]", "f3 f3 [three] [court]",
		}},
		{"windows of several floors", []queue.Screen{screen("some", "w3", "court")}, []string{"f1 f1 [some] [w3 court]"}},
		{"one for the house", []queue.Screen{named(screen("one", "w1"), "house"), named(screen("three", "court"), "house")}, []string{
			"house  [one three] [w1 court]",
		}},
		{"two halls on one floor", []queue.Screen{named(screen("east", "w1"), "east"), screen("west", "w2")}, []string{
			"east f1 [east] [w1]", "f1 f1 [west] [w2]",
		}},
	} {
		r := queuetest.Rules()
		r.Screens = c.screens
		if err := r.Prepare(); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, z := range r.Zones() {
			var says []queue.WindowID
			for _, w := range r.Windows {
				if z.Says(w.ID) {
					says = append(says, w.ID)
				}
			}
			got = append(got, fmt.Sprint(z.ID, " ", z.Floor, " ", z.Screens, " ", says))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}
