package kiosk

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// joinRoute names the form in the books of kept answers.
const joinRoute = "POST /kiosk/:id/join"

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

// Digits are the keys of the page's own keyboard: a kiosk has no other.
func (joinData) Digits() []string {
	return []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "back"}
}

// joinPage asks late-comers for the code on their group's paper.
func (f *face) joinPage(c *gin.Context) { f.showJoin(c, f.joinForm(c)) }

func (f *face) joinForm(c *gin.Context) joinData {
	d := joinData{frame: f.frame(c, "join", idleS), Key: f.key()}
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
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 4<<10)
	d := f.joinForm(c)
	d.frame = f.frameOf(c, "join", c.PostForm("lang"), c.PostForm("look"), idleS)
	d.Plain = d.Plain || c.PostForm("plain") != ""
	if err := f.cross.Check(c.Request); err != nil {
		f.fail(c, d.frame, &queue.Error{Code: display.ErrCrossSite, Cause: err})
		return
	}
	who := "kiosk:" + string(d.Kiosk)
	heads, err := strconv.Atoi(c.PostForm("heads"))
	if err != nil || heads < 1 || heads > joinHeads {
		heads = 1
	}
	id, err := f.guesses.Find(f.queue, who, c.PostForm("code"))
	if err != nil {
		f.fail(c, d.frame, err)
		return
	}
	r := queue.Request{Command: queue.Join{Ticket: id, Heads: heads}, Actor: queue.ByKiosk(d.Kiosk)}
	if key := c.PostForm("key"); key != "" && len(key) <= 64 {
		r.Key = queue.Key{Principal: who, Route: joinRoute, Key: key}
		r.Body = sha256.Sum256([]byte(key))
	}
	res, err := f.queue.Do(c.Request.Context(), r)
	switch {
	case errors.Is(err, &queue.Error{Code: queue.ErrUnknownTicket}):
		if d.Code = c.PostForm("code"); len(d.Code) > 12 {
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
