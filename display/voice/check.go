package voice

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// Problem is something about a recording.
type Problem struct {
	File string
	What string
	Lost bool // the clip can't be used
}

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
	var all []Problem
	for _, f := range faults(s, Trim(s), lang, c.Text) {
		all = append(all, Problem{file, f.Error(), f.Lost})
	}
	return all
}
