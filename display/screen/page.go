package screen

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// pageData is what the page of a screen is drawn from.
type pageData struct {
	Screen *queue.Screen
	Socket string
	Shape  string // hall: several floors; floor, zone: one; one: a single window
	Bids   string // how it calls: go (there), in (through this door), here (to this counter)
	Place  queue.Text
	Brand  string // the centre, short where the head names a place too
	Voice  bool   // it may speak
	Desk   string
	Rules  string // fingerprint of those it was drawn from
	Floors []floorData

	Width, Number, Goal string // of the picture, a number's capitals and the words of where to go, in mm
}

// floorData is a line of the directory: where what is done.
type floorData struct {
	Name     queue.Text
	Way      queue.Text
	Services []string
}

func (s *Screens) page(c *gin.Context) {
	rules := s.kit.Rules()
	screen := rules.Screen(queue.ScreenID(c.Param("id")))
	if screen == nil {
		s.kit.Fail(c, display.Refuse(display.ErrNotFound))
		return
	}
	lang := s.lang(c)
	g := &group{kit: s.kit, view: view{screen.ID, lang}}
	d := pageData{
		Screen: screen, Socket: "/ws/screen/" + string(screen.ID) + "?lang=" + lang,
		Desk: cmp.Or(rules.Centre.Desk.In(lang), s.kit.T(lang, "screen.desk")), Floors: g.directory(),
		Width: fmt.Sprint(screen.Width()), Number: fmt.Sprintf("%.1f", screen.NumberMM()), Goal: fmt.Sprintf("%.1f", screen.PlaceMM()),
	}
	d.Shape, d.Place = g.shape()
	d.Bids = g.bids()
	if d.Brand = rules.Centre.Name.In(lang); d.Place != nil {
		d.Brand = cmp.Or(rules.Centre.Short.In(lang), d.Brand)
	}
	s.mu.Lock()
	d.Rules = s.print.of(rules)
	s.mu.Unlock()
	// A screen over one window hangs in the hall with others: it is silent
	// unless its address says otherwise.
	switch c.Query("sound") {
	case "on":
		d.Voice = true
	case "off":
	default:
		d.Voice = d.Shape != "one"
	}
	s.kit.Page(c, http.StatusOK, display.Page{Name: "screen/screen", Lang: lang, Theme: display.Dark, Data: d})
}

// shape says what kind of screen it is, and the place that its head names.
func (g *group) shape() (string, queue.Text) {
	rule, rules, shown := g.rule(), g.kit.Rules(), g.windows()
	switch {
	case len(shown) == 1:
		return "one", rules.Window(shown[0]).Label
	case !g.here(rules):
		return "hall", nil
	case rule.Zone != "" && len(rule.Windows) == 0 && rule.Floor == "":
		return "zone", rule.Name
	}
	return "floor", rules.Floor(rules.Window(shown[0]).Floor).Name
}

// bids says how the screen calls, as a part of catalogue keys: several windows' sends people there, and
// the one at a window or a door has them before it. The floor's plan knows what is a room.
func (g *group) bids() string {
	shown, rules := g.windows(), g.kit.Rules()
	if len(shown) != 1 {
		return "go"
	}
	w := rules.Window(shown[0])
	if floor := rules.Floor(w.Floor); floor != nil && floor.Plan != nil {
		for _, room := range floor.Plan.Rooms {
			if len(room.Name) > 0 && maps.Equal(room.Name, w.Label) {
				return "in"
			}
		}
	}
	return "here"
}

// directory says on which floor a screen's services are, in the order of the house. A service
// at windows of several floors stands where its visitors wait.
func (g *group) directory() []floorData {
	rules := g.kit.Rules()
	var list []floorData
	for i := range rules.Centre.Floors {
		f := &rules.Centre.Floors[i]
		line := floorData{Name: f.Name, Way: f.Way}
		for _, v := range g.services() {
			if v.Floor == f.ID {
				line.Services = append(line.Services, v.PublicName(g.view.lang))
			}
		}
		if g.here(rules) {
			line.Way = nil
		}
		if len(line.Services) > 0 {
			list = append(list, line)
		}
	}
	return list
}
