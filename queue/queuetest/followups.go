package queuetest

import (
	"context"
	"maps"
	"slices"
	"time"

	"onedoor/queue"
)

// follow brings the follow-ups to what an event says.
func (s *Store) follow(e *queue.Event) {
	if s.open == nil {
		s.open = map[queue.TicketID]*queue.FollowUp{}
	}
	switch d := e.Data.(type) {
	case queue.FollowUpOpenedData:
		s.open[d.FollowUp] = d.Open(e.At)
	case queue.FollowUpGivenData:
		s.open[d.FollowUp].Owner = d.Owner
	case queue.FollowUpCalledData:
		s.open[d.FollowUp].Calls = append(s.open[d.FollowUp].Calls, d.Call(e))
	case queue.FollowUpOverdueData:
		s.open[d.FollowUp].Overdue = e.At
	case queue.FollowUpClosedData:
		f := s.open[d.FollowUp]
		f.Closed, f.Result, f.Note = e.At, d.Result, d.Note
		f.By, _ = e.Actor.Staff()
		s.followed = append([]queue.FollowUp{*f}, s.followed...)
		delete(s.open, d.FollowUp)
	case queue.FollowUpAgainData:
		s.followed = slices.DeleteFunc(s.followed, func(f queue.FollowUp) bool { return f.Visit == d.FollowUp })
		s.open[d.FollowUp] = d.Open(e)
	}
}

// ClosedFollowUp gives that of a visit, if it is closed, as the journal does.
func (s *Store) ClosedFollowUp(_ context.Context, visit queue.TicketID) (queue.FollowUp, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.followed {
		if s.followed[i].Visit == visit {
			return s.followed[i], true, nil
		}
	}
	return queue.FollowUp{}, false, nil
}

// ClosedFollowUps gives those that were closed before a moment, as the journal does.
func (s *Store) ClosedFollowUps(_ context.Context, owner queue.StaffID, before time.Time, most int) ([]queue.FollowUp, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []queue.FollowUp
	for _, f := range s.followed {
		if f.Closed.Before(before) && (owner == "" || owner == f.Owner) && len(list) < most {
			list = append(list, f)
		}
	}
	return list, nil
}

// Numbers gives the numbers of tickets, as the journal does.
func (s *Store) Numbers(_ context.Context, tickets []queue.TicketID) (map[queue.TicketID]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[queue.TicketID]string{}
	for i := range s.events {
		if d, ok := s.events[i].Data.(queue.IssuedData); ok && slices.Contains(tickets, d.Ticket) {
			found[d.Ticket] = d.Number
		}
	}
	return found, nil
}

// Thoughts counts by levels what visitors thought of somebody's visits, in whole blocks, as the journal does.
func (s *Store) Thoughts(_ context.Context, staff queue.StaffID, since time.Time, block int) (list []queue.Thought, all int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var mine []queue.LevelID
	for i := range s.events {
		if d, ok := s.events[i].Data.(queue.EvaluatedData); ok && d.Staff == staff && !s.events[i].At.Before(since) {
			mine = append(mine, d.Level)
		}
	}
	mine = mine[:len(mine)/block*block]
	counts := map[queue.LevelID]int{}
	for _, l := range mine {
		counts[l]++
	}
	for _, l := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, queue.Thought{Level: l, Count: counts[l]})
	}
	return list, len(mine), nil
}

// Visited gives what is known of a visit by its ticket, as the journal does.
func (s *Store) Visited(_ context.Context, t queue.TicketID) (queue.Visited, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.tickets[t]
	if x == nil {
		return queue.Visited{}, false, nil
	}
	v := queue.VisitedOf(x)
	_, v.Evaluated = s.thoughts[t]
	return v, true, nil
}
