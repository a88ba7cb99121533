package settings

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/queue"
)

// around is how many lines of a difference stand around what differs.
const around = 3

// reviewData is the difference that a draft makes.
type reviewData struct {
	head
	Base     string
	Sum      string // of the draft
	Hunks    []edition.Hunk
	Words    []said
	Visitors []string // what it means for those who are here
	Later    []string // what waits for the next start
	Problems tolds
	Wrong    bool // with an error among them
	Error    string
	ReadOnly string
	Sample   bool
	Theirs   *theirs // somebody was faster
}

// theirs is what changed while somebody made their draft.
type theirs struct {
	Last  *editionLine // nil: nobody knows
	Hunks []edition.Hunk
	Words []said
	Clean bool // both fit together
}

func (s *Settings) reviewPage(c *gin.Context) { s.review(c, http.StatusOK, "") }

func (s *Settings) review(c *gin.Context, status int, sentence string) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	if !w.drafted && sentence == "" {
		c.Redirect(http.StatusSeeOther, "/admin")
		return
	}
	d := reviewData{head: s.head(c, "review", w), Base: w.now.Sum, Sum: w.sum(), Error: sentence, Sample: s.Shelf.Sample()}
	lang := s.Kit.Lang(c)
	old, was, mine := s.memo.mask(w.now), w.now.Src, config.Unmask(w.src, w.now.Src).Src
	if w.stale() {
		d.Theirs = s.theirs(w, lang)
		if base, ok := s.baseOf(w); ok { // what they did, not what it would undo
			old, was, mine = base, base, w.src
		}
	}
	d.Hunks, d.Words = edition.Diff(old, w.shown(), around), s.said(lang, was, mine)
	d.Words = append(d.Words, s.broughtSaid(lang, w)...)
	fresh, problems := s.check(w.shown(), w)
	d.Problems, d.Wrong = s.toldWhere(lang, w.shown(), problems), fresh == nil
	if fresh != nil {
		d.Visitors, d.Later = s.visitors(lang, fresh), s.Waits(fresh)
	}
	if err := s.Shelf.Writable(); err != nil {
		d.ReadOnly = err.Error()
	}
	s.Kit.Page(c, status, display.Page{Name: "settings/review", Data: d})
}

// theirs finds what was changed since a draft was begun.
func (s *Settings) theirs(w *work, lang string) *theirs {
	t := &theirs{}
	if lines, err := s.lines(w, 1); err == nil && len(lines) > 0 && lines[0].Now {
		t.Last = &lines[0]
	}
	base, ok := s.baseOf(w)
	if !ok {
		return t
	}
	now := s.memo.mask(w.now)
	t.Hunks, t.Words = edition.Diff(base, now, around), s.said(lang, base, now)
	_, t.Clean = edition.Merge(base, w.src, now)
	return t
}

// baseOf finds the text that a draft was begun from among the editions, masked.
func (s *Settings) baseOf(w *work) ([]byte, bool) {
	list, err := s.Shelf.Editions()
	if err != nil {
		return nil, false
	}
	for _, e := range list {
		if _, src, ok, err := s.Shelf.Edition(e.N); err == nil && ok && edition.SumOf(src) == w.base {
			return config.Mask(src), true
		}
	}
	return nil, false
}

// merge brings a draft up to what the file says now, where both fit together.
func (s *Settings) merge(c *gin.Context) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	src := w.src
	if base, ok := s.baseOf(w); ok && w.stale() && c.PostForm("mine") == "" {
		merged, clean := edition.Merge(base, w.src, s.memo.mask(w.now))
		if !clean {
			s.review(c, http.StatusConflict, s.Kit.T(s.Kit.Lang(c), "settings.merge_conflict"))
			return
		}
		src = merged
	}
	w.base = w.now.Sum
	if err := s.keep(c, w, src); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin/review")
}

func (s *Settings) discard(c *gin.Context) {
	if err := s.Shelf.DropDraft(display.StaffOf(c)); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin")
}

// apply puts the draft in force. The page names the text that its difference was made from, so that nobody applies
// what they haven't seen.
func (s *Settings) apply(c *gin.Context) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	lang := s.Kit.Lang(c)
	if !w.drafted {
		c.Redirect(http.StatusSeeOther, "/admin")
		return
	}
	if w.stale() || c.PostForm("base") != w.now.Sum || c.PostForm("draft") != "" && c.PostForm("draft") != w.sum() {
		s.review(c, http.StatusConflict, s.Kit.T(lang, "settings.changed_meanwhile"))
		return
	}
	if _, problems := s.check(w.shown(), w); len(problems.Errors()) > 0 {
		s.review(c, http.StatusUnprocessableEntity, s.Kit.T(lang, "settings.errors_left"))
		return
	}
	change := edition.Change{Who: w.who, Act: edition.Applied, Base: w.base, Src: config.Unmask(w.src, w.now.Src).Src}
	if w.came {
		change.Act = edition.Import
	}
	if w.mark != "" {
		change.Act, change.Staged = edition.Import, true
		s.recording.Lock()
		defer s.recording.Unlock()
	}
	if err := s.put(c, change); err != nil {
		s.refused(c, lang, err)
		return
	}
	s.dropApplied(w)
	c.Redirect(http.StatusSeeOther, "/admin?applied=1")
}

// dropApplied drops a draft that was applied, unless its person has gone on with it in another tab meanwhile.
func (s *Settings) dropApplied(w *work) {
	d, ok, err := s.Shelf.Draft(w.who)
	if ok && err == nil && string(d.Src) == string(w.src) {
		err = s.Shelf.DropDraft(w.who)
	}
	if err != nil {
		s.Log.Error("a draft that was applied is still there", "err", err)
	}
}

// put applies a change and keeps it in the audit.
func (s *Settings) put(c *gin.Context, change edition.Change) error {
	return s.applied(c.Request.Context(), display.StaffOf(c), change)
}

// applied is put by somebody.
func (s *Settings) applied(ctx context.Context, by queue.StaffID, change edition.Change) error {
	if _, err := s.Shelf.Put(ctx, change); err != nil {
		return err
	}
	s.recordPut(ctx, by, change)
	return nil
}

func (s *Settings) recordPut(ctx context.Context, by queue.StaffID, change edition.Change) {
	detail := map[string]string{"by": string(change.Act), "sum": edition.SumOf(change.Src)[:12]}
	if list, err := s.Shelf.Editions(); err == nil && len(list) > 0 {
		detail["edition"] = strconv.Itoa(list[0].N)
	}
	if change.Of > 0 {
		detail["of"] = strconv.Itoa(change.Of)
	}
	s.record(ctx, by, "config_applied", detail)
}

// refused says on the page of the difference why nothing was applied.
func (s *Settings) refused(c *gin.Context, lang string, err error) {
	_, stale := errors.AsType[*edition.StaleError](err)
	readOnly, locked := errors.AsType[*edition.ReadOnlyError](err)
	bad, invalid := errors.AsType[*config.InvalidError](err)
	rules, refused := errors.AsType[*queue.Error](err)
	_, beside := errors.AsType[*edition.BundleError](err)
	switch {
	case stale:
		s.review(c, http.StatusConflict, s.Kit.T(lang, "settings.changed_meanwhile"))
	case locked:
		s.review(c, http.StatusConflict, s.Kit.T(lang, "settings.read_only", "why", readOnly.Error()))
	case invalid:
		s.review(c, http.StatusUnprocessableEntity, s.told(lang, bad.Problems)[0].Said)
	case refused:
		s.review(c, display.Status(rules.Code), s.Kit.Sentence(lang, rules))
	case beside:
		s.review(c, http.StatusUnprocessableEntity, s.Kit.T(lang, "settings.not_applied", "why", s.whyRefused(lang, err)))
	default:
		s.Log.Error("a config was not applied", "err", err)
		s.review(c, http.StatusInternalServerError, s.Kit.T(lang, "settings.not_applied", "why", err.Error()))
	}
}

// reread takes over a file that somebody changed by hand.
func (s *Settings) reread(c *gin.Context) {
	now, err := s.Shelf.Current()
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	if s.Shelf.InForce(now) { // somebody else was faster
		c.Redirect(http.StatusSeeOther, "/admin")
		return
	}
	if _, err := s.Shelf.Reread(c.Request.Context()); err != nil {
		s.refused(c, s.Kit.Lang(c), err)
		return
	}
	s.recordPut(c.Request.Context(), display.StaffOf(c), edition.Change{Act: edition.Hand, Src: now.Src})
	c.Redirect(http.StatusSeeOther, "/admin?applied=1")
}
