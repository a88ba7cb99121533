package settings

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
)

// slipData is the slip as the draft would have it printed.
type slipData struct {
	head
	Langs    []string
	Slip     string // the language looked at
	Made     Slip
	Error    string
	Problems tolds
}

// drawn draws the slip of the draft.
func (s *Settings) drawn(c *gin.Context, w *work) (made Slip, problems config.Problems, err error) {
	centre, problems := s.check(w.shown(), w)
	if centre == nil || s.Picture == nil {
		return made, problems, nil
	}
	made, err = s.Picture(centre, Look{Lang: s.slipLang(c)})
	return made, problems, err
}

func (s *Settings) slipLang(c *gin.Context) string {
	for _, lang := range []string{c.PostForm("slip"), c.Query("slip")} {
		if lang, ok := s.Kit.Catalogue.Match(lang); ok {
			return lang
		}
	}
	return s.Kit.Rules().Centre.Locale
}

func (s *Settings) slipPage(c *gin.Context) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	d := slipData{head: s.head(c, "template", w), Langs: s.Kit.Rules().Centre.Languages, Slip: s.slipLang(c)}
	var problems config.Problems
	d.Made, problems, err = s.drawn(c, w)
	d.Problems = s.told(s.Kit.Lang(c), problems)
	if err != nil {
		d.Error = err.Error()
	}
	s.Kit.Page(c, http.StatusOK, display.Page{Name: "settings/slip", Data: d})
}

func (s *Settings) slipPicture(c *gin.Context) {
	if sum := c.Query("made"); sum != "" {
		c.Header("Cache-Control", "no-store")
		if png := s.previews.get(display.StaffOf(c), sum); png != nil {
			c.Data(http.StatusOK, "image/png", png)
			return
		}
		c.Status(http.StatusNotFound)
		return
	}
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	made, _, err := s.drawn(c, w)
	if err != nil || made.PNG == nil {
		c.Header("Cache-Control", "no-store")
		c.Status(http.StatusNotFound)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "image/png", made.PNG)
}
