package settings

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
	"onedoor/display"
	"onedoor/display/voice"
)

type transferData struct {
	head
	Error string
	Same  bool // what was uploaded is what holds
}

func (s *Settings) transferPage(c *gin.Context) { s.transfer(c, http.StatusOK, "") }

func (s *Settings) transfer(c *gin.Context, status int, sentence string) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	d := transferData{head: s.head(c, "transfer", w), Error: sentence, Same: c.Query("same") != ""}
	s.Kit.Page(c, status, display.Page{Name: "settings/transfer", Data: d})
}

// export gives the config and what lies beside it as one ZIP. Hashes are masked unless they are asked for: on
// this machine an import puts them back.
func (s *Settings) export(c *gin.Context) {
	now, err := s.Shelf.Current()
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	centre, _ := s.Shelf.Check(now.Src)
	if centre == nil {
		centre = s.Centre()
	}
	s.transfers.Lock()
	defer s.transfers.Unlock()
	src, hashes, name := config.Mask(now.Src), "no", "onedoor-config-"
	if c.Query("hashes") != "" {
		src, hashes, name = now.Src, "yes", "onedoor-config-with-hashes-"
	}
	at := s.Kit.Now().In(s.Kit.Rules().Location())
	packed, err := edition.Pack(src, centre, at)
	if err != nil {
		s.Log.Error("the config was not exported", "err", err)
		s.transfer(c, http.StatusInternalServerError, s.Kit.T(s.Kit.Lang(c), "settings.not_exported", "why", s.whyRefused(s.Kit.Lang(c), err)))
		return
	}
	s.record(c.Request.Context(), display.StaffOf(c), "export_taken", map[string]string{"hashes": hashes})
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Disposition", `attachment; filename="`+name+at.Format(time.DateOnly)+`.zip"`)
	c.Data(http.StatusOK, "application/zip", packed)
}

// importZip takes a ZIP or a YAML file into the draft, with what lies beside it: nothing is in place before the draft is
// applied.
func (s *Settings) importZip(c *gin.Context) {
	lang := s.Kit.Lang(c)
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, edition.MostPacked+(1<<16))
	upload, err := c.FormFile("file")
	if err != nil {
		sentence := "settings.no_file"
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			sentence = "settings.file_large"
		}
		s.transfer(c, http.StatusUnprocessableEntity, s.Kit.T(lang, sentence))
		return
	}
	f, err := upload.Open()
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	defer f.Close() //nolint:errcheck // only read
	s.transfers.Lock()
	defer s.transfers.Unlock()
	bundle, err := edition.Unpack(f, upload.Size)
	if err == nil {
		err = readable(bundle)
	}
	if err == nil {
		err = s.Shelf.Fits(bundle)
	}
	if err != nil {
		s.transfer(c, http.StatusUnprocessableEntity, s.Kit.T(lang, "settings.not_imported", "why", s.whyRefused(lang, err)))
		return
	}
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	if w.drafted && c.PostForm("replace") == "" {
		s.transfer(c, http.StatusConflict, s.Kit.T(lang, "settings.import_over"))
		return
	}
	w.base, w.came = w.now.Sum, true
	if err := s.Shelf.Stage(w.who, bundle); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	_, w.mark = s.Shelf.Staged(w.who)
	if err := s.keep(c, w, bundle.Src); err != nil {
		s.Kit.Fail(c, err)
		return
	}
	s.record(c.Request.Context(), w.who, "import_taken", map[string]string{
		"words": strconv.Itoa(len(bundle.Words)), "clips": strconv.Itoa(len(bundle.Clips)), "sum": edition.SumOf(bundle.Src)[:12],
	})
	if !w.drafted {
		c.Redirect(http.StatusSeeOther, "/admin/transfer?same=1")
		return
	}
	if _, problems := s.check(w.shown(), w); len(problems.Errors()) > 0 {
		c.Redirect(http.StatusSeeOther, "/admin/text")
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin/review")
}

// whyRefused says why there is no export to be taken or made, in the reader's language.
func (s *Settings) whyRefused(lang string, err error) string {
	if r, ok := errors.AsType[*edition.BundleError](err); ok {
		return s.Kit.T(lang, "settings.bundle_"+r.Code, "name", r.Name)
	}
	return err.Error()
}

// centreKey finds the part of a config that none is without, in a text that can't be read as a whole.
var centreKey = regexp.MustCompile(`(?m)^["']?centre["']?\s*:`)

// looksLikeConfig says whether a text is meant as a config; one with errors is put right in the draft.
func looksLikeConfig(src []byte) bool {
	v, err := config.Read(src, nil)
	if err != nil {
		return centreKey.Match(src)
	}
	m, _ := v.(config.Map)
	return m.Get("centre") != nil
}

// readable looks at each file of an import as its own page would, and has recordings hold nothing but their sound.
func readable(b *edition.Bundle) error {
	if !looksLikeConfig(b.Src) {
		return &edition.BundleError{Code: edition.NotConfig}
	}
	for lang, text := range b.Words {
		if _, err := display.ReadWords(text); err != nil {
			return &edition.BundleError{Code: edition.BadWords, Name: lang}
		}
	}
	for name, file := range b.Clips {
		if !strings.HasSuffix(name, ".wav") {
			if !utf8.Valid(file) || len(file) > mostText {
				return &edition.BundleError{Code: edition.BadList, Name: name}
			}
			continue
		}
		sound, err := voice.ReadWAV(file)
		if err != nil {
			return &edition.BundleError{Code: edition.BadSound, Name: name}
		}
		b.Clips[name] = sound.WAV()
	}
	return nil
}
