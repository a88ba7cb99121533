package settings

import (
	"net/http"
	"net/url"
	"sync"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/queue"
)

// previews keeps the last picture that was drawn for each administrator while they fill in the form: pages may show
// pictures of this house alone, by their address.
type previews struct {
	mu   sync.Mutex
	last map[queue.StaffID]picture
}

type picture struct {
	sum string // of the text that it was drawn of and its language
	png []byte
}

func (p *previews) put(who queue.StaffID, made picture) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last == nil {
		p.last = map[queue.StaffID]picture{}
	}
	p.last[who] = made
}

func (p *previews) get(who queue.StaffID, sum string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if made := p.last[who]; made.sum == sum {
		return made.png
	}
	return nil
}

// slipPreview draws the slip of a form that nobody has sent yet, and says what the check says of it. Nothing is kept.
func (s *Settings) slipPreview(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, mostText)
	if err := c.Request.ParseForm(); err != nil {
		s.Kit.Problem(c, display.Refuse(display.ErrTooLarge))
		return
	}
	w, err := s.work(c)
	if err != nil {
		s.Kit.Problem(c, err)
		return
	}
	section, _ := sectionOf("template")
	src, err := s.formed(c, section, "", w.src)
	if err != nil {
		c.JSON(http.StatusOK, gin.H{"problems": []told{{Severity: config.Error, Line: 1, Column: 1, Said: s.whyNot(c, err)}}})
		return
	}
	lang := s.Kit.Lang(c)
	answer, slip := gin.H{}, s.slipLang(c)
	centre, problems := s.check(config.Mask(src), &work{now: w.now, base: w.base, src: src, drafted: true})
	answer["problems"] = s.told(lang, problems.Errors())
	if centre != nil && s.Picture != nil {
		made, err := s.Picture(centre, Look{Lang: slip})
		if err != nil {
			answer["problems"] = []told{{Severity: config.Error, Line: 1, Column: 1, Said: err.Error(), Lang: "en"}}
		} else {
			sum := edition.SumOf([]byte(string(src) + slip))
			s.previews.put(display.StaffOf(c), picture{sum, made.PNG})
			answer["picture"] = "/admin/slip/picture?" + url.Values{"slip": {slip}, "made": {sum}}.Encode()
			answer["size"] = s.Kit.T(lang, "settings.slip_size", "mm", made.MM, "bytes", made.Bytes, "profile", made.Profile)
			answer["warnings"] = made.Problems
		}
	}
	c.JSON(http.StatusOK, answer)
}
