package journal_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/journal"
	"onedoor/queue/queuetest"
)

// desk is a queue over a journal with a clock that stands still, and windows w1 and w2 open.
type desk struct {
	*queue.Queue
	t     *testing.T
	store *journal.Store
	clock *clock
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, store: open(t, t.TempDir()), clock: newClock()}
	d.Queue = queuetest.Start(t, queuetest.Rules(), queue.Options{Store: d.store, Now: d.clock.Now, Tick: time.Hour})
	d.do(queue.OpenWindow{Window: "w1"}, queue.OpenWindow{Window: "w2"})
	return d
}

func (d *desk) do(commands ...queue.Command) (last queue.Result) {
	d.t.Helper()
	for _, c := range commands {
		last = queuetest.Do(d.t, d.Queue, queue.System, c)
	}
	return last
}

// visit is a whole visit at w1 with something in between.
func (d *desk) visit(during ...queue.Command) *queue.Ticket {
	d.t.Helper()
	t := queuetest.Issue(d.t, d.Queue, "legal")
	d.do(queue.Next{Window: "w1"})
	d.do(during...)
	d.do(queue.Finish{Window: "w1", Outcome: "accepted"})
	return t
}

func (d *desk) found(text string) *queue.Earlier {
	d.t.Helper()
	c, ok := queue.ReadClue(text)
	if !ok {
		d.t.Fatalf("%q is no clue", text)
	}
	found, ok, err := d.store.Earlier(d.t.Context(), c)
	if err != nil {
		d.t.Fatal(err)
	}
	if !ok {
		return nil
	}
	return &found
}

func TestAnEarlierVisitIsFoundByWhatItsVisitorHas(t *testing.T) {
	d := newDesk(t)
	first := d.visit(queue.TakeMatter{Window: "w1", Case: "（2026）宁0105民初18号"})
	d.clock.forward(30 * 24 * time.Hour)
	for _, text := range []string{
		first.Ref, "http://127.0.0.1:8080/t/" + first.Ref, first.Code, string(first.Day) + " " + first.Number, "(2026)宁0105民初18号",
	} {
		found := d.found(text)
		if found == nil || found.Ticket != first.ID || found.Matter != 1 || found.Service != "legal" || found.Window != "w1" {
			t.Errorf("%q finds %+v", text, found)
		}
	}
	for _, text := range []string{"AAAAAAAAAAAAAAAA", "2026-19"} {
		if found := d.found(text); found != nil {
			t.Errorf("%q finds %+v", text, found)
		}
	}
	second := d.visit(queue.TakeMatter{Window: "w1", Found: d.found(first.Ref)})
	if found := d.found("(2026)宁0105民初18号"); found == nil || found.Ticket != second.ID {
		t.Errorf("the number finds %+v, want the last visit", found)
	}
	file, ok, err := d.store.Matter(t.Context(), 1)
	if err != nil || !ok || len(file.Visits) != 2 || file.Visits[0].ID != first.ID || len(file.Rows) != 1 || file.Service != "legal" {
		t.Fatalf("the matter is %+v, %v, %v", file, ok, err)
	}
	of, others, err := d.store.MattersOf(t.Context(), second.Day, second.Day)
	if err != nil || len(of) != 2 || of[first.ID] != 1 || of[second.ID] != 1 || len(others) != 1 || others[0].ID != first.ID {
		t.Errorf("matters of the second day: %v, others %v, %v", of, others, err)
	}
	if _, err := d.store.Erase(t.Context(), d.clock.Now().AddDate(6, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if found := d.found("(2026)宁0105民初18号"); found != nil {
		t.Errorf("an erased number finds %+v", found)
	}
	if file, _, err := d.store.Matter(t.Context(), 1); err != nil || len(file.Rows) != 0 {
		t.Errorf("after erasing, the matter has rows %v, %v", file.Rows, err)
	}
	if _, ok, err := d.store.Matter(t.Context(), 2); ok || err != nil {
		t.Errorf("a matter that isn't there: %v, %v", ok, err)
	}
}

// Two windows that give the same number at once read both that nobody has it.
func TestACaseNumberBelongsToOneMatter(t *testing.T) {
	d := newDesk(t)
	queuetest.Issue(t, d.Queue, "legal")
	queuetest.Issue(t, d.Queue, "legal")
	d.do(queue.Next{Window: "w1"}, queue.Next{Window: "w2"}, queue.TakeMatter{Window: "w1", Case: "2026-18"})
	_, err := d.Do(t.Context(), queue.Request{Command: queue.TakeMatter{Window: "w2", Case: "2026-18"}, Actor: queue.System})
	if !errors.Is(err, &queue.Error{Code: queue.ErrMatterTaken}) {
		t.Fatalf("the second window: %v", err)
	}
	r := d.do(queue.TakeMatter{Window: "w2", Case: "2026-18", Found: d.found("2026-18")})
	if r.Ticket.Matter != 1 || !r.Ticket.Repeat {
		t.Errorf("asked again, it is about %d", r.Ticket.Matter)
	}
	if err := d.store.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

// An innocent command that shares the commit of one that came too late is not refused.
func TestWhoSharesACommitIsNotRefusedWithIt(t *testing.T) {
	d := newDesk(t)
	first := d.visit()
	queuetest.Issue(t, d.Queue, "legal")
	queuetest.Issue(t, d.Queue, "legal")
	d.do(queue.Next{Window: "w1"}, queue.Next{Window: "w2"})
	d.clock.forward(time.Hour) // the first visit has left the lobby
	stale := d.found(first.Ref)
	d.do(queue.Recall{Window: "w2"})
	errs := make([]error, 22)
	start := make(chan struct{})
	done := make(chan int)
	for i := range errs {
		c := queue.Command(queue.Issue{Service: "labour", Seed: queuetest.Seed()})
		if i < 2 {
			c = queue.TakeMatter{Window: queue.WindowID("w" + strconv.Itoa(i+1)), Found: stale}
		}
		go func() {
			<-start
			_, errs[i] = d.Do(t.Context(), queue.Request{Command: c, Actor: queue.System})
			done <- i
		}()
	}
	close(start)
	for range errs {
		<-done
	}
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("one of both windows opens the matter: %v, %v", errs[0], errs[1])
	}
	if i := slices.IndexFunc(errs[2:], func(err error) bool { return err != nil }); i >= 0 {
		t.Errorf("somebody else was refused: %v", errs[2+i])
	}
}
