package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"onedoor/queue"
)

// idForm is the form of every id: it stands in addresses and file names, and
// is typed by hand.
var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,31}$`)

const idFix = "use 1 to 32 of a–z, 0–9, - and _, beginning with a letter or digit"

// scalar gives the text of a plain value as it was written. A number counts as
// text: 12345 and "12345" are the same telephone.
func (r *reader) scalar(v value, name string) (string, bool) {
	switch n := v.node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimRight(n.Value.Value, "\n"), true
	case *ast.IntegerNode, *ast.FloatNode:
		return n.GetToken().Value, true
	case *ast.BoolNode:
		r.bad(v.at, name+" is true or false", "put it in quotes if the word itself is meant")
	default:
		r.wrongType(v, name, "a text")
	}
	return "", false
}

// line gives a text of one line without control characters, trimmed.
func (r *reader) line(v value, name string) (string, bool) {
	s, ok := r.scalar(v, name)
	if !ok {
		return "", false
	}
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		r.bad(v.at, name+" is empty", "write it or take the key out")
		return "", false
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		r.bad(v.at, name+" has a line break or another control character", "write it on one line")
		return "", false
	case utf8.RuneCountInString(s) > 200:
		r.bad(v.at, name+" is longer than 200 characters", "say it shorter")
		return "", false
	}
	return s, true
}

// text reads a key of one line; "" when it is absent.
func (t *table) text(key string) string {
	v, ok := t.get(key)
	if !ok {
		return ""
	}
	s, _ := t.r.line(v, fmt.Sprintf("%q of %s", key, t.what))
	return s
}

// textOr is text with something else when the key is absent.
func (t *table) textOr(key, otherwise string) string {
	if s := t.text(key); s != "" {
		return s
	}
	return otherwise
}

// needText is text for a key that must be there.
func (t *table) needText(key, example string) string {
	v, ok := t.need(key, example)
	if !ok {
		return ""
	}
	s, _ := t.r.line(v, fmt.Sprintf("%q of %s", key, t.what))
	return s
}

// ref is an id with its place, so that it can be held against others later.
type ref struct {
	id string
	at spot
}

func (r *reader) id(v value, name string) (ref, bool) {
	s, ok := r.scalar(v, name)
	if !ok {
		return ref{}, false
	}
	if !idForm.MatchString(s) {
		r.bad(v.at, fmt.Sprintf("%s is %q", name, short(s)), idFix)
		return ref{}, false
	}
	return ref{s, v.at}, true
}

// needID reads a key that must hold an id; the ref is empty when it doesn't.
func (t *table) needID(key, example string) ref {
	v, ok := t.need(key, example)
	if !ok {
		return ref{}
	}
	id, _ := t.r.id(v, fmt.Sprintf("%q of %s", key, t.what))
	return id
}

// maybeID is needID for a key that may be absent.
func (t *table) maybeID(key string) ref {
	v, ok := t.get(key)
	if !ok {
		return ref{}
	}
	id, _ := t.r.id(v, fmt.Sprintf("%q of %s", key, t.what))
	return id
}

// ids reads a list of ids, each once.
func (t *table) ids(key string) []ref {
	var out []ref
	for _, v := range t.items(key) {
		id, ok := t.r.id(v, fmt.Sprintf("an entry of %q of %s", key, t.what))
		if !ok {
			continue
		}
		if slices.ContainsFunc(out, func(o ref) bool { return o.id == id.id }) {
			t.r.bad(id.at, fmt.Sprintf("%q stands twice in %q of %s", id.id, key, t.what), "keep one of them")
			continue
		}
		out = append(out, id)
	}
	return out
}

// names reads a text in every language of the centre; nil when it is absent.
func (t *table) names(key string) queue.Text {
	v, ok := t.get(key)
	if !ok {
		return nil
	}
	return t.r.names(v, fmt.Sprintf("%q of %s", key, t.what))
}

// needNames is names for a key that must be there.
func (t *table) needNames(key string) queue.Text {
	v, ok := t.need(key, key+": "+t.r.namesExample())
	if !ok {
		return nil
	}
	return t.r.names(v, fmt.Sprintf("%q of %s", key, t.what))
}

func (r *reader) namesExample() string {
	parts := make([]string, len(r.langs))
	for i, l := range r.langs {
		parts[i] = l + ": …"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func (r *reader) names(v value, name string) queue.Text {
	switch v.node.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
	default:
		r.wrongType(v, name, "it in each language, as "+r.namesExample())
		return nil
	}
	t, _ := r.table(v, name)
	out := make(queue.Text, len(r.langs))
	var missing []string
	for _, lang := range r.langs {
		lv, ok := t.get(lang)
		if !ok {
			missing = append(missing, strconv.Quote(lang))
			continue
		}
		if s, ok := r.line(lv, name+" in "+strconv.Quote(lang)); ok {
			out[lang] = s
		}
	}
	for _, lang := range r.own {
		lv, ok := t.get(lang)
		if !ok {
			r.unnamed[lang]++
			continue
		}
		if s, ok := r.line(lv, name+" in "+strconv.Quote(lang)); ok {
			out[lang] = s
		}
	}
	if len(missing) > 0 {
		r.bad(v.at, fmt.Sprintf("%s is missing in %s", name, strings.Join(missing, " and ")),
			`write it, or take the language out of "languages" of the centre`)
	}
	t.done()
	return out
}

// namesList reads a list of texts.
func (t *table) namesList(key string) []queue.Text {
	var out []queue.Text
	for _, v := range t.items(key) {
		if n := t.r.names(v, fmt.Sprintf("an entry of %q of %s", key, t.what)); n != nil {
			out = append(out, n)
		}
	}
	return out
}

// words reads a list of short texts, each once. A number is a word, too: 12345.
func (t *table) words(key string) []string {
	var out []string
	for _, v := range t.items(key) {
		s, ok := t.r.line(v, fmt.Sprintf("an entry of %q of %s", key, t.what))
		switch {
		case !ok:
		case slices.Contains(out, s):
			t.r.bad(v.at, fmt.Sprintf("%q stands twice in %q of %s", short(s), key, t.what), "keep one of them")
		default:
			out = append(out, s)
		}
	}
	return out
}

// yes reads a true or false.
func (t *table) yes(key string, otherwise bool) bool {
	v, ok := t.get(key)
	if !ok {
		return otherwise
	}
	b, ok := v.node.(*ast.BoolNode)
	if !ok {
		t.r.wrongType(v, fmt.Sprintf("%q of %s", key, t.what), "true or false")
		return otherwise
	}
	return b.Value
}

// number reads a whole number within bounds.
func (t *table) number(key string, otherwise, low, high int) int {
	v, ok := t.get(key)
	if !ok {
		return otherwise
	}
	name, want := fmt.Sprintf("%q of %s", key, t.what), fmt.Sprintf("a whole number from %d to %d", low, high)
	switch v.node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
	default:
		t.r.wrongType(v, name, want)
		return otherwise
	}
	written := v.node.GetToken().Value
	n, err := strconv.Atoi(written)
	if err != nil || n < low || n > high {
		t.r.bad(v.at, fmt.Sprintf("%s is %s", name, short(written)), "write "+want)
		return otherwise
	}
	return n
}

// seconds reads a length of time as 90s, 2m or 1h30m, within bounds.
func (t *table) seconds(key string, otherwise, low, high time.Duration) int {
	d := otherwise
	if v, ok := t.get(key); ok {
		want := fmt.Sprintf("a time from %s to %s, as 90s, 2m or 1h30m", clock(low), clock(high))
		if got, ok := t.r.duration(v, fmt.Sprintf("%q of %s", key, t.what), want, low, high, time.Second); ok {
			d = got
		}
	}
	return int(d / time.Second)
}

// span reads a short length of time, as 800ms or 1.5s, within bounds.
func (t *table) span(key string, otherwise, low, high time.Duration) time.Duration {
	v, ok := t.get(key)
	if !ok {
		return otherwise
	}
	want := fmt.Sprintf("a time from %s to %s, as 800ms or 1.5s", clock(low), clock(high))
	if d, ok := t.r.duration(v, fmt.Sprintf("%q of %s", key, t.what), want, low, high, time.Millisecond); ok {
		return d
	}
	return otherwise
}

// duration reads a time within bounds in whole steps; want says so.
func (r *reader) duration(v value, name, want string, low, high, step time.Duration) (time.Duration, bool) {
	s, ok := r.scalar(v, name)
	if !ok {
		return 0, false
	}
	d, err := time.ParseDuration(s)
	switch {
	case s == "0":
		d = 0
	case err != nil:
		r.bad(v.at, fmt.Sprintf("%s is %q", name, short(s)), "write "+want)
		return 0, false
	}
	if d < low || d > high || d%step != 0 {
		r.bad(v.at, fmt.Sprintf("%s is %s", name, short(s)), "write "+want)
		return 0, false
	}
	return d, true
}

// choice reads one of some words, otherwise the first.
func (t *table) choice(key string, words ...string) string {
	v, ok := t.get(key)
	if !ok {
		return words[0]
	}
	return t.r.choice(v, fmt.Sprintf("%q of %s", key, t.what), words)
}

// choiceOr is choice with something else when the key is absent.
func (t *table) choiceOr(key, otherwise string, words ...string) string {
	if _, ok := t.get(key); !ok {
		return otherwise
	}
	return t.choice(key, words...)
}

func (r *reader) choice(v value, name string, words []string) string {
	s, ok := r.scalar(v, name)
	if !ok {
		return words[0]
	}
	if !slices.Contains(words, s) {
		r.bad(v.at, fmt.Sprintf("%s is %q", name, short(s)), "write one of "+strings.Join(words, ", "))
		return words[0]
	}
	return s
}

// clock writes a duration without the zeros nobody says: 2m, not 2m0s.
func clock(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// short cuts what somebody wrote to what fits a sentence.
func short(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
