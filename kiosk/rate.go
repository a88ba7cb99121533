package kiosk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// Visits reads what the books say of a visit that has ended. The journal fits it.
type Visits interface {
	// Visited gives it by its ticket; ok is false when there is none.
	Visited(ctx context.Context, t queue.TicketID) (v queue.Visited, ok bool, err error)
}

// rateData asks what a visit was like, of whoever brings its paper. It says nothing of the visit.
type rateData struct {
	frame
	Key    string
	Clue   string
	Levels []display.LevelView
	More   *display.LevelView // chosen: somebody calls back, so the reasons are asked for, too
	Typed  url.Values         // what was filled in, where it has to be put right
	Wrong  bool               // the number can't be one
	Head   string             // what is said instead of the question, when it was answered
}

// rateable is the visit that a paper is about, if it may be evaluated. A case number is no paper: it is
// about whole matters.
func (f *face) rateable(c *gin.Context, clue string, found *queue.Earlier) (v queue.Visited, ok bool, err error) {
	if f.visits == nil || !scanned.MatchString(clue) && len(notDigits.ReplaceAllString(clue, "")) != ticketDigits {
		return v, false, nil
	}
	v, ok, err = f.visits.Visited(c.Request.Context(), found.Ticket)
	if err != nil || !ok || v.Evaluated {
		return v, false, err
	}
	return v, f.kit.Rules().MayEvaluate(v, f.queue.Now()), nil
}

// rate asks what a visit was like, and takes the answer.
func (f *face) rate(c *gin.Context) {
	fr, ok := f.posted(c, "rate", idleS)
	if !ok {
		return
	}
	d := rateData{frame: fr, Key: f.key(), Clue: c.PostForm("clue"), Levels: display.NewLevelViews(f.kit.Rules(), fr.Lang)}
	found, err := f.earlier(c, d.Clue)
	if err != nil {
		f.fail(c, fr, err)
		return
	}
	v, ok, err := f.rateable(c, d.Clue, found)
	level := queue.LevelID(c.PostForm("level"))
	switch {
	case err != nil:
		f.fail(c, fr, err)
		return
	case !ok:
		d.Head = f.kit.T(fr.Lang, "kiosk.rate_closed")
	case level != "" && c.PostForm("sent") == "" && d.more(level):
	case level != "":
		what := queue.Evaluate{Visit: v, Level: level, Contact: c.PostForm("contact"), Via: queue.ViaKiosk}
		for _, r := range c.PostFormArray("why") {
			what.Reasons = append(what.Reasons, queue.ReasonID(r))
		}
		if _, err = f.queue.Do(c.Request.Context(), queue.Request{Command: what, Actor: queue.ByKiosk(fr.Kiosk)}); display.ContactRefused(err) {
			if c.PostForm("left") == "" && d.more(level) {
				d.Typed, d.Wrong = c.Request.PostForm, true
				f.page(c, http.StatusUnprocessableEntity, "rate", fr.Lang, d)
				return
			}
			what.Contact = "" // whoever walked away from half a number has answered all the same
			_, err = f.queue.Do(c.Request.Context(), queue.Request{Command: what, Actor: queue.ByKiosk(fr.Kiosk)})
		}
		if err != nil && !errors.Is(err, &queue.Error{Code: queue.ErrEvaluated}) {
			f.fail(c, fr, err)
			return
		}
		d.Head = f.kit.T(fr.Lang, "kiosk.rate_thanks")
	}
	f.page(c, http.StatusOK, "rate", fr.Lang, d)
}

// Chose says whether a reason had been chosen.
func (d rateData) Chose(id queue.ReasonID) bool { return slices.Contains(d.Typed["why"], string(id)) }

// more chooses the level that is asked on about, if it is one: as on the tablet, whoever is content is done with one touch.
func (d *rateData) more(id queue.LevelID) bool {
	for i := range d.Levels {
		if l := &d.Levels[i]; l.ID == id && l.FollowUp {
			d.More = l
		}
	}
	return d.More != nil
}
