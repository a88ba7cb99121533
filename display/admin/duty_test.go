package admin_test

import (
	"strings"
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestTheHallAfterClosingTime reads what the supervisor is told of those who still wait, and of somebody
// on call who doesn't answer.
func TestTheHallAfterClosingTime(t *testing.T) {
	day := [7][]queue.Span{}
	for d := range day {
		day[d] = []queue.Span{{From: 9 * 60, To: 17 * 60}}
	}
	h := open(t, houseOptions{
		begin: time.Date(2026, 11, 23, 8, 50, 0, 0, time.UTC), // 16:50
		rules: func(r *queue.Rules) {
			r.Centre.Hours, r.Policy.PageS = &queue.Hours{Week: day}, 180
			r.Staff = append([]queue.Staff{}, r.Staff...)
			for i := range r.Staff {
				if r.Staff[i].ID == "clerk" {
					r.Staff[i].OnCall, r.Staff[i].Windows = true, []queue.WindowID{"court"}
				}
			}
		},
	})
	queuetest.Issue(t, h.queue, "legal")
	queuetest.Issue(t, h.queue, "hearing")
	h.clock.forward(11 * time.Minute)
	queuetest.Do(t, h.queue, queue.Clock, queue.Tick{})
	_, hall := h.get(t, h.login(t, "duty"), "/hall")
	if got := words(hall.Find(".needs")); !strings.Contains(got, "还有 2 位在等，会办完") {
		t.Errorf("of closing time it says %q", got)
	}
	if got := words(hall.Find(".duties .page.urgent")); !strings.Contains(got, "王律师没有应答") || !strings.Contains(got, "5 分钟到") {
		t.Errorf("of the page it says %q", got)
	}
}
