package phone

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

//go:embed assets templates
var files embed.FS

// Face brings the phone's pages, styles and scripts.
func Face() display.Face { return display.Face{Name: "phone", Files: files} }

// Past finds a ticket that the Lobby has let go of; ok is false when there never
// was one.
type Past interface {
	Ticket(ctx context.Context, ref string) (t *queue.Ticket, ok bool, err error)
}

// Options is what the phone's page is made of.
type Options struct {
	Kit       *display.Kit
	Queue     *queue.Queue
	Pump      *display.Pump
	Past      Past
	Rows      display.Rows            // whether somebody hears stands there; nil: everybody does
	Estimates display.Estimates       // how long people will wait; nil: nothing is told
	StatusURL func(ref string) string // what a ticket's QR says; nil, or "": there is none
	Strangers *display.Strangers      // who asks for tickets that are nobody's, for all faces; nil: the phones' own

	Evaluations display.Evaluations // of visits of the past; nil: nothing is known
	Log         *slog.Logger        // slog.Default when nil
}

// Phones is the page behind each ticket's QR and the sockets of those who have
// it open. One Watch serves them all.
type Phones struct {
	kit       *display.Kit
	queue     *queue.Queue
	pump      *display.Pump
	past      Past
	rows      display.Rows
	estimates display.Estimates
	thoughts  display.Evaluations
	statusURL func(ref string) string
	strangers *display.Strangers
	log       *slog.Logger
	made      time.Time

	begin     sync.Once
	following chan struct{} // closed once Run follows the queue

	alarms string // the emergencies that the followers were told of; of the goroutine that follows

	mu    sync.Mutex // held while a message is made and sent, so that none overtakes another
	lines map[queue.TicketID]*line
}

// New makes the phones. Run must run for them to be live.
func New(o Options) *Phones {
	p := &Phones{
		kit: o.Kit, queue: o.Queue, pump: o.Pump, past: o.Past, rows: o.Rows, estimates: o.Estimates, statusURL: o.StatusURL, thoughts: o.Evaluations, strangers: o.Strangers,
		log: o.Log, made: time.Now(), lines: map[queue.TicketID]*line{}, following: make(chan struct{}),
	}
	if p.estimates == nil {
		p.estimates = display.NoEstimates{}
	}
	if p.strangers == nil {
		p.strangers = &display.Strangers{}
	}
	if p.log == nil {
		p.log = slog.Default()
	}
	return p
}

// Register adds the phone's routes.
func (p *Phones) Register(r gin.IRouter) {
	r.GET("/t/:ref", p.offered, p.page)
	r.POST("/t/:ref", p.offered, p.act)
	r.GET("/ws/ticket/:ref", p.offered, p.socket)
}

// found is a ticket as it stands, with what the Lobby says beside it.
type found struct {
	ticket *queue.Ticket // a copy
	ahead  int
	behind bool              // somebody is behind who could go first
	doubt  bool              // a reprint is on its way, and the slip before it may be out
	pause  queue.Window      // the only window that may call it, when that is paused
	staff  queue.WindowState // how the windows stand that may call it: the best of them
	shut   bool              // no more numbers are given out for its service, and who waits is served
	longer time.Time         // until about when whoever may call it is busy; zero: nobody said so
	gone   *display.Missing  // whom its visitor looks for, if they are away
	free   bool              // its visitor may take whoever is free
	deaf   bool              // the visitor said not to hear
}

// find looks a request's ref up among the living and then in the past. A ref that can't be
// one, one that is nobody's and one of another house take the same way and get the same
// answer. Who has tried too many is kept from the past alone: everybody in the hall may come
// from one address.
func (p *Phones) find(c *gin.Context) (found, error) {
	ctx, ref := c.Request.Context(), display.PlainRef(c.Param("ref"))
	var f found
	now := p.queue.Now()
	p.queue.View(func(l *queue.Lobby) {
		if t := l.ByRef(ref); t != nil {
			f = found{ticket: t.Clone(), ahead: l.Ahead(t, now), behind: l.AnybodyBehind(t, now), doubt: display.DoubtOf(l, t) != nil}
			if w := l.OnlyAt(t); w != nil && w.State == queue.WindowPaused {
				f.pause = *w
			}
			f.longer, f.staff = l.LongerFor(t, now), l.StaffedFor(t)
			f.gone, f.free = display.MissingFor(l, t, p.queue.Wall()), l.MayGo(t)
			shut, ok := l.ShutOf(t.Service)
			f.shut = ok && shut.Then == queue.ShutServe
		}
	})
	if f.ticket != nil {
		f.deaf = p.deaf(ctx, f.ticket)
		return f, nil
	}
	if err := p.strangers.Allow(c, time.Now()); err != nil {
		return found{}, err
	}
	t, ok, err := p.past.Ticket(ctx, ref)
	switch {
	case err != nil:
		return found{}, err
	case !ok:
		p.strangers.Wrong(c, time.Now())
		return found{}, display.Refuse(queue.ErrUnknownTicket)
	}
	if p.thoughts != nil && t.State == queue.Done && !t.Evaluated {
		if _, t.Evaluated, err = p.thoughts.Evaluation(ctx, t.ID); err != nil {
			return found{}, err
		}
	}
	return found{ticket: t}, nil
}

// deaf says whether the visitor said not to hear: the page speaks of what can be seen and felt then.
func (p *Phones) deaf(ctx context.Context, t *queue.Ticket) bool {
	needs, err := display.ReadNeeds(ctx, p.rows, []int64{t.Needs})
	if err != nil {
		p.log.Error("what a visitor needs can't be read", "ticket", t.ID, "err", err)
	}
	return slices.Contains(needs[t.Needs], queue.NeedHearing)
}

// lang is the language of a ticket's page: chosen there, else the ticket's own.
func (p *Phones) lang(c *gin.Context, t *queue.Ticket) string {
	for _, l := range [...]string{c.Query("lang"), t.Lang} {
		if lang, ok := p.kit.Catalogue.Match(l); ok {
			return lang
		}
	}
	return p.kit.HouseLang()
}

func (p *Phones) page(c *gin.Context) {
	c.Header("X-Robots-Tag", "noindex, nofollow")
	f, err := p.find(c)
	if err != nil {
		p.fail(c, err)
		return
	}
	lang := p.lang(c, f.ticket)
	d := p.data(f, lang)
	if said := c.Query("said"); slices.Contains(refusals(), said) {
		d.Said = p.kit.T(lang, "phone.said_"+said)
	}
	drawn, err := json.Marshal(d) // the clock in the page's head isn't in it
	if err != nil {
		p.fail(c, err)
		return
	}
	var unchanged bool
	if d.Tag, unchanged = display.Unchanged(c, []byte(p.kit.Assets.Hash()+" "+lang), drawn); unchanged {
		return
	}
	p.kit.Page(c, http.StatusOK, display.Page{Name: "phone/ticket", Lang: lang, Theme: display.Auto, Data: d})
}

// fail says what is wrong; a ticket that isn't there, and who has tried too many such, have
// a page of their own.
func (p *Phones) fail(c *gin.Context, err error) {
	refused, _ := errors.AsType[*queue.Error](err)
	if refused == nil || refused.Code != queue.ErrUnknownTicket && refused.Code != display.ErrSlowDown {
		p.kit.Fail(c, err)
		return
	}
	lang := p.kit.Lang(c)
	d := unknownData{Desk: p.desk(lang), Wait: refused.Args["retry_s"]}
	if d.Wait != "" {
		c.Header("Retry-After", d.Wait)
	}
	p.kit.Page(c, display.Status(refused.Code), display.Page{Name: "phone/unknown", Lang: lang, Theme: display.Auto, Data: d})
	c.Abort()
}

// unknownData is the page of a ref that is nobody's.
type unknownData struct {
	Desk string
	Wait string // seconds, when too many were tried; "" otherwise
}

func (p *Phones) desk(lang string) string {
	return p.kit.Catalogue.DeskName(lang, &p.kit.Rules().Centre)
}

// refusals are those that the page has a sentence for, because it doesn't show by itself why
// nothing has changed.
func refusals() []string { return []string{string(queue.ErrNobodyBehind), string(queue.ErrBadValue)} }

// asked reads what a form asks for; nil for what it can't ask.
func asked(c *gin.Context, t *queue.Ticket) queue.Command {
	number := func(name string) int {
		n, err := strconv.Atoi(c.PostForm(name))
		if err != nil || n < 0 || n > 24*3600 {
			return -1 // the rules refuse it
		}
		return n
	}
	switch c.PostForm("act") {
	case "leave":
		return queue.Cancel{Ticket: t.ID}
	case "undo":
		return queue.TakeBack{Ticket: t.ID}
	case "return":
		return queue.Return{Ticket: t.ID}
	case "outside":
		return queue.StepOut{Ticket: t.ID, For: time.Duration(number("minutes")) * time.Minute}
	case "anyone":
		return queue.Anyone{Ticket: t.ID}
	case "back":
		return queue.Back{Ticket: t.ID}
	case "evaluate":
		return evaluation(c, t)
	case "postpone":
		return queue.Postpone{Ticket: t.ID, Places: number("places")}
	}
	return nil
}

// maxForm bounds a form, in bytes: words of three bytes a character, percent-encoded.
const maxForm = 9*maxWords + 1<<10

// act does what the page's buttons ask for and shows the page as it is then.
// Before leaving it has asked once more. What can no longer be done is no error
// to a visitor: the page says how things stand. No origin is asked for: who
// knows the ref holds the ticket.
func (p *Phones) act(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
	f, err := p.find(c)
	if err != nil {
		p.fail(c, err)
		return
	}
	command := asked(c, f.ticket)
	if command == nil {
		p.fail(c, display.Refuse(display.ErrBadRequest))
		return
	}
	_, err = p.queue.Do(c.Request.Context(), queue.Request{Command: command, Actor: queue.Visitor})
	var refused *queue.Error
	said := url.Values{}
	if display.ContactRefused(err) && errors.As(err, &refused) { // what was typed stays
		lang := p.lang(c, f.ticket)
		d := p.data(f, lang)
		if d.Rate != nil {
			d.Rate.Typed, d.Rate.Wrong = c.Request.PostForm, p.kit.Sentence(lang, refused)
		}
		p.kit.Page(c, http.StatusUnprocessableEntity, display.Page{Name: "phone/ticket", Lang: lang, Theme: display.Auto, Data: d})
		return
	}
	if errors.As(err, &refused) && display.Status(refused.Code) < http.StatusInternalServerError {
		if err = nil; slices.Contains(refusals(), string(refused.Code)) {
			said.Set("said", string(refused.Code))
		}
	}
	if err != nil {
		p.fail(c, err)
		return
	}
	to := url.URL{Path: "/t/" + c.Param("ref")}
	if lang := c.Query("lang"); lang != "" {
		said.Set("lang", p.lang(c, f.ticket))
	}
	to.RawQuery = said.Encode()
	c.Redirect(http.StatusSeeOther, to.String())
}

// clock writes a time as people say it: 9:42.
func (p *Phones) clock(t time.Time) string { return p.kit.Time(t) }
