package config

import "onedoor/queue"

// readNotices reads the texts that a supervisor can put on the screens at once.
func (b *builder) readNotices(root *table) {
	for _, v := range root.items("notices") {
		t, ok := b.table(v, "a notice")
		if !ok {
			continue
		}
		id := t.needID("id", "id: lift")
		t.what = about(aNotice, id)
		n := queue.NoticeText{
			ID: queue.NoticeCode(id.id), Text: t.needNames("text"), Emergency: t.yes("emergency", false),
		}
		t.done()
		if b.define(aNotice, id) {
			b.rules.Notices = append(b.rules.Notices, n)
		}
	}
}
