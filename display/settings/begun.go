package settings

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/config"
)

// begun says what each key of a form held when the form was drawn, as "hotline=3f2a9c0b1d4e5f60 name=…". The form carries
// it, so that a key that nobody touched in it is no change of theirs, whatever another window has made of it meanwhile.
func begun(fields []config.Field, m config.Map) string {
	var list []string
	for _, f := range fields {
		if f.Kind != config.SecretKind {
			list = append(list, f.Key+"="+markOf(canon(f, m.Get(f.Key))))
		}
	}
	return strings.Join(list, " ")
}

// markOf is a short sum of a value; keys may stand in another order.
func markOf(v any) string {
	var b strings.Builder
	spell(&b, v)
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:8])
}

func spell(b *strings.Builder, v any) {
	switch v := v.(type) {
	case config.Map:
		m := slices.Clone(v)
		slices.SortFunc(m, func(a, b config.Pair) int { return strings.Compare(a.Key, b.Key) })
		b.WriteString("{")
		for _, p := range m {
			fmt.Fprintf(b, "%q:", p.Key)
			spell(b, p.Value)
		}
		b.WriteString("}")
	case config.List:
		b.WriteString("[")
		for _, x := range v {
			spell(b, x)
			b.WriteString(",")
		}
		b.WriteString("]")
	default:
		fmt.Fprintf(b, "%T %q", v, fmt.Sprint(v))
	}
}

// begunMark is what a form that was sent says of a key when it was drawn; ok is false for a form that doesn't say.
func begunMark(c *gin.Context, key string) (mark string, ok bool) {
	for w := range strings.FieldsSeq(c.PostForm("begun")) {
		if k, mark, _ := strings.Cut(w, "="); k == key {
			return mark, true
		}
	}
	return "", false
}

// untouched says whether a form was sent with a key as it was drawn.
func untouched(c *gin.Context, f config.Field) bool {
	was, ok := begunMark(c, f.Key)
	fresh, err := sent(c.Request.PostForm, f, "f."+f.Key)
	return ok && err == nil && markOf(fresh) == was
}

// changedKeys are the keys that somebody changed in a form that was sent; all of them when it doesn't say how it was drawn.
func changedKeys(c *gin.Context, fields []config.Field) []config.Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f config.Field) bool { return untouched(c, f) })
}

// clashError names keys that were changed both in a form and, since it was drawn, in another window.
type clashError struct {
	fields []config.Field
	is     config.Map // what the draft says now
}

func (e *clashError) Error() string { return "changed in another window, too" }

// clash finds what a form and another window changed to different ends; m is what the draft says now.
func clash(c *gin.Context, fields []config.Field, m config.Map) error {
	e := &clashError{is: m}
	for _, f := range changedKeys(c, fields) {
		was, ok := begunMark(c, f.Key)
		now := canon(f, m.Get(f.Key))
		if fresh, err := sent(c.Request.PostForm, f, "f."+f.Key); ok && err == nil && markOf(now) != was && !same(fresh, now) {
			e.fields = append(e.fields, f)
		}
	}
	if len(e.fields) == 0 {
		return nil
	}
	return e
}

// clashSaid says which keys another window changed, and what the draft says there.
func (s *Settings) clashSaid(c *gin.Context, w *work, section config.Section, err error) (string, bool) {
	e, ok := errors.AsType[*clashError](err)
	if !ok {
		return "", false
	}
	lang := s.Kit.Lang(c)
	v, _ := config.Read(w.src, nil) // it could be read for the clash
	tree := mapOf(v)
	d := drawer{s: s, lang: lang, langs: s.langs(tree), section: section, tree: tree}
	var list []string
	for _, f := range e.fields {
		list = append(list, s.Kit.T(lang, "settings.other_form_key", "key", d.label(f.Key), "value", d.value(f, canon(f, e.is.Get(f.Key)))))
	}
	return s.Kit.T(lang, "settings.other_form", "keys", strings.Join(list, s.Kit.T(lang, "settings.semicolon"))), true
}

// asDrawn goes back to the text that a form was drawn from, when the file has changed since and there is no draft: what
// nobody touched in the form is no change of theirs. The draft that comes of it is an old one, and is brought up to date
// where the difference is looked at.
func (s *Settings) asDrawn(c *gin.Context, w *work) {
	base := c.PostForm("base")
	if w.drafted || base == "" || base == w.now.Sum {
		return
	}
	if text, ok := s.baseOf(&work{base: base}); ok {
		w.base, w.src = base, text
	}
}

// typed draws a form that can't be taken with what somebody filled in.
func (s *Settings) typed(c *gin.Context, w *work, section config.Section, fields []field) []field {
	if c.PostForm("f.sent") == "" {
		return fields
	}
	v, unread := config.Read(w.src, nil)
	tree, _ := v.(config.Map)
	d := drawer{s: s, lang: s.Kit.Lang(c), langs: s.langs(tree), section: section, tree: tree}
	list, _ := at(tree, section.Path).(config.List)
	is, _ := at(tree, section.Path).(config.Map)
	if section.List {
		is = entryMap(list, section, c.Param("entry"))
	}
	var m config.Map
	for _, f := range section.Fields {
		if unread == nil && untouched(c, f) { // another window may have changed it
			if v := is.Get(f.Key); v != nil {
				m = append(m, config.Pair{Key: f.Key, Value: v})
			}
			continue
		}
		if v, err := sent(c.Request.PostForm, f, "f."+f.Key); err == nil && v != nil {
			m = append(m, config.Pair{Key: f.Key, Value: v})
		}
	}
	drawn := d.fields(section.Fields, "f", m)
	for i, f := range drawn {
		if f.Kind == config.PlainKind && (unread != nil || !untouched(c, f.Field)) {
			drawn[i].Value = c.PostForm(f.Name)
		}
	}
	return drawn
}
