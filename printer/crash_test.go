package printer_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/printer"
	"onedoor/printer/printertest"
)

// classes are the kinds of printers there are, by what they tell.
func classes(t *testing.T) map[string]struct {
	profile printer.Profile
	answers *printer.Abilities
} {
	t.Helper()
	type class = struct {
		profile printer.Profile
		answers *printer.Abilities
	}
	return map[string]class{
		"epson":   {printertest.Profile(t, "epson-80"), nil},
		"generic": {printertest.Profile(t, "generic-80"), nil},
		"mute":    {printertest.Profile(t, "generic-80"), &printer.Abilities{}},
		"narrow":  {printertest.Profile(t, "generic-58"), nil},
		"raster":  {printertest.Profile(t, "raster-58"), nil},
	}
}

// TestCrashes kills the program after every byte it writes and at every entry it
// makes, starts it again on the books that are left, and holds the paper against
// them: there is one unmarked slip of a ticket at most, what is confirmed is on
// paper, no slip shares its paper with another, and what never began isn't there.
func TestCrashes(t *testing.T) {
	for name, class := range classes(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := rand.IntN(stride)
			steps := first
			for died := true; died; steps += stride {
				synctest.Test(t, func(t *testing.T) {
					h := newHouse(t, class.profile, class.answers)
					defer h.stop()
					h.ask()
					h.ask()
					died = h.live(&life{left: steps}, time.Minute)
					if steps%2 == 1 {
						time.Sleep(5 * time.Second) // the printer is done, or isn't
					}
					h.live(&life{left: -1}, 5*time.Minute)
					h.witness()
					if t.Failed() {
						t.Fatalf("killed after %d steps\n%s", steps, h.dump())
					}
				})
				if t.Failed() {
					return
				}
			}
			t.Logf("killed at step %d and every %d, up to %d", first, stride, steps-stride)
		})
	}
}

// TestCutOff breaks the line at every byte, once. The program lives on, and the
// next slip stands alone on its paper, with no byte of it eaten.
func TestCutOff(t *testing.T) {
	for name, class := range classes(t) {
		for _, honest := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, honest %v", name, honest), func(t *testing.T) {
				t.Parallel()
				step := stride
				if honest && step > 1 { // of less use: what the sender knows, it may clear away less for
					step *= 7
				}
				first := rand.IntN(step)
				at := first
				for broke := true; broke; at += step {
					synctest.Test(t, func(t *testing.T) {
						h := newHouse(t, class.profile, class.answers)
						defer h.stop()
						h.ask()
						h.ask()
						l := &life{left: -1, cut: &cut{after: at, honest: honest}}
						h.live(l, 5*time.Minute)
						broke = l.cut.broken
						h.witness()
						doubts := 0
						for _, r := range h.records {
							if r.end == printer.InDoubt {
								doubts++
							}
						}
						if doubts > 1 {
							t.Errorf("%d slips are in doubt", doubts)
						}
						if t.Failed() {
							t.Fatalf("cut off after %d bytes\n%s", at, h.dump())
						}
					})
					if t.Failed() {
						return
					}
				}
				t.Logf("cut off at byte %d and every %d, up to %d", first, step, at-step)
			})
		}
	}
}
