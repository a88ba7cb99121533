package screen

import (
	"slices"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestTheScreensTellOfMissedCalls has two calls missed, and one of them put right.
func TestTheScreensTellOfMissedCalls(t *testing.T) {
	h := newHouse(t, demoRules())
	g := h.glass("/ws/screen/hall")
	if m := g.next("snapshot"); m.Missed == nil || len(m.Missed) != 0 {
		t.Errorf("at first: %q", m.Missed)
	}
	until := func(want ...string) {
		t.Helper()
		for !slices.Equal(g.missed, want) { // counts may be told before the call is taken off
			g.next("missed")
		}
	}
	h.do(queue.OpenWindow{Window: "w1"})
	var numbers []string
	for range 2 {
		numbers = append(numbers, queuetest.Issue(t, h.Queue, "legal").Number)
		h.do(queue.Next{Window: "w1"})
		h.do(queue.Pass{Window: "w1"})
		if m := g.next("gone"); m.Number != numbers[len(numbers)-1] {
			t.Errorf("passed, the call of %s is gone", m.Number)
		}
	}
	until(numbers[1], numbers[0])
	if m := h.glass("/ws/screen/hall").next("snapshot"); !slices.Equal(m.Missed, []string{numbers[1], numbers[0]}) || len(m.Calls) != 0 {
		t.Errorf("whoever looks now sees %q, called %+v", m.Missed, m.Calls)
	}
	h.do(queue.Return{Number: numbers[0]})
	until(numbers[1])
}

// TestAWalkInIsNotAnnounced serves somebody who came without a ticket.
func TestAWalkInIsNotAnnounced(t *testing.T) {
	h := newHouse(t, demoRules())
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.WalkIn{Window: "w1", Seed: queuetest.Seed()})
	if m := h.glass("/ws/screen/hall").next("snapshot"); len(m.Calls) != 0 {
		t.Errorf("the hall is told to go there: %+v", m.Calls)
	}
}
