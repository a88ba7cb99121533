package settings

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
)

type historyData struct {
	head
	Lines []editionLine
	Dir   string
}

func (s *Settings) historyPage(c *gin.Context) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	d := historyData{head: s.head(c, "history", w), Dir: s.Shelf.Dir()}
	if d.Lines, err = s.lines(w, 1000); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	s.Kit.Page(c, http.StatusOK, display.Page{Name: "settings/history", Data: d})
}

// editionData is one edition: what it changed, and what going back to it would change.
type editionData struct {
	head
	Line       editionLine
	Before     int // 0: none is kept
	Hunks      []edition.Hunk
	Words      []said
	Since      []edition.Hunk // from now to it
	SinceWords []said
	Visitors   []string // what going back means for those who are here
	Base       string
	Error      string
}

// oneEdition finds the edition of a request with its text.
func (s *Settings) oneEdition(c *gin.Context) (e edition.Edition, src []byte, ok bool) {
	n, err := strconv.Atoi(c.Param("n"))
	if err == nil {
		e, src, ok, err = s.Shelf.Edition(n)
	}
	if err != nil || !ok {
		s.Kit.Fail(c, display.Refuse(display.ErrNotFound))
		return e, nil, false
	}
	return e, src, true
}

func (s *Settings) editionPage(c *gin.Context) {
	e, src, ok := s.oneEdition(c)
	if !ok {
		return
	}
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	d := editionData{head: s.head(c, "history", w), Base: w.now.Sum}
	d.Line = editionLine{Edition: e, Now: edition.SumOf(src) == w.now.Sum}
	d.Line.At = e.At.In(s.zone())
	if e.Staff != "" {
		d.Line.Who = s.Sessions.Name(e.Staff)
	}
	text := config.Mask(src)
	if _, before, ok, err := s.Shelf.Edition(e.N - 1); err == nil && ok {
		d.Before = e.N - 1
		d.Hunks = edition.Diff(config.Mask(before), text, around)
		d.Words = s.said(s.Kit.Lang(c), before, src)
	}
	d.Since = edition.Diff(s.memo.mask(w.now), text, around)
	if !d.Line.Now {
		lang := s.Kit.Lang(c)
		d.SinceWords = s.said(lang, w.now.Src, src)
		if then, _ := s.Shelf.Check(src); then != nil {
			d.Visitors = s.visitors(lang, then)
		}
	}
	s.Kit.Page(c, http.StatusOK, display.Page{Name: "settings/edition", Data: d})
}

// back puts an edition of before in force again, whole: its hashes come along, so that a PIN or a token of then is in
// force, too. The page has shown what it changes.
func (s *Settings) back(c *gin.Context) {
	e, src, ok := s.oneEdition(c)
	if !ok {
		return
	}
	change := edition.Change{Who: display.StaffOf(c), Act: edition.Back, Of: e.N, Base: c.PostForm("base"), Src: src}
	if err := s.put(c, change); err != nil {
		s.refused(c, s.Kit.Lang(c), err)
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin?applied=1")
}
