package kiosk

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// haveData is the one door for who has a number, an appointment or a code: what is on the paper is
// scanned or typed, and it says itself what it is. A missed call is put right, a waiting ticket
// is told how it stands, an old one means the same matter again, six digits check in for a session.
type haveData struct {
	frame
	Key  string
	Scan bool   // its paper has a QR
	Meet bool   // one checks in for sessions today
	Said string // why nothing came of it
}

func (f *face) havePage(c *gin.Context) { f.showHave(c, f.frame(c, "have", idleS), "") }

// toHave leads from the addresses of what was a page of its own.
func (f *face) toHave(c *gin.Context) {
	c.Redirect(http.StatusSeeOther, f.frame(c, "have", idleS).To("have"))
}

// showHave asks for the code, and says why nothing came of the last one.
func (f *face) showHave(c *gin.Context, fr frame, said string) {
	fr.Page, fr.path, fr.Group = "have", "/have", 0
	status := http.StatusOK
	if said != "" {
		status = http.StatusNotFound
	}
	f.page(c, status, "have", fr.Lang, haveData{fr, f.key(), f.scans(), f.sessionsToCome(), said})
}

func (f *face) have(c *gin.Context) {
	fr, ok := f.posted(c, "have", idleS)
	if !ok {
		return
	}
	typed := c.PostForm("code")
	digits := notDigits.ReplaceAllString(typed, "")
	switch {
	case scanned.MatchString(typed) || len(digits) == ticketDigits && len(typed) <= maxTyped:
		f.putRight(c, fr, typed)
	case len(digits) == sessionDigits && len(typed) <= maxTyped:
		f.checkSession(c, fr)
	default:
		f.showHave(c, fr, f.kit.T(fr.Lang, "kiosk.have_short"))
	}
}
