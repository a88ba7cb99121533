package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// Matters reads matters of the past.
type Matters interface {
	display.EarlierVisits
	// Matter gives what the books know of a matter; ok is false when there is none.
	Matter(ctx context.Context, id queue.MatterID) (m *queue.MatterFile, ok bool, err error)
}

// noMatters is a past without any.
type noMatters struct{}

// Earlier finds nothing.
func (noMatters) Earlier(context.Context, queue.Clue) (queue.Earlier, bool, error) {
	return queue.Earlier{}, false, nil
}

// Matter finds nothing.
func (noMatters) Matter(context.Context, queue.MatterID) (*queue.MatterFile, bool, error) {
	return nil, false, nil
}

type matterBody struct {
	Earlier string `json:"earlier"`     // what the visitor has of an earlier visit
	Case    string `json:"case_number"` // of a court or an office
}

// takeMatter says what the ticket in hand is about: the matter that is found, or a new one.
func (a *api) takeMatter(c *gin.Context, w queue.WindowID, b *matterBody) (queue.Command, error) {
	if b.Earlier != "" && b.Case != "" {
		return nil, unreadable("just_one", "fields", "earlier, case_number")
	}
	command := queue.TakeMatter{Window: w, Case: b.Case}
	var err error
	if b.Earlier != "" {
		command.Found, err = a.Clues.Find(c.Request.Context(), byStaff(c).principal, b.Earlier)
		return command, err
	}
	command.Found, err = a.caseOf(c, b.Case)
	return command, err
}

// caseOf gives the matter that has a case number; nil when none has it yet. A number that is
// new is no miss.
func (a *api) caseOf(c *gin.Context, number string) (*queue.Earlier, error) {
	number, err := queue.CaseNumber(number)
	if err != nil || number == "" {
		return nil, err
	}
	found, ok, err := a.Matters.Earlier(c.Request.Context(), queue.Clue{Kind: queue.ClueCase, Value: number})
	if err != nil || !ok {
		return nil, err
	}
	return &found, nil
}

// confirmMatter confirms what an old ticket proposed.
func (a *api) confirmMatter(c *gin.Context, w queue.WindowID, _ *none) (queue.Command, error) {
	command := queue.ConfirmMatter{Window: w}
	var earlier queue.TicketID
	a.Queue.View(func(l *queue.Lobby) {
		if x := l.Window(w); x != nil {
			if t := l.Ticket(x.Ticket); t != nil && t.Proposed() {
				earlier = t.Earlier.Ticket
			}
		}
	})
	if earlier == 0 { // the rules say why not
		return command, nil
	}
	found, err := a.Clues.Again(c.Request.Context(), earlier)
	command.Matter = found.Matter
	return command, err
}

// dropMatter rejects what an old ticket proposed, or takes the ticket off its matter.
func dropMatter(w queue.WindowID, _ *none) (queue.Command, error) {
	return queue.DropMatter{Window: w}, nil
}

type markBody struct {
	Category queue.CategoryID `json:"category" need:"true"`
	Tags     []queue.TagID    `json:"tags"`
}

// mark says what the matter of the ticket in hand is like.
func mark(w queue.WindowID, b *markBody) (queue.Command, error) {
	return queue.MarkMatter{Window: w, Category: b.Category, Tags: b.Tags}, nil
}

// matterAnswer is a matter with the visits about it.
type matterAnswer struct {
	ID       queue.MatterID            `json:"id"`
	OpenedAt time.Time                 `json:"opened_at"`
	Service  queue.ServiceID           `json:"service"` // where it was first asked about
	Category queue.CategoryID          `json:"category,omitempty"`
	Tags     []queue.TagID             `json:"tags"`
	Cases    []string                  `json:"case_numbers"` // as far as they are kept
	Visits   []display.StaffTicketView `json:"visits"`       // oldest first
}

// matter tells staff what the books know of a matter. Who looked is in the log.
func (a *api) matter(c *gin.Context) {
	id, err := strconv.ParseInt(c.Param("matter"), 10, 64)
	if err != nil {
		a.fail(c, display.Refuse(queue.ErrUnknownMatter))
		return
	}
	m, ok, err := a.Matters.Matter(c.Request.Context(), queue.MatterID(id))
	if err == nil && !ok {
		err = display.Refuse(queue.ErrUnknownMatter)
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	lang, rules := a.Kit.Lang(c), a.Kit.Rules()
	v := matterAnswer{
		ID: m.ID, OpenedAt: m.At.In(rules.Location()), Service: m.Service, Category: m.Category, Tags: []queue.TagID{}, Cases: []string{},
		Visits: []display.StaffTicketView{},
	}
	v.Tags = append(v.Tags, m.Tags...)
	rows, err := a.notes(c, m.Rows)
	if err != nil {
		a.fail(c, err)
		return
	}
	for _, r := range rows {
		v.Cases = append(v.Cases, r.Text)
	}
	for _, t := range m.Visits {
		v.Visits = append(v.Visits, display.NewStaffTicketView(t, rules, 0, lang, a.Queue.Now()))
	}
	a.Log.Info("matter looked at", "matter", m.ID, "staff", display.StaffOf(c))
	a.answer(c, http.StatusOK, v)
}

// seeSurge acknowledges a surge.
func (a *api) seeSurge(c *gin.Context) {
	var b none
	raw, err := read(c, &b)
	if err != nil {
		a.fail(c, err)
		return
	}
	seq, err := strconv.ParseInt(c.Param("surge"), 10, 64)
	if err != nil {
		a.fail(c, display.Refuse(queue.ErrUnknownSurge))
		return
	}
	if _, err := a.do(c, byStaff(c), c.Param("surge"), raw, queue.SeeSurge{Seq: seq}); err != nil {
		a.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusNoContent)
}
