package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// sessions lists the sessions of the day and of days to come, with who is there.
func (a *api) sessions(c *gin.Context) {
	list, err := a.sessionViews(c, nil)
	if err != nil {
		a.fail(c, err)
		return
	}
	a.answer(c, http.StatusOK, gin.H{"sessions": list})
}

// sessionViews makes the views of some sessions, or of all of them: as they stand now, those of
// a result that are gone as they were.
func (a *api) sessionViews(c *gin.Context, some []*queue.Session) ([]display.SessionView, error) {
	list, lang := []display.SessionView{}, a.Kit.Lang(c)
	a.Queue.View(func(l *queue.Lobby) {
		if some == nil {
			some = l.Sessions()
		}
		for _, s := range some {
			if now := l.Session(s.ID); now != nil {
				s = now
			}
			list = append(list, display.NewSessionView(s, l, lang))
		}
	})
	return list, display.SessionTexts(c.Request.Context(), a.Notes, list)
}

// sessionAnswer answers with the one session that a command was about.
func (a *api) sessionAnswer(c *gin.Context, status int, r *queue.Result) {
	list, err := a.sessionViews(c, append([]*queue.Session{}, r.Sessions...))
	if err != nil {
		a.fail(c, err)
		return
	}
	if len(list) == 0 { // nothing changed, and nothing is known
		a.fail(c, display.Refuse(queue.ErrUnknownSession))
		return
	}
	a.answer(c, status, gin.H{"session": list[0]})
}
