package admin

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// adminData is what the config says.
type adminData struct {
	Name      string
	Admin     bool
	File      string
	PublicURL string
	Rules     *queue.Rules
	Langs     []string
	Services  []adminService
	Windows   []adminWindow
	Staff     []adminStaff
	Kiosks    []adminKiosk
	Screens   []adminScreen
	Policy    []setting
}

type adminService struct {
	*queue.Service
	Department queue.Text
	FloorName  queue.Text
	Windows    []queue.Text
}

type adminWindow struct {
	*queue.WindowRule
	FloorName queue.Text
	Takes     []queue.Text
}

type adminStaff struct {
	ID      queue.StaffID
	Name    string
	Roles   []queue.Role
	Windows []queue.Text // none: every one
}

type adminKiosk struct {
	ID      queue.KioskID
	Name    queue.Text
	Printer queue.PrinterID
	URL     string // of the printer, without what may be secret
}

type adminScreen struct {
	ID      queue.ScreenID
	Name    queue.Text
	Windows []queue.Text // none: all
}

// setting is a line of the policy: a key of the catalogue and its value.
type setting struct {
	Key   string
	Value string // a code of the catalogue when Word
	N     int
	Word  bool
}

func (a *Admin) adminPage(c *gin.Context) {
	centre, rules := a.Centre(), a.Kit.Rules()
	d := adminData{
		Name: a.Sessions.Name(display.StaffOf(c)), Admin: true, File: a.File, PublicURL: a.PublicURL, Rules: rules,
		Langs: rules.Centre.Languages, Policy: policy(&rules.Policy),
	}
	departments, labels := map[queue.DepartmentID]queue.Text{}, map[queue.WindowID]queue.Text{}
	for _, x := range rules.Departments {
		departments[x.ID] = x.Name
	}
	for i := range rules.Windows {
		w := &rules.Windows[i]
		labels[w.ID] = w.Label
		v := adminWindow{WindowRule: w, FloorName: floorName(rules, w.Floor)}
		for _, s := range w.Services {
			v.Takes = append(v.Takes, rules.Service(s).Name)
		}
		d.Windows = append(d.Windows, v)
	}
	for i := range rules.Services {
		s := &rules.Services[i]
		v := adminService{Service: s, Department: departments[s.Department], FloorName: floorName(rules, s.Floor)}
		for j := range rules.Windows {
			if rules.Windows[j].Serves(s.ID) {
				v.Windows = append(v.Windows, rules.Windows[j].Label)
			}
		}
		d.Services = append(d.Services, v)
	}
	named := func(ids []queue.WindowID) []queue.Text {
		var list []queue.Text
		for _, id := range ids {
			list = append(list, labels[id])
		}
		return list
	}
	for _, s := range rules.Staff {
		d.Staff = append(d.Staff, adminStaff{s.ID, cmp.Or(centre.Names[s.ID], string(s.ID)), s.Roles, named(s.Windows)})
	}
	for _, k := range rules.Kiosks {
		d.Kiosks = append(d.Kiosks, adminKiosk{k.ID, k.Name, k.Printer, printerURL(centre.Printers[k.Printer])})
	}
	for i := range rules.Screens {
		s, shown := &rules.Screens[i], []queue.WindowID(nil)
		if len(s.Windows) > 0 || s.Floor != "" || s.Zone != "" {
			shown = rules.Shown(s)
		}
		d.Screens = append(d.Screens, adminScreen{s.ID, s.Name, named(shown)})
	}
	a.Kit.Page(c, http.StatusOK, display.Page{Name: "admin/admin", Data: d})
}

func floorName(r *queue.Rules, id queue.FloorID) queue.Text {
	if f := r.Floor(id); f != nil {
		return f.Name
	}
	return nil
}

// printerURL gives a printer's address without user and password.
func printerURL(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Redacted()
}

// policy lists the policy's lines.
func policy(p *queue.Policy) []setting {
	list := []setting{
		{Key: "rate_ordinary", N: p.Rates[queue.ClassOrdinary]},
		{Key: "rate_priority", N: p.Rates[queue.ClassPriority]},
		{Key: "ceiling", N: p.CeilingS / 60},
		{Key: "no_show_return", Value: "return_" + string(p.NoShowReturn), Word: true},
		{Key: "no_show_lapse", N: p.NoShowLapseS / 60},
		{Key: "hold_max", N: p.HoldMaxS / 60},
		{Key: "undo", N: p.UndoS},
		{Key: "print_lapse", N: p.PrintLapseS},
		{Key: "max_party", N: p.MaxParty},
	}
	doubt := "no"
	if p.ReprintDoubt {
		doubt = "yes"
	}
	return append(slices.Clip(list), setting{Key: "reprint_in_doubt", Value: doubt, Word: true})
}
