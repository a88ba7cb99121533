package kiosk

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// beat hears from a kiosk's page every few seconds: which page it shows, how
// old it is, when it was last touched and when it last drew, what can be heard of it. It answers with
// the build of the pages, so that an idle kiosk takes a new one by itself, and with a supervisor's wish
// that it loads its page anew, and whether an emergency stands, which wakes a dark screen.
func (f *face) beat(c *gin.Context) {
	var say struct {
		Face     string   `json:"face"`
		LoadedS  float64  `json:"loaded_s"`  // since the page was opened; unrounded, or a wish of just now would seem fulfilled
		TouchedS *float64 `json:"touched_s"` // since the last touch; null: never
		PaintedS *float64 `json:"painted_s"` // since the browser last drew; null: it doesn't say

		Sound display.Sound `json:"sound"`
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 1<<10)
	if err := c.ShouldBindJSON(&say); err != nil || len(say.Face) > 20 {
		f.kit.Problem(c, display.Refuse(display.ErrBadRequest))
		return
	}
	now := f.kit.Now()
	ago := func(s float64) time.Time { return now.Add(-time.Duration(min(max(s, 0), 1e8) * float64(time.Second))) }
	h := display.KioskHealth{ID: queue.KioskID(c.Param("id")), Seen: now, Loaded: ago(say.LoadedS), Face: say.Face, Sound: display.SoundUnknown}
	switch say.Sound {
	case display.SoundOn, display.SoundNoVoice, display.SoundLocked, display.SoundOff:
		h.Sound = say.Sound
	case display.SoundUnknown:
	}
	if say.TouchedS != nil {
		h.Touched = ago(*say.TouchedS)
	}
	if say.PaintedS != nil {
		h.Painted = ago(*say.PaintedS)
	}
	f.board.Kiosk(h)
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, gin.H{"build": f.kit.Assets.Hash(), "reload": f.board.ReloadOf(h.ID, h.Loaded), "emergency": len(f.kit.Emergencies(f.kit.HouseLang())) > 0})
}
