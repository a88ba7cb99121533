package voice

import (
	"math"
	"slices"
	"time"
)

// Loudness is measured as EBU R 128 does it, by ITU-R BS.1770-5: K-weighted, in blocks of
// 400 ms that overlap by three quarters, without the blocks below −70 LUFS and those 10 LU
// below the mean of the rest. A clip may be a digit of a third of a second: it is measured
// as if it were said again and again for three seconds, which changes nothing of a longer
// one's figure by more than its last block.
const (
	hop      = 100 * time.Millisecond
	perBlock = 4 // hops
	measured = 3 * time.Second
	silent   = -70.0 // LUFS: a block below isn't counted
	relative = -10.0 // LU below the mean of the others
)

// Loudness gives a sound's integrated loudness in LUFS; −Inf for silence.
func Loudness(s Sound) float64 {
	if len(s) == 0 {
		return math.Inf(-1)
	}
	long := s
	if times := (samples(measured) + len(s) - 1) / len(s); times > 1 {
		long = slices.Repeat(s, times)
	}
	hops := weighted(long)
	var blocks []float64
	for at := 0; at+perBlock <= len(hops); at++ {
		var sum float64
		for _, h := range hops[at : at+perBlock] {
			sum += h
		}
		blocks = append(blocks, sum/perBlock)
	}
	mean := gated(blocks, silent)
	return lufs(gated(blocks, max(silent, lufs(mean)+relative)))
}

// gated is the mean of the blocks at least so loud.
func gated(blocks []float64, least float64) float64 {
	var sum float64
	n := 0
	for _, b := range blocks {
		if lufs(b) >= least {
			sum += b
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

func lufs(power float64) float64 { return -0.691 + 10*math.Log10(power) }

// weighted gives the mean power of the K-weighted samples in each hop.
func weighted(s Sound) []float64 {
	shelf, pass := kWeighting(Rate)
	n := samples(hop)
	hops := make([]float64, 0, len(s)/n)
	for ; len(s) >= n; s = s[n:] {
		sum := 0.0
		for _, v := range s[:n] {
			y := pass.next(shelf.next(float64(v)))
			sum += y * y
		}
		hops = append(hops, sum/float64(n))
	}
	return hops
}

// biquad is a filter of second order with its memory.
type biquad struct{ b0, b1, b2, a1, a2, x1, x2, y1, y2 float64 }

func (f *biquad) next(x float64) float64 {
	y := f.b0*x + f.b1*f.x1 + f.b2*f.x2 - f.a1*f.y1 - f.a2*f.y2
	f.x2, f.x1, f.y2, f.y1 = f.x1, x, f.y1, y
	return y
}

// kWeighting gives the two filters of BS.1770 for a rate: the standard has them for 48 kHz
// only, the analogue filters behind them are those of libebur128.
func kWeighting(rate float64) (shelf, pass *biquad) {
	f, gain, q := 1681.974450955533, 3.999843853973347, 0.7071752369554196
	k := math.Tan(math.Pi * f / rate)
	vh := math.Pow(10, gain/20)
	vb := math.Pow(vh, 0.4996667741545416)
	a0 := 1 + k/q + k*k
	shelf = &biquad{
		b0: (vh + vb*k/q + k*k) / a0, b1: 2 * (k*k - vh) / a0, b2: (vh - vb*k/q + k*k) / a0,
		a1: 2 * (k*k - 1) / a0, a2: (1 - k/q + k*k) / a0,
	}
	f, q = 38.13547087602444, 0.5003270373238773
	k = math.Tan(math.Pi * f / rate)
	a0 = 1 + k/q + k*k
	pass = &biquad{b0: 1, b1: -2, b2: 1, a1: 2 * (k*k - 1) / a0, a2: (1 - k/q + k*k) / a0}
	return shelf, pass
}
