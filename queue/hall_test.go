package queue_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// refused gives the refusal of a command.
func refused(t *testing.T, q *queue.Queue, actor queue.Actor, c queue.Command) *queue.Error {
	t.Helper()
	_, err := q.Do(t.Context(), queue.Request{Command: c, Actor: actor})
	var refusal *queue.Error
	if !errors.As(err, &refusal) {
		t.Fatalf("%#v: %v", c, err)
	}
	return refusal
}

func issue(t *testing.T, q *queue.Queue, s queue.ServiceID, n byte) *queue.Ticket {
	t.Helper()
	return queuetest.Do(t, q, queue.ByKiosk("main"), queue.Issue{Service: s, Seed: queue.Seed{0: n, 13: n}}).Ticket
}

func TestAWindowTakesOtherServicesForTheDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: &queuetest.Store{}})
		queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
		mediation := issue(t, q, "mediation", 1)
		if r := queuetest.Do(t, q, "staff:anna", queue.Next{Window: "w1"}); r.Ticket != nil {
			t.Fatalf("window 1 calls %s before it takes mediation", r.Ticket.Number)
		}
		queuetest.Do(t, q, "staff:boss", queue.AssignWindow{Window: "w1", Services: []queue.ServiceID{"mediation", "legal"}})
		if got := q.Rules().Window("w1").Services; !slices.Equal(got, []queue.ServiceID{"legal", "mediation"}) {
			t.Fatalf("window 1 takes %v", got)
		}
		queuetest.Do(t, q, queue.System, queue.SetRules{Rules: queuetest.Rules()}) // a reload of the same rules
		if r := queuetest.Do(t, q, "staff:anna", queue.Next{Window: "w1"}); r.Ticket == nil || r.Ticket.ID != mediation.ID {
			t.Fatalf("window 1 calls %+v", r.Ticket)
		}
		q.View(func(l *queue.Lobby) {
			if !l.Assigned("w1") || l.Assigned("w2") || len(l.Filed().Window("w1").Services) != 2 || !l.Filed().Window("w1").Serves("labour") {
				t.Error("what the file says is no longer known")
			}
		})
		changed := queuetest.Rules()
		changed.Services = changed.Services[:2] // mediation has left the rules
		changed.Windows = changed.Windows[:2]
		queuetest.Do(t, q, queue.System, queue.SetRules{Rules: changed})
		if got := q.Rules().Window("w1").Services; !slices.Equal(got, []queue.ServiceID{"legal"}) {
			t.Errorf("without mediation in the rules window 1 takes %v", got)
		}
		time.Sleep(24 * time.Hour)
		if got := q.Rules().Window("w1").Services; len(got) != 2 {
			t.Errorf("the next day window 1 takes %v", got)
		}
	})
}

func TestAWindowIsNotTakenFromThoseWhoWaitWithoutAYes(t *testing.T) {
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: &queuetest.Store{}})
	queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
	issue(t, q, "labour", 1)
	c := queue.AssignWindow{Window: "w1", Services: []queue.ServiceID{"legal"}}
	if r := refused(t, q, "staff:boss", c); r.Code != queue.ErrConfirmNeeded || r.Args["service"] != "labour" || r.Args["n"] != "1" {
		t.Fatalf("refused with %v", r)
	}
	if r := refused(t, q, "staff:anna", c); r.Code != queue.ErrNotAllowed {
		t.Errorf("a clerk is refused with %v", r)
	}
	c.Sure = true
	queuetest.Do(t, q, "staff:boss", c)
	queuetest.Do(t, q, "staff:boss", queue.AssignWindow{Window: "w1"})
	if got := q.Rules().Window("w1").Services; len(got) != 2 {
		t.Errorf("back to the file window 1 takes %v", got)
	}
	if r := queuetest.Do(t, q, "staff:boss", queue.AssignWindow{Window: "w1", Services: []queue.ServiceID{"labour", "legal"}}); r.Seq != 0 {
		t.Error("the services of the file are an event")
	}
}

func TestMovedTicketsKeepTheirWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: &queuetest.Store{}})
		first, second := issue(t, q, "legal", 1), issue(t, q, "legal", 2)
		time.Sleep(10 * time.Minute)
		young := issue(t, q, "mediation", 3)
		r := refused(t, q, "staff:boss", queue.Move{From: "legal", Service: "mediation"})
		if r.Code != queue.ErrConfirmNeeded || r.Args["n"] != "2" {
			t.Fatalf("refused with %v", r)
		}
		queuetest.Do(t, q, "staff:boss", queue.Move{From: "legal", Service: "mediation", Sure: true})
		queuetest.Do(t, q, "staff:xiao", queue.OpenWindow{Window: "w3"})
		for _, want := range []*queue.Ticket{first, second, young} {
			got := queuetest.Do(t, q, "staff:xiao", queue.Next{Window: "w3"}).Ticket
			if got == nil || got.ID != want.ID || got.MovedFrom != "" {
				t.Fatalf("mediation calls %+v, want %s", got, want.Number)
			}
			if got.Legs[0].Service != "mediation" || len(got.Legs) != 1 || want != young && got.Legs[0].WaitedS != 600 {
				t.Errorf("the legs of %s are %+v", got.Number, got.Legs)
			}
			queuetest.Do(t, q, "staff:xiao", queue.Finish{Window: "w3", Outcome: "answered"})
		}
		one := issue(t, q, "legal", 4)
		moved := queuetest.Do(t, q, "staff:boss", queue.Move{Tickets: []queue.TicketID{one.ID}, Service: "labour", Window: "w2"}).Ticket
		if moved.Service != "labour" || moved.ForWindow != "w2" || moved.MovedFrom != "legal" || !moved.Since.Equal(one.Since) {
			t.Errorf("one ticket moved: %+v", moved)
		}
		queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
		if r := queuetest.Do(t, q, "staff:anna", queue.Next{Window: "w1"}); r.Ticket != nil {
			t.Errorf("window 1 calls %s, which is for window 2", r.Ticket.Number)
		}
		if r := refused(t, q, "staff:boss", queue.Move{Tickets: []queue.TicketID{one.ID}, Service: "court", Window: "w2"}); r.Code != queue.ErrNotServed {
			t.Errorf("to a window that doesn't serve it: %v", r)
		}
		if r := refused(t, q, "staff:boss", queue.Move{Tickets: []queue.TicketID{young.ID}, Service: "legal"}); r.Code != queue.ErrBadState {
			t.Errorf("one that is over: %v", r)
		}
	})
}

func TestAServiceIsClosedForTheDay(t *testing.T) {
	for _, then := range []queue.ShutRule{queue.ShutServe, queue.ShutTell, queue.ShutMove} {
		t.Run(string(then), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: &queuetest.Store{}})
				waits := issue(t, q, "legal", 1)
				c := queue.ShutService{Service: "legal", Then: then, Reason: queue.ShutSystem}
				if then == queue.ShutMove {
					if r := refused(t, q, "staff:boss", c); r.Code != queue.ErrBadValue {
						t.Errorf("moved nowhere: %v", r)
					}
					c.To = "labour"
				}
				what := "shut_" + string(then)
				if then == queue.ShutServe { // no window is open: it isn't said that they are served
					if r := refused(t, q, "staff:boss", c); r.Code != queue.ErrConfirmNeeded || r.Args["what"] != what+"_nobody" {
						t.Fatalf("with no window open refused with %v", r)
					}
				}
				queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
				if r := refused(t, q, "staff:boss", c); r.Code != queue.ErrConfirmNeeded || r.Args["what"] != what {
					t.Fatalf("refused with %v", r)
				}
				c.Sure = true
				queuetest.Do(t, q, "staff:boss", c)
				r := refused(t, q, queue.ByKiosk("main"), queue.Issue{Service: "legal", Seed: queue.Seed{0: 9}})
				if r.Code != queue.ErrServiceClosed || r.Args["why"] != "shut_system" || r.Args["from"] == "" {
					t.Errorf("a kiosk is refused with %v", r)
				}
				if r := refused(t, q, "staff:xiao", queue.Issue{Service: "legal", Seed: queue.Seed{0: 9}}); r.Code != queue.ErrServiceClosed {
					t.Errorf("the desk gives out a number without knowing: %v", r)
				}
				queuetest.Do(t, q, "staff:xiao", queue.Issue{Service: "legal", Over: true, Seed: queue.Seed{0: 10, 13: 10}})
				q.View(func(l *queue.Lobby) {
					x := l.Ticket(waits.ID)
					want := map[queue.ShutRule]queue.State{queue.ShutServe: queue.Waiting, queue.ShutTell: queue.Lapsed, queue.ShutMove: queue.Waiting}[then]
					if x.State != want || then == queue.ShutMove && (x.Service != "labour" || x.MovedFrom != "legal") || then == queue.ShutTell && x.Closing != queue.ClosingTell {
						t.Errorf("who waited is %+v", x)
					}
				})
				queuetest.Do(t, q, "staff:boss", queue.ReopenService{Service: "legal"})
				issue(t, q, "legal", 20)
				queuetest.Do(t, q, "staff:boss", queue.ShutService{Service: "legal", Then: queue.ShutServe, Sure: true})
				time.Sleep(24 * time.Hour)
				issue(t, q, "legal", 21)
			})
		})
	}
}

func TestAlertsComeBackAndDoNotFlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rules := queuetest.Rules()
		rules.Alerts = &queue.AlertRules{WaitS: 600, Queue: 4, NobodyS: 120, AgainS: 900, ScreenS: 60, Services: []queue.ServiceAlert{{Service: "court", WaitS: 60}}}
		store := &queuetest.Store{}
		q := queuetest.Start(t, rules, queue.Options{Store: store})
		alerts := func() (list []queue.Alert) {
			q.View(func(l *queue.Lobby) { list = l.Alerts() })
			return list
		}
		one := func(kind queue.AlertKind) *queue.Alert {
			t.Helper()
			time.Sleep(2 * time.Second)
			for _, a := range alerts() {
				if a.Kind == kind {
					return &a
				}
			}
			return nil
		}
		queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
		for n := range byte(4) {
			issue(t, q, "legal", n+1)
		}
		a := one(queue.AlertQueue)
		if a == nil || a.Value != 4 || a.Limit != 4 || a.Service != "legal" {
			t.Fatalf("four wait, and the alert is %+v", a)
		}
		queuetest.Do(t, q, "staff:boss", queue.SeeAlert{Alert: a.ID})
		if a = one(queue.AlertQueue); !a.Quiet(q.Now()) || a.Seen.Staff != "boss" {
			t.Errorf("acknowledged it is %+v", a)
		}
		for range 3 { // one goes, one comes: told of once
			queuetest.Do(t, q, "staff:anna", queue.Next{Window: "w1"})
			queuetest.Do(t, q, "staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
			issue(t, q, "legal", byte(len(store.Events())))
			time.Sleep(2 * time.Second)
		}
		if b := one(queue.AlertQueue); b == nil || b.ID != a.ID {
			t.Errorf("one came and one went, and the alert is %+v", b)
		}
		for n := range byte(2) {
			issue(t, q, "legal", 100+n)
		}
		if a = one(queue.AlertQueue); a.Quiet(q.Now()) || a.Value != 6 {
			t.Errorf("half as many again, and the alert is %+v", a)
		}
		queuetest.Do(t, q, "staff:boss", queue.SeeAlert{Alert: a.ID})
		time.Sleep(9 * time.Minute)
		if w := one(queue.AlertWait); w != nil {
			t.Errorf("nobody has waited for ten minutes, and the alert is %+v", w)
		}
		time.Sleep(8 * time.Minute)
		if w := one(queue.AlertWait); w == nil || w.Limit != 600 {
			t.Errorf("after ten minutes the alert is %+v", w)
		}
		if a = one(queue.AlertQueue); a.Quiet(q.Now()) {
			t.Error("it lasts, and doesn't come back")
		}
		queuetest.Do(t, q, "staff:boss", queue.ShutService{Service: "legal", Then: queue.ShutTell, Sure: true})
		time.Sleep(2 * time.Minute)
		if list := alerts(); len(list) != 0 {
			t.Errorf("nobody waits, and the alerts are %+v", list)
		}
		issue(t, q, "mediation", 200)
		issue(t, q, "court", 201)
		time.Sleep(3 * time.Minute)
		if n := one(queue.AlertNobody); n == nil || n.Service != "mediation" {
			t.Errorf("nobody serves mediation, and the alert is %+v", n)
		}
		if w := one(queue.AlertWait); w == nil || w.Service != "court" || w.Limit != 60 {
			t.Errorf("the court has a target of its own, and the alert is %+v", w)
		}
		queuetest.Do(t, q, queue.System, queue.NoteDevice{Kind: queue.AlertScreen, Device: "hall", Bad: true})
		queuetest.Do(t, q, queue.System, queue.NoteDevice{Kind: queue.AlertScreen, Device: "hall", Bad: true})
		if r := refused(t, q, "staff:boss", queue.NoteDevice{Kind: queue.AlertScreen, Device: "hall", Bad: true}); r.Code != queue.ErrNotAllowed {
			t.Errorf("somebody reports a device: %v", r)
		}
		if d := one(queue.AlertScreen); d == nil || d.Device != "hall" {
			t.Errorf("the screen is silent, and the alert is %+v", d)
		}
		queuetest.Do(t, q, queue.System, queue.NoteDevice{Kind: queue.AlertScreen, Device: "hall"})
		if d := one(queue.AlertScreen); d != nil {
			t.Errorf("the screen is back, and the alert is %+v", d)
		}
		rules = queuetest.Rules()
		queuetest.Do(t, q, queue.System, queue.SetRules{Rules: rules})
		if list := one(queue.AlertNobody); list != nil {
			t.Errorf("the rules have no alerts: %+v", list)
		}
	})
}

// TestAWindowIsToldWhatSomebodyElseChanged: until it calls, or, of a pause, until it is open again.
func TestAWindowIsToldWhatSomebodyElseChanged(t *testing.T) {
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: &queuetest.Store{}})
	told := func(want string) {
		t.Helper()
		q.View(func(l *queue.Lobby) {
			if got := l.Window("w1").Told; got.What != want || (got.By == "boss") != (want != "") || got.At.IsZero() != (want == "") {
				t.Errorf("the window is told %+v, want %q", got, want)
			}
		})
	}
	other := queue.AssignWindow{Window: "w1", Services: []queue.ServiceID{"mediation", "legal"}, Sure: true}
	queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
	told("")
	queuetest.Do(t, q, "staff:boss", queue.PauseWindow{Window: "w1"})
	told("paused")
	queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
	told("")
	queuetest.Do(t, q, "staff:anna", queue.PauseWindow{Window: "w1"})
	told("")
	queuetest.Do(t, q, "staff:boss", other)
	told("services")
	queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
	told("services")
	issue(t, q, "mediation", 1)
	queuetest.Do(t, q, "staff:anna", queue.Next{Window: "w1"})
	told("")
	queuetest.Do(t, q, "staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
	queuetest.Do(t, q, "staff:boss", queue.CloseWindow{Window: "w1"})
	told("closed")
	if w := q.Rules().Window("w1"); !w.Serves("mediation") {
		t.Error("closed, it takes other services again")
	}
}

// TestAWindowIsIdleSinceItsLastVisitor left, or since it opened.
func TestAWindowIsIdleSinceItsLastVisitor(t *testing.T) {
	d := newHallDay(t, queuetest.Rules())
	d.do(queue.OpenWindow{Window: "w1"})
	opened := d.now
	d.comes(queue.Issue{})
	d.now = d.now.Add(time.Minute)
	if w := d.lobby.Window("w1"); !w.Idle().Equal(opened) {
		t.Errorf("since %v", w.Idle())
	}
	d.do(queue.Next{Window: "w1"}, queue.Finish{Window: "w1", Outcome: "answered"})
	if w := d.lobby.Window("w1"); !w.Idle().Equal(d.now) {
		t.Errorf("after a visit since %v", w.Idle())
	}
}
