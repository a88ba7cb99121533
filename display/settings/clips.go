package settings

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/display"
	"onedoor/display/voice"
	"onedoor/queue"
)

// clipsData is /admin/clips: what is said in a language, whose voice says it, and what can't be said.
type clipsData struct {
	head
	Langs    []clipLang
	Of       string   // the language looked at
	Unspoken []string // languages of the centre in which the program makes no calls
	Show     string   // "", own, pack or lost
	Counts   map[string]int
	Kinds    []clipKind
	Cover    voice.Cover
	Gaps     []gap
	Folder   string // of recordings, as the config names it; "": it names none
	Trial    trial
	Error    string
}

type clipLang struct {
	Lang string
	Own  int // recordings
}

type clipKind struct {
	ID      voice.Kind
	Entries []clipLine
}

// clipLine is a clip as a page shows it.
type clipLine struct {
	voice.Entry
	Of     string
	From   string // own, pack, unused or lost: whose recording it is
	Length string // in seconds
	LUFS   string
	Faults []string
}

// gap is something that can't be said, with its name.
type gap struct {
	What  string
	Name  string
	Text  string
	Words string
	Link  string // where it is changed; "" nowhere but here
}

// trial is a call that is tried.
type trial struct {
	Number  string
	Window  queue.WindowID
	Lang    string // of the ticket
	Windows []option
	Langs   []string
	Said    []voice.Said
	Seconds string
	Wrong   bool // it is no number
}

// clipLangs are the languages of the centre in which calls are made, and those that are left to browsers.
func (s *Settings) clipLangs() (made []clipLang, unspoken []string) {
	rules, v := s.Kit.Rules(), s.Voice.Voice()
	langs := rules.Centre.Languages
	if len(langs) == 0 {
		langs = []string{rules.Centre.Locale}
	}
	for _, lang := range langs {
		if clips, err := voice.Script(s.Kit, rules, lang); err != nil || len(clips) == 0 {
			unspoken = append(unspoken, lang)
			continue
		}
		made = append(made, clipLang{lang, v.Records(lang)})
	}
	return made, unspoken
}

// clipLang is the language that an address names; ok is false when no calls are made in it.
func (s *Settings) clipLang(lang string) (string, bool) {
	made, _ := s.clipLangs()
	if lang == "" && len(made) > 0 {
		return made[0].Lang, true
	}
	return lang, slices.ContainsFunc(made, func(l clipLang) bool { return l.Lang == lang })
}

func (s *Settings) clipsPage(c *gin.Context) { s.clips(c, http.StatusOK, "") }

func (s *Settings) clips(c *gin.Context, status int, sentence string) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	d := clipsData{head: s.head(c, "clips", w), Counts: map[string]int{}, Folder: s.Centre().Voice.Clips, Error: sentence}
	d.Langs, d.Unspoken = s.clipLangs()
	var ok bool
	if d.Of, ok = s.clipLang(c.Query("of")); !ok && len(d.Langs) > 0 {
		s.Kit.Fail(c, display.Refuse(display.ErrNotFound))
		return
	}
	lang, rules, v := s.Kit.Lang(c), s.Kit.Rules(), s.Voice.Voice()
	if show := c.Query("show"); slices.Contains([]string{"own", "pack", "lost"}, show) {
		d.Show = show
	}
	entries, err := v.Entries(s.Kit, rules, d.Of)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	for _, kind := range voice.Kinds() {
		k := clipKind{ID: kind}
		for _, e := range entries {
			if e.Kind != kind {
				continue
			}
			l := s.clipLine(lang, d.Of, e)
			d.Counts[group3(l.From)]++
			if d.Show == "" || d.Show == group3(l.From) {
				k.Entries = append(k.Entries, l)
			}
		}
		if len(k.Entries) > 0 {
			d.Kinds = append(d.Kinds, k)
		}
	}
	d.Counts[""] = len(entries)
	d.Cover = v.Covers(s.Kit, rules, d.Of)
	for _, g := range d.Cover.Gaps {
		d.Gaps = append(d.Gaps, s.gap(lang, g))
	}
	d.Trial = s.trial(c, d.Of)
	s.Kit.Page(c, status, display.Page{Name: "settings/clips", Data: d})
}

// group3 is the filter under which a clip is found.
func group3(from string) string {
	switch from {
	case "own", "unused":
		return "own"
	case "lost":
		return "lost"
	}
	return "pack"
}

// clipLine says whose a clip's recording is and how long and loud it is.
func (s *Settings) clipLine(lang, of string, e voice.Entry) clipLine {
	l := clipLine{Entry: e, Of: of, From: "lost"}
	heard := e.Pack
	switch {
	case e.Own != nil:
		l.From, heard = "own", e.Own
	case len(e.Faults) > 0:
		l.From, heard = "unused", nil
	case e.Pack != nil:
		l.From = "pack"
	}
	if heard != nil {
		l.Length, l.LUFS = seconds(heard), loudness(heard)
	}
	for _, f := range e.Faults {
		l.Faults = append(l.Faults, s.fault(lang, f))
	}
	return l
}

func seconds(h *voice.Heard) string { return fmt.Sprintf("%.1f", h.Length.Seconds()) }

func loudness(h *voice.Heard) string {
	if math.IsInf(h.LUFS, 0) {
		return "–"
	}
	return strings.Replace(fmt.Sprintf("%.1f", h.LUFS), "-", "−", 1)
}

// fault is what is wrong with a recording, and what would be right.
func (s *Settings) fault(lang string, f *voice.RecordError) string {
	args := slices.Clone(f.Args)
	for i, a := range args {
		if text, ok := a.(string); ok && i > 0 && args[i-1] == "lufs" {
			args[i] = strings.Replace(text, "-", "−", 1)
		}
	}
	return s.Kit.T(lang, "clips.fault_"+f.Code, args...)
}

// gap names what can't be said.
func (s *Settings) gap(lang string, g voice.Gap) gap {
	rules := s.Kit.Rules()
	out := gap{What: g.What, Name: g.ID, Text: g.Text, Words: strings.Join(g.Words, " ")}
	switch g.What {
	case "window":
		if w := rules.Window(queue.WindowID(g.ID)); w != nil {
			out.Name, out.Link = w.Label.In(lang), "/admin/part/windows/"+g.ID
		}
	case "floor", "way":
		if f := rules.Floor(queue.FloorID(g.ID)); f != nil {
			out.Name, out.Link = f.Name.In(lang), "/admin/part/floors/"+g.ID
		}
	case "service":
		if x := rules.Service(queue.ServiceID(g.ID)); x != nil {
			out.Name, out.Link = x.Name.In(lang), "/admin/part/services/"+g.ID
		}
	case "emergency":
		out.Link = "/admin/part/notices/" + g.ID
	case "sentence":
		out.Name = ""
	}
	return out
}

// trial reads which call is tried and makes it.
func (s *Settings) trial(c *gin.Context, of string) trial {
	rules, lang := s.Kit.Rules(), s.Kit.Lang(c)
	t := trial{Number: strings.ToUpper(strings.TrimSpace(c.Query("number"))), Window: queue.WindowID(c.Query("window")), Lang: cmp.Or(c.Query("ticket"), of), Langs: s.Kit.Langs()}
	asked := t.Number != ""
	if !asked && len(rules.Services) > 0 {
		t.Number = rules.Services[0].Prefix + "023"
	}
	if rules.Window(t.Window) == nil && len(rules.Windows) > 0 {
		t.Window = rules.Windows[0].ID
	}
	for i := range rules.Windows {
		w := &rules.Windows[i]
		t.Windows = append(t.Windows, option{string(w.ID), w.Label.In(lang), w.ID == t.Window})
	}
	t.Wrong = asked && !voice.IsNumber(t.Number)
	if call, ok := s.tried(t); ok && asked {
		made := s.Voice.Try(call)
		t.Said, t.Seconds = made.Said, fmt.Sprintf("%.1f", made.Length.Seconds())
	}
	return t
}

// tried is the call of a trial; ok is false when there is no such number, window or language.
func (s *Settings) tried(t trial) (voice.Call, bool) {
	rules := s.Kit.Rules()
	w := rules.Window(t.Window)
	if w == nil || !voice.IsNumber(t.Number) || !slices.Contains(s.Kit.Langs(), t.Lang) {
		return voice.Call{}, false
	}
	return voice.Call{Number: t.Number, Lang: t.Lang, Window: w, Floor: rules.Floor(w.Floor), Here: true}, true
}

// clipCall gives the audio of a tried call.
func (s *Settings) clipCall(c *gin.Context) {
	call, ok := s.tried(trial{Number: c.Query("number"), Window: queue.WindowID(c.Query("window")), Lang: c.Query("ticket")})
	if !ok {
		s.Kit.Problem(c, display.Refuse(display.ErrNotFound))
		return
	}
	wav, err := s.Voice.WAV(s.Voice.Try(call))
	s.sendWAV(c, wav, err)
}

func (s *Settings) sendWAV(c *gin.Context, wav []byte, err error) {
	if err != nil {
		s.Kit.Problem(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "audio/wav", wav)
}

// folderName is where recordings lie beside the config unless somebody says otherwise.
const folderName = "clips"

// beginClips makes a folder for recordings and names it in the draft.
func (s *Settings) beginClips(c *gin.Context) {
	w, err := s.work(c)
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	if err := os.MkdirAll(filepath.Join(s.Shelf.Folder(), folderName), 0o755); err != nil { //nolint:gosec // nothing secret
		s.clips(c, http.StatusConflict, s.Kit.T(s.Kit.Lang(c), "clips.not_written", "why", err.Error()))
		return
	}
	src, err := config.Edit(w.src, config.Path{"voice", "clips"}, folderName)
	if err == nil {
		err = s.keep(c, w, src)
	}
	if err != nil {
		s.Kit.Fail(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin/review")
}
