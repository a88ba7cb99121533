package kiosk

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/printer/paper"
	"onedoor/queue"
)

// breakable is a printer that can be broken on purpose: the virtual one.
type breakable interface {
	Set(c paper.Condition, on bool)
	Is(c paper.Condition) bool
}

var _ breakable = (*paper.Virtual)(nil)

// troubles are what a visitor of the demo can bring about, by the name in the
// address and in the catalogue.
func troubles() []trouble {
	return []trouble{
		{"paper_out", paper.PaperOut},
		{"near_end", paper.NearEnd},
		{"cover_open", paper.CoverOpen},
		{"cutter", paper.CutterJammed},
		{"overheated", paper.Overheated},
		{"silent", paper.Mute},
	}
}

type trouble struct {
	Name      string
	condition paper.Condition
}

// troubleKey is a key that brings a trouble about, or ends it.
type troubleKey struct {
	Printer queue.PrinterID
	Name    string
	On      bool   // it is so now
	Of      string // at the first key of a printer, where there are several: what it is called
}

// troubleKeys lists the keys of the demo's virtual printers; none elsewhere.
func (f *paperFace) troubleKeys(lang string) (keys []troubleKey) {
	if !f.kit.Demo() {
		return nil
	}
	for _, p := range f.room.paper {
		v, ok := p.Pages.(breakable)
		if !ok {
			continue
		}
		first := len(keys)
		for _, t := range troubles() {
			keys = append(keys, troubleKey{Printer: p.ID, Name: t.Name, On: v.Is(t.condition)})
		}
		if len(f.room.paper) > 1 {
			keys[first].Of, _ = f.kit.Catalogue.PrinterName(lang, f.kit.Rules(), p.ID)
		}
	}
	return keys
}

// trouble breaks a virtual printer or mends it again, so that whoever tries the
// demo sees what every face makes of it.
func (f *paperFace) trouble(c *gin.Context) {
	if err := f.sessions.SameSite(c.Request); err != nil {
		f.kit.Refused(c, err)
		return
	}
	if f.kit.Demo() {
		for _, p := range f.room.paper {
			v, ok := p.Pages.(breakable)
			if !ok || string(p.ID) != c.Param("printer") {
				continue
			}
			for _, t := range troubles() {
				if t.Name == c.Param("slip") {
					v.Set(t.condition, c.PostForm("on") != "")
					c.Redirect(http.StatusSeeOther, "/paper")
					return
				}
			}
		}
	}
	f.kit.Refused(c, display.Refuse(display.ErrNotFound))
}
