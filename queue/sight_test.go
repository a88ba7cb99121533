package queue

import (
	"slices"
	"testing"
)

func TestWhoseCallsAScreenShows(t *testing.T) {
	r := &Rules{Windows: []WindowRule{{ID: "w1", Floor: "1"}, {ID: "w2", Floor: "1", Zone: "east"}, {ID: "w3", Floor: "3"}}}
	for name, c := range map[string]struct {
		screen Screen
		want   []WindowID
	}{
		"all":                       {Screen{}, []WindowID{"w1", "w2", "w3"}},
		"its windows":               {Screen{Windows: []WindowID{"w3", "w1"}}, []WindowID{"w1", "w3"}},
		"its floor":                 {Screen{Floor: "1"}, []WindowID{"w1", "w2"}},
		"its zone":                  {Screen{Zone: "east"}, []WindowID{"w2"}},
		"heard there, shows all":    {Screen{Zone: "hall"}, []WindowID{"w1", "w2", "w3"}},
		"heard there, shows a few":  {Screen{Zone: "east", Windows: []WindowID{"w1"}}, []WindowID{"w1"}},
		"heard there, of one floor": {Screen{Zone: "east", Floor: "1"}, []WindowID{"w1", "w2"}},
		"a floor without windows":   {Screen{Floor: "2"}, nil},
	} {
		if got := r.Shown(&c.screen); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestHowLargeANumberMustBe holds the angle rule to figures worked out by hand.
func TestHowLargeANumberMustBe(t *testing.T) {
	usual := Sight{}
	if mm := usual.NumberMM(); mm < 87.2 || mm > 87.4 {
		t.Errorf("at 15 m capitals of %.2f mm, want 87.3", mm)
	}
	if usual.Width() != 1218 || usual.Distance() != 15_000 || usual.Reach(9) < 15_000 {
		t.Errorf("%d mm wide, read from %d mm, up to %d mm", usual.Width(), usual.Distance(), usual.Reach(9))
	}
	small := Sight{WidthMM: 708, DistanceCM: 600} // 32 inches
	if got := small.Reach(9); got < 9_800 || got > 9_900 {
		t.Errorf("32 inches are read up to %d mm", got)
	}
	if upright := (Sight{Upright: true}); upright.Width() != 685 || upright.Reach(9) < 15_000 || upright.Reach(1) < upright.Reach(9) {
		t.Errorf("upright: %d mm wide, up to %d and %d mm", upright.Width(), upright.Reach(9), upright.Reach(1))
	}
}
