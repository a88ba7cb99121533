package admin

import (
	"slices"
	"sync"
	"time"
)

// digits gives lines keys of their own. A line keeps its key as long as it stands, whatever comes before it, and
// a key that was let go rests before another line has it: nobody presses a key that has just come to mean
// something else. They are the same on every page and in every language.
type digits struct {
	mu  sync.Mutex
	has [9]rest // by the key less one
}

// rest is a key: whose it is, or was until a moment.
type rest struct {
	of   string
	gone time.Time // zero: the line stands
}

// digitRests is how long a key that was let go belongs to no other line.
const digitRests = 15 * time.Second

// give gives the keys of the lines that stand now, in their order; whoever gets none isn't in the answer.
func (d *digits) give(lines []string, now time.Time) map[string]int {
	d.mu.Lock()
	defer d.mu.Unlock()
	given := map[string]int{}
	for i := range d.has {
		r := &d.has[i]
		switch {
		case r.of == "":
		case slices.Contains(lines, r.of):
			r.gone, given[r.of] = time.Time{}, i+1 // that came back is the same line
		case r.gone.IsZero():
			r.gone = now
		case now.Sub(r.gone) >= digitRests:
			*r = rest{}
		}
	}
	for _, line := range lines {
		if _, ok := given[line]; ok {
			continue
		}
		if i := slices.IndexFunc(d.has[:], func(r rest) bool { return r.of == "" }); i >= 0 {
			d.has[i], given[line] = rest{of: line}, i+1
		}
	}
	return given
}
