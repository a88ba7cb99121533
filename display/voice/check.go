package voice

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"
	"time"
)

// Problem is something about a recording.
type Problem struct {
	File string
	What string
	Lost bool // the clip can't be used
}

const (
	faint   = -38.0 // LUFS: made louder, the room's noise is heard
	clipped = 0.02  // of its samples at the limit: it was recorded too loud
	perWord = 900 * time.Millisecond
	upFront = 2 * time.Second // beside its words
)

// Check holds the recordings of a folder against the clips that are needed.
func Check(dir fs.FS, lang string, need []Clip) []Problem {
	if len(need) == 0 {
		return nil
	}
	have, err := ReadScript(dir, lang)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = errors.New("it isn't there: onedoor voice script writes it")
		}
		return []Problem{{lang + ".tsv", err.Error(), true}}
	}
	var all []Problem
	says := newBook(lang)
	for _, c := range have {
		says.add(clip{Clip: c})
		all = append(all, checkRecord(dir, lang, c)...)
	}
	for _, c := range need {
		if _, missing := says.find(c.Text); len(missing) > 0 {
			all = append(all, Problem{lang + ".tsv", fmt.Sprintf("nothing says %q (%s): onedoor voice script adds it", c.Text, strings.Join(missing, " ")), true})
		}
	}
	return all
}

// checkRecord listens to one recording.
func checkRecord(dir fs.FS, lang string, c Clip) []Problem {
	file := lang + "/" + c.Name + ".wav"
	s, err := readRecord(dir, lang, c.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []Problem{{file, fmt.Sprintf("missing: %s", c.Text), true}}
	case err != nil:
		return []Problem{{file, strings.TrimPrefix(err.Error(), file+": "), true}}
	}
	cut := Trim(s)
	if cut == nil {
		return []Problem{{file, fmt.Sprintf("silent: %s", c.Text), true}}
	}
	var all []Problem
	if l := Loudness(cut); l < faint {
		all = append(all, Problem{file, fmt.Sprintf("too quiet, %.0f LUFS: speak closer to the microphone", l), false})
	}
	if most := upFront + time.Duration(len(wordsOf(lang, c.Text)))*perWord; cut.Length() > most {
		all = append(all, Problem{file, fmt.Sprintf("too long, %.1f s for %q: is something else in it?", cut.Length().Seconds(), c.Text), false})
	}
	full := 0
	for _, v := range s {
		if math.Abs(float64(v)) > 0.999 {
			full++
		}
	}
	if float64(full) > clipped*float64(len(s)) {
		all = append(all, Problem{file, "recorded too loud: its peaks are cut off", false})
	}
	return all
}
