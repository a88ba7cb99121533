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
// until a supervisor says so, or until a wall that was behind comes within the
// hour by itself.
type lobbyClock struct {
	wall func() time.Time
	mono func() time.Duration // since some moment, never set

	mu    sync.Mutex
	base  time.Duration // monotonic reading
	from  time.Time     // lobby time at base
	lag   time.Duration // by how much the wall may be behind: it was set back, or somebody trusts it so
	doubt string        // empty, or why the wall is doubted: jumped, behind
}

func newClock(wall func() time.Time, mono func() time.Duration, last time.Time) *lobbyClock {
	c := &lobbyClock{wall: wall, mono: mono, base: mono(), from: wall().Round(0)}
	if c.from.Before(last) {
		c.from, c.doubt = last, "behind"
	}
	return c
}

// Now gives the lobby's time: UTC, whole microseconds.
func (c *lobbyClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.run()
	ahead := c.wall().Round(0).Sub(now)
	switch {
	case c.doubt == "behind" && ahead >= 0 && ahead <= clockJump:
		c.doubt = ""
		now = now.Add(ahead)
	case c.doubt == "behind" && ahead > clockJump:
		c.doubt = "jumped"
	case c.doubt != "":
	case ahead > clockJump || ahead < -c.lag-clockJump:
		c.doubt = "jumped"
	default:
		now, c.lag = now.Add(max(ahead, 0)), max(-ahead, 0)
	}
	c.from = now
	return now.UTC().Truncate(time.Microsecond)
}

// run moves the time on by what the monotonic clock says.
func (c *lobbyClock) run() time.Time {
	mono := c.mono()
	now := c.from.Add(max(mono-c.base, 0))
	c.base, c.from = mono, now
	return now
}

// Wall gives the time that people's watches show, as far as it is known: zero while the
// wall clock is doubted. Where a supervisor trusts a wall that is behind, the lobby's
// time is ahead of it.
func (c *lobbyClock) Wall() time.Time {
	now := c.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.doubt != "" {
		return time.Time{}
	}
	return now.Add(-c.lag)
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
	now, wall := c.run(), c.wall().Round(0)
	if wall.After(now) {
		c.from = wall
	}
	c.lag, c.doubt = max(now.Sub(wall), 0), ""
}
