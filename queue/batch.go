package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
)

// gather takes what else is already waiting, up to a batch. After a batch of
// several, whoever was just answered may be about to ask again: they get one
// turn to do so, since a commit costs the same for one and for all of them.
func (q *Queue) gather(first *request) []*request {
	if q.crowd {
		runtime.Gosched()
	}
	batch := []*request{first}
	for len(batch) < maxBatch {
		select {
		case r := <-q.requests:
			batch = append(batch, r)
			continue
		default:
		}
		break
	}
	q.crowd = len(batch) > 1
	return batch
}

// batch is what one commit is made of and what it will answer.
type batch struct {
	Batch
	touched map[TicketID]*Ticket
	answers []outcome   // by request
	pending map[Key]int // request that a key of this batch belongs to
	twins   map[int]int // request → the request whose answer it shares
	trust   bool
	first   int          // request whose events are the batch's first; -1: none yet
	old     map[int]bool // requests answered from the books
}

// serve decides, commits, applies, publishes and answers one batch.
func (q *Queue) serve(ctx context.Context, requests []*request) {
	ctx = context.WithoutCancel(ctx) // what was taken is finished
	b := &batch{
		touched: map[TicketID]*Ticket{}, answers: make([]outcome, len(requests)),
		pending: map[Key]int{}, twins: map[int]int{}, first: -1, old: map[int]bool{},
	}
	if err := q.Damaged(); err != nil {
		for _, r := range requests {
			r.answer <- outcome{err: err}
		}
		return
	}
	for i, r := range requests {
		b.answers[i] = q.decide(ctx, b, i, r)
	}
	if err := q.commit(ctx, b); err != nil {
		if twice := errors.Is(err, &Error{Code: ErrMatterTaken}) || errors.Is(err, &Error{Code: ErrEvaluated}); twice && len(requests) > 1 {
			// One of them read what another has changed. Each by itself, that one alone is refused.
			for _, r := range requests {
				q.serve(ctx, []*request{r})
			}
			return
		}
		for i, r := range requests {
			// Whatever was decided after the first event saw a state that never came to be.
			if i >= b.first && !b.old[i] {
				b.answers[i] = outcome{err: err}
			}
			r.answer <- b.answers[i]
		}
		return
	}
	for i, r := range requests {
		if first, twin := b.twins[i]; twin {
			b.answers[i] = b.answers[first]
		}
		r.answer <- b.answers[i]
	}
}

// decide decides one command on the writer's own state and applies it there.
func (q *Queue) decide(ctx context.Context, b *batch, i int, r *request) outcome {
	if r.Key.Key != "" {
		if o, done := q.kept(ctx, b, i, r); done {
			return o
		}
	}
	in := Input{Actor: r.Actor, Wall: q.clock.Wall(), Now: q.clock.Now()}
	if err := q.newDay(b, i, in); err != nil {
		return outcome{err: err}
	}
	d, err := Decide(q.own, r.Command, in)
	if err != nil {
		return outcome{err: err}
	}
	q.take(b, i, d, in)
	if _, ok := r.Command.(TrustClock); ok {
		b.trust = true
	}
	result := q.result(d, in)
	if r.Key.Key != "" && len(d.Data) > 0 {
		raw, err := json.Marshal(result)
		if err != nil {
			return outcome{err: fmt.Errorf("encode result: %w", err)}
		}
		b.pending[r.Key] = i
		b.Answers = append(b.Answers, Answer{Key: r.Key, Kept: Kept{Body: r.Body, Result: raw}, At: in.Now})
	}
	return outcome{result: result}
}

// kept looks whether a request was answered before: in this batch or in the
// books.
func (q *Queue) kept(ctx context.Context, b *batch, i int, r *request) (outcome, bool) {
	if first, ok := b.pending[r.Key]; ok {
		for _, a := range b.Answers {
			if a.Key == r.Key && a.Body != r.Body {
				return outcome{err: refuse(ErrKeyReused)}, true
			}
		}
		b.twins[i] = first
		return b.answers[first], true
	}
	k, ok, err := q.store.Kept(ctx, r.Key)
	switch {
	case err != nil:
		return outcome{err: &Error{Code: ErrNotDurable, Cause: err}}, true
	case !ok:
		return outcome{}, false
	case k.Body != r.Body:
		return outcome{err: refuse(ErrKeyReused)}, true
	}
	b.old[i] = true
	var o outcome
	if err := json.Unmarshal(k.Result, &o.result); err != nil {
		o.err = fmt.Errorf("decode kept result: %w", err)
	}
	return o, true
}

// newDay closes the day first when a later one has come by a clock that isn't
// doubted.
func (q *Queue) newDay(b *batch, i int, in Input) error {
	if q.own.rules == nil || q.clock.Doubt() != "" {
		return nil
	}
	day := q.own.rules.Date(in.Now)
	if day <= q.own.day {
		return nil
	}
	in.Actor = Clock
	d, err := Decide(q.own, CloseDay{Day: day}, in)
	if err != nil {
		return err
	}
	q.take(b, i, d, in)
	return nil
}

// take adds a decision's events to the batch and applies them to the writer's
// own state.
func (q *Queue) take(b *batch, i int, d *Decision, in Input) {
	events := d.Events(q.own, in)
	if len(events) > 0 && b.first < 0 {
		b.first = i
	}
	for n := range events {
		q.own.Apply(&events[n])
		for _, id := range events[n].Touched() {
			if t := q.own.Ticket(id); t != nil { // an earlier visit may be of the past
				b.touched[id] = t
			}
		}
	}
	b.Events = append(b.Events, events...)
	b.Personal = append(b.Personal, d.Personal...)
	b.Expired = append(b.Expired, d.Expired...)
}

// Touched lists the tickets that an event changes.
func (e *Event) Touched() []TicketID {
	switch d := e.Data.(type) {
	case DayData:
		return slices.Concat(d.Lapsed, d.Carried)
	case PageAnsweredData:
		return d.Tickets
	case HoursEndedData:
		return d.Tickets
	}
	if d, ok := e.Data.(interface{ touched() []TicketID }); ok {
		return d.touched()
	}
	if id := e.TicketOf(); id != 0 {
		return []TicketID{id}
	}
	return nil
}

// result makes the answer of a decision that was applied.
func (q *Queue) result(d *Decision, in Input) Result {
	r := Result{At: in.Now, Count: d.count}
	if len(d.Data) > 0 {
		r.Seq = q.own.Seq()
	}
	if t := q.own.Ticket(d.ticket); t != nil {
		r.Ticket, r.Ahead = t.Clone(), q.own.Ahead(t, in.Now)
	}
	if w := q.own.Window(d.window); w != nil {
		c := *w
		r.Window = &c
	}
	if h := q.own.HelpCall(d.help); h != nil {
		c := *h
		r.Help = &c
	}
	if n := q.own.Notice(d.notice); n != nil {
		c := *n
		r.Notice = &c
	}
	if f := q.own.FollowUp(d.followUp); f != nil {
		r.FollowUp = f.Clone()
	}
	for _, id := range d.sessions {
		if s := q.own.Session(id); s != nil {
			c := s.Clone()
			c.Prior = nil
			r.Sessions = append(r.Sessions, c)
		}
	}
	for _, data := range d.Data {
		if p, ok := data.(PrintAskedData); ok {
			r.Job = p.Job
		}
	}
	return r
}

// commit makes the batch durable and public, or makes the writer's state anew
// from the published one.
func (q *Queue) commit(ctx context.Context, b *batch) error {
	if len(b.Events) == 0 {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(b.touched)) {
		b.Tickets = append(b.Tickets, b.touched[id])
	}
	// A snapshot costs time with each ticket in it, so a full hall keeps one
	// less often: the cost stays a constant share of each event's.
	snapshot := q.own.Seq()-q.snapshot >= max(q.options.SnapshotEvery, 2*int64(q.own.Count()))
	if snapshot {
		raw, err := q.own.Snapshot()
		if err != nil {
			return q.retreat(err)
		}
		b.Snapshot = raw
	}
	if err := q.store.Commit(ctx, &b.Batch); err != nil {
		return q.retreat(err)
	}
	if snapshot {
		q.snapshot = q.own.Seq()
	}
	if b.trust {
		q.clock.Trust()
	}
	q.publish(b.Events)
	return nil
}

// retreat makes the writer's state anew after a failed commit.
func (q *Queue) retreat(cause error) error {
	q.own = q.published.Clone()
	var known *Error
	if !errors.As(cause, &known) {
		return &Error{Code: ErrNotDurable, Cause: cause}
	}
	if known.Code == ErrDamaged {
		q.SetDamaged(cause)
	}
	return cause
}

// publish applies what is durable to the published state and tells the watches.
func (q *Queue) publish(events []Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i := range events {
		q.published.Apply(&events[i])
	}
	q.rules.Store(q.published.rules)
	for w := range q.watches {
		w.offer(events)
	}
}
