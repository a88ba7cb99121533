package printertest

import (
	"math/rand/v2"
	"time"

	"onedoor/printer/paper"
)

// Run is what a printer is to go through while things go wrong.
type Run struct {
	Slips int
	Bytes int           // of a slip, with the question at its end
	Lasts time.Duration // until the last slip is handed in
}

// slip is some byte of a slip, or of the questions just after it.
func (r Run) moment(random *rand.Rand, slip int) paper.When {
	return paper.When{Byte: 1 + random.IntN(r.Bytes), Slip: slip}
}

// RandomFaults makes a script in which something bad befalls about one slip of
// three, or more than one thing: every kind of fault there is, but for bytes lost on
// the line, and each over in the end. Half of it happens at some byte of the slip,
// half at some time while that slip may be on its way, be it that the line is silent
// and the paper moves. The same random source makes the same script.
func RandomFaults(random *rand.Rand, r Run) paper.Script {
	var script paper.Script
	for slip := 1; slip <= r.Slips; slip++ {
		for random.IntN(3) == 0 {
			step := paper.Step{When: r.moment(random, slip)}
			if share := r.Lasts / time.Duration(r.Slips); random.IntN(2) == 0 {
				step.When = paper.When{After: time.Duration(slip-1)*share + 1 + time.Duration(random.Int64N(int64(share)))}
			}
			step.What, step.For = randomFault(random)
			script = append(script, step)
		}
	}
	return script
}

// randomFault is something bad and how long it lasts.
func randomFault(random *rand.Rand) (paper.Fault, time.Duration) {
	while := func(most time.Duration) time.Duration {
		return time.Duration(1 + random.Int64N(int64(most)))
	}
	long := while(30 * time.Second)
	if random.IntN(20) == 0 {
		long = while(10 * time.Minute) // longer than anybody waits
	}
	conditions := []paper.Condition{
		paper.PaperOut, paper.CoverOpen, paper.Offline, paper.CutterStuck, paper.CutterJammed, paper.Overheated,
		paper.BrokenDown, paper.NearEnd, paper.Stalled, paper.Mute,
	}
	kinds := []paper.FaultKind{
		paper.Unplugged, paper.PoweredOff, paper.PowerCycled, paper.Garbled, paper.Late, paper.Delayed,
		paper.Split, paper.FlowBytes, paper.Noise, paper.Loaded,
	}
	at := random.IntN(len(conditions) + len(kinds))
	if at < len(conditions) {
		return paper.Fault{Kind: paper.Broken, Condition: conditions[at]}, long
	}
	f := paper.Fault{Kind: kinds[at-len(conditions)]}
	switch f.Kind {
	case paper.PowerCycled:
		return f, 0
	case paper.PoweredOff:
		return f, max(long, 2*time.Second) // no printer is itself again any sooner
	case paper.Noise:
		f.N = 1 + random.IntN(40)
		return f, 0
	case paper.Loaded:
		f.N = 1 + random.IntN(200)
	case paper.Delayed:
		f.Pause = while(3 * time.Second)
	case paper.Split:
		f.Pause = while(200 * time.Millisecond)
	default: // nothing more to say
	}
	return f, long
}

// RandomLosses makes a script in which about one slip of five loses some bytes on
// the line, as without flow control or on a bad cable.
func RandomLosses(random *rand.Rand, r Run) paper.Script {
	var script paper.Script
	for slip := 1; slip <= r.Slips; slip++ {
		if random.IntN(5) == 0 {
			script = append(script, paper.Step{
				When: r.moment(random, slip),
				What: paper.Fault{Kind: paper.Dropped, N: 1 + random.IntN(20)},
			})
		}
	}
	return script
}
