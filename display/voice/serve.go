package voice

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
)

// Register adds the routes of what is heard. Calls are for the house's screens, sentences for
// its kiosks: they say nothing of anybody, but making them is work.
func (a *Announcer) Register(r gin.IRouter, devices *display.Devices) {
	r.GET("/voice/call/:file", devices.AnyScreen, a.serveCall)
	r.GET("/voice/prompt/:lang/:id", devices.AnyKiosk, a.servePrompt)
	r.GET("/voice/number/:lang/:number", devices.AnyKiosk, a.serveNumber)
}

// serveCall gives the audio of a call, KEY.wav, or where its clips lie, KEY.json.
func (a *Announcer) serveCall(c *gin.Context) {
	key, kind, _ := strings.Cut(c.Param("file"), ".")
	found := a.calls.get(key)
	if found == nil || kind != "wav" && kind != "json" {
		a.kit.Problem(c, display.Refuse(display.ErrNotFound))
		return
	}
	c.Header("Cache-Control", "private, max-age=3600, immutable") // its address is made of its bytes: another sound has another one
	body, mime := found.wav, "audio/wav"
	if kind == "json" {
		body, mime = found.cues, "application/json"
	}
	send(c, key+kind, mime, body)
}

// servePrompt gives the audio of a sentence.
func (a *Announcer) servePrompt(c *gin.Context) {
	if !slices.Contains(Prompts(), c.Param("id")) {
		a.kit.Problem(c, display.Refuse(display.ErrNotFound))
		return
	}
	a.serveText(c, func(lang string) string { return Prompt(a.kit, lang, c.Param("id")) })
}

var numberForm = regexp.MustCompile(`^[A-Z]{1,2}[0-9]{3,5}$`)

// serveNumber gives the audio of a ticket's number, sign by sign.
func (a *Announcer) serveNumber(c *gin.Context) {
	if !numberForm.MatchString(c.Param("number")) {
		a.kit.Problem(c, display.Refuse(display.ErrNotFound))
		return
	}
	a.serveText(c, func(lang string) string { return a.spell(lang, c.Param("number")) })
}

func (a *Announcer) serveText(c *gin.Context, text func(lang string) string) {
	lang, ok := a.kit.Catalogue.Match(c.Param("lang"))
	if !ok {
		a.kit.Problem(c, display.Refuse(display.ErrNotFound))
		return
	}
	parts, _, ok := a.Voice().say(lang, text(lang))
	if !ok {
		a.kit.Problem(c, display.Refuse(display.ErrNotFound))
		return
	}
	m := &mix{}
	m.add(lang, parts)
	found, err := a.sentences.make(m)
	if err != nil {
		a.kit.Problem(c, err)
		return
	}
	c.Header("Cache-Control", "private, no-cache") // asked for again by its tag: recordings may be changed
	send(c, found.key, "audio/wav", found.wav)
}

func send(c *gin.Context, tag, mime string, body []byte) {
	c.Header("ETag", `"`+tag+`"`)
	c.Header("Content-Type", mime)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(body))
}
