package admin_test

import (
	"testing"
	"time"

	"onedoor/queue"
	"onedoor/queue/queuetest"
)

func TestHallListsTheNoticesThatStand(t *testing.T) {
	h := open(t, houseOptions{})
	duty := h.login(t, "duty")
	_, doc := h.get(t, duty, "/hall")
	if got := words(doc.Find(`[data-part="notices"]`)); got != "没有通知" {
		t.Errorf("with none the hall says %q", got)
	}
	if n := doc.Find(`#post [name="code"]`).Length(); n < 3 || doc.Find(`#post [name="code"][data-emergency]`).Length() == 0 {
		t.Errorf("the form offers %d texts", n)
	}
	boss := queue.ByStaff("duty")
	queuetest.Do(t, h.queue, boss, queue.PostNotice{Code: "lift", Screens: []queue.ScreenID{"hall", "floor1"}})
	queuetest.Do(t, h.queue, boss, queue.PostNotice{Text: queue.Text{"zh": "三楼正在测试"}, Kind: queue.NoticeEmergency, Until: h.queue.Now().Add(time.Hour)})
	_, doc = h.get(t, duty, "/hall")
	lines := doc.Find(`[data-part="notices"] li`)
	if lines.Length() != 2 || words(lines.First().Find(".what")) != "三楼正在测试" || !lines.First().HasClass("urgent") || lines.Last().HasClass("urgent") {
		t.Errorf("the hall lists %q", words(lines))
	}
	if got := words(doc.Find(`[data-part="emergency"]`)); got != "紧急 三楼正在测试 撤下" {
		t.Errorf("over all the hall says %q", got)
	}
	if id := lines.Last().Find("[data-notice]").AttrOr("data-notice", ""); id != "1" {
		t.Errorf("taking the first back would take %q", id)
	}
}
