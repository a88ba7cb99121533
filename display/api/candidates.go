package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// candidate is a waiting ticket and why it comes before those behind it.
type candidate struct {
	display.Candidate
	Reason string `json:"reason"`
}

// candidates tells who would be called at a window, in which order, and why.
func (a *api) candidates(c *gin.Context) {
	id, person := queue.WindowID(c.Param("id")), display.PersonOf(c)
	limit, err := limitOf(c)
	if err != nil {
		a.fail(c, err)
		return
	}
	lang, now := a.Kit.Lang(c), a.Queue.Now()
	list := []candidate{}
	var reasons []queue.Reason
	sessions := []display.SessionView{}
	var known bool
	a.Queue.View(func(l *queue.Lobby) {
		known = l.WindowRule(id) != nil
		for _, s := range l.SessionsFor(id) {
			sessions = append(sessions, display.NewSessionView(s, l, lang))
		}
		for _, x := range l.Explain(id, person.ID, now, limit) {
			list = append(list, candidate{Candidate: display.NewCandidate(x.Ticket, l.Rules(), now, lang)})
			reasons = append(reasons, x.Reason)
		}
	})
	if err := mayLook(person, id, known); err != nil {
		a.fail(c, err)
		return
	}
	if err := display.SessionTexts(c.Request.Context(), a.Notes, sessions); err != nil {
		a.fail(c, err)
		return
	}
	var ids []int64
	for i := range list {
		ids = append(ids, list[i].NeedsID)
	}
	needs, err := display.ReadNeeds(c.Request.Context(), a.Notes, ids)
	if err != nil {
		a.fail(c, err)
		return
	}
	for i, r := range reasons {
		list[i].Needs = needs[list[i].NeedsID]
		list[i].Reason = a.Kit.Reason(lang, r)
	}
	a.answer(c, http.StatusOK, gin.H{"candidates": list, "sessions": sessions})
}
