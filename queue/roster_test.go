package queue_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

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
