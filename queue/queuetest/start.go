package queuetest

import (
	"context"
	"encoding/binary"
	"sync/atomic"
	"testing"
	"time"

	"onedoor/queue"
)

// Start runs a queue over a store with rules until the test ends, and sets the
// rules. The options' Store and Now are filled in when they are empty.
func Start(t testing.TB, rules *queue.Rules, o queue.Options) *queue.Queue {
	t.Helper()
	if o.Store == nil {
		o.Store = &Store{}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	q, err := queue.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		q.Run(ctx)
	}()
	t.Cleanup(func() { cancel(); <-done })
	if rules != nil {
		Do(t, q, queue.System, queue.SetRules{Rules: rules})
	}
	return q
}

// Do asks a command and fails the test when it is refused.
func Do(t testing.TB, q *queue.Queue, actor queue.Actor, c queue.Command) queue.Result {
	t.Helper()
	r, err := q.Do(context.WithoutCancel(t.Context()), queue.Request{Command: c, Actor: actor})
	if err != nil {
		t.Fatalf("%T: %v", c, err)
	}
	return r
}

var seeds atomic.Uint64

// Seed gives a seed that differs from all others of this process.
func Seed() queue.Seed {
	var s queue.Seed
	n := seeds.Add(1)
	binary.BigEndian.PutUint64(s[:8], n*0x9e3779b97f4a7c15)
	binary.BigEndian.PutUint64(s[12:], n*0xbf58476d1ce4e5b9)
	return s
}

// Issue issues an ordinary ticket of a service.
func Issue(t testing.TB, q *queue.Queue, s queue.ServiceID) *queue.Ticket {
	t.Helper()
	return Do(t, q, queue.System, queue.Issue{Service: s, Seed: Seed()}).Ticket
}
