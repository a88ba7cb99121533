package queue_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestWhoTakesTheVisitorsOfSomebodyWhoIsAway: nobody says that colleagues do while none can.
func TestWhoTakesTheVisitorsOfSomebodyWhoIsAway(t *testing.T) {
	bea := queue.Staff{ID: "bea", Roles: []queue.Role{queue.RoleClerk}, Windows: []queue.WindowID{"w3"}}
	for name, c := range map[string]struct {
		host, person, fallback queue.StaffID
		more                   []queue.Staff
		open                   bool // bea is at the window
		who                    queue.StaffID
		how                    queue.Cover
	}{
		"a host, nobody else":      {host: "xiao", who: queue.Anybody, how: queue.CoverNone},
		"a host, somebody may":     {host: "xiao", more: []queue.Staff{bea}, who: queue.Anybody, how: queue.CoverMay},
		"a host, somebody is":      {host: "xiao", more: []queue.Staff{bea}, open: true, who: queue.Anybody, how: queue.CoverHere},
		"a person, no fallback":    {person: "xiao", more: []queue.Staff{bea}, open: true, how: queue.CoverNone},
		"a person, whoever may":    {person: "xiao", fallback: queue.Anybody, more: []queue.Staff{bea}, who: queue.Anybody, how: queue.CoverMay},
		"a person, one who may":    {person: "xiao", fallback: "bea", more: []queue.Staff{bea}, who: "bea", how: queue.CoverMay},
		"a person, one who is":     {person: "xiao", fallback: "bea", more: []queue.Staff{bea}, open: true, who: "bea", how: queue.CoverHere},
		"a person, one who mayn't": {person: "xiao", fallback: "anna", who: "anna", how: queue.CoverNone},
		"nobody's own service":     {more: []queue.Staff{bea}, fallback: queue.Anybody, who: queue.Anybody, how: queue.CoverMay},
	} {
		t.Run(name, func(t *testing.T) {
			rules := queuetest.Rules()
			rules.Services[2].Host, rules.Services[2].Person, rules.Staff[1].Fallback = c.host, c.person, c.fallback
			rules.Staff = append(rules.Staff, c.more...)
			q := queuetest.Start(t, rules, queue.Options{Store: &queuetest.Store{}})
			x := queuetest.Issue(t, q, "mediation")
			check := func(when string) {
				t.Helper()
				q.View(func(l *queue.Lobby) {
					if who, how := l.CoverOf("xiao"); who != c.who || how != c.how {
						t.Errorf("%s: %q %q takes them", when, who, how)
					}
				})
			}
			if c.open {
				queuetest.Do(t, q, "staff:bea", queue.OpenWindow{Window: "w3"})
			}
			check("before")
			queuetest.Do(t, q, "staff:xiao", queue.LeaveDuty{Staff: "xiao"})
			check("away")
			named := c.host + c.person
			q.View(func(l *queue.Lobby) {
				if id, ok := l.Wanted(l.Ticket(x.ID)); id != named || ok != (named != "") {
					t.Errorf("the ticket is for %q, %v", id, ok)
				}
				if stranded := len(l.Stranded()) == 1; stranded != (named != "" && c.how == queue.CoverNone) {
					t.Errorf("stranded: %v", stranded)
				}
				if n := l.WaitingOn("xiao"); (n == 1) != (named != "") {
					t.Errorf("%d wait for them", n)
				}
			})
		})
	}
}

// TestWhoDoesntMindGoesFromAHost to the service that the rules name for it, and only there.
func TestWhoDoesntMindGoesFromAHost(t *testing.T) {
	for _, to := range []queue.ServiceID{"", "legal"} {
		rules := queuetest.Rules()
		rules.Services[2].Host, rules.Services[2].Anyone = "xiao", to
		q := queuetest.Start(t, rules, queue.Options{Store: &queuetest.Store{}})
		x := queuetest.Issue(t, q, "mediation")
		r := queuetest.Do(t, q, "staff:xiao", queue.Anyone{Ticket: x.ID})
		if moved := r.Ticket.Service == "legal"; moved != (to != "") || r.Ticket.ForStaff != "" {
			t.Errorf("to %q: it is for %s, %q", to, r.Ticket.Service, r.Ticket.ForStaff)
		}
		y := queuetest.Do(t, q, queue.Visitor, queue.Issue{Service: "mediation", Anyone: true, Seed: queuetest.Seed()}).Ticket
		if moved := y.Service == "legal"; moved != (to != "") {
			t.Errorf("a new one, to %q: it is for %s", to, y.Service)
		}
	}
}

// TestNobodyTakesANumberForSomebodyWhoIsGoneForTheDay: while nobody sees the visitors in their place, or whoever
// doesn't mind goes elsewhere. Back today, by the roster, or with somebody in the room the numbers go on; the desk
// gives one with a reason.
func TestNobodyTakesANumberForSomebodyWhoIsGoneForTheDay(t *testing.T) {
	bea := queue.Staff{ID: "bea", Roles: []queue.Role{queue.RoleClerk}, Windows: []queue.WindowID{"w3"}}
	night := [7][]queue.Span{}
	for name, c := range map[string]struct {
		host, person queue.StaffID
		anyone       queue.ServiceID
		more         []queue.Staff
		roster       *queue.Hours
		open, shut   bool // bea is at the window; the other service is closed for the day
		away         time.Duration
		takes        bool
	}{
		"nobody's name":              {more: []queue.Staff{bea}, away: 20 * time.Hour, takes: true},
		"a host, nobody else":        {host: "xiao", away: 20 * time.Hour},
		"back today":                 {host: "xiao", away: 2 * time.Hour, takes: true},
		"nobody knows until when":    {host: "xiao", away: 0, takes: true},
		"by the roster":              {host: "xiao", roster: &queue.Hours{Week: night}, away: -1, takes: true},
		"somebody may come":          {host: "xiao", more: []queue.Staff{bea}, away: 20 * time.Hour, takes: true},
		"somebody may, or elsewhere": {host: "xiao", anyone: "legal", more: []queue.Staff{bea}, away: 20 * time.Hour},
		"somebody is":                {host: "xiao", anyone: "legal", more: []queue.Staff{bea}, open: true, away: 20 * time.Hour, takes: true},
		"elsewhere is closed":        {host: "xiao", anyone: "legal", more: []queue.Staff{bea}, shut: true, away: 20 * time.Hour, takes: true},
		"a person, no fallback":      {person: "xiao", more: []queue.Staff{bea}, open: true, away: 20 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			rules := queuetest.Rules()
			rules.Services[2].Host, rules.Services[2].Person, rules.Services[2].Anyone = c.host, c.person, c.anyone
			rules.Staff[1].Roster = c.roster
			rules.Staff = append(rules.Staff, c.more...)
			morning := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC) // 10:00
			q := queuetest.Start(t, rules, queue.Options{Store: &queuetest.Store{}, Now: func() time.Time { return morning }})
			if c.open {
				queuetest.Do(t, q, "staff:bea", queue.OpenWindow{Window: "w3"})
			}
			if c.shut {
				queuetest.Do(t, q, "staff:boss", queue.ShutService{Service: "legal", Then: queue.ShutServe})
			}
			if c.away >= 0 {
				queuetest.Do(t, q, "staff:xiao", queue.LeaveDuty{Staff: "xiao", For: c.away})
			}
			if c.takes {
				queuetest.Issue(t, q, "mediation")
				return
			}
			for _, actor := range []queue.Actor{queue.Visitor, "staff:xiao"} {
				_, err := ask(t, q, actor, queue.Issue{Service: "mediation", Seed: queuetest.Seed()})
				wantCode(t, err, queue.ErrServiceClosed)
			}
			queuetest.Do(t, q, "staff:xiao", queue.Issue{Service: "mediation", Over: true, Reason: "told", Seed: queuetest.Seed()})
			if c.anyone != "" {
				queuetest.Do(t, q, queue.Visitor, queue.Issue{Service: "mediation", Anyone: true, Seed: queuetest.Seed()})
			}
		})
	}
}

// TestAStudioIsOpenedByWhoIsThere: nobody is sent to the place of somebody who is away, nor to a window of nobody's who
// is there.
func TestAStudioIsOpenedByWhoIsThere(t *testing.T) {
	rules := queuetest.Rules()
	rules.Services[2].Host = "xiao"
	rules.Staff = append(rules.Staff, queue.Staff{ID: "bea", Roles: []queue.Role{queue.RoleClerk}})
	q := queuetest.Start(t, rules, queue.Options{Store: &queuetest.Store{}})
	opens := func(when string, want map[queue.WindowID]bool) {
		t.Helper()
		q.View(func(l *queue.Lobby) {
			for id, is := range want {
				if l.Opens(id) != is {
					t.Errorf("%s: %s opens: %v", when, id, !is)
				}
			}
		})
	}
	opens("all are there", map[queue.WindowID]bool{"w1": true, "w3": true, "court": true, "none": false})
	queuetest.Do(t, q, "staff:xiao", queue.LeaveDuty{Staff: "xiao"})
	opens("xiao is away", map[queue.WindowID]bool{"w1": true, "w3": false, "court": true})
	queuetest.Do(t, q, "staff:boss", queue.LeaveDuty{Staff: "bea"})
	opens("bea, too", map[queue.WindowID]bool{"w1": true, "w3": false, "court": false})
}
