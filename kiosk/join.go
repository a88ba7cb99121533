package kiosk

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// joinHeads is how many late-comers can say so at once; more go to the desk.
const joinHeads = 5

// joinData is the page on which late-comers find their group, and then the group.
type joinData struct {
	frame
	Key   string
	Heads []int
	Code  string // as it was typed, when it was nobody's
	Said  string // why they haven't joined
	Group *joinedGroup
}

// joinedGroup is the group as it is now.
type joinedGroup struct {
	Number string
	Party  string // 现在一共 17 人
	Where  string // where to wait, or the window they are called to
	Send   string // how many go to the window, for a large one
	Now    bool   // they are being called
}

// joinPage asks late-comers for the code on their group's paper.
func (f *face) joinPage(c *gin.Context) { f.showJoin(c, f.joinForm(f.frame(c, "join", idleS))) }

func (f *face) joinForm(fr frame) joinData {
	d := joinData{frame: fr, Key: f.key()}
	for n := 1; n <= joinHeads; n++ {
		d.Heads = append(d.Heads, n)
	}
	return d
}

func (f *face) showJoin(c *gin.Context, d joinData) {
	status := http.StatusOK
	if d.Said != "" {
		status = http.StatusNotFound
	}
	f.page(c, status, "join", d.Lang, d)
}

// join adds them. One drawn page adds them once.
func (f *face) join(c *gin.Context) {
	fr, ok := f.posted(c, "join", idleS)
	if !ok {
		return
	}
	d := f.joinForm(fr)
	if d.Said = f.untyped(fr, c.PostForm("code"), ticketDigits); d.Said != "" {
		f.showJoin(c, d)
		return
	}
	heads, err := strconv.Atoi(c.PostForm("heads"))
	if err != nil || heads < 1 || heads > joinHeads {
		heads = 1
	}
	id, err := f.guesses.Find(f.queue, guesser(d.Kiosk), c.PostForm("code"))
	if err != nil {
		f.fail(c, d.frame, err)
		return
	}
	res, err := f.queue.Do(c.Request.Context(), once(c, d.Kiosk, queue.Join{Ticket: id, Heads: heads}))
	switch {
	case errors.Is(err, &queue.Error{Code: queue.ErrUnknownTicket}):
		if d.Code = c.PostForm("code"); len(d.Code) > maxTyped {
			d.Code = ""
		}
		d.Said = f.kit.T(d.Lang, "kiosk.join_unknown", "desk", d.Desk)
	case errors.Is(err, &queue.Error{Code: queue.ErrBadValue}):
		d.Said = f.kit.T(d.Lang, "kiosk.join_full", "desk", d.Desk)
	case err != nil:
		f.fail(c, d.frame, err)
		return
	default:
		d.Group = f.joined(d.Lang, res.Ticket)
	}
	f.showJoin(c, d)
}

// joined says where the group is to be found.
func (f *face) joined(lang string, t *queue.Ticket) *joinedGroup {
	v := display.NewTicketView(t, f.kit.Rules(), 0, lang)
	g := &joinedGroup{Number: t.Number, Party: f.kit.T(lang, "kiosk.join_party", "n", t.Party)}
	switch {
	case v.Window != nil:
		g.Where, g.Now = closed(f.kit.T(lang, "kiosk.called", "window", v.Window.Label)), true
	case v.Wait != nil:
		g.Where = f.kit.T(lang, "kiosk.wait_at", "place", v.Wait.Place)
	}
	if v.Representatives > 0 {
		g.Send = f.kit.T(lang, "kiosk.join_send", "n", v.Representatives)
	}
	return g
}
