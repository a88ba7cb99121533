package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/queue"
)

// lobbyAtWork is the sample centre with every rule of the order in use, in quick motion
// and without a store.
type lobbyAtWork struct {
	b      testing.TB
	lobby  *queue.Lobby
	rules  *queue.Rules
	random *rand.Rand
	now    time.Time
	events []recordedEvent
	turn   int
}

// recordedEvent is an event and its data as the books keep it.
type recordedEvent struct {
	queue.Event
	raw []byte
}

func newLobbyAtWork(b testing.TB) *lobbyAtWork {
	w := &lobbyAtWork{
		b: b, lobby: queue.NewLobby(), rules: config.Sample().Rules, random: rand.New(rand.NewPCG(5, 8)),
		now: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC),
	}
	w.do(queue.System, queue.SetRules{Rules: w.rules})
	w.do(queue.Clock, queue.CloseDay{Day: w.rules.Date(w.now)})
	for i := range w.rules.Windows {
		w.do(queue.System, queue.OpenWindow{Window: w.rules.Windows[i].ID})
	}
	return w
}

// do has a command decided and applied; false when it was refused or came to nothing.
func (w *lobbyAtWork) do(who queue.Actor, c queue.Command) bool {
	in := queue.Input{Actor: who, Now: w.now}
	d, err := queue.Decide(w.lobby, c, in)
	if err != nil {
		return false
	}
	for _, e := range d.Events(w.lobby, in) {
		raw, err := queue.EncodeData(e.Data)
		if err != nil {
			w.b.Fatal(err)
		}
		w.lobby.Apply(&e)
		w.events = append(w.events, recordedEvent{e, raw})
	}
	return len(d.Data) > 0
}

// come has a visitor take a number: every fifth with priority, some in groups, some with a
// wheelchair, some for one window, some at the beginning of a bundle.
func (w *lobbyAtWork) come() {
	var seed queue.Seed
	for i := 0; i < len(seed); i += 4 {
		binary.LittleEndian.PutUint32(seed[i:], w.random.Uint32())
	}
	c := queue.Issue{Service: w.rules.Services[w.random.IntN(len(w.rules.Services))].ID, Seed: seed, Over: true, Anyone: true}
	switch n := w.random.IntN(40); {
	case n < 8:
		c.Class = queue.ClassPriority
	case n < 12:
		c.Party = 2 + w.random.IntN(9)
	case n < 14:
		c.Needs = []queue.Need{queue.NeedWheelchair}
	case n < 16:
		window := w.rules.Windows[w.random.IntN(len(w.rules.Windows))]
		c.Service, c.Window = window.Services[0], window.ID
	case n < 17 && len(w.rules.Bundles) > 0:
		c.Service, c.Bundle = "", w.rules.Bundles[w.random.IntN(len(w.rules.Bundles))].ID
	}
	if !w.do(queue.System, c) {
		w.b.Fatalf("no number for %+v", c)
	}
}

// serve calls and serves one visitor, some of them in another way than most.
func (w *lobbyAtWork) serve() bool {
	for range w.rules.Windows {
		w.turn = (w.turn + 1) % len(w.rules.Windows)
		id := w.rules.Windows[w.turn].ID
		if !w.do(queue.System, queue.Next{Window: id}) {
			continue
		}
		switch n := w.random.IntN(30); {
		case n == 0:
			w.do(queue.System, queue.Pass{Window: id})
			return true
		case n == 1:
			w.do(queue.System, queue.Transfer{Window: id, Service: w.rules.Services[w.random.IntN(len(w.rules.Services))].ID})
			return true
		case n < 5:
			w.do(queue.System, queue.Recall{Window: id})
		}
		w.do(queue.System, queue.Start{Window: id})
		w.do(queue.System, queue.Finish{Window: id, Outcome: w.rules.Outcomes[0].ID})
		return true
	}
	return false
}

// waiting counts who waits.
func (w *lobbyAtWork) waiting() (n int) {
	for i := range w.rules.Services {
		n += w.lobby.WaitingFor(w.rules.Services[i].ID)
	}
	return n
}

// fill lets visitors come until so many wait.
func (w *lobbyAtWork) fill(waiting int) {
	for n := w.waiting(); n < waiting; n++ {
		w.now = w.now.Add(200 * time.Millisecond)
		w.come()
	}
}

// measureRules measures the rules by themselves: who is next in a full hall, and what a
// day costs to replay and to hold.
func measureRules(b *testing.B, f *figures) {
	full, tenth := newLobbyAtWork(b), newLobbyAtWork(b)
	full.fill(10_000)
	tenth.fill(1000)
	took, bare := nextTimes(full), nextTimes(tenth)
	f.add(figure{
		what: "next of 10,000 waiting, all rules on, p99", got: us(took.at(0.99)), limit: us(bare.at(0.99)) + " of 1,000 waiting",
		ratio: float64(took.at(0.5)) / float64(max(bare.at(0.5), 1)), goal: "50 µs", ok: took.at(0.99) <= 50*time.Microsecond,
	})
	// Minutes of three digits are one allocation more than those of two: strconv keeps the small.
	atFull, atTenth := nextAllocations(full), nextAllocations(tenth)
	f.add(figure{
		what: "allocations of a next", got: fmt.Sprint(atFull), limit: fmt.Sprintf("%v of 1,000 waiting", atTenth),
		goal: "none that grows with the queue", ok: atFull <= atTenth+1,
	})
	measureReplay(b, f)
	heap := heapOf(func() any { w := newLobbyAtWork(b); w.fill(10_000); w.events = nil; return w })
	f.add(figure{
		what: "state of a hall where 10,000 wait at once", got: mib(heap), goal: "30 MiB", ok: heap <= 30<<20,
	})
}

// nextTimes takes how long a decision takes who is next, at every window in turn, while
// the hall stays as full as it is.
func nextTimes(w *lobbyAtWork) *times {
	t := &times{}
	for range 4000 {
		w.now = w.now.Add(2 * time.Second)
		w.turn = (w.turn + 1) % len(w.rules.Windows)
		id := w.rules.Windows[w.turn].ID
		start := time.Now()
		_, err := queue.Decide(w.lobby, queue.Next{Window: id}, queue.Input{Actor: queue.System, Now: w.now})
		t.add(time.Since(start))
		if err != nil {
			w.b.Fatal(err)
		}
		if w.do(queue.System, queue.Next{Window: id}) {
			w.do(queue.System, queue.Finish{Window: id, Outcome: w.rules.Outcomes[0].ID, End: true})
			w.come()
		}
	}
	return t
}

func nextAllocations(w *lobbyAtWork) float64 {
	in := queue.Input{Actor: queue.System, Now: w.now}
	return testing.AllocsPerRun(200, func() {
		if _, err := queue.Decide(w.lobby, queue.Next{Window: w.rules.Windows[2].ID}, in); err != nil {
			w.b.Fatal(err)
		}
	})
}

// measureReplay plays a day of 10,000 visits and measures how long it takes again, from the
// bytes of the books, and what the lobby holds at its end.
func measureReplay(b *testing.B, f *figures) {
	w := newLobbyAtWork(b)
	for range 10_000 {
		w.now = w.now.Add(visitEvery)
		w.come()
		w.do(queue.Clock, queue.Tick{})
		for w.waiting() > 40 && w.serve() {
		}
	}
	events := w.events
	start := time.Now()
	for i := range events {
		var into map[string]json.RawMessage
		if err := json.Unmarshal(events[i].raw, &into); err != nil {
			b.Fatal(err)
		}
	}
	decoding := time.Since(start)
	start = time.Now()
	l := queue.NewLobby()
	for i := range events {
		e := events[i].Event
		data, err := queue.DecodeData(e.Type, e.V, events[i].raw)
		if err != nil {
			b.Fatal(err)
		}
		e.Data = data
		l.Apply(&e)
	}
	took := time.Since(start)
	f.add(figure{
		what: fmt.Sprintf("replay of a day of 10,000 visits, %d events", len(events)), got: ms(took), limit: ms(decoding) + " to split their JSON",
		ratio: float64(took) / float64(decoding), goal: "500 ms", ok: took <= 500*time.Millisecond,
	})
	heap := heapOf(func() any {
		l := queue.NewLobby()
		for i := range events {
			e := events[i].Event
			data, err := queue.DecodeData(e.Type, e.V, events[i].raw)
			if err != nil {
				b.Fatal(err)
			}
			e.Data = data
			l.Apply(&e)
		}
		return l
	})
	runtime.KeepAlive(w)
	f.add(figure{what: "state at the end of that day", got: mib(heap), goal: "30 MiB", ok: heap <= 30<<20})
}

// heapOf is how much memory what a function makes holds, in bytes.
func heapOf(create func() any) int64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	kept := create()
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(kept)
	return int64(after.HeapAlloc) - int64(before.HeapAlloc)
}

func us(d time.Duration) string { return fmt.Sprintf("%.1f µs", float64(d.Nanoseconds())/1000) }
