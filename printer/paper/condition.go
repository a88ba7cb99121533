package paper

import "slices"

// Condition is something that can be wrong with a printer.
type Condition uint8

// The conditions. Printing stops at the first seven until they are over, and goes
// on where it stopped.
const (
	PaperOut     Condition = iota // the roll is used up
	CoverOpen                     // somebody is changing the roll
	Offline                       // switched off line by a key
	CutterStuck                   // the knife jams; DLE ENQ frees it
	CutterJammed                  // the knife jams, and DLE ENQ doesn't free it
	Overheated                    // the head cools down; over by itself on a real one
	BrokenDown                    // an error that isn't to be recovered from; switching off ends it
	NearEnd                       // the roll is nearly used up
	Stalled                       // it takes no bytes from the line
	Mute                          // it prints and never answers

	conditions
)

// String is the condition's name.
func (c Condition) String() string {
	switch c {
	case PaperOut:
		return "paper out"
	case CoverOpen:
		return "cover open"
	case Offline:
		return "offline"
	case CutterStuck:
		return "cutter stuck"
	case CutterJammed:
		return "cutter jammed"
	case Overheated:
		return "overheated"
	case BrokenDown:
		return "broken down"
	case NearEnd:
		return "paper near end"
	case Stalled:
		return "stalled"
	case Mute:
		return "mute"
	case conditions:
	}
	return "condition(?)"
}

// Set brings a condition about or ends it. A printer that was asked by GS a
// reports it.
func (v *Virtual) Set(c Condition, on bool) {
	if c < conditions {
		v.report(func() { v.set(c, on) })
	}
}

// set notes a change of condition; mu is held.
func (v *Virtual) set(c Condition, on bool) {
	switch was := v.conds[c]; {
	case on && !was:
		v.log.happened("%v", c)
	case was && !on:
		v.log.happened("%v: over", c)
	}
	v.conds[c] = on
}

// Is reports whether a condition holds.
func (v *Virtual) Is(c Condition) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return c < conditions && v.conds[c]
}

// stopped reports whether nothing can be printed; mu is held.
func (v *Virtual) stopped() bool {
	c := &v.conds
	return v.off || slices.Contains(c[:NearEnd], true)
}
