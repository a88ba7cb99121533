package console

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// pickPage lists the windows one may serve at.
func (c *Console) pickPage(g *gin.Context) {
	c.kit.Page(g, http.StatusOK, display.Page{Name: "console/pick", Data: c.pick(g, "")})
}

type pickData struct {
	Name     string
	Refused  string // the label of a window one may not serve at
	Desk     bool
	Sessions bool // some service has them
	Hall     bool
	Floors   []pickFloor
}

type pickFloor struct {
	Name    queue.Text
	Windows []pickWindow
}

type pickWindow struct {
	ID       queue.WindowID
	Label    queue.Text
	Services []queue.Text
	State    queue.WindowState
	Number   string // in hand
	Who      string // at it, when it isn't oneself
	Waiting  int
}

func (c *Console) pick(g *gin.Context, refused string) pickData {
	person := display.PersonOf(g)
	d := pickData{
		Name: c.sessions.Name(person.ID), Refused: refused,
		Desk: person.Is(queue.RoleDesk), Hall: person.Is(queue.RoleSupervisor),
	}
	now := c.queue.Now()
	c.queue.View(func(l *queue.Lobby) {
		rules := l.Rules()
		d.Sessions = rules.HoldsSessions()
		for i := range rules.Centre.Floors {
			floor := &rules.Centre.Floors[i]
			f := pickFloor{Name: floor.Name}
			for w := range l.Windows() {
				rule := l.WindowRule(w.ID)
				if rule.Floor != floor.ID || (!person.MayServe(w.ID) && !person.Is(queue.RoleSupervisor)) {
					continue
				}
				f.Windows = append(f.Windows, c.pickWindow(l, w, rule, person.ID, len(l.Candidates(w.ID, person.ID, now, countedTo))))
			}
			if len(f.Windows) > 0 {
				d.Floors = append(d.Floors, f)
			}
		}
	})
	return d
}

func (c *Console) pickWindow(l *queue.Lobby, w *queue.Window, rule *queue.WindowRule, me queue.StaffID, waiting int) pickWindow {
	p := pickWindow{ID: w.ID, Label: rule.Label, State: w.State, Waiting: waiting}
	for _, id := range rule.Services {
		if s := l.Service(id); s != nil {
			p.Services = append(p.Services, s.Name)
		}
	}
	if t := l.Ticket(w.Ticket); t != nil {
		p.Number = t.Number
	}
	if w.Staff != "" && w.Staff != me {
		p.Who = c.sessions.Name(w.Staff)
	}
	return p
}

// windowPage draws the console, or says where else one may serve.
func (c *Console) windowPage(g *gin.Context) {
	id, me := queue.WindowID(g.Param("id")), display.StaffOf(g)
	if err := c.may(me, id); err != nil {
		if rule := c.kit.Rules().Window(id); rule != nil {
			d := c.pick(g, rule.Label.In(c.kit.Lang(g)))
			c.kit.Page(g, http.StatusForbidden, display.Page{Name: "console/pick", Data: d})
			return
		}
		c.kit.Fail(g, err)
		return
	}
	p := place{window: id, staff: me, lang: c.kit.Lang(g)}
	s := c.look(g.Request.Context(), p, nil)
	c.kit.Page(g, http.StatusOK, display.Page{Name: "console/window", Data: &windowData{
		K: keysByID(), KeyRows: keyRows(), Small: g.Query("small") != "", CallOn: c.kit.Rules().Window(id) != nil && c.kit.Rules().Window(id).CallOn,
		Classes: classes(), Issues: c.issues(p),
		snapshot: *s, View: s.view(), Pausing: s.Ticket != nil && s.Window.State == queue.WindowPaused, Name: c.sessions.Name(me), Outcomes: c.outcomes(s.Ticket), Rules: c.kit.Rules(), Targets: c.targets(p),
		Pauses: pauses(), Minutes: []int{5, 10, 15, 30, 60}, Holds: holds(), HoldFor: c.holdFor(), HoldLongest: c.kit.Rules().Policy.HoldMaxS / 60,
		Needs: queue.Needs(), Sessions: c.sessionsAt(id), Bundles: c.kit.Rules().Bundles, Fronts: fronts(), Me: me,
		Reprints: display.PersonOf(g).Is(queue.RoleDesk), Blank: candidate{}, BlankAside: asideRow{},
	}})
}

// windowState gives what the console shows, as the socket's snapshot does.
func (c *Console) windowState(g *gin.Context) {
	id, me := queue.WindowID(g.Param("id")), display.StaffOf(g)
	if err := c.may(me, id); err != nil {
		c.kit.Problem(g, err)
		return
	}
	g.Header("Cache-Control", "no-store")
	p := place{window: id, staff: me, lang: c.kit.Lang(g)}
	s := c.look(g.Request.Context(), p, nil)
	c.toldElsewhere(p)
	g.JSON(http.StatusOK, s)
}

// windowData is what the console is drawn with.
type windowData struct {
	snapshot
	Me          queue.StaffID
	Minutes     []int // how long a pause may be said to be
	View        string
	Pausing     bool // once the visitor in hand is served
	Name        string
	Outcomes    []outcomeKey
	K           map[string]string // the keys, by what they do
	KeyRows     []keyRow          // all of them, for the help sheet
	Small       bool              // the page of those who work in another program
	CallOn      bool              // finishing calls the next one at once
	Classes     []string          // reasons of priority
	Issues      []target          // services that somebody here may be given a number for
	Rules       *queue.Rules      // of which bodies, categories and tags are offered
	Targets     []target
	Pauses      []string
	Holds       []string
	HoldFor     []int // minutes, the longest last
	HoldLongest int
	Needs       []queue.Need
	Sessions    bool     // are held here
	Fronts      []string // reasons to send somebody to the front
	Bundles     []queue.Bundle
	Reprints    bool      // this person may have slips printed again
	Blank       candidate // for the template that scripts copy
	BlankAside  asideRow
}

// view names what the console is about just now: it chooses the largest thing.
func (s *snapshot) view() string {
	switch {
	case s.Ticket != nil:
		return string(s.Ticket.State)
	case s.Window.State != queue.WindowOpen:
		return string(s.Window.State)
	case s.Count == 0:
		return "nobody"
	}
	return "next"
}

// pauses and holds are the reasons a clerk may choose, in the order of their
// keys.
func pauses() []string { return []string{"break", "copying", "meeting", "other"} }
func holds() []string  { return []string{"copying", "papers", "waiting", "other"} }

// classes are the reasons to give somebody priority on the spot (DOMAIN: who may go first); the certificate is
// looked at and not kept.
func classes() []string {
	return []string{"elderly", "disabled", "pregnant", "veteran", "children", "other"}
}

// fronts are the reasons to send somebody to the front.
func fronts() []string { return []string{"sent_wrong", "was_here", "urgent"} }

// holdFor lists for how many minutes a ticket may be put aside, up to what the policy allows.
func (c *Console) holdFor() []int {
	longest := c.kit.Rules().Policy.HoldMaxS / 60
	var list []int
	for _, m := range [...]int{5, 10, 20, 30, 60, 120} {
		if m < longest {
			list = append(list, m)
		}
	}
	return append(list, longest)
}

// outcomeKey is an outcome and the key that chooses it.
type outcomeKey struct {
	Key     int // 0: it has none
	ID      queue.OutcomeID
	Name    queue.Text
	Field   queue.Field // that is asked for with it
	Needed  bool
	Confirm bool // it wants a second yes
	Offered bool // the ticket in hand may end with it
}

// maxKeys is how many outcomes have a key of their own.
const maxKeys = 9

// outcomes lists all outcomes, those that may be given now marked.
func (c *Console) outcomes(hand *ticketPart) []outcomeKey {
	var list []outcomeKey
	for i, o := range c.kit.Rules().Outcomes {
		k := outcomeKey{
			ID: o.ID, Name: o.Name, Field: o.Field, Needed: o.Needed, Confirm: o.Confirm != queue.ConfirmNone,
			Offered: hand == nil || slices.Contains(hand.Offered, o.ID),
		}
		if i < maxKeys {
			k.Key = i + 1
		}
		list = append(list, k)
	}
	return list
}

// target is where a ticket may be sent on to.
type target struct {
	Kind  string // service, window, staff
	ID    string
	Name  string
	About string // floor, services
	Find  string // what one may type to find it, in every language
}

// issues lists the services, those of this window first.
func (c *Console) issues(p place) []target {
	rules, list := c.kit.Rules(), []target{}
	here := rules.Window(p.window)
	for _, own := range []bool{true, false} {
		for i := range rules.Services {
			s := &rules.Services[i]
			if (here != nil && here.Serves(s.ID)) != own {
				continue
			}
			about := ""
			if f := rules.Floor(s.Floor); f != nil {
				about = f.Name.In(p.lang)
			}
			list = append(list, target{"service", string(s.ID), s.Name.In(p.lang), about, c.findService(s)})
		}
	}
	return list
}

func (c *Console) targets(p place) []target {
	rules := c.kit.Rules()
	var list []target
	floor := func(id queue.FloorID) string {
		if f := rules.Floor(id); f != nil {
			return f.Name.In(p.lang)
		}
		return ""
	}
	for i := range rules.Services {
		s := &rules.Services[i]
		list = append(list, target{"service", string(s.ID), s.Name.In(p.lang), floor(s.Floor), c.findService(s)})
	}
	for i := range rules.Windows {
		w := &rules.Windows[i]
		if w.ID == p.window {
			continue
		}
		list = append(list, target{"window", string(w.ID), w.Label.In(p.lang), floor(w.Floor), c.find(string(w.ID), w.Label)})
	}
	for i := range rules.Staff {
		s := &rules.Staff[i]
		if s.ID == p.staff || !s.Is(queue.RoleClerk) {
			continue
		}
		name := c.sessions.Name(s.ID)
		list = append(list, target{"staff", string(s.ID), name, string(s.ID), c.find(string(s.ID), queue.Text{"": name})})
	}
	return list
}

// findService joins what a service may be found by: its name, and the plain words for it.
func (c *Console) findService(s *queue.Service) string {
	found := []string{c.find(string(s.ID), s.Name)}
	for _, w := range s.Words {
		found = append(found, c.find("", w))
	}
	return strings.Join(found, " ")
}

// find joins what a name may be found by: itself in every language, and how it is typed.
func (c *Console) find(id string, names queue.Text) string {
	var s strings.Builder
	s.WriteString(id)
	for _, lang := range [...]string{"", "zh", "en"} {
		if n := names[lang]; n != "" {
			s.WriteString(" " + n + " " + c.spell(n))
		}
	}
	return s.String()
}
