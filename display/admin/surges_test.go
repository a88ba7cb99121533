package admin_test

import (
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestHallTellsOfASurge marks matters of the sample centre until there are enough, sends one
// visitor on, and acknowledges.
func TestHallTellsOfASurge(t *testing.T) {
	h := open(t, houseOptions{})
	demo, duty := queue.ByStaff("demo"), h.login(t, "duty")
	surge := func() (sentence, seq string) {
		_, doc := h.get(t, duty, "/hall")
		b := doc.Find(`[data-post*="/surges/"]`)
		return words(b.Closest(".need").Find(".says")), b.AttrOr("data-post", "")
	}
	queuetest.Do(t, h.queue, demo, queue.OpenWindow{Window: "w3"})
	for i := range 3 {
		if said, _ := surge(); said != "" {
			t.Errorf("after %d matters the hall says %q", i, said)
		}
		queuetest.Issue(t, h.queue, "legal")
		queuetest.Do(t, h.queue, demo, queue.Next{Window: "w3"})
		queuetest.Do(t, h.queue, demo, queue.MarkMatter{Window: "w3", Category: "property", Tags: []queue.TagID{"estate-1"}})
		if i == 1 {
			queuetest.Do(t, h.queue, demo, queue.Transfer{Window: "w3", Service: "mediation"})
			continue
		}
		queuetest.Do(t, h.queue, demo, queue.Finish{Window: "w3", Outcome: "answered"})
	}
	said, seq := surge()
	if want := "同类事项增多：物业纠纷，示例一小区，14 天内 3 件。正在等的有 A002，可以考虑一起接待。"; said != want || seq == "" {
		t.Errorf("the hall says %q, want %q", said, want)
	}
	var seen int64
	h.queue.View(func(l *queue.Lobby) { seen = l.Surges()[0].Seq })
	queuetest.Do(t, h.queue, queue.ByStaff("duty"), queue.SeeSurge{Seq: seen})
	if said, _ := surge(); strings.Contains(said, "同类事项") {
		t.Errorf("acknowledged, the hall still says %q", said)
	}
}
