package report

import (
	"strconv"
	"time"

	"onedoor/queue"
)

// Figures is what the tickets of some days come to. Every ticket is in just one
// of Served, Left, Missed, Lapsed and Inside.
type Figures struct {
	Batches  int  // tickets issued
	Heads    int  // person-visits: the heads under these numbers
	Served   int  // ended with an outcome
	Left     int  // given up by the visitor
	Missed   int  // called, never served, and passed or lapsed
	Lapsed   int  // lapsed without that
	Inside   int  // still waiting, in hand or put aside
	Waited   Mean // from taking the number to its first call
	Took     Mean // from the start of service to its end, where the start was said
	Outcomes map[queue.OutcomeID]int
}

// Mean is a mean of durations and how many went into it.
type Mean struct {
	N   int
	Sum time.Duration
}

// Add takes one more duration in.
func (m *Mean) Add(d time.Duration) {
	m.N++
	m.Sum += d
}

// Of gives the mean; 0 of nothing.
func (m Mean) Of() time.Duration {
	if m.N == 0 {
		return 0
	}
	return m.Sum / time.Duration(m.N)
}

// Minutes says the mean in whole minutes, half up; "" of nothing.
func (m Mean) Minutes() string {
	if m.N == 0 {
		return ""
	}
	return strconv.Itoa(int((m.Of() + 30*time.Second) / time.Minute))
}

// Count counts tickets. It is the one place where the figures are made.
func Count(tickets []*queue.Ticket) Figures {
	f := Figures{Outcomes: map[queue.OutcomeID]int{}}
	for _, t := range tickets {
		f.add(t)
	}
	return f
}

// CountServices counts tickets by service: the one where the visit ended, or
// stands now, so that the services' figures add up to those of all.
func CountServices(tickets []*queue.Ticket) map[queue.ServiceID]Figures {
	by := map[queue.ServiceID][]*queue.Ticket{}
	for _, t := range tickets {
		by[t.Service] = append(by[t.Service], t)
	}
	figures := make(map[queue.ServiceID]Figures, len(by))
	for id, list := range by {
		figures[id] = Count(list)
	}
	return figures
}

func (f *Figures) add(t *queue.Ticket) {
	f.Batches++
	f.Heads += t.Party
	switch t.State {
	case queue.Done:
		f.Served++
		f.Outcomes[t.Outcome]++
	case queue.Cancelled:
		f.Left++
	case queue.NoShow:
		f.Missed++
	case queue.Lapsed:
		if leg := t.Legs[len(t.Legs)-1]; leg.Calls > 0 && leg.Started.IsZero() {
			f.Missed++
		} else {
			f.Lapsed++
		}
	case queue.Waiting, queue.Called, queue.Serving, queue.Held:
		f.Inside++
	}
	for i := range t.Legs {
		leg := &t.Legs[i]
		if i == 0 && !leg.Called.IsZero() {
			f.Waited.Add(leg.Called.Sub(leg.From))
		}
		if !leg.Started.IsZero() && !leg.Ended.IsZero() {
			f.Took.Add(leg.Ended.Sub(leg.Started))
		}
	}
}

// Percent says a rate with one decimal, half up, as 91.7; "" without a
// denominator.
func Percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	tenths := (part*2000 + whole) / (2 * whole)
	return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
}

// Join adds the figures of other tickets.
func (f *Figures) Join(o Figures) {
	f.Batches += o.Batches
	f.Heads += o.Heads
	f.Served += o.Served
	f.Left += o.Left
	f.Missed += o.Missed
	f.Lapsed += o.Lapsed
	f.Inside += o.Inside
	f.Waited = Mean{f.Waited.N + o.Waited.N, f.Waited.Sum + o.Waited.Sum}
	f.Took = Mean{f.Took.N + o.Took.N, f.Took.Sum + o.Took.Sum}
	if f.Outcomes == nil && len(o.Outcomes) > 0 {
		f.Outcomes = map[queue.OutcomeID]int{}
	}
	for id, n := range o.Outcomes {
		f.Outcomes[id] += n
	}
}
