package people

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// devicesData is every device of the house and how it is let in.
type devicesData struct {
	head
	Code   string // that a QR brought along
	Where  string // what was chosen, kind and id
	Done   string // what was let in just now
	At     string // the address that a device opens
	Groups []deviceGroup
	Asking []asking // devices that show a code now
	Demo   bool
}

type asking struct {
	From    string
	Minutes int // since it began
}

type deviceGroup struct {
	Kind display.Kind
	Rows []deviceRow
}

type deviceRow struct {
	Value string // kind and id
	Name  string
	Filed bool // the config has a token for it
	Let   []letIn
}

type letIn struct {
	ID   int64
	By   string
	When string
}

func (p *People) devicesPage(c *gin.Context) {
	p.showDevices(c, http.StatusOK, devicesData{Code: onlyDigits(c.Query("code"))})
}

func onlyDigits(s string) string {
	if len(s) > 7 || strings.Trim(s, "0123456789 ") != "" {
		return ""
	}
	return s
}

func (p *People) showDevices(c *gin.Context, status int, d devicesData) {
	sentence := d.Error
	d.head = p.head(c, "devices")
	d.Error, d.Demo, d.At = sentence, p.Kit.Demo(), "http://"+c.Request.Host+"/pair"
	if display.Encrypted(c.Request) {
		d.At = "https://" + c.Request.Host + "/pair"
	}
	lang, rules := p.Kit.Lang(c), p.Kit.Rules()
	lets := map[string][]letIn{}
	for _, l := range p.Devices.LetIns() {
		key := string(l.Kind) + "/" + l.Of
		lets[key] = append(lets[key], letIn{l.ID, p.Sessions.Name(l.Staff), p.Kit.When(lang, l.At)})
	}
	row := func(kind display.Kind, id string, name string) deviceRow {
		value := string(kind) + "/" + id
		return deviceRow{Value: value, Name: name, Filed: p.Devices.Filed(kind, id), Let: lets[value]}
	}
	kiosks, screens, tablets := deviceGroup{Kind: display.Kiosk}, deviceGroup{Kind: display.Screen}, deviceGroup{Kind: display.Tablet}
	for i := range rules.Kiosks {
		kiosks.Rows = append(kiosks.Rows, row(display.Kiosk, string(rules.Kiosks[i].ID), rules.Kiosks[i].Name.In(lang)))
	}
	for i := range rules.Screens {
		screens.Rows = append(screens.Rows, row(display.Screen, string(rules.Screens[i].ID), rules.Screens[i].Name.In(lang)))
	}
	for i := range rules.Windows {
		tablets.Rows = append(tablets.Rows, row(display.Tablet, string(rules.Windows[i].ID), rules.Windows[i].Label.In(lang)))
	}
	d.Groups = []deviceGroup{kiosks, screens, tablets}
	for _, a := range p.Devices.Asking() {
		d.Asking = append(d.Asking, asking{a.From, int(a.For / time.Minute)})
	}
	c.Header("Cache-Control", "no-store")
	p.Kit.Page(c, status, display.Page{Name: "people/devices", Data: &d})
}

func (p *People) letIn(c *gin.Context) {
	d := devicesData{Code: onlyDigits(c.PostForm("code")), Where: c.PostForm("device")}
	kind, id, _ := strings.Cut(d.Where, "/")
	status := http.StatusOK
	if err := p.Devices.LetIn(c.Request.Context(), display.StaffOf(c), d.Code, display.Kind(kind), id); err != nil {
		var ok bool
		if status, d.Error, ok = p.refuse(c, err); !ok {
			return
		}
	} else {
		d = devicesData{Done: p.deviceName(p.Kit.Lang(c), display.Kind(kind), id)}
	}
	p.showDevices(c, status, d)
}

func (p *People) deviceName(lang string, kind display.Kind, id string) string {
	r := p.Kit.Rules()
	switch kind {
	case display.Kiosk:
		if k := r.Kiosk(queue.KioskID(id)); k != nil {
			return k.Name.In(lang)
		}
	case display.Screen:
		if s := r.Screen(queue.ScreenID(id)); s != nil {
			return s.Name.In(lang)
		}
	case display.Tablet:
		if w := r.Window(queue.WindowID(id)); w != nil {
			return p.Kit.T(lang, "people.tablet_of", "window", w.Label.In(lang))
		}
	case display.Kiosks, display.Screens:
	}
	return id
}

func (p *People) shut(c *gin.Context) {
	id, err := strconv.ParseInt(c.Param("device"), 10, 64)
	if err != nil {
		p.Kit.Fail(c, display.Refuse(display.ErrNotFound))
		return
	}
	if err := p.Devices.Shut(c.Request.Context(), display.StaffOf(c), id); err != nil {
		p.Kit.Fail(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, "/admin/devices")
}
