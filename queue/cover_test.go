package queue_test

import (
	"testing"

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
