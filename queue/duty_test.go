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
