package display

import (
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/queue"
)

//go:embed assets templates
var ownFiles embed.FS

// Face is what a face package brings: its name, which is the first part of its
// asset paths, page names and catalogue keys, and its files, with assets/ and
// templates/ below.
type Face struct {
	Name  string
	Files fs.FS
}

// Options is what a Kit is made of.
type Options struct {
	Faces []Face              // every face with pages of its own
	Words []Words             // languages of the centre's own
	Rules func() *queue.Rules // the rules in force; never nil
	Now   func() time.Time    // the lobby's clock; time.Now when nil
	Log   *slog.Logger        // slog.Default when nil

	Standing func() []queue.Notice // the notices that stand; nil: no page tells of emergencies
	Notices  *Notices              // reads their words; nil: prepared words alone are known

	Later bool // pages are checked by a Check that comes later, not by New
}

// Kit is what every face is drawn with: pages, assets, sentences, the language
// of a request, and errors as answers. It is safe for concurrent use.
type Kit struct {
	Catalogue *Catalogue
	Assets    *Assets

	faces []Face
	files map[string][]byte // the assets without the catalogue's strings
	pages atomic.Pointer[pages]
	rules func() *queue.Rules
	now   func() time.Time
	log   *slog.Logger

	standing func() []queue.Notice
	notices  *Notices
	speaking sync.Mutex // one change of the words at a time
}

// New reads catalogues, assets and templates, and fails when anything is
// missing: a key, an asset, an icon, a template. A visitor never finds it. With
// Later the templates' share of it, which takes tens of milliseconds, is left to
// a Check beside the work; what they are is in the program, so a test that makes
// the same kit without Later has found it before.
func New(o Options) (*Kit, error) {
	k := &Kit{rules: o.Rules, now: o.Now, log: o.Log, standing: o.Standing, notices: o.Notices}
	if k.notices == nil {
		k.notices = NewNotices(nil)
	}
	if k.now == nil {
		k.now = time.Now
	}
	if k.log == nil {
		k.log = slog.Default()
	}
	var err error
	if k.Catalogue, err = LoadCatalogue(o.Words...); err != nil {
		return nil, err
	}
	k.faces = append([]Face{{Name: "display", Files: ownFiles}}, o.Faces...)
	k.files = map[string][]byte{}
	for _, f := range k.faces {
		if err := collect(k.files, f.Name, f.Files, "assets"); err != nil {
			return nil, fmt.Errorf("assets of %s: %w", f.Name, err)
		}
	}
	if err := joinStyles(k.files); err != nil {
		return nil, err
	}
	files, err := k.withStrings(k.Catalogue.now.Load())
	if err != nil {
		return nil, err
	}
	if k.Assets, err = newAssets(files); err != nil {
		return nil, err
	}
	all := pages{}
	if err := k.listPages(all, k.Catalogue.Langs()); err != nil {
		return nil, err
	}
	k.pages.Store(&all)
	if o.Later {
		return k, nil
	}
	if err := k.Check(); err != nil {
		return nil, err
	}
	return k, nil
}

// withStrings gives all assets: the faces' files and what their scripts may say.
func (k *Kit) withStrings(l *lexicon) (map[string][]byte, error) {
	files := maps.Clone(k.files)
	for _, f := range k.faces {
		for _, lang := range l.langs {
			b, err := l.strings(lang, f.Name)
			if err != nil {
				return nil, err
			}
			files["strings/"+lang+"/"+f.Name+".json"] = b
		}
	}
	return files, nil
}

// Speak has every page say the centre's words from now on, in place of those it had. Pages that are open load
// themselves anew, as after a new build, when nobody is in the middle of something. An error changes nothing.
func (k *Kit) Speak(own ...Words) error {
	k.speaking.Lock()
	defer k.speaking.Unlock()
	program, err := embedded()
	if err != nil {
		return err
	}
	fresh, err := program.with(own...)
	if err != nil {
		return err
	}
	files, err := k.withStrings(fresh)
	if err != nil {
		return err
	}
	all := maps.Clone(*k.pages.Load())
	added := slices.DeleteFunc(slices.Clone(fresh.langs), func(lang string) bool { return all[lang] != nil })
	if err := k.listPages(all, added); err != nil {
		return err
	}
	k.pages.Store(&all)
	k.Catalogue.now.Store(fresh)
	return k.Assets.replace(files)
}

// Register adds the routes that belong to no face.
func (k *Kit) Register(r gin.IRouter) {
	r.GET("/assets/*path", k.Assets.serve)
	r.HEAD("/assets/*path", k.Assets.serve)
	r.GET("/language/:lang", k.chooseLanguage)
	r.GET("/styles", StaffPage, k.styles)
}

// Rules gives the rules in force.
func (k *Kit) Rules() *queue.Rules { return k.rules() }

// Demo says whether this is the sample centre.
func (k *Kit) Demo() bool { return k.rules().Centre.Demo }

// Now is the lobby's time in the centre's zone.
func (k *Kit) Now() time.Time { return k.now().In(k.rules().Location()) }

// T makes a sentence in a language; see Catalogue.T.
func (k *Kit) T(lang, key string, args ...any) string { return k.Catalogue.T(lang, key, args...) }
