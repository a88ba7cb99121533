package paper

import (
	"sort"
	"time"
)

// buffer is what a printer has taken in and not yet printed, with the times at
// which the bytes came.
type buffer struct {
	b    []byte
	runs []run // of b, from the front
}

// run is bytes that came one after the other.
type run struct {
	n    int
	last time.Time     // when the last of them was in
	each time.Duration // from one to the next
}

func (q *buffer) len() int { return len(q.b) }

func (q *buffer) add(b []byte, last time.Time, each time.Duration) {
	if len(b) > 0 {
		q.b = append(q.b, b...)
		q.runs = append(q.runs, run{len(b), last, each})
	}
}

// take removes the first byte and tells when it came.
func (q *buffer) take() (byte, time.Time) {
	b, r := q.b[0], &q.runs[0]
	r.n--
	at := r.last.Add(-time.Duration(r.n) * r.each)
	if q.b = q.b[1:]; r.n == 0 {
		q.runs = q.runs[1:]
	}
	if len(q.b) == 0 {
		q.clear()
	}
	return b, at
}

func (q *buffer) clear() { q.b, q.runs = nil, nil }

// arrivals remembers when the bytes came that the interpreter was given since
// the last cut. Of a slip without end it forgets the middle.
type arrivals []arrival

// arrival is a byte's time; those after it came at the same time or later.
type arrival struct {
	offset int64 // of the byte in all that the interpreter was given
	at     time.Time
}

const maxArrivals = 4096

func (a *arrivals) note(offset int64, at time.Time) {
	if n := len(*a); n > 0 && (*a)[n-1].at.Equal(at) {
		return
	} else if n == maxArrivals {
		*a = append((*a)[:1], (*a)[maxArrivals/2:]...)
	}
	*a = append(*a, arrival{offset, at})
}

// of is when a byte came, as far as it is known.
func (a arrivals) of(offset int64) time.Time {
	i := sort.Search(len(a), func(i int) bool { return a[i].offset > offset })
	if i == 0 {
		return time.Time{}
	}
	return a[i-1].at
}

// forget drops what is known of the bytes before one.
func (a *arrivals) forget(before int64) {
	i := sort.Search(len(*a), func(i int) bool { return (*a)[i].offset > before })
	*a = append((*a)[:0], (*a)[max(i-1, 0):]...)
}
