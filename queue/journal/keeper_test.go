package journal_test

import (
	"fmt"
	"os"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestTheLogStaysShort writes many times the log's bound in big commits, while
// somebody reads.
func TestTheLogStaysShort(t *testing.T) {
	s := open(t, t.TempDir())
	q := queuetest.Start(t, queuetest.Rules(), queue.Options{Store: s})
	first := queuetest.Issue(t, q, "legal")
	events, err := s.ReadEvents(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	last := events[len(events)-1]
	if last.Type != queue.Issued {
		t.Fatalf("the last event is %v", last.Type)
	}
	var written int64
	for n := range 60 {
		b := &queue.Batch{}
		for i := range 200 {
			last.Seq++
			x := first.Clone()
			x.ID, x.Ref, x.Number, x.Seq = queue.TicketID(2+200*n+i), fmt.Sprintf("%x%d", 7919*(n*200+i)%65536, n*200+i), fmt.Sprint(n, "-", i), last.Seq
			b.Events, b.Tickets = append(b.Events, last), append(b.Tickets, x)
		}
		if err := s.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := s.Ticket(t.Context(), first.Ref); !ok || err != nil {
			t.Fatal(ok, err)
		}
		info, err := os.Stat(s.File() + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		written = max(written, info.Size())
	}
	if written < 1<<20 || written > 48<<20 {
		t.Errorf("the log grew to %d bytes", written)
	}
}
