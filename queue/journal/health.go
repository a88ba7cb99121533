package journal

import (
	"context"
	"sync"
	"time"
)

// Stats is how the store is doing.
type Stats struct {
	Commits    int64         // since the start
	Events     int64         // written since the start
	Failed     int64         // commits that failed since the start
	LastCommit time.Time     // the last that succeeded; zero: none yet
	LastTook   time.Duration // until the disk said that it is durable
	TookTotal  time.Duration // of all commits
}

// health collects Stats.
type health struct {
	mu    sync.Mutex
	stats Stats
	bad   bool // the last try to write failed
}

func (h *health) committed(at time.Time, took time.Duration, events int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stats.Commits++
	h.stats.Events += int64(events)
	h.stats.LastCommit, h.stats.LastTook, h.bad = at, took, false
	h.stats.TookTotal += took
}

func (h *health) failed(time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stats.Failed++
	h.bad = true
}

// Stats gives how the store is doing.
func (s *Store) Stats() Stats {
	s.health.mu.Lock()
	defer s.health.mu.Unlock()
	return s.health.stats
}

const (
	// provenFor is how long a commit proves that the store can write.
	provenFor = time.Second
	// roomFor is how many bytes prove that there is room again after a commit
	// failed: a full disk often still has some for a single row.
	roomFor = 64 << 10
)

// Ready says whether the store can write: nil when a commit within the last
// second did, else it writes a scratch row, durably. Its errors are Commit's.
func (s *Store) Ready(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	now := s.now()
	s.health.mu.Lock()
	since := now.Sub(s.health.stats.LastCommit)
	size := 0
	if s.health.bad {
		size = roomFor
	}
	proven := size == 0 && since >= 0 && since < provenFor
	s.health.mu.Unlock()
	if proven {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.ready(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := w.probeWrite(ctx, now, size); err != nil {
		return s.failed(ctx, w, err)
	}
	s.health.committed(now, time.Since(began), 0)
	s.keeper.wrote(1 + size/pageSize)
	return nil
}
