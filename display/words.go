package display

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Words is a language of a centre's own: one JSON file with the sentences by
// face and key, as
//
//	{"common": {"language_ug": "ئۇيغۇرچە", "lang_tag": "ug", "dir": "rtl"}, "kiosk": {"title": "…", "more_n": {"one": "…", "other": "…"}}}
//
// What it doesn't say is said in English, or else in Chinese; Missing lists it.
// A key that no face has is a mistake, and so is a sentence without one of the
// {places} that the others fill in, or with one that they don't.
type Words struct {
	Lang string // its BCP 47 tag, as "ug"
	File string // named in what is wrong
	JSON []byte
}

// mostWords is how large a file of words may be, in bytes: all there is to say
// takes some 150 KB.
const mostWords = 2 << 20

// add takes a centre's own language in.
func (c *Catalogue) add(w Words) error {
	wrong := func(err error) error { return fmt.Errorf("%s: %w", w.File, err) }
	if _, err := language.Parse(w.Lang); err != nil || w.Lang == "" {
		return wrong(fmt.Errorf("%q is not the tag of a language", w.Lang))
	}
	if slices.Contains(c.langs, w.Lang) {
		return wrong(fmt.Errorf("there are words in %s already", w.Lang))
	}
	faces, err := readWords(w.JSON)
	if err != nil {
		return wrong(err)
	}
	here, there, bad := map[string]sentence{}, c.spare(), []error(nil)
	tongue := "common.language_" + w.Lang
	for _, face := range slices.Sorted(maps.Keys(faces)) {
		for _, k := range slices.Sorted(maps.Keys(faces[face])) {
			key, s := face+"."+k, faces[face][k]
			model, known := there[key]
			switch {
			case key == tongue: // the program can't know it
			case !known:
				bad = append(bad, fmt.Errorf("no face says %s", key))
			default:
				bad = append(bad, samePlaces(key, s, model))
			}
			here[key] = s
		}
	}
	if err := errors.Join(bad...); err != nil {
		return wrong(err)
	}
	if here[tongue] == nil {
		here[tongue] = sentence{"other": w.Lang}
		c.missing[w.Lang] = append(c.missing[w.Lang], tongue)
	}
	for _, lang := range c.langs { // the switch names each language in its own words
		c.texts[lang][tongue] = here[tongue]
	}
	for key, s := range there {
		if here[key] == nil {
			here[key] = s
			c.missing[w.Lang] = append(c.missing[w.Lang], key)
		}
	}
	slices.Sort(c.missing[w.Lang])
	c.texts[w.Lang] = here
	c.langs = append(c.langs, w.Lang)
	return nil
}

// readWords reads a file of words.
func readWords(b []byte) (map[string]map[string]sentence, error) {
	if len(b) > mostWords {
		return nil, fmt.Errorf("it is larger than %d KiB", mostWords>>10)
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	var faces map[string]map[string]sentence
	if err := d.Decode(&faces); err != nil {
		return nil, fmt.Errorf("not a file of words: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something stands after its last bracket")
	}
	for face, texts := range faces {
		for k, s := range texts {
			if strings.TrimSpace(s["other"]) == "" {
				return nil, fmt.Errorf("%s.%s is empty", face, k)
			}
		}
	}
	return faces, nil
}

// spare is what is said where a language has no words of its own: English, or
// Chinese.
func (c *Catalogue) spare() map[string]sentence {
	all := map[string]sentence{}
	for _, lang := range []string{"zh", "en"} {
		maps.Copy(all, c.texts[lang])
	}
	return all
}

// samePlaces says whether a sentence fills in what its model does.
func samePlaces(key string, s, model sentence) error {
	var bad []error
	want := places(model["other"])
	for _, form := range slices.Sorted(maps.Keys(s)) {
		have := places(s[form])
		for _, p := range want {
			if !slices.Contains(have, p) && (form == "other" || p != "n") { // one may be said without its figure
				bad = append(bad, fmt.Errorf("%s (%s) doesn't say {%s}", key, form, p))
			}
		}
		for _, p := range have {
			if !slices.Contains(want, p) {
				bad = append(bad, fmt.Errorf("%s (%s) says {%s}, which nobody fills in", key, form, p))
			}
		}
	}
	return errors.Join(bad...)
}

// Missing lists the keys that a centre's own language has no words for, sorted.
func (c *Catalogue) Missing(lang string) []string { return c.missing[lang] }
