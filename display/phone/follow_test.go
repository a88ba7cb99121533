package phone

import (
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestASocketBeginsWithASnapshotAndFollows(t *testing.T) {
	h := newHouse(t)
	queuetest.Issue(t, h.queue, "legal")
	mine := queuetest.Issue(t, h.queue, "legal")
	l := h.listen(t, mine.Ref)
	seq := int64(0)
	expect := func(kind, state string, ahead int, window string) told {
		t.Helper()
		m := l.next()
		got := ""
		if m.Window != nil {
			got = m.Window.Label
		}
		if m.Type != kind || m.State != state || m.Ahead != ahead || got != window || m.Number != mine.Number {
			t.Errorf("told %+v (%s), want %s %s %d %s", m, got, kind, state, ahead, window)
		}
		if m.Seq < seq {
			t.Errorf("seq went from %d back to %d", seq, m.Seq)
		}
		seq = m.Seq
		return m
	}
	if m := expect("snapshot", "waiting", 1, ""); len(m.Legs) != 1 {
		t.Errorf("a snapshot with %d legs", len(m.Legs))
	}
	h.boss(t, queue.Next{Window: "w1"})
	if m := expect("ticket", "waiting", 0, ""); m.Legs != nil {
		t.Error("the place in the queue alone came as the whole ticket")
	}
	h.boss(t, queue.Next{Window: "w2"})
	expect("ticket", "called", 0, "2 号窗口")
	h.boss(t, queue.Recall{Window: "w2"})
	expect("ticket", "called", 0, "2 号窗口")
	h.boss(t, queue.Start{Window: "w2"})
	expect("ticket", "serving", 0, "2 号窗口")
	second := h.listen(t, mine.Ref)
	if m := second.next(); m.Type != "snapshot" || m.State != "serving" {
		t.Errorf("the second phone is told %+v", m)
	}
	h.boss(t, queue.Finish{Window: "w2", Outcome: "answered"})
	expect("ticket", "done", 0, "")
	if m := second.next(); m.State != "done" {
		t.Errorf("the second phone is told %+v", m)
	}
}

func TestAVisitorWhoLeavesTellsTheOthers(t *testing.T) {
	h := newHouse(t)
	first, mine := queuetest.Issue(t, h.queue, "legal"), queuetest.Issue(t, h.queue, "legal")
	l := h.listen(t, mine.Ref)
	if m := l.next(); m.Ahead != 1 {
		t.Fatalf("%+v", m)
	}
	h.post("/t/"+first.Ref, "leave")
	if m := l.next(); m.Ahead != 0 {
		t.Errorf("after the other left: %+v", m)
	}
	h.post("/t/"+first.Ref, "undo")
	if m := l.next(); m.Ahead != 1 {
		t.Errorf("after the other came back: %+v", m)
	}
}

func TestSocketsThatCloseAreForgotten(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	a, b := h.listen(t, mine.Ref), h.listen(t, mine.Ref)
	a.next()
	b.next()
	_ = a.ws.Close()
	h.boss(t, queue.Next{Window: "w1"})
	if m := b.next(); m.State != "called" {
		t.Errorf("the one that stayed is told %+v", m)
	}
	_ = b.ws.Close()
	for h.followed() > 0 { // the readers notice by themselves
		select {
		case <-t.Context().Done():
			t.Fatal("still followed")
		default:
			h.boss(t, queue.Recall{Window: "w1"})
		}
	}
}

func (h *house) followed() int {
	h.phones.mu.Lock()
	defer h.phones.mu.Unlock()
	return len(h.phones.lines)
}
