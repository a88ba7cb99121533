package admin_test

import (
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestHallShowsJointConsultations(t *testing.T) {
	h := open(t, houseOptions{})
	rules := h.queue.Rules()
	lead, post, room := rules.Windows[0].ID, rules.Windows[1].ID, rules.Windows[2].ID
	ticket := queuetest.Issue(t, h.queue, rules.Windows[0].Services[0])
	for _, c := range []queue.Command{
		queue.OpenWindow{Window: lead},
		queue.Next{Window: lead},
		queue.Consult{Window: lead, Posts: []queue.Invitation{{Window: post}}, Room: room},
	} {
		queuetest.Do(t, h.queue, queue.ByStaff("demo"), c)
	}
	duty := h.login(t, "duty")
	says := func(want ...string) {
		t.Helper()
		_, doc := h.get(t, duty, "/hall")
		got := words(doc.Find(".joints"))
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("/hall doesn't say %q: %q", w, got)
			}
		}
	}
	label := func(id queue.WindowID) string { return rules.Window(id).Label.In("zh") }
	says(ticket.Number, label(room), label(lead), label(post), "0/1 已答复")
	queuetest.Do(t, h.queue, queue.ByStaff("demo"), queue.AnswerConsultation{Window: post, Accept: true})
	queuetest.Do(t, h.queue, queue.ByStaff("demo"), queue.BeginConsultation{Window: lead})
	says(ticket.Number, "开始")
	queuetest.Do(t, h.queue, queue.ByStaff("demo"), queue.Finish{Window: lead, Outcome: "answered"})
	if _, doc := h.get(t, duty, "/hall"); doc.Find(".joints").Length() != 0 {
		t.Error("one that is over is still there")
	}
}
