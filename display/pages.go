package display

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"text/template/parse"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

// Theme is the family of colours of a page.
type Theme string

// The themes: warm paper for what is touched and read near, dark for screens,
// and auto, for a visitor's own device, as that is set.
const (
	Light Theme = "light"
	Dark  Theme = "dark"
	Auto  Theme = "auto"
)

// Scheme is what the page tells the browser of its colours.
func (t Theme) Scheme() string {
	if t == Auto {
		return "light dark"
	}
	return string(t)
}

// Page is one page to draw.
type Page struct {
	Name  string // "kiosk/start": templates/start.html of the face kiosk
	Lang  string // when not the request's own, as a ticket's
	Theme Theme  // Light when empty
	Data  any    // .Data in the template
}

// View is the dot of every page template.
type View struct {
	Face   string
	Name   string // the page's: "kiosk/start"
	Lang   string // "zh", "en": of the catalogue
	Theme  Theme
	Demo   bool
	Centre *queue.Centre
	Now    time.Time
	Build  string        // of the assets; a page of another build reloads itself
	Path   string        // of the request, with its query, for language links; "" where it may not be repeated
	Staff  queue.StaffID // who is logged in; "" for nobody
	Data   any

	Sessions bool // some service has sessions: they have a page of their own

	Emergencies []Emergency // that stand now
}

// pages gives each page's template by language and page name, parsed and checked
// when it is first asked for. A template is parsed once for each language,
// because its functions speak it.
type pages map[string]map[string]func() (*template.Template, error)

// partSuffix ends the names of templates that are part of every page of their
// face. (A leading _ would be left out by go:embed.)
const partSuffix = ".part.html"

// listPages adds the pages of languages: templates/*.html of every face. Parts are known to every
// page of their face; every other file is a page over the layout and defines
// "title" and "body", and "head" if it wants to.
func (k *Kit) listPages(all pages, langs []string) error {
	for _, lang := range langs {
		all[lang] = map[string]func() (*template.Template, error){}
		layout := sync.OnceValues(func() (*template.Template, error) {
			return template.New("layout").Funcs(k.funcs(lang)).ParseFS(ownFiles, "templates/*"+partSuffix)
		})
		for _, f := range k.faces {
			if err := k.listFace(all[lang], layout, f); err != nil {
				return fmt.Errorf("templates of %s: %w", f.Name, err)
			}
		}
	}
	return nil
}

func (k *Kit) listFace(into map[string]func() (*template.Template, error), layout func() (*template.Template, error), f Face) error {
	files, err := fs.Glob(f.Files, "templates/*.html")
	if err != nil {
		return err
	}
	part := func(p string) bool { return strings.HasSuffix(p, partSuffix) }
	base := sync.OnceValues(func() (*template.Template, error) {
		l, err := layout()
		if err != nil {
			return nil, err
		}
		t, err := l.Clone()
		parts := slices.DeleteFunc(slices.Clone(files), func(p string) bool { return !part(p) })
		if err != nil || len(parts) == 0 || f.Name == "display" {
			return t, err
		}
		return t.ParseFS(f.Files, parts...)
	})
	for _, p := range files {
		if part(p) {
			continue
		}
		into[f.Name+"/"+strings.TrimSuffix(path.Base(p), ".html")] = sync.OnceValues(func() (*template.Template, error) {
			t, err := base()
			if err == nil {
				t, err = parsePage(t, f.Files, p)
			}
			if err == nil {
				err = k.checkPage(t)
			}
			return t, err
		})
	}
	return nil
}

// Check parses every page of some faces, or of all when none is named, and finds what is
// missing in any: a key, an asset, an icon, a template.
func (k *Kit) Check(faces ...string) error {
	var bad []error
	for _, lang := range k.Catalogue.Langs() {
		for _, name := range slices.Sorted(maps.Keys(k.in(lang))) {
			face, _, _ := strings.Cut(name, "/")
			if len(faces) > 0 && !slices.Contains(faces, face) {
				continue
			}
			if _, err := k.in(lang)[name](); err != nil {
				bad = append(bad, fmt.Errorf("page %s in %s: %w", name, lang, err))
			}
		}
	}
	return errors.Join(bad...)
}

func parsePage(base *template.Template, files fs.FS, name string) (*template.Template, error) {
	t, err := base.Clone()
	if err != nil {
		return nil, err
	}
	if t, err = t.ParseFS(files, name); err != nil {
		return nil, err
	}
	// The first execution escapes the whole set; only its mistakes matter here.
	var wrong *template.Error
	if err := t.ExecuteTemplate(io.Discard, "layout", nil); errors.As(err, &wrong) {
		return nil, err
	}
	return t, nil
}

// checkPage finds literal keys, assets and icons that don't exist.
func (k *Kit) checkPage(t *template.Template) error {
	var bad []error
	for _, sub := range t.Templates() {
		if sub.Tree == nil {
			continue
		}
		walk(sub.Tree.Root, func(fn, arg string) {
			var err error
			switch fn {
			case "t":
				if !k.Catalogue.Has(arg) {
					err = fmt.Errorf("no text %s", arg)
				}
			case "asset":
				_, err = k.Assets.Path(arg)
			case "icon":
				if !hasIcon(arg) {
					err = fmt.Errorf("no icon %s", arg)
				}
			}
			if err != nil {
				bad = append(bad, err)
			}
		})
	}
	return errors.Join(bad...)
}

// walk calls found for every function call with a literal first argument.
func walk(n parse.Node, found func(fn, arg string)) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, c := range n.Nodes {
			walk(c, found)
		}
	case *parse.ActionNode:
		walk(n.Pipe, found)
	case *parse.TemplateNode:
		walk(n.Pipe, found)
	case *parse.IfNode:
		walkBranch(&n.BranchNode, found)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, found)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, found)
	case *parse.PipeNode:
		if n == nil {
			return
		}
		for _, c := range n.Cmds {
			walk(c, found)
		}
	case *parse.CommandNode:
		if len(n.Args) > 1 {
			fn, ok1 := n.Args[0].(*parse.IdentifierNode)
			arg, ok2 := n.Args[1].(*parse.StringNode)
			if ok1 && ok2 {
				found(fn.Ident, arg.Text)
			}
		}
		for _, a := range n.Args {
			walk(a, found)
		}
	}
}

func walkBranch(b *parse.BranchNode, found func(fn, arg string)) {
	walk(b.Pipe, found)
	walk(b.List, found)
	walk(b.ElseList, found)
}

// funcs is what a template can say, bound to a language.
func (k *Kit) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"t":     func(key string, args ...any) string { return k.Catalogue.T(lang, key, args...) },
		"tin":   func(lang, key string) string { return k.Catalogue.T(lang, key) },
		"text":  func(t queue.Text) string { return t.In(lang) },
		"asset": k.Assets.Path,
		"icon":  icon,
		"time":  k.Time,
		"date":  func(t time.Time) string { return k.Date(lang, t) },
		"paper": func(p queue.Print) string { return k.Catalogue.PrintWords(lang, p) },
		"langs": k.Langs,
		// Whether there are QR codes, and so any word of scanning.
		"phones": func() bool { return k.rules().Centre.Phone != queue.PhoneOff },
		"state":  newState,
	}
}

// Time says a time of the day in the centre's zone, as 9:41.
func (k *Kit) Time(t time.Time) string {
	return strings.TrimPrefix(t.In(k.rules().Location()).Format("15:04"), "0")
}

// Date says a day as people do: 11月23日 星期一, Monday 23 November.
func (k *Kit) Date(lang string, t time.Time) string {
	t = t.In(k.rules().Location())
	weekday := k.T(lang, fmt.Sprintf("common.weekday.%d", t.Weekday()))
	month := k.T(lang, fmt.Sprintf("common.month.%d", t.Month()))
	return k.T(lang, "common.date", "day", t.Day(), "month", month, "weekday", weekday)
}

// When says a moment to come as people do: 今天 13:30, 明天 9:00, 星期三 9:00, 10月8日 9:00.
func (k *Kit) When(lang string, t time.Time) string {
	now := k.Now()
	t = t.In(now.Location())
	days := int(dayOf(t).Sub(dayOf(now)).Hours() / 24)
	key := "later"
	switch {
	case days == 0:
		key = "today"
	case days == 1:
		key = "tomorrow"
	case days > 1 && days < 7:
		key = "week"
	}
	kind := "at."
	if days > 0 && t.Hour() == 0 && t.Minute() == 0 { // a day's begin is the day
		kind = "day."
	}
	return k.T(lang, "common."+kind+key, "time", k.Time(t), "day", t.Day(),
		"weekday", k.T(lang, fmt.Sprintf("common.weekday.%d", t.Weekday())), "month", k.T(lang, fmt.Sprintf("common.month.%d", t.Month())))
}

// dayOf is the calendar day of a moment, as one in UTC: its days are all equally long.
func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// Page draws a page. A page that doesn't exist or fails is the program's fault:
// it is logged, and answered with 500.
func (k *Kit) Page(c *gin.Context, status int, p Page) {
	lang := p.Lang
	if lang == "" {
		lang = k.Lang(c)
	}
	face, _, _ := strings.Cut(p.Name, "/")
	theme := p.Theme
	if theme == "" {
		theme = Light
	}
	v := View{
		Face: face, Name: p.Name, Lang: lang, Theme: theme, Demo: k.Demo(), Centre: &k.rules().Centre,
		Now: k.Now(), Build: k.Assets.Hash(), Path: plainPath(c), Staff: StaffOf(c), Data: p.Data,
		Sessions: k.rules().HoldsSessions(), Emergencies: k.Emergencies(lang),
	}
	b, err := k.render(p.Name, lang, v)
	if err != nil {
		k.log.Error("page not drawn", "page", p.Name, "err", err)
		c.Data(http.StatusInternalServerError, "text/plain; charset=utf-8", []byte(k.T(lang, "error.internal")))
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Language", lang)
	c.Data(status, "text/html; charset=utf-8", b)
}

// Render draws a page to bytes, in a language, without a request.
func (k *Kit) render(name, lang string, v View) ([]byte, error) {
	page := k.in(lang)[name]
	if page == nil {
		return nil, fmt.Errorf("no page %s in %s", name, lang)
	}
	t, err := page()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// in gives the pages in a language.
func (k *Kit) in(lang string) map[string]func() (*template.Template, error) {
	return (*k.pages.Load())[lang]
}

// Pages lists the pages of every face, as "kiosk/start", sorted.
func (k *Kit) Pages() []string { return slices.Sorted(maps.Keys(k.in(k.Catalogue.Langs()[0]))) }

// HasPage says whether a page can be drawn, for boot checks and tests.
func (k *Kit) HasPage(name string) bool { return k.in(k.Catalogue.Langs()[0])[name] != nil }
