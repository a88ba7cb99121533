package journal_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestFollowUpsAreFoundWhenTheyAreClosed: what the Lobby lets go of is in the books as it stood.
func TestFollowUpsAreFoundWhenTheyAreClosed(t *testing.T) {
	s := open(t, t.TempDir())
	c := newClock()
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s, Now: c.Now, Tick: time.Hour})
	queuetest.Do(t, q, "staff:anna", queue.OpenWindow{Window: "w1"})
	var visits []queue.TicketID
	for i := range 7 {
		queuetest.Issue(t, q, "legal")
		queuetest.Do(t, q, "staff:anna", queue.Next{Window: "w1"})
		x := queuetest.Do(t, q, "staff:anna", queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
		level := []queue.LevelID{"5", "1"}[i%2]
		queuetest.Do(t, q, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: level, Contact: "13900001234"})
		if level == "1" {
			visits = append(visits, x.ID)
		}
	}
	queuetest.Do(t, q, "staff:boss", queue.GiveFollowUp{Visit: visits[0], Owner: "xiao"})
	queuetest.Do(t, q, "staff:xiao", queue.NoteCallBack{Visit: visits[0], Note: "engaged"})
	c.forward(4 * 24 * time.Hour)
	queuetest.Do(t, q, queue.Clock, queue.Tick{})
	queuetest.Do(t, q, "staff:xiao", queue.NoteCallBack{Visit: visits[0], Reached: true})
	before := q.Now()
	queuetest.Do(t, q, "staff:xiao", queue.CloseFollowUp{Visit: visits[0], Result: queue.FollowUpExplained, Note: "told why"})
	c.forward(time.Minute)
	queuetest.Do(t, q, "staff:boss", queue.NoteCallBack{Visit: visits[1], Reached: true})
	queuetest.Do(t, q, "staff:boss", queue.CloseFollowUp{Visit: visits[1], Result: queue.FollowUpDeclined, Note: "wants nothing"})
	c.forward(time.Minute)

	all, err := s.ClosedFollowUps(t.Context(), "", q.Now(), 9)
	if err != nil || len(all) != 2 || all[0].Visit != visits[1] || all[1].Visit != visits[0] {
		t.Fatalf("closed: %+v, %v", all, err)
	}
	f := all[1]
	if f.Owner != "xiao" || f.By != "xiao" || f.Staff != "anna" || f.Level != "1" || f.Result != queue.FollowUpExplained || !f.Late() || !f.Closed.After(f.Due) ||
		len(f.Calls) != 2 || f.Calls[0].Note == 0 || !f.Calls[1].Reached || f.Calls[1].Staff != "xiao" || f.Note == 0 || f.Day == "" {
		t.Errorf("the books have %+v", f)
	}
	for _, q := range []struct {
		owner  queue.StaffID
		before time.Time
		most   int
		want   int
	}{{"xiao", q.Now(), 9, 1}, {"anna", q.Now(), 9, 0}, {"", before, 9, 0}, {"", q.Now(), 1, 1}} {
		if list, err := s.ClosedFollowUps(t.Context(), q.owner, q.before, q.most); err != nil || len(list) != q.want {
			t.Errorf("%+v: %d, %v", q, len(list), err)
		}
	}

	if v, ok, err := s.Visited(t.Context(), visits[0]); err != nil || !ok || !v.Evaluated || v.State != queue.Done || v.Staff != "anna" || v.Window != "w1" || v.Ended.IsZero() {
		t.Errorf("the visit: %+v, %v, %v", v, ok, err)
	}
	if _, ok, err := s.Visited(t.Context(), 99); ok || err != nil {
		t.Errorf("a visit of nobody: %v, %v", ok, err)
	}

	// Of seven answers, those of whole blocks are counted.
	for block, want := range map[int]int{3: 6, 7: 7, 8: 0} {
		list, n, err := s.Thoughts(t.Context(), "anna", before.Add(-30*24*time.Hour), block)
		if err != nil || n != want {
			t.Errorf("blocks of %d: %d answers, %+v, %v", block, n, list, err)
		}
		if block == 3 && (len(list) != 2 || list[0] != (queue.Thought{Level: "1", Count: 3}) || list[1].Count != 3) {
			t.Errorf("blocks of %d: %+v", block, list)
		}
	}
	if _, n, err := s.Thoughts(t.Context(), "anna", before, 3); n != 0 || err != nil {
		t.Errorf("since now: %d, %v", n, err)
	}
}
