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
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed locale/*/*.json
var localeFiles embed.FS

// lexicon is what a Catalogue says at a moment. It never changes.
type lexicon struct {
	langs   []string            // the program's own, then the centre's
	missing map[string][]string // keys that a language of the centre's lacks, sorted
	tags    map[string]language.Tag
	texts   map[string]map[string]sentence
	matcher language.Matcher
	program map[string]map[string]sentence // as texts, without the centre's words
	instead []string                       // the languages of the program's in which the centre has words of its own
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

// embedded are the program's own words, read once.
var embedded = sync.OnceValues(func() (*lexicon, error) { return readLexicon(localeFiles, "locale") })

// readLexicon reads a program's own words.
func readLexicon(files fs.FS, root string) (*lexicon, error) {
	c := &lexicon{tags: map[string]language.Tag{}, texts: map[string]map[string]sentence{}, missing: map[string][]string{}}
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
	c.program = c.texts
	return c, c.match()
}

// with gives a lexicon of a program's own words and a centre's.
func (program *lexicon) with(own ...Words) (*lexicon, error) {
	if len(own) == 0 {
		return program, nil
	}
	c := &lexicon{langs: slices.Clone(program.langs), tags: map[string]language.Tag{}, texts: map[string]map[string]sentence{}, missing: map[string][]string{}, program: program.program}
	for lang, texts := range program.texts {
		c.texts[lang] = maps.Clone(texts)
	}
	own = slices.Clone(own) // what stands in place of the program's words comes first: other languages fall back on it
	slices.SortStableFunc(own, func(a, b Words) int { return rankOwn(c, a.Lang) - rankOwn(c, b.Lang) })
	for _, w := range own {
		if err := c.add(w); err != nil {
			return nil, err
		}
	}
	return c, c.match()
}

// match readies the choice among the languages.
func (c *lexicon) match() error {
	tags := make([]language.Tag, 0, len(c.langs))
	for _, l := range c.langs {
		tag, err := language.Parse(l)
		if err != nil {
			return fmt.Errorf("catalogue folder %s: %w", l, err)
		}
		c.tags[l] = tag
		tags = append(tags, tag)
	}
	c.matcher = language.NewMatcher(tags)
	return nil
}

func rankOwn(c *lexicon, lang string) int {
	if c.program[lang] != nil {
		return 0
	}
	return 1
}

func rankLang(l string) int {
	if l == "zh" {
		return 0
	}
	return 1
}

func (c *lexicon) read(files fs.FS, name, lang, face string) error {
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
func (c *lexicon) check() error {
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

// t is Catalogue.T.
func (c *lexicon) t(lang, key string, args ...any) string {
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
		name, value := fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1])
		text = tight(text, name, value)
		pairs = append(pairs, name, value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// tight takes out the space that a sentence keeps between a figure and Chinese, where the figure is Chinese itself:
// 9:00 开始, but 明天开始.
func tight(text, name, value string) string {
	at := strings.Index(text, name+" ")
	if at < 0 {
		return text
	}
	last, _ := utf8.DecodeLastRuneInString(value)
	rest := text[at+len(name)+1:]
	if next, _ := utf8.DecodeRuneInString(rest); !unicode.Is(unicode.Han, last) || !unicode.Is(unicode.Han, next) {
		return text
	}
	return text[:at+len(name)] + rest
}

// form gives the plural form to use for the argument n.
func (c *lexicon) form(lang string, s sentence, args []any) string {
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
		form := formOf(c.tags[lang], n)
		if s[form] != "" {
			return form
		}
	}
	return "other"
}

// formOf gives the plural form of a whole number in a language.
func formOf(tag language.Tag, n int) string {
	return [...]string{"other", "zero", "one", "two", "few", "many"}[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]
}

// whole gives the size of a whole number, capped to what plural rules look at.
func whole(v any) (int, bool) {
	var n int64
	if _, err := fmt.Sscan(fmt.Sprint(v), &n); err != nil {
		return 0, false
	}
	return int(min(max(n, -n), 1_000_000)), true
}
