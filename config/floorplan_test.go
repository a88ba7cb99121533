package config

import (
	"strings"
	"testing"

	"onedoor/queue"
)

// TestPlanMistakes holds that a plan can't show what isn't so, and says where it stands.
func TestPlanMistakes(t *testing.T) {
	_, problems := parse("sample.yaml", []byte(strings.Replace(string(sampleYAML), `        kiosks: {main: [19, 16], desk: [36, 16]}`,
		`        kiosks: {main: [17, 25], moon: [2, 2], desk}
        sofa: [1, 1]`, 1)), true)
	want := []string{
		`"main" in "kiosks" of the plan of the floor "1" is outside the plan; the plan is 50 wide and 23 deep`,
		`the plan of the floor "1" names the kiosk "moon", which doesn't exist`,
		`"desk" in "kiosks" of the plan of the floor "1" has no place`,
		`unknown key "sofa" in the plan of the floor "1"`,
	}
	said := problems.String()
	for _, w := range want {
		if !strings.Contains(said, w) {
			t.Errorf("not said: %s\nin\n%s", w, said)
		}
	}
	if len(problems) != len(want) {
		t.Errorf("%d problems, want %d:\n%s", len(problems), len(want), said)
	}
}

// TestPlanRooms holds the rest of it: corners, sizes, ids and floors.
func TestPlanRooms(t *testing.T) {
	for _, c := range [][2]string{
		{`size: [50]`, `"size" of the plan of the floor "3" is not a list of 2`},
		{`size: [5, 20]`, `an entry of "size" of the plan of the floor "3" is out of bounds`},
		{`size: [50, 20.5]`, `an entry of "size" of the plan of the floor "3" is out of bounds`},
		{`size: [50, 20], lift: 7`, `"lift" of the plan of the floor "3" is not a list of 2`},
		{`size: [50, 20], lift: [[1, 2], [60, 2]]`, `"lift" of the plan of the floor "3" is outside the plan`},
		{`size: [50, 20], rooms: [{id: a, at: [40, 0, 20, 5]}]`, `the room "a" of the plan of the floor "3" is outside the plan`},
		{`size: [50, 20], rooms: [{id: a, at: [40, 0, 0, 5]}]`, `the room "a" of the plan of the floor "3" has no size`},
		{`size: [50, 20], rooms: [{id: a, outline: [[1, 1], [2, 2]]}]`, `has fewer than three corners`},
		{`size: [50, 20], rooms: [{id: a, at: [0, 0, 5, 5]}], waits: [{id: a, at: [6, 0, 5, 5]}]`, `"a" is there twice in the plan of the floor "3"`},
		{`size: [50, 20], windows: {w1: [2, 2]}`, `shows the window "w1", which is on floor "1"`},
		{`size: [50, 20], kiosks: {main: [2, 2]}`, `the kiosk "main" stands on the floors "1" and "3"`},
		{`size: [50, 20], windows: {w31: [2, 2], w32: [4, 2], court: [5, 2]}`, `the plan of the floor "3" doesn't show the window "arbitration"`},
	} {
		line, want := c[0], c[1]
		src := string(sampleYAML)
		from := strings.Index(src, "        size: [50, 20]\n        rooms:\n          - {id: court")
		to := strings.Index(src, "\ndepartments:")
		src = src[:from-len("      plan:\n")] + "      plan: {" + line + "}\n" + src[to:]
		_, problems := parse("sample.yaml", []byte(src), true)
		if said := problems.String(); !strings.Contains(said, want) {
			t.Errorf("%s: not said: %s\nin\n%s", line, want, said)
		}
		for _, p := range problems {
			if p.Line < 40 || p.Line > 60 {
				t.Errorf("%s: line %d is not where it stands", line, p.Line)
			}
		}
	}
}

// TestSamplePlans holds that the sample's plans show each window, and each place where people are sent to wait.
func TestSamplePlans(t *testing.T) {
	r := Sample().Rules
	for i := range r.Services {
		s := &r.Services[i]
		sides := []*queue.SideRule{nil}
		for j := range s.Sides {
			sides = append(sides, &s.Sides[j])
		}
		for _, side := range sides {
			if side != nil && side.Wait.In("zh") == r.Floor(s.Floor).Wait.In("zh") {
				continue // the floor's own
			}
			if r.Floor(s.Floor).Plan.WaitOf(side) == nil {
				t.Errorf("service %s: the plan doesn't show where %+v waits", s.ID, side)
			}
		}
	}
}
