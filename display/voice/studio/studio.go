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
