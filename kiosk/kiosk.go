package kiosk

import (
	"cmp"
	"crypto/rand"
	"embed"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/printer"
	"onedoor/queue"
)

//go:embed assets templates
var files embed.FS

// Face brings the kiosk's pages, styles and scripts.
func Face() display.Face { return display.Face{Name: "kiosk", Files: files} }

// Options is what the kiosk's pages are made of.
type Options struct {
	Kit       *display.Kit
	Queue     *queue.Queue
	Devices   *display.Devices
	Board     *display.Board
	Sessions  *display.Sessions // of who may look at /paper
	Pump      *display.Pump
	Room      *PrintRoom              // where the slips come from; nil: no /paper
	Profiles  printer.Profiles        // the centre's own, for the preview beside the built-in ones
	StatusURL func(ref string) string // what a ticket's QR says; "" for no QR
	Estimates display.Estimates       // how long people will wait; nil: nothing is told
	Clues     *display.Clues          // finds earlier visits; nil: none are found
	Visits    Visits                  // what the books say of them; nil: none is evaluated here
	Random    io.Reader               // crypto/rand when nil
	Beat      time.Duration           // between a page's words to the server, and its looks at what changed; 0: 5 s
	Log       *slog.Logger            // nil logs nothing
}

type face struct {
	kit       *display.Kit
	queue     *queue.Queue
	board     *display.Board
	statusURL func(string) string
	random    io.Reader
	log       *slog.Logger
	beatEvery time.Duration
	cross     *http.CrossOriginProtection
	clues     *display.Clues
	visits    Visits
	estimates display.Estimates
	guesses   display.Guesses // of codes: of groups, of missed numbers, of sessions
	finder    finder
}

// Register adds the kiosk's pages, and /paper.
func Register(r gin.IRouter, o Options) {
	f := &face{
		kit: o.Kit, queue: o.Queue, board: o.Board, statusURL: o.StatusURL, clues: o.Clues, visits: o.Visits, estimates: o.Estimates, random: o.Random, log: o.Log,
		cross: http.NewCrossOriginProtection(), beatEvery: cmp.Or(o.Beat, 5*time.Second),
	}
	if f.random == nil {
		f.random = rand.Reader
	}
	if f.estimates == nil {
		f.estimates = display.NoEstimates{}
	}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	k := r.Group("/kiosk/:id", o.Devices.KioskPage, f.known, f.emergency)
	k.GET("", f.start)
	k.GET("/more", f.more)
	k.GET("/about/:department", f.about)
	k.GET("/service/:service", f.service)
	k.GET("/search", f.search)
	k.POST("/searched", f.searched)
	k.GET("/together", f.togetherPage)
	k.POST("/together", f.together)
	k.GET("/have", f.havePage)
	k.POST("/have", f.have)
	k.GET("/options/:service", f.options)
	k.GET("/ask", f.ask)
	k.GET("/ask/*way", f.ask)
	k.GET("/desk", f.desk)
	k.POST("/tickets", f.issue)
	k.GET("/back", f.toHave)
	k.POST("/back", f.back)
	k.GET("/session", f.toHave)
	k.POST("/session", f.checkIn)
	k.GET("/join", f.joinPage)
	k.POST("/join", f.join)
	k.GET("/missed", f.toHave)
	k.POST("/missed", f.missed)
	k.POST("/evaluate", f.rate)
	k.GET("/help", f.helpPage)
	k.POST("/help", f.help)
	k.POST("/help/end", f.helpOver)
	k.GET("/ticket/:ref", f.ticket)
	k.POST("/beat", f.beat)
	if o.Room != nil {
		registerPaper(r, o)
	}
}

// known refuses kiosks that the rules don't name. Forms tell their origin only
// under a referrer policy that lets them; the ticket's page, whose address is a
// key, has the house's own.
func (f *face) known(c *gin.Context) {
	if f.kit.Rules().Kiosk(queue.KioskID(c.Param("id"))) == nil {
		f.kit.Fail(c, display.Refuse(queue.ErrUnknownKiosk))
		return
	}
	if c.Param("ref") == "" {
		c.Header("Referrer-Policy", "same-origin")
	}
}

// frame is what every page of the kiosk has around it. A visitor's choices of
// language and looks travel in the address, never in a cookie: the next visitor
// begins at the bare one.
type frame struct {
	Kiosk queue.KioskID
	Page  string // start, more, about …: what the board calls it
	Lang  string
	Large bool // 大字版
	Clear bool // 字更清楚
	Low   bool // what is pressed lies in the lower part of the screen
	Plain bool // neither language nor looks were chosen
	Group int  // heads of a group that takes one number together; 0: nobody said so
	Desk  string
	Beat  int64  // ms between its words to the server
	Idle  int    // seconds without a touch until the start page; 0: it stays
	Night string // outside the hours, on the first page: when there are numbers again

	Shown  string // ref of the ticket that somebody looks at: a call for a person leads back to it
	Answer bool   // what a form was answered: no address draws it again

	brief []queue.Reply // what was answered on the way to this page's forms
	path  string        // of this page, below the kiosk's
	langs []string
	pad   queue.Keypad
}

func (f *face) frame(c *gin.Context, page string, idle int) frame {
	fr := f.frameOf(c, page, c.Query("lang"), c.Query("look"), idle)
	fr.Group = f.group(c.Query("group"))
	return fr
}

// frameOf is frame with the visitor's choices from elsewhere than the address.
func (f *face) frameOf(c *gin.Context, page, lang, look string, idle int) frame {
	path := strings.TrimPrefix(c.Request.URL.Path, "/kiosk/"+c.Param("id"))
	fr := frame{
		Kiosk: queue.KioskID(c.Param("id")), Page: page, Lang: f.lang(c, lang), Idle: idle, Beat: f.beatEvery.Milliseconds(),
		path: path, langs: f.kit.Langs(), pad: queue.DefaultKeypad(),
	}
	if k := f.kit.Rules().Kiosk(fr.Kiosk); k != nil {
		fr.pad = k.KeypadOf()
	}
	for l := range strings.SplitSeq(look, "-") {
		fr.Large = fr.Large || l == "large"
		fr.Clear = fr.Clear || l == "clear"
		fr.Low = fr.Low || l == "low"
	}
	fr.Plain = lang == "" && !fr.Large && !fr.Clear && !fr.Low
	if fr.Large {
		fr.Idle *= 2 // who reads slowly has twice the time
	}
	fr.Desk = f.kit.Catalogue.DeskName(fr.Lang, &f.kit.Rules().Centre)
	if page == "start" {
		fr.Night = f.night(fr.Lang)
	}
	return fr
}

// lang is the visitor's choice, else the centre's language: what a kiosk's
// browser was installed in says nothing about who stands before it. In the demo
// the browser is the newcomer's own and is heard.
func (f *face) lang(c *gin.Context, chosen string) string {
	if lang, ok := f.kit.Catalogue.Match(chosen); ok {
		return lang
	}
	if f.kit.Demo() {
		return f.kit.Lang(c)
	}
	return f.kit.HouseLang()
}

// look is the looks as one word for addresses and forms.
func (fr frame) look() string {
	var list []string
	for _, l := range []struct {
		on   bool
		name string
	}{{fr.Large, "large"}, {fr.Clear, "clear"}, {fr.Low, "low"}} {
		if l.on {
			list = append(list, l.name)
		}
	}
	return strings.Join(list, "-")
}

// Look is the looks as a form carries them.
func (fr frame) Look() string { return fr.look() }

// Start is the bare start page, for the next visitor.
func (fr frame) Start() string { return "/kiosk/" + string(fr.Kiosk) }

// Brief is what was answered as a form carries it.
func (fr frame) Brief() []string {
	var list []string
	for _, r := range fr.brief {
		list = append(list, segment(r))
	}
	return list
}

// To is the address of a page of this kiosk, for this visitor.
func (fr frame) To(parts ...string) string {
	var p strings.Builder
	p.WriteString(fr.Start())
	for _, s := range parts {
		p.WriteString("/" + url.PathEscape(s))
	}
	return fr.with(p.String())
}

func (fr frame) with(path string) string {
	q := url.Values{}
	if !fr.Plain {
		q.Set("lang", fr.Lang)
	}
	if l := fr.look(); l != "" {
		q.Set("look", l)
	}
	if fr.Group > 0 {
		q.Set("group", strconv.Itoa(fr.Group))
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// Together is the group's head count as a form carries it; 0: none.
func (fr frame) Together() int { return fr.Group }

// Alone is the start page of who is no group after all, and Regroup where its count is chosen again.
func (fr frame) Alone() string {
	fr.Group = 0
	return fr.To()
}

// Regroup is where a group's count is chosen.
func (fr frame) Regroup() string {
	fr.Group = 0
	return fr.To("together")
}

// Digits are the keys of the pages that ask for a code: a kiosk has no other keyboard.
func (frame) Digits() []string {
	return []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "back"}
}

// Here is this page.
func (fr frame) Here() string { return fr.with(fr.Start() + fr.path) }

// InLang is this page in another language.
func (fr frame) InLang(lang string) string {
	fr.Lang, fr.Plain = lang, false
	return fr.Here()
}

// Larger and Clearer are this page with a look turned over.
func (fr frame) Larger() string {
	fr.Large, fr.Plain = !fr.Large, false
	return fr.Here()
}

// Clearer is this page with black on white, or without.
func (fr frame) Clearer() string {
	fr.Clear, fr.Plain = !fr.Clear, false
	return fr.Here()
}

// Lower is this page with its keys lower, or where they were.
func (fr frame) Lower() string {
	fr.Low, fr.Plain = !fr.Low, false
	return fr.Here()
}

// Pad is what the kiosk's keys that can be felt send, for the script.
func (fr frame) Pad() string {
	b, err := json.Marshal(fr.pad)
	if err != nil {
		return "{}" // strings can always be written
	}
	return string(b)
}

// Others lists the languages to switch to.
func (fr frame) Others() []string {
	var list []string
	for _, l := range fr.langs {
		if l != fr.Lang {
			list = append(list, l)
		}
	}
	return list
}

func (f *face) page(c *gin.Context, status int, name string, lang string, data any) {
	f.kit.Page(c, status, display.Page{Name: "kiosk/" + name, Lang: lang, Data: data})
}
