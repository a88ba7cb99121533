package console_test

import (
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestWhatWouldBeTomorrowEndsWithTheDay: a number put aside or passed for so long isn't promised an hour of the night.
func TestWhatWouldBeTomorrowEndsWithTheDay(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		r.Policy.HoldMaxS, r.Policy.NoShowLapseS = 48*3600, 48*3600
	}})
	h.as(t, "anna", queue.OpenWindow{Window: "w1"})
	for range 2 {
		queuetest.Issue(t, h.queue, "legal")
	}
	h.as(t, "anna", queue.Next{Window: "w1"})
	h.as(t, "anna", queue.Hold{Window: "w1", Reason: "copying", For: 30 * time.Hour})
	h.as(t, "anna", queue.Next{Window: "w1"})
	h.as(t, "anna", queue.Pass{Window: "w1"})
	for path, staff := range map[string]string{"/window/w1?lang=zh": "anna", "/desk?lang=zh": "desk"} {
		_, doc := h.get(t, h.login(t, staff), path)
		got := words(doc.Find(`[data-slot="aside"], #list-held, #list-passed`))
		if !strings.Contains(got, "今天内没叫到就作废") || !strings.Contains(got, "今天内可以接着排") || strings.Contains(got, "回到队伍") {
			t.Errorf("%s says %q", path, got)
		}
	}
}

// TestWhoMayNotSeeAFollowUpHearsOfIt: nobody is left who may call the visitor back, which isn't that there is none.
func TestWhoMayNotSeeAFollowUpHearsOfIt(t *testing.T) {
	h := open(t, houseOptions{rules: func(r *queue.Rules) {
		for i := range r.Staff {
			if p := &r.Staff[i]; p.ID == "boss" {
				p.Roles, p.Windows = []queue.Role{queue.RoleSupervisor, queue.RoleClerk}, []queue.WindowID{"w1"}
			} else if p.Is(queue.RoleSupervisor) {
				p.Roles = []queue.Role{queue.RoleClerk}
			}
		}
	}})
	h.as(t, "boss", queue.OpenWindow{Window: "w1"})
	queuetest.Issue(t, h.queue, "legal")
	h.as(t, "boss", queue.Next{Window: "w1"})
	x := h.as(t, "boss", queue.Finish{Window: "w1", Outcome: "answered"}).Ticket
	queuetest.Do(t, h.queue, queue.Visitor, queue.Evaluate{Visit: queue.VisitedOf(x), Level: "1", Words: "没人理"})
	_, doc := h.get(t, h.login(t, "boss"), "/follow-ups?lang=zh")
	if got := words(doc.Find(".list")); !strings.HasPrefix(got, "有 1 位不满意的来访者，没有人能回访") || strings.Contains(got, "没有待回访的") || strings.Contains(got, "没人理") {
		t.Errorf("it says %q", got)
	}
	_, doc = h.get(t, h.login(t, "anna"), "/follow-ups?lang=zh")
	if got := words(doc.Find(".list")); got != "没有待回访的" {
		t.Errorf("a clerk reads %q", got)
	}
}
