package api

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// The length of a window's list of candidates.
const (
	someCandidates = 50
	maxCandidates  = 500
)

// note is what somebody wrote about a ticket for whoever serves it next.
type note struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// consoleAnswer is a window as who serves there works with it.
type consoleAnswer struct {
	display.ConsoleView
	Notes []note `json:"notes"` // of the ticket in hand, as far as still kept
}

func (a *api) window(c *gin.Context) {
	id, person := queue.WindowID(c.Param("id")), display.PersonOf(c)
	limit, err := limitOf(c)
	if err != nil {
		a.fail(c, err)
		return
	}
	lang, now := a.Kit.Lang(c), a.Queue.Now()
	var answer consoleAnswer
	var ids []int64
	var known bool
	a.Queue.View(func(l *queue.Lobby) {
		answer.ConsoleView, known = a.Kit.ConsoleView(l, id, person.ID, now, lang, limit)
		if !known {
			return
		}
		if t := l.Ticket(l.Window(id).Ticket); t != nil {
			ids = append(ids, t.Notes...)
		}
	})
	if err := mayLook(person, id, known); err != nil {
		a.fail(c, err)
		return
	}
	if answer.Notes, err = a.notes(c, ids); err != nil {
		a.fail(c, err)
		return
	}
	needs, err := display.ReadNeeds(c.Request.Context(), a.Notes, answer.NeedsIDs())
	if err != nil {
		a.fail(c, err)
		return
	}
	answer.TakeNeeds(needs)
	a.answer(c, http.StatusOK, answer)
}

// mayLook refuses a window that isn't known, or isn't the person's to look at.
func mayLook(person *queue.Staff, id queue.WindowID, known bool) error {
	switch {
	case !known:
		return display.Refuse(queue.ErrUnknownWindow, "window", string(id))
	case !person.MayServe(id) && !person.Is(queue.RoleSupervisor):
		return display.Refuse(queue.ErrNotAllowed, "what", "window", "window", string(id))
	}
	return nil
}

func (a *api) notes(c *gin.Context, ids []int64) ([]note, error) {
	list := []note{}
	if a.Notes == nil || len(ids) == 0 {
		return list, nil
	}
	rows, err := a.Notes.Notes(c.Request.Context(), ids)
	if err != nil {
		return nil, err
	}
	for _, p := range rows {
		list = append(list, note{p.Kind, p.Value})
	}
	return list, nil
}

// limitOf reads ?limit=.
func limitOf(c *gin.Context) (int, error) {
	s, given := c.GetQuery("limit")
	if !given {
		return someCandidates, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > maxCandidates {
		return 0, display.Refuse(queue.ErrBadValue, "field", "limit", "max", strconv.Itoa(maxCandidates))
	}
	return n, nil
}
