package phone

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestWhatElseAWaitingVisitorReads is that the one window pauses and until when, that somebody comes who was
// called in, and that anyone will do.
func TestWhatElseAWaitingVisitorReads(t *testing.T) {
	h := newHouse(t)
	rules := *h.queue.Rules()
	rules.Staff = append([]queue.Staff{}, rules.Staff...)
	for i := range rules.Staff {
		if rules.Staff[i].ID == "xiao" {
			rules.Staff[i].OnCall, rules.Staff[i].Public = true, queue.Text{"zh": "老肖", "en": "Lao Xiao"}
		}
	}
	h.boss(t, queue.SetRules{Rules: &rules})
	mine := h.boss(t, queue.Issue{Service: "mediation", Staff: "xiao", Seed: queuetest.Seed()}).Ticket
	notes := func() string { return words(h.page(t, mine.Ref).Find(".note")) }
	if got := notes(); got != "这个号找的是老肖" {
		t.Errorf("it says %q", got)
	}
	h.boss(t, queue.AnswerPage{Staff: "xiao", Minutes: 20})
	if got := notes(); !strings.Contains(got, "工作人员已应答，大约") {
		t.Errorf("of who was called in it says %q", got)
	}
	live := h.listen(t, mine.Ref)
	live.next()
	h.boss(t, queue.OpenWindow{Window: "w3"})
	h.boss(t, queue.PauseWindow{Window: "w3", Reason: "meeting", For: 15 * time.Minute})
	for !strings.Contains(notes(), "窗口暂停：开会，") {
		live.next() // the phone is told, and fetches the page
	}
	if w := h.post("/t/"+mine.Ref, "anyone"); w.Code != http.StatusSeeOther {
		t.Fatalf("anyone will do: %d", w.Code)
	}
	if d := h.page(t, mine.Ref); strings.Contains(words(d.Find(".note")), "老肖") || d.Find(`[value="anyone"]`).Length() > 0 {
		t.Errorf("still for one person: %q", words(d.Find("main")))
	}
}

// TestWhoWaitsIsToldThatItTakesLonger: on the page and by the socket, and only who waits for that window alone.
func TestWhoWaitsIsToldThatItTakesLonger(t *testing.T) {
	h := newHouse(t)
	queuetest.Issue(t, h.queue, "legal")
	other := queuetest.Issue(t, h.queue, "legal") // any window may call it
	h.boss(t, queue.Next{Window: "w1"})
	mine := h.boss(t, queue.Issue{Service: "legal", Window: "w1", Seed: queuetest.Seed()}).Ticket
	if got := words(h.page(t, mine.Ref).Find(".note")); got != "" {
		t.Errorf("before it the page says %q", got)
	}
	h.boss(t, queue.NeedLonger{Window: "w1", For: 20 * time.Minute})
	if got := words(h.page(t, mine.Ref).Find(".note")); !strings.Contains(got, "比平常久") {
		t.Errorf("the page says %q", got)
	}
	if got := words(h.page(t, other.Ref).Find(".note")); got != "" {
		t.Errorf("who may be called elsewhere reads %q", got)
	}
}

// TestWhoLooksForSomebodyAwayReadsIt, with who takes it, instead of a window that will open.
func TestWhoLooksForSomebodyAwayReadsIt(t *testing.T) {
	h := newHouse(t)
	rules := *h.queue.Rules()
	rules.Services, rules.Staff = slices.Clone(rules.Services), slices.Clone(rules.Staff)
	rules.Services[2].Host, rules.Services[2].Anyone = "xiao", "legal"
	rules.Staff = append(rules.Staff, queue.Staff{ID: "bea", Roles: []queue.Role{queue.RoleClerk}, Windows: []queue.WindowID{"w3"}})
	for i := range rules.Staff {
		if rules.Staff[i].ID == "xiao" {
			rules.Staff[i].Public = queue.Text{"zh": "老肖", "en": "Lao Xiao"}
		}
	}
	h.boss(t, queue.SetRules{Rules: &rules})
	mine := queuetest.Issue(t, h.queue, "mediation")
	h.boss(t, queue.LeaveDuty{Staff: "xiao", For: 26 * time.Hour})
	d := h.page(t, mine.Ref)
	if got := words(d.Find(".note")); got != "老肖今天不在，其他同事开了窗口就接待" || d.Find(`[value="anyone"]`).Length() != 1 {
		t.Errorf("it says %q", got)
	}
	h.boss(t, queue.OpenWindow{Window: "w3"})
	if got := words(h.page(t, mine.Ref).Find(".note")); got != "老肖今天不在，由其他同事接待" {
		t.Errorf("with a colleague there it says %q", got)
	}
}
