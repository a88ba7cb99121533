package settings

import (
	"context"
	"embed"
	"log/slog"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/display/voice"
	"onedoor/printer"
	"onedoor/queue"
	"onedoor/queue/report/daily"
)

//go:embed assets templates
var files embed.FS

// Face names the package's files for the kit. Its pages also use styles of the faces console and admin.
func Face() display.Face { return display.Face{Name: "settings", Files: files} }

// Options is what Settings is made of.
type Options struct {
	Kit      *display.Kit
	Queue    *queue.Queue
	Sessions *display.Sessions
	Shelf    *edition.Shelf
	Auditor  display.Auditor // nil: nobody keeps who changed what

	Centre  func() *config.Centre                    // in force
	Waits   func(*config.Centre) []string            // the parts of a centre that wait for the next start
	More    func(*config.Centre) config.Problems     // what "onedoor check" finds beyond the file; nil: nothing
	Picture func(*config.Centre, Look) (Slip, error) // of a slip; nil: none is drawn
	Daily   func() daily.State                       // how far the daily figures have come; nil: nobody knows
	Log     *slog.Logger                             // slog.Default when nil

	Voice   *voice.Announcer
	Revoice func() error // has calls said with the recordings that are there now
	Respeak func() error // has pages say what the files of words say now
}

// Look is which slip is looked at.
type Look struct {
	Template printer.Template // nil: the centre's
	Lang     string
}

// Slip is a slip as it would come out.
type Slip struct {
	PNG      []byte
	MM       int // of paper
	Bytes    int
	Profile  string
	Problems []string
}

// Settings serves /admin.
type Settings struct {
	Options
	memo      memo
	previews  previews
	sayings   *sayings
	recording sync.Mutex               // one change of the recordings at a time, and of leaves
	transfers sync.Mutex               // one export or import at a time: each holds all of it in memory
	leaves    map[string]*edition.Leaf // by language and file
}

// New makes Settings.
func New(o Options) *Settings {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Settings{Options: o, sayings: newSayings(o.Kit.Catalogue)}
}

// Register adds the routes; who may have them stands in display's table of rights.
func (s *Settings) Register(r gin.IRouter) {
	r.GET("/admin", s.overview)
	r.GET("/admin/text", s.textPage)
	r.POST("/admin/text", s.keepText)
	r.POST("/admin/check", s.checkText)
	r.GET("/admin/part/:part", s.sectionPage)
	r.POST("/admin/part/:part", s.small(s.keepSection))
	r.GET("/admin/part/:part/:entry", s.entryPage)
	r.POST("/admin/part/:part/:entry", s.small(s.keepEntry))
	r.GET("/admin/review", s.reviewPage)
	r.POST("/admin/apply", s.small(s.apply))
	r.POST("/admin/discard", s.small(s.discard))
	r.POST("/admin/merge", s.small(s.merge))
	r.POST("/admin/reread", s.small(s.reread))
	r.GET("/admin/history", s.historyPage)
	r.GET("/admin/history/:n", s.editionPage)
	r.POST("/admin/history/:n", s.small(s.back))
	r.GET("/admin/slip", s.slipPage)
	r.GET("/admin/slip/picture", s.slipPicture)
	r.POST("/admin/slip/preview", s.slipPreview)
	r.GET("/admin/clips", s.clipsPage)
	r.POST("/admin/clips", s.small(s.beginClips))
	r.GET("/admin/clips/call.wav", s.clipCall)
	r.GET("/admin/clips/:of/:name", s.clipPage)
	r.POST("/admin/clips/:of/:name", s.recordClip)
	r.POST("/admin/clips/:of/:name/remove", s.small(s.dropClip))
	r.GET("/admin/clips/:of/:name/:file", s.clipSound)
	r.GET("/admin/translations", s.wordsPage)
	r.POST("/admin/translations", s.saveWords)
	r.POST("/admin/translations/begin", s.small(s.beginWords))
	r.POST("/admin/translations/back", s.small(s.wordsBack))
	r.GET("/admin/transfer", s.transferPage)
	r.GET("/admin/export", s.export)
	r.POST("/admin/import", s.importZip)
}

// small reads a form of a bounded size before anybody asks for what it has.
func (s *Settings) small(do gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, mostText)
		if err := c.Request.ParseForm(); err != nil {
			s.Kit.Fail(c, display.Refuse(display.ErrTooLarge))
			return
		}
		do(c)
	}
}

// head is what every page of the administration is drawn with.
type head struct {
	Name   string
	Admin  bool
	Here   string // the section or page in the list beside
	Groups []group
	Draft  int // lines that the draft changes; 0: there is none
	Stale  bool
	Waits  []string // what waits for the next start
}

type group struct {
	ID       string
	Sections []config.Section
}

// groups are the sections of the file as they stand beside each other.
func groups() []group {
	var list []group
	for _, s := range config.Sections() {
		if n := len(list); n == 0 || list[n-1].ID != s.Group {
			list = append(list, group{ID: s.Group})
		}
		g := &list[len(list)-1]
		g.Sections = append(g.Sections, s)
	}
	return list
}

func (s *Settings) head(c *gin.Context, here string, w *work) head {
	p := display.PersonOf(c)
	h := head{Here: here, Groups: groups(), Admin: true, Waits: s.Waits(s.Centre())}
	if p != nil {
		h.Name, h.Admin = s.Sessions.Name(p.ID), p.Is(queue.RoleAdmin)
	}
	if w != nil && w.drafted {
		old := s.memo.mask(w.now)
		if h.Stale = w.stale(); h.Stale {
			if base, ok := s.baseOf(w); ok { // what others did meanwhile is no line of the draft
				old = base
			}
		}
		h.Draft = changed(old, w.shown())
	}
	return h
}

// changed counts the lines that differ; at least one.
func changed(old, fresh []byte) int {
	n := 0
	for _, h := range edition.Diff(old, fresh, 0) {
		gone, added := 0, 0
		for _, l := range h.Lines {
			if l.Op == edition.Gone {
				gone++
			} else {
				added++
			}
		}
		n += max(gone, added)
	}
	return max(n, 1)
}

// work is the text that somebody works on: their draft, or the file.
type work struct {
	now     edition.Text // the file
	base    string       // the sum of the text that the draft was begun from
	src     []byte       // masked
	drafted bool
	came    bool          // from elsewhere: the draft began as an import
	who     queue.StaffID // whose draft it is; "" for a program's text
	mark    string        // of what waits beside the draft, see edition.Staged
}

// sum is that of the draft with what waits beside it: what somebody looks at.
func (w *work) sum() string {
	if w.mark == "" {
		return edition.SumOf(w.src)
	}
	return edition.SumOf([]byte(edition.SumOf(w.src) + w.mark))
}

// shown is the text as a page may show it: hashes that are new in the draft are masked, too.
func (w *work) shown() []byte { return config.Mask(w.src) }

func (w *work) stale() bool { return w.drafted && w.base != w.now.Sum }

func (s *Settings) work(c *gin.Context) (*work, error) {
	now, err := s.Shelf.Current()
	if err != nil {
		return nil, err
	}
	who := display.StaffOf(c)
	d, ok, err := s.Shelf.Draft(who)
	if err != nil {
		return nil, err
	}
	if !ok {
		return &work{now: now, base: now.Sum, src: s.memo.mask(now), who: who}, nil
	}
	_, mark := s.Shelf.Staged(who)
	return &work{now: now, base: d.Base, src: d.Src, drafted: true, came: d.Import, who: who, mark: mark}, nil
}

// keep keeps a text as somebody's draft; one that is the file's own, with nothing beside it, is no draft.
func (s *Settings) keep(c *gin.Context, w *work, src []byte) error {
	who := display.StaffOf(c)
	if w.mark == "" && string(src) == string(s.memo.mask(w.now)) {
		w.src, w.drafted, w.came = src, false, false
		return s.Shelf.DropDraft(who)
	}
	w.src, w.drafted = src, true
	return s.Shelf.KeepDraft(who, edition.Draft{Base: w.base, Src: src, Import: w.came})
}

// check reads a text, masked or not, as "onedoor check" does. The centre is nil when there is an error.
func (s *Settings) check(src []byte, w *work) (*config.Centre, config.Problems) {
	key := edition.SumOf(src) + edition.SumOf(w.src) + w.now.Sum + w.mark
	return s.memo.check(key, func() (*config.Centre, config.Problems) { return s.found(src, w) })
}

func (s *Settings) found(src []byte, w *work) (*config.Centre, config.Problems) {
	mine := config.Unmask(src, w.src)
	u := config.Unmask(mine.Src, w.now.Src)
	centre, problems := s.Shelf.Check(u.Src)
	if centre != nil && edition.SumOf(u.Src) != w.now.Sum {
		problems = append(problems, s.Shelf.OnlyByHand(w.now, centre)...)
	}
	if len(problems.Errors()) > 0 {
		centre = nil // and nothing that it names is read: it may lead anywhere
	}
	if centre != nil && w.mark != "" {
		if err := s.Shelf.Over(w.who, centre); err != nil {
			p := centre.At(config.CataloguesPart, config.Error, err.Error(), "")
			p.Cause = err
			problems = append(problems, p)
		}
	}
	if centre != nil && s.More != nil {
		problems = append(problems, s.More(centre)...)
	}
	problems = mine.Places(u.Places(problems))
	if len(problems.Errors()) > 0 {
		centre = nil
	}
	return centre, problems
}

// record keeps in the audit what somebody did.
func (s *Settings) record(ctx context.Context, by queue.StaffID, act string, detail map[string]string) {
	display.Record(ctx, s.Auditor, s.Log, display.AuditEntry{Staff: by, Act: act, Subject: "config", Detail: detail})
}
