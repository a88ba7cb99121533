package queue_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAListComesAgain imports a list, has somebody check in, and imports it again: as it
// was, with another time, and without the side that is here.
func TestAListComesAgain(t *testing.T) {
	d := newHallDay(t, hearings())
	at := d.now.Add(time.Hour)
	name, number := "王某", "(2026)宁0105民初1号"
	plan := hearing("7", at, "applicant", "respondent")
	plan.Case, plan.Sides[0].Name = &number, &name
	other := hearing("8", at.Add(time.Hour), "applicant")
	d.do(queue.PlanSessions{Sessions: []queue.PlannedSession{plan, other}, Seed: queuetest.Seed()})
	d.do(queue.CheckIn{Session: 1, Side: 2, Seed: queuetest.Seed()})

	before := len(d.events)
	plan.Case, plan.Sides[0].Name = nil, nil // whoever imports found them unchanged
	d.do(queue.PlanSessions{Sessions: []queue.PlannedSession{plan, other}, Seed: queuetest.Seed()})
	if len(d.events) != before {
		t.Errorf("the same list again gives %v", typesOf(d.events[before:]))
	}
	plan.At, plan.Sides = at.Add(15*time.Minute), plan.Sides[:1]
	d.do(queue.PlanSessions{Sessions: []queue.PlannedSession{plan, other}, Seed: queuetest.Seed()})
	s := d.lobby.Session(1)
	if !s.At.Equal(plan.At) || len(s.Sides) != 2 || s.Sides[1].Ticket != 1 || s.Sides[1].State != queue.SideHere || s.Case == 0 || s.Sides[0].Name == 0 {
		t.Errorf("%+v", s)
	}
	if d.lobby.Session(2) == nil || d.lobby.Session(3) != nil {
		t.Error("there are not two sessions")
	}
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestNamesStandInNoEvent(t *testing.T) {
	d := newHallDay(t, hearings())
	name, number := "王某", "(2026)宁0105民初1号"
	plan := hearing("", d.now.Add(time.Hour), "applicant")
	plan.Case, plan.Sides[0].Name = &number, &name
	in := queue.Input{Actor: queue.System, Now: d.now}
	decision, err := queue.Decide(d.lobby, queue.PlanSessions{Sessions: []queue.PlannedSession{plan}}, in)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range decision.Events(d.lobby, in) {
		if raw := jsonOf(t, e.Data); strings.Contains(raw, name) || strings.Contains(raw, number) {
			t.Error(raw)
		}
	}
	if len(decision.Personal) != 2 || decision.Personal[0].Value != number || decision.Personal[1].Value != name {
		t.Errorf("%+v", decision.Personal)
	}
}

// TestWhatCantBePlanned refuses each mistake.
func TestWhatCantBePlanned(t *testing.T) {
	d := newHallDay(t, hearings())
	at := d.now.Add(time.Hour)
	for name, c := range map[string]struct {
		change func(*queue.PlannedSession)
		code   queue.Code
	}{
		"unknown service":   {func(p *queue.PlannedSession) { p.Service = "x" }, queue.ErrUnknownService},
		"unknown room":      {func(p *queue.PlannedSession) { p.Room = "x" }, queue.ErrUnknownWindow},
		"another's room":    {func(p *queue.PlannedSession) { p.Room = "w1" }, queue.ErrNotServed},
		"yesterday":         {func(p *queue.PlannedSession) { p.At = d.now.AddDate(0, 0, -1) }, queue.ErrBadValue},
		"no sides":          {func(p *queue.PlannedSession) { p.Sides = nil }, queue.ErrBadValue},
		"unknown role":      {func(p *queue.PlannedSession) { p.Sides[0].Role = "judge" }, queue.ErrBadValue},
		"a case as its key": {func(p *queue.PlannedSession) { p.Key = "(2026)宁0105民初1号" }, queue.ErrBadValue},
	} {
		t.Run(name, func(t *testing.T) {
			p := hearing("7", at, "applicant")
			c.change(&p)
			d.refused(queue.PlanSessions{Sessions: []queue.PlannedSession{p}}, c.code)
		})
	}
	d.refused(queue.PlanSessions{Sessions: []queue.PlannedSession{hearing("7", at, "applicant"), hearing("7", at, "applicant")}}, queue.ErrBadValue)
}

func TestTheDayEndsWithItsSessions(t *testing.T) {
	d, _ := both(t)
	d.do(queue.PlanSessions{Sessions: []queue.PlannedSession{hearing("9", d.now.AddDate(0, 0, 1), "applicant")}})
	d.do(queue.CloseDay{Day: "2026-11-24"})
	if d.lobby.Session(1) != nil || d.lobby.Session(2) == nil {
		t.Error("the day's session is kept, or tomorrow's is lost")
	}
	end := d.events[len(d.events)-1].Data.(queue.SessionEndData)
	if end.Why != "day_over" || end.Here != 2 || end.Missing != 1 {
		t.Errorf("%+v", end)
	}
	if s := d.lobby.Ticket(1).State; s != queue.Lapsed {
		t.Errorf("the applicant's number is %s", s)
	}
}

// TestASessionCalledTheEveningBeforeEndsWithItsDay calls tomorrow's session early; nobody has
// begun when the day ends.
func TestASessionCalledTheEveningBeforeEndsWithItsDay(t *testing.T) {
	d, _ := courtDay(t)
	d.do(queue.PlanSessions{Sessions: []queue.PlannedSession{hearing("9", d.now.AddDate(0, 0, 1), "applicant")}})
	d.do(queue.CheckIn{Session: 2, Side: 1, Seed: queuetest.Seed()}, queue.CallSession{Window: "court", Session: 2})
	d.do(queue.CloseDay{Day: "2026-11-24"})
	if s := d.lobby.Session(2); s != nil && s.State != queue.SessionOver {
		t.Errorf("it is still %s", s.State)
	}
	if w := d.lobby.Window("court"); w.Ticket != 0 {
		t.Errorf("ticket %d is still in hand in the room", w.Ticket)
	}
}
