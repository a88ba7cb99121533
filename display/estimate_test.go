package display

import (
	"testing"
	"time"

	"onedoor/queue"
)

func TestRangesAreSaidAsPeopleDo(t *testing.T) {
	k := testKit(t)
	for _, c := range []struct {
		low, high int // minutes
		zh, en    string
	}{
		{0, 5, "5 分钟以内", "within 5 min"},
		{0, 1, "1 分钟以内", "within 1 min"},
		{0, 0, "1 分钟以内", "within 1 min"},
		{8, 15, "约 8–15 分钟", "about 8–15 min"},
		{80, 120, "约 80–120 分钟", "about 80–120 min"},
		{10, 10, "约 10 分钟", "about 10 min"},
		{100, 130, "约 1.5–2.5 小时", "about 1.5–2.5 h"},
		{120, 180, "约 2–3 小时", "about 2–3 h"},
		{0, 150, "2.5 小时以内", "within 2.5 h"},
	} {
		r := queue.Range{LowS: 60 * c.low, HighS: 60 * c.high}
		if zh, en := k.RangeWords("zh", r), k.RangeWords("en", r); zh != c.zh || en != c.en {
			t.Errorf("%d to %d: %q, %q", c.low, c.high, zh, en)
		}
	}
	if s := k.RangeWords("zh", queue.Range{LowS: 119, HighS: 121}); s != "约 1–3 分钟" {
		t.Errorf("seconds are cut outward: %q", s)
	}
	if s := k.RangeClock("zh", queue.Range{LowS: 8 * 60, HighS: 15 * 60}); s != "10:00–10:07" {
		t.Error(s)
	}
}

// told tells the same of everybody, once for each class.
type told struct{}

func (told) Ticket(queue.TicketID) (queue.Range, bool) { return queue.Range{LowS: 1, HighS: 2}, true }

func (told) Service(id queue.ServiceID, class queue.Class) (queue.Range, bool) {
	high := 60
	if class == queue.ClassPriority {
		high = 30
	}
	return queue.Range{LowS: len(id), HighS: high}, true
}

// looked has looked when there were seven tickets.
type looked struct{ told }

func (looked) Newcomer(id queue.TicketID) bool { return id > 7 }

func TestWhatAVisitorIsToldWithTheNumber(t *testing.T) {
	r := testRules(t)
	r.Bundles = []queue.Bundle{
		{ID: "way", Steps: []queue.ServiceID{"labour", "legal"}},
		{ID: "any", Steps: []queue.ServiceID{"labour", "legal"}, AnyOrder: true},
	}
	for i := range r.Windows {
		if r.Windows[i].Serves("legal") {
			r.Windows[i].Seats = 3
		}
	}
	if err := r.Prepare(); err != nil {
		t.Fatal(err)
	}
	ordinary, priority := queue.Range{LowS: 5, HighS: 60}, queue.Range{LowS: 5, HighS: 30}
	journey := queue.Range{LowS: 6, HighS: 60}
	for name, c := range map[string]struct {
		issue queue.Issue
		want  *queue.Range
	}{
		"ordinary":      {queue.Issue{Service: "legal"}, &ordinary},
		"priority":      {queue.Issue{Service: "legal", Class: queue.ClassPriority}, &priority},
		"a party":       {queue.Issue{Service: "legal", Party: 3}, &ordinary},
		"a large party": {queue.Issue{Service: "legal", Party: 4}, nil},
		"a journey":     {queue.Issue{Bundle: "way"}, &journey},
		"any order":     {queue.Issue{Bundle: "any"}, nil},
		"one window":    {queue.Issue{Service: "legal", Window: "w1"}, nil},
		"one person":    {queue.Issue{Service: "legal", Staff: "li"}, nil},
		"a time":        {queue.Issue{Service: "legal", At: time.Unix(1, 0)}, nil},
		"a low window":  {queue.Issue{Service: "legal", Needs: []queue.Need{queue.NeedWheelchair}}, nil},
		"other needs":   {queue.Issue{Service: "legal", Needs: []queue.Need{queue.NeedSight}}, &ordinary},
		"unknown":       {queue.Issue{Service: "none"}, nil},
	} {
		Tell(told{}, r, &c.issue)
		if got := c.issue.Estimate; (got == nil) != (c.want == nil) || got != nil && *got != *c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if r := TicketRange(looked{}, &queue.Ticket{ID: 8, State: queue.Waiting, Estimate: &ordinary}); r == nil || *r != ordinary {
		t.Error("who has just come isn't told what came with the number")
	}
	if r := TicketRange(looked{}, &queue.Ticket{ID: 7, State: queue.Waiting, Estimate: &ordinary}); r == nil || *r == ordinary {
		t.Error("who has been looked at is told what came with the number")
	}
	issue := queue.Issue{Service: "legal"}
	if Tell(NoEstimates{}, r, &issue); issue.Estimate != nil {
		t.Error("something is told from nothing")
	}
	if TicketRange(told{}, &queue.Ticket{State: queue.Called}) != nil || TicketRange(told{}, &queue.Ticket{State: queue.Waiting}) == nil {
		t.Error("of a ticket it is told while it waits")
	}
}
