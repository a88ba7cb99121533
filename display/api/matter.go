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
