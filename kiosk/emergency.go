package kiosk

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// emergency shows an emergency that stands in the place of every page on which a number could be asked for. What
// was pressed before it was shown is still done, and a ticket's page keeps its number below the words. A page that
// is open looks again every few seconds, so the emergency comes and goes by itself.
func (f *face) emergency(c *gin.Context) {
	if c.Request.Method != http.MethodGet || c.Param("ref") != "" {
		return
	}
	fr := f.frame(c, "emergency", 0)
	if len(f.kit.Emergencies(fr.Lang)) == 0 {
		return
	}
	fr.path, fr.Group, fr.Night = "", 0, ""
	f.page(c, http.StatusOK, "emergency", fr.Lang, fr)
	c.Abort()
}
