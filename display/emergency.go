package display

import (
	"context"
	"slices"
	"time"

	"onedoor/queue"
)

// emergencyWait is how long the words of emergencies may take to be read: a page waits for it.
const emergencyWait = 500 * time.Millisecond

// Emergency is an emergency that stands, in words, for the pages that show it over all.
type Emergency struct {
	ID   queue.NoticeID // 0: of one whose words can't be read
	Text string
	Also []EmergencyIn // in the centre's other languages, where it is written in them
}

// EmergencyIn is the same in another language.
type EmergencyIn struct{ Lang, Text string }

// Standing gives the notices that stand in a queue, for a kit.
func Standing(q *queue.Queue) func() []queue.Notice {
	return func() (list []queue.Notice) {
		q.View(func(l *queue.Lobby) { list = l.Notices() })
		return list
	}
}

// Emergencies gives the emergencies that stand, the newest first, whichever screens they were put on: a
// kiosk and a phone belong to no screen. One whose words can't be read now still stands, and is said without
// them. It may read the disk: call it outside of the queue's view.
func (k *Kit) Emergencies(lang string) []Emergency {
	if k.standing == nil {
		return nil
	}
	all := slices.DeleteFunc(k.standing(), func(n queue.Notice) bool { return n.Kind != queue.NoticeEmergency })
	if len(all) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), emergencyWait)
	defer cancel()
	views, err := k.notices.Views(ctx, all, k.rules())
	list := make([]Emergency, 0, len(all))
	for i := range views {
		text := views[i].Text
		e := Emergency{ID: views[i].ID, Text: text.In(lang)}
		for _, other := range k.Langs() {
			if s := text[other]; other != lang && s != "" && s != e.Text {
				e.Also = append(e.Also, EmergencyIn{other, s})
			}
		}
		list = append(list, e)
	}
	if err != nil && len(views) < len(all) {
		k.log.Error("the words of an emergency can't be read: it is shown without them", "err", err)
		list = append(list, Emergency{Text: k.T(lang, "common.emergency_unread")})
	}
	return list
}
