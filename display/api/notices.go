package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// noticesAnswer is what the screens tell, and what is prepared to be told.
type noticesAnswer struct {
	Notices  []display.NoticeView `json:"notices"`
	Prepared []preparedNotice     `json:"prepared"`
}

type preparedNotice struct {
	ID        queue.NoticeCode `json:"id"`
	Text      queue.Text       `json:"text"`
	Emergency bool             `json:"emergency"`
}

func (a *api) notices(c *gin.Context) {
	var list []queue.Notice
	a.Queue.View(func(l *queue.Lobby) { list = l.Notices() })
	rules := a.Kit.Rules()
	views, err := a.Notices.Views(c.Request.Context(), list, rules)
	if err != nil {
		a.fail(c, err)
		return
	}
	v := noticesAnswer{Notices: views, Prepared: []preparedNotice{}}
	for _, n := range rules.Notices {
		v.Prepared = append(v.Prepared, preparedNotice{n.ID, n.Text, n.Emergency})
	}
	a.answer(c, http.StatusOK, v)
}
