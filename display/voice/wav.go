package voice

import (
	"encoding/binary"
	"math"
	"slices"
	"time"
)

// Rate is the samples a second of everything that is heard, one channel: speech has nothing
// above its 12 kHz that a hall's loudspeaker would carry.
const Rate = 24_000

// Sound is samples at Rate, from −1 to 1.
type Sound []float32

// Length is how long a sound takes.
func (s Sound) Length() time.Duration { return time.Duration(len(s)) * time.Second / Rate }

// samples is how many samples a time has.
func samples(d time.Duration) int { return int(d * Rate / time.Second) }

// maxRead is the longest recording that is read, in seconds: a sentence has some ten.
const maxRead = 60

// WAV makes a WAVE file of a sound: 16-bit PCM, one channel.
func (s Sound) WAV() []byte {
	b := make([]byte, 0, 44+2*len(s))
	b = append(b, "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(36+2*len(s)))
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, 1) // PCM
	b = binary.LittleEndian.AppendUint16(b, 1) // channel
	b = binary.LittleEndian.AppendUint32(b, Rate)
	b = binary.LittleEndian.AppendUint32(b, 2*Rate)
	b = binary.LittleEndian.AppendUint16(b, 2)
	b = binary.LittleEndian.AppendUint16(b, 16)
	b = append(b, "data"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(2*len(s)))
	for _, v := range s {
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(math.Round(float64(max(-1, min(1, v)))*math.MaxInt16))))
	}
	return b
}

// format is what a WAVE file says of its samples.
type format struct {
	tag, channels, bits int
	rate                int
}

// ReadWAV reads a WAVE file of 16-bit PCM, one channel or two, at any usual rate, and gives it
// at Rate.
func ReadWAV(b []byte) (Sound, error) {
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WAVE" {
		return nil, fault("not_wave", "not a WAVE file")
	}
	var f format
	for b = b[12:]; len(b) >= 8; {
		name, size := string(b[:4]), int64(binary.LittleEndian.Uint32(b[4:8]))
		b = b[8:]
		body := b[:min(size, int64(len(b)))]
		switch name {
		case "fmt ":
			if len(body) < 16 {
				return nil, fault("cut_off", "its format is cut off")
			}
			f = format{
				tag: int(binary.LittleEndian.Uint16(body)), channels: int(binary.LittleEndian.Uint16(body[2:])),
				bits: int(binary.LittleEndian.Uint16(body[14:])), rate: int(binary.LittleEndian.Uint32(body[4:])),
			}
			if f.tag == 0xfffe && len(body) >= 26 { // extensible: the tag stands behind
				f.tag = int(binary.LittleEndian.Uint16(body[24:]))
			}
			if err := f.check(); err != nil {
				return nil, err
			}
		case "data":
			if f.rate == 0 {
				return nil, fault("cut_off", "its samples come before their format")
			}
			return f.read(body)
		}
		b = b[min(size+size%2, int64(len(b))):]
	}
	return nil, fault("no_samples", "it has no samples")
}

// usualRates are the samples a second that recordings have. Any other one costs thirty times the work: its samples lie
// at thousands of places between those of Rate, see kernel.
func usualRates() []int {
	return []int{8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000}
}

func (f format) check() error {
	switch {
	case f.tag != 1 || f.bits != 16:
		return fault("not_pcm", "its samples are not 16-bit PCM (format {tag}, {bits} bits)", "tag", f.tag, "bits", f.bits)
	case f.channels != 1 && f.channels != 2:
		return fault("channels", "it has {n} channels", "n", f.channels)
	case !slices.Contains(usualRates(), f.rate):
		return fault("rate", "it has {n} samples a second", "n", f.rate)
	}
	return nil
}

func (f format) read(body []byte) (Sound, error) {
	n := len(body) / 2 / f.channels
	if n > maxRead*f.rate {
		return nil, fault("long_file", "it is longer than {n} s", "n", maxRead)
	}
	s := make(Sound, n)
	for i := range s {
		for c := range f.channels {
			v := int16(binary.LittleEndian.Uint16(body[2*(i*f.channels+c):]))
			s[i] += float32(v) / (math.MaxInt16 + 1) / float32(f.channels)
		}
	}
	return Resample(s, f.rate, Rate), nil
}

// taps is how many zero crossings of the sinc lie on each side of a sample.
const taps = 16

// Resample brings samples to another rate, by a sinc under a Hann window.
func Resample(s []float32, from, to int) Sound {
	if from == to || len(s) == 0 {
		return s
	}
	k := newKernel(from, to)
	out := make(Sound, int64(len(s))*int64(to)/int64(from))
	for i := range out {
		exact := int64(i) * int64(from)
		at, phase := int(exact/int64(to)), int(exact%int64(to))
		weights := k.of(phase)
		first := at - k.side // of the samples that these are of
		lo, hi := max(0, -first), min(len(weights), len(s)-first)
		out[i] = weigh(s[first+lo:first+hi], weights[lo:hi])
	}
	return out
}

// kernel is the weights of a resampling. A sample of the new rate lies a part of to behind one of
// the old rate: where it lies comes again and again, at usual rates after some eighty samples, so
// that each place is worked out once.
type kernel struct {
	to         int
	cut, reach float64
	side       int // samples that count before the one at hand
	places     map[int][]float32
}

// maxPlaces is how many places are kept: rates that nobody uses have some thousands.
const maxPlaces = 2000

func newKernel(from, to int) *kernel {
	k := &kernel{to: to, cut: min(1, float64(to)/float64(from)) * 0.97, places: map[int][]float32{}} // below what both rates can carry
	k.reach = taps / k.cut
	k.side = int(k.reach)
	return k
}

// of gives the weights of the samples from side before the one at hand.
func (k *kernel) of(phase int) []float32 {
	if w := k.places[phase]; w != nil {
		return w
	}
	if len(k.places) == maxPlaces {
		clear(k.places)
	}
	w := make([]float32, 2*k.side+2)
	for i := range w {
		x := float64(i-k.side) - float64(phase)/float64(k.to)
		if math.Abs(x) <= k.reach {
			w[i] = float32(k.cut * sinc(k.cut*x) * (0.5 + 0.5*math.Cos(math.Pi*x/k.reach)))
		}
	}
	k.places[phase] = w
	return w
}

// weigh adds samples up by their weights: four sums at once, since a processor waits for each.
func weigh(s, weights []float32) float32 {
	var a, b, c, d float32
	for len(s) >= 4 && len(weights) >= 4 {
		a += s[0] * weights[0]
		b += s[1] * weights[1]
		c += s[2] * weights[2]
		d += s[3] * weights[3]
		s, weights = s[4:], weights[4:]
	}
	for i, v := range s {
		a += v * weights[i]
	}
	return a + b + c + d
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}
