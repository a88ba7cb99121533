package kiosk

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// maxClue is the longest thing that somebody may bring of an earlier visit, in bytes: a
// scanner types the whole address of the old ticket's QR.
const maxClue = 300

// backData is what was found for who comes back about the same matter. Of the earlier visit it
// says nothing: an old paper may be in anybody's hand.
type backData struct {
	frame
	Key   string
	Clue  string // as it was read or typed
	Found *backFound
	Rate  bool // the visit may be evaluated
}

// backFound is where a new number can be had.
type backFound struct {
	Service queue.ServiceID
	Place   string // where to wait
	Person  bool   // who served the visitor then still may
	Window  bool   // the window of then still does
}

// back looks for the earlier visit and offers a number for the same service.
func (f *face) back(c *gin.Context) {
	fr, ok := f.posted(c, "back", idleS)
	if !ok {
		return
	}
	if said := f.untyped(fr, c.PostForm("clue"), ticketDigits); said != "" {
		f.showHave(c, fr, said)
		return
	}
	f.lookBack(c, fr, c.PostForm("clue"))
}

// lookBack says what was found by a clue. Who has missed a call today has a number still,
// and is led to its page.
func (f *face) lookBack(c *gin.Context, fr frame, clue string) {
	d := backData{frame: fr, Key: f.key(), Clue: clue}
	d.Page = "back"
	found, err := f.earlier(c, d.Clue)
	if t := f.missedBy(clue, found, err); t != nil {
		f.missedCall(c, missedData{frame: d.frame}, t)
		return
	}
	switch {
	case errors.Is(err, &queue.Error{Code: queue.ErrUnknownMatter}):
		f.showHave(c, fr, f.kit.T(d.Lang, "kiosk.back_unknown", "desk", d.Desk))
	case err != nil:
		f.fail(c, d.frame, err)
	default:
		if d.Found = f.found(d.Lang, found); d.Found == nil {
			f.showHave(c, fr, f.kit.T(d.Lang, "kiosk.back_gone", "desk", d.Desk))
			return
		}
		if _, d.Rate, err = f.rateable(c, clue, found); err != nil {
			f.fail(c, d.frame, err)
			return
		}
		f.page(c, http.StatusOK, "back", d.Lang, d)
	}
}

// missedBy is the ticket of today that has missed its call and that a clue means, by the
// visit it found or, where it found none, by the code on the paper; nil: none. Only a clue
// that may be looked for is, so nobody tries codes here.
func (f *face) missedBy(clue string, found *queue.Earlier, err error) (t *queue.Ticket) {
	if err != nil && !errors.Is(err, &queue.Error{Code: queue.ErrUnknownMatter}) || len(clue) > maxClue {
		return nil
	}
	f.queue.View(func(l *queue.Lobby) {
		x := l.ByCode(notDigits.ReplaceAllString(clue, ""))
		if m := scanned.FindStringSubmatch(clue); m != nil {
			x = l.ByRef(m[1])
		}
		if err == nil {
			x = l.Ticket(found.Ticket)
		}
		if x != nil && x.State == queue.NoShow {
			t = x.Clone()
		}
	})
	return t
}

// earlier finds the visit that a text names.
func (f *face) earlier(c *gin.Context, clue string) (*queue.Earlier, error) {
	if f.clues == nil || len(clue) > maxClue {
		return nil, display.Refuse(queue.ErrUnknownMatter)
	}
	return f.clues.Find(c.Request.Context(), guesser(queue.KioskID(c.Param("id"))), clue)
}

// found says where a number can be had; nil when the service has left the rules.
func (f *face) found(lang string, e *queue.Earlier) *backFound {
	r := f.kit.Rules()
	s := r.Service(e.Service)
	if s == nil {
		return nil
	}
	v := &backFound{Service: s.ID, Place: waitPlace(r, s.Floor, lang)}
	v.Person, v.Window = same(r, e)
	f.queue.View(func(l *queue.Lobby) {
		_, gone := l.GoneToday(e.Staff, f.queue.Wall())
		v.Person = v.Person && !gone
	})
	v.Window = v.Window && !v.Person // one of them is choice enough
	return v
}

// same says whether the person and the window of an earlier visit still serve its service.
func same(r *queue.Rules, e *queue.Earlier) (person, window bool) {
	p := r.Person(e.Staff)
	for i := range r.Windows {
		w := &r.Windows[i]
		if !w.Serves(e.Service) {
			continue
		}
		window = window || w.ID == e.Window
		person = person || p != nil && p.Is(queue.RoleClerk) && p.MayServe(w.ID)
	}
	return person, window
}

// again puts an earlier visit into a command that gives a number, as its form says.
func (f *face) again(c *gin.Context, cmd *queue.Issue) error {
	clue := c.PostForm("earlier")
	if clue == "" {
		return nil
	}
	found, err := f.earlier(c, clue)
	if err != nil {
		return err
	}
	cmd.Earlier = found
	person, window := same(f.kit.Rules(), found)
	switch c.PostForm("same") {
	case "person":
		if person {
			cmd.Staff = found.Staff
		}
	case "window":
		if window {
			cmd.Window = found.Window
		}
	}
	return nil
}
