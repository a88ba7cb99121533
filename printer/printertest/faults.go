package printertest

import (
	"testing"

	"onedoor/printer/paper"
)

// Vanish pulls the printer's cable; back puts it in again and returns the new
// path.
func Vanish(tb testing.TB, v *paper.Virtual) (back func() string) {
	v.Unplug()
	return func() string {
		tb.Helper()
		path, err := v.Plug()
		if err != nil {
			tb.Fatalf("plug in again: %v", err)
		}
		return path
	}
}

// Break brings a condition about (paper.Stalled: it stops reading; paper.Mute: it
// stops answering; paper.CoverOpen …); mend ends it.
func Break(v *paper.Virtual, c paper.Condition) (mend func()) {
	v.Set(c, true)
	return func() { v.Set(c, false) }
}

// RunOut takes the paper away; reload puts in a new roll.
func RunOut(v *paper.Virtual) (reload func()) {
	v.Load(0)
	return func() { v.Load(-1) }
}

// Garble has every answer replaced by as many random bytes from the seed, until
// mend.
func Garble(v *paper.Virtual, seed uint64) (mend func()) {
	v.Reseed(seed)
	return befall(v, paper.Fault{Kind: paper.Garbled})
}

// Delay holds every answer back until the next one is due, so that each comes as
// the answer to a later question, until mend. The last one comes then.
func Delay(v *paper.Virtual) (mend func()) { return befall(v, paper.Fault{Kind: paper.Late}) }

func befall(v *paper.Virtual, f paper.Fault) (mend func()) {
	v.Befall(f)
	return func() { v.Mend(f) }
}
