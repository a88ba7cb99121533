package console

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// Thoughts counts what visitors thought of somebody's visits. The journal fits it.
type Thoughts interface {
	// Thoughts counts by levels the first answers since a moment, in whole blocks of so many, and says how many those are.
	Thoughts(ctx context.Context, staff queue.StaffID, since time.Time, block int) (list []queue.Thought, all int, err error)
}

// mineData is one's own page for a phone: who is here, who comes next, and whether one goes on today.
type mineData struct {
	Name     string
	At       *mineWindow // nil: no window to serve at
	Windows  []mineWindow
	Hand     *ticketPart
	Outcomes []mineOutcome // that the ticket in hand may end with
	Undo     string        // the last act there that can be taken back, in words
	Longer   time.Time     // it takes longer until about then; zero: nobody said so
	Next     []candidate   // the first of those who wait
	Count    int
	Duty     []display.DutyLine
	Away     bool
	AwayS    int64  // until the day's end
	StandIn  string // how others take them then, a key
	Other    string // who, where it is one
	Alone    int    // who wait for this person alone

	Thoughts  []mineThought // of whole blocks; none before the first is full
	Answers   int
	ShowFrom  int
	FollowUps int // that are this person's
	Late      int // of them
}

// mineWindow is one that the person may serve at.
type mineWindow struct {
	ID    queue.WindowID
	Label queue.Text
	State queue.WindowState
	Here  bool
	Waits int  // tickets that may be called there
	Named bool // of them one is for the person, or for a service with the person's name
}

// mineOutcome is one that a thumb can give; one that asks for more is given at the window's console.
type mineOutcome struct {
	ID      queue.OutcomeID
	Name    queue.Text
	Confirm bool
	Console bool
}

// mineThought is a level and how many gave it.
type mineThought struct {
	Name    queue.Text
	Count   int
	Percent int
}

// minesNext is how many of those who come next are shown.
const minesNext = 3

// minePage draws one's own page; ?at= is the window.
func (c *Console) minePage(g *gin.Context) {
	person := display.PersonOf(g)
	lang := c.kit.Lang(g)
	d := &mineData{Name: c.sessions.Name(person.ID), ShowFrom: c.kit.Rules().Policy.EvaluationShowFrom()}
	now := c.queue.Now()
	c.queue.View(func(l *queue.Lobby) {
		d.duty(c, l, person, lang, now)
		d.windows(l, person, queue.WindowID(g.Query("at")))
		for _, f := range l.FollowUps() {
			if f.Owner == person.ID {
				d.FollowUps++
				if f.Late() {
					d.Late++
				}
			}
		}
	})
	if d.At != nil {
		d.place(g.Request.Context(), c, place{d.At.ID, person.ID, lang})
	}
	if err := d.thoughts(g.Request.Context(), c, person.ID, now); err != nil {
		c.kit.Fail(g, err)
		return
	}
	c.kit.Page(g, http.StatusOK, display.Page{Name: "console/mine", Data: d})
}

// duty says how the person's day stands.
func (d *mineData) duty(c *Console, l *queue.Lobby, person *queue.Staff, lang string, now time.Time) {
	d.Duty = c.kit.Duties(l, lang, person.ID, c.sessions.Name)
	_, d.Away = l.Absence(person.ID)
	d.AwayS = dayLeft(l.Rules(), now)
	if d.Away { // the large button says the same
		for i := range d.Duty {
			d.Duty[i].Acts = slices.DeleteFunc(d.Duty[i].Acts, func(a display.DutyAct) bool { return a.Act == "back" })
		}
	}
	d.Alone = l.WaitingOn(person.ID)
	switch who, how := l.CoverOf(person.ID); {
	case how == queue.CoverNone:
		d.StandIn = "none"
	case who == queue.Anybody:
		d.StandIn = "any_" + string(how)
	default:
		d.StandIn, d.Other = "other_"+string(how), c.sessions.Name(who)
	}
}

// windows lists those that the person serves at, and chooses the one asked for, else the one they are at with somebody
// in hand or waiting, else where somebody waits for them, else where anybody does, else the first.
func (d *mineData) windows(l *queue.Lobby, person *queue.Staff, asked queue.WindowID) {
	at, best := -1, -1
	for w := range l.Windows() {
		rule := l.WindowRule(w.ID)
		if !person.MayServe(w.ID) || l.Rules().Window(w.ID) == nil {
			continue
		}
		v := mineWindow{ID: w.ID, Label: rule.Label, State: w.State, Here: w.Staff == person.ID && w.State != queue.WindowClosed}
		v.count(l, person)
		d.Windows = append(d.Windows, v)
		weight := 0
		for i, is := range []bool{v.Waits > 0, v.Named, v.Here, v.Here && w.Ticket != 0, v.ID == asked} {
			if is {
				weight += 1 << i
			}
		}
		if weight > best {
			at, best = len(d.Windows)-1, weight
		}
	}
	if at >= 0 {
		d.At = &d.Windows[at]
	}
}

// count says how many wait who may be called at the window by the person.
func (w *mineWindow) count(l *queue.Lobby, person *queue.Staff) {
	rule := l.WindowRule(w.ID)
	for t := range l.Tickets() {
		if t.State != queue.Waiting || !rule.Serves(t.Service) || t.ForWindow != "" && t.ForWindow != w.ID || t.ForStaff != "" && t.ForStaff != person.ID {
			continue
		}
		w.Waits++
		s := l.Rules().Service(t.Service)
		w.Named = w.Named || t.ForStaff == person.ID || s != nil && s.NamedFor() == person.ID
	}
}

// place says who is at the window, and who comes next.
func (d *mineData) place(ctx context.Context, c *Console, p place) {
	var none *noteCache
	s := c.look(ctx, p, none)
	d.Hand, d.Count = s.Ticket, s.Count
	if s.Window.Undo != nil {
		d.Undo = s.Window.Undo.Words
	}
	d.Next = s.Candidates[:min(minesNext, len(s.Candidates))]
	if s.Window.LongerUntil != nil {
		d.Longer = *s.Window.LongerUntil
	}
	if d.Hand == nil {
		return
	}
	for _, o := range c.outcomes(d.Hand) {
		if o.Offered {
			d.Outcomes = append(d.Outcomes, mineOutcome{o.ID, o.Name, o.Confirm, o.Field != "" && o.Needed})
		}
	}
}

// thoughts counts what visitors thought of the person's visits this year, in whole blocks: what one of them thought is
// not to be told from it.
func (d *mineData) thoughts(ctx context.Context, c *Console, id queue.StaffID, now time.Time) error {
	rules := c.kit.Rules()
	if c.thoughts == nil || len(rules.Evaluation) == 0 {
		return nil
	}
	year := time.Date(now.In(rules.Location()).Year(), 1, 1, 0, 0, 0, 0, rules.Location())
	list, all, err := c.thoughts.Thoughts(ctx, id, year, d.ShowFrom)
	if err != nil || all == 0 {
		return err
	}
	d.Answers = all
	for _, l := range rules.Evaluation {
		v := mineThought{Name: l.Name}
		if i := slices.IndexFunc(list, func(t queue.Thought) bool { return t.Level == l.ID }); i >= 0 {
			v.Count = list[i].Count
			v.Percent = (100*v.Count + all/2) / all
		}
		d.Thoughts = append(d.Thoughts, v)
	}
	return nil
}
