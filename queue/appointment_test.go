package queue_test

import (
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// punctual are rules by which a visitor with an appointment may come half an hour early
// and a quarter of an hour late. The day begins at 9:00.
func punctual() *queue.Rules {
	r := queuetest.Rules()
	r.Policy.Appointments = &queue.Margin{EarlyS: 30 * 60, LateS: 15 * 60}
	return r
}

// TestAppointments has a visitor with an appointment at 10:00 come at several times, while
// A001 waits since 9:20.
func TestAppointments(t *testing.T) {
	ten := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		comes time.Duration // after 10:00
		state queue.State
		front bool
		code  queue.Code // of the refusal
	}{
		"far too early":             {-31 * time.Minute, "", false, queue.ErrTooEarly},
		"early":                     {-30 * time.Minute, queue.Held, false, ""},
		"on the minute":             {0, queue.Waiting, true, ""},
		"late within the bound":     {15 * time.Minute, queue.Waiting, true, ""},
		"too late joins the others": {16 * time.Minute, queue.Waiting, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, punctual())
			d.now = d.now.Add(20 * time.Minute)
			d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()})
			d.now = ten.Add(c.comes)
			issue := queue.Issue{Service: "legal", At: ten, Seed: queuetest.Seed()}
			if c.code != "" {
				d.refused(issue, c.code)
				return
			}
			d.do(issue)
			got := d.lobby.Ticket(2)
			if got.State != c.state || got.Front != c.front || !got.Due.Equal(ten) {
				t.Errorf("it is %s, front %v, due %v", got.State, got.Front, got.Due)
			}
			if want := map[bool]queue.TicketID{true: 2, false: 1}[c.front]; d.lobby.Candidates("w1", "", d.now, 2)[0].ID != want {
				t.Errorf("ticket %d isn't the next", want)
			}
		})
	}
}

// TestAnAppointmentEntersAtItsTime has the clock let it in: not a second before, and then
// before others who have waited longer, but not before those beyond the ceiling.
func TestAnAppointmentEntersAtItsTime(t *testing.T) {
	d := newHallDay(t, punctual())
	ten := d.now.Add(time.Hour)
	d.do(queue.OpenWindow{Window: "w1"})
	d.now = ten.Add(-20 * time.Minute)
	d.do(queue.Issue{Service: "legal", Seed: queuetest.Seed()}, queue.Issue{Service: "legal", At: ten, Seed: queuetest.Seed()})
	if types := typesOf(d.events[len(d.events)-2:]); !slices.Equal(types, []queue.Type{queue.Issued, queue.TicketHeld}) {
		t.Errorf("the events are %v", types)
	}
	d.now = ten.Add(-time.Second)
	d.do(queue.Tick{})
	if s := d.lobby.Ticket(2).State; s != queue.Held {
		t.Errorf("a second before its time it is %s", s)
	}
	d.now = ten.Add(300 * time.Millisecond)
	d.do(queue.Tick{})
	if got := d.lobby.Ticket(2); got.State != queue.Waiting || !got.Since.Equal(ten) || !got.Front {
		t.Errorf("at its time it is %s since %v, front %v", got.State, got.Since, got.Front)
	}
	d.do(queue.Next{Window: "w1"})
	if got := d.lobby.Ticket(2); got.State != queue.Called || got.Reason.Code != "appointment" {
		t.Errorf("it is %s: %+v", got.State, got.Reason)
	}
}

func TestTheCeilingHoldsAgainstAppointments(t *testing.T) {
	d := newHallDay(t, punctual())
	d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()})
	d.now = d.now.Add(61 * time.Minute)
	d.do(queue.Issue{Service: "legal", At: d.now, Seed: queuetest.Seed()}, queue.Next{Window: "w1"})
	if s := d.lobby.Ticket(1).State; s != queue.Called {
		t.Errorf("who has waited longer than the ceiling is %s", s)
	}
}

func TestStaffMayCallAnAppointmentEarlier(t *testing.T) {
	d := newHallDay(t, punctual())
	d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", At: d.now.Add(20 * time.Minute), Seed: queuetest.Seed()})
	d.do(queue.Call{Window: "w1", Number: "A001"})
	if got := d.lobby.Ticket(1); got.State != queue.Called || got.Reason.Code != "before_appointment" {
		t.Errorf("it is %s: %+v", got.State, got.Reason)
	}
	d.do(queue.Undo{Window: "w1"})
	d.now = d.now.Add(20 * time.Minute)
	d.do(queue.Tick{})
	if got := d.lobby.Ticket(1); got.State != queue.Waiting || !got.Front {
		t.Errorf("after the call was undone it is %s at its time, front %v", got.State, got.Front)
	}
}

func TestAnAppointmentIsOfToday(t *testing.T) {
	d := newHallDay(t, queuetest.Rules())
	d.refused(queue.Issue{Service: "legal", At: d.now.AddDate(0, 0, 1), Seed: queuetest.Seed()}, queue.ErrTooEarly)
	d.refused(queue.Issue{Service: "legal", At: d.now.AddDate(0, 0, -1), Seed: queuetest.Seed()}, queue.ErrBadValue)
}

func TestAVisitorDoesntAppointHimself(t *testing.T) {
	d := newHallDay(t, queuetest.Rules())
	_, err := queue.Decide(d.lobby, queue.Issue{Service: "legal", At: d.now}, queue.Input{Actor: queue.Visitor, Now: d.now})
	if err == nil || err.Error() != "not_allowed" {
		t.Errorf("%v", err)
	}
}

func typesOf(events []queue.Event) []queue.Type {
	var list []queue.Type
	for _, e := range events {
		list = append(list, e.Type)
	}
	return list
}
