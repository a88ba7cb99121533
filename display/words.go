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
// In one of the program's own languages it stands in place of what the program
// says, and what it doesn't say is said as ever.
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
func (c *lexicon) add(w Words) error {
	wrong := func(err error) error { return fmt.Errorf("%s: %w", w.File, err) }
	if _, err := language.Parse(w.Lang); err != nil || w.Lang == "" {
		return wrong(fmt.Errorf("%q is not the tag of a language", w.Lang))
	}
	instead := c.program[w.Lang] != nil && !slices.Contains(c.instead, w.Lang)
	if slices.Contains(c.langs, w.Lang) && !instead {
		return wrong(fmt.Errorf("there are words in %s already", w.Lang))
	}
	faces, err := readWords(w.JSON)
	if err != nil {
		return wrong(err)
	}
	here, there := flat(faces), c.spare()
	if err := joined(c.faults(w.Lang, here)); err != nil {
		return wrong(err)
	}
	if instead {
		maps.Copy(c.texts[w.Lang], here)
		c.instead = append(c.instead, w.Lang)
		return nil
	}
	tongue := "common.language_" + w.Lang
	const tag = "common.lang_tag" // what its pages call it: never English
	if here[tag] == nil && there[tag] != nil {
		here[tag] = sentence{"other": w.Lang}
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
		return nil, fmt.Errorf(`not a file of words, which is JSON as {"common": {"back": "…"}}, and of a sentence with plural forms {"one": "…", "other": "…"}; onedoor words writes a template: %w`, err)
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
func (c *lexicon) spare() map[string]sentence {
	all := map[string]sentence{}
	for _, lang := range []string{"zh", "en"} {
		maps.Copy(all, c.texts[lang])
	}
	return all
}

// flat gives the sentences of all faces by their whole keys.
func flat(faces map[string]map[string]sentence) map[string]sentence {
	all := map[string]sentence{}
	for face, texts := range faces {
		for k, s := range texts {
			all[face+"."+k] = s
		}
	}
	return all
}

// WordError is why a centre's own word for a key can't be said.
type WordError struct {
	Key   string
	Code  string // unknown: no face says the key; lacks, extra: of the place; form: it is no plural form; empty
	Form  string
	Place string
}

// Error says it in English.
func (f WordError) Error() string {
	switch f.Code {
	case "unknown":
		return "no face says " + f.Key
	case "lacks":
		return fmt.Sprintf("%s (%s) doesn't say {%s}", f.Key, f.Form, f.Place)
	case "extra":
		return fmt.Sprintf("%s (%s) says {%s}, which nobody fills in", f.Key, f.Form, f.Place)
	case "form":
		return fmt.Sprintf("%s: %q is no plural form", f.Key, f.Form)
	}
	return f.Key + " is empty"
}

func joined(faults []WordError) error {
	var bad []error
	for _, f := range faults {
		bad = append(bad, f)
	}
	return errors.Join(bad...)
}

// pluralForms are those of the Unicode CLDR.
func pluralForms() []string { return []string{"zero", "one", "two", "few", "many", "other"} }

// PluralForms lists the forms that a language has for whole numbers, other last.
func PluralForms(lang string) []string {
	tag, err := language.Parse(lang)
	if err != nil {
		return []string{"other"}
	}
	return slices.DeleteFunc(pluralForms(), func(form string) bool {
		for n := range 200 {
			if formOf(tag, n) == form {
				return false
			}
		}
		return form != "other" && formOf(tag, 1_000_000) != form
	})
}

// faults finds what is wrong with a centre's own words, by key.
func (c *lexicon) faults(lang string, own map[string]sentence) []WordError {
	var all []WordError
	there := c.spare()
	for _, key := range slices.Sorted(maps.Keys(own)) {
		model, known := there[key]
		switch {
		case key == "common.language_"+lang: // the program may not know it
		case !known:
			all = append(all, WordError{Key: key, Code: "unknown"})
		default:
			all = append(all, samePlaces(key, own[key], model)...)
		}
	}
	return all
}

// samePlaces says whether a sentence fills in what its model does.
func samePlaces(key string, s, model sentence) []WordError {
	var bad []WordError
	want := places(model["other"])
	for _, form := range slices.Sorted(maps.Keys(s)) {
		if !slices.Contains(pluralForms(), form) {
			bad = append(bad, WordError{Key: key, Code: "form", Form: form})
		}
		have := places(s[form])
		for _, p := range want {
			if !slices.Contains(have, p) && (form == "other" || p != "n") { // one may be said without its figure
				bad = append(bad, WordError{key, "lacks", form, p})
			}
		}
		for _, p := range have {
			if !slices.Contains(want, p) {
				bad = append(bad, WordError{key, "extra", form, p})
			}
		}
	}
	return bad
}

// ReadWords reads a file of words: the sentences by whole key and plural form.
func ReadWords(b []byte) (map[string]map[string]string, error) {
	faces, err := readWords(b)
	if err != nil {
		return nil, err
	}
	all := map[string]map[string]string{}
	for key, s := range flat(faces) {
		all[key] = s
	}
	return all, nil
}

// WriteWords makes a file of words, its keys in order.
func WriteWords(all map[string]map[string]string) ([]byte, error) {
	faces := map[string]map[string]any{}
	for key, s := range all {
		face, k, ok := strings.Cut(key, ".")
		if !ok {
			return nil, fmt.Errorf("%q is no key of a face", key)
		}
		if faces[face] == nil {
			faces[face] = map[string]any{}
		}
		if faces[face][k] = any(s); len(s) == 1 && s["other"] != "" {
			faces[face][k] = s["other"]
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(faces); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// WordFaults finds what is wrong with a centre's own words for keys, as the start
// of the program would.
func (c *Catalogue) WordFaults(lang string, own map[string]map[string]string) []WordError {
	all := map[string]sentence{}
	var empty []WordError
	for _, key := range slices.Sorted(maps.Keys(own)) {
		if strings.TrimSpace(own[key]["other"]) == "" {
			empty = append(empty, WordError{Key: key, Code: "empty", Form: "other"})
			continue
		}
		all[key] = own[key]
	}
	return append(empty, c.now.Load().faults(lang, all)...)
}
