package sim

import (
	"math"
	"sort"
	"time"

	"onedoor/queue"
)

// lengths is how long windows are taken by those who come to a service, as a distribution: as
// it was learnt, straight within each of its counts.
type lengths struct {
	at    [256]float64 // seconds that a share of i/255 isn't above
	mean  float64
	doubt float64 // of the mean itself: its standard error over it
}

// newLengths makes the distribution of what was counted; nil of nothing.
func newLengths(s *queue.Spread) *lengths {
	n := s.Sum()
	if n == 0 {
		return nil
	}
	bounds := queue.SpreadBoundsS()
	x := &lengths{}
	last, below := len(x.at)-1, 0
	var sum, squares, from float64
	for i, count := range s {
		to := float64(bounds[i])
		first := int(math.Ceil(float64(below) / float64(n) * float64(last)))
		end := below + count
		for k := first; count > 0 && k <= last && k*n <= end*last; k++ {
			x.at[k] = from + (to-from)*(float64(k*n)/float64(last)-float64(below))/float64(count)
		}
		middle := (from + to) / 2
		sum += float64(count) * middle
		squares += float64(count) * (middle*middle + (to-from)*(to-from)/12)
		below, from = end, to
	}
	x.mean = sum / float64(n)
	deviation := math.Sqrt(max(0, squares/float64(n)-x.mean*x.mean))
	x.doubt = deviation / x.mean / math.Sqrt(float64(n))
	return x
}

// draw is the length that a share of u, from 0 to 1, isn't above.
func (x *lengths) draw(u float64) time.Duration {
	place := u * float64(len(x.at)-1)
	i := min(int(place), len(x.at)-2)
	s := x.at[i] + (x.at[i+1]-x.at[i])*(place-float64(i))
	return time.Duration(s * float64(time.Second))
}

// rest is how much longer somebody takes who has taken so long already. Of those who have taken longer than
// anybody before nothing was learnt; they are given the mean again, by chance.
func (x *lengths) rest(already time.Duration, u float64) time.Duration {
	s := already.Seconds()
	i := sort.SearchFloat64s(x.at[:], s)
	if i >= len(x.at)-1 {
		return time.Duration(-math.Log(1-u*0.999) * x.mean * float64(time.Second))
	}
	if i == 0 {
		return max(0, x.draw(u)-already)
	}
	share := (float64(i-1) + (s-x.at[i-1])/max(1e-9, x.at[i]-x.at[i-1])) / float64(len(x.at)-1)
	return max(0, x.draw(share+u*(1-share))-already)
}

// chance is a number from 0 to 1 that is always the same for the same run, ticket and kind: so the
// ranges of two looks a second apart differ by what has happened, not by luck.
func chance(seed, run, ticket, kind uint64) float64 {
	h := seed
	for _, x := range [...]uint64{run, ticket, kind} { // Steele, Lea and Flood 2014: SplitMix64
		h += 0x9e3779b97f4a7c15 + x*0xd1342543de82ef95
		h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
		h = (h ^ h>>27) * 0x94d049bb133111eb
		h ^= h >> 31
	}
	return float64(h>>11) / (1 << 53)
}

// normal is a standard normal number of two chances (Box and Muller 1958).
func normal(a, b float64) float64 {
	return math.Sqrt(-2*math.Log(1-a)) * math.Cos(2*math.Pi*b)
}
