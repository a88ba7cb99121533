package voice

import (
	"math"
	"sync"
	"time"
)

// chime is two bells, a third apart: 叮咚. The screens' browsers strike the same where they
// have no audio from here (assets/bell.js).
var chime = sync.OnceValue(func() Sound { //nolint:gochecknoglobals // a value that is worked out once
	s := make(Sound, samples(1150*time.Millisecond)) // the bells don't ring out: who waits for words hears silence in that
	bell(s, 659.26, 0)
	bell(s, 523.25, 500*time.Millisecond)
	for i, n := 0, samples(80*time.Millisecond); i < n; i++ {
		s[len(s)-1-i] *= float32(i) / float32(n)
	}
	return Normalise(Trim(s))
})

// alarm is what goes before an emergency: a tone that rises three times.
var alarm = sync.OnceValue(func() Sound { //nolint:gochecknoglobals // a value that is worked out once
	s := make(Sound, samples(2100*time.Millisecond))
	each := samples(700 * time.Millisecond)
	for n := range 3 {
		phase := 0.0
		for i := range each {
			at := float64(i) / float64(each)
			phase += 2 * math.Pi * (520 + 480*at) / Rate
			s[n*each+i] = float32(0.4 * math.Sin(phase) * math.Min(1, 20*math.Min(at, 1-at)))
		}
	}
	return Normalise(Trim(s))
})

// bell strikes one bell of a pitch at a time.
func bell(s Sound, pitch float64, at time.Duration) {
	for _, p := range []struct{ partial, part, long float64 }{{1, 0.32, 1.4}, {2.01, 0.1, 0.8}, {3.03, 0.04, 0.4}} {
		for i := samples(at); i < len(s); i++ {
			t := float64(i-samples(at)) / Rate
			loud := p.part * math.Min(1, t/0.008) * math.Exp(-6.5*t/p.long)
			s[i] += float32(loud * math.Sin(2*math.Pi*pitch*p.partial*t))
		}
	}
}
