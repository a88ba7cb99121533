package queue_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

const (
	anna = queue.Actor("staff:anna")
	xiao = queue.Actor("staff:xiao")
	boss = queue.Actor("staff:boss")
)

// hall runs a queue over the test centre with its windows w1 and w2 open.
func hall(t *testing.T) (*queue.Queue, *queuetest.Store) {
	t.Helper()
	s := &queuetest.Store{}
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s})
	queuetest.Do(t, q, anna, queue.OpenWindow{Window: "w1"})
	queuetest.Do(t, q, anna, queue.OpenWindow{Window: "w2"})
	return q, s
}

func ask(t *testing.T, q *queue.Queue, actor queue.Actor, c queue.Command) (queue.Result, error) {
	t.Helper()
	return q.Do(t.Context(), queue.Request{Actor: actor, Command: c})
}

func wantCode(t *testing.T, err error, code queue.Code) {
	t.Helper()
	if !errors.Is(err, &queue.Error{Code: code}) {
		t.Fatalf("got %v, want code %s", err, code)
	}
}

func TestAVisitFromIssueToOutcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, _ := hall(t)
		ticket := queuetest.Issue(t, q, "legal")
		if ticket.Number != "A001" || ticket.State != queue.Waiting {
			t.Fatalf("issued %s %s", ticket.Number, ticket.State)
		}
		time.Sleep(7 * time.Minute)
		called := queuetest.Do(t, q, anna, queue.Next{Window: "w1"}).Ticket
		if called.ID != ticket.ID || called.Reason.Code != "only_one" || called.Legs[0].WaitedS != 420 {
			t.Fatalf("called %+v because %+v", called, called.Reason)
		}
		queuetest.Do(t, q, anna, queue.Recall{Window: "w1"})
		queuetest.Do(t, q, anna, queue.Start{Window: "w1"})
		done := queuetest.Do(t, q, anna, queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
		if done.State != queue.Done || done.Outcome != "answered" || done.Legs[0].Calls != 2 {
			t.Fatalf("finished as %+v", done)
		}
	})
}

func TestNobodyWaitingIsNoEvent(t *testing.T) {
	q, s := hall(t)
	before := len(s.Events())
	r := queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
	if r.Seq != 0 || r.Ticket != nil || len(s.Events()) != before {
		t.Fatalf("calling nobody came to %+v", r)
	}
}

func TestWindowRefusals(t *testing.T) {
	q, _ := hall(t)
	queuetest.Issue(t, q, "legal")
	queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
	for _, c := range []struct {
		actor queue.Actor
		cmd   queue.Command
		code  queue.Code
	}{
		{anna, queue.Next{Window: "w1"}, queue.ErrWindowBusy},
		{anna, queue.CloseWindow{Window: "w1"}, queue.ErrWindowBusy},
		{anna, queue.Call{Window: "w2", Number: "A001"}, queue.ErrBadState},
		{anna, queue.Call{Window: "w2", Number: "A099"}, queue.ErrUnknownTicket},
		{anna, queue.Recall{Window: "w2"}, queue.ErrNotInHand},
		{anna, queue.Finish{Window: "w2", Outcome: "answered"}, queue.ErrNotInHand},
		{anna, queue.Finish{Window: "w1", Outcome: "nonsense"}, queue.ErrUnknownOutcome},
		{anna, queue.Next{Window: "w9"}, queue.ErrUnknownWindow},
		{anna, queue.Next{Window: "w3"}, queue.ErrNotAllowed},
		{queue.Visitor, queue.Next{Window: "w1"}, queue.ErrNotAllowed},
		{xiao, queue.Next{Window: "w3"}, queue.ErrWindowClosed},
		{anna, queue.Hold{Window: "w1", Reason: "says: Mr Li"}, queue.ErrBadValue},
		{anna, queue.Transfer{Window: "w1"}, queue.ErrBadValue},
		{anna, queue.Transfer{Window: "w1", To: "w9"}, queue.ErrUnknownWindow},
		{anna, queue.Transfer{Window: "w1", Service: "court", To: "w2"}, queue.ErrNotServed},
		{queue.System, queue.Issue{Service: "none"}, queue.ErrUnknownService},
		{queue.System, queue.Issue{Service: "legal", Party: 301}, queue.ErrBadValue},
		{queue.System, queue.Issue{Service: "legal", Window: "court"}, queue.ErrNotServed},
		{queue.System, queue.Issue{Service: "legal", Staff: "xiao"}, queue.ErrNotServed},
		{anna, queue.TrustClock{}, queue.ErrNotAllowed},
	} {
		_, err := ask(t, q, c.actor, c.cmd)
		if !errors.Is(err, &queue.Error{Code: c.code}) {
			t.Errorf("%s %#v: got %v, want %s", c.actor, c.cmd, err, c.code)
		}
	}
	queuetest.Do(t, q, anna, queue.PauseWindow{Window: "w2", Reason: "break"})
	_, err := ask(t, q, anna, queue.Next{Window: "w2"})
	wantCode(t, err, queue.ErrWindowPaused)
}

func TestTransferKeepsNumberAndCredit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, s := hall(t)
		queuetest.Do(t, q, xiao, queue.OpenWindow{Window: "court"})
		first := queuetest.Issue(t, q, "legal")
		time.Sleep(10 * time.Minute)
		queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
		time.Sleep(20 * time.Minute) // service is not waiting
		later := queuetest.Issue(t, q, "court")
		time.Sleep(5 * time.Minute)
		r := queuetest.Do(t, q, anna, queue.Transfer{Window: "w1", To: "court", Note: "has the contract with her"})
		if r.Ticket.Number != first.Number || r.Ticket.Service != "court" || len(r.Ticket.Legs) != 2 || r.Window.Ticket != 0 {
			t.Fatalf("transferred to %+v", r.Ticket)
		}
		notes, _ := s.Notes(t.Context(), r.Ticket.Notes)
		if len(notes) != 1 || notes[0].Value != "has the contract with her" {
			t.Fatalf("notes %+v", notes)
		}
		// Ten minutes of credit beat the five that the other has waited.
		called := queuetest.Do(t, q, xiao, queue.Next{Window: "court"}).Ticket
		if called.ID != first.ID {
			t.Fatalf("called %s before %s", called.Number, first.Number)
		}
		queuetest.Do(t, q, xiao, queue.Finish{Window: "court", Outcome: "concluded"})
		if next := queuetest.Do(t, q, xiao, queue.Next{Window: "court"}).Ticket; next.ID != later.ID {
			t.Fatalf("called %s", next.Number)
		}
	})
}

func TestTransferToAPerson(t *testing.T) {
	q, _ := hall(t)
	queuetest.Do(t, q, boss, queue.OpenWindow{Window: "w3"})
	queuetest.Issue(t, q, "legal")
	queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
	r := queuetest.Do(t, q, anna, queue.Transfer{Window: "w1", Staff: "xiao"})
	if r.Ticket.Service != "mediation" || r.Ticket.ForStaff != "xiao" {
		t.Fatalf("transferred to %+v", r.Ticket)
	}
	if r := queuetest.Do(t, q, boss, queue.Next{Window: "w3"}); r.Ticket != nil {
		t.Fatal("somebody else called a ticket that asked for a person")
	}
	called := queuetest.Do(t, q, xiao, queue.Next{Window: "w3"}).Ticket
	if called == nil || called.Reason.Code != "asked_for_person" {
		t.Fatalf("called %+v", called)
	}
}

func TestPriorityCountsThreefoldUnderTheCeiling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, _ := hall(t)
		ordinary := queuetest.Issue(t, q, "legal")
		time.Sleep(10 * time.Minute)
		priority := queuetest.Do(t, q, queue.System, queue.Issue{Service: "legal", Class: queue.ClassPriority, Seed: queuetest.Seed()})
		if priority.Ahead != 1 {
			t.Fatalf("ahead of the fresh priority ticket: %d", priority.Ahead)
		}
		time.Sleep(6 * time.Minute) // 3 × 6 > 16
		called := queuetest.Do(t, q, anna, queue.Next{Window: "w1"}).Ticket
		if called.ID != priority.Ticket.ID || called.Reason.Code != "priority_rate" || called.Reason.Args["rate"] != "3" {
			t.Fatalf("called %s because %+v", called.Number, called.Reason)
		}
		queuetest.Do(t, q, queue.System, queue.Issue{Service: "legal", Class: queue.ClassPriority, Seed: queuetest.Seed()})
		time.Sleep(50 * time.Minute) // the ordinary one is over the hour now
		called = queuetest.Do(t, q, anna, queue.Next{Window: "w2"}).Ticket
		if called.ID != ordinary.ID || called.Reason.Code != "over_ceiling" {
			t.Fatalf("called %s because %+v", called.Number, called.Reason)
		}
	})
}

func TestMissedCallReturnsOnceThenLapses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, _ := hall(t)
		missed := queuetest.Issue(t, q, "legal")
		queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
		queuetest.Do(t, q, anna, queue.Pass{Window: "w1"})
		_, err := ask(t, q, queue.Visitor, queue.Return{Number: missed.Number, Ticket: missed.ID + 1000})
		wantCode(t, err, queue.ErrUnknownTicket) // another day's, of the same number
		back := queuetest.Do(t, q, boss, queue.Return{Number: missed.Number}).Ticket
		if back.State != queue.Waiting || !back.Returned {
			t.Fatalf("came back as %+v", back)
		}
		queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
		queuetest.Do(t, q, anna, queue.Pass{Window: "w1"})
		_, err = ask(t, q, boss, queue.Return{Ticket: missed.ID})
		wantCode(t, err, queue.ErrTooLate)
		time.Sleep(31 * time.Minute)
		synctest.Wait()
		q.View(func(l *queue.Lobby) {
			if l.ByNumber(missed.Number) != nil {
				t.Error("a passed ticket is still valid after its bound")
			}
		})
	})
}

func TestHeldComesBackByItselfAndByNumber(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, _ := hall(t)
		a, b := queuetest.Issue(t, q, "legal"), queuetest.Issue(t, q, "legal")
		queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
		queuetest.Do(t, q, anna, queue.Hold{Window: "w1", Reason: "copying", For: 5 * time.Minute})
		queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
		queuetest.Do(t, q, anna, queue.Hold{Window: "w1", For: 50 * time.Minute})
		time.Sleep(6 * time.Minute)
		synctest.Wait()
		q.View(func(l *queue.Lobby) {
			if s := l.Ticket(a.ID).State; s != queue.Waiting {
				t.Errorf("held ticket is %s after its time", s)
			}
		})
		called := queuetest.Do(t, q, anna, queue.Call{Window: "w1", Number: b.Number}).Ticket
		if called.Reason.Code != "held_back" {
			t.Fatalf("called because %+v", called.Reason)
		}
	})
}

func TestLeavingFreesTheWindowAndCanBeTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, _ := hall(t)
		a := queuetest.Issue(t, q, "legal")
		queuetest.Do(t, q, anna, queue.Next{Window: "w1"})
		r := queuetest.Do(t, q, queue.Visitor, queue.Cancel{Ticket: a.ID})
		if r.Ticket.State != queue.Cancelled || r.Window.Ticket != 0 {
			t.Fatalf("left: %+v at %+v", r.Ticket, r.Window)
		}
		_, err := ask(t, q, queue.Visitor, queue.Cancel{Ticket: a.ID})
		wantCode(t, err, queue.ErrBadState)
		back := queuetest.Do(t, q, queue.Visitor, queue.TakeBack{Ticket: a.ID}).Ticket
		if back.State != queue.Waiting || !back.Since.Equal(a.Issued) {
			t.Fatalf("taken back to %+v", back)
		}
		queuetest.Do(t, q, queue.Visitor, queue.Cancel{Ticket: a.ID})
		time.Sleep(121 * time.Second)
		_, err = ask(t, q, queue.Visitor, queue.TakeBack{Ticket: a.ID})
		wantCode(t, err, queue.ErrTooLate)
	})
}

func TestTheDayClosesOnceAndNumbersStartAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // starts 2000-01-01 08:00 in Shanghai
		q, s := hall(t)
		queuetest.Do(t, q, xiao, queue.OpenWindow{Window: "court"})
		waits, serves := queuetest.Issue(t, q, "legal"), queuetest.Issue(t, q, "labour")
		carried := queuetest.Issue(t, q, "court")
		queuetest.Do(t, q, anna, queue.Call{Window: "w1", Number: serves.Number})
		queuetest.Do(t, q, anna, queue.Start{Window: "w1"})
		time.Sleep(17 * time.Hour)
		synctest.Wait()
		fresh := queuetest.Issue(t, q, "legal")
		if fresh.Number != "A001" || fresh.Day != "2000-01-02" {
			t.Fatalf("first of the new day: %s on %s", fresh.Number, fresh.Day)
		}
		if h := queuetest.Issue(t, q, "court"); h.Number != "H002" {
			t.Fatalf("the new day reuses the carried number: %s", h.Number)
		}
		if second := queuetest.Issue(t, q, "legal"); second.Number != "A003" {
			t.Fatalf("the new day reuses the number being served: %s", second.Number)
		}
		queuetest.Do(t, q, anna, queue.Finish{Window: "w1", Outcome: "answered"})
		closes := 0
		for _, e := range s.Events() {
			switch {
			case e.Type == queue.DayClosed && e.Data.(queue.DayData).Closed != "":
				closes++
			case e.Type == queue.Finished && e.Day != "2000-01-01":
				t.Errorf("the finish counts to %s", e.Day)
			}
		}
		if got := s.Tickets()[waits.ID].State; closes != 1 || got != queue.Lapsed {
			t.Fatalf("%d closes, the waiting ticket is %s", closes, got)
		}
		q.View(func(l *queue.Lobby) {
			if l.Ticket(carried.ID).State != queue.Waiting {
				t.Error("the carried ticket is gone")
			}
		})
	})
}

func TestIdempotencyAcrossARestart(t *testing.T) {
	s := &queuetest.Store{}
	body := sha256.Sum256([]byte("legal"))
	key := queue.Key{Principal: "kiosk:main", Route: "POST /tickets", Key: "k1"}
	request := func() queue.Request {
		return queue.Request{Actor: "kiosk:main", Command: queue.Issue{Service: "legal", Seed: queuetest.Seed()}, Key: key, Body: body}
	}
	var first queue.Result
	t.Run("before", func(t *testing.T) {
		q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s})
		var wg sync.WaitGroup
		results := make([]queue.Result, 20)
		for i := range results {
			wg.Go(func() { results[i], _ = q.Do(t.Context(), request()) })
		}
		wg.Wait()
		for _, r := range results {
			if r.Ticket == nil || r.Ticket.Number != "A001" || r.Seq != results[0].Seq {
				t.Fatalf("a twin got %+v", r)
			}
		}
		first = results[0]
		other := request()
		other.Body = sha256.Sum256([]byte("labour"))
		_, err := q.Do(t.Context(), other)
		wantCode(t, err, queue.ErrKeyReused)
	})
	t.Run("after", func(t *testing.T) {
		q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s})
		r, err := q.Do(t.Context(), request())
		if err != nil || r.Ticket.Ref != first.Ticket.Ref {
			t.Fatalf("after the restart: %+v, %v", r, err)
		}
	})
}

func TestNothingIsAcknowledgedThatIsNotDurable(t *testing.T) {
	q, s := hall(t)
	queuetest.Issue(t, q, "legal")
	s.Fail(queuetest.ErrStore)
	_, err := ask(t, q, queue.System, queue.Issue{Service: "legal", Seed: queuetest.Seed()})
	wantCode(t, err, queue.ErrNotDurable)
	_, err = ask(t, q, anna, queue.Next{Window: "w1"})
	wantCode(t, err, queue.ErrNotDurable)
	s.Fail(nil)
	if again := queuetest.Issue(t, q, "legal"); again.Number != "A002" {
		t.Fatalf("a refused ticket cost a number: %s", again.Number)
	}
	if r := queuetest.Do(t, q, anna, queue.Next{Window: "w1"}); r.Ticket.Number != "A001" {
		t.Fatalf("called %s", r.Ticket.Number)
	}
}

func TestDamageStopsWritingAndNotReading(t *testing.T) {
	q, _ := hall(t)
	queuetest.Issue(t, q, "legal")
	q.SetDamaged(errors.New("seq 3 doesn't follow"))
	_, err := ask(t, q, queue.System, queue.Issue{Service: "legal", Seed: queuetest.Seed()})
	wantCode(t, err, queue.ErrDamaged)
	q.View(func(l *queue.Lobby) {
		if l.WaitingFor("legal") != 1 {
			t.Error("reading stopped too")
		}
	})
}

func TestWatchMissesNothingAndRepeatsNothing(t *testing.T) {
	q, _ := hall(t)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				if _, err := q.Do(ctx, queue.Request{Actor: queue.System, Command: queue.Issue{Service: "legal", Seed: queuetest.Seed()}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	var from int64
	w := q.Watch(func(l *queue.Lobby) { from = l.Seq() })
	defer w.Close()
	wg.Wait()
	var to int64
	q.View(func(l *queue.Lobby) { to = l.Seq() })
	for from < to {
		events, err := w.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Seq != from+1 {
				t.Fatalf("event %d after %d", e.Seq, from)
			}
			from = e.Seq
		}
	}
	cancel()
	if _, err := w.Next(ctx); err == nil {
		t.Fatal("a watch outlives its context")
	}
}

func TestManyIssuersAndWindowsAtOnce(t *testing.T) {
	rules := queuetest.Rules()
	for _, id := range []queue.WindowID{"w4", "w5"} {
		extra := rules.Windows[0]
		extra.ID = id
		rules.Windows = append(rules.Windows, extra)
	}
	q := queuetest.Start(t, rules, queue.Options{})
	windows := []queue.WindowID{"w1", "w2", "w4", "w5"}
	for _, w := range windows {
		queuetest.Do(t, q, boss, queue.OpenWindow{Window: w})
	}
	const each = 25
	var (
		mu      sync.Mutex
		numbers = map[string]bool{}
		calls   = map[queue.TicketID]bool{}
		wg      sync.WaitGroup
	)
	once := func(what string, fresh bool) {
		if !fresh {
			t.Errorf("%s twice", what)
		}
	}
	for range 32 {
		wg.Go(func() {
			for range each {
				r, err := q.Do(t.Context(), queue.Request{Actor: queue.System, Command: queue.Issue{Service: "legal", Seed: queuetest.Seed()}})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				once("number "+r.Ticket.Number, !numbers[r.Ticket.Number])
				numbers[r.Ticket.Number] = true
				mu.Unlock()
			}
		})
	}
	// call takes one visitor at a window and says whether more are to come.
	call := func(w queue.WindowID) bool {
		r, err := q.Do(t.Context(), queue.Request{Actor: boss, Command: queue.Next{Window: w}})
		if err == nil && r.Ticket != nil {
			_, err = q.Do(t.Context(), queue.Request{Actor: boss, Command: queue.Finish{Window: w, Outcome: "answered"}})
		}
		if err != nil {
			t.Error(err)
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		if r.Ticket != nil {
			once("call of "+r.Ticket.Number, !calls[r.Ticket.ID])
			calls[r.Ticket.ID] = true
		}
		return len(calls) < 32*each
	}
	for _, w := range windows {
		wg.Go(func() {
			for call(w) {
			}
		})
	}
	wg.Wait()
	if len(numbers) != 32*each || len(calls) != 32*each {
		t.Fatalf("%d numbers, %d calls", len(numbers), len(calls))
	}
}

// TestReasonsOfTheHousesOwnAreNotForWindows has a window put somebody aside for a reason that would
// make an appointment or a session of it.
func TestReasonsOfTheHousesOwnAreNotForWindows(t *testing.T) {
	d := newHallDay(t, queuetest.Rules())
	d.do(queue.OpenWindow{Window: "w1"}, queue.Issue{Service: "legal", Seed: queuetest.Seed()}, queue.Next{Window: "w1"})
	for _, reason := range []string{queue.OutsideReason, queue.HeldAppointment, queue.HeldSession} {
		d.refused(queue.Hold{Window: "w1", Reason: reason}, queue.ErrBadValue)
	}
}
