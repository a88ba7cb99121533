package queue

import (
	"context"
	"errors"
	"sync"
)

// ErrLagged says that a Watch fell too far behind and was cut off; its owner
// watches anew, from a snapshot.
var ErrLagged = errors.New("queue: the watch fell behind")

// watchBound is how many events a Watch may be behind.
const watchBound = 20_000

// Watch follows the published events from one moment on. One goroutine uses it.
type Watch struct {
	q      *Queue
	mu     sync.Mutex
	queued []Event
	lagged bool
	wake   chan struct{} // holds one token when there is something to read
}

// Watch runs view on the published state and subscribes under the same lock:
// the first event of the Watch is the one after what view saw. View must copy
// what it needs and must not call the queue.
func (q *Queue) Watch(view func(*Lobby)) *Watch {
	w := &Watch{q: q, wake: make(chan struct{}, 1)}
	q.mu.Lock()
	defer q.mu.Unlock()
	if view != nil {
		view(q.published)
	}
	q.watches[w] = struct{}{}
	return w
}

// Next waits for events and gives all that are there, in order. It fails with
// ErrLagged, with the context's error, or with ErrStopped when the queue ends.
// The slice must not be changed.
func (w *Watch) Next(ctx context.Context) ([]Event, error) {
	for {
		w.mu.Lock()
		events, lagged := w.queued, w.lagged
		w.queued = nil
		w.mu.Unlock()
		switch {
		case lagged:
			return nil, ErrLagged
		case len(events) > 0:
			return events, nil
		}
		select {
		case <-w.wake:
		case <-w.q.stopped:
			return nil, &Error{Code: ErrStopped}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Close ends the subscription.
func (w *Watch) Close() {
	w.q.mu.Lock()
	defer w.q.mu.Unlock()
	delete(w.q.watches, w)
}

// offer gives events to the watch without waiting. Called under the queue's lock.
func (w *Watch) offer(events []Event) {
	w.mu.Lock()
	switch {
	case w.lagged:
	case len(w.queued)+len(events) > watchBound:
		w.lagged, w.queued = true, nil
	default:
		w.queued = append(w.queued, events...)
	}
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}
