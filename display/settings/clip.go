package settings

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/display/voice"
)

// clipData is the page of a clip.
type clipData struct {
	head
	Line              clipLine
	OwnLine, PackLine *clipFigures
	Folder            string
	Kept, Removed     bool
	Wrong             []string // what was refused
	Error             string
	Most              int // MB
}

type clipFigures struct{ Length, LUFS string }

// clipOf finds the clip of a request.
func (s *Settings) clipOf(c *gin.Context) (e voice.Entry, lang string, ok bool) {
	lang, ok = s.clipLang(c.Param("of"))
	if ok {
		entries, err := s.Voice.Voice().Entries(s.Kit, s.Kit.Rules(), lang)
		if err != nil {
			s.Kit.Fail(c, err)
			return e, lang, false
		}
		if i := slices.IndexFunc(entries, func(e voice.Entry) bool { return e.Name == c.Param("name") }); i >= 0 {
			return entries[i], lang, true
		}
	}
	s.Kit.Fail(c, display.Refuse(display.ErrNotFound))
	return e, lang, false
}

func (s *Settings) clipPage(c *gin.Context) {
	if e, of, ok := s.clipOf(c); ok {
		s.clip(c, http.StatusOK, e, of, nil, "")
	}
}

func (s *Settings) clip(c *gin.Context, status int, e voice.Entry, of string, wrong []*voice.RecordError, sentence string) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	lang := s.Kit.Lang(c)
	d := clipData{
		head: s.head(c, "clips", w), Line: s.clipLine(lang, of, e), Folder: s.Centre().Voice.Clips,
		Kept: c.Query("kept") != "", Removed: c.Query("removed") != "", Error: sentence, Most: voice.MostFile >> 20,
	}
	for _, f := range wrong {
		d.Wrong = append(d.Wrong, s.fault(lang, f))
	}
	if e.Own != nil {
		d.OwnLine = &clipFigures{seconds(e.Own), loudness(e.Own)}
	}
	if e.Pack != nil {
		d.PackLine = &clipFigures{seconds(e.Pack), loudness(e.Pack)}
	}
	s.Kit.Page(c, status, display.Page{Name: "settings/clip", Data: d})
}

// clipSound gives a clip as it is heard: own.wav is the centre's recording, pack.wav what the program says.
func (s *Settings) clipSound(c *gin.Context) {
	e, of, ok := s.clipOf(c)
	if !ok {
		return
	}
	var sound voice.Sound
	var err error
	switch v := s.Voice.Voice(); c.Param("file") {
	case "own.wav":
		sound, ok = v.Own(of, e.Name)
	case "pack.wav":
		sound, ok, err = v.Packed(of, e.Text)
	default:
		ok = false
	}
	if err == nil && !ok {
		err = display.Refuse(display.ErrNotFound)
	}
	s.sendWAV(c, sound.WAV(), err)
}

// clipsFolder is the whole path of the centre's own recordings; "" when the config names none.
func (s *Settings) clipsFolder() string {
	centre := s.Centre()
	if centre.Voice.Clips == "" {
		return ""
	}
	return centre.Beside(centre.Voice.Clips)
}

// record keeps an uploaded recording of a clip. It is heard at once.
func (s *Settings) recordClip(c *gin.Context) {
	e, of, ok := s.clipOf(c)
	if !ok {
		return
	}
	lang := s.Kit.Lang(c)
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, voice.MostFile+(1<<16))
	file, err := uploaded(c)
	if err != nil {
		sentence := s.Kit.T(lang, "settings.no_file")
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			sentence = s.Kit.T(lang, "clips.fault_large", "n", voice.MostFile>>20)
		}
		s.clip(c, http.StatusUnprocessableEntity, e, of, nil, sentence)
		return
	}
	dir := s.clipsFolder()
	if dir == "" {
		s.clip(c, http.StatusConflict, e, of, nil, s.Kit.T(lang, "clips.no_folder"))
		return
	}
	s.recording.Lock()
	defer s.recording.Unlock()
	found, err := voice.Keep(dir, of, e.Clip, file)
	if err == nil && slices.ContainsFunc(found, func(f *voice.RecordError) bool { return f.Lost }) {
		s.clip(c, http.StatusUnprocessableEntity, e, of, found, "")
		return
	}
	if err == nil {
		err = s.Revoice()
	}
	if err != nil {
		s.Log.Error("a recording was not kept", "err", err)
		s.clip(c, http.StatusConflict, e, of, nil, s.Kit.T(lang, "clips.not_written", "why", err.Error()))
		return
	}
	s.recordClips(c, "clip_recorded", of, e.Name)
	c.Redirect(http.StatusSeeOther, "/admin/clips/"+of+"/"+e.Name+"?kept=1")
}

func (s *Settings) recordClips(c *gin.Context, act, of, name string) {
	display.Record(c.Request.Context(), s.Auditor, s.Log, display.AuditEntry{
		Staff: display.StaffOf(c), Act: act, Subject: name, Detail: map[string]string{"lang": of, "clip": name},
	})
}

// uploaded reads the file of a form.
func uploaded(c *gin.Context) ([]byte, error) {
	upload, err := c.FormFile("file")
	if err != nil {
		return nil, err
	}
	f, err := upload.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return io.ReadAll(f)
}

// dropClip takes an own recording away: the pack says the words again.
func (s *Settings) dropClip(c *gin.Context) {
	e, of, ok := s.clipOf(c)
	if !ok {
		return
	}
	lang := s.Kit.Lang(c)
	s.recording.Lock()
	defer s.recording.Unlock()
	err := fs.ErrNotExist
	if dir := s.clipsFolder(); dir != "" {
		err = voice.Drop(dir, of, e.Name)
	}
	if errors.Is(err, fs.ErrNotExist) { // somebody else was faster
		c.Redirect(http.StatusSeeOther, "/admin/clips/"+of+"/"+e.Name)
		return
	}
	if err == nil {
		err = s.Revoice()
	}
	if err != nil {
		s.Log.Error("a recording was not taken away", "err", err)
		s.clip(c, http.StatusConflict, e, of, nil, s.Kit.T(lang, "clips.not_written", "why", err.Error()))
		return
	}
	s.recordClips(c, "clip_removed", of, e.Name)
	c.Redirect(http.StatusSeeOther, "/admin/clips/"+of+"/"+e.Name+"?removed=1")
}
