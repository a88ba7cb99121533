package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// deskHelp lists the open help calls, oldest first.
func (a *api) deskHelp(c *gin.Context) {
	lang, now := a.Kit.Lang(c), a.Queue.Now()
	calls := []display.HelpView{}
	a.Queue.View(func(l *queue.Lobby) {
		for _, h := range l.HelpCalls() {
			calls = append(calls, display.NewHelpView(h, l.Rules(), lang, now))
		}
	})
	a.answer(c, http.StatusOK, gin.H{"calls": calls})
}
