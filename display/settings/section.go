package settings

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
	"onedoor/queue"
)

// sectionData is a section: its entries, or its form.
type sectionData struct {
	head
	Section  config.Section
	Entries  []entry
	Entry    string // its id; "" for a section without entries
	Title    string
	New      bool
	Fields   []field
	Others   []string // keys that no form asks for
	Problems tolds    // of the whole text, but Wrong
	Wrong    []wrong  // of this form
	Errors   int      // of both
	Error    string
	Saved    bool
	Secret   *secret
	Base     string   // the sum of the text that it is drawn from
	Begun    string   // what its keys hold as it is drawn, see begun
	Unread   bool     // the draft can't be read: there is nothing to fill in
	Langs    []string // of the slip that is drawn beside its template
	Locale   string
	Usual    bool // the file has no template: the form may begin with the usual one
}

// secret is a PIN or a token, shown once.
type secret struct {
	Key   string
	Of    string
	Value string
}

// section finds the section of a request.
func (s *Settings) section(c *gin.Context) (config.Section, bool) {
	found, ok := sectionOf(c.Param("part"))
	if !ok {
		s.Kit.Fail(c, display.Refuse(display.ErrNotFound))
	}
	return found, ok
}

// sectionOf finds a section by its id.
func sectionOf(id string) (config.Section, bool) {
	all := config.Sections()
	i := slices.IndexFunc(all, func(x config.Section) bool { return x.ID == id })
	if i < 0 {
		return config.Section{}, false
	}
	return all[i], true
}

func (s *Settings) sectionPage(c *gin.Context) {
	section, ok := s.section(c)
	if !ok {
		return
	}
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	s.drawSection(c, http.StatusOK, w, section, "", nil)
}

func (s *Settings) entryPage(c *gin.Context) {
	section, ok := s.section(c)
	if !ok {
		return
	}
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	s.drawSection(c, http.StatusOK, w, section, c.Param("entry"), nil)
}

// newEntry is what stands in the address of a form for an entry that isn't there yet.
const newEntry = "new"

// drawSection draws the list of a section, or the form of it or of one of its entries.
func (s *Settings) drawSection(c *gin.Context, status int, w *work, section config.Section, id string, change func(*sectionData)) {
	d := sectionData{head: s.head(c, section.ID, w), Section: section, Entry: id, Saved: c.Query("saved") != "", New: section.List && id == newEntry}
	lang := s.Kit.Lang(c)
	v, err := config.Read(w.src, nil)
	tree, _ := v.(config.Map)
	if err != nil {
		d.Error, d.Unread, d.Title = s.Kit.T(lang, "settings.unreadable"), true, id
	}
	_, problems := s.check(w.shown(), w)
	list, _ := at(tree, section.Path).(config.List)
	d.Entries = entriesOf(list, section, lang)
	m, _ := at(tree, section.Path).(config.Map)
	if section.List {
		m = nil
		i := slices.IndexFunc(d.Entries, func(e entry) bool { return e.ID == id })
		if i >= 0 {
			m, d.Title = entryMap(list, section, id), d.Entries[i].Title
		} else if id != "" && !d.New && !d.Unread {
			s.Kit.Fail(c, display.Refuse(display.ErrNotFound))
			return
		}
	}
	d.Begun = begun(section.Fields, m)
	if section.ID == "template" {
		if d.Usual = m.Get("template") == nil; d.Usual && c.Query("begin") == "usual" {
			m, d.Usual = config.Map{{Key: "template", Value: usualTemplate()}}, false
		}
	}
	if !section.List || id != "" {
		dr := drawer{s: s, lang: lang, langs: s.langs(tree), section: section, tree: tree}
		d.Fields = dr.fields(section.Fields, "f", m)
		d.Others = others(section, m)
	}
	d.mine(s, lang, w.shown(), problems)
	d.Base = w.base
	d.Langs, d.Locale = s.Kit.Rules().Centre.Languages, s.Kit.Rules().Centre.Locale
	if change != nil {
		change(&d)
	}
	s.Kit.Page(c, status, display.Page{Name: "settings/section", Data: d})
}

func entryMap(list config.List, section config.Section, id string) config.Map {
	for _, x := range list {
		if m, ok := x.(config.Map); ok && scalar(m.Get(section.By)) == id {
			return m
		}
	}
	return nil
}

// langs are the languages of the centre in a text.
func (s *Settings) langs(tree config.Map) []string {
	l, _ := at(tree, config.Path{"centre", "languages"}).(config.List)
	var langs []string
	for _, x := range l {
		langs = append(langs, scalar(x))
	}
	if len(langs) == 0 {
		return []string{"zh", "en"}
	}
	return langs
}

// others lists keys of an entry that no form asks for: they stay as they are.
func others(section config.Section, m config.Map) []string {
	if !section.List {
		return nil
	}
	var list []string
	for _, p := range m {
		if _, ok := section.Field(p.Key); !ok {
			list = append(list, p.Key)
		}
	}
	return list
}

// keepSection keeps the form of a section without entries, or moves an entry of one.
func (s *Settings) keepSection(c *gin.Context) {
	section, ok := s.section(c)
	if !ok {
		return
	}
	if !section.List {
		s.keepForm(c, section, "")
		return
	}
	by := map[string]int{"up": -1, "down": 1}[c.PostForm("move")]
	s.edit(c, section, "", func(src []byte) ([]byte, *secret, error) {
		out, err := config.Move(src, append(slices.Clone(section.Path), c.PostForm("entry")), by)
		return out, nil, err
	})
}

// keepEntry keeps the form of an entry, or takes the entry out.
func (s *Settings) keepEntry(c *gin.Context) {
	section, ok := s.section(c)
	if !ok {
		return
	}
	if !section.List {
		s.Kit.Fail(c, display.Refuse(display.ErrNotFound))
		return
	}
	id := c.Param("entry")
	if c.PostForm("remove") != "" && id != newEntry {
		s.edit(c, section, "", func(src []byte) ([]byte, *secret, error) {
			out, err := config.Edit(src, append(slices.Clone(section.Path), id), nil)
			return out, nil, err
		})
		return
	}
	s.keepForm(c, section, id)
}

// keepForm changes the keys that somebody changed in a form.
func (s *Settings) keepForm(c *gin.Context, section config.Section, id string) {
	at := "" // its id in the form, which may be another than before
	for _, f := range section.Fields {
		if section.List && f.Key == section.By {
			v, _ := sent(c.Request.PostForm, f, "f."+f.Key)
			at = scalar(v)
		}
	}
	s.edit(c, section, at, func(src []byte) ([]byte, *secret, error) {
		if id == newEntry {
			return s.add(c, section, at, src)
		}
		out, err := s.formed(c, section, id, src)
		return out, nil, err
	})
}

// formed gives a text with what a form that was parsed changes in it.
func (s *Settings) formed(c *gin.Context, section config.Section, id string, src []byte) ([]byte, error) {
	path := slices.Clone(section.Path)
	if section.List {
		path = append(path, id)
	}
	v, err := config.Read(src, path)
	if err != nil {
		return nil, err
	}
	m, _ := v.(config.Map)
	if err := clash(c, section.Fields, m); err != nil {
		return nil, err
	}
	return change(c, src, changedKeys(c, section.Fields), path, "f", m)
}

// change edits the keys of a block that differ from what a form says.
func change(c *gin.Context, src []byte, fields []config.Field, path config.Path, name string, m config.Map) ([]byte, error) {
	for _, f := range fields {
		if f.Kind == config.SecretKind {
			continue
		}
		inner := append(slices.Clone(path), f.Key)
		fresh, err := sent(c.Request.PostForm, f, name+"."+f.Key)
		if err != nil {
			return nil, err
		}
		old := m.Get(f.Key)
		if same(fresh, canon(f, old)) {
			continue
		}
		if block, ok := old.(config.Map); ok && f.Kind == config.BlockKind && fresh != nil {
			src, err = change(c, src, f.Fields, inner, name+"."+f.Key, block)
		} else {
			src, err = config.Edit(src, inner, fresh)
		}
		if err != nil {
			return nil, err
		}
	}
	return src, nil
}

// add adds an entry with its secret, if it has one.
func (s *Settings) add(c *gin.Context, section config.Section, id string, src []byte) ([]byte, *secret, error) {
	v, err := sentBlock(c.Request.PostForm, section.Fields, "f")
	if err != nil {
		return nil, nil, err
	}
	m, _ := v.(config.Map)
	list, err := config.Read(src, section.Path)
	if err != nil {
		return nil, nil, err
	}
	l, _ := list.(config.List)
	if id == "" || id == newEntry || entryMap(l, section, id) != nil {
		return nil, nil, display.Refuse(queue.ErrBadValue, "field", section.By)
	}
	var shown *secret
	for _, f := range section.Fields {
		if f.Kind != config.SecretKind || s.Shelf.Sample() && f.Key != "first_pin" {
			continue
		}
		value, hash, err := newSecret(f.Key)
		if err != nil {
			return nil, nil, err
		}
		m, shown = append(m, config.Pair{Key: f.Key, Value: hash}), &secret{f.Key, id, value}
	}
	if len(l) == 0 {
		out, err := config.Edit(src, section.Path, config.List{m})
		return out, shown, err
	}
	out, err := config.Edit(src, append(slices.Clone(section.Path), id), m)
	return out, shown, err
}

// newSecret makes a PIN or a token with its hash.
func newSecret(key string) (value, hash string, err error) {
	if key == "first_pin" {
		if value, err = config.NewPIN(rand.Reader); err != nil {
			return "", "", err
		}
		hash, err = config.HashPIN(value, rand.Reader)
		return value, hash, err
	}
	if value, err = config.NewToken(rand.Reader); err != nil {
		return "", "", err
	}
	return value, config.TokenHash(value), nil
}

// whyNot says why a form can't be taken.
func (s *Settings) whyNot(c *gin.Context, err error) string {
	lang := s.Kit.Lang(c)
	if e, ok := err.(*queue.Error); ok { //nolint:errorlint // made here, never wrapped
		return s.Kit.Sentence(lang, e)
	}
	if e, ok := errors.AsType[*config.EditError](err); ok {
		return s.Kit.T(lang, "settings.edit_text", "path", e.Path.String())
	}
	return err.Error()
}

// edit changes somebody's draft and shows the form again, with what the check says of it.
func (s *Settings) edit(c *gin.Context, section config.Section, id string, how func([]byte) ([]byte, *secret, error)) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	s.asDrawn(c, w)
	src, shown, err := how(w.src)
	if err != nil {
		status, sentence := http.StatusUnprocessableEntity, s.whyNot(c, err)
		if said, both := s.clashSaid(c, w, section, err); both {
			status, sentence = http.StatusConflict, said
		}
		s.drawSection(c, status, w, section, c.Param("entry"), func(d *sectionData) {
			d.Fields = s.typed(c, w, section, d.Fields)
			if d.Unread { // it may still be sent when the text is put right
				d.Unread, d.Begun = false, c.PostForm("begun")
				return
			}
			d.Error = sentence
		})
		return
	}
	if err := s.keep(c, w, src); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	if shown != nil {
		c.Header("Cache-Control", "no-store")
		s.drawSection(c, http.StatusOK, w, section, id, func(d *sectionData) { d.Secret, d.Saved = shown, true })
		return
	}
	if w.stale() {
		c.Redirect(http.StatusSeeOther, "/admin/review")
		return
	}
	if c.PostForm("then") == "review" && w.drafted {
		c.Redirect(http.StatusSeeOther, "/admin/review")
		return
	}
	address := "/admin/part/" + section.ID
	if id != "" {
		address += "/" + url.PathEscape(id)
	}
	c.Redirect(http.StatusSeeOther, address+"?saved=1")
}
