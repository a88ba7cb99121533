package queue_test

import (
	"time"

	"onedoor/queue"
)

// notice gives the commands about what the screens tell.
func (m *model) notice(a, b byte) queue.Command {
	switch a % 4 {
	case 0:
		var where []queue.ScreenID
		if b&1 > 0 {
			where = []queue.ScreenID{"floor1"}
		}
		return queue.PostNotice{Code: []queue.NoticeCode{"lift", "leave"}[b>>1&1], Screens: where}
	case 1:
		return queue.PostNotice{Text: queue.Text{"zh": "三楼正在测试"}, Kind: queue.NoticeEmergency}
	case 2:
		return queue.PostNotice{Text: queue.Text{"zh": "中午不休息"}, Until: m.now.Add(time.Duration(b) * time.Second)}
	}
	var id queue.NoticeID
	if list := m.lobby.Notices(); len(list) > 0 {
		id = list[int(b)%len(list)].ID
	}
	return queue.TakeNotice{Notice: id}
}

// noticesHold: few stand, each once, emergencies first, and none over its time once the clock has
// looked.
func (m *model) noticesHold(e *queue.Event) {
	list := m.lobby.Notices()
	if len(list) > 20 {
		m.t.Fatalf("%d notices stand", len(list))
	}
	for i, n := range list {
		if n.Code != "" && n.Row != 0 || n.Code == "" && (n.Row == 0 || n.Until.IsZero()) {
			m.t.Fatalf("notice %+v", n)
		}
		if i > 0 && (list[i-1].Kind == queue.NoticeNote && n.Kind == queue.NoticeEmergency || list[i-1].Kind == n.Kind && list[i-1].ID <= n.ID) {
			m.t.Fatalf("notice %d after %d", n.ID, list[i-1].ID)
		}
		if e.Type == queue.NoticePosted && !n.Until.IsZero() && n.Until.Before(e.At) {
			m.t.Fatalf("notice %d stands beyond its time", n.ID)
		}
	}
}
