package report

import "slices"

// times are lengths of time in whole seconds: a histogram by the second, so that no percentile
// is a guess.
type times struct {
	by   []uint32 // how many of each length below longTime
	long []int    // the others

	sealed []int // the percentiles told, once the lengths themselves are gone
}

// told are the percentiles that figures tell.
var told = [...]int{50, 90, 95, 100}

// longTime is from where lengths are kept one by one: eight hours.
const longTime = 8 * 3600

func (t *times) add(seconds int) {
	if seconds >= longTime {
		t.long = append(t.long, seconds)
		return
	}
	if seconds >= len(t.by) {
		t.by = append(t.by, make([]uint32, max(seconds+1-len(t.by), len(t.by)))...)
	}
	t.by[seconds]++
}

// seal keeps the percentiles of the n lengths and gives their room back for others.
func (t *times) seal(n int) (room []uint32) {
	sealed := make([]int, len(told))
	for i, p := range told {
		sealed[i] = t.percentile(n, p)
	}
	t.sealed = sealed
	return t.clear()
}

// sealAll keeps the percentiles of the n lengths of both.
func (t *times) sealAll(n int, with *times) {
	sealed := make([]int, len(told))
	for i, p := range told {
		sealed[i] = t.percentileWith(n, p, with)
	}
	t.sealed = sealed
}

// clear gives the room of the lengths back for others.
func (t *times) clear() (room []uint32) {
	room = t.by
	clear(room)
	t.by, t.long = nil, nil
	return room
}

// percentileWith is the percentile of the n lengths of both.
func (t *times) percentileWith(n, percent int, with *times) int {
	if i := slices.Index(told[:], percent); t.sealed != nil && i >= 0 {
		return t.sealed[i]
	}
	rank := (n*percent + 99) / 100
	if rank == 0 {
		return 0
	}
	for seconds := range max(len(t.by), len(with.by)) {
		for _, by := range [][]uint32{t.by, with.by} {
			if seconds < len(by) {
				rank -= int(by[seconds])
			}
		}
		if rank <= 0 {
			return seconds
		}
	}
	return slices.Sorted(slices.Values(slices.Concat(t.long, with.long)))[rank-1]
}

// percentile gives the length that so many per cent don't exceed: of n lengths the one at rank
// n × percent / 100, rounded up (nearest rank). Of none it is 0.
func (t *times) percentile(n, percent int) int {
	if i := slices.Index(told[:], percent); t.sealed != nil && i >= 0 {
		return t.sealed[i]
	}
	rank := (n*percent + 99) / 100
	if rank == 0 {
		return 0
	}
	for seconds, many := range t.by {
		if rank -= int(many); rank <= 0 {
			return seconds
		}
	}
	slices.Sort(t.long)
	return t.long[rank-1]
}

// within counts those from one length to another, without it.
func (t *times) within(from, to int) (n int) {
	for _, many := range t.by[min(from, len(t.by)):min(to, len(t.by))] {
		n += int(many)
	}
	for _, l := range t.long {
		if l >= from && l < to {
			n++
		}
	}
	return n
}
