package queue_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// served issues a ticket, serves it at w1 and ends the visit.
func served(t *testing.T, q *queue.Queue) *queue.Ticket {
	t.Helper()
	queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, q, "legal")
	queuetest.Do(t, q, "staff:anna", queue.Next{Window: "w1"})
	return queuetest.Do(t, q, "staff:anna", queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
}

func evaluation(t *testing.T, s *queuetest.Store, id queue.TicketID) queue.Evaluation {
	t.Helper()
	e, ok, err := s.Evaluation(t.Context(), id)
	if err != nil || !ok {
		t.Fatalf("ticket %d wasn't evaluated: %v", id, err)
	}
	return e
}

func refusedWith(t *testing.T, q *queue.Queue, c queue.Command, code queue.Code) {
	t.Helper()
	if _, err := q.Do(t.Context(), queue.Request{Actor: queue.Visitor, Command: c}); !errors.Is(err, &queue.Error{Code: code}) {
		t.Errorf("%+v: %v, not %s", c, err, code)
	}
}

func TestAVisitIsEvaluatedOnceWhenItHasEnded(t *testing.T) {
	store := &queuetest.Store{}
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: store})
	waits := queuetest.Issue(t, q, "court")
	refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(waits), Level: "5"}, queue.ErrNotFinished)
	left := queuetest.Do(t, q, queue.Visitor, queue.Cancel{Ticket: waits.ID}).Ticket
	refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(left), Level: "5"}, queue.ErrNotOffered)
	x := served(t, q)
	if got := q.Rules().EvaluationOf(x, q.Now()); got != queue.EvaluationOpen {
		t.Errorf("after the visit it is %q", got)
	}
	refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "6"}, queue.ErrBadValue)
	refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "5", Reasons: []queue.ReasonID{"waited"}}, queue.ErrBadValue)
	refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "5", Via: "post"}, queue.ErrBadValue)
	refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "5", Words: strings.Repeat("长", 501)}, queue.ErrBadValue)
	refusedWith(t, q, queue.Evaluate{Visit: queue.Visited{Ticket: 99, State: queue.Done}, Level: "5"}, queue.ErrUnknownTicket)
	r := queuetest.Do(t, q, queue.Visitor, queue.Evaluate{
		Visit: queue.VisitedOf(x), Level: "1", Reasons: []queue.ReasonID{"unclear", "waited"}, Words: " 等了一个小时\n", Via: queue.ViaKiosk,
	})
	if !r.Ticket.Evaluated || q.Rules().EvaluationOf(r.Ticket, q.Now()) != queue.EvaluationDone {
		t.Error("the ticket doesn't say that it was evaluated")
	}
	e := evaluation(t, store, x.ID)
	days := e.Due.Sub(e.At)
	if e.Level != "1" || len(e.Reasons) != 2 || e.Reasons[0] != "waited" || e.Window != "w1" || e.Staff != "anna" || e.Service != "legal" ||
		e.Day != x.Day || e.Via != queue.ViaKiosk || days < 3*24*time.Hour || days > 4*24*time.Hour {
		t.Errorf("the books have %+v", e)
	}
	rows, _ := store.Notes(t.Context(), []int64{e.Words})
	if len(rows) != 1 || rows[0].Value != "等了一个小时" || rows[0].Kind != queue.RowEvaluation || rows[0].EraseAfter.Before(q.Now().AddDate(0, 0, 90)) {
		t.Errorf("the words are kept as %+v", rows)
	}
	for _, e := range store.Events() {
		if raw, _ := json.Marshal(e.Data); strings.Contains(string(raw), "一个小时") {
			t.Errorf("the event %s has the words", e.Type)
		}
	}
	refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "5"}, queue.ErrEvaluated)
}

func TestAContentedVisitorIsNotCalledBack(t *testing.T) {
	store := &queuetest.Store{}
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: store})
	x := served(t, q)
	queuetest.Do(t, q, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "5"})
	if e := evaluation(t, store, x.ID); !e.Due.IsZero() || e.Words != 0 || e.Via != queue.ViaQR {
		t.Errorf("the books have %+v", e)
	}
}

// TestAVisitOfThePastIsEvaluatedForDays: the Lobby has let go of it, and the books alone know
// that it was evaluated.
func TestAVisitOfThePastIsEvaluatedForDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &queuetest.Store{}
		q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: store, Tick: time.Hour})
		first, second := served(t, q), served(t, q)
		time.Sleep(6 * 24 * time.Hour)
		other := served(t, q)
		q.View(func(l *queue.Lobby) {
			if l.Ticket(first.ID) != nil {
				t.Error("the Lobby still has it")
			}
		})
		queuetest.Do(t, q, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(first), Level: "1", Words: "x"})
		if e := evaluation(t, store, first.ID); e.Day != first.Day || e.Staff != "anna" || !e.Due.After(e.At) {
			t.Errorf("the books have %+v", e)
		}
		refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(first), Level: "5"}, queue.ErrEvaluated)
		if x := served(t, q); x.Number != "A002" { // the refusal of the books took nothing with it
			t.Errorf("the next number is %s", x.Number)
		}
		time.Sleep(2 * 24 * time.Hour)
		refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(second), Level: "5"}, queue.ErrTooLate)
		if got := q.Rules().EvaluationOf(second, q.Now()); got != queue.EvaluationClosed {
			t.Errorf("after eight days it is %q", got)
		}
		queuetest.Do(t, q, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(other), Level: "5"})
	})
}

// TestTakingTheEndBackLeavesTheEvaluation: a clerk who ended the wrong visit may take it back
// without learning that somebody evaluated it, and nobody is asked twice.
func TestTakingTheEndBackLeavesTheEvaluation(t *testing.T) {
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: &queuetest.Store{}})
	x := served(t, q)
	queuetest.Do(t, q, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "5"})
	if back := queuetest.Do(t, q, "staff:anna", queue.Undo{Window: "w1"}).Ticket; back.State == queue.Done || !back.Evaluated {
		t.Errorf("after taking back: %s, evaluated %v", back.State, back.Evaluated)
	}
	again := queuetest.Do(t, q, "staff:anna", queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
	refusedWith(t, q, queue.Evaluate{Visit: queue.VisitedOf(again), Level: "5"}, queue.ErrEvaluated)
}
