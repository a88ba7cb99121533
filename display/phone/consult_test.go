package phone

import (
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestAGroupAndItsConsultationAreToldOnThePhone(t *testing.T) {
	h := newHouse(t)
	h.boss(t, queue.OpenWindow{Window: "w1"})
	ref := h.boss(t, queue.Issue{Service: "legal", Party: 17, Seed: queuetest.Seed()}).Ticket.Ref
	h.boss(t, queue.Next{Window: "w1"})
	says := func(want ...string) {
		t.Helper()
		got := words(h.page(t, ref).Find("main"))
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("the phone doesn't say %q: %s", w, got)
			}
		}
	}
	says("轮到您了", "请到 1 号窗口", "请最多来 5 位代表，其他人请稍等")
	h.boss(t, queue.Start{Window: "w1"})
	h.boss(t, queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "court"}}, Room: "w3"})
	h.boss(t, queue.AnswerConsultation{Window: "court", Accept: true})
	says("正在为您办理", "1 号窗口")
	h.boss(t, queue.BeginConsultation{Window: "w1"})
	says("几位工作人员一起为您办", "请到调解室")
}
