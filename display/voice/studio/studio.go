// Package studio makes clips with Debian's espeak-ng, offline: a stand-in voice for
// a centre that has nobody's recordings yet.
//
// Chinese is spoken from pinyin by the voice cmn-latn-pinyin: the voice cmn, which
// reads characters, misreads some of them (好) and spells others in English when
// its dictionary isn't whole. English is en-GB. What is made is trimmed and brought
// to one loudness, as recordings must be too.
package studio

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"

	"github.com/mozillazg/go-pinyin"

	"onedoor/display/voice"
)

// speed is the words a minute: slower than the 175 that espeak-ng calls normal.
const speed = "145"

// Speak says a text in a language ("zh" takes pinyin with tone numbers; a text behind
// "[en]" is English even there) and gives it as a clip.
func Speak(ctx context.Context, lang, text string) (voice.Sound, error) {
	name := map[string]string{"zh": "cmn-latn-pinyin", "en": "en-gb"}[lang]
	if rest, english := strings.CutPrefix(text, "[en]"); english {
		name, text = "en-gb", rest
	}
	if name == "" {
		return nil, fmt.Errorf("espeak-ng has no voice here for %q", lang)
	}
	var out, said bytes.Buffer
	c := exec.CommandContext(ctx, "espeak-ng", "-v", name, "-s", speed, "--stdout", text)
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("espeak-ng says %q: %w: %s", text, err, bytes.TrimSpace(said.Bytes()))
	}
	s, err := voice.ReadWAV(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("espeak-ng says %q: %w", text, err)
	}
	s = voice.Normalise(voice.Trim(s))
	if s == nil {
		return nil, fmt.Errorf("espeak-ng says nothing for %q", text)
	}
	return s, nil
}

// Say says a clip, as its list tells, else as its text is read.
func Say(ctx context.Context, lang string, c voice.Clip) (voice.Sound, error) {
	switch {
	case c.How != "":
		return Speak(ctx, lang, c.How)
	case lang != "zh":
		return Speak(ctx, lang, c.Text)
	}
	var all voice.Sound
	for _, how := range Pinyin(c.Text) {
		s, err := Speak(ctx, lang, how)
		if err != nil {
			return nil, err
		}
		all = append(all, s...)
	}
	return all, nil
}

// Pinyin writes a Chinese text as Speak takes it, in runs: characters by their most usual
// reading, letters in English. Where a character has another reading (行, 重) its list has to
// say how.
func Pinyin(text string) []string {
	args := pinyin.NewArgs()
	args.Style = pinyin.Tone3
	var runs []string
	english := false
	for i, w := range voice.Words("zh", text) {
		say, latin := strings.ToUpper(w), true
		if p := pinyin.LazyPinyin(w, args); len(p) == 1 {
			say, latin = p[0], false
			if !strings.ContainsAny(say, "1234") {
				say += "5"
			}
		}
		switch {
		case i > 0 && latin == english:
			runs[len(runs)-1] += " " + say
		case latin:
			runs = append(runs, "[en]"+say)
		default:
			runs = append(runs, say)
		}
		english = latin
	}
	return runs
}
