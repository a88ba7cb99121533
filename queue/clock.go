package queue

import (
	"sync"
	"time"
)

// clockJump is how far the wall clock may move against the monotonic one while
// running before its date is doubted.
const clockJump = time.Hour

// lobbyClock is the lobby's own time. It starts at the later of the wall clock
// and the last event, runs on the monotonic clock, follows the wall forward and
// never goes back. A wall that jumps by more than an hour, or that starts
// before the last event, is doubted: the time runs on, but the date stands
// until a supervisor says so or the wall has caught up.
type lobbyClock struct {
	mu    sync.Mutex
	wall  func() time.Time
	base  time.Time // wall reading with its monotonic part
	from  time.Time // lobby time at base
	doubt string    // empty, or why the wall is doubted: jumped, behind
}

func newClock(wall func() time.Time, last time.Time) *lobbyClock {
	now := wall()
	c := &lobbyClock{wall: wall, base: now, from: now.Round(0)}
	if c.from.Before(last) {
		c.from, c.doubt = last, "behind"
	}
	return c
}

// Now gives the lobby's time: UTC, whole microseconds.
func (c *lobbyClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	reading := c.wall()
	elapsed := max(reading.Sub(c.base), 0) // monotonic when the reading has it
	now := c.from.Add(elapsed)
	ahead := reading.Round(0).Sub(now)
	switch {
	case c.doubt == "behind" && ahead >= 0 && ahead <= clockJump:
		c.doubt = ""
		now = now.Add(ahead)
	case c.doubt != "":
	case ahead > clockJump || ahead < -clockJump:
		c.doubt = "jumped"
	case ahead > 0:
		now = now.Add(ahead)
	}
	c.base, c.from = reading, now
	return now.UTC().Truncate(time.Microsecond)
}

// Doubt says why the wall clock is doubted; empty when it isn't.
func (c *lobbyClock) Doubt() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.doubt
}

// Trust takes the wall clock as right from now on. The time goes forward to it,
// never back.
func (c *lobbyClock) Trust() {
	c.mu.Lock()
	defer c.mu.Unlock()
	reading := c.wall()
	now := c.from.Add(max(reading.Sub(c.base), 0))
	if wall := reading.Round(0); wall.After(now) {
		now = wall
	}
	c.base, c.from, c.doubt = reading, now, ""
}
