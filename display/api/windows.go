package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

func (a *api) windows(c *gin.Context) {
	lang := a.Kit.Lang(c)
	list := []display.WindowView{}
	a.Queue.View(func(l *queue.Lobby) {
		for w := range l.Windows() {
			number := ""
			if t := l.Ticket(w.Ticket); t != nil {
				number = t.Number
			}
			list = append(list, display.NewWindowView(w, l.WindowRule(w.ID), number, l.Rules(), lang))
		}
	})
	a.answer(c, http.StatusOK, gin.H{"windows": list})
}
