package queue_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// without gives the test centre's rules without a window and a person.
func without(window queue.WindowID, person queue.StaffID) *queue.Rules {
	r := queuetest.Rules()
	r.Windows = slices.DeleteFunc(r.Windows, func(w queue.WindowRule) bool { return w.ID == window })
	r.Staff = slices.DeleteFunc(r.Staff, func(p queue.Staff) bool { return p.ID == person })
	for i := range r.Staff {
		r.Staff[i].Windows = slices.DeleteFunc(slices.Clone(r.Staff[i].Windows), func(w queue.WindowID) bool { return w == window })
	}
	for i := range r.Screens {
		r.Screens[i].Windows = slices.DeleteFunc(slices.Clone(r.Screens[i].Windows), func(w queue.WindowID) bool { return w == window })
	}
	return r
}

func TestAnAddresseeThatLeftTheRulesHoldsNobodyBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // nobody gains on another by how fast this runs
		q, _ := hall(t)
		for range 3 {
			queuetest.Issue(t, q, "legal")
		}
		queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
		queuetest.Do(t, q, anna, queue.Transfer{Window: "w1", To: "w2"})
		queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
		queuetest.Do(t, q, anna, queue.Transfer{Window: "w1", Staff: "anna"})
		_, err := ask(t, q, anna, queue.Call{Window: "w1", Number: "A001"})
		wantCode(t, err, queue.ErrNotServed)
		queuetest.Do(t, q, queue.System, queue.SetRules{Rules: without("w2", "anna")})
		called := queuetest.Do(t, q, boss, queue.Call{Window: "w1", Number: "A001"}).Ticket
		if called.Number != "A001" {
			t.Fatalf("called %s", called.Number)
		}
		queuetest.Do(t, q, boss, queue.Finish{Window: "w1", Outcome: "answered"})
		if next := queuetest.Do(t, q, boss, queue.Next{Window: "w1"}).Ticket; next == nil || next.Number != "A002" {
			t.Fatalf("next is %+v", next)
		}
	})
}

// gatedStore lets commits wait, so that a test can fill a batch.
type gatedStore struct {
	queuetest.Store
	gate    sync.Mutex
	entered chan struct{}
}

func (s *gatedStore) Commit(ctx context.Context, b *queue.Batch) error {
	s.entered <- struct{}{}
	s.gate.Lock()
	defer s.gate.Unlock()
	return s.Store.Commit(ctx, b)
}

func TestNoAnswerSpeaksOfAStateThatNeverCameToBe(t *testing.T) {
	s := &gatedStore{entered: make(chan struct{}, 100)}
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Tick: time.Hour})
	queuetest.Do(t, q, anna, queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, q, "legal")
	for range 3 {
		<-s.entered
	}
	s.gate.Lock()
	commands := []queue.Command{
		queue.PauseWindow{Window: "w1", Reason: "break"}, // its commit waits while the others fill the next batch
		queue.Next{Window: "w1"}, queue.Next{Window: "w1"}, queue.OpenWindow{Window: "w2"}, queue.OpenWindow{Window: "w2"},
	}
	errs := make([]error, len(commands))
	var work sync.WaitGroup
	for i, c := range commands {
		work.Go(func() {
			_, errs[i] = q.Do(context.WithoutCancel(t.Context()), queue.Request{Actor: anna, Command: c})
		})
		if i == 0 {
			<-s.entered
		}
	}
	s.Fail(queuetest.ErrStore)
	s.gate.Unlock()
	work.Wait()
	for i, err := range errs {
		if !errors.Is(err, &queue.Error{Code: queue.ErrNotDurable}) {
			t.Errorf("%T is answered %v", commands[i], err)
		}
	}
	s.Fail(nil)
	if r := queuetest.Do(t, q, anna, queue.Next{Window: "w1"}); r.Ticket == nil {
		t.Error("nobody is waiting any more")
	}
}

func TestALegCountsItsOwnWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, _ := hall(t)
		queuetest.Issue(t, q, "legal")
		time.Sleep(10 * time.Minute)
		queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
		queuetest.Do(t, q, anna, queue.Transfer{Window: "w1", Service: "labour"})
		time.Sleep(time.Minute)
		legs := queuetest.Do(t, q, anna, queue.Next{Window: "w1"}).Ticket.Legs
		if legs[0].WaitedS != 600 || legs[1].WaitedS != 60 {
			t.Fatalf("waited %d and %d seconds", legs[0].WaitedS, legs[1].WaitedS)
		}
	})
}

func TestNoSlipForAVisitThatEnded(t *testing.T) {
	q, _ := hall(t)
	r := queuetest.Do(t, q, queue.System, queue.Issue{Service: "legal", Kiosk: "main", Seed: queuetest.Seed()})
	queuetest.Do(t, q, queue.ByPrinter("p1"), queue.BeginPrint{Job: r.Job, Attempt: 1})
	queuetest.Do(t, q, queue.Visitor, queue.Cancel{Ticket: r.Ticket.ID})
	over := queuetest.Do(t, q, queue.ByPrinter("p1"), queue.StallPrint{Job: r.Job, Why: "unplugged"}).Ticket
	if over.Print.State != queue.PrintLapsed {
		t.Fatalf("the slip is %s", over.Print.State)
	}
	_, err := ask(t, q, queue.ByPrinter("p1"), queue.BeginPrint{Job: r.Job, Attempt: 2})
	wantCode(t, err, queue.ErrUnknownJob)
}

func TestTakingBackKeepsTheAddressee(t *testing.T) {
	q, _ := hall(t)
	r := queuetest.Do(t, q, queue.System, queue.Issue{Service: "legal", Window: "w2", Seed: queuetest.Seed()})
	queuetest.Do(t, q, anna, queue.Next{Window: "w2"})
	queuetest.Do(t, q, queue.Visitor, queue.Cancel{Ticket: r.Ticket.ID})
	back := queuetest.Do(t, q, queue.Visitor, queue.TakeBack{Ticket: r.Ticket.ID}).Ticket
	if back.ForWindow != "w2" {
		t.Fatalf("taken back for %q", back.ForWindow)
	}
	if other := queuetest.Do(t, q, anna, queue.Next{Window: "w1"}).Ticket; other != nil {
		t.Fatalf("another window called %s", other.Number)
	}
}

// TestTakingBackCountsWaitingOnly cancels a call of somebody who had been served and put aside:
// taken back, the time at the window is no waiting.
func TestTakingBackCountsWaitingOnly(t *testing.T) {
	for name, aside := range map[string]bool{"who waited": false, "who was put aside": true} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, queuetest.Rules())
			d.do(queue.OpenWindow{Window: "w1"})
			v := d.comes(queue.Issue{})
			d.now = d.now.Add(10 * time.Minute)
			d.do(queue.Next{Window: "w1"})
			if aside {
				d.now = d.now.Add(time.Hour)
				d.do(queue.Hold{Window: "w1"}, queue.Call{Window: "w1", Number: v.Number})
			}
			d.now = d.now.Add(time.Minute)
			d.do(queue.Cancel{Ticket: v.ID})
			d.now = d.now.Add(time.Minute)
			d.do(queue.TakeBack{Ticket: v.ID})
			if waited := d.now.Sub(v.Since); waited != 12*time.Minute {
				t.Errorf("it counts as %v", waited)
			}
		})
	}
}

// TestNobodyWaitsForWhatHasGone takes a service out of the rules with all of its windows: any
// window may call who still waits for it.
func TestNobodyWaitsForWhatHasGone(t *testing.T) {
	d := newHallDay(t, queuetest.Rules())
	d.do(queue.OpenWindow{Window: "w1"})
	v := d.comes(queue.Issue{Service: "mediation"})
	rules := without("w3", "")
	rules.Services = slices.Delete(rules.Services, 2, 3)
	d.do(queue.SetRules{Rules: rules}, queue.Next{Window: "w1"})
	if v.State != queue.Called {
		t.Errorf("it is %s", v.State)
	}
}

// TestAServiceThatHasGoneIsForgotten undoes the sending on to it.
func TestAServiceThatHasGoneIsForgotten(t *testing.T) {
	d := newHallDay(t, journeys())
	d.do(queue.OpenWindow{Window: "w1"})
	d.comes(queue.Issue{})
	d.do(queue.Next{Window: "w1"}, queue.Transfer{Window: "w1", Service: "labour"}, queue.SetRules{Rules: lacking("labour")})
	if d.lobby.Service("labour") == nil {
		t.Fatal("it is forgotten while somebody waits for it")
	}
	d.do(queue.Undo{Window: "w1"})
	if d.lobby.Service("labour") != nil {
		t.Error("it is kept though nobody waits for it")
	}
}

// TestAnAddresseeThatServesSomethingElseHoldsNobodyBack has new rules give a window, or a person,
// something else to do while somebody waits for them.
func TestAnAddresseeThatServesSomethingElseHoldsNobodyBack(t *testing.T) {
	for name, c := range map[string]struct {
		issue  queue.Issue
		change func(*queue.Rules)
	}{
		"a window":             {queue.Issue{Window: "w1"}, func(r *queue.Rules) { r.Windows[0].Services = []queue.ServiceID{"labour"} }},
		"a person":             {queue.Issue{Staff: "anna"}, func(r *queue.Rules) { r.Staff[0].Windows = []queue.WindowID{"w3"} }},
		"a window of the past": {queue.Issue{Window: "w1"}, func(r *queue.Rules) { *r = *lacking("legal"); r.Windows[0].Services = []queue.ServiceID{"labour"} }},
	} {
		t.Run(name, func(t *testing.T) {
			d := newHallDay(t, queuetest.Rules())
			v := d.comes(c.issue)
			if name == "a window of the past" { // it is away when its service goes, and comes back
				d.do(queue.SetRules{Rules: without("w1", "")})
			}
			rules := queuetest.Rules()
			c.change(rules)
			d.do(queue.SetRules{Rules: rules}, queue.OpenWindow{Window: "w2"}, queue.Next{Window: "w2"})
			if v.State != queue.Called {
				t.Errorf("it is %s", v.State)
			}
		})
	}
}
