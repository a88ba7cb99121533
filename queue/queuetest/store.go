package queuetest

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"sync"

	"onedoor/queue"
)

// ErrStore is what a store fails with when it was told to without an error of
// its own.
var ErrStore = errors.New("the test's store fails")

// Store is a queue.Store in memory. Its contents outlive the queues that use
// it, like a disk. The zero value is empty and ready.
type Store struct {
	mu       sync.Mutex
	events   []queue.Event
	snapshot []byte
	kept     map[queue.Key]queue.Kept
	tickets  map[queue.TicketID]*queue.Ticket
	personal map[int64]queue.Personal
	matters  matters
	thoughts map[queue.TicketID]queue.Evaluation
	followed []queue.FollowUp // closed
	open     map[queue.TicketID]*queue.FollowUp
	commits  int
	fail     error
}

var _ queue.Store = (*Store)(nil)

// Fail makes every commit fail with an error until it is called with nil.
func (s *Store) Fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = err
}

// Load gives what was committed.
func (s *Store) Load(context.Context) (queue.Loaded, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	events := slices.Clone(s.events)
	if s.snapshot != nil {
		l, err := queue.RestoreLobby(s.snapshot)
		if err != nil {
			return queue.Loaded{}, err
		}
		events = events[l.Seq():]
	}
	return queue.Loaded{Snapshot: s.snapshot, Events: each(events), Journal: "test"}, nil
}

func each(events []queue.Event) iter.Seq2[queue.Event, error] {
	return func(yield func(queue.Event, error) bool) {
		for _, e := range events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Commit keeps a batch, each event by way of its stored form.
func (s *Store) Commit(_ context.Context, b *queue.Batch) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return s.fail
	}
	if s.kept == nil {
		s.kept = map[queue.Key]queue.Kept{}
		s.tickets = map[queue.TicketID]*queue.Ticket{}
		s.personal = map[int64]queue.Personal{}
		s.thoughts = map[queue.TicketID]queue.Evaluation{}
	}
	known := s.matters.clone()
	for i := range b.Events {
		if d, ok := b.Events[i].Data.(queue.EvaluatedData); ok {
			if _, twice := s.thoughts[d.Ticket]; twice {
				return &queue.Error{Code: queue.ErrEvaluated}
			}
		}
		if !known.put(&b.Events[i]) {
			return &queue.Error{Code: queue.ErrMatterTaken}
		}
	}
	if !s.fits(b.Personal) {
		return &queue.Error{Code: queue.ErrMatterTaken}
	}
	s.matters = known
	for _, e := range b.Events {
		raw, err := queue.EncodeData(e.Data)
		if err != nil {
			return err
		}
		if e.Data, err = queue.DecodeData(e.Type, e.V, raw); err != nil {
			return err
		}
		if d, ok := e.Data.(queue.EvaluatedData); ok {
			s.thoughts[d.Ticket] = d.Evaluation(e.At)
		}
		s.follow(&e)
		s.events = append(s.events, e)
	}
	for _, t := range b.Tickets {
		s.tickets[t.ID] = t.Clone()
	}
	for _, p := range b.Personal {
		s.personal[p.ID] = p
	}
	for _, id := range b.Expired {
		delete(s.personal, id)
	}
	for _, a := range b.Answers {
		s.kept[a.Key] = a.Kept
	}
	if b.Snapshot != nil {
		s.snapshot = slices.Clone(b.Snapshot)
	}
	s.commits++
	return nil
}

// Kept gives a kept answer.
func (s *Store) Kept(_ context.Context, k queue.Key) (queue.Kept, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, ok := s.kept[k]
	return kept, ok, nil
}

// Events gives the events committed so far.
func (s *Store) Events() []queue.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

// Tickets gives the projection: each ticket as it was last committed.
func (s *Store) Tickets() map[queue.TicketID]*queue.Ticket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.tickets)
}

// Ticket finds a ticket of the projection by its ref, living or past.
func (s *Store) Ticket(_ context.Context, ref string) (*queue.Ticket, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tickets {
		if t.Ref == ref {
			return t.Clone(), true, nil
		}
	}
	return nil, false, nil
}

// Evaluation gives what the visitor thought of a visit, as the journal does.
func (s *Store) Evaluation(_ context.Context, t queue.TicketID) (queue.Evaluation, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.thoughts[t]
	return e, ok, nil
}

// Notes gives personal rows by their ids, those that are still kept.
func (s *Store) Notes(_ context.Context, ids []int64) ([]queue.Personal, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []queue.Personal
	for _, id := range ids {
		if p, ok := s.personal[id]; ok {
			list = append(list, p)
		}
	}
	return list, nil
}

// Commits counts the commits so far.
func (s *Store) Commits() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commits
}
