package evaluate

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// pageData is a tablet's page: the levels for a visit, thanks, or where it stands.
type pageData struct {
	Window queue.WindowID
	Label  queue.Text
	Kind   string // ask, thanks, idle
	Visit  queue.TicketID
	Number string
	Levels []level
	Until  int64 // asked about, ms since 1970
	Thanks string
}

// level is one to touch, with a face: its mouth bends from a smile to its opposite.
type level struct {
	display.LevelView
	Mouth string // of a curve in a face of 24 units
}

// levels lists them, best first.
func levels(r *queue.Rules, lang string) []level {
	views := display.NewLevelViews(r, lang)
	list := make([]level, len(views))
	for i, v := range views {
		bend := 4 // units at the best, as many the other way at the worst
		if len(views) > 1 {
			bend -= 8 * i / (len(views) - 1)
		}
		list[i] = level{v, fmt.Sprintf("M8 %d Q12 %d 16 %d", 15-bend/3, 15+bend, 15-bend/3)}
	}
	return list
}

// page draws what the tablet shows now, in the visitor's language.
func (t *Tablets) page(c *gin.Context) {
	w := queue.WindowID(c.Param("window"))
	d := pageData{Window: w, Label: t.kit.Rules().Window(w).Label, Kind: "idle"}
	lang := ""
	if v, ok := t.now(w); ok {
		lang = v.Lang
		if chosen := c.Query("lang"); chosen != "" {
			lang = chosen
		}
		if lang, ok = t.kit.Catalogue.Match(lang); !ok {
			lang = t.kit.HouseLang()
		}
		d.Kind, d.Visit, d.Number, d.Until = "ask", v.Ticket, v.Number, v.Until.UnixMilli()
		d.Levels = levels(t.kit.Rules(), lang)
	}
	if c.Query("thanks") != "" {
		d.Kind = "thanks"
	}
	t.kit.Page(c, http.StatusOK, display.Page{Name: "evaluate/tablet", Lang: lang, Data: d})
}

// maxForm bounds an answer, in bytes.
const maxForm = 4 << 10

// answer takes what a visitor thinks. That it was answered before is no error to whoever stands there: they are thanked.
func (t *Tablets) answer(c *gin.Context) {
	if err := t.cross.Check(c.Request); err != nil {
		t.kit.Fail(c, display.Refuse(display.ErrCrossSite))
		return
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
	w := queue.WindowID(c.Param("window"))
	id, err := strconv.ParseInt(c.PostForm("visit"), 10, 64)
	if err != nil {
		t.kit.Fail(c, display.Refuse(display.ErrBadRequest))
		return
	}
	v, ok := t.begun(w, queue.TicketID(id))
	if !ok {
		t.kit.Fail(c, display.Refuse(queue.ErrTooLate, "what", "evaluation", "days", "0"))
		return
	}
	what := queue.Evaluate{Visit: v.Visited, Level: queue.LevelID(c.PostForm("level")), Contact: c.PostForm("contact"), Via: queue.ViaWindow}
	for _, r := range c.PostFormArray("why") {
		what.Reasons = append(what.Reasons, queue.ReasonID(r))
	}
	_, err = t.queue.Do(c.Request.Context(), queue.Request{Command: what, Actor: queue.Visitor})
	if display.ContactRefused(err) && c.PostForm("left") != "" { // whoever walked away from half a number has answered all the same
		what.Contact = ""
		_, err = t.queue.Do(c.Request.Context(), queue.Request{Command: what, Actor: queue.Visitor})
	}
	if err != nil && !errors.Is(err, &queue.Error{Code: queue.ErrEvaluated}) {
		t.kit.Fail(c, err)
		return
	}
	to := url.URL{Path: "/evaluate/" + string(w), RawQuery: "thanks=1"}
	c.Redirect(http.StatusSeeOther, to.String())
}
