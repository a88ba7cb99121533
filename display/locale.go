package display

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed locale/*/*.json
var localeFiles embed.FS

// Catalogue is every sentence a person can meet, by language and key. A key is
// the file's name and the key in it: title in locale/zh/kiosk.json is
// kiosk.title. It never changes after boot.
type Catalogue struct {
	langs   []string            // the program's own, then the centre's
	missing map[string][]string // keys that a language of the centre's lacks, sorted
	tags    map[string]language.Tag
	texts   map[string]map[string]sentence
	matcher language.Matcher
}

// sentence is a text with {name} places, by plural form of the argument n.
// A text without forms has "other" only.
type sentence map[string]string

// UnmarshalJSON takes a text or an object of plural forms.
func (s *sentence) UnmarshalJSON(b []byte) error {
	var one string
	if err := json.Unmarshal(b, &one); err == nil {
		*s = sentence{"other": one}
		return nil
	}
	var forms map[string]string
	if err := json.Unmarshal(b, &forms); err != nil {
		return fmt.Errorf("a text or an object of plural forms: %w", err)
	}
	if forms["other"] == "" {
		return errors.New(`plural forms without "other"`)
	}
	*s = forms
	return nil
}

// LoadCatalogue reads the embedded catalogues, and the centre's own words beside
// them. It fails when an embedded language lacks a key or an argument that
// another one has; a centre's own language may lack keys, see Words.
func LoadCatalogue(own ...Words) (*Catalogue, error) {
	return loadCatalogue(localeFiles, "locale", own...)
}

func loadCatalogue(files fs.FS, root string, own ...Words) (*Catalogue, error) {
	c := &Catalogue{tags: map[string]language.Tag{}, texts: map[string]map[string]sentence{}, missing: map[string][]string{}}
	names, err := fs.Glob(files, root+"/*/*.json")
	if err != nil {
		return nil, fmt.Errorf("list catalogues: %w", err)
	}
	for _, name := range names {
		lang := path.Base(path.Dir(name))
		if err := c.read(files, name, lang, strings.TrimSuffix(path.Base(name), ".json")); err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", name, err)
		}
	}
	c.langs = slices.Sorted(maps.Keys(c.texts))
	// Chinese first: what doesn't match any language falls to the first.
	slices.SortStableFunc(c.langs, func(a, b string) int { return rankLang(a) - rankLang(b) })
	if err := c.check(); err != nil {
		return nil, err
	}
	for _, w := range own {
		if err := c.add(w); err != nil {
			return nil, err
		}
	}
	tags := make([]language.Tag, 0, len(c.langs))
	for _, l := range c.langs {
		tag, err := language.Parse(l)
		if err != nil {
			return nil, fmt.Errorf("catalogue folder %s: %w", l, err)
		}
		c.tags[l] = tag
		tags = append(tags, tag)
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

func rankLang(l string) int {
	if l == "zh" {
		return 0
	}
	return 1
}

func (c *Catalogue) read(files fs.FS, name, lang, face string) error {
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	var texts map[string]sentence
	if err := json.Unmarshal(b, &texts); err != nil {
		return err
	}
	if c.texts[lang] == nil {
		c.texts[lang] = map[string]sentence{}
	}
	for k, s := range texts {
		c.texts[lang][face+"."+k] = s
	}
	return nil
}

// check holds every language against every other.
func (c *Catalogue) check() error {
	var bad []error
	all := map[string]map[string]bool{}
	for _, lang := range c.langs {
		for k, s := range c.texts[lang] {
			if all[k] == nil {
				all[k] = map[string]bool{}
			}
			for _, a := range places(s["other"]) {
				all[k][a] = true
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		for _, lang := range c.langs {
			s, ok := c.texts[lang][k]
			if !ok {
				bad = append(bad, fmt.Errorf("%s has no %s", lang, k))
				continue
			}
			have := places(s["other"])
			for a := range all[k] {
				if !slices.Contains(have, a) {
					bad = append(bad, fmt.Errorf("%s %s doesn't say {%s}", lang, k, a))
				}
			}
		}
	}
	return errors.Join(bad...)
}

// places lists the {names} in a text.
func places(s string) []string {
	var found []string
	for {
		_, rest, ok := strings.Cut(s, "{")
		if !ok {
			return found
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return found
		}
		found, s = append(found, name), after
	}
}

// Langs lists the languages, Chinese first.
func (c *Catalogue) Langs() []string { return c.langs }

// Has says whether there is such a key.
func (c *Catalogue) Has(key string) bool { return c.texts[c.langs[0]][key] != nil }

// Keys lists the keys that begin with a prefix, sorted.
func (c *Catalogue) Keys(prefix string) (list []string) {
	for key := range c.texts[c.langs[0]] {
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
	_, i, confidence := c.matcher.Match(tags...)
	if confidence == language.No {
		return "", false
	}
	return c.langs[i], true
}

// T makes the sentence of a key. Arguments come in pairs of name and value; n
// chooses the plural form. An unknown key gives itself, so that a page still
// says something; literal keys in templates are checked at boot.
func (c *Catalogue) T(lang, key string, args ...any) string {
	texts := c.texts[lang]
	if texts == nil {
		lang = c.langs[0]
		texts = c.texts[lang]
	}
	s, ok := texts[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return s["other"]
	}
	text := s[c.form(lang, s, args)]
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// form gives the plural form to use for the argument n.
func (c *Catalogue) form(lang string, s sentence, args []any) string {
	if len(s) == 1 {
		return "other"
	}
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != "n" {
			continue
		}
		n, ok := whole(args[i+1])
		if !ok {
			break
		}
		form := [...]string{"other", "zero", "one", "two", "few", "many"}[plural.Cardinal.MatchPlural(c.tags[lang], n, 0, 0, 0, 0)]
		if s[form] != "" {
			return form
		}
	}
	return "other"
}

// whole gives the size of a whole number, capped to what plural rules look at.
func whole(v any) (int, bool) {
	var n int64
	if _, err := fmt.Sscan(fmt.Sprint(v), &n); err != nil {
		return 0, false
	}
	return int(min(max(n, -n), 1_000_000)), true
}

// Strings gives what a face's scripts may say, for text.js: its own texts and
// the common ones, as JSON.
func (c *Catalogue) Strings(lang, face string) ([]byte, error) {
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
