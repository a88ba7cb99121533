package queue_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// taken is what was learnt of a service as counts by their upper bounds in seconds.
func taken(l *queue.Lobby, now time.Time, id queue.ServiceID) map[int]int {
	counts := map[int]int{}
	for i, n := range l.Outlook(now, nil).Learned(id).Taken {
		if n > 0 {
			counts[queue.SpreadBoundsS()[i]] = n
		}
	}
	return counts
}

// A window is taken from the call to the end, however the end is.
func TestHowLongWindowsAreTakenIsLearnt(t *testing.T) {
	rules := passing()
	d := newDutyDay(t, rules, "09:00")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	wait := func(minutes int) { d.now = d.now.Add(time.Duration(minutes) * time.Minute) }
	call := func() { d.issue("legal"); d.must(anna, queue.Next{Window: "w1"}) }
	want := map[int]int{}
	is := func(what string, bound int) {
		t.Helper()
		if want[bound]++; bound == 0 {
			want = map[int]int{}
		}
		got := taken(d.lobby, d.now, "legal")
		for b, n := range want {
			if got[b] != n {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
	}
	call()
	wait(2)
	d.must(anna, queue.Start{Window: "w1"})
	wait(5)
	d.must(anna, queue.Finish{Window: "w1", Outcome: "answered"})
	is("seven minutes, the way of two included", 480)
	call()
	wait(1)
	d.must(anna, queue.Pass{Window: "w1"})
	is("a missed call", 60)
	call()
	wait(3)
	d.must(anna, queue.Hold{Window: "w1", For: time.Hour})
	is("put aside", 180)
	number := d.last().Number
	wait(30)
	d.must(anna, queue.Call{Window: "w1", Number: number})
	wait(4)
	d.must(anna, queue.Transfer{Window: "w1", Service: "labour"})
	is("called again and sent on", 270)
	call()
	wait(5 * 60)
	d.must(anna, queue.Finish{Window: "w1", Outcome: "answered"})
	if x := d.lobby.Outlook(d.now, nil).Learned("legal"); x.Taken.Sum() != 4 || x.N != 2 || x.Known() {
		t.Errorf("one that was forgotten at the window teaches: %+v", x)
	}
}

// What was long ago counts half, and its tail stays.
func TestLearntTimesAreForgottenByHalves(t *testing.T) {
	d := newDutyDay(t, queuetest.Rules(), "09:00")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	serve := func(took time.Duration) {
		d.issue("legal")
		d.must(anna, queue.Next{Window: "w1"})
		d.now = d.now.Add(took)
		d.must(anna, queue.Finish{Window: "w1", Outcome: "answered"})
	}
	for i := range 400 {
		if i%100 == 0 {
			serve(20 * time.Minute)
			continue
		}
		serve(time.Minute)
	}
	if got := taken(d.lobby, d.now, "legal"); got[60] != 396 || got[1350] != 4 {
		t.Fatalf("four hundred: %v", got)
	}
	serve(10 * time.Second)
	if got := taken(d.lobby, d.now, "legal"); got[60] != 198 || got[1350] != 2 || got[10] != 1 {
		t.Errorf("and one: %v", got)
	}
}

// A turn is from the end of one visitor to the call of the next who waited all the while.
func TestTurnsAreLearnt(t *testing.T) {
	d := newDutyDay(t, queuetest.Rules(), "09:00")
	d.must(anna, queue.OpenWindow{Window: "w1"})
	turn := func() time.Duration { return d.lobby.Outlook(d.now, nil).Turn() }
	visit := func() {
		d.must(anna, queue.Next{Window: "w1"})
		d.now = d.now.Add(time.Minute)
		d.must(anna, queue.Finish{Window: "w1", Outcome: "answered"})
	}
	d.issue("legal")
	visit()
	d.now = d.now.Add(40 * time.Second)
	d.issue("legal")
	visit()
	if turn() != 0 {
		t.Errorf("who came later makes a turn of %v", turn())
	}
	d.issue("legal")
	d.issue("legal")
	visit()
	d.now = d.now.Add(30 * time.Second)
	visit()
	if turn() != 15*time.Second { // at once, and after half a minute
		t.Errorf("a turn is %v", turn())
	}
	d.issue("legal")
	d.now = d.now.Add(6 * time.Minute)
	visit()
	if turn() != 15*time.Second {
		t.Errorf("with a long break a turn is %v", turn())
	}
}

func TestHowManyComeWithPriority(t *testing.T) {
	d := newDutyDay(t, queuetest.Rules(), "09:00")
	come := func(n int) {
		for range n {
			d.must(queue.System, queue.Issue{Service: "legal", Class: queue.ClassPriority, Seed: queuetest.Seed()})
			d.issue("legal")
		}
	}
	perHour := func() float64 { return d.lobby.Outlook(d.now, nil).PriorityPerHour("legal") }
	if perHour() != 0 {
		t.Errorf("%v from nobody", perHour())
	}
	come(3)
	if perHour() != 6 {
		t.Errorf("three at once are %v an hour", perHour())
	}
	d.set("09:45")
	if come(1); perHour() != 4/0.75 {
		t.Errorf("four in three quarters are %v an hour", perHour())
	}
	d.set("10:15")
	if come(2); perHour() != 2+4*0.75 {
		t.Errorf("%v an hour, two in the last quarter and four before", perHour())
	}
	d.set("12:30")
	if perHour() != 0 {
		t.Errorf("%v an hour after two hours of nobody", perHour())
	}
}
