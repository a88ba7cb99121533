package queue_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// dutyDay is a hall whose people are known by name and whose clock is what their watches show.
type dutyDay struct{ *hallDay }

// newDutyDay begins on Monday, 23 November 2026.
func newDutyDay(t *testing.T, rules *queue.Rules, clock string) *dutyDay {
	t.Helper()
	d := &dutyDay{newHallDay(t, rules)}
	d.set(clock)
	return d
}

// set puts the clock, as 11:30, and lets it tick.
func (d *dutyDay) set(clock string) {
	d.t.Helper()
	d.now = at(d.t, string(d.lobby.Day())+" "+clock)
	d.must(queue.Clock, queue.Tick{})
}

// as has somebody give a command and tells the refusal.
func (d *dutyDay) as(actor queue.Actor, c queue.Command) error {
	d.t.Helper()
	in := queue.Input{Actor: actor, Now: d.now.UTC(), Wall: d.now}
	decision, err := queue.Decide(d.lobby, c, in)
	if err != nil {
		return err
	}
	for _, e := range decision.Events(d.lobby, in) {
		d.lobby.Apply(&e)
		d.events = append(d.events, e)
	}
	return nil
}

func (d *dutyDay) must(actor queue.Actor, commands ...queue.Command) {
	d.t.Helper()
	for _, c := range commands {
		if err := d.as(actor, c); err != nil {
			d.t.Fatalf("%s, %#v: %v", actor, c, err)
		}
	}
}

// refusedTo has somebody's command refused with a code.
func (d *dutyDay) refusedTo(actor queue.Actor, c queue.Command, code queue.Code) {
	d.t.Helper()
	if err := d.as(actor, c); !errors.Is(err, &queue.Error{Code: code}) {
		d.t.Errorf("%s, %#v: %v, want %s", actor, c, err, code)
	}
}

// issue gives a number at the kiosk; it must be given.
func (d *dutyDay) issue(s queue.ServiceID) *queue.Ticket {
	d.t.Helper()
	d.must("kiosk:main", queue.Issue{Service: s, Seed: queuetest.Seed()})
	return d.last()
}

func (d *dutyDay) last() *queue.Ticket {
	var last *queue.Ticket
	for t := range d.lobby.Tickets() {
		last = t
	}
	return last
}

// why is the code of why a service gives out no numbers now; "" when it does.
func (d *dutyDay) why(s queue.ServiceID) string {
	if _, why := d.lobby.Takes(s, d.now); why != nil {
		return why.Code
	}
	return ""
}

// again is when a service gives out numbers again, as 2026-11-23 12:00.
func (d *dutyDay) again(s queue.ServiceID) string {
	o, _ := d.lobby.Takes(s, d.now)
	if o.From.IsZero() {
		return ""
	}
	return o.From.In(d.lobby.Rules().Location()).Format("2006-01-02 15:04")
}

// told counts the events of a type.
func (d *dutyDay) told(of queue.Type) (n int) {
	for _, e := range d.events {
		if e.Type == of {
			n++
		}
	}
	return n
}

// weekly are the same hours on some weekdays.
func weekly(spans []queue.Span, days ...time.Weekday) *queue.Hours {
	h := &queue.Hours{}
	for _, d := range days {
		h.Week[d] = spans
	}
	return h
}

func daily(spans ...queue.Span) *queue.Hours {
	return weekly(spans, 0, 1, 2, 3, 4, 5, 6)
}

// TestQuota has a service give out what its half-day allows, and not one number more unless
// somebody at the desk means it.
func TestQuota(t *testing.T) {
	rules := func() *queue.Rules {
		r := queuetest.Rules()
		r.Services[0].Quota = &queue.Quota{Morning: 2, Afternoon: 1}
		return r
	}
	t.Run("a full morning goes on at noon", func(t *testing.T) {
		d := newDutyDay(t, rules(), "09:00")
		d.issue("legal")
		d.issue("legal")
		d.refusedTo("kiosk:main", queue.Issue{Service: "legal"}, queue.ErrServiceClosed)
		if d.why("legal") != "full" || d.again("legal") != "2026-11-23 12:00" || d.why("labour") != "" {
			t.Errorf("legal: %s, again %s; labour: %s", d.why("legal"), d.again("legal"), d.why("labour"))
		}
		d.set("12:00")
		d.issue("legal")
		if d.why("legal") != "full" || d.again("legal") != "2026-11-24 00:00" {
			t.Errorf("in the afternoon: %s, again %s", d.why("legal"), d.again("legal"))
		}
	})
	t.Run("numbers come again when there are hours again", func(t *testing.T) {
		r := rules()
		r.Centre.Hours = weekly([]queue.Span{{From: 540, To: 720}, {From: 810, To: 1020}}, time.Monday, time.Wednesday)
		d := newDutyDay(t, r, "09:00")
		d.issue("legal")
		d.issue("legal")
		if d.again("legal") != "2026-11-23 13:30" {
			t.Errorf("again at %s", d.again("legal"))
		}
		d.set("13:30")
		d.issue("legal")
		if d.again("legal") != "2026-11-25 09:00" {
			t.Errorf("again at %s", d.again("legal"))
		}
	})
	t.Run("noon is where the centre says", func(t *testing.T) {
		r := rules()
		r.Centre.Noon = 13 * 60
		d := newDutyDay(t, r, "12:59")
		if half := d.issue("legal").Half; half != queue.Morning {
			t.Errorf("12:59 is in the %s", half)
		}
		d.set("13:00")
		if half := d.issue("legal").Half; half != queue.Afternoon {
			t.Errorf("13:00 is in the %s", half)
		}
	})
	t.Run("the desk goes over it knowingly, and that is counted", func(t *testing.T) {
		d := newDutyDay(t, rules(), "09:00")
		d.issue("legal")
		d.issue("legal")
		d.refusedTo("staff:xiao", queue.Issue{Service: "legal"}, queue.ErrServiceClosed)
		d.refusedTo("kiosk:main", queue.Issue{Service: "legal", Over: true}, queue.ErrServiceClosed)
		d.must("staff:xiao", queue.Issue{Service: "legal", Over: true, Seed: queuetest.Seed()})
		if g := d.lobby.Given("legal"); g.Morning != 3 || g.Over != 1 {
			t.Errorf("given: %+v", g)
		}
	})
	t.Run("who leaves before a call makes room", func(t *testing.T) {
		d := newDutyDay(t, rules(), "09:00")
		d.issue("legal")
		second := d.issue("legal")
		d.must(queue.Visitor, queue.Cancel{Ticket: second.ID})
		if d.why("legal") != "" {
			t.Error("still full")
		}
		d.must(queue.Visitor, queue.TakeBack{Ticket: second.ID})
		if d.why("legal") != "full" {
			t.Error("the place that was taken back is given out again")
		}
	})
	t.Run("who leaves after a call doesn't", func(t *testing.T) {
		d := newDutyDay(t, rules(), "09:00")
		first := d.issue("legal")
		d.issue("legal")
		d.must("staff:anna", queue.OpenWindow{Window: "w1"}, queue.Next{Window: "w1"})
		d.must(queue.Visitor, queue.Cancel{Ticket: first.ID})
		if d.why("legal") != "full" {
			t.Error("the window's time is given out twice")
		}
	})
	t.Run("a new day is empty, whoever was carried over", func(t *testing.T) {
		r := rules()
		r.Services[0].CarryOver = true
		d := newDutyDay(t, r, "09:00")
		d.issue("legal")
		kept := d.issue("legal")
		d.must(queue.Clock, queue.CloseDay{Day: "2026-11-24"})
		d.set("09:00")
		d.must(queue.Visitor, queue.Cancel{Ticket: kept.ID})
		d.issue("legal")
		d.issue("legal")
		if d.why("legal") != "full" {
			t.Error("yesterday's number gave a place of today back")
		}
	})
	t.Run("while nobody knows how late it is the half-day stays", func(t *testing.T) {
		d := newDutyDay(t, rules(), "13:00")
		d.issue("legal")
		if _, why := d.lobby.Takes("legal", time.Time{}); why == nil || why.Code != "full_now" {
			t.Errorf("by a doubted clock: %v", why)
		}
	})
}

// TestAway has somebody leave and come back, and others take over.
func TestAway(t *testing.T) {
	rules := func(fallback queue.StaffID) *queue.Rules {
		r := queuetest.Rules()
		r.Windows[1].Services = append(r.Windows[1].Services, "mediation") // w2, of anna
		r.Staff[1].Fallback = fallback
		r.Staff = append(r.Staff, queue.Staff{ID: "bo", Roles: []queue.Role{queue.RoleClerk}, Windows: []queue.WindowID{"w2"}})
		return r
	}
	asked := queue.Issue{Service: "mediation", Staff: "xiao", Seed: queuetest.Seed()}
	for name, c := range map[string]struct {
		fallback queue.StaffID
		away     bool
		who      queue.Actor
		called   bool
	}{
		"while the person is there nobody else is called for": {"any", false, "staff:anna", false},
		"away without a fallback the visitor waits":           {"", true, "staff:anna", false},
		"away, whoever serves it takes over":                  {"any", true, "staff:anna", true},
		"away, the one who was named takes over":              {"anna", true, "staff:anna", true},
		"away, but somebody else was named":                   {"anna", true, "staff:bo", false},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDutyDay(t, rules(c.fallback), "09:00")
			d.must(queue.Visitor, asked)
			if c.away {
				d.must("staff:xiao", queue.LeaveDuty{Staff: "xiao"})
			}
			d.must(c.who, queue.OpenWindow{Window: "w2"}, queue.Next{Window: "w2"})
			last := d.last()
			if called := last.State == queue.Called; called != c.called {
				t.Fatalf("called: %v", called)
			}
			if c.called && last.Reason.Code != "stands_in" {
				t.Errorf("it is told as %s", last.Reason.Code)
			}
			if stranded := len(d.lobby.Stranded()) > 0; stranded != (c.away && c.fallback == "") {
				t.Errorf("the desk is told that nobody takes it: %v", stranded)
			}
		})
	}
	t.Run("who stands in is away, too, and the next one takes over", func(t *testing.T) {
		r := rules("anna")
		r.Staff[0].Fallback = "bo"
		d := newDutyDay(t, r, "09:00")
		d.must(queue.Visitor, asked)
		d.must("staff:boss", queue.LeaveDuty{Staff: "xiao"}, queue.LeaveDuty{Staff: "anna"})
		if who := d.lobby.StandIn("xiao"); who != "bo" {
			t.Errorf("%q takes over", who)
		}
		d.must("staff:bo", queue.OpenWindow{Window: "w2"}, queue.Next{Window: "w2"})
		if d.last().State != queue.Called {
			t.Error("nobody takes it")
		}
	})
	t.Run("who stand in for each other are both away", func(t *testing.T) {
		r := rules("anna")
		r.Staff[0].Fallback = "xiao"
		d := newDutyDay(t, r, "09:00")
		d.must(queue.Visitor, asked)
		d.must("staff:boss", queue.LeaveDuty{Staff: "xiao"}, queue.LeaveDuty{Staff: "anna"}, queue.OpenWindow{Window: "w2"}, queue.Next{Window: "w2"})
		if d.last().State != queue.Waiting || len(d.lobby.Stranded()) != 1 {
			t.Error("it isn't told to the desk")
		}
	})
	t.Run("who is on leave calls nobody until a window is opened", func(t *testing.T) {
		d := newDutyDay(t, rules(""), "09:00")
		d.issue("legal")
		d.must("staff:boss", queue.OpenWindow{Window: "w1"}, queue.LeaveDuty{Staff: "anna"})
		d.refusedTo("staff:anna", queue.Next{Window: "w1"}, queue.ErrStaffAway)
		d.refusedTo("staff:anna", queue.Call{Window: "w1", Number: "A001"}, queue.ErrStaffAway)
		d.must("staff:anna", queue.OpenWindow{Window: "w1"}, queue.Next{Window: "w1"})
		if d.lobby.Away("anna") {
			t.Error("still away")
		}
	})
	t.Run("a window closes behind who leaves, or pauses until they are back", func(t *testing.T) {
		d := newDutyDay(t, rules(""), "09:00")
		d.must("staff:anna", queue.OpenWindow{Window: "w1"}, queue.LeaveDuty{Staff: "anna", For: time.Hour})
		w := d.lobby.Window("w1")
		if w.State != queue.WindowPaused || w.Reason != "away" || !w.Back.Equal(d.now.Add(time.Hour)) {
			t.Errorf("the window is %+v", w)
		}
		d.set("10:00")
		if d.lobby.Away("anna") {
			t.Error("away after the time that was said")
		}
		d.must("staff:anna", queue.OpenWindow{Window: "w1"}, queue.LeaveDuty{Staff: "anna"})
		if s := d.lobby.Window("w1").State; s != queue.WindowClosed {
			t.Errorf("the window is %s", s)
		}
	})
	t.Run("nobody leaves a visitor at the window", func(t *testing.T) {
		d := newDutyDay(t, rules(""), "09:00")
		d.issue("legal")
		d.must("staff:anna", queue.OpenWindow{Window: "w1"}, queue.Next{Window: "w1"})
		d.refusedTo("staff:anna", queue.LeaveDuty{Staff: "anna"}, queue.ErrWindowBusy)
	})
	t.Run("one speaks for oneself, the desk and a supervisor for others", func(t *testing.T) {
		d := newDutyDay(t, rules(""), "09:00")
		d.refusedTo("staff:anna", queue.LeaveDuty{Staff: "bo"}, queue.ErrNotAllowed)
		d.refusedTo(queue.Visitor, queue.LeaveDuty{Staff: "bo"}, queue.ErrNotAllowed)
		d.must("staff:xiao", queue.LeaveDuty{Staff: "bo"})
		d.must("staff:boss", queue.ResumeDuty{Staff: "bo"})
	})
}

// TestAnyoneWillDo has a visitor no longer mind who.
func TestAnyoneWillDo(t *testing.T) {
	r := queuetest.Rules()
	r.Services[2].Person, r.Services[2].Anyone = "xiao", "legal"
	d := newDutyDay(t, r, "09:00")
	personal := d.issue("mediation")
	if personal.ForStaff != "xiao" {
		t.Fatalf("the mediation is for %q", personal.ForStaff)
	}
	d.set("09:30")
	later := d.issue("legal")
	d.must(queue.Visitor, queue.Anyone{Ticket: personal.ID})
	if personal.ForStaff != "" || personal.Service != "legal" || personal.Leg().Service != "legal" {
		t.Errorf("it waits for %q at %s", personal.ForStaff, personal.Service)
	}
	order := d.lobby.Candidates("w1", "anna", d.now, 9)
	if !slices.Equal(order, []*queue.Ticket{personal, later}) {
		t.Error("the waiting it had doesn't count on")
	}
	d.must("kiosk:main", queue.Issue{Service: "mediation", Anyone: true, Seed: queuetest.Seed()})
	if t2 := d.last(); t2.Service != "legal" || t2.ForStaff != "" {
		t.Errorf("anyone from the first is %s for %q", t2.Service, t2.ForStaff)
	}
}

// TestRoster has a mediator who is there on Tuesdays and Thursdays.
func TestRoster(t *testing.T) {
	rules := func() *queue.Rules {
		r := queuetest.Rules()
		r.Services[2].ByRoster = true
		r.Staff[1].Roster = weekly([]queue.Span{{From: 540, To: 720}, {From: 840, To: 1020}}, time.Tuesday, time.Thursday)
		return r
	}
	t.Run("on another day the kiosk says so before one queues", func(t *testing.T) {
		d := newDutyDay(t, rules(), "10:00")
		if d.why("mediation") != "off_duty" || d.again("mediation") != "2026-11-24 09:00" {
			t.Errorf("%s, again %s", d.why("mediation"), d.again("mediation"))
		}
		d.refusedTo("kiosk:main", queue.Issue{Service: "mediation"}, queue.ErrServiceClosed)
		d.must("staff:boss", queue.Issue{Service: "mediation"})
	})
	t.Run("on the day it is open, and closed between the spans", func(t *testing.T) {
		d := newDutyDay(t, rules(), "10:00")
		d.must(queue.Clock, queue.CloseDay{Day: "2026-11-24"})
		d.set("09:00")
		d.issue("mediation")
		d.set("12:30")
		if d.why("mediation") != "off_duty" || d.again("mediation") != "2026-11-24 14:00" {
			t.Errorf("%s, again %s", d.why("mediation"), d.again("mediation"))
		}
	})
	t.Run("who came all the same is there", func(t *testing.T) {
		d := newDutyDay(t, rules(), "10:00")
		d.must("staff:xiao", queue.OpenWindow{Window: "w3"})
		if d.why("mediation") != "" || d.lobby.Away("xiao") {
			t.Error("the open window counts for nothing")
		}
	})
	t.Run("on leave on the day", func(t *testing.T) {
		d := newDutyDay(t, rules(), "10:00")
		d.must(queue.Clock, queue.CloseDay{Day: "2026-11-24"})
		d.set("09:00")
		d.must("staff:boss", queue.LeaveDuty{Staff: "xiao", For: 2 * time.Hour})
		if d.why("mediation") != "off_duty" || d.again("mediation") != "2026-11-24 11:00" {
			t.Errorf("%s, again %s", d.why("mediation"), d.again("mediation"))
		}
		d.must("staff:boss", queue.LeaveDuty{Staff: "xiao"})
		if d.why("mediation") != "nobody_on_duty" || d.again("mediation") != "" {
			t.Errorf("%s, again %s", d.why("mediation"), d.again("mediation"))
		}
	})
	t.Run("the clock follows the roster, and a fallback takes over when it ends", func(t *testing.T) {
		r := rules()
		r.Windows[1].Services = append(r.Windows[1].Services, "mediation")
		r.Staff[1].Fallback = queue.Anybody
		d := newDutyDay(t, r, "10:00")
		d.must("staff:boss", queue.Issue{Service: "mediation", Staff: "xiao", Seed: queuetest.Seed()})
		d.must("staff:anna", queue.OpenWindow{Window: "w2"}, queue.Next{Window: "w2"})
		if d.last().State != queue.Called || d.told(queue.DutyChanged) != 1 {
			t.Errorf("it is %s; the duty changed %d times", d.last().State, d.told(queue.DutyChanged))
		}
	})
	t.Run("while nobody knows how late it is no roster holds", func(t *testing.T) {
		d := newDutyDay(t, rules(), "10:00")
		if o, _ := d.lobby.Takes("mediation", time.Time{}); !o.Open {
			t.Error("a doubted clock closes a service")
		}
	})
}

// TestCalledIn has a judge on call, who is somewhere else in the house.
func TestCalledIn(t *testing.T) {
	r := queuetest.Rules()
	r.Staff[1].OnCall, r.Policy.PageS = true, 180
	day := func(t *testing.T) *dutyDay {
		d := newDutyDay(t, r, "09:00")
		d.issue("court")
		return d
	}
	t.Run("the first who waits has them paged, once", func(t *testing.T) {
		d := day(t)
		d.issue("court")
		p, ok := d.lobby.PageOf("xiao")
		if !ok || p.Service != "court" || p.Ticket != 1 || d.told(queue.Paged) != 1 {
			t.Errorf("paged %d times: %+v", d.told(queue.Paged), p)
		}
	})
	t.Run("without an answer it becomes an alarm", func(t *testing.T) {
		d := day(t)
		d.set("09:02")
		if p, _ := d.lobby.PageOf("xiao"); p.Overdue {
			t.Error("too early")
		}
		d.set("09:03")
		d.set("09:04")
		if p, _ := d.lobby.PageOf("xiao"); !p.Overdue || d.told(queue.PageOverdue) != 1 {
			t.Errorf("%d alarms: %+v", d.told(queue.PageOverdue), p)
		}
	})
	t.Run("visitors are told only once somebody answered", func(t *testing.T) {
		d := day(t)
		first := d.last()
		if !first.Coming.IsZero() {
			t.Error("told before")
		}
		d.refusedTo("staff:anna", queue.AnswerPage{Staff: "xiao", Minutes: 10}, queue.ErrNotAllowed)
		d.must("staff:xiao", queue.AnswerPage{Staff: "xiao", Minutes: 10})
		want := d.now.Add(10 * time.Minute)
		if second := d.issue("court"); !first.Coming.Equal(want) || !second.Coming.Equal(want) {
			t.Errorf("told %v and %v, want %v", first.Coming, second.Coming, want)
		}
		d.set("09:30")
		if d.told(queue.PageOverdue) > 0 {
			t.Error("an answered page is an alarm")
		}
	})
	t.Run("who is sent on to them has them paged, too", func(t *testing.T) {
		d := newDutyDay(t, r, "09:00")
		d.issue("legal")
		d.must("staff:anna", queue.OpenWindow{Window: "w1"}, queue.Next{Window: "w1"}, queue.Transfer{Window: "w1", Service: "court"})
		d.set("09:01")
		d.set("09:02")
		if p, _ := d.lobby.PageOf("xiao"); p.Ticket != 1 || d.told(queue.Paged) != 1 {
			t.Errorf("paged %d times: %+v", d.told(queue.Paged), p)
		}
	})
	t.Run("who is there isn't paged", func(t *testing.T) {
		d := day(t)
		d.must("staff:xiao", queue.OpenWindow{Window: "court"})
		d.issue("court")
		if len(d.lobby.Pages()) > 0 {
			t.Error("still paged")
		}
		d.refusedTo("staff:xiao", queue.AnswerPage{Staff: "xiao"}, queue.ErrTooLate)
	})
	t.Run("who is away isn't paged", func(t *testing.T) {
		d := newDutyDay(t, r, "09:00")
		d.must("staff:xiao", queue.LeaveDuty{Staff: "xiao"})
		d.issue("court")
		d.refusedTo("staff:boss", queue.CallIn{Staff: "xiao"}, queue.ErrStaffAway)
		if d.told(queue.Paged) > 0 {
			t.Error("paged on leave")
		}
	})
	t.Run("the desk and a window page by key", func(t *testing.T) {
		d := newDutyDay(t, r, "09:00")
		d.refusedTo("staff:anna", queue.CallIn{Staff: "xiao"}, queue.ErrNotAllowed)
		d.refusedTo("staff:boss", queue.CallIn{Staff: "anna"}, queue.ErrBadValue)
		d.must("staff:anna", queue.CallIn{Staff: "xiao", Service: "court", Window: "w1"})
		d.must("staff:boss", queue.CallIn{Staff: "xiao"})
		if d.told(queue.Paged) != 1 {
			t.Errorf("paged %d times", d.told(queue.Paged))
		}
	})
}

// TestLastTicket has numbers end before the hours do.
func TestLastTicket(t *testing.T) {
	rules := func(last queue.LastTicket) *queue.Rules {
		r := queuetest.Rules()
		r.Centre.Hours = daily(queue.Span{From: 9 * 60, To: 17 * 60})
		r.Services[0].Last = &last
		return r
	}
	t.Run("by the clock", func(t *testing.T) {
		d := newDutyDay(t, rules(queue.LastTicket{BeforeS: 20 * 60}), "16:39")
		d.issue("legal")
		d.set("16:40")
		if d.why("legal") != "too_late_today" || d.again("legal") != "2026-11-24 09:00" || d.why("labour") != "" {
			t.Errorf("%s, again %s; labour: %s", d.why("legal"), d.again("legal"), d.why("labour"))
		}
	})
	t.Run("by the estimate of the command", func(t *testing.T) {
		d := newDutyDay(t, rules(queue.LastTicket{Estimate: true}), "16:00")
		within, beyond := &queue.Estimate{LowS: 60, HighS: 3599}, &queue.Estimate{LowS: 60, HighS: 3600}
		d.must("kiosk:main", queue.Issue{Service: "legal", Estimate: within, Seed: queuetest.Seed()})
		d.refusedTo("kiosk:main", queue.Issue{Service: "legal", Estimate: beyond}, queue.ErrServiceClosed)
		d.must("staff:boss", queue.Issue{Service: "legal", Estimate: beyond, Seed: queuetest.Seed()})
	})
	t.Run("by what was learnt, and from nothing there is no figure", func(t *testing.T) {
		d := newDutyDay(t, rules(queue.LastTicket{Estimate: true}), "09:00")
		d.must("staff:anna", queue.OpenWindow{Window: "w1"})
		for range 19 { // of ten minutes each
			d.issue("legal")
			d.must("staff:anna", queue.Next{Window: "w1"})
			d.now = d.now.Add(10 * time.Minute)
			d.must("staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
		}
		d.set("16:35")
		for range 3 {
			d.issue("legal")
		}
		if _, known := d.lobby.VisitS("legal"); known || d.why("legal") != "" {
			t.Errorf("nineteen visits teach something: %s", d.why("legal"))
		}
		d.must("staff:anna", queue.Next{Window: "w1"})
		d.now = d.now.Add(10 * time.Minute)
		d.must("staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
		if s, _ := d.lobby.VisitS("legal"); s != 600 || d.why("legal") != "too_late_today" {
			t.Errorf("a visit takes %d s; at 16:45 with two waiting: %q", s, d.why("legal"))
		}
		d.must("staff:boss", queue.OpenWindow{Window: "w2"})
		if d.why("legal") != "" {
			t.Error("a second window changes nothing")
		}
	})
}

// TestClosingTime has the hours end while people wait.
func TestClosingTime(t *testing.T) {
	rules := func(rule queue.ClosingRule) *queue.Rules {
		r := queuetest.Rules()
		r.Centre.Hours = daily(queue.Span{From: 9 * 60, To: 12 * 60}, queue.Span{From: 14 * 60, To: 17 * 60})
		r.Services[0].Closing = rule
		return r
	}
	for rule, c := range map[queue.ClosingRule]struct {
		told   queue.ClosingRule
		after  queue.State // the next day
		called bool        // by a window that goes on
	}{
		"":                 {queue.ClosingServe, queue.Lapsed, true},
		queue.ClosingServe: {queue.ClosingServe, queue.Lapsed, true},
		queue.ClosingCarry: {queue.ClosingCarry, queue.Waiting, true},
		queue.ClosingTell:  {queue.ClosingTell, queue.Lapsed, true},
	} {
		t.Run("they are told: "+string(c.told), func(t *testing.T) {
			d := newDutyDay(t, rules(rule), "16:50")
			first, second := d.issue("legal"), d.issue("legal")
			d.set("16:59")
			if first.Closing != "" {
				t.Error("told too early")
			}
			d.set("17:00")
			d.set("17:01")
			if first.Closing != c.told || second.Closing != c.told || d.told(queue.HoursEnded) != 1 || d.lobby.AtClosing()[c.told] != 2 {
				t.Errorf("told %q, %q in %d events; %v", first.Closing, second.Closing, d.told(queue.HoursEnded), d.lobby.AtClosing())
			}
			d.must("staff:anna", queue.OpenWindow{Window: "w1"}, queue.Next{Window: "w1"}, queue.Finish{Window: "w1", Outcome: "answered"})
			if first.State != queue.Done {
				t.Errorf("the window that goes on gives %s", first.State)
			}
			d.must(queue.Clock, queue.CloseDay{Day: "2026-11-24"})
			if second.State != c.after || second.State == queue.Waiting && second.Closing != "" {
				t.Errorf("the day after it is %s and was told %q", second.State, second.Closing)
			}
		})
	}
	t.Run("a noon break is no closing", func(t *testing.T) {
		d := newDutyDay(t, rules(""), "11:50")
		d.issue("legal")
		d.set("12:30")
		if d.told(queue.HoursEnded) > 0 {
			t.Error("told at noon")
		}
	})
	t.Run("who can't be reached by any luck is told before", func(t *testing.T) {
		d := newDutyDay(t, rules(queue.ClosingTell), "09:00")
		d.must("staff:anna", queue.OpenWindow{Window: "w1"})
		for range 20 {
			d.issue("labour")
			d.issue("legal")
			for range 2 {
				d.must("staff:anna", queue.Next{Window: "w1"})
				d.now = d.now.Add(4 * time.Minute)
				d.must("staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
			}
		}
		d.set("16:55")
		for range 4 { // 2 minutes each at least: the fourth has 6 before it
			d.issue("legal")
		}
		d.set("16:55")
		var told []string
		for x := range d.lobby.Tickets() {
			if x.Closing == queue.ClosingTell {
				told = append(told, x.Number)
			}
		}
		if !slices.Equal(told, []string{"A044"}) {
			t.Errorf("told: %v", told)
		}
	})
}

// TestAPauseSaysUntilWhen has a window pause for a quarter of an hour.
func TestAPauseSaysUntilWhen(t *testing.T) {
	d := newDutyDay(t, queuetest.Rules(), "09:00")
	d.must("staff:anna", queue.OpenWindow{Window: "w1"}, queue.PauseWindow{Window: "w1", Reason: "break", For: 15 * time.Minute})
	if w := d.lobby.Window("w1"); !w.Back.Equal(d.now.Add(15*time.Minute)) || w.Reason != "break" {
		t.Errorf("%+v", w)
	}
	d.refusedTo("staff:anna", queue.PauseWindow{Window: "w1", For: 13 * time.Hour}, queue.ErrBadValue)
	d.must("staff:anna", queue.OpenWindow{Window: "w1"})
	if !d.lobby.Window("w1").Back.IsZero() {
		t.Error("an open window still says when it goes on")
	}
}

// TestWhoIsSentOnToAPersonsServiceIsForThem sends visitors to a service that is one person's, by
// hand and by a plan: they are for that person, and may take anyone when that one is away.
func TestWhoIsSentOnToAPersonsServiceIsForThem(t *testing.T) {
	for name, c := range map[string]struct {
		issue queue.Issue
		sent  queue.Command
	}{
		"by hand": {queue.Issue{Service: "labour"}, queue.Transfer{Window: "w1", Service: "mediation"}},
		"by plan": {queue.Issue{Bundle: "peace"}, queue.Finish{Window: "w1", Outcome: "answered"}},
	} {
		t.Run(name, func(t *testing.T) {
			rules := queuetest.Rules()
			rules.Services[2].Person, rules.Services[2].Anyone = "xiao", "legal"
			rules.Bundles = []queue.Bundle{{ID: "peace", Steps: []queue.ServiceID{"labour", "mediation"}}}
			d := newDutyDay(t, rules, "09:00")
			c.issue.Seed = queuetest.Seed()
			d.must(anna, queue.OpenWindow{Window: "w1"}, c.issue, queue.Next{Window: "w1"}, c.sent)
			d.must("staff:xiao", queue.LeaveDuty{Staff: "xiao"})
			v := d.last()
			if v.Service != "mediation" || v.ForStaff != "xiao" || len(d.lobby.Stranded()) != 1 {
				t.Errorf("%+v, stranded: %d", v, len(d.lobby.Stranded()))
			}
			d.must(anna, queue.Anyone{Ticket: v.ID}, queue.Next{Window: "w1"})
			if v.State != queue.Called {
				t.Errorf("whoever takes anyone is %s", v.State)
			}
		})
	}
}

// TestWhoWasToldToKeepTheNumberKeepsIt has the day close on somebody who was put aside and told
// so: the number holds, as it does for those who wait.
func TestWhoWasToldToKeepTheNumberKeepsIt(t *testing.T) {
	rules := queuetest.Rules()
	rules.Services[0].Hours, rules.Services[0].Closing = daily(queue.Span{From: 9 * 60, To: 17 * 60}), queue.ClosingCarry
	d := newDutyDay(t, rules, "16:50")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	v := d.issue("legal")
	d.must(anna, queue.Next{Window: "w1"}, queue.Hold{Window: "w1"})
	d.set("17:00")
	if v.Closing != queue.ClosingCarry {
		t.Fatalf("told: %q", v.Closing)
	}
	d.must(queue.Clock, queue.CloseDay{Day: "2026-11-24"}) // the machine was off in the evening
	d.set("09:00")
	if v.State != queue.Waiting || d.lobby.ByNumber(v.Number) != v {
		t.Errorf("in the morning %s is %s", v.Number, v.State)
	}
}

// TestASideOfASessionIsToldNothingOfClosing has the hours end while people sit in a session.
func TestASideOfASessionIsToldNothingOfClosing(t *testing.T) {
	rules := hearings()
	rules.Services[3].Hours, rules.Services[3].Closing = daily(queue.Span{From: 9 * 60, To: 17 * 60}), queue.ClosingTell
	d := newDutyDay(t, rules, "16:40")
	d.must(queue.System, queue.PlanSessions{Sessions: []queue.PlannedSession{hearing("7", d.now, "applicant", "respondent")}, Seed: queuetest.Seed()})
	for side := range 2 {
		d.must(queue.System, queue.CheckIn{Session: 1, Side: side + 1, Seed: queuetest.Seed()})
	}
	d.must("staff:xiao", queue.OpenWindow{Window: "court"}, queue.CallSession{Window: "court", Session: 1}, queue.Start{Window: "court"})
	d.set("17:00")
	if n := d.told(queue.HoursEnded); n != 0 {
		t.Errorf("they are told %d times that it won't be today", n)
	}
}

func TestWhoIsInAConsultationDoesntLeave(t *testing.T) {
	d := newDutyDay(t, queuetest.Rules(), "09:00")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	d.must("staff:xiao", queue.OpenWindow{Window: "w3"})
	d.issue("legal")
	d.must(anna, queue.Next{Window: "w1"}, queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "w3"}}})
	d.must("staff:xiao", queue.AnswerConsultation{Window: "w3", Accept: true})
	d.must(anna, queue.BeginConsultation{Window: "w1"})
	d.refusedTo("staff:xiao", queue.LeaveDuty{Staff: "xiao"}, queue.ErrInConsultation)
}

// TestWhatEndsAndGoesOnIsLearnt has visits end at a window and go on elsewhere by their plan.
func TestWhatEndsAndGoesOnIsLearnt(t *testing.T) {
	d := newDutyDay(t, journeys(), "09:00")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	for range 20 {
		d.must(anna, queue.Issue{Bundle: "wages", Seed: queuetest.Seed()}, queue.Next{Window: "w1"})
		d.now = d.now.Add(time.Minute)
		d.must(anna, queue.Finish{Window: "w1", Outcome: "answered"}, queue.Skip{Number: d.last().Number})
	}
	if s, ok := d.lobby.VisitS("legal"); !ok || s != 60 {
		t.Errorf("%d seconds, learnt: %v", s, ok)
	}
	if _, ok := d.lobby.VisitS("labour"); ok {
		t.Error("what was skipped was learnt")
	}
}

// TestTheClockDoesntGoThroughAllWhoWait has a tick cost no more when many wait whom the service
// can all reach.
func TestTheClockDoesntGoThroughAllWhoWait(t *testing.T) {
	rules := queuetest.Rules()
	rules.Services[0].Hours, rules.Services[0].Closing = daily(queue.Span{From: 9 * 60, To: 17 * 60}), queue.ClosingTell
	d := newDutyDay(t, rules, "09:00")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	for range 20 {
		d.issue("legal")
		d.must(anna, queue.Next{Window: "w1"})
		d.now = d.now.Add(time.Second)
		d.must(anna, queue.Finish{Window: "w1", Outcome: "answered"})
	}
	tick := func() float64 {
		in := queue.Input{Actor: queue.Clock, Now: d.now.UTC(), Wall: d.now}
		return testing.AllocsPerRun(10, func() {
			if _, err := queue.Decide(d.lobby, queue.Tick{}, in); err != nil {
				t.Fatal(err)
			}
		})
	}
	few := tick()
	for range 1000 {
		d.issue("legal")
	}
	if many := tick(); many > few {
		t.Errorf("%v allocations with a thousand waiting, %v with none", many, few)
	}
}

// TestNoAlarmForNobody has a visitor leave before somebody on call has answered: the alarm is kept for
// the next one who comes.
func TestNoAlarmForNobody(t *testing.T) {
	rules := queuetest.Rules()
	rules.Staff[1].OnCall, rules.Policy.PageS = true, 120
	d := newDutyDay(t, rules, "10:00")
	v := d.issue("mediation")
	d.must(queue.Visitor, queue.Cancel{Ticket: v.ID})
	d.set("10:03")
	if n := d.told(queue.PageOverdue); n != 0 {
		t.Errorf("%d alarms though nobody waits", n)
	}
	d.issue("mediation")
	d.set("10:04")
	if n := d.told(queue.PageOverdue); n != 1 {
		t.Errorf("%d alarms for who waits, want one", n)
	}
}
