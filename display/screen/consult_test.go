package screen

import (
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestAGroupIsAskedForItsRepresentatives(t *testing.T) {
	h := newHouse(t, demoRules())
	g := h.glass("/ws/screen/hall")
	g.next("snapshot")
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.Issue{Service: "legal", Party: 17, Seed: queuetest.Seed()})
	h.do(queue.Next{Window: "w1"})
	m := g.next("call")
	if m.Send != 5 {
		t.Errorf("%+v", m)
	}
	if m := g.next("announce"); !strings.HasSuffix(m.Lines[0].Text, "请最多来五位代表，其他人请稍等。") {
		t.Errorf("says %+v", m)
	}
}

// TestAConsultationIsAnnouncedOnce at its room, whatever window has the ticket in hand.
func TestAConsultationIsAnnouncedOnce(t *testing.T) {
	h := newHouse(t, demoRules())
	g := h.glass("/ws/screen/hall")
	g.next("snapshot")
	h.do(queue.OpenWindow{Window: "w1"})
	h.do(queue.Issue{Service: "legal", Seed: queuetest.Seed()})
	h.do(queue.Next{Window: "w1"})
	if m := g.next("call"); m.Window.ID != "w1" {
		t.Errorf("called to %+v", m.Window)
	}
	h.do(queue.Consult{Window: "w1", Posts: []queue.Invitation{{Window: "court"}}, Room: "w3"})
	h.do(queue.AnswerConsultation{Window: "court", Accept: true})
	h.do(queue.BeginConsultation{Window: "w1"})
	if m := g.next("call"); m.Window.ID != "w3" || m.Number != "A001" || m.State != "called" {
		t.Errorf("announced %+v", m)
	}
	late := h.glass("/ws/screen/hall").next("snapshot")
	if len(late.Calls) != 1 || late.Calls[0].Window.ID != "w3" || late.Calls[0].State != "called" {
		t.Errorf("a screen that comes later shows %+v", late.Calls)
	}
	h.do(queue.Finish{Window: "w1", Outcome: "answered"})
	if m := g.next("settled"); m.Number != "A001" {
		t.Errorf("settled: %+v", m)
	}
}
