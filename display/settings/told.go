package settings

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
)

// told is a problem in the reader's language.
type told struct {
	Severity config.Severity `json:"severity"`
	Line     int             `json:"line"`
	Column   int             `json:"column"`
	Said     string          `json:"said"`           // what is wrong, and what would be right
	Part     string          `json:"-"`              // of an error: the part of the file that it is in; "" nobody knows
	Address  string          `json:"-"`              // of that part's form
	Lang     string          `json:"lang,omitempty"` // "" the reader's; en where the catalogue doesn't know the sentence
}

// tolds are problems in the reader's language.
type tolds []told

// Errors counts the errors among them.
func (l tolds) Errors() int {
	n := 0
	for _, t := range l {
		if t.Severity == config.Error {
			n++
		}
	}
	return n
}

// Rest counts what isn't an error among them.
func (l tolds) Rest() int { return len(l) - l.Errors() }

// told says problems in the reader's language.
func (s *Settings) told(lang string, problems config.Problems) tolds {
	list := tolds{}
	for _, p := range problems {
		t := told{Severity: p.Severity, Line: p.Line, Column: p.Column}
		what, known := s.sayings.say(lang, "w", p.What)
		if _, packed := errors.AsType[*edition.BundleError](p.Cause); packed {
			what, known = s.whyRefused(lang, p.Cause), true
		}
		fix, right := "", true
		if p.Fix != "" {
			fix, right = s.sayings.say(lang, "f", p.Fix)
		}
		if !known || !right {
			what, fix, t.Lang = p.What, p.Fix, "en"
		}
		if t.Said = what; fix != "" {
			t.Said = s.Kit.T(cmp.Or(t.Lang, lang), "problem.joined", "what", what, "fix", fix)
		}
		list = append(list, t)
	}
	return list
}

// sayings finds the sentences of the check in the catalogue: "onedoor check" says them in English, each made of a form
// and of what fills its places, among them phrases that are made the same way. Here the form is found again by its
// English words, and said by those of the reader's language. What goes into a place is told by the place's name:
//
//	{q}, {q1} …  in quotes, as Go writes them     {d} …  a whole number
//	{p}, {p1} …  a phrase, of the group n         {v} …  anything, as it is
//	{k}          a kind of thing, of the group k
//
// A sentence that nobody has put into the catalogue is told in English; a test holds the catalogue against every
// sentence of config.
//
// Rejected: a code and arguments beside each of the 226 sentences of config. They are composed of phrases of
// phrases, and the next one written without a code would be missed as surely as one without its words here.
type sayings struct {
	words *display.Catalogue
	forms map[string][]saying // by group, those with the most words first
}

type saying struct {
	key    string
	form   *regexp.Regexp
	places []string
	words  int // letters that are the form's own
}

const problemFace = "problem."

var placeForm = regexp.MustCompile(`\{(q|p|v|d|k)[0-9]?\}`)

func newSayings(words *display.Catalogue) *sayings {
	s := &sayings{words: words, forms: map[string][]saying{}}
	for _, key := range words.Keys(problemFace) {
		group, _, ok := strings.Cut(strings.TrimPrefix(key, problemFace), ".")
		if !ok {
			continue
		}
		s.forms[group] = append(s.forms[group], sayingOf(key, plainQuotes(words.Program("en", key)["other"])))
	}
	for _, list := range s.forms {
		slices.SortStableFunc(list, func(a, b saying) int { return b.words - a.words })
	}
	return s
}

// plainQuotes writes the marks of a printed sentence as a terminal has them.
func plainQuotes(s string) string {
	return strings.NewReplacer("’", "'", "“", `"`, "”", `"`).Replace(s)
}

// placeForms is what fits into a place, by the first letter of its name. In a phrase what stands as it is is one word.
func placeForms(noun bool) map[byte]string {
	forms := map[byte]string{'q': `("(?:[^"\\]|\\.)*")`, 'd': `(-?[0-9]+)`, 'k': `([a-z ]+?)`, 'p': `(.+?)`, 'v': `(.+?)`}
	if noun {
		forms['v'] = `([a-z_]+)`
	}
	return forms
}

func sayingOf(key, english string) saying {
	noun := strings.HasPrefix(key, problemFace+"n.")
	o := saying{key: key}
	var form strings.Builder
	form.WriteString(`^`)
	last := 0
	for _, at := range placeForm.FindAllStringIndex(english, -1) {
		form.WriteString(regexp.QuoteMeta(english[last:at[0]]))
		o.words += at[0] - last
		place := english[at[0]+1 : at[1]-1]
		o.places = append(o.places, place)
		form.WriteString(placeForms(noun)[place[0]])
		last = at[1]
	}
	form.WriteString(regexp.QuoteMeta(english[last:]) + `$`)
	o.words += len(english) - last
	o.form = regexp.MustCompile(form.String())
	return o
}

// say says an English sentence of a group in a language; ok is false when the catalogue doesn't know it.
func (s *sayings) say(lang, group, english string) (string, bool) {
	if lang == "en" {
		return english, true
	}
	for _, o := range s.forms[group] {
		found := o.form.FindStringSubmatch(english)
		if found == nil {
			continue
		}
		args := make([]any, 0, 2*len(o.places))
		for i, place := range o.places {
			value, ok := s.fill(lang, place[0], found[i+1])
			if !ok {
				args = nil
				break
			}
			args = append(args, place, value)
		}
		if args != nil || len(o.places) == 0 {
			return s.words.T(lang, o.key, args...), true
		}
	}
	return "", false
}

// fill says what stands in a place.
func (s *sayings) fill(lang string, kind byte, text string) (string, bool) {
	switch kind {
	case 'q':
		plain, err := strconv.Unquote(text)
		return plain, err == nil
	case 'p':
		return s.say(lang, "n", text)
	case 'k':
		return s.say(lang, "k", text)
	}
	return text, true
}
