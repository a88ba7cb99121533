package voice

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// RecordError is what is wrong with a recording.
type RecordError struct {
	Code string // not_wave, cut_off, no_samples, not_pcm, channels, rate, long_file, large, silent, quiet, long, loud
	Lost bool   // it can't be used
	Args []any  // names and values, for a sentence about it

	what string // in English, with {names}
}

// fault makes one of a recording that can't be used.
func fault(code, what string, args ...any) *RecordError {
	return &RecordError{Code: code, Lost: true, Args: args, what: what}
}

// Error says it in English.
func (f *RecordError) Error() string {
	pairs := make([]string, 0, len(f.Args))
	for i := 0; i+1 < len(f.Args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", f.Args[i]), fmt.Sprint(f.Args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(f.what)
}

// asFault finds the fault that reading a recording ended with; nil when it was something else.
func asFault(err error) *RecordError {
	f, _ := errors.AsType[*RecordError](err)
	return f
}

const (
	faint   = -38.0 // LUFS: made louder, the room's noise is heard
	clipped = 0.02  // of its samples at the limit: it was recorded too loud
	perWord = 900 * time.Millisecond
	upFront = 2 * time.Second // beside its words
)

// faults listens to a recording of a text: to all of it, and to what is left of it when its silence is cut off.
func faults(whole, cut Sound, lang, text string) []*RecordError {
	if len(cut) == 0 {
		return []*RecordError{fault("silent", "silent: {text}", "text", text)}
	}
	var all []*RecordError
	soft := func(code, what string, args ...any) {
		all = append(all, &RecordError{Code: code, Args: args, what: what})
	}
	if l := Loudness(cut); l < faint {
		soft("quiet", "too quiet, {lufs} LUFS: speak closer to the microphone", "lufs", fmt.Sprintf("%.0f", l))
	}
	if most := upFront + time.Duration(len(wordsOf(lang, text)))*perWord; cut.Length() > most {
		soft("long", "too long, {s} s for {text}: is something else in it?", "s", fmt.Sprintf("%.1f", cut.Length().Seconds()), "text", fmt.Sprintf("%q", text))
	}
	full := 0
	for _, v := range whole {
		if math.Abs(float64(v)) > 0.999 {
			full++
		}
	}
	if float64(full) > clipped*float64(len(whole)) {
		soft("loud", "recorded too loud: its peaks are cut off")
	}
	return all
}
