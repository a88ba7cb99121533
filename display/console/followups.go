package console

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// followUpsData is the visitors to be called back, as far as somebody may see them.
type followUpsData struct {
	Name    string
	All     bool // a supervisor, who sees all and gives them
	Show    string
	Open    int
	Overdue int
	Unseen  int // that nobody may call back; told to supervisors, without saying which
	List    []followUpRow
	Staff   []followUpStaff // whom one can be given to
	Results []string
	Reasons []queue.AgainReason // to take up again what was closed
}

// followUpRow is one of them, with names.
type followUpRow struct {
	display.FollowUpView
	Whose  string
	Served string
	Closer string
	Calls  []followUpCall
	DueDay string // 11月26日
}

type followUpCall struct {
	display.FollowUpCallView
	Who string
}

type followUpStaff struct {
	ID   queue.StaffID
	Name string
}

// closedShown is how many of those that are closed are listed.
const closedShown = 100

// followUpsPage draws them; ?show= is open, overdue or closed.
func (c *Console) followUpsPage(g *gin.Context) {
	person, lang := display.PersonOf(g), c.kit.Lang(g)
	d := &followUpsData{Name: c.sessions.Name(person.ID), All: person.Is(queue.RoleSupervisor), Show: g.Query("show")}
	if !slices.Contains([]string{display.FollowUpOverdue, display.FollowUpClosed}, d.Show) {
		d.Show = display.FollowUpOpen
	}
	c.queue.View(func(l *queue.Lobby) {
		for _, f := range l.FollowUps() {
			if !display.SeesFollowUp(person, f) {
				if d.All && !slices.ContainsFunc(l.Rules().Staff, func(s queue.Staff) bool { return display.SeesFollowUp(&s, f) }) {
					d.Unseen++
				}
				continue
			}
			d.Open++
			if f.Late() {
				d.Overdue++
			}
		}
	})
	views, err := display.FollowUpViews(g.Request.Context(), c.queue, c.followUps, c.notes, person, d.Show, lang, closedShown)
	if err != nil {
		c.kit.Fail(g, err)
		return
	}
	for i := range views {
		d.List = append(d.List, c.followUpRow(&views[i], lang))
	}
	for _, r := range queue.FollowUpResults() {
		d.Results = append(d.Results, string(r))
	}
	if d.All {
		d.Reasons = queue.AgainReasons()
		rules := c.kit.Rules()
		for i := range rules.Staff {
			d.Staff = append(d.Staff, followUpStaff{rules.Staff[i].ID, c.sessions.Name(rules.Staff[i].ID)})
		}
	}
	c.kit.Page(g, http.StatusOK, display.Page{Name: "console/followups", Data: d})
}

func (c *Console) followUpRow(v *display.FollowUpView, lang string) followUpRow {
	name := func(id queue.StaffID) string {
		if id == "" {
			return ""
		}
		return c.sessions.Name(id)
	}
	// What is due at a day's end is due on the day, and said so.
	row := followUpRow{FollowUpView: *v, Whose: name(v.Owner), Served: name(v.Staff), Closer: name(v.By), DueDay: c.kit.Date(lang, v.DueAt.Add(-time.Second))}
	for _, call := range v.Calls {
		row.Calls = append(row.Calls, followUpCall{call, name(call.Staff)})
	}
	return row
}
