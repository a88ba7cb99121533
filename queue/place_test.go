package queue_test

import (
	"slices"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// arrives issues a ticket a minute after the one before.
func (d *hallDay) arrives(c queue.Issue) {
	d.t.Helper()
	n := byte(len(d.events))
	c.Seed = queue.Seed{n, 12: n}
	d.do(c)
	d.now = d.now.Add(time.Minute)
}

// order tells who would be called at a window, and why.
func (d *hallDay) order(w queue.WindowID) []string {
	var list []string
	for _, c := range d.lobby.Explain(w, "", d.now, 10) {
		list = append(list, c.Ticket.Number+" "+c.Reason.Code)
	}
	return list
}

func (d *hallDay) wantOrder(w queue.WindowID, want ...string) {
	d.t.Helper()
	if got := d.order(w); !slices.Equal(got, want) {
		d.t.Errorf("at %s the order is %v, want %v", w, got, want)
	}
}

// TestStrictClasses puts all who have priority before all others, up to the ceiling.
func TestStrictClasses(t *testing.T) {
	rules := queuetest.Rules()
	rules.Policy.Order = queue.OrderStrict
	d := newHallDay(t, rules)
	d.arrives(queue.Issue{Service: "legal"})
	d.now = d.now.Add(30 * time.Minute)
	d.arrives(queue.Issue{Service: "legal"})
	d.arrives(queue.Issue{Service: "legal", Class: queue.ClassPriority})
	d.arrives(queue.Issue{Service: "legal", Class: queue.ClassPriority})
	d.wantOrder("w1", "A003 class_first", "A004 class_first", "A001 longest_wait", "A002 only_one")
	d.now = d.now.Add(30 * time.Minute)
	d.wantOrder("w1", "A001 over_ceiling", "A003 class_first", "A004 class_first", "A002 only_one")
}

// TestAWindowHelps has a window call for another service when none of its own waits, and
// only whoever has waited as long as the rules say.
func TestAWindowHelps(t *testing.T) {
	rules := queuetest.Rules()
	rules.Windows[2].Helps = []queue.Help{{Service: "legal", AfterS: 600}}
	d := newHallDay(t, rules)
	d.do(queue.OpenWindow{Window: "w3"})
	d.arrives(queue.Issue{Service: "legal"})
	d.now = d.now.Add(5 * time.Minute)
	d.arrives(queue.Issue{Service: "legal"})
	d.wantOrder("w3")
	d.now = d.now.Add(5 * time.Minute)
	d.wantOrder("w3", "A001 helps_out")
	d.arrives(queue.Issue{Service: "mediation"})
	d.wantOrder("w3", "A003 only_one", "A001 helps_out")
	d.do(queue.Next{Window: "w3"})
	if got := d.lobby.Ticket(d.lobby.Window("w3").Ticket); got.Number != "A003" {
		t.Errorf("%s is called, want its own A003", got.Number)
	}
	d.do(queue.Finish{Window: "w3", Outcome: "answered"}, queue.Call{Window: "w3", Number: "A002"})
}

// TestTheRightPlace sends a wheelchair to a window that it can reach, and a group to one
// that has room, or to the best there is.
func TestTheRightPlace(t *testing.T) {
	for name, c := range map[string]struct {
		low   [2]bool // of w1 and w2
		seats [2]int
		issue queue.Issue
		want  [2]bool // who may call it
	}{
		"anybody anywhere":                 {[2]bool{true, false}, [2]int{1, 8}, queue.Issue{}, [2]bool{true, true}},
		"a wheelchair at the low window":   {[2]bool{true, false}, [2]int{}, wheelchair, [2]bool{true, false}},
		"anywhere where no window is low":  {[2]bool{}, [2]int{}, wheelchair, [2]bool{true, true}},
		"four people where four fit":       {[2]bool{}, [2]int{2, 4}, queue.Issue{Party: 4}, [2]bool{false, true}},
		"and where as many fit as come":    {[2]bool{}, [2]int{0, 4}, queue.Issue{Party: 4}, [2]bool{true, true}},
		"of a crowd only representatives":  {[2]bool{}, [2]int{5, 9}, queue.Issue{Party: 60}, [2]bool{true, true}},
		"a group with a wheelchair, low":   {[2]bool{true, false}, [2]int{2, 8}, queue.Issue{Party: 4, Needs: wheelchair.Needs}, [2]bool{true, false}},
		"sent to a window, to that one":    {[2]bool{true, false}, [2]int{9, 2}, queue.Issue{Party: 4, Window: "w2", Needs: wheelchair.Needs}, [2]bool{false, true}},
		"in the largest where none is big": {[2]bool{}, [2]int{2, 3}, queue.Issue{Party: 60}, [2]bool{false, true}},
	} {
		t.Run(name, func(t *testing.T) {
			rules := queuetest.Rules()
			for i := range 2 {
				rules.Windows[i].Low, rules.Windows[i].Seats = c.low[i], c.seats[i]
			}
			d := newHallDay(t, rules)
			c.issue.Service = "legal"
			d.arrives(c.issue)
			for i, w := range []queue.WindowID{"w1", "w2"} {
				if got := len(d.order(w)) == 1; got != c.want[i] {
					t.Errorf("%s may call it: %v, want %v", w, got, c.want[i])
				}
			}
		})
	}
}

var wheelchair = queue.Issue{Needs: []queue.Need{queue.NeedWheelchair}}

// TestWhoIsAskedForIsWhereTheySit has a visitor in a wheelchair ask for somebody who serves at a
// window that isn't low: another person's low window is none for them.
func TestWhoIsAskedForIsWhereTheySit(t *testing.T) {
	rules := queuetest.Rules()
	rules.Windows[1].Low = true // w2
	rules.Staff[0].Windows = []queue.WindowID{"w1"}
	d := newHallDay(t, rules)
	d.arrives(queue.Issue{Service: "legal", Staff: "anna", Needs: wheelchair.Needs})
	if got := d.lobby.Candidates("w1", "anna", d.now, 9); len(got) != 1 {
		t.Error("nobody may call the visitor")
	}
}

func TestAPersonIsAskedForAtAWindowOfTheirs(t *testing.T) {
	rules := queuetest.Rules()
	rules.Staff[0].Windows = []queue.WindowID{"w1"}
	d := newHallDay(t, rules)
	d.refused(queue.Issue{Service: "legal", Window: "w2", Staff: "anna", Seed: queuetest.Seed()}, queue.ErrNotServed)
	d.do(queue.Issue{Service: "legal", Window: "w1", Staff: "anna", Seed: queuetest.Seed()})
}
