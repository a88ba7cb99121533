package paper

import (
	"context"
	"time"
)

// pace makes things take their time. It keeps an account rather than sleeping
// for each thing, so that short sleeps, which last longer than asked for, don't
// add up.
type pace struct {
	rate int       // things a second; 0 and less: at once
	busy time.Time // until when the last things take
}

// lateness is how much later than asked a sleep may end without time being lost.
const lateness = 50 * time.Millisecond

// spend waits until n more things are through.
func (p *pace) spend(ctx context.Context, n int) {
	if p.rate <= 0 {
		return
	}
	now := time.Now()
	if now.Sub(p.busy) > lateness {
		p.busy = now
	}
	p.busy = p.busy.Add(time.Duration(n) * time.Second / time.Duration(p.rate))
	timer := time.NewTimer(p.busy.Sub(now))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
