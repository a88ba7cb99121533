package admin

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// startData names the faces. Outside the demo only those of the staff are
// named: a visitor has no business here, and a device has its own address.
type startData struct {
	Demo    bool
	Kiosks  []startLink
	Screens []startLink
	Windows []startWindow
	Staff   []startStaff
	Phone   bool // phones can follow
}

type startLink struct {
	ID   string
	Name queue.Text
}

// startWindow is a window and the screen above it.
type startWindow struct {
	ID     queue.WindowID
	Name   queue.Text
	Screen queue.ScreenID // "": none of its own
}

// startStaff is somebody of the demo, and what to try as them.
type startStaff struct {
	ID    queue.StaffID
	Roles []queue.Role
}

// DemoPIN is the PIN of everybody in the sample centre.
const DemoPIN = "246810"

func (a *Admin) startPage(c *gin.Context) {
	rules := a.Kit.Rules()
	d := startData{Demo: rules.Centre.Demo, Phone: rules.Centre.Phone != queue.PhoneOff}
	if d.Demo {
		for _, k := range rules.Kiosks {
			d.Kiosks = append(d.Kiosks, startLink{string(k.ID), k.Name})
		}
		above := map[queue.WindowID]queue.ScreenID{}
		for _, s := range rules.Screens {
			if len(s.Windows) == 1 {
				above[s.Windows[0]] = s.ID
				continue
			}
			d.Screens = append(d.Screens, startLink{string(s.ID), s.Name})
		}
		for _, w := range rules.Windows {
			d.Windows = append(d.Windows, startWindow{w.ID, w.Label, above[w.ID]})
		}
		for _, s := range rules.Staff {
			d.Staff = append(d.Staff, startStaff{s.ID, s.Roles})
		}
	}
	a.Kit.Page(c, http.StatusOK, display.Page{Name: "admin/start", Data: struct {
		startData
		PIN string
	}{d, DemoPIN}})
}
