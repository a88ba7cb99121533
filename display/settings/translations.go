package settings

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/config/edition"
	"onedoor/display"
)

// wordsData is /admin/translations: the words of a language beside the centre's own.
type wordsData struct {
	head
	Langs  []wordsLang
	Of     string // the language whose words are changed; "": none is begun
	Tongue string // its name
	File   string // as the config names it
	Begin  []string
	Faces  []option
	Query  string
	Only   string // "", own or missing
	Missed bool   // words can be missing: it is a language of the centre's own
	Found  int
	Rows   []wordsRow
	Page   int
	Pages  int
	Before string // address of the page before; "": there is none
	After  string
	Base   string
	Error  string
	Wrong  []wordsFault
	Typed  bool // what is filled in isn't saved
	Saved  bool
	Turned bool // a step back was taken
	Past   []wordsEdition
}

type wordsLang struct {
	Lang    string
	Own     int
	Missing int
}

// wordsRow is a key with what is said for it.
type wordsRow struct {
	Key    string
	Zh, En []wordsForm
	Own    []wordsForm // fields
	Faults []string
	Lacks  bool // nobody has said it in this language
}

// wordsForm is a sentence in a plural form.
type wordsForm struct{ Form, Text, Name, Else string }

type wordsFault struct{ Key, Sentence string }

// wordsEdition is an edition of a file of words, and what it changed.
type wordsEdition struct {
	edition.Edition
	Who     string
	Now     bool
	N       int // keys that it changed
	Changes []wordsChange
}

type wordsChange struct{ Key, Old, New string }

// words are sentences by whole key and plural form.
type words map[string]map[string]string

const (
	wordsShown  = 60 // keys of a page
	editionsOld = 10 // of words, that are listed
	changesTold = 3  // of an edition
)

// facesFirst are the faces of visitors, which are listed before those of staff.
func facesFirst() []string {
	return []string{"kiosk", "phone", "screen", "slip", "voice", "evaluate", "common", "start", "reason", "error", "plan"}
}

// faceOf is the face of a key.
func faceOf(key string) string {
	face, _, _ := strings.Cut(key, ".")
	return face
}

func rankFace(face string) int {
	if i := slices.Index(facesFirst(), face); i >= 0 {
		return i
	}
	return len(facesFirst())
}

// leaf keeps the file of words of a language; nil when the config names none.
func (s *Settings) leaf(lang string) (*edition.Leaf, error) {
	file, ok := s.Centre().Catalogues[lang]
	if !ok {
		return nil, nil
	}
	return s.newLeaf(lang, file)
}

func (s *Settings) newLeaf(lang, file string) (*edition.Leaf, error) {
	s.recording.Lock()
	defer s.recording.Unlock()
	if l := s.leaves[lang+" "+file]; l != nil {
		return l, nil
	}
	check := func(src []byte) error {
		own, err := display.ReadWords(src)
		if err != nil {
			return err
		}
		if faults := s.Kit.Catalogue.WordFaults(lang, own); len(faults) > 0 {
			return faults[0]
		}
		return nil
	}
	l, err := s.Shelf.Leaf(lang, file, check, s.Respeak)
	if err != nil {
		return nil, err
	}
	if s.leaves == nil {
		s.leaves = map[string]*edition.Leaf{}
	}
	s.leaves[lang+" "+file] = l
	return l, nil
}

// ownWords reads what a file of words says now.
func ownWords(l *edition.Leaf) (words, edition.Text, error) {
	now, err := l.Current()
	if err != nil || len(now.Src) == 0 {
		return words{}, now, err
	}
	own, err := display.ReadWords(now.Src)
	return own, now, err
}

// wordsAsk is which words are looked at.
type wordsAsk struct {
	Of, Face, Query, Only string
	Page                  int
}

func (a wordsAsk) url(page int) string {
	v := url.Values{}
	for k, x := range map[string]string{"of": a.Of, "face": a.Face, "q": a.Query, "only": a.Only} {
		if x != "" {
			v.Set(k, x)
		}
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	return "/admin/translations?" + v.Encode()
}

func asked(get func(string) string) wordsAsk {
	a := wordsAsk{Of: get("of"), Face: get("face"), Query: strings.TrimSpace(get("q")), Only: get("only")}
	a.Page, _ = strconv.Atoi(get("page"))
	a.Page = max(a.Page, 1)
	return a
}

func (s *Settings) wordsPage(c *gin.Context) {
	s.words(c, http.StatusOK, asked(c.Query), nil, nil, "")
}

// words draws the page: sent is what somebody filled in and what couldn't be saved.
func (s *Settings) words(c *gin.Context, status int, a wordsAsk, sent words, faults []display.WordError, sentence string) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	d := wordsData{head: s.head(c, "translations", w), Query: a.Query, Only: a.Only, Error: sentence, Typed: len(sent) > 0, Saved: c.Query("saved") != "", Turned: c.Query("back") != ""}
	if err := s.wordsLangs(&d, a.Of); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	if d.Of == "" {
		if a.Of != "" {
			s.Kit.Fail(c, display.Refuse(display.ErrNotFound))
			return
		}
		s.Kit.Page(c, status, display.Page{Name: "settings/translations", Data: d})
		return
	}
	l, err := s.leaf(d.Of)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	own, now, err := ownWords(l)
	if err != nil {
		d.Error = cmp.Or(d.Error, s.Kit.T(s.Kit.Lang(c), "words.unreadable", "why", err.Error()))
	}
	d.Base, a.Of = now.Sum, d.Of
	lang := s.Kit.Lang(c)
	for _, f := range faults {
		d.Wrong = append(d.Wrong, wordsFault{f.Key, s.wordFault(lang, f)})
	}
	s.wordsRows(&d, a, own, sent)
	if d.Past, err = s.wordsPast(l, now); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	s.Kit.Page(c, status, display.Page{Name: "settings/translations", Data: d})
}

// wordsLangs lists the languages that have own words, and those that could.
func (s *Settings) wordsLangs(d *wordsData, of string) error {
	centre := s.Centre()
	program := s.Kit.Catalogue.ProgramLangs()
	for _, lang := range slices.Sorted(maps.Keys(centre.Catalogues)) {
		l, err := s.leaf(lang)
		if err != nil {
			return err
		}
		own, _, err := ownWords(l)
		if err != nil {
			s.Log.Error("a file of words can't be read", "lang", lang, "err", err)
		}
		d.Langs = append(d.Langs, wordsLang{lang, len(own), len(s.Kit.Catalogue.Missing(lang))})
		if lang == of || of == "" && d.Of == "" {
			d.Of, d.File = lang, centre.Catalogues[lang]
			d.Missed = !slices.Contains(program, lang)
			d.Tongue = s.Kit.T(lang, "common.language_"+lang)
		}
	}
	for _, lang := range program {
		if _, begun := centre.Catalogues[lang]; !begun {
			d.Begin = append(d.Begin, lang)
		}
	}
	return nil
}

// sentWords reads what somebody filled in. Chrome ends a line of a field as DOS did.
func sentWords(form url.Values) words {
	sent := words{}
	for name := range form {
		rest, ok := strings.CutPrefix(name, "w:")
		key, f, both := strings.Cut(rest, ":")
		if !ok || !both {
			continue
		}
		if sent[key] == nil {
			sent[key] = map[string]string{}
		}
		if text := strings.ReplaceAll(form.Get(name), "\r\n", "\n"); strings.TrimSpace(text) != "" {
			sent[key][f] = text
		}
	}
	return sent
}

// saveWords puts what was filled in into the file of words. Every page says it at once.
func (s *Settings) saveWords(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 1<<20)
	if err := c.Request.ParseForm(); err != nil {
		s.Kit.Fail(c, display.Refuse(display.ErrBadRequest))
		return
	}
	a, lang, sent := asked(c.PostForm), s.Kit.Lang(c), sentWords(c.Request.PostForm)
	l, own, now, ok := s.wordsFile(c, a, sent)
	if !ok {
		return
	}
	sent, crossed := touched(l, c.PostForm("base"), now, own, sent)
	fresh, changed := maps.Clone(own), words{} // all there is to say, and what of it is new
	for key, forms := range sent {
		if maps.Equal(forms, own[key]) {
			delete(sent, key)
			continue
		}
		if delete(fresh, key); len(forms) > 0 {
			fresh[key], changed[key] = forms, forms
		}
	}
	if len(sent) == 0 {
		c.Redirect(http.StatusSeeOther, a.url(a.Page))
		return
	}
	if crossed {
		s.words(c, http.StatusConflict, a, sent, nil, s.Kit.T(lang, "words.changed_meanwhile"))
		return
	}
	if faults := s.Kit.Catalogue.WordFaults(a.Of, changed); len(faults) > 0 {
		s.words(c, http.StatusUnprocessableEntity, a, sent, faults, s.Kit.T(lang, "words.errors_left"))
		return
	}
	src, err := display.WriteWords(fresh)
	if err == nil {
		err = l.Put(edition.Change{Who: display.StaffOf(c), Act: edition.Applied, Base: now.Sum, Src: src})
	}
	if err != nil {
		s.wordsRefused(c, a, sent, err)
		return
	}
	s.recordWords(c, a.Of, "words_changed", len(sent))
	c.Redirect(http.StatusSeeOther, a.url(a.Page)+"&saved=1")
}

// touched gives what somebody changed of the words that they sent, since the page was drawn: what nobody touched is no
// change of theirs, though somebody else has changed it meanwhile. Crossed: both changed the same, or nobody knows what
// the page was drawn from.
func touched(l *edition.Leaf, base string, now edition.Text, own, sent words) (mine words, crossed bool) {
	if base == now.Sum {
		return sent, false
	}
	drawn, known := wordsAt(l, base)
	if !known {
		return sent, true
	}
	mine = words{}
	for key, forms := range sent {
		if maps.Equal(forms, drawn[key]) {
			continue
		}
		mine[key] = forms
		crossed = crossed || !maps.Equal(own[key], drawn[key]) && !maps.Equal(own[key], forms)
	}
	return mine, crossed
}

// wordsFile finds the file of words of a language; sent is what somebody filled in.
func (s *Settings) wordsFile(c *gin.Context, a wordsAsk, sent words) (l *edition.Leaf, own words, now edition.Text, ok bool) {
	l, err := s.leaf(a.Of)
	switch {
	case err != nil:
		s.Kit.Fail(c, err)
		return l, nil, now, false
	case l == nil:
		s.Kit.Fail(c, display.Refuse(display.ErrNotFound))
		return l, nil, now, false
	}
	own, now, err = ownWords(l)
	if err != nil { // written by a hand meanwhile: nothing of it is thrown away
		s.words(c, http.StatusConflict, a, sent, nil, s.Kit.T(s.Kit.Lang(c), "words.unreadable", "why", err.Error()))
		return l, nil, now, false
	}
	return l, own, now, true
}

func (s *Settings) wordsRefused(c *gin.Context, a wordsAsk, sent words, err error) {
	lang := s.Kit.Lang(c)
	_, stale := errors.AsType[*edition.StaleError](err)
	locked, readOnly := errors.AsType[*edition.ReadOnlyError](err)
	switch {
	case stale:
		s.words(c, http.StatusConflict, a, sent, nil, s.Kit.T(lang, "words.changed_meanwhile"))
	case readOnly:
		s.words(c, http.StatusConflict, a, sent, nil, s.Kit.T(lang, "settings.read_only", "why", locked.Error()))
	default:
		s.Log.Error("words were not applied", "err", err)
		s.words(c, http.StatusConflict, a, sent, nil, s.Kit.T(lang, "settings.not_applied", "why", err.Error()))
	}
}

func (s *Settings) recordWords(c *gin.Context, of, act string, n int) {
	display.Record(c.Request.Context(), s.Auditor, s.Log, display.AuditEntry{
		Staff: display.StaffOf(c), Act: act, Subject: of, Detail: map[string]string{"lang": of, "n": strconv.Itoa(n)},
	})
}
