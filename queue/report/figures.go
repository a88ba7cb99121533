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

	// Accepted and Concluded count once for a matter, and once for a visit that belongs to
	// none. The others count each time.
	Accepted, Concluded, Mediated, MediationFailed, Confirmed int

	Repeated int // batches that came again about a matter (重复访); all others are first visits (初访)
	Groups   int // batches of more than one head (集体访); all others are of one person (个访)
}

// First is how many batches are first visits, or of whom nobody said that they came before.
func (f *Figures) First() int { return f.Batches - f.Repeated }

// Alone is how many batches are one person.
func (f *Figures) Alone() int { return f.Batches - f.Groups }

// Mediations is how many mediations ended, one way or the other.
func (f *Figures) Mediations() int { return f.Mediated + f.MediationFailed }

func newFigures() Figures { return Figures{Outcomes: map[queue.OutcomeID]int{}} }

// tell counts an act to its figure.
func (f *Figures) tell(c queue.Counts) {
	switch c {
	case queue.CountsAccepted:
		f.Accepted++
	case queue.CountsConcluded:
		f.Concluded++
	case queue.CountsMediated:
		f.Mediated++
	case queue.CountsFailed:
		f.MediationFailed++
	case queue.CountsConfirmed:
		f.Confirmed++
	case queue.CountsNothing:
	}
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

// Count counts tickets of which none is about the same matter as another.
func Count(tickets []*queue.Ticket) Figures { return Visits{Tickets: tickets}.Count() }

func (f *Figures) add(t *queue.Ticket) {
	f.Batches++
	f.Heads += t.Party
	if t.Repeat {
		f.Repeated++
	}
	if t.Party > 1 {
		f.Groups++
	}
	switch t.State {
	case queue.Done:
		f.Served++
		if t.Outcome != "" { // the sides of a session that follow its lead have none
			f.Outcomes[t.Outcome]++
		}
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

// Thousands says a count with a comma before each three digits, as 18,951.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// PerBatch says how many heads a batch has, with two decimals, half up, as 1.48; "" without
// batches.
func (f *Figures) PerBatch() string { return Ratio(f.Heads, f.Batches) }

// Ratio says one count to another with two decimals, half up, as 1.48; "" to none.
func Ratio(n, of int) string {
	if of == 0 {
		return ""
	}
	hundredths := (n*200 + of) / (2 * of)
	return strconv.FormatFloat(float64(hundredths)/100, 'f', 2, 64)
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
	f.Accepted += o.Accepted
	f.Concluded += o.Concluded
	f.Mediated += o.Mediated
	f.MediationFailed += o.MediationFailed
	f.Confirmed += o.Confirmed
	f.Repeated += o.Repeated
	f.Groups += o.Groups
	f.Waited = Mean{f.Waited.N + o.Waited.N, f.Waited.Sum + o.Waited.Sum}
	f.Took = Mean{f.Took.N + o.Took.N, f.Took.Sum + o.Took.Sum}
	if f.Outcomes == nil && len(o.Outcomes) > 0 {
		f.Outcomes = map[queue.OutcomeID]int{}
	}
	for id, n := range o.Outcomes {
		f.Outcomes[id] += n
	}
}
