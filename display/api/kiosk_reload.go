package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// reloadKiosk has a kiosk load its page anew: as soon as nobody stands before it, or now. It hears
// so in the answer to its next heartbeat.
func (a *api) reloadKiosk(c *gin.Context) {
	var b struct {
		Now bool `json:"now"`
	}
	if _, err := read(c, &b); err != nil {
		a.fail(c, err)
		return
	}
	k := queue.KioskID(c.Param("id"))
	if a.Kit.Rules().Kiosk(k) == nil {
		a.fail(c, display.Refuse(queue.ErrUnknownKiosk, "kiosk", string(k)))
		return
	}
	kind := display.ReloadIdle
	if b.Now {
		kind = display.ReloadNow
	}
	if a.Board != nil {
		a.Board.AskReload(k, kind, a.Kit.Now())
	}
	display.Record(c.Request.Context(), a.Audit, a.Log, display.AuditEntry{Staff: display.StaffOf(c), Act: "kiosk_reloaded", Subject: string(k)})
	c.Header("Cache-Control", "no-store")
	c.Status(http.StatusNoContent)
}
