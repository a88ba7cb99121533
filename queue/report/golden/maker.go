package golden

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
)

// maker drives a lobby through years by commands and writes its books, some days a commit.
type maker struct {
	store *journal.Store
	lobby *queue.Lobby
	rng   *rand.Rand
	now   time.Time

	batch   queue.Batch
	touched map[queue.TicketID]*queue.Ticket
	err     error // the first; nothing is done after it
}

func newMaker(store *journal.Store, seed uint64, first time.Time) *maker {
	m := &maker{
		store: store, lobby: queue.NewLobby(), rng: rand.New(rand.NewPCG(seed, 20200701)), now: first, touched: map[queue.TicketID]*queue.Ticket{},
	}
	m.do(queue.System, queue.SetRules{Rules: Rules()})
	m.do(queue.Clock, queue.CloseDay{Day: m.lobby.Rules().Date(first)})
	for _, w := range m.lobby.Rules().Windows {
		m.do(queue.System, queue.OpenWindow{Window: w.ID})
	}
	return m
}

// do decides a command and applies what it comes to.
func (m *maker) do(actor queue.Actor, c queue.Command) {
	if m.err != nil {
		return
	}
	in := queue.Input{Actor: actor, Now: m.now.UTC().Truncate(time.Microsecond), Wall: m.now}
	d, err := queue.Decide(m.lobby, c, in)
	if err != nil {
		m.err = fmt.Errorf("%T: %w", c, err)
		return
	}
	events := d.Events(m.lobby, in)
	for i := range events {
		m.lobby.Apply(&events[i])
		for _, id := range events[i].Touched() {
			if t := m.lobby.Ticket(id); t != nil {
				m.touched[id] = t
			}
		}
	}
	m.batch.Events = append(m.batch.Events, events...)
	m.batch.Personal = append(m.batch.Personal, d.Personal...)
}

// commit writes what has happened.
func (m *maker) commit(ctx context.Context) {
	if m.err != nil || len(m.batch.Events) == 0 {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(m.touched)) {
		m.batch.Tickets = append(m.batch.Tickets, m.touched[id])
	}
	m.err = m.store.Commit(ctx, &m.batch)
	m.batch = queue.Batch{}
	clear(m.touched)
}

// batchEvents is after about how many events they are written.
const batchEvents = 2000

// nextDay closes the day and opens the centre at half past eight of the next.
func (m *maker) nextDay(ctx context.Context, day time.Time) {
	if len(m.batch.Events) > batchEvents {
		m.commit(ctx)
	}
	m.now = day.Add(8*time.Hour + 30*time.Minute)
	m.do(queue.Clock, queue.CloseDay{Day: m.lobby.Rules().Date(m.now)})
}

// end writes the rest.
func (m *maker) end(ctx context.Context) error {
	m.commit(ctx)
	return m.err
}

// step is one stay at a window.
type step struct {
	window  queue.WindowID
	outcome queue.OutcomeID
}

// visit is somebody who comes: where to, in which company, and what comes of it.
type visit struct {
	service queue.ServiceID
	bundle  queue.BundleID // with more than one step
	steps   []step
	party   int
	earlier *matter // that they came about before
	of      *matter // that this is the first visit of
}

// matter is what somebody comes about.
type matter struct{ last *queue.Earlier }

// come has somebody come, wait, be served at each window, and go.
func (m *maker) come(v *visit) {
	c := queue.Issue{Service: v.service, Bundle: v.bundle, Party: v.party, Lang: m.pick("zh", 19, "en"), Class: queue.ClassOrdinary}
	if m.rng.IntN(5) == 0 {
		c.Class = queue.ClassPriority
	}
	if v.earlier != nil {
		c.Earlier = v.earlier.last
	}
	for i := range c.Seed {
		c.Seed[i] = byte(m.rng.UintN(256))
	}
	m.do(queue.ByKiosk("main"), c)
	id := m.issued()
	for _, s := range v.steps {
		m.pass(40 * time.Minute)
		m.do(queue.System, queue.Next{Window: s.window})
		if v.earlier != nil && m.err == nil && m.lobby.Ticket(id).Proposed() {
			m.do(queue.System, queue.ConfirmMatter{Window: s.window, Matter: m.lobby.Ticket(id).Earlier.Matter})
		}
		m.pass(2 * time.Minute)
		m.do(queue.System, queue.Start{Window: s.window})
		m.pass(25 * time.Minute)
		m.do(queue.System, queue.Finish{Window: s.window, Outcome: s.outcome, Details: queue.Details{Confirmed: true}})
	}
	for _, of := range []*matter{v.earlier, v.of} {
		if t := m.lobby.Ticket(id); of != nil && m.err == nil {
			of.last = &queue.Earlier{Ticket: id, Matter: t.Matter, Day: t.Day, Service: t.Service}
		}
	}
}

// issued is the ticket that was issued last.
func (m *maker) issued() queue.TicketID {
	for _, e := range slices.Backward(m.batch.Events) {
		if d, ok := e.Data.(queue.IssuedData); ok {
			return d.Ticket
		}
	}
	return 0
}

// pass lets some time go by, mostly little of it.
func (m *maker) pass(most time.Duration) {
	m.now = m.now.Add(time.Duration(m.rng.Int64N(1+m.rng.Int64N(int64(most)))).Truncate(time.Second) / 8)
}

// pick gives the first word so many times of that many and one, else the other.
func (m *maker) pick(often string, times int, seldom string) string {
	if m.rng.IntN(times+1) < times {
		return often
	}
	return seldom
}
