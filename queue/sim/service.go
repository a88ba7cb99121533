package sim

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Service is how long visitors are served: a mean, and how much they differ. The
// variation is the standard deviation over the mean: 0 serves everybody equally long,
// 1 is exponential, anything else log-normal, which is what counters are found to be.
type Service struct {
	Mean      time.Duration
	Variation float64
}

// draw is one visitor's time, at least a microsecond.
func (s Service) draw(r *rand.Rand) time.Duration {
	x := 1.0
	switch s.Variation {
	case 0:
	case 1:
		x = r.ExpFloat64()
	default:
		sigma2 := math.Log(1 + s.Variation*s.Variation)
		x = math.Exp(r.NormFloat64()*math.Sqrt(sigma2) - sigma2/2)
	}
	return max(time.Duration(x*float64(s.Mean)).Truncate(time.Microsecond), time.Microsecond)
}

// Sample is times, from the shortest to the longest.
type Sample []time.Duration

func (s Sample) sort() { slices.Sort(s) }

// Mean is their mean; 0 of none.
func (s Sample) Mean() time.Duration {
	if len(s) == 0 {
		return 0
	}
	sum := 0.0
	for _, d := range s {
		sum += float64(d)
	}
	return time.Duration(sum / float64(len(s)))
}

// Quantile is the time that a share of q, from 0 to 1, isn't above; 0 of none.
func (s Sample) Quantile(q float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	i := int(math.Ceil(q*float64(len(s)))) - 1
	return s[min(max(i, 0), len(s)-1)]
}
