package phone

import (
	"net/http"
	"strings"
	"testing"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

// TestAnEmergencyStandsBeforeEverythingElse: at once by the socket and by the page's tag, with nobody told to stay; and
// it goes as it came.
func TestAnEmergencyStandsBeforeEverythingElse(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "legal")
	live := h.listen(t, mine.Ref)
	live.next()
	tag := h.get("/t/" + mine.Ref).Header().Get("ETag")
	n := h.boss(t, queue.PostNotice{Kind: queue.NoticeEmergency, Text: queue.Text{"zh": "请从楼梯离开", "en": "Leave by the stairs"}}).Notice
	if m := live.next(); m.Legs == nil {
		t.Error("the socket doesn't have the page drawn anew")
	}
	if w := h.get("/t/"+mine.Ref, "If-None-Match", tag); w.Code != http.StatusOK {
		t.Errorf("who asks with the old tag gets %d", w.Code)
	}
	d := h.page(t, mine.Ref)
	if first := d.Find("main > section").First(); !first.HasClass("urgent") || !strings.Contains(words(first), "请从楼梯离开") {
		t.Errorf("first comes %q", words(first))
	}
	if text := words(d.Find("main")); strings.Contains(text, "请别走开") || strings.Contains(text, "大厅等") {
		t.Errorf("somebody is told to stay: %q", text)
	}
	if got := d.Find("main").AttrOr("data-alert", ""); !strings.Contains(got, "请从楼梯离开") {
		t.Errorf("the phone isn't heard: %q", got)
	}
	h.boss(t, queue.TakeNotice{Notice: n.ID})
	if m := live.next(); m.Legs == nil {
		t.Error("the socket doesn't have the page drawn anew when it is over")
	}
	if d := h.page(t, mine.Ref); d.Find(".urgent").Length() > 0 || !strings.Contains(words(d.Find(".place")), "请别走开") {
		t.Errorf("once it is over the page says %q", words(d.Find("main")))
	}
}

// TestWhoWaitsForAClosedWindowIsTold: only once a window is open are they told to stay near, and that nobody is ahead
// is said once.
func TestWhoWaitsForAClosedWindowIsTold(t *testing.T) {
	h := newHouse(t)
	mine := queuetest.Issue(t, h.queue, "mediation") // whose windows nobody has opened
	d := h.page(t, mine.Ref)
	if text := words(d.Find("main")); !strings.Contains(text, "窗口还没开") || strings.Contains(text, "请别走开") {
		t.Errorf("with every window closed it says %q", text)
	}
	live := h.listen(t, mine.Ref)
	live.next()
	h.boss(t, queue.OpenWindow{Window: "w3"})
	live.next() // the place, with a wish to draw
	d = h.page(t, mine.Ref)
	text := words(d.Find("main"))
	if strings.Contains(text, "窗口还没开") || words(d.Find(".place-text")) != "请别走开" || strings.Count(text, "前面没有人") != 1 || strings.Contains(text, "前面人") {
		t.Errorf("with one open it says %q", text)
	}
}

// TestWhoCannotHearIsToldWhatToSee: of the screen and of vibration, never of sounds.
func TestWhoCannotHearIsToldWhatToSee(t *testing.T) {
	h := newHouse(t)
	mine := h.boss(t, queue.Issue{Service: "legal", Needs: []queue.Need{queue.NeedHearing}, Seed: queuetest.Seed()}).Ticket
	d := h.page(t, mine.Ref)
	if text := words(d.Find("body")); strings.Contains(text, "广播") || strings.Contains(text, "声音") || !strings.Contains(words(d.Find(".foot")), "振动") {
		t.Errorf("the page says %q", text)
	}
	other := queuetest.Issue(t, h.queue, "legal")
	if d := h.page(t, other.Ref); !strings.Contains(words(d.Find(".foot")), "广播") || d.Find("[data-sound]").Length() != 1 || d.Find("[data-tap]").Length() != 1 {
		t.Errorf("to others it says %q", words(d.Find("main")))
	}
}
