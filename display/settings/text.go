package settings

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
)

// mostText bounds a text that is sent, in bytes of the form: the check refuses more than 256 KiB of them unescaped.
const mostText = 1 << 20

// textData is the editor.
type textData struct {
	head
	Src      string
	Base     string
	Seen     string // the sum of what stands in the editor: another tab may save meanwhile
	Lines    []int
	Problems tolds
	Error    string
	Line     int // to begin at
}

func (s *Settings) textPage(c *gin.Context) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	_, problems := s.check(w.shown(), w)
	s.drawText(c, http.StatusOK, w, w.shown(), problems, "")
}

func (s *Settings) drawText(c *gin.Context, status int, w *work, src []byte, problems config.Problems, sentence string) {
	d := textData{head: s.head(c, "text", w), Src: string(src), Base: w.base, Seen: w.sum(), Problems: s.told(s.Kit.Lang(c), problems), Error: sentence}
	for i := range strings.Count(d.Src, "\n") + 1 {
		d.Lines = append(d.Lines, i+1)
	}
	s.Kit.Page(c, status, display.Page{Name: "settings/text", Data: d})
}

// sentText reads the text of a form: its line breaks are the browser's.
func sentText(c *gin.Context) (src []byte, ok bool) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, mostText)
	if err := c.Request.ParseForm(); err != nil {
		return nil, false
	}
	text := strings.ReplaceAll(c.Request.PostForm.Get("text"), "\r\n", "\n")
	return []byte(text), true
}

// keepText takes the editor's text into the draft and leads to the difference; a text with errors is kept, too, so that
// nobody loses what they wrote.
func (s *Settings) keepText(c *gin.Context) {
	src, ok := sentText(c)
	if !ok {
		s.Kit.Fail(c, display.Refuse(display.ErrTooLarge))
		return
	}
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	if base := c.PostForm("base"); len(base) == 64 && strings.Trim(base, "0123456789abcdef") == "" { // what the editor was opened with
		w.base = base
	}
	text := src
	if begun := c.PostForm("draft"); begun != "" && begun != w.sum() {
		_, problems := s.check(text, w)
		s.drawText(c, http.StatusConflict, w, text, problems, s.Kit.T(s.Kit.Lang(c), "settings.other_tab"))
		return
	}
	src = config.Unmask(src, w.src).Src // hashes that are new in the draft
	if err := s.keep(c, w, src); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	_, problems := s.check(text, w)
	if len(problems.Errors()) > 0 {
		s.drawText(c, http.StatusUnprocessableEntity, w, text, problems, "")
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin/review")
}

// checkText answers the editor while somebody types.
func (s *Settings) checkText(c *gin.Context) {
	src, ok := sentText(c)
	if !ok {
		s.Kit.Problem(c, display.Refuse(display.ErrTooLarge))
		return
	}
	w, err := s.work(c)
	if err != nil {
		s.Kit.Problem(c, err)
		return
	}
	_, problems := s.check(src, w)
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, gin.H{"problems": s.told(s.Kit.Lang(c), problems)})
}
