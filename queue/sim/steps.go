package sim

import (
	"time"

	"onedoor/queue"
)

// steps are the minutes that ranges begin and end at: as fine as what is known.
func steps() []int {
	return []int{
		0, 5, 8, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 105, 120, 150, 180, 210, 240, 300, 360, 420, 480,
	}
}

// Rounded is the range that is told for a wait from low to high: outward to the next steps, and never of
// no width. ok is false for what is too long to tell.
func Rounded(low, high time.Duration) (r queue.Range, ok bool) {
	all := steps()
	if high > time.Duration(all[len(all)-1])*time.Minute {
		return r, false
	}
	from, to := 0, len(all)-1
	for i, m := range all {
		at := time.Duration(m) * time.Minute
		if at <= low {
			from = i
		}
		if at >= high {
			to = i
			break
		}
	}
	if to <= from {
		if to = from + 1; to == len(all) {
			return r, false
		}
	}
	return queue.Range{LowS: 60 * all[from], HighS: 60 * all[to]}, true
}
