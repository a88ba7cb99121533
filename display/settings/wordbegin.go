package settings

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
)

// tagForm is the form of a language's tag, as the config takes it.
var tagForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

// beginWords writes an empty file of words for a language and names it in the draft.
func (s *Settings) beginWords(c *gin.Context) {
	of, lang := strings.TrimSpace(c.PostForm("lang")), s.Kit.Lang(c)
	if !tagForm.MatchString(of) {
		s.words(c, http.StatusUnprocessableEntity, wordsAsk{Page: 1}, nil, nil, s.Kit.T(lang, "words.no_tag"))
		return
	}
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	if _, begun := s.Centre().Catalogues[of]; begun {
		c.Redirect(http.StatusSeeOther, "/admin/translations?of="+of)
		return
	}
	file := "words-" + of + ".json"
	l, err := s.newLeaf(of, file)
	if err == nil {
		err = l.Begin()
	}
	if readOnly, locked := errors.AsType[*edition.ReadOnlyError](err); locked {
		s.words(c, http.StatusConflict, wordsAsk{Page: 1}, nil, nil, s.Kit.T(lang, "settings.read_only", "why", readOnly.Error()))
		return
	}
	src := w.src
	if err == nil {
		src, err = config.Edit(src, config.Path{"centre", "catalogues", of}, file)
	}
	if err == nil && !slices.Contains(s.Kit.Catalogue.ProgramLangs(), of) {
		src, err = offered(src, of)
	}
	if err == nil {
		err = s.keep(c, w, src)
	}
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin/review")
}

// offered has the faces offer a language.
func offered(src []byte, lang string) ([]byte, error) {
	path := config.Path{"centre", "languages"}
	v, err := config.Read(src, path)
	if err != nil {
		return nil, fmt.Errorf("read the languages: %w", err)
	}
	list, _ := canonWords(v).(config.List)
	langs := []string{"zh", "en"}
	if len(list) > 0 {
		langs = nil
		for _, l := range list {
			langs = append(langs, scalar(l))
		}
	}
	if slices.Contains(langs, lang) {
		return src, nil
	}
	return config.Edit(src, path, append(langs, lang))
}
