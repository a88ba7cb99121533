package queue_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// setClock is a wall clock that a test sets, beside the monotonic one.
type setClock struct{ shift atomic.Int64 }

func (c *setClock) set(d time.Duration) { c.shift.Store(int64(d)) }

func (c *setClock) now() time.Time { return time.Now().Round(0).Add(time.Duration(c.shift.Load())) }

// hall runs a queue over a store by this clock.
func (c *setClock) hall(t *testing.T, s *queuetest.Store) *queue.Queue {
	start := time.Now()
	return queuetest.Start(t, queuetest.Rules(), queue.Options{
		Store: s, Now: c.now, Mono: func() time.Duration { return time.Since(start) },
	})
}

func TestClockFollowsTheWallForwardAndNeverBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var wall setClock
		q := wall.hall(t, &queuetest.Store{})
		first := queuetest.Issue(t, q, "legal").Issued
		wall.set(-30 * time.Minute)
		second := queuetest.Issue(t, q, "legal").Issued
		if second.Before(first) || q.ClockDoubt() != "" {
			t.Fatalf("%s after %s, doubt %q", second, first, q.ClockDoubt())
		}
		wall.set(20 * time.Minute)
		third := queuetest.Issue(t, q, "legal").Issued
		if d := third.Sub(first); d < 20*time.Minute {
			t.Fatalf("the wall went on 20 minutes, the lobby %s", d)
		}
	})
}

func TestADoubtedClockDoesNotChangeTheDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var wall setClock
		q := wall.hall(t, &queuetest.Store{})
		queuetest.Issue(t, q, "legal")
		wall.set(30 * time.Hour)
		second := queuetest.Issue(t, q, "legal")
		if second.Number != "A002" || q.ClockDoubt() != "jumped" {
			t.Fatalf("%s, doubt %q", second.Number, q.ClockDoubt())
		}
		queuetest.Do(t, q, boss, queue.TrustClock{Wall: wall.now()})
		third := queuetest.Issue(t, q, "legal")
		if w := q.Wall(); !w.Equal(wall.now().UTC()) {
			t.Errorf("watches show %s, not %s", w, wall.now())
		}
		if third.Number != "A001" || third.Day != "2000-01-02" || q.ClockDoubt() != "" {
			t.Fatalf("%s on %s, doubt %q", third.Number, third.Day, q.ClockDoubt())
		}
	})
}

func TestAStartBeforeTheLastEventIsDoubted(t *testing.T) {
	var wall setClock
	s := &queuetest.Store{}
	wall.set(48 * time.Hour)
	synctest.Test(t, func(t *testing.T) { queuetest.Issue(t, wall.hall(t, s), "legal") })
	wall.set(0)
	synctest.Test(t, func(t *testing.T) {
		q := wall.hall(t, s)
		if n := queuetest.Issue(t, q, "legal").Number; n != "A002" || q.ClockDoubt() != "behind" || !q.Wall().IsZero() {
			t.Fatalf("%s, doubt %q, watches show %s", n, q.ClockDoubt(), q.Wall())
		}
		wall.set(48*time.Hour + time.Minute) // somebody sets the clock right
		if n := queuetest.Issue(t, q, "legal").Number; n != "A003" || q.ClockDoubt() != "" {
			t.Fatalf("%s, doubt %q", n, q.ClockDoubt())
		}
	})
}

func TestAClockTrustedBehindStaysTrusted(t *testing.T) {
	var wall setClock
	s := &queuetest.Store{}
	wall.set(48 * time.Hour)
	synctest.Test(t, func(t *testing.T) { queuetest.Issue(t, wall.hall(t, s), "legal") })
	wall.set(0)
	synctest.Test(t, func(t *testing.T) {
		q := wall.hall(t, s)
		queuetest.Do(t, q, boss, queue.TrustClock{Wall: wall.now()})
		for range 3 {
			time.Sleep(time.Minute)
			if n := queuetest.Issue(t, q, "legal"); q.ClockDoubt() != "" {
				t.Fatalf("%s: doubted again as %q", n.Number, q.ClockDoubt())
			}
			if w := q.Wall(); !w.Equal(wall.now().UTC()) { // and hours are kept by it, not by the books' time
				t.Errorf("watches show %s, not %s", w, wall.now())
			}
		}
		wall.set(-2 * time.Hour)
		if queuetest.Issue(t, q, "legal"); q.ClockDoubt() != "jumped" {
			t.Fatalf("a further jump back is not doubted: %q", q.ClockDoubt())
		}
	})
}
