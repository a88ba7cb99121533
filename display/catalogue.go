package display

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/text/language"
)

// Catalogue is every sentence a person can meet, by language and key. A key is
// the file's name and the key in it: title in locale/zh/kiosk.json is
// kiosk.title. The program's own never change; the centre's do by Kit.Speak. It
// is safe for concurrent use.
type Catalogue struct {
	now atomic.Pointer[lexicon]
}

// LoadCatalogue reads the embedded catalogues, and the centre's own words beside
// them. It fails when an embedded language lacks a key or an argument that
// another one has; a centre's own language may lack keys, see Words.
func LoadCatalogue(own ...Words) (*Catalogue, error) {
	program, err := embedded()
	if err != nil {
		return nil, err
	}
	l, err := program.with(own...)
	if err != nil {
		return nil, err
	}
	return newCatalogue(l), nil
}

func newCatalogue(l *lexicon) *Catalogue {
	c := &Catalogue{}
	c.now.Store(l)
	return c
}

// Langs lists the languages, Chinese first.
func (c *Catalogue) Langs() []string { return c.now.Load().langs }

// Has says whether there is such a key.
func (c *Catalogue) Has(key string) bool {
	l := c.now.Load()
	return l.texts[l.langs[0]][key] != nil
}

// Keys lists the keys that begin with a prefix, sorted.
func (c *Catalogue) Keys(prefix string) (list []string) {
	l := c.now.Load()
	for key := range l.texts[l.langs[0]] {
		if strings.HasPrefix(key, prefix) {
			list = append(list, key)
		}
	}
	slices.Sort(list)
	return list
}

// Match gives the language that fits a list of wishes best, as in
// Accept-Language or a single tag; ok is false when none fits.
func (c *Catalogue) Match(wish string) (lang string, ok bool) {
	tags, _, err := language.ParseAcceptLanguage(wish)
	if err != nil || len(tags) == 0 {
		return "", false
	}
	l := c.now.Load()
	_, i, confidence := l.matcher.Match(tags...)
	if confidence == language.No {
		return "", false
	}
	return l.langs[i], true
}

// T makes the sentence of a key. Arguments come in pairs of name and value; n
// chooses the plural form. An unknown key gives itself, so that a page still
// says something; literal keys in templates are checked at boot.
func (c *Catalogue) T(lang, key string, args ...any) string {
	return c.now.Load().t(lang, key, args...)
}

// Strings gives what a face's scripts may say, for text.js: its own texts and
// the common ones, as JSON.
func (c *Catalogue) Strings(lang, face string) ([]byte, error) {
	return c.now.Load().strings(lang, face)
}

func (c *lexicon) strings(lang, face string) ([]byte, error) {
	out := map[string]sentence{}
	for k, s := range c.texts[lang] {
		if strings.HasPrefix(k, face+".") || strings.HasPrefix(k, "common.") || strings.HasPrefix(k, "error.") {
			out[k] = s
		}
	}
	b, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("encode strings: %w", err)
	}
	return b, nil
}

// Missing lists the keys that a centre's own language has no words for, sorted.
func (c *Catalogue) Missing(lang string) []string { return c.now.Load().missing[lang] }

// Program gives the program's own words for a key by plural form, whatever the
// centre says in their place; nil when it has none in the language.
func (c *Catalogue) Program(lang, key string) map[string]string {
	return maps.Clone(c.now.Load().program[lang][key])
}

// ProgramLangs lists the languages that the program has words in, Chinese first.
func (c *Catalogue) ProgramLangs() []string {
	l := c.now.Load()
	return slices.DeleteFunc(slices.Clone(l.langs), func(lang string) bool { return l.program[lang] == nil })
}
