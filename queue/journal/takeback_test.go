package journal_test

import (
	"reflect"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
	"onedoor/queue/report"
)

// TestWhatTheDeskTookBackCountsAsIfItHadNotEnded keeps the same morning twice, in one of which the desk ends a number
// and takes that back: the figures are the same, and stay so when they are made anew.
func TestWhatTheDeskTookBackCountsAsIfItHadNotEnded(t *testing.T) {
	r := queuetest.Rules()
	day := func(slip bool) (figures []report.Section, tickets map[string]string) {
		s := open(t, t.TempDir())
		h := newHall(t, s, r)
		h.issue(t, queue.Issue{Service: "legal", Party: 3})
		h.issue(t, queue.Issue{Service: "legal"})
		h.forward(4 * time.Minute)
		if slip {
			ended := h.do(t, 0, queue.Cancel{Ticket: 1, Reason: "double"})
			if ended.Ticket.State != queue.Cancelled {
				t.Fatalf("ended it is %s", ended.Ticket.State)
			}
			h.do(t, time.Minute, queue.TakeBack{Ticket: 1})
			h.forward(time.Minute)
		} else {
			h.forward(2 * time.Minute)
		}
		h.do(t, 0, queue.Next{Window: "w1"})
		h.do(t, 5*time.Minute, queue.Finish{Window: "w1", Outcome: "answered"})
		h.next(t, r)
		if err := s.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		rep, err := report.Make(t.Context(), s, r, report.Query{Period: report.DayOf("2026-11-23"), Persons: true})
		if err != nil {
			t.Fatal(err)
		}
		return rep.Sections, byTicket(t, s.Books)
	}
	want, kept := day(false)
	got, tickets := day(true)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the figures are\n%+v\nwant\n%+v", got, want)
	}
	if !reflect.DeepEqual(tickets, kept) {
		t.Errorf("the visits are %v, want %v", tickets, kept)
	}
}
