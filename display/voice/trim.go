package voice

import (
	"math"
	"time"
)

const (
	// Level is how loud every clip is, in LUFS. Broadcasting has −23; a hall's loudspeaker has
	// an amplifier behind it, and −18 leaves speech its peaks.
	Level = -18.0
	peak  = 0.89 // −1 dB: the highest a sample may be

	hush   = -45.0                  // dB below a clip's loudest moment: silence
	moment = 5 * time.Millisecond   // that silence is looked for in
	edge   = 12 * time.Millisecond  // of it is left at both ends
	pause  = 180 * time.Millisecond // of it is left within
)

// Trim takes the silence off both ends, shortens what is silent within, and lets the ends
// fade, so that clips can be said one after the other.
func Trim(s Sound) Sound {
	quiet := silence(s)
	n := samples(moment)
	first, last := -1, -1
	for i, q := range quiet {
		if !q {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return nil
	}
	var out Sound
	from := max(0, first*n-samples(edge))
	run := 0 // silent moments in a row
	for i := first; i <= last; i++ {
		if quiet[i] {
			run++
			continue
		}
		if long := run * n; long > samples(pause) { // keep its two ends
			out = append(out, s[from:(i-run)*n+samples(pause)/2]...)
			from = i*n - samples(pause)/2
		}
		run = 0
	}
	out = append(out, s[from:min(len(s), (last+1)*n+samples(edge))]...)
	for i := range min(samples(moment), len(out)) {
		part := float32(i) / float32(samples(moment))
		out[i] *= part
		out[len(out)-1-i] *= part
	}
	return out
}

// silence says of each moment whether it is silent.
func silence(s Sound) []bool {
	n := samples(moment)
	power := make([]float64, (len(s)+n-1)/n)
	loudest := 0.0
	for i := range power {
		for _, v := range s[i*n : min(len(s), (i+1)*n)] {
			power[i] += float64(v) * float64(v)
		}
		loudest = max(loudest, power[i])
	}
	quiet := make([]bool, len(power))
	for i, p := range power {
		quiet[i] = loudest == 0 || 10*math.Log10(p/loudest) < hush
	}
	return quiet
}

// Normalise brings a sound to Level. What would be louder than a sample can say is held down
// gently, which a second look at the loudness makes up for.
func Normalise(s Sound) Sound {
	out := s
	for range 4 {
		l := Loudness(out)
		if math.IsInf(l, -1) {
			return nil
		}
		if math.Abs(Level-l) < 0.02 {
			break
		}
		gain := float32(math.Pow(10, (Level-l)/20))
		next := make(Sound, len(out))
		for i, v := range out {
			next[i] = limit(v * gain)
		}
		out = next
	}
	return out
}

// limit bends what is above three quarters of the peak towards it.
func limit(v float32) float32 {
	const knee = 0.75 * peak
	a := float64(v)
	if math.Abs(a) <= knee {
		return v
	}
	over := (math.Abs(a) - knee) / (peak - knee)
	return float32(math.Copysign(knee+(peak-knee)*math.Tanh(over), a))
}
