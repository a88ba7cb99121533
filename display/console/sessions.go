package console

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
	"onedoor/queue/docket"
)

// sessionsData is the readiness board: the sessions of the day, who is here and who is
// missing, and the ways of planning more.
type sessionsData struct {
	Name     string
	Plans    bool // this person may plan sessions
	Hall     bool // and sees to the hall
	Admin    bool
	MaxParty int
	Sessions []sessionRow
	Later    []sessionRow // of days to come
	Today    int          // that are not over
	Ready    int
	Services []sessionService
	Rooms    []sessionRoom // where this person may make a session on the spot
	Kiosk    queue.KioskID // where slips come out; "": nowhere
	Day      string
	Zone     string
	Seq      int64
}

// sessionRow is a session on the board.
type sessionRow struct {
	display.SessionView
	Callable bool   // by this person, in its room, now
	Kind     string // ready, partly, called, over, none
}

// sessionService is a service that has sessions.
type sessionService struct {
	ID      queue.ServiceID
	Name    queue.Text
	Parties []queue.SideRule
	Rooms   []sessionRoom
}

type sessionRoom struct {
	ID    queue.WindowID
	Label queue.Text
}

// sessionsPage draws the board.
func (c *Console) sessionsPage(g *gin.Context) {
	person := display.PersonOf(g)
	d := c.sessionsData(person, c.kit.Lang(g))
	d.Name = c.sessions.Name(person.ID)
	for _, list := range [][]sessionRow{d.Sessions, d.Later} {
		views := make([]display.SessionView, len(list))
		for i := range list {
			views[i] = list[i].SessionView
		}
		if err := display.SessionTexts(g.Request.Context(), c.notes, views); err != nil {
			c.kit.Fail(g, err)
			return
		}
		for i := range list {
			list[i].SessionView = views[i]
		}
	}
	c.kit.Page(g, http.StatusOK, display.Page{Name: "console/sessions", Data: d})
}

func (c *Console) sessionsData(person *queue.Staff, lang string) *sessionsData {
	d := &sessionsData{Plans: person.Is(queue.RoleDesk), Hall: person.Is(queue.RoleSupervisor), Admin: person.Is(queue.RoleAdmin)}
	now, health := c.queue.Now(), c.board.Snapshot()
	c.queue.View(func(l *queue.Lobby) {
		rules := l.Rules()
		local := now.In(rules.Location())
		d.Seq, d.Day, d.Zone = l.Seq(), local.Format(time.DateOnly), local.Format("-07:00")
		d.MaxParty = max(1, rules.Policy.MaxParty)
		d.Kiosk = display.ReprintAt(&queue.Ticket{Kiosk: display.DeskKiosk}, rules, health)
		d.services(rules, person)
		for _, s := range l.Sessions() {
			row := sessionRowOf(s, l, person, lang)
			if s.Day > l.Day() {
				d.Later = append(d.Later, row)
				continue
			}
			d.Sessions = append(d.Sessions, row)
			if s.State != queue.SessionOver {
				d.Today++
			}
			if row.Kind == "ready" {
				d.Ready++
			}
		}
	})
	// What is over goes below what is still to come.
	slices.SortStableFunc(d.Sessions, func(a, b sessionRow) int { return overLast(a) - overLast(b) })
	return d
}

func overLast(r sessionRow) int {
	if r.State == queue.SessionOver {
		return 1
	}
	return 0
}

func sessionRowOf(s *queue.Session, l *queue.Lobby, person *queue.Staff, lang string) sessionRow {
	row := sessionRow{SessionView: display.NewSessionView(s, l, lang)}
	here := row.Here()
	switch {
	case s.State == queue.SessionOver:
		row.Kind = "over"
	case s.State == queue.SessionCalled:
		row.Kind = "called"
	case row.ReadyAt != nil:
		row.Kind = "ready"
	case here > 0 || row.Missing() < len(row.Parties):
		row.Kind = "partly"
	default:
		row.Kind = "none"
	}
	row.Callable = s.State == queue.SessionPlanned && here > 0 && s.Day <= l.Day() &&
		(person.MayServe(s.Room) || person.Is(queue.RoleSupervisor))
	return row
}

// sampleList gives a list to begin from, with the services, windows and parties that there are.
func (c *Console) sampleList(g *gin.Context) {
	rules := c.kit.Rules()
	g.Header("Content-Disposition", `attachment; filename="sessions.csv"`)
	g.Data(http.StatusOK, "text/csv; charset=utf-8", docket.Sample(rules, rules.Date(c.queue.Now().AddDate(0, 0, 1)), c.kit.Lang(g)))
}

// services lists what may be planned, and where.
func (d *sessionsData) services(r *queue.Rules, person *queue.Staff) {
	for i := range r.Services {
		s := &r.Services[i]
		if len(s.Sides) == 0 {
			continue
		}
		v := sessionService{ID: s.ID, Name: s.Name, Parties: s.Sides}
		for k := range r.Windows {
			w := &r.Windows[k]
			if !w.Serves(s.ID) {
				continue
			}
			room := sessionRoom{w.ID, w.Label}
			v.Rooms = append(v.Rooms, room)
			known := slices.ContainsFunc(d.Rooms, func(x sessionRoom) bool { return x.ID == w.ID })
			if !known && (person.MayServe(w.ID) || person.Is(queue.RoleSupervisor)) {
				d.Rooms = append(d.Rooms, room)
			}
		}
		d.Services = append(d.Services, v)
	}
}

// sessionsAt says whether a window holds sessions.
func (c *Console) sessionsAt(id queue.WindowID) bool {
	r := c.kit.Rules()
	w := r.Window(id)
	return w != nil && slices.ContainsFunc(w.Services, func(s queue.ServiceID) bool { return len(r.Service(s).Sides) > 0 })
}
