package queue_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// unhappy is a queue whose first visitor was served by anna and was not content.
func unhappy(t *testing.T, o queue.Options, change func(*queue.Rules)) (q *queue.Queue, store *queuetest.Store, visit queue.TicketID) {
	t.Helper()
	rules := queuetest.Rules()
	if change != nil {
		change(rules)
	}
	store = &queuetest.Store{}
	o.Store, o.Tick = store, time.Minute // its times are days
	q = queuetest.Start(t, rules, o)
	x := served(t, q)
	queuetest.Do(t, q, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "1", Words: "等了一个小时", Contact: " 139 0000 1234 "})
	return q, store, x.ID
}

func followUp(q *queue.Queue, visit queue.TicketID) (f *queue.FollowUp) {
	q.View(func(l *queue.Lobby) {
		if open := l.FollowUp(visit); open != nil {
			f = open.Clone()
		}
	})
	return f
}

func forbidden(t *testing.T, q *queue.Queue, actor queue.Actor, c queue.Command, code queue.Code) {
	t.Helper()
	if _, err := q.Do(t.Context(), queue.Request{Actor: actor, Command: c}); !errors.Is(err, &queue.Error{Code: code}) {
		t.Errorf("%s %+v: %v, not %s", actor, c, err, code)
	}
}

func TestAnUnhappyVisitorIsFollowedUp(t *testing.T) {
	q, store, visit := unhappy(t, queue.Options{}, nil)
	f := followUp(q, visit)
	if f == nil || f.Level != "1" || f.Staff != "anna" || f.Window != "w1" || f.Service != "legal" || f.Owner != "" || f.Late() ||
		!f.Due.After(f.Opened) || !f.Ends.After(f.Due) || f.Contact == 0 || f.Words == 0 {
		t.Fatalf("the follow-up: %+v", f)
	}
	rows, _ := store.Notes(t.Context(), []int64{f.Contact})
	if len(rows) != 1 || rows[0].Value != "139 0000 1234" || rows[0].Kind != queue.RowContact || !rows[0].EraseAfter.Equal(f.Ends) {
		t.Errorf("how to reach the visitor is kept as %+v", rows)
	}
	// It is nobody's, so only supervisors know; and never whoever served.
	forbidden(t, q, "staff:xiao", queue.NoteCallBack{Visit: visit}, queue.ErrUnknownFollowUp)
	forbidden(t, q, "staff:anna", queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpSettled, Note: "x"}, queue.ErrUnknownFollowUp)
	forbidden(t, q, "staff:xiao", queue.GiveFollowUp{Visit: visit, Owner: "xiao"}, queue.ErrNotAllowed)
	forbidden(t, q, "staff:boss", queue.GiveFollowUp{Visit: visit, Owner: "anna"}, queue.ErrOwnVisit)
	forbidden(t, q, "staff:boss", queue.GiveFollowUp{Visit: visit, Owner: "nobody"}, queue.ErrUnknownStaff)
	forbidden(t, q, "staff:boss", queue.GiveFollowUp{Visit: 99, Owner: "xiao"}, queue.ErrUnknownFollowUp)
	r := queuetest.Do(t, q, "staff:boss", queue.GiveFollowUp{Visit: visit, Owner: "xiao"})
	if r.FollowUp == nil || r.FollowUp.Owner != "xiao" {
		t.Errorf("the answer: %+v", r.FollowUp)
	}
	if again := queuetest.Do(t, q, "staff:boss", queue.GiveFollowUp{Visit: visit, Owner: "xiao"}); again.Seq != 0 {
		t.Error("giving it twice changes something")
	}
	// What it came to must come of what was done.
	shut := func(r queue.FollowUpResult, note string) queue.CloseFollowUp {
		return queue.CloseFollowUp{Visit: visit, Result: r, Note: note}
	}
	forbidden(t, q, "staff:xiao", shut(queue.FollowUpSettled, "x"), queue.ErrCallFirst)
	forbidden(t, q, "staff:xiao", shut(queue.FollowUpNoContact, "x"), queue.ErrCallFirst)
	forbidden(t, q, "staff:xiao", shut(queue.FollowUpNotReached, "x"), queue.ErrCallFirst)
	forbidden(t, q, "staff:xiao", shut(queue.FollowUpLapsed, "x"), queue.ErrBadValue)
	forbidden(t, q, "staff:xiao", queue.NoteCallBack{Visit: visit, Note: strings.Repeat("长", 501)}, queue.ErrBadValue)
	queuetest.Do(t, q, "staff:xiao", queue.NoteCallBack{Visit: visit, Note: " 占线 "})
	queuetest.Do(t, q, "staff:xiao", queue.NoteCallBack{Visit: visit, Reached: true})
	forbidden(t, q, "staff:xiao", shut(queue.FollowUpNotReached, "x"), queue.ErrCallFirst)
	forbidden(t, q, "staff:xiao", shut(queue.FollowUpSettled, " "), queue.ErrFieldNeeded)
	if f = followUp(q, visit); len(f.Calls) != 2 || f.Calls[0].Staff != "xiao" || f.Calls[0].Note == 0 || !f.Reached() {
		t.Errorf("the calls: %+v", f.Calls)
	}
	queuetest.Do(t, q, "staff:xiao", shut(queue.FollowUpSettled, "材料已补齐"))
	if f = followUp(q, visit); f != nil {
		t.Errorf("it is still open: %+v", f)
	}
	past, err := store.ClosedFollowUps(t.Context(), "xiao", q.Now().Add(time.Hour), 10)
	if err != nil || len(past) != 1 || past[0].Result != queue.FollowUpSettled || past[0].By != "xiao" || past[0].Note == 0 || len(past[0].Calls) != 2 {
		t.Fatalf("the books have %+v, %v", past, err)
	}
	if rows, _ := store.Notes(t.Context(), []int64{past[0].Contact}); len(rows) != 0 {
		t.Errorf("how to reach the visitor is still kept: %+v", rows)
	}
	for _, e := range store.Events() {
		if raw, _ := json.Marshal(e.Data); strings.Contains(string(raw), "139") || strings.Contains(string(raw), "占线") || strings.Contains(string(raw), "补齐") {
			t.Errorf("the event %s has what is personal", e.Type)
		}
	}
}

// TestAFollowUpBeginsWithWhomTheRulesName: but never with whoever served the visitor, and not with somebody who is gone.
func TestAFollowUpBeginsWithWhomTheRulesName(t *testing.T) {
	for owner, want := range map[queue.StaffID]queue.StaffID{"xiao": "xiao", "anna": "", "": ""} {
		q, _, visit := unhappy(t, queue.Options{}, func(r *queue.Rules) { r.Policy.Evaluation.Owner = owner })
		if f := followUp(q, visit); f.Owner != want {
			t.Errorf("the rules name %q, it is %q’s", owner, f.Owner)
		}
		rules := queuetest.Rules()
		rules.Staff = slices.DeleteFunc(rules.Staff, func(s queue.Staff) bool { return s.ID == "xiao" })
		queuetest.Do(t, q, queue.System, queue.SetRules{Rules: rules})
		if f := followUp(q, visit); f.Owner != "" {
			t.Errorf("it stays with %q, who is gone", f.Owner)
		}
	}
}

// TestALateFollowUpIsToldOnceAndLapsesWithWhatWasWritten: the clock tells, a start doesn't tell again.
func TestALateFollowUpIsToldOnceAndLapsesWithWhatWasWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, store, visit := unhappy(t, queue.Options{Tick: time.Hour}, nil)
		time.Sleep(2 * 24 * time.Hour)
		if followUp(q, visit).Late() {
			t.Error("it is late too early")
		}
		time.Sleep(3 * 24 * time.Hour)
		f := followUp(q, visit)
		if !f.Late() || f.Overdue.Before(f.Due) {
			t.Errorf("it isn't late: %+v", f)
		}
		forbidden(t, q, "staff:boss", queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpNotReached, Note: "x"}, queue.ErrCallFirst)
		time.Sleep(100 * 24 * time.Hour)
		if followUp(q, visit) != nil {
			t.Error("it outlives what was written")
		}
		told := map[queue.Type]int{}
		for _, e := range store.Events() {
			told[e.Type]++
			if d, ok := e.Data.(queue.FollowUpClosedData); ok && (d.Result != queue.FollowUpLapsed || !d.Late || e.Actor != queue.Clock) {
				t.Errorf("it ends as %+v of %s", d, e.Actor)
			}
		}
		if told[queue.FollowUpOverdue] != 1 || told[queue.FollowUpClosed] != 1 {
			t.Errorf("told: %v", told)
		}
	})
}

func TestNobodyAnswersMoreThanOnce(t *testing.T) {
	q, _, visit := unhappy(t, queue.Options{}, nil)
	for range 2 {
		forbidden(t, q, "staff:boss", queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpNotReached, Note: "x"}, queue.ErrCallFirst)
		queuetest.Do(t, q, "staff:boss", queue.NoteCallBack{Visit: visit})
	}
	queuetest.Do(t, q, "staff:boss", queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpNotReached, Note: "两天都没人接"})
}

// TestWhoLeftNoWayToBeReachedIsNotCalled: and nothing is kept of whom nobody calls back.
func TestWhoLeftNoWayToBeReachedIsNotCalled(t *testing.T) {
	store := &queuetest.Store{}
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: store})
	x, y := served(t, q), served(t, q)
	refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "1", Contact: strings.Repeat("1", 61)}, queue.ErrBadValue)
	queuetest.Do(t, q, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "1"})
	queuetest.Do(t, q, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(y), Level: "5", Contact: "13900001234"})
	if followUp(q, y.ID) != nil {
		t.Error("a content visitor is called back")
	}
	queuetest.Do(t, q, "staff:boss", queue.CloseFollowUp{Visit: x.ID, Result: queue.FollowUpNoContact, Note: "看了记录，窗口已说明"})
	for id := range int64(9) {
		if rows, _ := store.Notes(t.Context(), []int64{id}); len(rows) > 0 && rows[0].Kind == queue.RowContact {
			t.Errorf("a number is kept that nobody calls: %+v", rows)
		}
	}
}

// TestWhoWaitsIsToldThatItTakesLonger: until about when, if nobody else could call them before.
func TestWhoWaitsIsToldThatItTakesLonger(t *testing.T) {
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: &queuetest.Store{}})
	longer := func(id queue.TicketID) (left time.Duration) {
		q.View(func(l *queue.Lobby) {
			if until := l.LongerFor(l.Ticket(id), q.Now()); !until.IsZero() {
				left = until.Sub(q.Now()).Round(time.Minute)
			}
		})
		return left
	}
	queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
	forbidden(t, q, "staff:anna", queue.NeedLonger{Window: "w1", For: time.Minute}, queue.ErrNotInHand)
	hand := queuetest.Issue(t, q, "legal")
	x := queuetest.Issue(t, q, "legal")
	queuetest.Do(t, q, "staff:anna", queue.Next{Window: "w1"})
	forbidden(t, q, "staff:anna", queue.NeedLonger{Window: "w1", For: 5 * time.Hour}, queue.ErrBadValue)
	forbidden(t, q, "staff:xiao", queue.NeedLonger{Window: "w1", For: time.Minute}, queue.ErrNotAllowed)
	r := queuetest.Do(t, q, "staff:anna", queue.NeedLonger{Window: "w1", For: 20 * time.Minute})
	if r.Window == nil || r.Window.Longer.IsZero() || longer(x.ID) != 20*time.Minute || longer(hand.ID) != 0 {
		t.Errorf("window %+v, who waits is told %s, who is served %s", r.Window, longer(x.ID), longer(hand.ID))
	}
	queuetest.Do(t, q, "staff:boss", queue.OpenWindow{Window: "w2"})
	if longer(x.ID) != 0 {
		t.Error("another window may call, and who waits is told to wait for this one")
	}
	own := queuetest.Do(t, q, "staff:boss", queue.Issue{Service: "legal", Window: "w1", Seed: queuetest.Seed()}).Ticket
	if longer(own.ID) != 20*time.Minute {
		t.Error("who comes for this window isn't told")
	}
	queuetest.Do(t, q, "staff:anna", queue.NeedLonger{Window: "w1"})
	if longer(own.ID) != 0 {
		t.Error("it was taken back, and who waits is still told")
	}
	queuetest.Do(t, q, "staff:anna", queue.NeedLonger{Window: "w1", For: 20 * time.Minute})
	queuetest.Do(t, q, "staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
	if longer(own.ID) != 0 {
		t.Error("the visitor has left, and who waits is still told")
	}
}

// TestWhatWasClosedIsTakenUpAgain: by a supervisor, with a reason and new time; who took up a promise that wasn't
// kept calls again before it is closed again.
func TestWhatWasClosedIsTakenUpAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q, store, visit := unhappy(t, queue.Options{}, nil)
		boss := queue.ByStaff("boss")
		queuetest.Do(t, q, boss, queue.GiveFollowUp{Visit: visit, Owner: "xiao"})
		queuetest.Do(t, q, "staff:xiao", queue.NoteCallBack{Visit: visit, Reached: true, Note: "会补"})
		queuetest.Do(t, q, "staff:xiao", queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpSettled, Note: "已补"})
		time.Sleep(48 * time.Hour)
		was, ok, err := store.ClosedFollowUp(t.Context(), visit)
		if err != nil || !ok {
			t.Fatalf("closed: %+v, %v", was, err)
		}
		again := queue.ReopenFollowUp{Was: was, Reason: queue.AgainPromise, Note: "还没收到", Contact: "13900005678"}
		forbidden(t, q, "staff:xiao", again, queue.ErrNotAllowed)
		for field, bad := range map[string]queue.ReopenFollowUp{
			"reason": {Was: was, Reason: "so"}, "note": {Was: was, Reason: queue.AgainNews, Note: strings.Repeat("长", 501)},
			"contact": {Was: was, Reason: queue.AgainNews, Contact: strings.Repeat("1", 61)},
		} {
			_, err := q.Do(t.Context(), queue.Request{Actor: boss, Command: bad})
			if e := (*queue.Error)(nil); !errors.As(err, &e) || e.Code != queue.ErrBadValue || e.Args["field"] != field {
				t.Errorf("a bad %s: %v", field, err)
			}
		}
		forbidden(t, q, boss, queue.ReopenFollowUp{Was: queue.FollowUp{Visit: 9999}, Reason: queue.AgainNews}, queue.ErrUnknownFollowUp)
		r := queuetest.Do(t, q, boss, again)
		f := r.FollowUp
		if f == nil || f.Owner != "xiao" || f.Late() || !f.Closed.IsZero() || f.Note != 0 || !f.Due.After(q.Now()) || f.Due.After(f.Ends) || f.Contact == 0 || f.Reached() ||
			len(f.Calls) != 3 || f.Calls[1].Result != queue.FollowUpSettled || f.Calls[1].Staff != "xiao" || f.Calls[2].Again != queue.AgainPromise || f.Calls[2].Staff != "boss" {
			t.Fatalf("open again: %+v", f)
		}
		if rows, _ := store.Notes(t.Context(), []int64{f.Calls[1].Note, f.Calls[2].Note, f.Contact}); len(rows) != 3 {
			t.Errorf("what was noted is kept as %+v", rows)
		}
		if r := queuetest.Do(t, q, boss, again); r.Seq != 0 {
			t.Errorf("twice: %+v", r)
		}
		forbidden(t, q, "staff:xiao", queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpSettled, Note: "x"}, queue.ErrCallFirst)
		time.Sleep(5 * 24 * time.Hour) // it is late once more
		if f := followUp(q, visit); !f.Late() {
			t.Errorf("after its new time: %+v", f)
		}
		queuetest.Do(t, q, "staff:xiao", queue.NoteCallBack{Visit: visit, Reached: true})
		queuetest.Do(t, q, "staff:xiao", queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpExplained, Note: "改天补"})

		was, _, _ = store.ClosedFollowUp(t.Context(), visit)
		f = queuetest.Do(t, q, boss, queue.ReopenFollowUp{Was: was, Reason: queue.AgainMistake}).FollowUp
		if !f.Reached() { // what was done counts on
			t.Errorf("closed by mistake: %+v", f)
		}
		queuetest.Do(t, q, boss, queue.CloseFollowUp{Visit: visit, Result: queue.FollowUpSettled, Note: "补了"})
		was, _, _ = store.ClosedFollowUp(t.Context(), visit)
		time.Sleep(time.Until(was.Ends))
		forbidden(t, q, boss, queue.ReopenFollowUp{Was: was, Reason: queue.AgainNews}, queue.ErrTooLate)
	})
}

// TestASupervisorWhoServedDoesntCallBack: nobody sees to what a visitor thought of themselves.
func TestASupervisorWhoServedDoesntCallBack(t *testing.T) {
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: &queuetest.Store{}})
	queuetest.Do(t, q, "staff:boss", queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, q, "legal")
	queuetest.Do(t, q, "staff:boss", queue.Next{Window: "w1"})
	x := queuetest.Do(t, q, "staff:boss", queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
	queuetest.Do(t, q, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "1"})
	seq := func() (n int64) {
		q.View(func(l *queue.Lobby) { n = l.Seq() })
		return n
	}
	before := seq()
	forbidden(t, q, "staff:boss", queue.NoteCallBack{Visit: x.ID}, queue.ErrOwnVisit)
	forbidden(t, q, "staff:boss", queue.CloseFollowUp{Visit: x.ID, Result: queue.FollowUpNoContact, Note: "x"}, queue.ErrOwnVisit)
	forbidden(t, q, "staff:boss", queue.GiveFollowUp{Visit: x.ID, Owner: "xiao"}, queue.ErrOwnVisit)
	if seq() != before {
		t.Error("a refusal is an event")
	}
}
