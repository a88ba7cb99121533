package journal_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
	"onedoor/queue/report"
)

// TestAlertsAreCountedWithHowLongTheyTook: a screen that falls silent and is seen to, a second one that nobody
// looks at, a queue that grows after somebody said that they know of it, and a surge.
func TestAlertsAreCountedWithHowLongTheyTook(t *testing.T) {
	s := open(t, t.TempDir())
	c := newClock()
	r := asking()
	q := queuetest.Start(t, r, queue.Options{Store: s, Now: c.Now, Tick: time.Hour})
	do := func(after time.Duration, actor queue.Actor, command queue.Command) queue.Result {
		t.Helper()
		c.forward(after)
		return queuetest.Do(t, q, actor, command)
	}
	do(0, queue.System, queue.NoteDevice{Kind: queue.AlertScreen, Device: "hall", Bad: true})
	do(90*time.Second, "staff:boss", queue.SeeAlert{Alert: 1})
	do(30*time.Second, queue.System, queue.NoteDevice{Kind: queue.AlertScreen, Device: "hall"})
	do(0, queue.System, queue.NoteDevice{Kind: queue.AlertScreen, Device: "hall", Bad: true})
	do(10*time.Minute, queue.System, queue.NoteDevice{Kind: queue.AlertScreen, Device: "hall"})

	do(0, "staff:anna", queue.OpenWindow{Window: "w1"})
	for range r.Alerts.Queue {
		queuetest.Issue(t, q, "legal")
	}
	do(0, queue.Clock, queue.Tick{})
	id := func() (a queue.Alert) {
		q.View(func(l *queue.Lobby) {
			for _, x := range l.Alerts() {
				if x.Kind == queue.AlertQueue {
					a = x
				}
			}
		})
		return a
	}
	do(20*time.Second, "staff:boss", queue.SeeAlert{Alert: id().ID})
	for range r.Alerts.Queue {
		queuetest.Issue(t, q, "legal")
	}
	do(time.Second, queue.Clock, queue.Tick{})
	if a := id(); !a.Seen.At.IsZero() {
		t.Fatalf("grown to twice the queue it is still acknowledged: %+v", a)
	}
	do(time.Minute, "staff:boss", queue.SeeAlert{Alert: id().ID})

	for range 2 {
		do(0, "staff:anna", queue.Next{Window: "w1"})
		do(0, "staff:anna", queue.MarkMatter{Window: "w1", Category: "fees", Tags: []queue.TagID{"east"}})
		do(0, "staff:anna", queue.Finish{Window: "w1", Outcome: "answered"})
	}
	var surge int64
	q.View(func(l *queue.Lobby) { surge = l.Surges()[0].Seq })
	do(5*time.Second, "staff:boss", queue.SeeSurge{Seq: surge})

	for range 2 { // as they were written, and made anew
		rep, err := report.Make(t.Context(), s, r, report.Query{Period: report.DayOf("2026-11-23")})
		if err != nil {
			t.Fatal(err)
		}
		section := rep.Section(report.SectionAlert)
		for kind, want := range map[queue.AlertKind][5]int{ // how many, seen, seconds until then, how many are over in the mean, how long those lasted
			queue.AlertScreen: {2, 1, 90, 2, 360},
			queue.AlertQueue:  {1, 1, 20, 0, 0},
			"surge":           {1, 1, 5, 0, 0},
		} {
			f := section.Row(string(kind)).Figures
			if got := [5]int{f[0].N, f[1].N, f[3].Seconds, f[4].N, f[4].Seconds}; got != want || f[2].N != want[1] || f[2].Of != want[0] {
				t.Errorf("%s: %v of %+v, not %v", kind, got, f, want)
			}
		}
		if err := s.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	rep, err := report.Make(t.Context(), s, r, report.Query{Period: report.DayOf("2026-11-23"), Filter: report.Filter{Services: []queue.ServiceID{"legal"}}})
	if err != nil {
		t.Fatal(err)
	}
	if section := rep.Section(report.SectionAlert); section.Row(string(queue.AlertQueue)) == nil || section.Row(string(queue.AlertScreen)) != nil {
		t.Errorf("of one service: %+v", section.Rows)
	}
}
